"""A document with all its facts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policytext.model.facts import Agency, Boilerplate, Duty, Item, Label, Target
from policytext.model.metadata import Metadata
from policytext.text import AlignedText, Span


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
    positions where its pages begin, where the format has pages; ``axes`` are those that its items were labelled on.
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
    axes: tuple[str, ...] = ("relation", "environment")

    def page_of(self, fact: Span | Item | Agency | Target) -> int | None:
        """Return the page, counted from 1, on which a fact or raw span begins; None where the format has no pages."""
        span = fact if isinstance(fact, Span) else fact.span
        return bisect_right(self.pages, span.start) or None

    @property
    def measures(self) -> tuple[Item, ...]:
        """The items of kind ``measure``."""
        return tuple(item for item in self.items if item.kind == "measure")

    def duties_of(self, item: Item) -> tuple[Duty, ...]:
        """Return the bodies that one item gives something to do, with their roles. Raises TypeError for an id."""
        key = _id_of(item)
        return tuple(duty for duty in self.duties if duty.item_id == key)

    def labels_of(self, item: Item) -> tuple[Label, ...]:
        """Return the labels of one item. Raises TypeError for an id."""
        key = _id_of(item)
        return tuple(label for label in self.labels if label.item_id == key)

    def __repr__(self) -> str:
        counts = f"{len(self.items)} items, {len(self.agencies)} agencies, {len(self.targets)} targets"
        return f"Document({self.file!r}: {counts})"

    def _repr_html_(self) -> str:
        """Show the highlighted text in a notebook."""
        from policytext.report.highlight import highlight  # the one import upwards, made only when shown

        return highlight(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the gold form: file, chars, meta, boilerplate, items, agencies, targets; and what it does not know.

        Targets without a number are ``relative_targets``. A duty names its item by id and its agency by its place among the agencies, counted from 0.
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
            "items": [item.to_dict(labels.get(item.id, ()), self.axes) for item in self.items],
            "agencies": [agency.to_dict(self.raw) for agency in self.agencies],
            "targets": [target.to_dict(self.raw) for target in self.targets if not target.relative],
            "relative_targets": [target.to_dict(self.raw) for target in self.targets if target.relative],
            "duties": [
                {"item": duty.item_id, "agency": places[duty.agency.span], "role": duty.role, "rule": duty.rule}
                for duty in self.duties
            ],
        }


def _id_of(item: Item) -> str:
    if not isinstance(item, Item):
        raise TypeError(f"an item of doc.items is expected, such as doc.items[0], not {item!r}")
    return item.id
