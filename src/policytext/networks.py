"""Edge tables between bodies over a corpus: who issues together, and who supports whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("source", "target", "weight", "documents")


class BodyTables(Protocol):
    """The tables that a network reads: ``Tables`` and ``Run`` have them."""

    @property
    def agencies(self) -> pd.DataFrame: ...  # noqa: D102 - a column of the protocol, described in columns.COLUMNS
    @property
    def duties(self) -> pd.DataFrame: ...  # noqa: D102 - as above


def co_issue(tables: BodyTables) -> pd.DataFrame:
    """Return an edge for each two bodies that issued documents together.

    One row per pair: ``source`` and ``target`` (official names, in the order of the alphabet), ``weight`` and
    ``documents`` (how many documents they issued together). The network is undirected::

        networkx.from_pandas_edgelist(co_issue(run), edge_attr=["weight", "documents"])
    """
    issued = tables.agencies
    issued = issued[(issued["role"] == "issuer") & issued["agency_id"].notna()]
    pairs = (
        (source, target, str(key))
        for key, names in issued.groupby("doc_id")["name"]
        for source, target in combinations(sorted(map(str, names.unique())), 2)
    )
    return _edges(pairs)


def lead_support(tables: BodyTables) -> pd.DataFrame:
    """Return an edge from each body that leads an item to each that is responsible for it or takes part.

    One row per pair: ``source`` (the lead) and ``target``, ``weight`` (items) and ``documents``. Bodies are official
    names; collective ones (各区县政府) are left out. The network is directed::

        networkx.from_pandas_edgelist(lead_support(run), edge_attr="weight", create_using=networkx.DiGraph)
    """
    acting = tables.duties[tables.duties["agency_id"].notna()]
    pairs = (
        (str(lead), str(other), str(key))
        for (key, _), group in acting.groupby(["doc_id", "item_id"])
        for lead in group.loc[group["role"] == "lead", "name"].unique()
        for other in group.loc[group["role"] != "lead", "name"].unique()
        if other != lead
    )
    return _edges(pairs)


def _edges(pairs: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    """Count pairs and the documents that they stand in, the strongest first."""
    import pandas as pd

    return pd.DataFrame(_rows(pairs), columns=list(COLUMNS)).astype({"weight": "int64", "documents": "int64"})


def _rows(pairs: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, int, int]]:
    weights: Counter[tuple[str, str]] = Counter()
    documents: dict[tuple[str, str], set[str]] = {}
    for source, target, key in pairs:
        weights[source, target] += 1
        documents.setdefault((source, target), set()).add(key)
    for pair, weight in sorted(weights.items(), key=lambda found: (-found[1], found[0])):
        yield (*pair, weight, len(documents[pair]))
