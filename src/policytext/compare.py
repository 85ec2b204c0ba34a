"""Comparisons: how often something occurs in each group of documents, with the denominator of every share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from policytext.errors import UnknownNameError
from policytext.taxonomy import Taxonomy

NONE = "(none)"
"""The group of documents for which the grouping is not known, and the category of facts without one."""

GROUPS: Mapping[str, str] = {
    "city": "prefecture-level city of the document's jurisdiction",
    "province": "province of the document's jurisdiction",
    "county": "county of the document's jurisdiction",
    "jurisdiction": "six-digit code of the document's jurisdiction",
    "publisher": "who published the document",
    "year": "year of publication",
    "file": "each document by itself",
}


class Category(NamedTuple):
    """What is counted: a column of a fact table, and which rows of the table are counted."""

    table: str
    column: str
    counted: str


CATEGORIES: Mapping[str, Category] = {
    "kind": Category("items", "kind", "items"),
    "style": Category("items", "style", "items"),
    "agency": Category("agencies", "name", "mentions of named agencies"),
    "agency_level": Category("agencies", "level", "mentions of named agencies"),
    "role": Category("agencies", "role", "mentions of named agencies"),
    "target": Category("targets", "kind", "numeric expressions"),
    "bound": Category("targets", "bound", "numeric expressions"),
    "unit": Category("targets", "unit", "numeric expressions"),
    "change": Category("targets", "change", "numeric expressions"),
    "commitment": Category("targets", "commitment", "numeric expressions"),
    "polarity": Category("labels", "polarity", "labels"),
}

AXES = ("relation", "environment")
"""The axes that always exist; another axis or scheme can be named when the labels have it."""


class FactTables(Protocol):
    """The tables that a comparison reads: ``Tables`` and ``Run`` have them."""

    @property
    def documents(self) -> pd.DataFrame: ...  # noqa: D102 - a column of the protocol, described in columns.COLUMNS
    @property
    def items(self) -> pd.DataFrame: ...  # noqa: D102 - as above
    @property
    def agencies(self) -> pd.DataFrame: ...  # noqa: D102 - as above
    @property
    def targets(self) -> pd.DataFrame: ...  # noqa: D102 - as above
    @property
    def labels(self) -> pd.DataFrame: ...  # noqa: D102 - as above


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Counts of a category in each group.

    ``tidy`` has one row per group and category, also where the count is 0: the group (column named as ``by``), the
    category (column named as ``of``), ``count``, ``total`` (the group's units, the denominator), ``share`` (count /
    total; missing where total is 0) and ``documents`` (documents of the group). ``facts`` holds the counted rows with
    their group and category. A measure with two codes counts under both, so shares of an axis can add up to more than
    1. ``reprints`` is the number of documents that were left out because they say what another one says.
    """

    by: str
    of: str
    counted: str
    tidy: pd.DataFrame
    facts: pd.DataFrame
    reprints: int = 0

    @property
    def counts(self) -> pd.DataFrame:
        """One row per group, one column per category, and the ``total`` of the group."""
        return self._wide("count").astype("Int64").assign(total=self._totals())

    @property
    def shares(self) -> pd.DataFrame:
        """One row per group, one column per category: the share of the group's total."""
        return self._wide("share")

    def evidence(self, group: str, category: str) -> pd.DataFrame:
        """Return the rows behind one cell, with their words and ranges in the source.

        Raises UnknownNameError for a group or category that the comparison does not have.
        """
        for name, column in ((group, self.by), (category, self.of)):
            known = list(self.tidy[column].unique())
            if name not in known:
                raise UnknownNameError(f"unknown {column} {name!r}; available: {', '.join(known)}")
        rows = self.facts
        return rows[(rows["group"] == group) & (rows["category"] == category)].drop(columns=["group", "category"])

    def _wide(self, column: str) -> pd.DataFrame:
        wide = self.tidy.pivot(index=self.by, columns=self.of, values=column)
        return wide.reindex(index=self.tidy[self.by].unique(), columns=self.tidy[self.of].unique())

    def _totals(self) -> pd.Series[int]:
        return self.tidy.drop_duplicates(self.by).set_index(self.by)["total"]

    def _repr_html_(self) -> str:
        cells = self.counts.astype("string")
        for category, shares in self.shares.items():
            cells[category] += ["" if pd.isna(share) else f" ({share:.0%})" for share in shares]
        without = f", without {count_of(self.reprints, 'reprint')}" if self.reprints else ""
        return f"<p>{self.counted} by {self.by}{without}</p>" + cells.to_html(border=0)


def count_of(number: int, noun: str) -> str:
    """Spell a count with its noun.

    >>> count_of(1, "reprint"), count_of(2, "reprint")
    ('1 reprint', '2 reprints')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def compare(tables: FactTables, *, by: str = "city", of: str = "environment", reprints: bool = False) -> Comparison:
    """Count a category in each group of documents; reprints are left out, unless they are asked for or compared by file.

    ``by`` is one of ``GROUPS``. ``of`` is one of ``CATEGORIES``, an axis of the labels (relation, environment, …), or
    the name of a scheme where an axis has several. On an axis the units are the items of kind measure, and measures
    without a code count as ``(none)``. Groups are ordered by total, codes of a built-in taxonomy as the taxonomy has
    them, other categories by count, ``(none)`` last.

    Raises UnknownNameError for names that do not exist.
    """
    if by not in GROUPS:
        raise UnknownNameError(f"cannot compare by {by!r}; available: {', '.join(GROUPS)}")
    counted, facts = _facts(tables, of)
    originals = tables.documents["duplicate_of"].isna() | (reprints or by == "file")
    documents = tables.documents.loc[originals, ["doc_id", by]].rename(columns={by: "group"})
    documents["group"] = documents["group"].astype("string").fillna(NONE)
    facts = facts.merge(documents, on="doc_id", how="inner")
    tidy = _count(facts, documents, _code_order(tables, of))
    left_out = int((~originals).sum())
    return Comparison(by, of, counted, tidy.rename(columns={"group": by, "category": of}), facts, left_out)


def categories_of(tables: FactTables) -> tuple[str, ...]:
    """Return every name that ``of`` can take for these tables."""
    labels = tables.labels
    return tuple(dict.fromkeys([*AXES, *sorted(set(labels["axis"]) | set(labels["scheme"])), *CATEGORIES]))


def _facts(tables: FactTables, of: str) -> tuple[str, pd.DataFrame]:
    """Return what is counted and its rows, with a column ``category`` and a ``unit_id`` that denominators count."""
    if of in CATEGORIES:
        table, column, counted = CATEGORIES[of]
        rows: pd.DataFrame = getattr(tables, table)
        if table == "agencies":
            rows = rows[~rows["generic"].fillna(value=False)]
        if table == "targets":
            rows = rows[~rows["relative"].fillna(value=False)]
        return counted, rows.assign(category=rows[column].fillna(NONE), unit_id=range(len(rows)))
    if of not in categories_of(tables):
        raise UnknownNameError(f"cannot compare {of!r}; available: {', '.join(categories_of(tables))}")
    labels = tables.labels[(tables.labels["axis"] == of) | (tables.labels["scheme"] == of)]
    schemes = sorted(labels["scheme"].unique())
    if len(schemes) > 1:
        raise UnknownNameError(f"the axis {of!r} has labels of several schemes; compare one: {', '.join(schemes)}")
    measures = tables.items[tables.items["kind"] == "measure"]
    measures = measures.assign(unit_id=range(len(measures)))
    codes = labels[["doc_id", "item_id", "code", "score", "evidence", "ranges"]].drop_duplicates(
        ["doc_id", "item_id", "code"]
    )
    rows = measures.merge(codes, on=["doc_id", "item_id"], how="left")
    return "measures", rows.assign(category=rows["code"].fillna(NONE)).drop(columns="code")


def _code_order(tables: FactTables, of: str) -> list[str]:
    """Return the codes of the built-in taxonomy behind an axis or scheme, in its order; none for other categories."""
    if of in CATEGORIES:
        return []
    schemes = tables.labels.loc[(tables.labels["axis"] == of) | (tables.labels["scheme"] == of), "scheme"].unique()
    return [entry.code for name in schemes if name in Taxonomy.names() for entry in Taxonomy.load(name).codes]


def _count(facts: pd.DataFrame, documents: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Count each category in each group, also where the count is 0; the categories of ``order`` come first."""
    totals = facts.groupby("group")["unit_id"].nunique()
    sizes = documents.groupby("group")["doc_id"].nunique()
    groups = sorted(sizes.index, key=lambda group: (group == NONE, -totals.get(group, 0), group))
    frequency = facts["category"].value_counts()
    rank = {category: place for place, category in enumerate(order)}
    categories = sorted(
        frequency.index,
        key=lambda category: (category == NONE, rank.get(category, len(rank)), -frequency[category], category),
    )
    grid = pd.MultiIndex.from_product([groups, categories or [NONE]], names=["group", "category"])
    tidy = facts.groupby(["group", "category"]).size().reindex(grid, fill_value=0).rename("count").reset_index()
    tidy["count"] = tidy["count"].astype("Int64")
    tidy["total"] = tidy["group"].map(totals).fillna(0).astype("Int64")
    tidy["share"] = (tidy["count"] / tidy["total"].where(tidy["total"] > 0)).astype("Float64")
    tidy["documents"] = tidy["group"].map(sizes).astype("Int64")
    return tidy.astype({"group": "string", "category": "string"})
