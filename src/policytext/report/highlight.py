"""Documents as highlighted HTML: the body with its facts, and the raw source with its boilerplate."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from policytext.model import Metadata
from policytext.report.elements import Html, element, join
from policytext.report.paint import Mark, paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policytext.model import Agency, Document, Item, Label, Target
    from policytext.text import AlignedText, Span

LIMIT = 50_000  # characters of text; a browser shows a page of this size at once, a work report of 30,000 is whole
LISTED = 1000  # facts listed below a cut text; the tables have all of them
BOUND_SIGNS = {"exact": "", "at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "less_than": "< ", "about": "≈ "}


def highlight(doc: Document, *, limit: int = LIMIT) -> Html:
    """Return the document's body as HTML with items, agencies and targets marked, and a legend.

    The result is one element with its own style and needs nothing from the network. A body of more than ``limit``
    characters is cut, with a note. Facts that lie outside what is shown are listed below it.
    """
    return _frame(_head(doc), legend(doc), body(doc, limit=limit))


def highlight_source(doc: Document, *, limit: int = LIMIT) -> Html:
    """Return the document's raw text as HTML, with each stretch of boilerplate painted by its kind."""
    raw = doc.raw.replace("\r\n", " \n").replace("\r", "\n")  # the same positions, without a sign for each line's end
    marks = [
        Mark(cut.span.start, min(cut.span.end, limit), f"pt-cut {cut.kind}", f"{cut.kind}: {cut.rule}")
        for cut in doc.boilerplate
    ]
    keys = [(f"pt-cut {kind}", kind, count) for kind, count in Counter(cut.kind for cut in doc.boilerplate).items()]
    text = element("div", paint(raw[:limit], marks), class_="pt-text pt-source")
    return _frame(_legend(keys), text, _cut_note(len(raw), limit))


def body(doc: Document, *, anchor: str = "", limit: int = LIMIT) -> Html:
    """Return the body with its marks, without style and legend.

    With an ``anchor`` every fact carries an id: the anchor, then ``i``, ``a`` or ``t`` (item, agency, target) and
    its place in the document's tuple.
    """
    marks = list(_fact_marks(doc, anchor))
    shown = [mark._replace(end=min(mark.end, limit)) for mark in (*marks, *_word_marks(doc)) if mark.start < limit]
    elsewhere = [mark for mark in marks if mark.start >= min(mark.end, limit)]
    return join(
        (
            element("div", paint(doc.text.text[:limit], shown), class_="pt-text"),
            _cut_note(len(doc.text), limit),
            _elsewhere(elsewhere),
        )
    )


def legend(doc: Document) -> Html:
    """Return a list of the marks that occur in the document, with their counts."""
    items = Counter(item.kind for item in doc.items)
    agencies = Counter(_agency_class(agency) for agency in doc.agencies)
    targets = Counter(target.kind for target in doc.targets)
    return _legend(
        [
            *((f"pt-head {kind}", kind, count) for kind, count in items.items()),
            *((f"pt-agency {role}", f"agency: {role}", count) for role, count in agencies.items()),
            *((f"pt-target {kind}", kind, count) for kind, count in targets.items()),
        ]
    )


def describe_value(target: Target) -> str:
    """Return bound, value and unit as a person writes them; the words themselves where there is no number.

    >>> from policytext.model import Target
    >>> from policytext.text import Quote, Span
    >>> quote = Quote("4000余万元", Span(0, 7))
    >>> describe_value(Target(quote, Decimal(40_000_000), None, "元", "more_than", "result", None, None, None, None))
    '> 40,000,000 元'
    """
    if target.value is None:
        return target.quote.text
    return say_value(target.value, target.upper, target.unit or "", target.bound)


def say_value(value: Decimal | float, upper: Decimal | float | None, unit: str, bound: str) -> str:
    """Return bound, value or range, and unit.

    >>> say_value(Decimal(30), Decimal(50), "名", "exact"), say_value(Decimal("6.50"), None, "%", "at_least")
    ('30–50 名', '≥ 6.5 %')
    """
    ends = [_number(end) for end in (value, upper) if end is not None]
    return f"{BOUND_SIGNS.get(bound, '')}{'–'.join(ends)} {unit}".strip()


@cache
def style(name: str) -> str:
    """Return a style sheet of this package."""
    return (files("policytext.report") / f"{name}.css").read_text(encoding="utf-8")


def _number(value: Decimal | float) -> str:
    digits = f"{Decimal(str(value)):,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _frame(*children: object) -> Html:
    return element("div", element("style", Html(style("highlight"))), *children, class_="policytext", lang="zh")


def _head(doc: Document) -> Html:
    meta = doc.meta
    facts = [meta.genre, *describe_origin(meta), meta.document_number, meta.jurisdiction]
    counts = f"{len(doc.items)} items, {len(doc.agencies)} agencies, {len(doc.targets)} targets"
    issues = [element("li", f"{issue.stage}: {issue.message}") for issue in doc.issues]
    return join(
        (
            element("div", meta.title or doc.file, class_="pt-title"),
            element("div", " · ".join([*(fact for fact in facts if fact), counts]), class_="pt-meta"),
            element("ul", *issues, class_="pt-issues", lang="en") if issues else None,
        )
    )


def describe_origin(meta: Metadata) -> Iterator[str]:
    """Yield who issued and published a document and when, and how long it applies, as far as known.

    >>> list(describe_origin(Metadata(issuers=("市商务局",), published="2024-05-06", effective="2024-06-01")))
    ['市商务局', '2024-05-06', 'effective 2024-06-01']
    """
    yield from meta.issuers
    if meta.publisher and meta.publisher not in meta.issuers:
        yield meta.publisher
    if meta.published:
        yield meta.published
    if meta.effective:
        yield f"effective {meta.effective}" + (f" to {meta.expires}" if meta.expires else "")
    elif meta.expires:
        yield f"valid to {meta.expires}"


def _legend(keys: Iterable[tuple[str, str, int]]) -> Html:
    rows = (element("li", element("span", name, class_=css), f" {count}") for css, name, count in keys)
    return element("ul", *rows, class_="pt-legend", lang="en")


def _elsewhere(marks: list[Mark]) -> Html | None:
    facts = (
        element("li", element("span", mark.title, class_=mark.css), id=mark.anchor or None) for mark in marks[:LISTED]
    )
    more = element("li", f"and {len(marks) - LISTED:,} more") if len(marks) > LISTED else None
    return element("ul", *facts, more, class_="pt-elsewhere", lang="en") if marks else None


def _cut_note(size: int, limit: int) -> Html | None:
    note = f"The first {limit:,} of {size:,} characters are shown."
    return element("p", note, class_="pt-note", lang="en") if size > limit else None


def _fact_marks(doc: Document, anchor: str) -> Iterator[Mark]:
    """Yield the marks of all facts, at their positions in the text."""
    labels = _labels_by_item(doc)
    for number, item in enumerate(doc.items):
        earned = labels.get(item.id, [])
        chip = " ".join([item.kind, *(label.code for label in earned)])
        name = f"{anchor}i{number}" if anchor else ""
        css, title = f"pt-item {item.kind}", _item_title(item, earned)
        yield Mark(*_place(doc.text, item.span), css, title, name, chip, block=True)
    for number, agency in enumerate(doc.agencies):
        name = f"{anchor}a{number}" if anchor else ""
        css, title = f"pt-agency {_agency_class(agency)}", _agency_title(agency)
        yield Mark(*_place(doc.text, agency.span), css, title, name, tag="mark")
    for number, target in enumerate(doc.targets):
        name = f"{anchor}t{number}" if anchor else ""
        css, title = f"pt-target {target.kind}", _target_title(target)
        yield Mark(*_place(doc.text, target.span), css, title, name, tag="mark")


def _word_marks(doc: Document) -> Iterator[Mark]:
    """Yield the marks of the items' heads and of the words that earned labels."""
    for item in doc.items:
        start, end = _place(doc.text, item.span)
        size = len(item.marker or "")
        near = min(end, start + size + len(item.lead) + 8)  # the lead follows its marker, but for a space or a line end
        at = doc.text.text.find(item.lead, start, near) if item.lead else -1
        yield Mark(start, at + len(item.lead) if at >= 0 else start + size, f"pt-head {item.kind}", tag="b")
    for label in doc.labels:
        for quote in label.evidence:
            yield Mark(*_place(doc.text, quote.span), "pt-cue", f"evidence for {label.axis} {label.code}", tag="u")


def _labels_by_item(doc: Document) -> dict[str, list[Label]]:
    labels: dict[str, list[Label]] = {}
    for label in doc.labels:
        labels.setdefault(label.item_id, []).append(label)
    return labels


def _place(text: AlignedText, span: Span) -> tuple[int, int]:
    """Return the range of a raw span in the text, without line ends at its edges."""
    start, end = text.find_raw(span.start), text.find_raw(span.end)
    words = text.text[start:end]
    return start + len(words) - len(words.lstrip("\n")), max(start, end - len(words) + len(words.rstrip("\n")))


def _agency_class(agency: Agency) -> str:
    return "generic" if agency.generic else agency.role or "named"


def _item_title(item: Item, labels: list[Label]) -> str:
    parts = [f"{item.kind} {item.id}", f"level {item.level}"]
    for label in labels:
        words = "、".join(dict.fromkeys(quote.text for quote in label.evidence))
        parts.append(f"{label.axis} {label.code}" + (f" ({words})" if words else ""))
    return " · ".join([*parts, *([item.reason] if item.reason else []), item.lead])


def _agency_title(agency: Agency) -> str:
    facts = [agency.name or agency.quote.text, agency.level, agency.place, agency.role and f"role: {agency.role}"]
    return " · ".join(["agency" + (" (generic)" if agency.generic else ""), *(fact for fact in facts if fact)])


def _target_title(target: Target) -> str:
    facts = [
        target.indicator,
        describe_value(target),
        target.period and f"per {target.period}",
        target.deadline and f"by {target.deadline}",
        target.place and f"place {target.place}",
        target.cues and f"because of {'、'.join(target.cues)}",
    ]
    return " · ".join([target.kind, *(fact for fact in facts if fact)])
