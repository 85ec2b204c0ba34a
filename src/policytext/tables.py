"""Facts to tidy pandas tables: one row per fact, the same columns and dtypes however few facts there are.

``policytext.columns`` says what each column holds.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

import pandas as pd

from policytext.columns import COLUMNS, EXCERPT, FACT_TABLES, LIST_SEPARATOR, SEPARATOR
from policytext.extract.places import MUNICIPALITIES, gazetteer
from policytext.extract.targets.commitment import strength_of
from policytext.model import METADATA_FIELDS, Document, Item, Role
from policytext.reprints import find_reprints, sign
from policytext.text import Span

Row = tuple[object, ...]
# Roles in which a body acts on an item, in the order of their columns.
ACTING: tuple[Role, ...] = ("lead", "responsible", "partner")


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The tables of some documents, with the columns that ``COLUMNS`` describes."""

    documents: pd.DataFrame
    items: pd.DataFrame
    agencies: pd.DataFrame
    duties: pd.DataFrame
    targets: pd.DataFrame
    labels: pd.DataFrame
    metadata: pd.DataFrame
    boilerplate: pd.DataFrame
    issues: pd.DataFrame


def to_tables(docs: Iterable[Document]) -> Tables:
    """Turn documents into tables; documents are taken one at a time and not kept.

    >>> from policytext.model import Document, Metadata
    >>> from policytext.text import AlignedText
    >>> doc = Document("a.txt", "空文", AlignedText.of("空文"), Metadata(published="2024-05-20"))
    >>> to_tables([doc]).documents[["file", "year", "chars", "items"]].to_dict("records")
    [{'file': 'a.txt', 'year': 2024, 'chars': 2, 'items': 0}]
    """
    rows: dict[str, list[Row]] = {name: [] for name in FACT_TABLES}
    signatures: dict[str, str | None] = {}
    for doc in docs:
        signatures[document_id(doc)] = sign(doc.text.text)
        for name, found in rows_of(doc).items():
            rows[name] += found
    frames = {name: to_frame(name, found) for name, found in rows.items()}
    frames["documents"] = mark_reprints(frames["documents"], signatures)
    return Tables(**frames)


def mark_reprints(documents: pd.DataFrame, signatures: Mapping[str, str | None]) -> pd.DataFrame:
    """Fill ``duplicate_of``: of documents that say nearly the same the earliest is the original, then the longest."""
    ordered = documents.sort_values(["published", "body_chars", "file"], ascending=[True, False, True], kind="stable")
    ids = list(ordered["doc_id"])
    places = [None if pd.isna(place) else place for place in ordered["jurisdiction"]]
    found = find_reprints([signatures.get(doc_id) for doc_id in ids], places)
    original = {doc_id: ids[first] for doc_id, first in zip(ids, found, strict=True) if first is not None}
    return documents.assign(duplicate_of=documents["doc_id"].map(original).astype(documents["duplicate_of"].dtype))


def rows_of(doc: Document) -> dict[str, list[Row]]:
    """Return the rows of one document by table, in the order of ``COLUMNS``; what it reprints is not known yet."""
    key = (document_id(doc), doc.file)
    makers: dict[str, Callable[[Document], Iterator[Row]]] = {
        "documents": _document_rows,
        "items": _item_rows,
        "agencies": _agency_rows,
        "duties": _duty_rows,
        "targets": _target_rows,
        "labels": _label_rows,
        "metadata": _metadata_rows,
        "boilerplate": _boilerplate_rows,
        "issues": _issue_rows,
    }
    return {name: [(*key, *row) for row in make(doc)] for name, make in makers.items()}


def to_frame(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Make one table from its rows; an empty one has the same columns and dtypes."""
    columns = COLUMNS[name]
    cells: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return pd.DataFrame(
        {
            column: pd.Series([_cell(value) for value in values], dtype=spec.dtype)
            for (column, spec), values in zip(columns.items(), cells, strict=True)
        }
    )


def document_id(doc: Document) -> str:
    """Return the key of a document: the same for the same text under the same name, on every machine."""
    return hashlib.sha256(f"{doc.file}\0{doc.raw}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def place_name(code: str | None) -> str | None:
    """Return the name of a division by its six-digit code (GB/T 2260); an unknown code stays a code.

    >>> place_name("210200"), place_name("999999")
    ('大连市', '999999')
    """
    division = gazetteer().by_code.get(code or "")
    return division.name if division else code


def division_names(code: str | None) -> tuple[str | None, str | None, str | None]:
    """Return the names of province, city and county of a division code; None where it does not reach down to.

    A municipality is its own city, and a county directly under its province too.

    >>> division_names("430781"), division_names("310115")
    (('湖南省', '常德市', '津市市'), ('上海市', '上海市', '浦东新区'))
    """
    if code is None:
        return None, None, None
    if code not in gazetteer().by_code:
        return code[:2] + "0000", code, None
    places = gazetteer()
    *below, province = places.lineage(code)
    names = {places.level_of(part): places.name_of(part) for part in below}
    own_city = province if province in MUNICIPALITIES else code if "county" in names else None
    city = names.get("city") or (places.name_of(own_city) if own_city else None)
    return places.name_of(province), city, names.get("county")


def _document_rows(doc: Document) -> Iterator[Row]:
    meta = doc.meta
    year = int(meta.published[:4]) if meta.published else None
    province, city, county = division_names(meta.jurisdiction)
    yield (
        meta.title, meta.published, year, meta.publisher, meta.document_number, meta.subtitle, meta.signed,
        meta.effective, meta.expires, meta.original_source, LIST_SEPARATOR.join(meta.issuers) or None,
        meta.addressees, LIST_SEPARATOR.join(meta.attachments) or None, meta.genre, meta.jurisdiction,
        province, city, county, doc.source.get("url"), doc.source.get("format"), doc.source.get("encoding"),
        hashlib.sha256(doc.raw.encode("utf-8", "surrogatepass")).hexdigest(), None, len(doc.raw), len(doc.text),
        len(doc.items), len(doc.measures), sum(not agency.generic for agency in doc.agencies),
        len(doc.targets), len(doc.issues),
    )  # fmt: skip


def _item_rows(doc: Document) -> Iterator[Row]:
    named = sorted(agency.span.start for agency in doc.agencies if not agency.generic)
    numbers = sorted(target.span.start for target in doc.targets if not target.relative)
    dated = sorted(target.span.start for target in doc.targets if target.deadline)
    codes: dict[tuple[str, str], list[str]] = {}
    for label in doc.labels:
        given = codes.setdefault((label.item_id, label.axis), [])
        if label.code not in given:
            given.append(label.code)
    bodies: dict[tuple[str, Role], list[str]] = {}
    for duty in doc.duties:
        bodies.setdefault((duty.item_id, duty.role), []).append(duty.agency.name or duty.agency.quote.text)
    for item in doc.items:
        yield (
            item.id, item.parent, item.level, item.marker, item.style, item.kind, item.lead, item.quote.text,
            _join(codes.get((item.id, "relation"), ())), _join(codes.get((item.id, "environment"), ())),
            _count_in(item.span, named), _count_in(item.span, numbers), _count_in(item.span, dated),
            *(_join(dict.fromkeys(bodies.get((item.id, role), ()))) for role in ACTING),
            *item.span, doc.page_of(item.span), item.reason or None,
        )  # fmt: skip


def _agency_rows(doc: Document) -> Iterator[Row]:
    owner = owner_of(doc.items)
    for agency in doc.agencies:
        yield (
            owner(agency.span), agency.quote.text, agency.name, agency.agency_id, agency.system, agency.current_name,
            agency.since, agency.level, agency.place, place_name(agency.place),
            agency.role, agency.generic, *agency.span, doc.page_of(agency.span),
        )  # fmt: skip


def _duty_rows(doc: Document) -> Iterator[Row]:
    for duty in doc.duties:
        agency = duty.agency
        yield (
            duty.item_id, agency.quote.text, agency.name, agency.agency_id, duty.role, agency.generic, duty.rule,
            *agency.span, doc.page_of(agency.span),
        )  # fmt: skip


def _target_rows(doc: Document) -> Iterator[Row]:
    owner = owner_of(doc.items)
    for target in doc.targets:
        yield (
            owner(target.span), target.quote.text, target.value, target.upper, target.unit, target.bound, target.kind,
            target.indicator, target.change, target.relative, target.comparator,
            target.commitment, strength_of(target.commitment), target.deadline, target.deadline_text, target.starts,
            target.period, target.place, place_name(target.place),
            _join(target.cues), *target.span, doc.page_of(target.span),
        )  # fmt: skip


def _label_rows(doc: Document) -> Iterator[Row]:
    for label in doc.labels:
        words = _join(dict.fromkeys(quote.text for quote in label.evidence))
        ranges = _join(f"{quote.span.start}-{quote.span.end}" for quote in label.evidence)
        yield label.item_id, label.scheme, label.axis, label.code, label.score, label.polarity, words, ranges


def _metadata_rows(doc: Document) -> Iterator[Row]:
    for field in METADATA_FIELDS:
        found = [stretch for stretch in doc.meta.evidence if stretch.field == field]
        for value, stretch in zip_longest(doc.meta.values_of(field), found):
            if stretch:
                yield field, value, stretch.rule, *stretch.span, doc.page_of(stretch.span)
            else:
                yield field, value, "given", None, None, None


def _boilerplate_rows(doc: Document) -> Iterator[Row]:
    for stretch in doc.boilerplate:
        start, end = stretch.span
        shown = doc.raw[start : min(end, start + EXCERPT)] + ("…" if end - start > EXCERPT else "")
        yield stretch.kind, stretch.rule, end - start, shown, start, end


def _issue_rows(doc: Document) -> Iterator[Row]:
    for issue in doc.issues:
        yield issue.stage, issue.message, *(issue.span or (None, None))


def owner_of(items: Sequence[Item]) -> Callable[[Span], str | None]:
    """Return a function that names the innermost item around a span, in logarithmic time."""
    ordered = sorted(items, key=lambda item: (item.span.start, -item.span.end))
    starts = [item.span.start for item in ordered]
    around: list[int] = []  # the position of the enclosing item in ``ordered``, or -1
    for index, item in enumerate(ordered):
        outer = index - 1
        while outer >= 0 and not ordered[outer].span.covers(item.span):
            outer = around[outer]
        around.append(outer)

    def find(span: Span) -> str | None:
        index = bisect_right(starts, span.start) - 1
        while index >= 0 and not ordered[index].span.covers(span):
            index = around[index]
        return ordered[index].id if index >= 0 else None

    return find


def _count_in(span: Span, starts: Sequence[int]) -> int:
    """Count the sorted starts that lie in the span."""
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)


def _join(parts: Iterable[str]) -> str | None:
    return SEPARATOR.join(parts) or None


def _cell(value: object) -> object:
    """Make a value fit its column: finite floats for decimals, and text that can be written as UTF-8."""
    if isinstance(value, Decimal):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, str):
        return printable(value)
    return value


def printable(text: str) -> str:
    r"""Spell lone surrogates out, which file names of another encoding hold and no table can store.

    >>> printable("通知\udcb4.txt")
    '通知\\udcb4.txt'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
