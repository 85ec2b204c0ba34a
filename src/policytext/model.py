"""The facts of a document, all frozen; ``to_dict()`` gives the gold form of the codebook."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from policytext.text import AlignedText, Quote, Span

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
Genre = Literal[
    "通知", "意见", "方案", "措施", "办法", "条例", "规定", "细则", "决定", "公告", "通告", "通报", "报告", "函", "批复",
    "清单", "规划", "计划", "要点", "讲话", "公报", "纪要", "解读", "指南", "预案", "倡议书", "答复", "新闻", "发布会", "专题",
]  # fmt: skip


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
    """A code that a taxonomy gives to an item, with the words that earned it."""

    item_id: str
    axis: str
    scheme: str
    code: str
    score: float
    evidence: tuple[Quote, ...]


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

    def to_dict(self, labels: tuple[Label, ...] = ()) -> dict[str, Any]:
        """Return the gold form, with the codes of this item's labels under their axes."""
        return {
            "id": self.id,
            "marker": self.marker,
            "style": self.style,
            "level": self.level,
            "parent": self.parent,
            "lead": self.lead,
            "kind": self.kind,
            "relation": [label.code for label in labels if label.axis == "relation"],
            "environment": [label.code for label in labels if label.axis == "environment"],
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

    ``value`` and ``upper`` (ranges only) are exact decimals in the unit, without 万 or 亿; ``deadline`` is
    ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``cues`` are the words that decided the kind.
    """

    quote: Quote
    value: Decimal
    upper: Decimal | None
    unit: str
    bound: Bound
    kind: TargetKind
    indicator: str | None
    deadline: str | None
    period: str | None
    place: str | None
    cues: tuple[str, ...] = ()

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
            "value": _number(self.value),
            "upper": None if self.upper is None else _number(self.upper),
            "unit": self.unit,
            "bound": self.bound,
            "kind": self.kind,
            "indicator": self.indicator,
            "deadline": self.deadline,
            "period": self.period,
            "place": self.place,
        }


class Evidence(NamedTuple):
    """The raw span of the words that gave a field of the metadata, and the rule that read them."""

    field: str
    span: Span
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Return the gold form."""
        return {"field": self.field, "start": self.span.start, "end": self.span.end, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document is: a field is None, or empty, where the file does not say it.

    Days are ``YYYY-MM-DD``: ``published`` made public, ``signed`` written (成文日期), ``effective`` from which it applies,
    ``expires`` to which it is valid. ``jurisdiction`` is a six-digit division code (GB/T 2260). ``evidence`` names the
    words behind each field, several for one that holds several; what came beside the text has none.
    """

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    document_number: str | None = None
    jurisdiction: str | None = None
    subtitle: str | None = None
    signed: str | None = None
    effective: str | None = None
    expires: str | None = None
    original_source: str | None = None
    issuers: tuple[str, ...] = ()
    addressees: str | None = None
    attachments: tuple[str, ...] = ()
    genre: Genre | None = None
    evidence: tuple[Evidence, ...] = ()

    def values_of(self, field: str) -> tuple[str, ...]:
        """Return the values of a field: none, one, or several.

        >>> meta = Metadata(title="通知", issuers=("市财政局", "市商务局"))
        >>> meta.values_of("title"), meta.values_of("issuers"), meta.values_of("signed")
        (('通知',), ('市财政局', '市商务局'), ())
        """
        value = getattr(self, field)
        return value if isinstance(value, tuple) else (value,) if value else ()

    def to_dict(self) -> dict[str, Any]:
        """Return the gold form: the five fields of the codings first."""
        return {
            "title": self.title,
            "published": self.published,
            "publisher": self.publisher,
            "document_number": self.document_number,
            "jurisdiction": self.jurisdiction,
            "subtitle": self.subtitle,
            "signed": self.signed,
            "effective": self.effective,
            "expires": self.expires,
            "original_source": self.original_source,
            "issuers": list(self.issuers),
            "addressees": self.addressees,
            "attachments": list(self.attachments),
            "genre": self.genre,
            "evidence": [stretch.to_dict() for stretch in self.evidence],
        }


METADATA_FIELDS = tuple(field.name for field in fields(Metadata) if field.name != "evidence")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about a document that its reader should know, for example undecodable bytes."""

    stage: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A document and the facts found in it.

    ``text`` is its body in normal form, ``source`` what is known of the file (encoding, format, url), ``pages`` the raw
    positions where its pages begin, where the format has pages.
    """

    file: str
    raw: str
    text: AlignedText
    meta: Metadata
    boilerplate: tuple[Boilerplate, ...] = ()
    items: tuple[Item, ...] = ()
    agencies: tuple[Agency, ...] = ()
    targets: tuple[Target, ...] = ()
    labels: tuple[Label, ...] = ()
    issues: tuple[Issue, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    duties: tuple[Duty, ...] = ()

    def page_of(self, fact: Span | Item | Agency | Target) -> int | None:
        """Return the page, counted from 1, on which a fact or raw span begins; None where the format has no pages."""
        span = fact if isinstance(fact, Span) else fact.span
        return bisect_right(self.pages, span.start) or None

    @property
    def measures(self) -> tuple[Item, ...]:
        """The items of kind ``measure``."""
        return tuple(item for item in self.items if item.kind == "measure")

    def duties_of(self, item: Item) -> tuple[Duty, ...]:
        """Return the bodies that one item gives something to do, with their roles."""
        return tuple(duty for duty in self.duties if duty.item_id == item.id)

    def labels_of(self, item: Item) -> tuple[Label, ...]:
        """Return the labels of one item."""
        return tuple(label for label in self.labels if label.item_id == item.id)

    def __repr__(self) -> str:
        counts = f"{len(self.items)} items, {len(self.agencies)} agencies, {len(self.targets)} targets"
        return f"Document({self.file!r}: {counts})"

    def _repr_html_(self) -> str:
        """Show the highlighted text in a notebook."""
        from policytext.report.highlight import highlight  # the one import upwards, made only when shown

        return highlight(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the gold form: file, chars, meta, boilerplate, items, agencies, targets; and the duties behind it.

        A duty names its item by id and its agency by its place among the agencies, counted from 0.
        """
        places = {agency.span: place for place, agency in enumerate(self.agencies)}
        labels: dict[str, tuple[Label, ...]] = {}
        for label in self.labels:
            labels[label.item_id] = (*labels.get(label.item_id, ()), label)
        return {
            "file": self.file,
            "chars": len(self.raw),
            "meta": self.meta.to_dict(),
            "boilerplate": [stretch.to_dict() for stretch in self.boilerplate],
            "items": [item.to_dict(labels.get(item.id, ())) for item in self.items],
            "agencies": [agency.to_dict(self.raw) for agency in self.agencies],
            "targets": [target.to_dict(self.raw) for target in self.targets],
            "duties": [
                {"item": duty.item_id, "agency": places[duty.agency.span], "role": duty.role, "rule": duty.rule}
                for duty in self.duties
            ],
        }


def _number(value: Decimal) -> int | float:
    """Return an int where the decimal is whole, as gold files write it."""
    return int(value) if value == value.to_integral_value() else float(value)
