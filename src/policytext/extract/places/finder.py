"""The places that a text names: full names, former names, and short names as far as the context settles them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from policytext.extract.places.gazetteer import LEVELS, MUNICIPALITIES, gazetteer
from policytext.lexicon import Lexicon, Row, check_choice, read_rows

# Authorities right after a place name: 沈阳|市公安局, 津市|政法系统, 甘井子|分局; not 山西|煤炭.
AUTHORITY = re.compile(
    r"[市省县区州旗]?(?:[委党](?![托派任员校])|委员会|人民政府|政府|人大|政协|纪委|监委|人民法院|人民检察院|中级|法院|中院|检察|公安|政法|司法"
    r"|税务|法治|分局|仲裁|营商|管委会|[\u4e00-\u9fff]{2,8}[局委厅办](?![部里]))"
)
# Behind short names that stand in a row: 仙桃、潜江、天门三市.
_LISTED = re.compile(
    r"(?:[、和与及][\u4e00-\u9fff]{2,4}){0,8}?[两二三四五六七八九十]{1,2}(?P<rank>[市县区州省地])(?!场)"
)
_RANKS = {
    "市": ("city", "county"),
    "县": ("county",),
    "区": ("county",),
    "州": ("city",),
    "省": ("province",),
    "地": LEVELS,
}
# 天津市|场主体, 成都市|民: the word begins with the rank of the place.
_WORD_OF_RANK = re.compile("场|民(?![政族委主生营航革盟建进])")
# Names of a character and 县 stand in many words: 提高|县域, 办理|县级. They are names behind a stop, a place or one of these.
_BEFORE_COUNTY = "原在和与、及到从对由省市州盟区赴往是，。；：！？“（《\n \t"
_LEVEL_WORD = re.compile("[级域城情委里乡外内]")
# Names of position, of which each city may have one: only behind their city, or in a row with others of it.
_POSITION = frozenset({"城区", "郊区", "矿区", "东区", "西区", "新区"})
# Names that are words, too: 由司法局会同县检察院办理. They are names where the context is of their prefecture.
WORD_NAMES = frozenset({"会同县"})
# Short names of several districts that are words of every text.
_EVERYDAY = frozenset({"和平", "新兴", "新华"})


@dataclass(frozen=True, slots=True)
class Place:
    """A division named in a text: ``text[start:end]`` is its full or short name."""

    start: int
    end: int
    code: str


class _Term(NamedTuple):
    """What the automaton looks for: a full name, a short name, or a trap, which names no place."""

    kind: Literal["full", "short", "trap"]
    codes: tuple[str, ...]


@cache
def _terms() -> Lexicon[_Term]:
    places = gazetteer()
    terms = {name: _Term("short", codes) for name, codes in places.by_short.items() if len(name) > 1}
    terms |= {name: _Term("full", codes) for name, codes in places.by_name.items()}
    terms |= {row["term"]: _Term("trap", ()) for row in _traps() if row["kind"] in ("word", "name")}
    return Lexicon.of(terms)


def _traps() -> Iterator[Row]:
    for row in read_rows("places_traps.csv", columns=("term", "kind")):
        check_choice(row, "kind", ("word", "name", "edge", "after"))
        yield row


@cache
def _not_before() -> re.Pattern[str]:
    """Words behind a short name that make it part of the name of a street, a firm, a university: 山西路, 大连港路, 北京大学."""
    words = sorted((row["term"] for row in _traps() if row["kind"] == "after"), key=len, reverse=True)
    return re.compile(f"[东南西北中]?(?:{'|'.join(map(re.escape, words))})")


@cache
def _edges() -> frozenset[str]:
    """Short names with the character before them where that ends a word: 扩大连(接)."""
    return frozenset(row["term"] for row in _traps() if row["kind"] == "edge")


def find_places(text: str, *, within: str | None = None) -> Iterator[Place]:
    """Yield the divisions that a text names, in order and without overlap.

    Full names count always, also everyday ones of autonomous areas (延边州) and former ones (襄樊市); a name that several
    places share (朝阳区) is settled by the place named just before or last, or by ``within``, a code, and is left out
    otherwise. Short names of provinces and prefectures count unless they are part of another name or word (山西路);
    those of counties before an authority (顺德法院), behind the area that holds them (北京通州), in a list (仙桃、潜江两市),
    or where the place named last, or ``within``, lies in the same prefecture.

    >>> words = ("沈阳市和平区", "山西路", "津市市委", "顺德法院", "北京通州", "襄樊市")
    >>> [place.code for text in words for place in find_places(text)]
    ['210100', '210102', '430781', '440606', '110000', '110112', '420600']
    """
    last: Place | None = None
    for start, end, name in _terms().spans(text):
        kind, codes = _terms().terms[name]
        if kind == "trap":
            continue
        if kind == "short" and (_not_before().match(text, end) or text[max(0, start - 1) : start + 2] in _edges()):
            continue
        here = _Context(text, start, end, last, within)
        code = here.settle_full(name, codes) if kind == "full" else here.settle_short(codes)
        if code is None:
            continue
        rank_of_word = kind == "full" and name.endswith("市") and _WORD_OF_RANK.match(text, end)
        last = Place(start, end - 1 if rank_of_word else end, code)
        yield last


class _Context(NamedTuple):
    """A name in its text: what was named before it, and which area is known from outside."""

    text: str
    start: int
    end: int
    last: Place | None
    within: str | None

    @property
    def areas(self) -> tuple[str, ...]:
        """The place named last and the area known from outside."""
        return tuple(area for area in (self.last.code if self.last else None, self.within) if area)

    def settle_full(self, name: str, codes: tuple[str, ...]) -> str | None:
        """Choose among places of one full name; None where it stays open or the letters are of other words."""
        held = self._held(codes)
        if name in _POSITION and not held:
            in_row = self.last and self.last.end == self.start - 1 and self.text[self.start - 1] in "、和与及"
            return _nearest(codes, self.areas[:1]) if in_row else None
        if name in WORD_NAMES and not held and not self._near(codes):
            return None
        if len(name) == 2 and name[1] == "县" and not held and not self._stands_apart() and not self._near(codes):
            return None
        return codes[0] if len(codes) == 1 else held or _nearest(codes, self.areas)

    def settle_short(self, codes: tuple[str, ...]) -> str | None:
        """Choose among places of one short name."""
        places = gazetteer()
        if held := self._held(codes):
            shared = len(codes) > 1 and places.by_code[held].short not in _EVERYDAY
            if shared or places.by_code[held].bare or self._ends_here():
                return held
        if listed := _LISTED.match(self.text, self.end):
            fitting = [code for code in codes if places.level_of(code) in _RANKS[listed["rank"]]]
            if chosen := _highest(fitting, self.areas):
                return chosen
        upper = [code for code in codes if places.level_of(code) != "county" and places.by_code[code].bare]
        if upper:
            return min(upper, key=lambda code: LEVELS.index(places.level_of(code)))
        near = [code for code in codes if any(_same_prefecture(code, area) for area in self.areas)]
        acts = AUTHORITY.match(self.text, self.end) is not None
        if len(near) == 1:
            return near[0] if acts or places.by_code[near[0]].bare else None
        return codes[0] if acts and len(codes) == 1 and places.by_code[codes[0]].bare else None

    def _held(self, codes: tuple[str, ...]) -> str | None:
        """Return the one place that the place named right before it holds: 北京|通州."""
        if self.last is None or self.last.end != self.start:
            return None
        inside = [code for code in codes if self.last.code in gazetteer().lineage(code)[1:]]
        return inside[0] if len(inside) == 1 else None

    def _ends_here(self) -> bool:
        """Tell whether a name that is also a word ends as a name does: 沈阳和平的, not 沈阳和平发展."""
        return (
            self.text[self.end : self.end + 1] in "、，。；的等两" or AUTHORITY.match(self.text, self.end) is not None
        )

    def _near(self, codes: tuple[str, ...]) -> bool:
        """Tell whether the place lies in the prefecture of the context."""
        return any(_same_prefecture(code, area) for code in codes for area in self.areas)

    def _stands_apart(self) -> bool:
        before = self.text[self.start - 1 : self.start]
        edge = not before or before in _BEFORE_COUNTY or (self.last is not None and self.last.end == self.start)
        return edge and not _LEVEL_WORD.match(self.text, self.end)


def _nearest(codes: tuple[str, ...], areas: tuple[str, ...]) -> str | None:
    """Choose among places of one name the one that shares the narrowest area with the context."""
    for context in areas:
        for area in gazetteer().lineage(context):
            inside = [code for code in codes if area in gazetteer().lineage(code)]
            if len(inside) == 1:
                return inside[0]
            if inside:
                break
    return None


def _highest(codes: list[str], areas: tuple[str, ...]) -> str | None:
    """Choose the one prefecture among places of one name, or else the one county, or the nearest."""
    for level in LEVELS:
        chosen = [code for code in codes if gazetteer().level_of(code) == level]
        if chosen:
            return chosen[0] if len(chosen) == 1 else _nearest(tuple(chosen), areas)
    return None


def _same_prefecture(code: str, area: str) -> bool:
    """Tell whether a county lies in the prefecture, or the municipality, of a place."""
    return area[:2] == code[:2] if code[:2] + "0000" in MUNICIPALITIES else area[:4] == code[:4]


def place_called(name: str) -> str | None:
    """Return the code of the division that a name means by itself, as in a column of cities; None where it is open.

    A prefecture goes before a province or a county of the same name; a code that was replaced gives the new one.

    >>> [place_called(name) for name in ("大连", "辽宁省大连市", "210200", "吉林", "朝阳区", "某市", "371200")]
    ['210200', '210200', '210200', '220200', None, None, '370116']
    """
    places = gazetteer()
    if name in places.by_code:
        return name
    if name in places.former:
        return places.former[name]
    codes = places.by_name.get(name) or places.by_short.get(name) or ()
    for chosen in (codes, [code for code in codes if places.level_of(code) == "city"]):
        if len(chosen) == 1:
            return chosen[0]
    if codes:
        return None
    found = list(find_places(name))
    return found[-1].code if found else None


@cache
def _county_shorts(area: str) -> Lexicon[tuple[str, ...]]:
    """Return the short names, of two characters or more, of the counties inside a province or prefecture."""
    stem = area.rstrip("0") if area.endswith("0000") else area[:4]
    codes: dict[str, tuple[str, ...]] = {}
    for division in gazetteer().by_code.values():
        if division.level == "county" and division.code.startswith(stem):
            codes[division.short] = (*codes.get(division.short, ()), division.code)
    return Lexicon.of({name: found for name, found in codes.items() if len(found) == 1 and len(name) > 1})


def find_short_names(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the codes that each short name in a text may stand for, whatever its context says.

    >>> list(find_short_names("浏阳和朝阳"))
    [('430181',), ('110105', '211300', '211321', '220104')]
    """
    for _, _, name in _terms().spans(text):
        kind, codes = _terms().terms[name]
        if kind == "short":
            yield codes


def find_county_shorts(text: str, area: str) -> Iterator[Place]:
    """Yield the short names of counties inside a known prefecture or province, such as 甘井子 in 大连.

    >>> [place.code for place in find_county_shorts("甘井子分局", "210200")]
    ['210211']
    """
    for match in _county_shorts(area).finditer(text):
        yield Place(match.start, match.end, match.value[0])
