"""Which printed lines make one paragraph, and which are headings: decided by where lines begin, end and stand."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count, pairwise, takewhile
from statistics import median
from typing import NamedTuple

from policytext.read.pdf.blocks import Line, Page
from policytext.read.pdf.furniture import Place, find_body_size
from policytext.read.pdf.glyphs import is_cjk

# Lengths are in ems of the line's own print.
# First lines are set in by two characters; punctuation at the beginning of a line moves it by half of one.
INDENT = 1.2
# Justified lines end at the edge, ragged ones within the width of what did not fit any more, and half a character.
SLACK = 0.5
# Between paragraphs set in blocks, and around headings, stands half a line and more.
WIDE_GAP = 1.4
# A page that ends so many lines above the lowest one was left unfinished, and so its last line was an end.
OPEN_LINES = 3
# Sizes of print differ by one point of ten at least; the same size, scaled, by less than one in twenty.
SAME_SIZE = 0.05
# A line is a heading when it is larger than the text by one step of the Chinese sizes (小四 to 四号 is 1.17).
HEADING_SIZE = 1.12
MAX_HEADING = 80
# So many lines tell where the edges are, and so many long ones that end at one place show the right one. Entries of
# a list are seldom longer than 15 characters.
MIN_SAMPLE = 20
MIN_FULL, LONG = 3, 15
# Shares of lines that may reach over the edges of the text: hanging punctuation, wide tables, outdented marks.
OVER_LEFT, OVER_RIGHT = 0.05, 0.1

# Matches "一、总体", "（二）加快", "第三条", "1.推进", "附件1"; not "一是", "1.5亿元", "第三方".
_MARKER = re.compile(
    r"""第[一二三四五六七八九十百零〇\d]+[条章节编款]
    | [一二三四五六七八九十]{1,3}、
    | [（(][一二三四五六七八九十\d]{1,3}[)）]
    | \d{1,2}[.．、](?!\d)
    | [①-⑳㈠-㈩●■◆▪•]
    | 附\s?件
    """,
    re.VERBOSE,
)
_FINISHED = re.compile(r"[。！？；：:;][\"”’'）)》」』]*$")
# An entry in a table of contents reaches the edge by its leader.
_LEADER = re.compile(r"[.…·]{3,}\s*\d+$")
# What is kept together at the beginning of a line: opening marks, one character or word, and the marks behind it.
# Browsers (UAX 14) do not break on either side of a curved quotation mark, so the word in it is added.
_WORD = r"(?:[A-Za-z0-9.,%:/@_+∶·\-]+|.)[，。、；：！？）》”’】〕)\]%…—]*"
_UNIT = re.compile(rf"[《（“‘【〔(\[]*{_WORD}(?:[“‘]{_WORD})?")
# GB/T 9704: the first line of a red-headed document is its issuer's name and 文件, not the title.
_RED_HEAD = re.compile(r"文\s?件$")


class _Frame(NamedTuple):
    """The left and right edge of running text, and its lowest line."""

    left: float
    right: float
    low: float


class _Set(NamedTuple):
    """A line as it is set: where it stands in the text, and in which frame."""

    place: Place
    line: Line
    frame: _Frame

    @property
    def indent(self) -> float:
        return (self.line.left - self.frame.left) / self.line.size

    @property
    def rest(self) -> float:
        """What is left of the line at its end."""
        return (self.frame.right - self.line.right) / self.line.size

    @property
    def is_centred(self) -> bool:
        return min(self.indent, self.rest) > 1 and abs(self.indent - self.rest) < 1


def find_paragraphs(pages: Sequence[Page], furniture: Mapping[Place, str]) -> list[list[Place]]:
    """Group the lines that are no furniture, as (page, line), into paragraphs; each line is in one, in order.

    A line ends its paragraph when it stops short of the edge although the next word would have fitted, when the next
    line is set in, is centred, stands off, or differs in size, or when a cell or column ends. An enumeration mark
    after a finished sentence opens a paragraph of its own.
    """
    lines = _set_lines(pages, furniture)
    body, spacing = find_body_size(pages), _find_spacing(lines)
    paragraphs: list[list[Place]] = [[lines[0].place]] if lines else []
    for index, (one, two) in enumerate(pairwise(lines)):
        around = lines[max(index - 1, 0) : index + 3]
        if _may_meet(one, two, spacing) and _goes_on(one, two, around, body):
            paragraphs[-1].append(two.place)
        else:
            paragraphs.append([two.place])
    return paragraphs


def _set_lines(pages: Sequence[Page], furniture: Mapping[Place, str]) -> list[_Set]:
    """Put each line into its frame: its own cell or column, or the text of pages that are as wide.

    Left and right pages may have their margins the other way round, so they are measured apart.
    """
    body = find_body_size(pages)
    places: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
    running: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for number, page in enumerate(pages):
        key = round(page.right - page.left), number % 2
        for index, line in enumerate(page.lines):
            if (number, index) not in furniture:
                places[key].append((number, index))
                if line.flow in {"page", "column"} and abs(line.size - body) <= SAME_SIZE * body:
                    running[key].append(line)
    lines = []
    for (width, side), group in places.items():
        sample = running[width, side]
        if len(sample) < MIN_SAMPLE:
            sample = sample + running[width, 1 - side]
        frame = _frame(sample, pages[group[0][0]])
        for place in group:
            line = pages[place[0]].lines[place[1]]
            lines.append(
                _Set(place, line, frame._replace(left=line.edges[0], right=line.edges[1]) if line.edges else frame)
            )
    return sorted(lines, key=lambda line: line.place)


def _frame(lines: Sequence[Line], page: Page) -> _Frame:
    """Measure the edges of running text.

    Where no long lines end at one place, all may be short, and the right margin is no wider than two left ones.
    """
    alone = [line for line in lines if line.flow == "page"] or lines
    if not alone:
        return _Frame(page.left, page.right, page.low)
    lefts = sorted(line.left for line in alone)
    rights = sorted(line.right for line in alone)
    left = lefts[int(OVER_LEFT * len(lefts))]
    right = rights[-1 - int(OVER_RIGHT * len(rights))]
    full = sum(abs(line.right - right) < SLACK * line.size and right - left > LONG * line.size for line in alone)
    if full < MIN_FULL:
        right = max(right, page.right - 2 * (left - page.left))
    return _Frame(left, right, min(line.base for line in lines))


def _find_spacing(lines: Sequence[_Set]) -> float:
    """Return the usual distance of a line that is full from the next one, in ems, or infinity where none is."""
    steps = [
        (one.line.base - two.line.base) / one.line.size
        for one, two in pairwise(lines)
        if one.place[0] == two.place[0] and one.line.flow == two.line.flow == "page" and one.rest < 1
    ]
    return median(steps) if steps else math.inf


def _goes_on(one: _Set, two: _Set, around: Sequence[_Set], body: float) -> bool:
    """Tell whether the second line continues the paragraph of the first; ``around`` are both and their neighbours."""
    size = one.line.size
    if abs(size - two.line.size) > SAME_SIZE * max(size, two.line.size):
        return False
    if one.rest > _width_of_unit(two.line.text) + SLACK or _LEADER.search(one.line.text):
        return False
    finished, marked = bool(_FINISHED.search(one.line.text)), bool(_MARKER.match(two.line.text))
    if finished and marked:
        return False
    if one.line.flow == "cell":
        return True
    if size > HEADING_SIZE * body and (one.is_centred or two.is_centred):
        # Lines of a title broken by sense stay apart; the last line of a long one is centred below full ones.
        return not one.is_centred
    if two.indent <= INDENT:
        return True
    # A full line goes on with an unfinished sentence in a line set in: below the text behind its mark, or where three
    # lines are set in alike. Two alike are two first lines.
    if two.indent - one.indent > INDENT / 2:
        hangs = bool(_MARKER.match(one.line.text))
    else:
        hangs = sum(abs(line.indent - two.indent) < INDENT / 2 for line in around) >= 3
    return hangs and not finished and not marked


def _may_meet(one: _Set, two: _Set, spacing: float) -> bool:
    """Tell whether two lines can be of one paragraph by where they stand: next to each other, or over a full page."""
    first, second = one.line, two.line
    if first.flow != second.flow or first.flow == "aside":
        return False
    same_page, same_block = one.place[0] == two.place[0], first.block == second.block
    if first.flow == "cell":
        return same_page and same_block
    if same_page and same_block:
        return first.base - second.base <= WIDE_GAP * spacing * first.size
    if same_page:
        return second.base > first.base
    full = first.flow == "column" or first.base - one.frame.low <= OPEN_LINES * min(spacing, 2) * first.size
    return full and two.place[0] - one.place[0] == 1


def _width_of_unit(text: str) -> float:
    """Return the width in ems of what cannot be parted at the beginning of a line."""
    unit = _UNIT.match(text)
    return sum(1 if is_cjk(ord(char)) else 0.5 for char in unit[0]) if unit else 0


def find_headings(pages: Sequence[Page], paragraphs: Sequence[list[Place]]) -> dict[int, int]:
    """Return the paragraphs in larger print, by their number, with their level: 0 for the title, then by size.

    The title is the largest print of the first page that has any, and further lines that directly follow in the same
    size. The red head of an issuer, larger still, is no heading.
    """
    body = find_body_size(pages)
    sizes: dict[int, float] = {}
    for number, places in enumerate(paragraphs):
        lines = [pages[page].lines[index] for page, index in places]
        text = "".join(line.text for line in lines)
        red_head = places[0][0] == 0 and _RED_HEAD.search(text)
        large = lines[0].flow == "page" and lines[0].size >= HEADING_SIZE * body
        if large and 1 < len(text) <= MAX_HEADING and not red_head:
            sizes[number] = round(lines[0].size)
    title = _title(sizes, paragraphs)
    ranks = sorted({size for number, size in sizes.items() if number not in title}, reverse=True)
    return {number: 0 if number in title else ranks.index(size) + 1 for number, size in sizes.items()}


def _title(sizes: Mapping[int, float], paragraphs: Sequence[list[Place]]) -> set[int]:
    first = [number for number in sizes if paragraphs[number][0][0] == 0]
    if not first:
        return set()
    size = max(sizes[number] for number in first)
    start = next(number for number in first if sizes[number] == size)
    return set(takewhile(lambda number: sizes.get(number) == size, count(start)))
