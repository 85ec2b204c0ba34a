"""One self-contained page about a run: comparisons and tables, and for every number the text that it comes from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from policytext.batch import Run
from policytext.report import sections
from policytext.report.elements import Html, element, join
from policytext.report.evidence import Anchors, ReportTables, read_texts, rebuild, records
from policytext.report.highlight import body, describe_origin, legend, style
from policytext.tables import printable
from policytext.text import AlignedText

DOCUMENTS = 300  # documents whose text is on the page
TEXT = 20_000  # characters of one text; the facts behind it are listed
TOTAL = 3_000_000  # characters of all texts together, about 15 MB of page

# Opens the closed sections around the place that a link leads to; without it the page works but they stay closed
# in browsers that do not do this by themselves.
_SCRIPT = """
function reveal() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let node = place; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  if (place) place.scrollIntoView({block: "center"});
}
addEventListener("hashchange", reveal);
addEventListener("click", event => { if (event.target.closest('a[href^="#"]')) setTimeout(reveal); });
addEventListener("load", reveal);
"""


def write_report(run: Run, path: str | Path, *, folder: str | Path | None = None) -> Path:
    """Write the report of a run as one HTML file and return its path.

    The texts are read again from ``folder``, by default the one that was analyzed. A document that is not there any
    more, or that has changed since, is shown without its text.
    """
    target = Path(path)
    source = Path(folder or run.folder)
    texts = dict(read_texts(run.documents.head(DOCUMENTS), source))
    target.write_text(render_page(run, texts, title=f"policytext: {printable(source.name)}"), encoding="utf-8")
    return target


def render_page(tables: ReportTables, texts: Mapping[str, AlignedText], *, title: str = "policytext") -> str:
    """Return the page as HTML. It loads nothing, and its policy forbids it to.

    ``texts`` holds the bodies in normal form by doc_id, as far as they are at hand.
    """
    shown = _bounded(tables, texts)
    anchors = Anchors({key: number for number, key in enumerate(shown)})
    content = (
        element("h1", title),
        sections.summary(tables),
        *sections.comparisons(tables, anchors),
        sections.documents(tables, anchors),
        *sections.targets(tables, anchors),
        sections.agencies(tables, anchors),
        *sections.problems(tables, anchors),
        _texts(tables, shown, anchors),
    )
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src '{_digest(_SCRIPT)}'; base-uri 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Html(style("highlight") + style("page"))),
    )
    page = element(
        "html", head, element("body", element("main", *content), element("script", Html(_SCRIPT))), lang="en"
    )
    return f"<!doctype html>\n{page}\n"


def _bounded(tables: ReportTables, texts: Mapping[str, AlignedText]) -> dict[str, AlignedText]:
    """Return the texts of the first documents, as many as fit on the page."""
    shown: dict[str, AlignedText] = {}
    size = 0
    for key in tables.documents["doc_id"].head(DOCUMENTS):
        text = texts.get(key, AlignedText.of(""))
        size += min(len(text), TEXT)
        if size > TOTAL:
            break
        shown[key] = text
    return shown


def _texts(tables: ReportTables, shown: Mapping[str, AlignedText], anchors: Anchors) -> Html:
    rows = {row["doc_id"]: row for row in records(tables.documents)}
    parts: list[Html] = []
    for key, doc in zip(shown, rebuild(tables, shown), strict=True):
        name = anchors.document(key)
        place = " · ".join(
            part for part in (rows[key]["city"], doc.meta.genre, *describe_origin(doc.meta), doc.file) if part
        )
        absent = None if doc.raw else element("p", "The source is not at hand or has changed since.", class_="pt-note")
        heading = element("summary", doc.meta.title or doc.file, element("small", f" {place}"))
        text = element(
            "div", legend(doc), absent, body(doc, anchor=f"{name}-", limit=TEXT), class_="policytext", lang="zh"
        )
        parts.append(element("details", heading, text, id=name))
    left = len(tables.documents) - len(shown)
    note = element("p", f"{left:,} more documents are in the tables only.", class_="note") if left else None
    return sections.section("texts", "Texts with their evidence", join(parts), note)


def _digest(script: str) -> str:
    return "sha256-" + b64encode(sha256(script.encode()).digest()).decode()
