"""Facts from tables back to documents, so that a report can show them in their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from policytext.columns import LIST_SEPARATOR
from policytext.compare import FactTables
from policytext.errors import ReadError
from policytext.model import METADATA_FIELDS, Agency, Document, Item, Label, Metadata, Target
from policytext.pipeline import clean, default_pipeline
from policytext.text import AlignedText, Quote, Span

Record = Mapping[str, Any]


class ReportTables(FactTables, Protocol):
    """The tables that a report shows: ``Run`` has them. ``columns.COLUMNS`` describes their columns."""

    @property
    def issues(self) -> pd.DataFrame: ...  # noqa: D102 - described in columns.COLUMNS
    @property
    def failures(self) -> pd.DataFrame: ...  # noqa: D102 - as above


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where each fact is shown on the page: ``d3-t7`` is the eighth target of the fourth document.

    ``numbers`` holds the documents whose text is shown.
    """

    numbers: Mapping[str, int]

    def document(self, doc_id: str) -> str | None:
        """Return the anchor of a document's text, or None when it is not shown."""
        number = self.numbers.get(doc_id)
        return None if number is None else f"d{number}"

    def fact(self, doc_id: str, letter: str, number: int) -> str | None:
        """Return the anchor of an item (i), agency (a) or target (t) by its place in its document."""
        document = self.document(doc_id)
        return None if document is None else f"{document}-{letter}{number}"


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the facts with a column ``number``: each one's place among those of its document."""
    return frame.assign(number=frame.groupby("doc_id").cumcount())


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dicts, with None where a value is missing."""
    plain = frame.astype(object)
    return plain.where(plain.notna(), None).to_dict("records")  # type: ignore[return-value]


def read_texts(documents: pd.DataFrame, folder: Path) -> Iterator[tuple[str, AlignedText]]:
    """Yield doc_id and body of the documents whose source still lies in the folder, unchanged."""
    pipeline = default_pipeline()
    for row in records(documents):
        try:
            raw = pipeline.read(folder / row["file"]).raw
        except (ReadError, OSError):
            continue
        if sha256(raw.encode("utf-8", "surrogatepass")).hexdigest() == row["sha256"]:
            yield row["doc_id"], clean(raw, pipeline.cleaners)[0]


def rebuild(tables: ReportTables, texts: Mapping[str, AlignedText]) -> Iterator[Document]:
    """Yield the documents that have an entry in ``texts`` (by doc_id), with the facts of the tables."""
    wanted = [row for row in records(tables.documents) if row["doc_id"] in texts]
    facts = {
        name: _by_document(getattr(tables, name), set(texts)) for name in ("items", "agencies", "targets", "labels")
    }
    for row in wanted:
        key = row["doc_id"]
        text = texts[key]
        yield Document(
            row["file"],
            text.raw,
            text,
            _meta(row),
            items=tuple(_item(fact) for fact in facts["items"].get(key, ())),
            agencies=tuple(_agency(fact) for fact in facts["agencies"].get(key, ())),
            targets=tuple(_target(fact) for fact in facts["targets"].get(key, ())),
            labels=tuple(_label(fact) for fact in facts["labels"].get(key, ())),
        )


def _meta(row: Record) -> Metadata:
    several = {
        name: tuple((row[name] or "").split(LIST_SEPARATOR)) if row[name] else () for name in ("issuers", "attachments")
    }
    return Metadata(**{name: row[name] for name in METADATA_FIELDS} | several)


def _by_document(frame: pd.DataFrame, wanted: set[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(frame[frame["doc_id"].isin(wanted)]):
        found.setdefault(row["doc_id"], []).append(row)
    return found


def _quote(row: Record) -> Quote:
    return Quote(row["text"], Span(row["start"], row["end"]))


def _item(row: Record) -> Item:
    return Item(
        row["item_id"], _quote(row), row["marker"], row["style"], row["level"], row["parent"], row["lead"], row["kind"]
    )


def _agency(row: Record) -> Agency:
    told = {name: row[name] for name in ("system", "agency_id", "current_name", "since")}
    return Agency(_quote(row), row["name"], row["level"], row["place"], row["role"], bool(row["generic"]), **told)


def _target(row: Record) -> Target:
    value, upper = (None if row[end] is None else Decimal(str(row[end])) for end in ("value", "upper"))
    return Target(
        _quote(row), value, upper, row["unit"], row["bound"], row["kind"],
        row["indicator"], row["deadline"], row["period"], row["place"],
        tuple(row["cues"].split("|")) if row["cues"] else (),
    )  # fmt: skip


def _label(row: Record) -> Label:
    words = (row["evidence"] or "").split("|")
    ranges = [Span(*map(int, part.split("-"))) for part in (row["ranges"] or "").split("|") if part]
    # The words are listed once each and the ranges are all given, so a range has no word of its own.
    quotes = tuple(Quote(words[min(index, len(words) - 1)], span) for index, span in enumerate(ranges))
    return Label(row["item_id"], row["axis"], row["scheme"], row["code"], row["score"] or 0.0, quotes, row["polarity"])
