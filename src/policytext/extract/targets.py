"""Numeric expressions: how much of what, goal or result, by when and where (codebook, part 5)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policytext.extract.dates import Frequency, When, find_dates, find_frequencies
from policytext.extract.indicators import Indicator, Link, drop_stretches, read_indicator, split_respectively
from policytext.extract.places import find_places
from policytext.extract.quantities import Quantity, find_quantities
from policytext.extract.target_kind import Around, Scene, decide_kind, read_scene, weigh
from policytext.model import Agency, Item, Metadata, Target, TargetKind
from policytext.text import AlignedText, Edit

_CLAUSE = re.compile(r"[，。；：！？\n\t]")
_SENTENCE = re.compile(r"[。！？\n]")
_SEGMENT = re.compile(r"[。！？；\n]")
_JOINT = re.compile(r"[、和及与]")
# Between the numbers of 4个方面30条措施 stands a noun of this many characters at most.
_BARE_GAP = 4
# A longer lead is prose, not the head of a section.
_HEAD_LENGTH = 45
# Longer sentences are not read as a whole: what stands further away says nothing about a number.
_REACH = 200


@dataclass(frozen=True, slots=True)
class _Page:
    """A body with all that the numbers in it need: dates, frequencies, places, clause and sentence ends."""

    text: AlignedText
    scene: Scene
    meta: Metadata
    dates: tuple[When, ...]
    frequencies: tuple[Frequency, ...]
    stretches: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int, str, int], ...]
    heads: tuple[tuple[int, int, str], ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]
    segments: tuple[int, ...]


def find_targets(
    text: AlignedText, *, items: Sequence[Item], agencies: Sequence[Agency], meta: Metadata
) -> Iterator[Target]:
    """Yield the numeric expressions of a body in normal form, in order.

    ``items`` tell review from plan by their heads, ``agencies`` give places and are left out of indicators, ``meta``
    gives genre, day and jurisdiction. Values are in base units (4000余万元 is 40000000 元).

    >>> text = AlignedText.of("累计走访企业4000余家。下一步，确保10月底化解率达到85%以上。")
    >>> meta = Metadata(published="2023-07-23", jurisdiction="210200")
    >>> for target in find_targets(text, items=(), agencies=(), meta=meta):
    ...     print(target.quote.text, target.bound, target.kind, target.indicator, target.deadline)
    4000余家 more_than result 走访企业 None
    85%以上 at_least goal 化解率 2023-10
    """
    text = text.clean(_close_gaps)
    page = _read_page(text, items, agencies, meta)
    last: _Last | None = None
    for quantity in find_quantities(text.text, page.dates):
        last = _read_target(page, quantity, last)
        yield last.target


def _passage(page: _Page, quantity: Quantity, sentence: tuple[int, int]) -> tuple[tuple[float, str], ...]:
    """Weigh the cues of the sentence, at half their weight, and of the paragraph before it, at a third."""
    body = page.text.text
    start, end = max(sentence[0], quantity.start - _REACH), min(sentence[1], quantity.end + _REACH)
    paragraph = body.rfind("\n", max(0, sentence[0] - _REACH), sentence[0])
    earlier = max(paragraph + 1, sentence[0] - _REACH)
    return (*weigh(body[start:end], 0.5), *weigh(body[earlier : sentence[0]], 0.3))


# Matches the blank of 4 亿元 and of 达到 85 %; not the one between two numbers or Latin words.
_GAP = re.compile(r"(?<=[0-9\u4e00-\u9fff]) (?=[\u4e00-\u9fff%‰])|(?<=[\u4e00-\u9fff]) (?=[0-9])")


def _close_gaps(text: str) -> Iterator[Edit]:
    """Delete the blank between a number and Chinese characters, which typists set and readers overlook."""
    for match in _GAP.finditer(text):
        yield Edit(*match.span())


@dataclass(frozen=True, slots=True)
class _Last:
    """The target before, for list members and for 分别."""

    target: Target
    quantity: Quantity
    indicator: Indicator
    respectively: tuple[str, int] | None


def _read_page(text: AlignedText, items: Sequence[Item], agencies: Sequence[Agency], meta: Metadata) -> _Page:
    body = text.text
    dates = tuple(find_dates(body, today=meta.published))
    frequencies = tuple(find_frequencies(body))
    bodies = [(text.find_raw(agency.span.start), text.find_raw(agency.span.end), agency.place) for agency in agencies]
    places = [(start, end, code, 1) for start, end, code in bodies if code]
    places += [(place.start, place.end, place.code, 0) for place in find_places(body, within=meta.jurisdiction)]
    stretches = [(date.start, date.end) for date in dates if date.role != "age"]
    stretches += [(found.start, found.end) for found in frequencies]
    stretches += [(start, end) for start, end, _ in bodies if _opens(body, start)]
    return _Page(
        text=text,
        scene=read_scene(text, items, meta),
        meta=meta,
        dates=dates,
        frequencies=frequencies,
        stretches=tuple(sorted(stretches)),
        places=tuple(sorted(set(places))),
        heads=tuple(_heads(text, items, meta)),
        clauses=_ends(_CLAUSE, body),
        sentences=_ends(_SENTENCE, body),
        segments=_ends(_SEGMENT, body),
    )


def _heads(text: AlignedText, items: Sequence[Item], meta: Metadata) -> Iterator[tuple[int, int, str]]:
    """Yield the items whose head names one place inside the document's area: 采集地之一：沈阳."""
    for item in items:
        if item.style in ("heading", "section", "run_in") and len(item.lead) <= _HEAD_LENGTH:
            codes = {place.code for place in find_places(item.lead, within=meta.jurisdiction)}
            if len(codes) == 1 and not _holds(code := codes.pop(), meta.jurisdiction):
                yield text.find_raw(item.span.start), text.find_raw(item.span.end), code


def _opens(body: str, start: int) -> bool:
    """Tell whether a body stands where the one that acts stands: behind a mark, or 由, 从, 会同."""
    return not body[start - 1 : start].isalpha() or body[start - 1] in "由从同与和请及"


def _ends(pattern: re.Pattern[str], body: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in pattern.finditer(body)), len(body) + 1)


def _stretch(ends: tuple[int, ...], place: int) -> tuple[int, int]:
    """Return the stretch between two ends that holds the place, without its closing mark."""
    index = bisect_right(ends, place)
    return ends[index - 1], ends[index] - 1


def _read_target(page: _Page, quantity: Quantity, last: _Last | None) -> _Last:
    body = page.text.text
    start, stop = _stretch(page.clauses, quantity.digits)
    sentence = _stretch(page.sentences, quantity.digits)
    joined = False
    if last is not None and last.quantity.end > start:
        gap = body[last.quantity.end : quantity.start]
        joints = list(_JOINT.finditer(gap))
        start = last.quantity.end + (joints[-1].end() if joints else 0)
        joined = start == quantity.start or (not joints and len(gap) <= _BARE_GAP and last.target.kind == "scope")
    date = _date_before(page, quantity)
    around = Around(
        before=body[start : quantity.start],
        after=body[quantity.end : max(quantity.end, stop)],
        lead_in=body[quantity.start : quantity.digits],
        date=date,
        frequency=_frequency(page, quantity, start),
        passage=_passage(page, quantity, sentence),
    )
    kind, cues = decide_kind(quantity, around, page.scene, quantity.digits)
    if joined and last is not None and last.quantity.family == quantity.family and last.target.kind != "baseline":
        kind = last.target.kind
    previous = last.indicator if last is not None and last.quantity.end >= sentence[0] else None
    indicator, respectively = _indicator(page, quantity, kind, (start, joined), previous, last)
    target = Target(
        quote=page.text.quote(quantity.start, quantity.end),
        value=quantity.value,
        upper=quantity.upper,
        unit=quantity.unit,
        bound=quantity.bound,
        kind=kind,
        indicator=indicator.words or None,
        deadline=_deadline(page, quantity, date) if kind == "goal" else None,
        period=around.frequency.period if around.frequency else None,
        place=_place(page, quantity),
        cues=cues,
    )
    return _Last(target, quantity, indicator, respectively)


def _indicator(
    page: _Page,
    quantity: Quantity,
    kind: TargetKind,
    clause: tuple[int, bool],
    previous: Indicator | None,
    last: _Last | None,
) -> tuple[Indicator, tuple[str, int] | None]:
    body = page.text.text
    start, joined = clause
    before = drop_stretches(body, start, quantity.start, _inside(page.stretches, start, quantity.start))
    if "分别" in before and (words := split_respectively(before, 0)):
        return Indicator(words, words), (before, 0)
    if joined and last is not None and last.respectively is not None:
        shared, index = last.respectively
        if words := split_respectively(shared, index + 1):
            return Indicator(words, words), (shared, index + 1)
    link: Link = "joined" if joined else "none"
    if last is not None and last.target.kind == "baseline" and last.quantity.unit == quantity.unit:
        link = "followed" if last.quantity.end >= _stretch(page.clauses, quantity.digits)[0] else link
    return read_indicator(body, quantity, before, kind, previous, link=link), None


def _inside(stretches: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[tuple[int, int], ...]:
    return stretches[max(0, bisect_left(stretches, (start, 0)) - 1) : bisect_left(stretches, (end, 0))]


def _date_before(page: _Page, quantity: Quantity) -> When | None:
    """Return the date that governs a number: the last one before it in its sentence part that is no length of time."""
    start, _ = _stretch(page.segments, quantity.digits)
    index = bisect_left(page.dates, quantity.start, key=lambda date: date.start) - 1
    while index >= 0 and page.dates[index].start >= start:
        date = page.dates[index]
        compared = page.text.text[date.start - 1 : date.start] in ("比", "较")
        if date.role not in ("age", "time") and not compared and not page.text.text.startswith("的", date.end):
            return date
        index -= 1
    return None


def _date_after(page: _Page, quantity: Quantity) -> When | None:
    """Return a term of completion that follows in the same sentence part or table row (…，10月底前完成)."""
    body = page.text.text
    _, end = _stretch(page.segments, quantity.digits)
    index = bisect_left(page.dates, quantity.end, key=lambda date: date.start)
    row = body.rfind("\t", body.rfind("\n", 0, quantity.start) + 1, quantity.start) >= 0
    while index < len(page.dates) and page.dates[index].start < end:
        date = page.dates[index]
        if date.role == "by" or (row and date.role == "in"):
            return date
        index += 1
    return None


def _deadline(page: _Page, quantity: Quantity, date: When | None) -> str | None:
    limit = quantity.family == "time" and quantity.start == quantity.digits
    if date is not None and date.role in ("by", "in") and not limit:
        return date.value
    later = _date_after(page, quantity)
    if later is not None and (not limit or "\t" in page.text.text[quantity.end : later.start]):
        return later.value
    earlier = None if limit else _date_above(page, quantity)
    return earlier.value if earlier else None


def _date_above(page: _Page, quantity: Quantity) -> When | None:
    """Return the term that opens the sentence or the list that a number stands in (到2026年：（1）…；（2）…)."""
    body = page.text.text
    start, _ = _stretch(page.sentences, quantity.digits)
    segment, _ = _stretch(page.segments, quantity.digits)
    if segment == start and start and body[start - 1] == "\n" and body[:start].rstrip().endswith("："):
        start, _ = _stretch(page.sentences, len(body[:start].rstrip()) - 1)
    if _ITEM.match(body, segment) and not body[start:segment].rstrip().endswith("："):
        return None
    index = bisect_left(page.dates, quantity.start, key=lambda date: date.start) - 1
    while index >= 0 and page.dates[index].start >= start:
        if page.dates[index].role in ("by", "in"):
            return page.dates[index]
        index -= 1
    return None


_ITEM = re.compile(r"(?:[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十0-9]+[）)、.])")


def _frequency(page: _Page, quantity: Quantity, start: int) -> Frequency | None:
    """Return the frequency that stands in the clause before a number (每季度开展1次)."""
    index = bisect_left(page.frequencies, quantity.digits, key=lambda found: found.start) - 1
    if index >= 0 and page.frequencies[index].start >= start:
        return page.frequencies[index]
    return None


def _place(page: _Page, quantity: Quantity) -> str | None:
    """Return the narrowest place that clause, sentence, paragraph, head or else the document gives.

    A body that acts gives its place to its whole sentence and paragraph, another place name to its clause, or to what
    follows where it opens the sentence (在市中区，…). A paragraph that names places side by side gives none.
    """
    body = page.text.text
    start, _ = _stretch(page.sentences, quantity.digits)
    clause, stop = _stretch(page.clauses, quantity.digits)
    for left, right in ((clause, quantity.start), (start, quantity.start), (quantity.end, stop)):
        if codes := _codes(page, left, right, bodies_only=left == start and left != clause):
            return _common(codes)
    paragraph = body.rfind("\n", 0, quantity.start) + 1
    if (codes := _codes(page, paragraph, start, bodies_only=True)) and _is_chain(codes):
        return _common(codes)
    index = bisect_right(page.heads, (quantity.start, 1 << 60, "")) - 1
    while index >= 0:
        if page.heads[index][1] > quantity.start:
            return page.heads[index][2]
        index -= 1
    return page.meta.jurisdiction


def _codes(page: _Page, start: int, end: int, *, bodies_only: bool) -> list[str]:
    """Return the places named in a stretch that lie inside the document's own area or elsewhere, not around it."""
    left, right = bisect_left(page.places, (start, 0, "", 0)), bisect_left(page.places, (end, 0, "", 0))
    opening = _stretch(page.clauses, start)[1]
    return [
        code
        for place, _, code, acts in page.places[left:right]
        if (acts or not bodies_only or place <= opening) and not _holds(code, page.meta.jurisdiction)
    ]


def _is_chain(codes: list[str]) -> bool:
    """Tell whether each place lies inside another one of them, or is it."""
    inner = max(codes, key=lambda code: len(_stem(code)))
    return all(inner.startswith(_stem(code)) for code in codes)


def _holds(code: str, home: str | None) -> bool:
    """Tell whether a place is the home of the document or holds it."""
    return home is not None and home.startswith(
        code.rstrip("0") if len(code.rstrip("0")) % 2 == 0 else code.rstrip("0") + "0"
    )


def _common(codes: list[str]) -> str:
    """Return the place that the last codes name together: one inside the other is the inner, two side by side their parent."""
    last = codes[-1]
    for code in reversed(codes[:-1]):
        if code == last or last.startswith(_stem(code)):
            continue
        if code.startswith(_stem(last)):
            last = code
            continue
        shared = 4 if code[:4] == last[:4] else 2 if code[:2] == last[:2] else 0
        return last[:shared].ljust(6, "0") if shared else last
    return last


def _stem(code: str) -> str:
    """Return the digits that the codes inside a place share: 21 of 210000, 2102 of 210200."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
