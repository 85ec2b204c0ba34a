"""Facts, all frozen: what was removed, items, agencies and their duties, targets, labels."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from policytext.text import Quote, Span

BoilerplateKind = Literal["front_matter", "markup", "navigation", "credits", "caption", "spam", "duplicate", "residue"]
ItemKind = Literal["measure", "principle", "group", "other"]
ItemStyle = Literal["heading", "inline", "run_in", "section", "bullet", "table"]
System = Literal[
    "party", "government", "congress", "cppcc", "supervisory", "court", "procuratorate", "mass_organisation", "military"
]
Level = Literal["national", "province", "city", "county", "township"]
Role = Literal["issuer", "lead", "responsible", "partner"]
Bound = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about"]
TargetKind = Literal["goal", "result", "scope", "baseline", "rule"]
Polarity = Literal["required", "permitted", "advised", "prohibited"]
Change = Literal["level", "increase", "decrease"]


class Heading(NamedTuple):
    """A paragraph that the file itself marks as a heading: its raw span, and its level, 1 outermost, 0 for a title."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A raw stretch that its author did not write for the reader, with the rule that removed it."""

    kind: BoilerplateKind
    span: Span
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Return the gold form."""
        return {"kind": self.kind, "start": self.span.start, "end": self.span.end}


@dataclass(frozen=True, slots=True)
class Label:
    """A code that a taxonomy gives to an item, with the words that earned it.

    ``score`` is the probability of the code, or what its words score where the taxonomy has no model. ``polarity`` tells
    what the item does about it: a duty, a permission, advice, or a prohibition (严禁敷衍塞责 is 亲, prohibited failure).
    """

    item_id: str
    axis: str
    scheme: str
    code: str
    score: float
    evidence: tuple[Quote, ...]
    polarity: Polarity = "required"


@dataclass(frozen=True, slots=True)
class Item:
    """One member of an explicit enumeration: its marker and all text that belongs to it.

    ``level`` counts from 1 (outermost); ``parent`` is the id of the enclosing item; ``marker`` is None for
    run-in and section heads.
    """

    id: str
    quote: Quote
    marker: str | None
    style: ItemStyle
    level: int
    parent: str | None
    lead: str
    kind: ItemKind
    reason: str = ""

    @property
    def span(self) -> Span:
        """The raw span."""
        return self.quote.span

    def to_dict(
        self, labels: tuple[Label, ...] = (), axes: tuple[str, ...] = ("relation", "environment")
    ) -> dict[str, Any]:
        """Return the gold form, with the codes of this item's labels under their axes."""
        return {
            "id": self.id,
            "marker": self.marker,
            "style": self.style,
            "level": self.level,
            "parent": self.parent,
            "lead": self.lead,
            "kind": self.kind,
            **{axis: [label.code for label in labels if label.axis == axis] for axis in axes},
            "start": self.span.start,
            "end": self.span.end,
        }


@dataclass(frozen=True, slots=True)
class Agency:
    """One mention of a body of the party or the state.

    ``name`` is the official full name, resolved with the document's jurisdiction (None when generic); ``place`` is a
    six-digit division code (GB/T 2260) or None. ``agency_id`` is the same for all forms of a body in all documents (None
    where the area is unknown); a body that a reform ended has the name of its successor in ``current_name``, in place
    ``since`` a year or a year and month.
    """

    quote: Quote
    name: str | None
    level: Level | None
    place: str | None
    role: Role | None
    generic: bool = False
    system: System | None = None
    agency_id: str | None = None
    current_name: str | None = None
    since: str | None = None

    @property
    def span(self) -> Span:
        """The raw span."""
        return self.quote.span

    def to_dict(self, raw: str) -> dict[str, Any]:
        """Return the gold form, with the raw words."""
        return {
            "text": raw[self.span.start : self.span.end],
            "start": self.span.start,
            "end": self.span.end,
            "name": self.name,
            "level": self.level,
            "place": self.place,
            "role": self.role,
            "generic": self.generic,
            "system": self.system,
            "agency_id": self.agency_id,
            "current_name": self.current_name,
            "since": self.since,
        }


@dataclass(frozen=True, slots=True)
class Duty:
    """A body that an item gives something to do: the mention that says so, its role there, and the rule that tied them."""

    item_id: str
    agency: Agency
    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity of something: value in base units, its bound, and whether it is goal or result.

    ``value`` and ``upper`` (ranges only) are exact decimals in the unit, without 万 or 亿; both are None, and
    ``relative`` is true, where a goal or result is set against something else than a number (高于全国平均水平,
    翻一番, 全覆盖): ``comparator`` says against what, where the text does. ``deadline`` is ``YYYY``, ``YYYY-MM`` or
    ``YYYY-MM-DD``, ``deadline_text`` its words also where the document has no date to count from, ``starts`` the first
    year or month where the term is a period (2022—2024年). ``change`` tells a level (提高到85%) from a change by
    (提高3个百分点); ``commitment`` is the word that makes a goal firm or soft (确保, 力争); ``cues`` decided the kind.
    """

    quote: Quote
    value: Decimal | None
    upper: Decimal | None
    unit: str | None
    bound: Bound
    kind: TargetKind
    indicator: str | None
    deadline: str | None
    period: str | None
    place: str | None
    cues: tuple[str, ...] = ()
    change: Change = "level"
    commitment: str | None = None
    comparator: str | None = None
    deadline_text: str | None = None
    starts: str | None = None

    @property
    def span(self) -> Span:
        """The raw span."""
        return self.quote.span

    @property
    def relative(self) -> bool:
        """Whether it has no number of its own."""
        return self.value is None

    def to_dict(self, raw: str) -> dict[str, Any]:
        """Return the gold form, with the raw words."""
        return {
            "text": raw[self.span.start : self.span.end],
            "start": self.span.start,
            "end": self.span.end,
            "value": None if self.value is None else _number(self.value),
            "upper": None if self.upper is None else _number(self.upper),
            "unit": self.unit,
            "bound": self.bound,
            "kind": self.kind,
            "indicator": self.indicator,
            "deadline": self.deadline,
            "period": self.period,
            "place": self.place,
            "change": self.change,
            "commitment": self.commitment,
            "comparator": self.comparator,
            "deadline_text": self.deadline_text,
            "starts": self.starts,
        }


def _number(value: Decimal) -> int | float:
    """Return an int where the decimal is whole, as gold files write it."""
    return int(value) if value == value.to_integral_value() else float(value)
