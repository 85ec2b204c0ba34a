"""Numeric expressions: how much of what, goal or result, by when and where (codebook, part 5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import merge

from policytext.extract.dates import When
from policytext.extract.targets.around import Around
from policytext.extract.targets.bounds import verb_inside
from policytext.extract.targets.change import change_of
from policytext.extract.targets.commitment import commitment_in
from policytext.extract.targets.indicators import Indicator, Link, drop_stretches, read_indicator, split_respectively
from policytext.extract.targets.kind import decide_kind, kind_by_rule
from policytext.extract.targets.learned import kind_features
from policytext.extract.targets.page import Page, close_gaps, inside, read_page, stretch_at
from policytext.extract.targets.place import place_of
from policytext.extract.targets.quantities import find_quantities, share_bounds
from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.relative import Relation, find_relations
from policytext.extract.targets.scene import Scene, weigh
from policytext.extract.targets.scope import PARTS
from policytext.extract.targets.terms import date_above, date_after, date_before, frequency_before, term_of
from policytext.model import Agency, Document, Item, Metadata, Target, TargetKind
from policytext.text import AlignedText, Span

# Joints of a list; not 惠及, 涉及, 参与 or 总和.
_JOINT = re.compile(r"、|(?<![惠普涉顾波危遍触兼以])及(?![时格])|(?<![参赋给])与(?!会)|(?<![总饱缓温平])和(?![谐解平])")
# Before a further number of a list these say nothing new: 增长7%、力争8%.
_ADDS_NOTHING = re.compile(r"(?:力争|确保|争取|努力|和|与|及|再)*")
# Between the numbers of 4个方面30条措施 stands a noun of this many characters at most.
_BARE_GAP = 4
# So much of the next clause tells whether it goes on (从不足4000元，增长到如今超2万元).
_NEXT = 12
# Longer sentences are not read as a whole: what stands further away says nothing about a number.
_REACH = 200


def find_targets(
    text: AlignedText, *, items: Sequence[Item], agencies: Sequence[Agency], meta: Metadata
) -> Iterator[Target]:
    """Yield the numeric expressions of a body in normal form, in order.

    ``items`` tell review from plan by their heads, ``agencies`` give places and are left out of indicators, ``meta``
    gives genre, day and jurisdiction. Values are in base units (4000余万元 is 40000000 元).

    >>> text = AlignedText.of("累计走访企业6000余家。下一步，确保10月底整改率达到88%以上。")
    >>> meta = Metadata(published="2023-07-23", jurisdiction="210200")
    >>> for target in find_targets(text, items=(), agencies=(), meta=meta):
    ...     print(target.quote.text, target.bound, target.kind, target.indicator, target.deadline)
    6000余家 more_than result 走访企业 None
    88%以上 at_least goal 整改率 2023-10
    """
    page = read_page(text.clean(close_gaps), items, agencies, meta)
    yield from _find(page, decide_kind)


Decide = Callable[[Quantity, Around, Scene, int], tuple[TargetKind, tuple[str, ...]]]


def find_kind_examples(doc: Document) -> Iterator[tuple[Span, list[str], TargetKind]]:
    """Yield span, features and kind by rule of each number of a document: what the model of kinds is fitted on."""
    page = read_page(doc.text.clean(close_gaps), doc.items, doc.agencies, doc.meta)
    seen: list[tuple[Span, list[str], TargetKind]] = []

    def record(quantity: Quantity, around: Around, scene: Scene, place: int) -> tuple[TargetKind, tuple[str, ...]]:
        kind, cues, score = kind_by_rule(quantity, around, scene, place)
        span = page.text.quote(quantity.start, quantity.end).span
        seen.append((span, list(kind_features(quantity, around, scene, place, (kind, score))), kind))
        return kind, cues

    for _ in _find(page, record):
        pass
    yield from seen


def _find(page: Page, decide: Decide) -> Iterator[Target]:
    quantities = share_bounds(page.text.text, list(find_quantities(page.text.text, page.dates)))
    relations = list(find_relations(page.text.text))
    compared = {relation.end: relation.comparator for relation in relations}
    numbers, last = [], None
    for quantity in quantities:
        last = _read_target(page, quantity, last, decide)
        numbers.append(replace(last.target, comparator=compared.get(quantity.start)))
    yield from merge(
        numbers, _relative_targets(page, relations, quantities, decide), key=lambda target: target.span.start
    )


def _relative_targets(
    page: Page, relations: Sequence[Relation], quantities: Sequence[Quantity], decide: Decide
) -> Iterator[Target]:
    """Yield the targets without a number: comparisons that touch no number."""
    index = 0
    for relation in relations:
        while index < len(quantities) and quantities[index].end < relation.start:
            index += 1
        if index < len(quantities) and quantities[index].start <= relation.end:
            continue
        quantity = Quantity(*relation[:2], *relation[:2], Decimal(0), None, "", "relative", relation.bound)
        target = _read_target(page, quantity, None, decide).target
        yield replace(target, value=None, unit=None, comparator=relation.comparator)


@dataclass(frozen=True, slots=True)
class _Last:
    """The target before, for list members and for 分别."""

    target: Target
    quantity: Quantity
    indicator: Indicator
    respectively: tuple[str, int] | None


def _read_target(page: Page, quantity: Quantity, last: _Last | None, decide: Decide) -> _Last:
    sentence = stretch_at(page.sentences, quantity.digits)
    start, link = _link(page, quantity, last)
    date = date_before(page, quantity)
    around = _read_around(page, quantity, start, date)
    kind, cues = decide(quantity, around, page.scene, quantity.digits)
    if last is not None and (link == "joined" or _goes_on(quantity, last, sentence)) and last.target.kind != "baseline":
        kind = last.target.kind if last.quantity.family == quantity.family else kind
    previous = last.indicator if last is not None and last.quantity.end >= sentence[0] else None
    indicator, respectively = _indicator(page, quantity, kind, (start, link), previous, last)
    change = change_of(around.before, around.after, lead_in=around.lead_in, family=quantity.family)
    if link != "none" and last is not None and _ADDS_NOTHING.fullmatch(around.before):
        change = last.target.change
    term = term_of(page, quantity, date) if kind == "goal" else None
    target = Target(
        quote=page.text.quote(quantity.start, quantity.end),
        value=quantity.value,
        upper=quantity.upper,
        unit=quantity.unit,
        bound=quantity.bound,
        kind=kind,
        indicator=indicator.words or None,
        deadline=term.value if term else None,
        period=around.frequency.period if around.frequency else None,
        place=place_of(page, quantity),
        cues=cues,
        change=change,
        commitment=_commitment(page, quantity, around, kind),
        deadline_text=page.text.text[term.start : term.end] if term else None,
        starts=term.first if term else None,
    )
    return _Last(target, quantity, indicator, respectively)


def _link(page: Page, quantity: Quantity, last: _Last | None) -> tuple[int, Link]:
    """Return where the words of a number begin in its clause, and how it hangs on the number before."""
    start, _ = stretch_at(page.clauses, quantity.digits)
    if last is None or last.quantity.end <= start:
        return start, "none"
    gap = page.text.text[last.quantity.end : quantity.start]
    joints = list(_JOINT.finditer(gap))
    start = last.quantity.end + (joints[-1].end() if joints else 0)
    if start == quantity.start or (not joints and len(gap) <= _BARE_GAP and last.target.kind == "scope"):
        return start, "joined"
    return start, "listed" if joints else "none"


def _read_around(page: Page, quantity: Quantity, start: int, date: When | None) -> Around:
    """Return what stands around a number, whose words begin at ``start`` and which ``date`` governs."""
    body = page.text.text
    _, stop = stretch_at(page.clauses, quantity.digits)
    above = (date_above(page, quantity) or date_after(page, quantity)) if date is None else None
    return Around(
        before=body[max(start, quantity.start - _REACH) : quantity.start],
        after=body[quantity.end : min(max(quantity.end, stop), quantity.end + _REACH)],
        stop=body[stop : stop + 1],
        following=body[stop + 1 : stop + 1 + _NEXT],
        lead_in=body[quantity.start : quantity.digits],
        date=above if above is not None and _ahead(above, page.scene.today) else date,
        frequency=frequency_before(page, quantity, start),
        passage=passage_cues(page, quantity, stretch_at(page.sentences, quantity.digits)),
    )


def _commitment(page: Page, quantity: Quantity, around: Around, kind: TargetKind) -> str | None:
    """Return the word of promise of the clause, for goals also that of the sentence part before it."""
    if kind == "rule":
        return commitment_in(around.before)
    if kind != "goal":
        return None
    start = max(stretch_at(page.segments, quantity.digits)[0], quantity.start - _REACH)
    return commitment_in(around.before, page.text.text[start : quantity.start])


def _ahead(date: When, today: str | None) -> bool:
    """Tell whether a date is a term that still lies ahead of the document."""
    if date.role != "by" or date.value is None:
        return False
    size = min(len(date.value), len(today or ""))
    return not today or date.value[:size] >= today[:size]


def _goes_on(quantity: Quantity, last: _Last, sentence: tuple[int, int]) -> bool:
    """Tell whether a number goes on with the parts that the one before began to list (涉及…15条，…6条)."""
    same = last.quantity.unit == quantity.unit and last.quantity.end > sentence[0]
    return same and quantity.unit in PARTS and last.target.kind == "scope"


def _indicator(
    page: Page,
    quantity: Quantity,
    kind: TargetKind,
    clause: tuple[int, Link],
    previous: Indicator | None,
    last: _Last | None,
) -> tuple[Indicator, tuple[str, int] | None]:
    body = page.text.text
    start, link = clause
    start = max(start, quantity.start - _REACH)
    before = drop_stretches(body, start, quantity.start, inside(page.stretches, start, quantity.start))
    before += verb_inside(body[quantity.start : quantity.digits])
    if "分别" in before and (words := split_respectively(before, 0)):
        return Indicator(words, words), (before, 0)
    if link == "joined" and last is not None and last.respectively is not None:
        shared, index = last.respectively
        if words := split_respectively(shared, index + 1):
            return Indicator(words, words), (shared, index + 1)
    if last is not None and last.target.kind == "baseline" and last.quantity.unit == quantity.unit:
        link = "followed" if last.quantity.end >= stretch_at(page.clauses, quantity.digits)[0] else link
    found = read_indicator(body, quantity, before, kind, previous, link=link)
    if not found.words and (above := _clause_above(page, quantity, last)):
        found = read_indicator(body, quantity, above, kind, None, link="none")
    return (found if found.words else previous or found), None


def _clause_above(page: Page, quantity: Quantity, last: _Last | None) -> str:
    """Return the clause before the one of a number, if it is of the same sentence and has no number of its own."""
    start, _ = stretch_at(page.clauses, quantity.digits)
    if start <= stretch_at(page.sentences, quantity.digits)[0]:
        return ""
    left, right = stretch_at(page.clauses, start - 1)
    if last is not None and last.quantity.end > left:
        return ""
    return drop_stretches(page.text.text, left, right, inside(page.stretches, left, right))


def passage_cues(page: Page, quantity: Quantity, sentence: tuple[int, int]) -> tuple[tuple[float, str], ...]:
    """Weigh the cues of the sentence, at half their weight, and of the paragraph before it, at a third."""
    body = page.text.text
    start, end = sentence
    if end - start > 2 * _REACH:
        start, end = max(start, quantity.start - _REACH), min(end, quantity.end + _REACH)
    paragraph = body.rfind("\n", max(0, sentence[0] - _REACH), sentence[0])
    earlier = max(paragraph + 1, sentence[0] - _REACH)
    return (*weigh(body[start:end], 0.5), *weigh(body[earlier : sentence[0]], 0.3))
