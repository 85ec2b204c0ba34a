"""The sections of the report page, each made from the tables alone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from policytext.compare import AXES, Comparison, compare
from policytext.report.elements import Html, element, join
from policytext.report.evidence import Anchors, ReportTables, records
from policytext.report.highlight import say_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROWS = 1000  # rows of one table on the page; beyond that the tables themselves are the better reading
CELL_ROWS = 50  # measures listed for one cell of a comparison
LINKS = 30  # links to single mentions of an agency in one role
ROLES = ("issuer", "lead", "responsible", "partner")
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
    figures = (
        (len(tables.documents), "documents", "documents"),
        (tables.documents["city"].nunique(), "cities", "environment"),
        (int((tables.items["kind"] == "measure").sum()), "measures", "environment"),
        (named["name"].nunique(), "agencies", "agencies"),
        (int(kinds.get("goal", 0)), "goals", "goal"),
        (int(kinds.get("result", 0)), "results", "result"),
        (len(tables.issues), "issues", "issues"),
        (len(tables.failures), "failures", "failures"),
    )
    tiles = (
        element("li", link(element("b", f"{count:,}"), anchor), element("span", name))
        for count, name, anchor in figures
    )
    return element("ul", *tiles, class_="tiles")


def comparisons(tables: ReportTables, anchors: Anchors) -> Iterable[Html]:
    """Yield a section for each axis (and for each scheme of an axis that has several)."""
    labels = tables.labels
    for axis in reversed(AXES):
        schemes = sorted(labels.loc[labels["axis"] == axis, "scheme"].dropna().unique())
        for of in schemes if len(schemes) > 1 else [axis]:
            scheme = str(schemes[0] if len(schemes) == 1 else of)
            title = f"Cities by {axis}" + (f" ({scheme})" if scheme != axis else "")
            yield section(str(of), title, *_comparison(compare(tables, by="city", of=str(of)), tables, anchors))


def _comparison(comparison: Comparison, tables: ReportTables, anchors: Anchors) -> Iterable[object]:
    rows = records(comparison.tidy)
    if not rows:
        yield element("p", "No documents.", class_="note")
        return
    by, of = comparison.by, comparison.of
    codes = list(dict.fromkeys(row[of] for row in rows))
    head = element(
        "tr", element("th", by), *(element("th", code, class_="n") for code in codes), *_heads("measures", "documents")
    )
    lines: list[Html] = []
    behind: list[Html] = []
    for place, (group, found) in enumerate(groupby(rows, key=lambda row: row[by])):
        cells = list(found)
        names = [f"{of}-{place}-{number}" if cell["count"] else None for number, cell in enumerate(cells)]
        lines.append(
            element(
                "tr",
                element("th", group, scope="row"),
                *(_share_cell(cell, name) for cell, name in zip(cells, names, strict=True)),
                *(element("td", f"{cells[0][column]:,}", class_="n") for column in ("total", "documents")),
            )
        )
        behind += [
            _behind(comparison, cell, name, tables, anchors) for cell, name in zip(cells, names, strict=True) if name
        ]
    yield _table(head, lines)
    yield element(
        "p",
        "Each cell: measures with the code, and their share of the city's measures. A measure may have two codes, "
        "so the shares of a row can add up to more than 100 %.",
        class_="note",
    )
    yield element("details", element("summary", "The measures behind each cell"), *behind, class_="behind")


def _share_cell(cell: dict[str, Any], anchor: str | None) -> Html:
    share = cell["share"] or 0.0
    bar = element("i", class_="bar", style=f"width:{share:.1%}")
    figures = (element("b", cell["count"]), element("small", f" {share:.0%}")) if cell["count"] else ("0",)
    return element("td", link(join(figures), anchor), bar, class_="share")


def _behind(comparison: Comparison, cell: dict[str, Any], name: str, tables: ReportTables, anchors: Anchors) -> Html:
    group, code = cell[comparison.by], cell[comparison.of]
    facts = comparison.evidence(group, code)
    places = tables.items.assign(number=tables.items.groupby("doc_id").cumcount())[["doc_id", "item_id", "number"]]
    rows = facts.head(CELL_ROWS).merge(places, on=["doc_id", "item_id"], how="left").to_dict("records")
    listed = [
        element(
            "li",
            link(row["lead"] or row["text"][:40], anchors.fact(row["doc_id"], "i", row["number"])),
            _words(row.get("evidence")),
        )
        for row in rows
    ]
    more = (
        element("li", f"and {len(facts) - CELL_ROWS:,} more in the table of items") if len(facts) > CELL_ROWS else None
    )
    title = f"{group} · {code}: {cell['count']} of {cell['total']} measures"
    return element("details", element("summary", title), element("ol", *listed, more), id=name)


def _words(evidence: object) -> Html | None:
    if not isinstance(evidence, str) or not evidence:
        return None
    return element("small", " (" + "、".join(evidence.split("|")) + ")")


def documents(tables: ReportTables, anchors: Anchors) -> Html:
    """Return the table of documents."""
    head = _head("document", "city", "published", "publisher", "measures", "agencies", "targets", "issues")
    lines = [
        element(
            "tr",
            element("th", link(row["title"] or row["file"], anchors.document(row["doc_id"])), scope="row"),
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
    rows = records(tables.targets)
    for kind, title in TARGET_TABLES.items():
        found = [row for row in rows if row["kind"] == kind]
        if found:
            head = _head("place", "indicator", "words", "value", "by", "per", "because of")
            lines = [_target_line(row, cities, anchors) for row in found[:ROWS]]
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
        element("td", (row["cues"] or "").replace("|", "、"), class_="small"),
    )


def _value(row: dict[str, Any]) -> str | None:
    if row["value"] is None:
        return None
    return say_value(row["value"], row["upper"], row["unit"] or "", row["bound"] or "exact")


def agencies(tables: ReportTables, anchors: Anchors) -> Html:
    """Return the table of agencies by role; each count opens to its mentions."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(tables.agencies):
        if not row["generic"]:
            found.setdefault(row["name"] or row["text"], []).append(row)
    ordered = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    head = _head("agency", "level", "place", *ROLES, "no role", "documents")
    lines = [
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", rows[0]["level"]),
            element("td", rows[0]["place_name"], class_="w"),
            *(_mentions([row for row in rows if row["role"] == role], anchors) for role in (*ROLES, None)),
            element("td", len({row["doc_id"] for row in rows}), class_="n"),
        )
        for name, rows in ordered[:ROWS]
    ]
    return section("agencies", "Agencies by role", _table(head, lines), _cut(len(ordered)))


def _mentions(rows: Sequence[dict[str, Any]], anchors: Anchors) -> Html:
    if not rows:
        return element("td")
    places = [(row["text"], anchors.fact(row["doc_id"], "a", row["number"])) for row in rows[:LINKS]]
    if len(rows) == 1:
        return element("td", link(1, places[0][1], title=rows[0]["text"]), class_="n")
    links = [element("li", link(words, anchor)) for words, anchor in places]
    more = element("li", f"and {len(rows) - LINKS:,} more") if len(rows) > LINKS else None
    return element("td", element("details", element("summary", len(rows)), element("ol", *links, more)), class_="n")


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


_NUMERIC = {"measures", "agencies", "targets", "issues", "documents", "value", *ROLES, "no role"}


def _heads(*names: str) -> Iterable[Html]:
    return (element("th", name, class_="n" if name in _NUMERIC else None) for name in names)


def _head(*names: str) -> Html:
    return element("tr", *_heads(*names))


def _table(head: Html, lines: Iterable[Html]) -> Html:
    table = element("table", element("thead", head), element("tbody", *lines))
    return element("div", table, class_="scroll", tabindex="0")


def _cut(size: int) -> Html | None:
    return element("p", f"The first {ROWS:,} of {size:,} rows.", class_="note") if size > ROWS else None
