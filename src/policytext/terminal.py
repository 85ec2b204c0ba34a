"""Documents and comparisons for the terminal: facts in colours, characters that could mislead made visible."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from policytext.compare import count_of
from policytext.model import Document

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from policytext.compare import Comparison

STYLES = {
    "item": "bold green",
    "lead": "bold",
    "agency": "cyan",
    "generic agency": "dim cyan",
    "goal": "bold magenta",
    "result": "yellow",
    "other target": "blue",
    "removed": "dim red strike",
}

EXCERPT = 40
_TAG = re.compile(r"<[^<>]*>")
# Terminals obey control characters, and bidirectional overrides reorder what is read (Unicode UAX 9).
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Mark(NamedTuple):
    """A stretch of the text to be painted."""

    start: int
    end: int
    style: str


def show_document(doc: Document, *, boilerplate: bool = False) -> Iterator[Text]:
    """Yield what the terminal shows: a head, the body line by line, a legend.

    With ``boilerplate`` the raw text is shown instead of the body, what was removed from it is struck out, and a list
    says why, markup aside.
    """
    yield from _head(doc)
    yield Text()
    place = (lambda position: position) if boilerplate else doc.text.find_raw
    marks = [Mark(place(start), place(end), style) for start, end, style in _marks(doc)]
    chips: dict[int, str] = {}
    for item in doc.items:
        codes = " ".join(label.code for label in doc.labels_of(item))
        start = place(item.span.start)
        chips[start] = chips.get(start, "") + f"[{item.id} {item.kind}{' ' if codes else ''}{codes}] "
    if boilerplate:
        marks += [Mark(*cut.span, STYLES["removed"]) for cut in doc.boilerplate]
    raw = doc.raw.replace("\r\n", " \n") if boilerplate else doc.text.text
    # An item inside a paragraph begins a line of its own; the source with its boilerplate keeps its lines.
    inside = [start for start in chips if start and raw[start - 1 : start] != "\n" and not boilerplate]
    chips |= {start: f"\n{chips[start]}" for start in inside}
    yield from paint(raw, marks, chips).split("\n", allow_blank=True)
    yield Text()
    if boilerplate:
        yield from _reasons(doc)
    yield legend(boilerplate=boilerplate)


def _reasons(doc: Document) -> Iterator[Text]:
    """Yield kind, rule, range and first words of each stretch that was removed, markup aside."""
    for cut in doc.boilerplate:
        if cut.kind != "markup":
            words = " ".join(_TAG.sub(" ", doc.raw[cut.span.start : cut.span.end]).split())
            place = f"{cut.span.start}-{cut.span.end}"
            shown = words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"
            yield Text.assemble((f"{cut.kind:13}", "red"), visible(f"{cut.rule:32}{place:14}{shown}"))


def paint(text: str, marks: Iterable[Mark], chips: Mapping[int, str]) -> Text:
    r"""Return the text with its marks, and with the chips set before the characters at their positions.

    >>> painted = paint("一是走访\x1b[2J", [Mark(2, 4, "bold")], {0: "[i1] "})
    >>> painted.plain, [(span.start, span.end) for span in painted.spans if span.style == "bold"]
    ('[i1] 一是走访␛[2J', [(7, 9)])
    """
    text = visible(text)
    places = sorted(place for place in chips if place <= len(text))
    shifts = [0, *accumulate(len(chips[place]) for place in places)]
    result = Text()
    at = 0
    for place in places:
        result.append(text[at:place])
        result.append(visible(chips[place]), STYLES["item"])
        at = place
    result.append(text[at:])
    for start, end, style in marks:
        left, right = start + shifts[bisect_right(places, start)], end + shifts[bisect_left(places, end)]
        result.stylize(style, left, right)
    return result


def visible(text: str) -> str:
    r"""Replace characters that a terminal would obey by a sign each; the length stays.

    >>> visible("a\x1b[31m\u202e\n")
    'a␛[31m\ufffd\n'
    """
    return _UNSEEN.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", text)


def legend(*, boilerplate: bool) -> Text:
    """Return one line that says what the colours mean."""
    names = [name for name in STYLES if name != "removed" or boilerplate]
    return Text("  ").join([Text("legend:"), *(Text(name, STYLES[name]) for name in names)])


def show_comparison(result: Comparison, console: Console) -> Iterator[Table | Text]:
    """Yield a table of counts with shares; where the console is too narrow, counts alone, then in several tables."""
    title = f"{result.counted} by {result.by} and {result.of}"
    if result.reprints:
        title += f", without {count_of(result.reprints, 'reprint')}"
    whole = _comparison_table(title, _columns(result, shares=True), console)
    if _fits(whole, console):
        yield whole
        return
    (head, names), *columns = _columns(result, shares=False)
    while columns:
        shown = 1
        while shown < len(columns):
            wider = _comparison_table("", [(head, names), *columns[: shown + 1]], console)
            if not _fits(wider, console):
                break
            shown += 1
        yield _comparison_table(title, [(head, names), *columns[:shown]], console)
        columns, title = columns[shown:], ""
    yield Text("shares are left out; --csv has them")


def _columns(result: Comparison, *, shares: bool) -> list[tuple[str, list[str]]]:
    """Return head and cells of each column: the groups, their counts in each category, their totals."""
    counts = result.counts
    columns = [(result.by, [visible(group) for group in counts.index])]
    for category, fractions in result.shares.items():
        found = zip(counts[category], fractions, strict=True)
        columns.append(
            (str(category), [f"{count} ({share:.0%})" if count and shares else str(count) for count, share in found])
        )
    return [*columns, ("total", [str(total) for total in counts["total"]])]


def _comparison_table(title: str, columns: list[tuple[str, list[str]]], console: Console) -> Table:
    """Make a table in which only the names of the groups may break, when they take more than half of the width."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, title=title or None, title_justify="left")
    for place, (head, _) in enumerate(columns):
        if place:
            table.add_column(Text(visible(head)), justify="right", no_wrap=True)
        else:
            table.add_column(head, overflow="fold", max_width=max(10, console.width // 2))
    for row in zip(*(cells for _, cells in columns), strict=True):
        table.add_row(*map(Text, row))
    return table


def _fits(table: Table, console: Console) -> bool:
    return console.measure(table, options=console.options.update(width=1_000_000)).maximum <= console.width


def _head(doc: Document) -> Iterator[Text]:
    from policytext.tables import division_names

    meta = doc.meta
    place = " ".join(dict.fromkeys(name for name in division_names(meta.jurisdiction) if name))
    issuers = "、".join(meta.issuers)
    publisher = meta.publisher if meta.publisher not in meta.issuers else None
    applies = f"effective {meta.effective}" if meta.effective else ""
    expires = f"valid to {meta.expires}" if meta.expires else ""
    said = (meta.title, meta.genre, meta.published, issuers, publisher, meta.document_number, place)
    facts = (*said, applies, expires)
    yield Text(visible(doc.file), "bold")
    yield Text(visible(" · ".join(fact for fact in facts if fact)).replace("\n", " "))
    yield Text(
        f"{len(doc.items)} items ({len(doc.measures)} measures), {len(doc.agencies)} agencies, "
        f"{len(doc.targets)} targets; {len(doc.text)} of {len(doc.raw)} characters are body"
    )
    for issue in doc.issues:
        yield Text(visible(f"note: {issue.message}").replace("\n", " "), "yellow")


def _marks(doc: Document) -> Iterator[tuple[int, int, str]]:
    for item in doc.items:
        end = item.span.start + len(item.marker or "") + len(item.lead)
        yield item.span.start, min(end, item.span.end), STYLES["lead"]
    for agency in doc.agencies:
        yield *agency.span, STYLES["generic agency" if agency.generic else "agency"]
    for target in doc.targets:
        yield *target.span, STYLES[target.kind if target.kind in STYLES else "other target"]
