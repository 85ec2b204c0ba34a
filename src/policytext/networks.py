"""Edge tables between bodies over a corpus: who issues together, and who supports whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, Protocol

from policytext.extract.agencies import find_agencies
from policytext.model import Document
from policytext.text import AlignedText

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("documents", "agencies", "duties", "metadata")
COLUMNS = ("source", "target", "source_name", "target_name", "weight", "documents")


class BodyTables(Protocol):
    """The tables that a network reads: ``Tables`` and ``Run`` have them."""

    @property
    def documents(self) -> pd.DataFrame: ...  # noqa: D102 - a column of the protocol, described in columns.COLUMNS
    @property
    def agencies(self) -> pd.DataFrame: ...  # noqa: D102 - as above
    @property
    def duties(self) -> pd.DataFrame: ...  # noqa: D102 - as above
    @property
    def metadata(self) -> pd.DataFrame: ...  # noqa: D102 - as above


class Body(NamedTuple):
    """A node: what it is known by in all documents, and its name."""

    key: str
    name: str


def co_issue(tables: BodyTables | Document) -> pd.DataFrame:
    """Return an edge for each two bodies that issued documents together.

    One row per pair: ``source`` and ``target`` (agency ids, in the order of the alphabet), ``source_name`` and
    ``target_name`` (official names), ``weight`` and ``documents`` (how many documents they issued together). Bodies are
    the issuers of the document itself (``doc.meta.issuers``); whom a text names as issuer of another document is none.
    A body that has no id is known by its words. Left out: documents with one issuer, and reprints, which
    ``analyze_folder`` and ``to_tables`` mark in ``duplicate_of``. The network is undirected::

        networkx.from_pandas_edgelist(co_issue(run), edge_attr=True)

    A single document can stand in the tables' place. Raises TypeError for what is neither.

    >>> from policytext.pipeline import analyze
    >>> doc = analyze("财政部 税务总局关于延续优惠政策的公告\\n一、减免税款。\\n财政部 税务总局\\n2023年3月26日\\n")
    >>> co_issue(doc)[["source", "target", "target_name"]].to_numpy().tolist()
    [['000000/国家税务总局', '000000/财政部', '财政部']]
    """
    tables = _tables_of(tables, "co_issue")
    pairs = (
        (source, target, key)
        for key, bodies in _issuers(tables)
        for source, target in combinations(sorted({body.key: body for body in bodies}.values()), 2)
    )
    return _edges(pairs)


def lead_support(tables: BodyTables | Document) -> pd.DataFrame:
    """Return an edge from each body that leads an item to each that is responsible for it or takes part.

    One row per pair: ``source`` (the lead) and ``target`` (agency ids), ``source_name`` and ``target_name`` (official
    names), ``weight`` (items) and ``documents``. Left out: collective bodies (各区县政府) and others without an id, items
    without a lead or with nobody beside it, and reprints (``duplicate_of``). The network is directed: ``create_using``
    tells networkx, which otherwise joins A → B and B → A::

        networkx.from_pandas_edgelist(lead_support(run), edge_attr=True, create_using=networkx.DiGraph)

    A single document can stand in the tables' place. Raises TypeError for what is neither.

    >>> from policytext.pipeline import analyze
    >>> doc = analyze("大连市行动方案\\n一、减环节。由市数据局牵头，市审计局配合，合并申报。\\n二、减材料。\\n")
    >>> lead_support(doc)[["source", "target", "weight"]].to_numpy().tolist()
    [['210200/数据局', '210200/审计局', 1]]
    """
    tables = _tables_of(tables, "lead_support")
    acting = _of_originals(tables, tables.duties)
    acting = acting[acting["agency_id"].notna()]
    pairs = (
        (lead, other, str(key))
        for (key, _), group in acting.groupby(["doc_id", "item_id"])
        for lead in _bodies_of(group[group["role"] == "lead"])
        for other in _bodies_of(group[group["role"] != "lead"])
        if other.key != lead.key
    )
    return _edges(pairs)


def _tables_of(tables: BodyTables | Document, verb: str) -> BodyTables:
    """Return the tables, of a single document too."""
    if isinstance(tables, Document):
        from policytext.tables import to_tables

        return to_tables([tables])
    if not all(hasattr(tables, name) for name in TABLES):
        raise TypeError(
            f"{verb} takes a run (analyze_folder, load), tables (to_tables) or a document (analyze), "
            f"not {type(tables).__name__}; several documents: {verb}(to_tables(docs))"
        )
    return tables


def _of_originals(tables: BodyTables, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of documents that reprint no other."""
    documents = tables.documents
    return facts[facts["doc_id"].isin(documents.loc[documents["duplicate_of"].isna(), "doc_id"])]


def _issuers(tables: BodyTables) -> Iterator[tuple[str, Sequence[Body]]]:
    """Yield each document that several bodies issued, and these: as a mention names them, else as their words say."""
    issued = _of_originals(tables, tables.metadata)
    issued = issued[issued["field"] == "issuers"]
    issued = issued[issued["doc_id"].duplicated(keep=False)]
    named = tables.agencies[tables.agencies["doc_id"].isin(issued["doc_id"]) & tables.agencies["agency_id"].notna()]
    mentioned = {
        (doc_id, text): Body(key, name)
        for doc_id, text, key, name in reversed(list(_rows(named, "doc_id", "text", "agency_id", "name")))
    }
    areas = {doc_id: area or None for doc_id, area in _rows(tables.documents, "doc_id", "jurisdiction")}
    for doc_id, rows in issued.groupby("doc_id"):
        key = str(doc_id)
        yield key, [mentioned.get((key, words)) or _resolve(words, areas[key]) for (words,) in _rows(rows, "value")]


def _resolve(words: str, jurisdiction: str | None) -> Body:
    """Return the body that a name stands for in a document about an area; one that is not known keeps its words.

    >>> _resolve("市财政局", "210200"), _resolve("某某联盟", "210200")
    (Body(key='210200/财政局', name='大连市财政局'), Body(key='某某联盟', name='某某联盟'))
    """
    for agency in find_agencies(AlignedText.of(words), jurisdiction=jurisdiction):
        if agency.quote.text == words and agency.agency_id and agency.name:
            return Body(agency.agency_id, agency.name)
    return Body(words, words)


def _bodies_of(duties: pd.DataFrame) -> Sequence[Body]:
    return tuple({key: Body(key, name) for key, name in _rows(duties, "agency_id", "name")}.values())


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of some text columns row by row, an empty one as an empty text."""
    return frame[list(columns)].fillna("").astype(object).itertuples(index=False, name=None)


def _edges(pairs: Iterable[tuple[Body, Body, str]]) -> pd.DataFrame:
    """Count pairs and the documents that they stand in, the strongest first."""
    import pandas as pd

    return pd.DataFrame(_counted(pairs), columns=list(COLUMNS)).astype({"weight": "int64", "documents": "int64"})


def _counted(pairs: Iterable[tuple[Body, Body, str]]) -> Iterator[tuple[str, str, str, str, int, int]]:
    weights: Counter[tuple[str, str]] = Counter()
    names: dict[str, str] = {}
    documents: dict[tuple[str, str], set[str]] = {}
    for source, target, key in pairs:
        pair = source.key, target.key
        weights[pair] += 1
        documents.setdefault(pair, set()).add(key)
        for body in (source, target):
            names.setdefault(body.key, body.name)
    for pair, weight in sorted(weights.items(), key=lambda found: (-found[1], found[0])):
        source_key, target_key = pair
        yield source_key, target_key, names[source_key], names[target_key], weight, len(documents[pair])
