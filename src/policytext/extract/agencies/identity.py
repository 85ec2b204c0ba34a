"""Which body a mention is, across documents: its branch of party and state, its id, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from policytext.errors import DataError
from policytext.extract.agencies.names import committee, full_name
from policytext.extract.places import gazetteer
from policytext.lexicon import check_choice, read_rows
from policytext.model import Level, System

# Branches of party and state by the systems of the gazetteer.
SYSTEMS: Mapping[str, System] = {
    "party": "party", "gov": "government", "police": "government", "justice": "government", "tax": "government",
    "customs": "government", "vertical": "government", "centre": "government", "arbitration": "government",
    "group": "government", "hotline": "government", "congress": "congress", "cppcc": "cppcc",
    "supervision": "supervisory", "court": "court", "procuratorate": "procuratorate", "mass": "mass_organisation",
    "military": "military",
}  # fmt: skip
NATION = "000000"
# Offices of a body in an area, whose names have the short name of the area.
_BRANCH = re.compile("(?:监管)?(?:分局|局)|(?:中心)?支行|分行|营业管理部|调查(?:总)?队|海关|海事局|专员办")
_MONTH = re.compile(r"\d{4}(?:-\d{2})?")
LETTERS: Mapping[str, str] = {"national": "n", "province": "p", "city": "c", "county": "t", "township": "t"}


class Successor(NamedTuple):
    """The body that took over another's work, and the year, or year and month, since when."""

    name: str
    since: str


def agency_id(name: str, place: str | None, level: Level | None) -> str | None:
    """Return one id for all forms of a body: the code of its area, and its official name without the area.

    >>> agency_id("中共大连市委政法委员会", "210200", "city"), agency_id("财政部", None, "national"), agency_id("省委", None, None)
    ('210200/中共政法委员会', '000000/财政部', None)
    >>> agency_id("大连市公安局甘井子分局", "210211", "county"), agency_id("中共大连市委员会", "210200", "city")
    ('210211/公安局分局', '210200/中共委员会')
    """
    if place is None:
        return f"{NATION}/{name}" if level == "national" else None
    return f"{place}/{_without_area(name, place)}"


def _without_area(name: str, place: str) -> str:
    """Take the area, and the areas around it, out of a name: their full names, and short ones before 分局, 监管局 and the like."""
    head = committee(place)
    if name.startswith(head) and not name.startswith(head + "员会"):
        name = "中共" + (name.removeprefix(head) or "委员会")
    for area in gazetteer().lineage(place):
        name = name.replace(gazetteer().long_name(area), "").replace(gazetteer().name_of(area), "")
        short = gazetteer().by_code[area].short
        at = name.find(short)
        if at >= 0 and _BRANCH.match(name, at + len(short)):
            name = name[:at] + name[at + len(short) :]
    return name


def successor(name: str, place: str | None, level: Level | None) -> Successor | None:
    """Return the body of today that a reform put in the place of another, None where it still stands.

    >>> successor("大连市工商行政管理局", "210200", "city").name
    '大连市市场监督管理局'
    """
    pattern, found = _pattern(name, place), None
    letter = LETTERS.get(level or "", "")
    seen = set()
    while (pattern, letter) in _successions() and pattern not in seen:
        seen.add(pattern)
        found = _successions()[pattern, letter]
        pattern = found.name
    if found is None or place is None:
        return found
    return found._replace(name=full_name(found.name, place))


def _pattern(name: str, place: str | None) -> str:
    """Return the name with a slot in place of the area or of its party committee."""
    if place is None:
        return name
    head = committee(place)
    return (
        "{W}" + name.removeprefix(head)
        if name.startswith(head)
        else name.replace(gazetteer().long_name(place), "{J}", 1)
    )


@cache
def _successions() -> dict[tuple[str, str], Successor]:
    """Read ``agencies_succession.csv`` by former name and level."""
    found: dict[tuple[str, str], Successor] = {}
    for row in read_rows("agencies_succession.csv", columns=("former", "current", "since", "level", "source", "share")):
        level = check_choice(row, "level", ("n", "p", "c", "t"))
        check_choice(row, "share", ("whole", "split"))
        if not _MONTH.fullmatch(row["since"]):
            raise DataError(f"{row.place}: {row['since']!r} is no year, or year and month")
        if (row["former"], level) in found:
            raise DataError(f"{row.place}: duplicate former name {row['former']!r} at level {level}")
        found[row["former"], level] = Successor(row["current"], row["since"])
    return found
