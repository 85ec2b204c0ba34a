"""Administrative divisions: the gazetteer, and the places that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from policytext.errors import DataError
from policytext.lexicon import Lexicon, Row, check_choice, index_rows, read_rows
from policytext.model import Level

LEVELS: tuple[Level, ...] = ("province", "city", "county")
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
# A short name before one of these is part of the name of a street, a firm, a university: 山西路, 大连港路, 北京大学.
NOT_BEFORE = re.compile(r"[东南西北中]?(?:路|街)|大[道街学厦桥]|银行|[日晚]报|[站岛湖]")
# Authorities right after a place name: 沈阳|市公安局, 津市|政法系统, 甘井子|分局; not 山西|煤炭.
AUTHORITY = re.compile(
    r"[市省县区州旗]?(?:[委党](?![托派任员校])|委员会|人民政府|政府|人大|政协|纪委|监委|人民法院|人民检察院|中级|法院|中院|检察|公安|政法|司法"
    r"|税务|法治|分局|仲裁|营商|管委会|[\u4e00-\u9fff]{2,8}[局委厅办](?![部里]))"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A division of GB/T 2260: ``now`` is the code that replaced a former one, else None."""

    code: str
    name: str
    short: str
    level: Level
    bare: bool
    now: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A division named in a text: ``text[start:end]`` is its full or short name."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """All divisions by code, full name and short name; short names of a prefecture's counties apart."""

    by_code: Mapping[str, Division]
    by_name: Mapping[str, tuple[str, ...]]
    by_short: Mapping[str, tuple[str, ...]]
    terms: Lexicon[tuple[str, ...]]

    def name_of(self, code: str) -> str:
        """Return the full name of a division.

        >>> gazetteer().name_of("210200")
        '大连市'
        """
        return self._division(code).name

    def level_of(self, code: str) -> Level:
        """Return the level of a division: province, city (prefecture) or county.

        >>> gazetteer().level_of("430781")
        'county'
        """
        return self._division(code).level

    def long_name(self, code: str) -> str:
        """Return the name that bodies carry: districts with their city, counties and county-level cities alone.

        >>> [gazetteer().long_name(code) for code in ("370212", "210782", "110105", "500235")]
        ['青岛市崂山区', '北镇市', '北京市朝阳区', '重庆市云阳县']
        """
        division = self._division(code)
        above = self.parent(code)
        if division.level != "county" or above is None:
            return division.name
        inside = division.name.endswith("区") and self.level_of(above) == "city"
        return self.name_of(above) + division.name if inside or above in MUNICIPALITIES else division.name

    def parent(self, code: str) -> str | None:
        """Return the code of the enclosing division, None for provinces.

        Counties that a province governs directly and the districts of municipalities have the province.

        >>> [gazetteer().parent(code) for code in ("210211", "210200", "210000", "110105", "429004")]
        ['210200', '210000', None, '110000', '420000']
        """
        if code.endswith("0000"):
            return None
        city = code[:4] + "00"
        return city if code != city and city in self.by_code else code[:2] + "0000"

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the division and all that enclose it, narrowest first.

        >>> gazetteer().lineage("210211")
        ('210211', '210200', '210000')
        """
        above = self.parent(code)
        return (code,) if above is None else (code, *self.lineage(above))

    def _division(self, code: str) -> Division:
        try:
            return self.by_code[code]
        except KeyError:
            raise DataError(f"unknown division code {code!r}; codes are those of divisions.csv") from None


@cache
def gazetteer() -> Gazetteer:
    """Read ``divisions.csv`` on first use."""
    rows = read_rows("divisions.csv", columns=("code", "name", "short", "level", "bare", "source"), optional=("now",))
    divisions = {code: _division(row) for code, row in index_rows(rows, "code").items()}
    names: dict[str, list[str]] = {}
    shorts: dict[str, list[str]] = {}
    for division in divisions.values():
        now = division.now or division.code
        if now not in divisions:
            raise DataError(f"divisions.csv: {division.code} is replaced by {now}, which does not exist")
        for name, index in ((division.name, names), (division.short, shorts)):
            if now not in index.setdefault(name, []):
                index[name].append(now)
    by_name = {name: tuple(codes) for name, codes in names.items()}
    by_short = {name: tuple(codes) for name, codes in shorts.items()}
    return Gazetteer(divisions, by_name, by_short, Lexicon.of(_terms(divisions, by_name)))


def _division(row: Row) -> Division:
    level = cast(Level, check_choice(row, "level", LEVELS))
    check_choice(row, "source", ("nbs", "mca", "old"))
    if not (row["code"].isdigit() and len(row["code"]) == 6):
        raise DataError(f"{row.place}: code {row['code']!r} is not six digits")
    if not row["name"].startswith(row["short"]):
        raise DataError(f"{row.place}: short name {row['short']!r} does not begin {row['name']!r}")
    bare = check_choice(row, "bare", ("yes", "no")) == "yes"
    return Division(row["code"], row["name"], row["short"], level, bare, row["now"] or None)


def _terms(divisions: Mapping[str, Division], by_name: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return what the automaton looks for: full names, short names that may stand alone, and traps (no codes)."""
    traps: dict[str, tuple[str, ...]] = {}
    for row in read_rows("places_traps.csv", columns=("term", "kind")):
        check_choice(row, "kind", ("word", "name"))
        traps[row["term"]] = ()
    shorts: dict[str, tuple[str, ...]] = {}
    rank = {level: place for place, level in enumerate(LEVELS)}
    for division in sorted(divisions.values(), key=lambda division: rank[division.level]):
        if division.bare and division.short not in shorts:
            shorts[division.short] = (division.code,)
    return {**shorts, **by_name, **traps}


@cache
def _county_shorts(area: str) -> Lexicon[tuple[str, ...]]:
    """Return the short names, of two characters or more, of the counties inside a province or prefecture."""
    stem = area.rstrip("0") if area.endswith("0000") else area[:4]
    codes: dict[str, tuple[str, ...]] = {}
    for division in gazetteer().by_code.values():
        if (
            division.level == "county"
            and not division.now
            and division.code.startswith(stem)
            and len(division.short) > 1
        ):
            codes[division.short] = (*codes.get(division.short, ()), division.code)
    return Lexicon.of({name: found for name, found in codes.items() if len(found) == 1 and len(name) > 1})


def find_places(text: str, *, within: str | None = None) -> Iterator[Place]:
    """Yield the divisions that a text names, in order and without overlap.

    Full names count always; a name that several places share (朝阳区) is settled by the place named just before or
    last, or by ``within``, a code, and is left out otherwise. Short names of provinces and prefectures count unless
    they name a street or are letters of other words; those of counties only before an authority (顺德法院) or where
    the place named last, or ``within``, lies in the same prefecture.

    >>> [place.code for text in ("沈阳市和平区", "山西路", "津市市委", "顺德法院") for place in find_places(text)]
    ['210100', '210102', '430781', '440606']
    """
    places = gazetteer()
    last = within
    for start, end, term in places.terms.spans(text):
        codes = places.terms.terms[term]
        full = term in places.by_name
        if not codes or (not full and NOT_BEFORE.match(text, end)):
            continue
        code = _settle(codes, last, within)
        if code is None or not (full or places.level_of(code) != "county" or _known(code, last, within, text, end)):
            continue
        last = code
        yield Place(start, end, code)


def place_called(name: str) -> str | None:
    """Return the code of the division that a name means by itself, as in a column of cities; None where it is open.

    A prefecture goes before a province or a county of the same name.

    >>> [place_called(name) for name in ("大连", "辽宁省大连市", "210200", "吉林", "朝阳区", "某市")]
    ['210200', '210200', '210200', '220200', None, None]
    """
    places = gazetteer()
    if name in places.by_code:
        return places.by_code[name].now or name
    codes = places.by_name.get(name) or places.by_short.get(name) or ()
    for chosen in (codes, [code for code in codes if places.level_of(code) == "city"]):
        if len(chosen) == 1:
            return chosen[0]
    if codes:
        return None
    found = list(find_places(name))
    return found[-1].code if found else None


def _known(code: str, last: str | None, within: str | None, text: str, end: int) -> bool:
    """Tell whether the short name of a county may count here."""
    return any(area and area[:4] == code[:4] for area in (last, within)) or AUTHORITY.match(text, end) is not None


def _settle(codes: tuple[str, ...], last: str | None, within: str | None) -> str | None:
    """Choose among places of one name the one that shares the narrowest area with the context."""
    if len(codes) == 1:
        return codes[0]
    for context in (last, within):
        for area in gazetteer().lineage(context) if context else ():
            inside = [code for code in codes if area in gazetteer().lineage(code)]
            if len(inside) == 1:
                return inside[0]
            if inside:
                break
    return None


def find_county_shorts(text: str, area: str) -> Iterator[Place]:
    """Yield the short names of counties inside a known prefecture or province, such as 甘井子 in 大连.

    >>> [place.code for place in find_county_shorts("甘井子分局", "210200")]
    ['210211']
    """
    for match in _county_shorts(area).finditer(text):
        yield Place(match.start, match.end, match.value[0])
