"""The characters of a PDF page with their places, gathered into pieces of printed lines.

All lengths are in points, x runs along the line and y upwards, after the page has been turned so that its lines are
level.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

# In ems, so that they hold for every size of print: blanks between the words of a justified line stay below one em,
# the gutters of tables and columns do not; raised and lowered figures are off the line by a third of an em.
GAP = 1.0
SAME_BASE = 0.2
# Lines within 15 degrees of the page's own direction are level; watermarks run at 30 degrees and more.
LEVEL = math.cos(math.radians(15))

LOST = 0xFFFD

_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—]|[\U00020000-\U0003ffff]")
_BREAKS = frozenset({0x0A, 0x0D})
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
_BLANKS = frozenset({0x09, 0x20, 0xA0, 0x3000})
# Stands for a blank that is not in the file, until the character behind it is known.
_MADE_UP = "\x1f"

Turn = tuple[int, int]


@dataclass(slots=True)
class Piece:
    """A stretch of one printed line without a wide gap; ``blank`` is what parts it from the piece before."""

    left: float
    right: float
    base: float
    size: float
    level: bool = True
    blank: str = ""
    codes: list[int] = field(default_factory=list)

    def goes_on(self, left: float, base: float) -> bool:
        """Tell whether a character at this place continues the piece."""
        return abs(base - self.base) <= SAME_BASE * self.size and abs(left - self.right) <= GAP * self.size

    @property
    def text(self) -> str:
        """The characters, those outside the basic plane in one piece; lost ones are U+FFFD."""
        text = "".join(map(chr, self.codes))
        return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def turned(turn: Turn, x: float, y: float) -> tuple[float, float]:
    """Turn a place so that text in direction ``turn``, one of the four along the axes, runs to the right."""
    return x * turn[0] + y * turn[1], y * turn[0] - x * turn[1]


def find_direction(textpage: PdfTextPage) -> Turn:
    """Return the direction in which most of twenty characters of the page run."""
    import pypdfium2.raw as pdfium

    count = textpage.count_chars()
    matrix = pdfium.FS_MATRIX()
    votes = {(1, 0): 0, (0, 1): 0, (-1, 0): 0, (0, -1): 0}
    for index in range(0, count, count // 20 + 1):
        if pdfium.FPDFText_IsGenerated(textpage, index) != 1 and pdfium.FPDFText_GetMatrix(textpage, index, matrix):
            votes[max(votes, key=lambda way: way[0] * matrix.a + way[1] * matrix.b)] += 1
    return max(votes, key=lambda way: votes[way])


def find_pieces(textpage: PdfTextPage, turn: Turn) -> list[Piece]:
    """Collect the characters of a page into pieces, in the order of the file.

    Four foreign calls per character tell its code and place; size and direction are asked for at the beginning of
    each piece only. Blanks that pdfium made up between two Chinese characters are left out.
    """
    import pypdfium2.raw as pdfium

    handle, box, x, y = textpage.raw, pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    pieces: list[Piece] = []
    piece: Piece | None = None
    blank, before = "", 0
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if code in _BREAKS:
            piece, blank = None, ""
            continue
        if code in _BLANKS:
            blank += _MADE_UP if pdfium.FPDFText_IsGenerated(handle, index) == 1 else chr(code)
            continue
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(handle, index, box)
        left, base = turned(turn, x.value, y.value)
        right = max(left, turned(turn, box.right, box.top)[0], turned(turn, box.left, box.bottom)[0])
        if blank:
            blank = blank.replace(_MADE_UP, "" if is_cjk(before) and is_cjk(code) else " ")
        if piece is None or not piece.goes_on(left, base):
            piece = Piece(left, right, base, *_print(handle, index, box, turn), blank)
            pieces.append(piece)
        else:
            piece.codes.extend(map(ord, blank))
        piece.codes.append(_readable(code, handle, index))
        piece.right = max(piece.right, right)
        blank, before = "", code
    return pieces


def _print(handle: Any, index: int, box: Any, turn: Turn) -> tuple[float, bool]:
    """Return the font size on paper of a character, and whether it stands level."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(handle, index, matrix)
    size = abs(pdfium.FPDFText_GetFontSize(handle, index)) * math.hypot(matrix.c, matrix.d)
    along = matrix.a * turn[0] + matrix.b * turn[1]
    # Fonts drawn by procedures give their size as 1; their boxes tell how high they are.
    high = size if size > 2 else max(abs(box.top - box.bottom), 1.0)
    return high, along >= LEVEL * math.hypot(matrix.a, matrix.b)


def is_cjk(code: int) -> bool:
    """Tell whether a character is set as wide as it is high: a Chinese one or a mark between such."""
    return code > 0x2000 and bool(_CJK.match(chr(code)))


def _readable(code: int, handle: Any, index: int) -> int:
    """Turn pdfium's mark for a hyphen at the line's end into one, and what is no character into U+FFFD.

    Where a font does not say which characters its glyphs are, pdfium gives the numbers of the glyphs as codes.
    """
    import pypdfium2.raw as pdfium

    if code in _HYPHENS:
        return 0x2D if code == 0xAD or pdfium.FPDFText_IsHyphen(handle, index) == 1 else LOST
    control = code < 0x20 or 0x7F <= code < 0xA0
    return LOST if control or pdfium.FPDFText_HasUnicodeMapError(handle, index) == 1 else code
