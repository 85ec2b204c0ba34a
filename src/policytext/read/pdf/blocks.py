"""A printed page as lines in reading order.

Programs write the text of a page block by block (a column, a cell, a running head), but the blocks in any order. So
the order inside a block is the file's, and the order of the blocks is that of the paper. All lengths are in points,
x runs along the line and y upwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from policytext.read.pdf.glyphs import GAP, Piece, find_direction, find_pieces, turned

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# Lengths are in ems, so that they hold for every size of print. The next line is a whole em off and more.
SAME_ROW = 0.5
# Lines of one cell are evenly spaced but for a tenth; the padding of a cell adds more.
SAME_STEP = 1.1
# Lines set double are two and a half ems apart; a wider leap, as from head to foot of the page, is to another block.
LEAP = 3.0
# Cells of fewer lines are common, columns of fewer lines come only at the end of a text. Taking one for the other
# costs a tab where a line break should be, or the reverse.
COLUMN_ROWS = 6
# More than this many tall blocks side by side are a table.
MAX_COLUMNS = 4

Flow = Literal["page", "column", "cell", "aside"]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, place and font size, and what it runs in.

    ``flow`` says what the line is part of: the page, a column, a cell, or text that stands askew. ``block`` numbers
    the columns and cells of a page, and ``edges`` are the left and right edge of such a block. ``after`` is the
    character that parts the line from the next one.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    flow: Flow = "page"
    block: int = 0
    edges: tuple[float, float] | None = None
    after: str = "\n"


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in reading order, its left and right end, and its lower and upper one."""

    lines: tuple[Line, ...] = ()
    left: float = 0.0
    right: float = 0.0
    low: float = 0.0
    high: float = 0.0


@dataclass(slots=True)
class _Block:
    """Pieces one below the other; nothing in it reaches left over ``fence``, where its left neighbour ends."""

    pieces: list[Piece]
    fence: float = -math.inf

    @property
    def left(self) -> float:
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def top(self) -> float:
        return max(piece.base + SAME_ROW / 2 * piece.size for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return min(piece.base - SAME_ROW / 2 * piece.size for piece in self.pieces)

    @property
    def is_wrapped(self) -> bool:
        return self.top - self.bottom > 2 * SAME_ROW * self.pieces[0].size

    def split(self, other: Piece) -> _Block:
        """Cut off the cell to the left of a piece; returns the block that holds it, which may be the whole one.

        The cell holds all lines level with the piece or lower, and, since short cells are centred beside tall ones,
        as many lines above it as below, evenly spaced.
        """
        reach = SAME_ROW * other.size
        keep = len(self.pieces)
        while keep and self.pieces[keep - 1].base <= other.base + reach:
            keep -= 1
        cell = self.pieces[keep:]
        above = sum(piece.base < other.base - reach for piece in cell)
        step = SAME_STEP * (cell[0].base - cell[1].base if len(cell) > 1 else 2 * (other.base - self.pieces[-1].base))
        while above and keep and self.pieces[keep - 1].right <= other.left:
            if self.pieces[keep - 1].base - self.pieces[keep].base > step:
                break
            keep, above = keep - 1, above - 1
        if keep in {0, len(self.pieces)}:
            return self
        rest = _Block(self.pieces[keep:], self.fence)
        del self.pieces[keep:]
        return rest

    def rows(self) -> Iterator[list[Piece]]:
        """Yield the pieces of each printed line, from left to right."""
        row: list[Piece] = []
        for piece in sorted(self.pieces, key=lambda piece: -piece.base):
            if row and row[0].base - piece.base > SAME_ROW * max(row[0].size, piece.size):
                yield sorted(row, key=lambda piece: piece.left)
                row = []
            row.append(piece)
        yield sorted(row, key=lambda piece: piece.left)


def read_page(page: PdfPage, textpage: PdfTextPage) -> Page:
    """Read the lines of a page in reading order.

    Text that stands askew, such as a watermark, comes last. Raises nothing of its own; the caller closes both handles.
    """
    turn = find_direction(textpage)
    x0, y0, x1, y1 = page.get_bbox()
    corners = [turned(turn, x, y) for x, y in ((x0, y0), (x1, y1))]
    left, right = sorted(x for x, _ in corners)
    low, high = sorted(y for _, y in corners)
    pieces = find_pieces(textpage, turn)
    askew = "".join(piece.text for piece in pieces if not piece.level).strip()
    lines = list(_find_lines(_find_blocks(piece for piece in pieces if piece.level)))
    if askew:
        lines.append(Line(askew, left, right, low, pieces[0].size, "aside"))
    return Page(tuple(lines), left, right, low, high)


def _find_blocks(pieces: Iterable[Piece]) -> list[_Block]:
    """Gather pieces into blocks as long as they go down the page in one column or cell."""
    blocks: list[_Block] = []
    last: Piece | None = None
    for piece in pieces:
        em = max(last.size, piece.size) if last else 0.0
        up = piece.base - last.base if last else 0.0
        if last is None:
            blocks.append(_Block([piece]))
        elif piece.left > last.right + (0 if abs(up) > SAME_ROW * em else GAP * em):
            rest = blocks[-1].split(piece)
            if rest is not blocks[-1]:
                blocks.append(rest)
            blocks.append(_Block([piece], rest.right))
        elif (
            not -LEAP * em < up <= SAME_ROW * em or piece.left < blocks[-1].fence or piece.right < last.left - GAP * em
        ):
            blocks.append(_Block([piece]))
        else:
            blocks[-1].pieces.append(piece)
        last = piece
    return blocks


def _find_lines(blocks: list[_Block]) -> Iterator[Line]:
    """Yield the lines of all blocks from the top of the page to its foot."""
    bands = [_in_order([blocks[index] for index in band]) for band in _find_bands(blocks)]
    gaps = [_gaps(band) for band in bands]
    number = 0
    for index, band in enumerate(bands):
        near = [gap for other in (index - 1, index + 1) if 0 <= other < len(bands) for gap in gaps[other]]
        columns = _find_columns(band)
        if len(band) == 1:
            yield from (_line(row) for row in band[0].rows())
        elif columns:
            yield from _column_lines(band, columns, number)
        elif not _is_row(band):
            yield from (_line(row) for row in _Block([piece for block in band for piece in block.pieces]).rows())
        elif any(block.is_wrapped for block in band) or any(_meet(gap, other) for gap in gaps[index] for other in near):
            yield from _cell_lines(band, number)
        else:
            yield _line([piece for block in band for piece in block.pieces])
        number += len(band)


def _find_bands(blocks: list[_Block]) -> list[list[int]]:
    """Group blocks that stand beside one another, from top to foot; in a group they keep the file's order."""
    ranges = [(block.top, block.bottom) for block in blocks]
    bands: list[list[int]] = []
    low = math.inf
    for index in sorted(range(len(blocks)), key=lambda index: -ranges[index][0]):
        top, bottom = ranges[index]
        if not bands or top < low:
            bands.append([])
            low = bottom
        bands[-1].append(index)
        low = min(low, bottom)
    return [sorted(band) for band in bands]


def _gaps(band: list[_Block]) -> list[tuple[float, float]]:
    return [(one.right, two.left) for one, two in pairwise(band) if two.left > one.right]


def _meet(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return min(one[1], two[1]) > max(one[0], two[0])


def _is_row(band: list[_Block]) -> bool:
    """Tell whether the file goes through the cells of a row from left to right, and down where cells span rows."""
    return all(two.left >= one.right or two.top <= one.bottom for one, two in pairwise(band))


def _in_order(band: list[_Block]) -> list[_Block]:
    """Sort from left to right what the file prints in another order."""
    return band if _is_row(band) else sorted(band, key=lambda block: block.left)


def _find_columns(band: list[_Block]) -> list[tuple[float, float]]:
    """Return the ranges of the columns that blocks side by side fill, or none where they are not columns."""
    tall = sorted((block.left, block.right) for block in band if len(block.pieces) >= COLUMN_ROWS)
    columns: list[tuple[float, float]] = []
    for left, right in tall:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    inside = all(any(_meet((block.left, block.right), column) for column in columns) for block in band)
    return columns if inside and 2 <= len(columns) <= MAX_COLUMNS else []


def _column_lines(band: list[_Block], columns: list[tuple[float, float]], number: int) -> Iterator[Line]:
    for place, edges in enumerate(columns):
        for block in band:
            if edges == next(column for column in columns if _meet((block.left, block.right), column)):
                for row in block.rows():
                    yield replace(_line(row), flow="column", block=number + place, edges=edges)


def _cell_lines(band: list[_Block], number: int) -> Iterator[Line]:
    for place, block in enumerate(band):
        edges = block.left, block.right
        lines = [replace(_line(row), flow="cell", block=number + place, edges=edges) for row in block.rows()]
        if place + 1 < len(band) and band[place + 1].left >= block.right:
            lines[-1] = replace(lines[-1], after="\t")
        yield from lines


def _line(row: list[Piece]) -> Line:
    """Join the pieces of a printed line; over a gap they are parted by a blank at least."""
    text = row[0].text
    for one, two in pairwise(row):
        wide = two.left > one.right + GAP * two.size
        text += (two.blank or " " * wide) + two.text
    longest = max(row, key=lambda piece: piece.right - piece.left)
    return Line(text, row[0].left, max(piece.right for piece in row), longest.base, longest.size)
