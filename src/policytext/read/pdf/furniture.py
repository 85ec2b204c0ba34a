"""Running heads and page numbers of a printed text: lines at the edge of the paper that say where the reader is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import NamedTuple

from policytext.read.pdf.blocks import Line, Page

# Heads and page numbers stand in the margins, which GB/T 9704 sets at 37 mm above and 35 mm below of 297 mm, or 12 %.
EDGE_ZONE = 0.15
# A head, a line of its date and a page number are as much as stands there.
EDGE_LINES = 3
# A head stands at one height; half a line of print is never met by chance.
SAME_HEIGHT = 3.0
# Heads of left and right pages take turns: each is on half of the pages between its first and last.
MIN_SHARE = 0.4
# A head stands off from the text, or is in small print; on two pages alone small print proves nothing, since the
# notes under tables have it too.
SURE_PAGES = 3
# On the last page the text may end far from a foot, or just at it.
MOST = 0.8
# A head is as large as the text or smaller; what is larger is a title.
MAX_SIZE = 1.05
# Text stands off by more than its own line spacing of up to two ems.
STANDS_OFF = 2.2

Place = tuple[int, int]

# Matches "— 3 —", "第3页 共10页", "3/10", "Page 3 of 10", "-iv-"; not "3" and not "2024年", which need a series.
_MARKED = re.compile(
    r"""[-—–―─~·•|]+ (?P<dashed>\d{1,4}|[ivxlc]{1,7}) [-—–―─~·•|]+
    | 第(?P<page>\d{1,4}|[一二三四五六七八九十百〇零]{1,6})页(?:[,，/|]?[共总](?:\d{1,4}|[一二三四五六七八九十百〇零]{1,6})页)?
    | (?P<slash>\d{1,4})/\d{1,4}
    | (?:page|p\.)(?P<latin>\d{1,4})(?:(?:of|/)\d{1,4})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}|[ivxlc]{1,7}", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Attachments begin on a page of their own with such a line, which differs from the next one only by its number.
_ATTACHMENT = re.compile(r"附(?:件|表|录|图|則|则)")


class _Edge(NamedTuple):
    """A line in the upper or lower margin of a page; ``inner`` is its distance to the text beside it, in ems."""

    place: Place
    upper: bool
    line: Line
    inner: float


def find_furniture(pages: Sequence[Page]) -> dict[Place, str]:
    """Return the lines, as (page, line), that are page numbers or running heads, with the rule that says so.

    A page number has a form of its own or goes up with the pages; a head recurs on other pages at the same height,
    identical but for digits, with no other text beyond it. A title or an attachment that recurs is neither.
    """
    edges = [edge for number, page in enumerate(pages) for edge in _find_edges(number, page)]
    found = dict.fromkeys(_find_numbers(edges, len(pages)), "page number")
    found.update(dict.fromkeys(_find_heads(edges, pages, set(found)), "running head"))
    return found


def _find_edges(number: int, page: Page) -> Iterator[_Edge]:
    """Yield the outermost lines in the two margins, and text that stands askew, as part of the lower one."""
    zone = EDGE_ZONE * (page.high - page.low)
    lines = page.lines
    level = [index for index, line in enumerate(lines) if line.flow != "aside"]
    for upper, order in ((True, level), (False, level[::-1])):
        for index, inside in zip(order[:EDGE_LINES], [*order[1:], None], strict=False):
            line = lines[index]
            if line.base < page.high - zone if upper else line.base > page.low + zone:
                break
            gap = abs(line.base - lines[inside].base) / line.size if inside is not None else STANDS_OFF
            yield _Edge((number, index), upper, line, gap)
    for index, line in enumerate(lines):
        if line.flow == "aside":
            yield _Edge((number, index), upper=False, line=line, inner=STANDS_OFF)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _find_numbers(edges: list[_Edge], count: int) -> Iterator[Place]:
    """Yield lines in a form that only page numbers have, and bare numbers that go up with the pages."""
    series: defaultdict[tuple[bool, int], set[_Edge]] = defaultdict(set)
    for edge in edges:
        text = _plain(edge.line.text)
        if edge.line.flow == "cell":
            continue
        if _MARKED.fullmatch(text):
            yield edge.place
        elif _BARE.fullmatch(text) and (value := _value(text)) is not None:
            series[edge.upper, value - edge.place[0]].add(edge)
    for (_, offset), members in series.items():
        alone = count == 1 and offset == 1 and all(edge.inner >= STANDS_OFF for edge in members)
        if alone or len({edge.place[0] for edge in members}) >= 2:
            yield from (edge.place for edge in members)


def _value(text: str) -> int | None:
    """Read a bare page number in digits or Roman figures."""
    if text.isdecimal():
        return int(text)
    figures = [_ROMAN[letter] for letter in text.lower()]
    return sum(-one if one < two else one for one, two in zip(figures, [*figures[1:], 0], strict=True)) or None


def _find_heads(edges: list[_Edge], pages: Sequence[Page], numbers: set[Place]) -> Iterator[Place]:
    """Yield the lines of all groups that recur, from the paper's edge inwards as far as nothing else comes between."""
    body = find_body_size(pages)
    groups: defaultdict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        if edge.place not in numbers and re.search(r"[^\W\d]", edge.line.text):
            groups[edge.upper, re.sub(r"\d+", "#", _plain(edge.line.text))].append(edge)
    recurring = set(numbers)
    for group in groups.values():
        alike = _at_one_height(group, pages)
        if _recurs(alike, body):
            recurring.update(edge.place for edge in alike)
    closed: set[tuple[int, bool]] = set()
    for edge in edges:
        side = edge.place[0], edge.upper
        if edge.place not in recurring:
            closed.add(side)
        elif side not in closed and edge.place not in numbers:
            yield edge.place


def find_body_size(pages: Sequence[Page]) -> float:
    """Return the font size of most characters, in half points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(2 * line.size) / 2] += len(line.text) * (line.flow in {"page", "column"})
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _at_one_height(group: list[_Edge], pages: Sequence[Page]) -> list[_Edge]:
    """Keep the lines that lie as far from the edge of the paper as most; pages may differ in size."""

    def height(edge: _Edge) -> float:
        page = pages[edge.place[0]]
        return page.high - edge.line.base if edge.upper else edge.line.base - page.low

    middle = median_low(height(edge) for edge in group)
    return [edge for edge in group if abs(height(edge) - middle) <= SAME_HEIGHT]


def _recurs(group: list[_Edge], body: float) -> bool:
    """Tell whether lines that look alike are on enough pages to be a head, and no title, cell or attachment."""
    pages = sorted({edge.place[0] for edge in group})
    if len(pages) < 2 or len(pages) < MIN_SHARE * (pages[-1] - pages[0] + 1):
        return False
    if all(edge.line.flow == "aside" for edge in group):
        return True
    if any(edge.line.size > MAX_SIZE * body or edge.line.flow == "cell" for edge in group):
        return False
    small = all(edge.line.size < body / MAX_SIZE for edge in group)
    apart = sum(edge.inner >= STANDS_OFF for edge in group) >= MOST * len(group)
    return (apart or (small and len(pages) >= SURE_PAGES)) and not _ATTACHMENT.match(_plain(group[0].line.text))
