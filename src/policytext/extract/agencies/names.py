"""The gazetteer of bodies and how the official name of each is made from its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from policytext.errors import DataError
from policytext.extract.places import MUNICIPALITIES, gazetteer
from policytext.lexicon import Lexicon, Row, check_choice, read_rows
from policytext.model import Level

Kind = Literal["body", "national", "party", "generic", "trap", "head", "tail", "hotline", "branch", "part", "again"]
LETTERS: Mapping[str, Level] = {"p": "province", "c": "city", "t": "county"}
SYSTEMS = (
    "party", "gov", "congress", "cppcc", "supervision", "court", "procuratorate", "police", "justice", "tax", "customs",
    "vertical", "mass", "centre", "arbitration", "military", "media", "institute", "firm",
)  # fmt: skip
# Central bodies that are institutes, media or firms rather than agencies are found so that shorter names inside them are not.
NOT_AGENCIES = ("media", "institute", "firm")
PARTY_UNITS = ("省委", "市委", "县委", "区委", "州委", "旗委", "盟委", "地委", "自治区党委", "自治州党委", "自治县党委")
HEADS = ("领导小组", "专班", "指挥部", "工作组", "联席会议", "协调小组", "推进小组", "工作小组", "攻坚组", "督导组")
TAILS = ("局", "厅", "委员会", "办公室", "管委会", "管理委员会", "党工委", "中心", "街道办事处", "街道办", "委")
HOTLINES = ("12345", "12368", "12348", "12309", "12315", "12333", "12366", "12388")
BRANCHES = ("分局", "派出所", "人民法庭", "法庭", "支队", "总队", "大队")
# Short words for a body that the text has named: 市局, 省厅.
AGAIN = ("市局", "省厅", "县局", "区局", "州局")
WORDS: Mapping[Kind, tuple[str, ...]] = {
    "head": HEADS, "tail": TAILS, "hotline": HOTLINES, "branch": BRANCHES, "again": AGAIN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body that places have: the template of its name, the levels that have it, and how its bare form reads."""

    template: str
    levels: frozenset[Level]
    system: str
    bare: str
    national: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Term:
    """What a surface form is: a body of places, a central body with its name, a collective word, a trap or a tail."""

    kind: Kind
    bodies: tuple[Body, ...] = ()
    name: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a body: its full form and the systems whose bodies have it."""

    name: str
    under: frozenset[str]
    alone: bool


@cache
def agency_lexicon() -> Lexicon[Term]:
    """Read the four lists of bodies and build one automaton over all their forms."""
    terms = {word: Term(kind) for kind, words in WORDS.items() for word in words}
    terms |= {form: Term("part") for form, part in parts().items() if part.alone}
    for row in read_rows("agencies_generic.csv", columns=("term",)):
        terms.setdefault(row["term"], Term("generic"))
    terms |= {unit: Term("party", system="party") for unit in PARTY_UNITS}
    for form, bodies in _bodies().items():
        terms[form] = Term("body", tuple(bodies), system=bodies[-1].system)
    for row in read_rows("agencies_national.csv", columns=("name", "system", "source"), optional=("forms",)):
        for form in (row["name"], *filter(None, row["forms"].split("|"))):
            if form not in terms or terms[form].kind != "body":
                terms[form] = Term("national", name=row["name"], system=row["system"])
    for row in read_rows("agencies_traps.csv", columns=("term",)):
        terms[row["term"]] = Term("trap")
    return Lexicon.of(terms)


@cache
def openings() -> frozenset[str]:
    """Return the first two letters of all bodies, to tell fast that none begins at a place."""
    return frozenset(form[:2] for form, term in agency_lexicon().terms.items() if term.kind in ("body", "national"))


def _bodies() -> dict[str, list[Body]]:
    """Read ``agencies.csv``; rows may share a form only at different levels, or one of a committee and one of a government."""
    columns = ("forms", "template", "levels", "system", "bare", "source")
    found: dict[str, list[Body]] = {}
    for row in read_rows("agencies.csv", columns=columns, optional=("national",)):
        for form, body in _row_bodies(row):
            if any(body.levels & other.levels and body.system == other.system for other in found.get(form, ())):
                raise DataError(f"{row.place}: duplicate form {form!r} at the same level")
            found.setdefault(form, []).append(body)
    return found


def _row_bodies(row: Row) -> Iterator[tuple[str, Body]]:
    system = check_choice(row, "system", SYSTEMS)
    bare = check_choice(row, "bare", ("dept", "kind", "list", "central"))
    check_choice(row, "source", ("law", "r2018", "r2023", "old", "use"))
    if not set(row["levels"]) <= set(LETTERS):
        raise DataError(f"{row.place}: unknown level in {row['levels']!r}; allowed: p, c, t")
    if not any(slot in row["template"] for slot in ("{J}", "{W}", "{P}", "{N}")):
        raise DataError(f"{row.place}: template {row['template']!r} has no slot for the place")
    levels = frozenset(LETTERS[letter] for letter in row["levels"])
    for form in row["forms"].split("|"):
        own = form.startswith("=")
        template = "{J}" + form[1:] if own else row["template"]
        yield form.lstrip("="), Body(template, levels, system, bare, row["national"] or None, row["template"])


@cache
def parts() -> Mapping[str, Part]:
    """Read the parts of bodies, such as 执行局, 经侦支队 and 办公室."""
    found: dict[str, Part] = {}
    for row in read_rows("suborgans.csv", columns=("forms", "name", "under", "alone")):
        alone = check_choice(row, "alone", ("yes", "no")) == "yes"
        part = Part(row["name"], frozenset(row["under"].split("|")), alone)
        for form in row["forms"].split("|"):
            if form in found:
                raise DataError(f"{row.place}: duplicate form {form!r}")
            found[form] = Part(form if form.endswith("稽查局") else part.name, part.under, part.alone)
    return found


@cache
def local_names() -> Mapping[tuple[str, str], str]:
    """Read the names that single places use for a form, by code and form."""
    found: dict[tuple[str, str], str] = {}
    for row in read_rows("agencies_places.csv", columns=("code", "form", "name", "source")):
        if row["code"] not in gazetteer().by_code:
            raise DataError(f"{row.place}: unknown division code {row['code']!r}")
        key = (row["code"], row["form"])
        if key in found:
            raise DataError(f"{row.place}: duplicate form {row['form']!r} of {row['code']}")
        found[key] = row["name"]
    return found


def committee(code: str) -> str:
    """Return how the names of a party committee's departments begin.

    >>> committee("210200"), committee("440606"), committee("650000")
    ('中共大连市委', '中共佛山市顺德区委', '中共新疆维吾尔自治区委员会')
    """
    place = gazetteer().long_name(code)
    return f"中共{place}委员会" if place.endswith("自治区") else f"中共{place}委"


def full_name(template: str, code: str) -> str:
    """Fill a template with the names of a place.

    >>> full_name("{J}人民政府国有资产监督管理委员会", "210200"), full_name("{P}公安局{S}分局", "210211")
    ('大连市人民政府国有资产监督管理委员会', '大连市公安局甘井子分局')
    """
    places = gazetteer()
    above = places.parent(code) or code
    return (
        template.replace("{J}", places.long_name(code))
        .replace("{W}", committee(code))
        .replace("{P}", places.long_name(above))
        .replace("{S}", places.by_code[code].short)
        .replace("{N}", places.by_code[code].short)
    )


def choose(bodies: tuple[Body, ...], level: Level | None) -> Body:
    """Choose among bodies that share a form the one that exists at the level."""
    for body in bodies:
        if level in body.levels:
            return body
    return bodies[0]


def court_template(level: Level | None, code: str) -> str:
    """Return the template of the people's court that a place has at its level.

    >>> court_template("city", "210200"), court_template("county", "430781")
    ('{J}中级人民法院', '{J}人民法院')
    """
    if level == "province" or code in MUNICIPALITIES:
        return "{J}高级人民法院"
    return "{J}中级人民法院" if level == "city" else "{J}人民法院"
