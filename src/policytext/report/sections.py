"""The sections of the report page, each made from the tables alone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from policytext.columns import SEPARATOR
from policytext.compare import AXES, Comparison, compare, count_of
from policytext.report.elements import Html, element, join
from policytext.report.evidence import Anchors, ReportTables, numbered, records
from policytext.report.highlight import say_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROWS = 1000  # rows of one table on the page; beyond that the tables themselves are the better reading
CELL_ROWS = 50  # measures listed for one cell of a comparison
LINKS = 30  # links to single mentions of an agency in one role
GROUPS = 100  # rows of a comparison, those with most measures first
WHOLE = 60  # rows of a comparison that are shown whole; a longer one scrolls, and says so
NO_ROLE = "no role"
ROLES = ("issuer", "lead", "responsible", "partner")
_SHARES = (
    "Each cell: measures with the code, and their share of the measures of the row. A measure may have two codes, "
    "so the shares of a row can add up to more than 100 %."
)
TARGET_TABLES = {
    "goal": "Goals: levels, quantities and time limits to be reached",
    "result": "Results: what was done or reached",
    "scope": "Scope: how many exist, are covered or take part",
    "baseline": "Baselines: values that a change starts from",
    "rule": "Rules: thresholds, caps, rates and amounts",
}


def link(text: object, anchor: str | None, **attributes: object) -> Html:
    """Return a link to a place on the page, or the words alone where there is none."""
    return element("a", text, href=f"#{anchor}", **attributes) if anchor else join([text])


def section(anchor: str, title: str, *children: object) -> Html:
    """Return a section of the page."""
    return element("section", element("h2", title), *children, id=anchor)


def summary(tables: ReportTables) -> Html:
    """Return the counts that the page opens with."""
    named = tables.agencies[~tables.agencies["generic"].fillna(value=False)]
    kinds = tables.targets["kind"].value_counts()
    reprinted = int(tables.documents["duplicate_of"].notna().sum())
    figures = (
        (len(tables.documents), "documents", "documents"),
        *([(reprinted, "reprints among them", "documents")] if reprinted else ()),
        (tables.documents["city"].nunique(), "cities", "environment"),
        (int((tables.items["kind"] == "measure").sum()), "measures", "environment"),
        (named["name"].nunique(), "agencies", "agencies"),
        *((int(kinds.get(kind, 0)), f"{kind}s", kind if kind in kinds else None) for kind in ("goal", "result")),
        (len(tables.issues), "issues", "issues"),
        (len(tables.failures), "failures", "failures"),
    )
    tiles = (
        element("li", link(element("b", f"{count:,}"), anchor), element("span", name))
        for count, name, anchor in figures
    )
    return element("ul", *tiles, class_="tiles")


def comparisons(tables: ReportTables, anchors: Anchors) -> Iterable[Html]:
    """Yield a section for each axis (and for each scheme of an axis that has several).

    Cities are compared, or the documents themselves where no document has a city.
    """
    labels = tables.labels
    by, groups = ("city", "Cities") if tables.documents["city"].notna().any() else ("file", "Documents")
    for axis in reversed(AXES):
        schemes = sorted(labels.loc[labels["axis"] == axis, "scheme"].dropna().unique())
        for of in schemes if len(schemes) > 1 else [axis]:
            scheme = str(schemes[0] if len(schemes) == 1 else of)
            title = f"{groups} by {axis}" + (f" ({scheme})" if scheme != axis else "")
            yield section(str(of), title, *_comparison(compare(tables, by=by, of=str(of)), tables, anchors))


def _comparison(comparison: Comparison, tables: ReportTables, anchors: Anchors) -> Iterable[object]:
    """Yield the table of counts and shares, and the lists of measures that its cells lead to."""
    by, of = comparison.by, comparison.of
    codes = list(comparison.tidy[of].unique())
    shown = list(comparison.tidy[by].unique())[:GROUPS]
    rows = records(comparison.tidy[comparison.tidy[by].isin(shown)])
    behind = _behind(comparison, shown, tables, anchors)
    lines: list[Html] = []
    lists: list[Html] = []
    for place, (group, found) in enumerate(groupby(rows, key=lambda row: str(row[by]))):
        cells = list(found)
        names = [f"{of}-{place}-{number}" if cell["count"] else None for number, cell in enumerate(cells)]
        lines.append(
            element(
                "tr",
                element("th", group, scope="row"),
                *map(_share_cell, cells, names),
                *(element("td", f"{cells[0][column]:,}", class_="n") for column in ("total", "documents")),
            )
        )
        for cell, name in zip(cells, names, strict=True):
            if name:
                title = f"{group} · {cell[of]}: {cell['count']} of {cell['total']} measures"
                listed = behind.get((group, cell[of]), [])
                more = element("li", f"and {cell['count'] - CELL_ROWS:,} more") if cell["count"] > CELL_ROWS else None
                lists.append(element("details", element("summary", title), element("ol", *listed, more), id=name))
    heads = (element("th", code, class_="share") for code in codes)
    whole = len(lines) <= WHOLE
    head = element("tr", element("th", by), *heads, *_heads("measures", "documents"))
    yield _table(head, lines, css="scroll whole" if whole else "scroll")
    yield None if whole else element("p", f"{len(lines)} rows: scroll the table to see them all.", class_="note")
    yield _cut(comparison.tidy[by].nunique(), GROUPS)
    if comparison.reprints:
        yield element(
            "p",
            f"Without {count_of(comparison.reprints, 'reprint')}: documents that say what another one says.",
            class_="note",
        )
    yield element("p", _SHARES, class_="note")
    yield element("details", element("summary", "The measures behind each cell"), *lists, class_="behind")


def _behind(
    comparison: Comparison, groups: Sequence[str], tables: ReportTables, anchors: Anchors
) -> dict[tuple[str, str], list[Html]]:
    """Return the first measures of each cell, by group and category, as list items that lead to their text."""
    facts = comparison.facts[comparison.facts["group"].isin(groups)]
    facts = facts.groupby(["group", "category"], sort=False).head(CELL_ROWS)
    places = numbered(tables.items)[["doc_id", "item_id", "number"]]
    listed: dict[tuple[str, str], list[Html]] = {}
    for row in records(facts.merge(places, on=["doc_id", "item_id"], how="left")):
        anchor = anchors.fact(row["doc_id"], "i", row["number"])
        line = element("li", link(row["lead"] or row["text"][:40], anchor), _words(row["evidence"]))
        listed.setdefault((row["group"], row["category"]), []).append(line)
    return listed


def _share_cell(cell: dict[str, Any], anchor: str | None) -> Html:
    share = cell["share"] or 0.0
    bar = element("i", class_="bar", style=f"width:{share:.1%}")
    figures = (element("b", cell["count"]), element("small", f" {share:.0%}")) if cell["count"] else ("0",)
    return element("td", link(join(figures), anchor), bar, class_="share")


def _words(evidence: str | None) -> Html | None:
    return element("small", f" ({evidence.replace(SEPARATOR, '、')})") if evidence else None


def documents(tables: ReportTables, anchors: Anchors) -> Html:
    """Return the table of documents."""
    head = _head("document", "city", "published", "publisher", "measures", "agencies", "targets", "issues")
    files = dict(zip(tables.documents["doc_id"], tables.documents["file"], strict=True))
    lines = [
        element(
            "tr",
            element(
                "th",
                link(row["title"] or row["file"], anchors.document(row["doc_id"])),
                element("small", f" reprint of {files[row['duplicate_of']]}") if row["duplicate_of"] else None,
                scope="row",
            ),
            *(element("td", row[column], class_="w") for column in ("city", "published")),
            element("td", row["publisher"]),
            *(element("td", row[column], class_="n") for column in ("measures", "agencies", "targets", "issues")),
        )
        for row in records(tables.documents.head(ROWS))
    ]
    return section("documents", "Documents", _table(head, lines), _cut(len(tables.documents)))


def targets(tables: ReportTables, anchors: Anchors) -> Iterable[Html]:
    """Yield a section for each kind of numeric expression that occurs: goals, then results, then the rest."""
    cities = dict(zip(tables.documents["doc_id"], tables.documents["city"].astype(object), strict=True))
    rows = numbered(tables.targets)
    for kind, title in TARGET_TABLES.items():
        found = rows[rows["kind"] == kind]
        if len(found):
            head = _head("place", "indicator", "words", "value", "by", "per", "because of")
            lines = [_target_line(row, cities, anchors) for row in records(found.head(ROWS))]
            content = (_table(head, lines), _cut(len(found)))
            open_ = kind in {"goal", "result"}
            shown = content if open_ else (element("details", element("summary", f"{len(found):,} rows"), *content),)
            yield section(kind, title, *shown)


def _target_line(row: dict[str, Any], cities: dict[str, Any], anchors: Anchors) -> Html:
    city = cities.get(row["doc_id"])
    return element(
        "tr",
        element("td", row["place_name"] or (None if pd.isna(city) else city), class_="w"),
        element("td", row["indicator"]),
        element("td", link(row["text"], anchors.fact(row["doc_id"], "t", row["number"]))),
        element("td", _value(row), class_="n"),
        element("td", row["deadline"], class_="w"),
        element("td", row["period"]),
        element("td", (row["cues"] or "").replace(SEPARATOR, "、"), class_="small"),
    )


def _value(row: dict[str, Any]) -> str | None:
    if row["value"] is None:
        return None
    return say_value(row["value"], row["upper"], row["unit"] or "", row["bound"] or "exact")


def agencies(tables: ReportTables, anchors: Anchors) -> Html:
    """Return the table of agencies by role; each count leads to its mentions."""
    named = numbered(tables.agencies)
    named = named[~named["generic"].fillna(value=False)]
    named = named.assign(key=named["name"].fillna(named["text"]), role=named["role"].fillna(NO_ROLE))
    order = named["key"].value_counts(sort=False).sort_values(ascending=False, kind="stable").index
    top = named[named["key"].isin(order[:ROWS])]
    counts = top.groupby(["key", "role"]).size().to_dict()
    spread = top.groupby("key")["doc_id"].nunique().to_dict()
    mentions: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(top.groupby(["key", "role"]).head(LINKS)):
        mentions.setdefault((row["key"], row["role"]), []).append(row)
    lines = []
    for name in order[:ROWS]:
        first = next(mentions[name, role][0] for role in (*ROLES, NO_ROLE) if (name, role) in mentions)
        roles = ((counts.get((name, role), 0), mentions.get((name, role), [])) for role in (*ROLES, NO_ROLE))
        cells = [element("td", first["level"]), element("td", first["place_name"], class_="w")]
        cells += [_mentions(count, rows, anchors) for count, rows in roles]
        lines.append(element("tr", element("th", name, scope="row"), *cells, element("td", spread[name], class_="n")))
    head = _head("agency", "level", "place", *ROLES, NO_ROLE, "documents")
    return section("agencies", "Agencies by role", _table(head, lines), _cut(len(order)))


def _mentions(count: int, rows: Sequence[dict[str, Any]], anchors: Anchors) -> Html:
    places = [(row["text"], anchors.fact(row["doc_id"], "a", row["number"])) for row in rows]
    if count < 2:
        return element("td", *(link(count, anchor, title=words) for words, anchor in places), class_="n")
    links = [element("li", link(words, anchor)) for words, anchor in places]
    more = element("li", f"and {count - LINKS:,} more") if count > LINKS else None
    return element("td", element("details", element("summary", count), element("ol", *links, more)), class_="n")


def problems(tables: ReportTables, anchors: Anchors) -> Iterable[Html]:
    """Yield the sections of issues (documents that their reader should know something about) and failures."""
    titles = {row["doc_id"]: row["title"] or row["file"] for row in records(tables.documents)}
    lines = [
        element(
            "tr",
            element("td", link(titles.get(row["doc_id"], row["file"]), anchors.document(row["doc_id"]))),
            element("td", row["stage"]),
            element("td", row["message"]),
        )
        for row in records(tables.issues.head(ROWS))
    ]
    none = element("p", "None.", class_="note")
    issues = (_table(_head("document", "stage", "issue"), lines), _cut(len(tables.issues)))
    yield section("issues", "Issues", *(issues if lines else (none,)))
    failed = [
        element("tr", *(element("td", row[column]) for column in ("file", "stage", "reason")))
        for row in records(tables.failures.head(ROWS))
    ]
    failures = (_table(_head("file", "stage", "reason"), failed), _cut(len(tables.failures)))
    yield section("failures", "Files that could not be analyzed", *(failures if failed else (none,)))


_NUMERIC = {"measures", "agencies", "targets", "issues", "documents", "value", *ROLES, NO_ROLE}


def _heads(*names: str) -> Iterable[Html]:
    return (element("th", name, class_="n" if name in _NUMERIC else None) for name in names)


def _head(*names: str) -> Html:
    return element("tr", *_heads(*names))


def _table(head: Html, lines: Iterable[Html], *, css: str = "scroll") -> Html:
    table = element("table", element("thead", head), element("tbody", *lines))
    return element("div", table, class_=css, tabindex="0")


def _cut(size: int, limit: int = ROWS) -> Html | None:
    return element("p", f"The first {limit:,} of {size:,} rows.", class_="note") if size > limit else None
