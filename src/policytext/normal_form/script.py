"""Traditional to simplified characters, by words, in stretches that are traditional at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from policytext.errors import DataError
from policytext.lexicon import Lexicon, read_rows
from policytext.normal_form.characters import HAN_RANGES
from policytext.normal_form.tables import CharacterSet, CharacterTable, to_codes
from policytext.text import Edit

# A text counts as traditional when this share of its Han characters is outside GB 2312 and has a simplified
# form. Simplified releases quote single traditional names at most (under 1 % in six work reports and
# twenty-four notices); traditional texts and excerpts have 26 to 40 %.
TRADITIONAL_SHARE = 0.12
# In a text that is simplified as a whole, a passage must be clearly traditional: a quotation, not a list of names.
PASSAGE_SHARE = 0.15
PASSAGE_LEAST = 5

_LINE = re.compile(r"[^\n]+")
_PASSAGE = re.compile(r"[^\n。！？；《》“”「」]+")


def to_simplified(text: str) -> Iterator[Edit]:
    """Replace traditional characters by words, in texts or passages that are traditional at all.

    Tables of OpenCC (t2s), and a guard list of our own for words in which a character stays
    (著名, 乾安县) or changes although the tables keep it (著力 becomes 着力).

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("廈門市著力優化營商環境").clean(to_simplified).text
    '厦门市着力优化营商环境'
    >>> AlignedText.of("乾安县著名企业").clean(to_simplified).text
    '乾安县著名企业'
    """
    return _convert_stretches(text, _simplified)


def to_mainland(text: str) -> Iterator[Edit]:
    """Do what ``to_simplified`` does, and replace words of Taiwan's usage by those of the mainland.

    The words stand in ``mainland_words.csv``. Words that also have a meaning of their own on the mainland
    (文件, 程序, 支援, 建立) stay.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("透過網際網路＋最佳化營商環境").clean(to_mainland).text
    '通过互联网＋优化营商环境'
    """
    return _convert_stretches(text, _mainland)


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """Single characters and words with their forms; of words that begin first the longest wins."""

    characters: CharacterTable
    words: Lexicon[str]

    def find_changes(self, text: str, start: int, end: int) -> Iterator[Edit]:
        """Yield edits on ``text[start:end]``: one for all that keeps its length, one for each word that does not."""
        piece = text[start:end]
        spelled = self.characters.spell(piece)
        parts: list[str] = []
        begin = done = 0
        for at, stop, word in self.words.spans(piece):
            form = self.words.terms[word]
            parts.append(spelled[done:at])
            if len(form) == stop - at:
                parts.append(form)
            else:
                yield from _changed(piece, begin, at, "".join(parts), start)
                yield Edit(start + at, start + stop, form)
                parts, begin = [], stop
            done = stop
        parts.append(spelled[done:])
        yield from _changed(piece, begin, len(piece), "".join(parts), start)


def _changed(piece: str, begin: int, end: int, form: str, offset: int) -> Iterator[Edit]:
    if piece[begin:end] != form:
        yield Edit(offset + begin, offset + end, form)


def read_conversion(*, guarded: bool = True, mainland: bool = False) -> Conversion:
    """Read OpenCC's tables, with our guard list, and with the mainland's words for Taiwan's.

    Raises DataError when the files of opencc-python-reimplemented are not installed.
    """
    table = _read_opencc("TSCharacters.txt") | _read_opencc("TSPhrases.txt")
    if guarded:
        rows = read_rows("script_guards.csv", columns=["traditional", "simplified", "source"])
        table |= {row["traditional"]: row["simplified"] for row in rows}
    if mainland:
        rows = read_rows("mainland_words.csv", columns=["traditional", "mainland"])
        table |= {row["traditional"]: row["mainland"] for row in rows}
    characters = {source: form for source, form in table.items() if len(source) == 1}
    words = {source: form for source, form in table.items() if len(source) > 1}
    return Conversion(CharacterTable.of(characters), Lexicon.of(words))


@cache
def _simplified() -> Conversion:
    return read_conversion()


@cache
def _mainland() -> Conversion:
    return read_conversion(mainland=True)


def _convert_stretches(text: str, conversion: Callable[[], Conversion]) -> Iterator[Edit]:
    for start, end in _find_traditional(text):
        yield from conversion().find_changes(text, start, end)


def _find_traditional(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches to convert: lines of a traditional text, or single passages of a simplified one."""
    sets = _sets()
    codes = to_codes(text)
    traditional = sets.traditional.marks.take(codes)
    count = int(traditional.sum())
    if not count:
        return
    simplified = sets.simplified.marks.take(codes)
    han = sets.han.marks.take(codes)
    mixed = bool(simplified.any())
    if count >= TRADITIONAL_SHARE * han.sum() and not mixed:
        yield 0, len(text)
    elif count >= TRADITIONAL_SHARE * han.sum() and count > 1:
        for start, end in (line.span() for line in _LINE.finditer(text)):
            if traditional[start:end].any() or not simplified[start:end].any():
                yield start, end
    elif count >= PASSAGE_LEAST:
        for start, end in (passage.span() for passage in _PASSAGE.finditer(text)):
            count = int(traditional[start:end].sum())
            least = max(PASSAGE_LEAST, PASSAGE_SHARE * int(han[start:end].sum()))
            if count >= least and count > simplified[start:end].sum():
                yield start, end


@dataclass(frozen=True, slots=True, eq=False)
class _Sets:
    """The Han characters, those that are only traditional, and those that are only simplified."""

    han: CharacterSet
    traditional: CharacterSet
    simplified: CharacterSet


@cache
def _sets() -> _Sets:
    traditional = [source for source, form in _read_opencc("TSCharacters.txt").items() if source != form]
    simplified = [source for source, form in _read_opencc("STCharacters.txt").items() if source != form]
    return _Sets(
        CharacterSet.of(ranges=HAN_RANGES),
        CharacterSet.of("".join(c for c in traditional if not _encodes(c, "gb2312"))),
        CharacterSet.of("".join(c for c in simplified if not _encodes(c, "big5hkscs"))),
    )


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _read_opencc(name: str) -> dict[str, str]:
    """Read a table of opencc-python-reimplemented: the first form where a word has several.

    The package is not imported: OpenCC for C++ installs a module of the same name, which may lie over it.
    """
    spec = find_spec("opencc")
    for folder in spec.submodule_search_locations or () if spec else ():
        path = Path(folder, "dictionary", name)
        if path.is_file():
            rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
            return {source: forms.split(" ")[0] for source, forms in rows}
    raise DataError(
        f"opencc/dictionary/{name}: not found; the tables come with opencc-python-reimplemented: "
        "pip install --force-reinstall opencc-python-reimplemented"
    )
