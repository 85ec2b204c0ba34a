"""The report: marks nest, hostile text stays text, every number leads to its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.batch import analyze_folder
from policytext.columns import FACT_TABLES
from policytext.compare import compare
from policytext.model import Boilerplate, Document, Issue, Metadata
from policytext.pipeline import analyze
from policytext.report import page, sections
from policytext.report.elements import element, join, show
from policytext.report.highlight import LISTED, body, highlight, highlight_source, say_value, style
from policytext.report.page import render_page, write_report
from policytext.report.paint import Mark, paint
from policytext.tables import document_id, to_frame, to_tables
from policytext.text import AlignedText, Edit

if TYPE_CHECKING:
    from policytext.text import Quote

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "corpora" / "docs").iterdir())
OURS = {"b", "br", "div", "li", "mark", "p", "span", "style", "u", "ul"}
OURS_ON_A_PAGE = OURS | {
    "a", "body", "details", "h1", "h2", "head", "html", "i", "main", "meta", "ol", "script", "section", "small",
    "summary", "table", "tbody", "td", "th", "thead", "title", "tr",
}  # fmt: skip
ATTRIBUTES = {
    "charset", "class", "content", "data-chip", "href", "http-equiv", "id", "lang", "name", "scope", "style",
    "tabindex", "title",
}  # fmt: skip
HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "<!--",
    "]]><svg/onload=alert(1)>",
    "&lt;b&gt;&#60;i&#62;",
    "javascript:alert(1)",
    "\u202egnp.exe\u202c",
    "\x00\x08\x1b[31m\x7f\x85",
    "\ud800\udfff\ufffe",
    "\u200b\ufeff\u2066\u2069",
)


@dataclass
class Seen(HTMLParser):
    """What a browser would make of a page: elements, attributes, ids, links and the text."""

    tags: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        for name, value in attrs:
            self.names.add(name)
            {"id": self.ids, "href": self.links, "style": self.styles}.get(name, []).append(value)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.texts.append(data)

    def handle_comment(self, data):
        self.other.append(data)

    unknown_decl = handle_pi = handle_comment

    @property
    def text(self) -> str:
        return "".join(self.texts)


def look(html: str) -> Seen:
    seen = Seen()
    seen.feed(html)
    seen.close()
    assert seen.open == []
    return seen


def run_of(*docs: Document, failures=()) -> SimpleNamespace:
    """Make what a report reads of a run, from documents."""
    tables = to_tables(docs)
    found = {name: getattr(tables, name) for name in FACT_TABLES}
    return SimpleNamespace(**found, failures=to_frame("failures", list(failures)))


def page_of(*docs: Document, failures=()) -> str:
    return render_page(run_of(*docs, failures=failures), {document_id(doc): doc.text for doc in docs})


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        pytest.param("ab", [], "<p>ab</p>", id="no mark"),
        pytest.param(
            "abcd", [(0, 4, "x"), (1, 2, "y")],
            '<p><span class="x">a<span class="y">b</span>cd</span></p>', id="inside",
        ),
        pytest.param(
            "abcd", [(1, 4, "y"), (0, 3, "x")],
            '<p><span class="x">a<span class="y">bc</span></span><span class="y">d</span></p>', id="crossing",
        ),
        pytest.param(
            "ab", [(0, 1, "x"), (1, 2, "y")],
            '<p><span class="x">a</span><span class="y">b</span></p>', id="side by side",
        ),
        pytest.param(
            "a\n\nb", [(0, 4, "x")], '<p><span class="x">a</span></p>\n<p></p>\n<p><span class="x">b</span></p>',
            id="over paragraphs",
        ),
        pytest.param("a\nb", [(1, 3, "x")], '<p>a</p>\n<p><span class="x">b</span></p>', id="from a line end"),
        pytest.param("ab", [(1, 1, "x")], "<p>ab</p>", id="empty mark"),
        pytest.param("", [(0, 0, "x")], "<p></p>", id="empty text"),
    ],
)  # fmt: skip
def test_paint(text, marks, html):
    assert paint(text, [Mark(*mark) for mark in marks]) == html


def test_anchor_and_chip_belong_to_the_first_piece():
    html = paint("ab\ncd", [Mark(1, 5, "x", "all", "here", "sign", block=True)])
    assert html.count('id="here"') == html.count('data-chip="sign"') == 1
    assert html.count('title="all"') == 2
    assert '<p class="in1">' in html


RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


@given(st.text(st.sampled_from("ab政\n\t<\"&'\u202e\x00"), max_size=40), RANGES)
def test_paint_keeps_the_text_and_nests_whatever_the_marks(text, ranges):
    marks = [Mark(min(ends), min(max(ends), len(text)), "x", anchor=f"m{n}") for n, ends in enumerate(ranges)]
    seen = look(paint(text, marks))
    assert set(seen.tags) <= {"p", "span"}
    assert seen.text.split("\n") == [look(show(line)).text for line in text.split("\n")]
    reachable = {mark.anchor for mark in marks if text[mark.start : mark.end].strip("\n")}
    assert sorted(seen.ids) == sorted(reachable)


@pytest.mark.parametrize("text", [*HOSTILE, "\r", "\u2028", "\u00ad", "\u061c"])
def test_show_is_one_for_one_and_writable(text):
    shown = look(show(text)).text
    assert len(shown) == len(text)
    assert "<" not in show(text)
    assert shown.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", shown)


def test_elements_escape_text_but_not_elements():
    html = element("p", "<i>", element("b", "&"), None, title='"', hidden=True, lang=None)
    assert html == '<p title="&quot;" hidden>&lt;i&gt;<b>&amp;</b></p>'
    assert join(["<", element("br")]) == "&lt;<br>"


def hostile(doc: Document, words: str) -> Document:
    """Put words into every field of every fact that a text can come to."""

    def spoil(quote: Quote) -> Quote:
        return quote._replace(text=quote.text + words)

    return replace(
        doc,
        file=words,
        meta=Metadata(words, doc.meta.published, words, words, doc.meta.jurisdiction),
        items=tuple(
            replace(item, quote=spoil(item.quote), marker=words, lead=words, reason=words) for item in doc.items
        ),
        agencies=tuple(replace(agency, quote=spoil(agency.quote), name=words) for agency in doc.agencies),
        targets=tuple(
            replace(target, quote=spoil(target.quote), unit=words, indicator=words, cues=(words,), deadline=words)
            for target in doc.targets
        ),
        labels=tuple(replace(label, evidence=tuple(map(spoil, label.evidence))) for label in doc.labels),
        boilerplate=tuple(Boilerplate(cut.kind, cut.span, words) for cut in doc.boilerplate),
        issues=(Issue(words, words),),
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(words, make_doc):
    raw = make_doc().raw
    doc = hostile(make_doc(raw=f"{words}{raw[:-3]}{words}\n{raw[-3:]}"), words)
    for html in (highlight(doc), highlight_source(doc)):
        seen = look(html)
        assert set(seen.tags) <= OURS
        assert seen.names <= ATTRIBUTES
        assert not seen.other
    html = page_of(doc, failures=[(words, words, words)])
    seen = look(html)
    assert set(seen.tags) <= OURS_ON_A_PAGE
    assert seen.names <= ATTRIBUTES
    assert not seen.other
    assert seen.tags.count("script") == 1
    assert all(re.fullmatch(r"width:\d+\.\d%", value) for value in seen.styles)
    assert all(re.fullmatch(r"#[\w-]+", value) for value in seen.links)
    html.encode("utf-8")


@given(st.text(max_size=60))
def test_any_text_survives(text):
    doc = Document("a.txt", text, AlignedText.of(text), Metadata())
    shown = "".join(look(str(body(doc))).texts)
    assert shown.split("\n") == [look(show(line)).text for line in text.split("\n")]


def test_the_source_shows_what_was_removed(make_doc):
    html = highlight_source(make_doc())
    assert '<span class="pt-cut navigation" title="navigation: share">分享到</span>' in html


def test_line_ends_of_other_systems_show_no_sign():
    doc = Document("a.txt", "甲\r\n乙\r丙", AlignedText.of("甲\r\n乙\r丙"), Metadata())
    assert look(highlight_source(doc)).text == "甲 \n乙\n丙"


def test_a_document_shows_itself(make_doc):
    doc = make_doc()
    assert doc._repr_html_() == highlight(doc)


def test_every_fact_has_an_anchor_and_a_title(make_doc):
    doc = make_doc()
    html = body(doc, anchor="d0-")
    assert sorted(look(html).ids) == ["d0-a0", "d0-a1", "d0-i0", "d0-i1", "d0-t0", "d0-t1"]
    assert "goal · 化解率 · ≥ 85 % · by 2024 · because of 达到" in html
    assert "agency · 大连市公安局 · city · 210200 · role: responsible" in html
    assert "relation 亲 (走访)" in html


@pytest.mark.parametrize("limit", [0, 10, 20])
def test_facts_behind_the_cut_are_listed(limit, make_doc):
    doc = make_doc()
    html = body(doc, anchor="d0-", limit=limit)
    assert len(set(look(html).ids)) == 6
    assert f"The first {limit} of {len(doc.text)} characters are shown." in html


def test_many_facts_behind_the_cut_are_bounded(make_doc):
    doc = make_doc()
    html = body(replace(doc, targets=doc.targets * LISTED), limit=0)
    assert f"and {LISTED + 4:,} more" in html


def test_a_fact_outside_the_body_is_listed(make_doc):
    doc = make_doc()
    share = doc.boilerplate[0].span
    outside = replace(doc.agencies[0], quote=doc.agencies[0].quote._replace(span=share))
    assert "pt-elsewhere" in body(replace(doc, agencies=(outside,)))


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        ((40_000_000, None, "元", "more_than"), "> 40,000,000 元"),
        ((30, 50, "名", "exact"), "30–50 名"),
        ((0.5, None, "个百分点", "about"), "≈ 0.5 个百分点"),
        ((10.0, None, "天", "at_most"), "≤ 10 天"),
        ((1e-7, None, "%", "less_than"), "< 0.0000001 %"),
    ],
)
def test_values_as_a_person_writes_them(args, shown):
    assert say_value(*args) == shown


def test_every_link_of_the_page_leads_somewhere(make_doc):
    seen = look(page_of(make_doc("a.txt"), make_doc("b.txt", jurisdiction="210100")))
    assert len(set(seen.ids)) == len(seen.ids)
    assert {value.removeprefix("#") for value in seen.links} <= set(seen.ids)


def test_every_fact_of_the_tables_is_linked(make_doc):
    links = set(look(page_of(make_doc("a.txt"), make_doc("b.txt"))).links)
    assert links >= {f"#d{doc}" for doc in (0, 1)}
    assert links >= {f"#d{doc}-{fact}" for doc in (0, 1) for fact in ("i0", "i1", "t0", "t1", "a0")}


def test_cells_show_counts_and_shares_and_lead_to_their_measures(make_doc):
    run = run_of(make_doc())
    html = page_of(make_doc())
    counts = compare(run, by="city", of="environment").counts
    assert counts["服务"].tolist() == [1]
    assert '<a href="#environment-0-0"><b>1</b><small> 50%</small></a>' in html
    assert 'style="width:50.0%"' in html
    assert '<details id="environment-0-0">' in html


def test_without_cities_documents_are_compared(make_doc):
    html = page_of(make_doc("a.txt", jurisdiction=None), make_doc("b.txt", jurisdiction=None))
    assert "<h2>Documents by environment" in html
    assert "Cities by" not in html
    assert '<th scope="row">(none)</th>' not in html
    assert html.count('<th scope="row">a.txt</th>') == 2  # on both axes
    assert "<h2>Cities by environment" in page_of(make_doc("a.txt", jurisdiction=None), make_doc("b.txt"))


def test_the_page_loads_nothing(make_doc):
    html = page_of(make_doc())
    assert "default-src &#x27;none&#x27;" in html
    assert not re.search(r"""(?:\bsrc(?:set)?=|\burl\(|@import|https?:|<link\b)""", html)


def test_style_sheets_cannot_end_their_element():
    assert not [name for name in ("highlight", "page") if "<" in style(name)]


def test_a_run_without_documents_makes_a_page():
    seen = look(page_of(failures=[("x.bin", "read", "a binary file")]))
    assert "x.bin" in seen.text


@pytest.mark.parametrize("limit", ["DOCUMENTS", "TOTAL"])
def test_documents_beyond_the_limit_are_in_the_tables_only(limit, make_doc, monkeypatch):
    docs = [make_doc(f"{number}.txt") for number in range(3)]
    monkeypatch.setattr(page, limit, 2 if limit == "DOCUMENTS" else len(docs[0].text) * 2)
    seen = look(page_of(*docs))
    assert {"d0", "d1"} <= set(seen.ids)
    assert "d2" not in seen.ids
    assert "1 more documents are in the tables only." in seen.text
    assert {value.removeprefix("#") for value in seen.links} <= set(seen.ids)


def test_long_tables_are_cut_with_a_note(make_doc, monkeypatch):
    for name in ("ROWS", "CELL_ROWS", "LINKS", "GROUPS"):
        monkeypatch.setattr(sections, name, 1)
    docs = [make_doc(f"{number}.txt", jurisdiction=f"2{number}0100") for number in range(1, 4)]
    text = look(page_of(*docs)).text
    assert "The first 1 of 3 rows." in text


def test_a_written_report_shows_texts_that_are_still_there(tmp_path: Path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "here.txt").write_text("一是开展入企走访，年内走访企业300家以上。二是设立服务专窗。", encoding="utf-8")
    (folder / "changed.txt").write_text("一是组织银企对接活动。二是推行容缺受理。", encoding="utf-8")
    run = analyze_folder(folder, tmp_path / "out")
    (folder / "changed.txt").write_text("一是改写过的文字。", encoding="utf-8")
    html = write_report(run, tmp_path / "report.html").read_text(encoding="utf-8")
    assert html.count("The source is not at hand or has changed since.") == 1
    seen = look(html)
    assert {value.removeprefix("#") for value in seen.links} <= set(seen.ids)
    assert "改写过的文字" not in html


def test_a_hostile_folder_makes_a_harmless_report(tmp_path: Path):
    folder = tmp_path / "<b>news"
    folder.mkdir()
    for number, words in enumerate(HOSTILE):
        name = f"{number}<img src=x onerror=alert(1)>.{'html' if number % 2 else 'txt'}"
        text = f"{words}市出台举措\n一是{words}市公安局走访企业{words}30家。二是{words}严肃问责。\n{words}"
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "<svg onload=alert(1)>.txt").write_bytes(b"\x00\x01\x02")
    seen = look(write_report(analyze_folder(folder, tmp_path / "out"), tmp_path / "r.html").read_text(encoding="utf-8"))
    assert set(seen.tags) <= OURS_ON_A_PAGE
    assert seen.names <= ATTRIBUTES
    assert "<svg onload=alert(1)>.txt" in seen.text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_fact_of_a_sample_is_marked_in_its_text(path):
    doc = analyze(path)
    seen = look(body(doc, anchor="d-"))
    facts = {"i": doc.items, "a": doc.agencies, "t": doc.targets}
    assert sorted(seen.ids) == sorted(f"d-{letter}{n}" for letter, found in facts.items() for n in range(len(found)))
    assert seen.text == doc.text.text


def test_a_fact_is_marked_in_the_normal_form(make_doc):
    doc = make_doc()
    raw = doc.raw.replace("市公安局", "市公(gōng)安局")
    at = raw.index("(gōng)")
    text = AlignedText.of(raw).edit([Edit(at, at + 6)])
    agency = replace(doc.agencies[0], quote=text.quote(text.text.index("市公安局"), text.text.index("开展")))
    html = body(Document("a.txt", raw, text, Metadata(), agencies=(agency,)))
    assert ">市公安局</mark>" in html


@pytest.mark.parametrize(
    ("cities", "noted"), [pytest.param(18, False, id="whole"), pytest.param(61, True, id="long tables scroll")]
)
def test_a_comparison_is_shown_whole_or_says_that_it_scrolls(cities, noted, make_doc):
    docs = [make_doc(f"{n}.txt", jurisdiction=f"{999000 + n}") for n in range(cities)]
    html = page_of(*docs)
    assert ("61 rows: scroll the table to see them all." in html) == noted
    assert html.count('class="scroll whole"') == (0 if noted else 2)
    assert re.search(r"\.scroll\.whole\{[^}]*max-height:none", html)


def test_codes_stand_in_the_order_of_their_taxonomy(make_doc):
    codes = [("i1", "environment", "服务"), ("i2", "environment", "服务"), ("i2", "environment", "社会")]
    run = run_of(make_doc(codes=codes))
    run.labels["scheme"] = "four-environments"
    assert re.findall(r'<th class="share">(.*?)</th>', render_page(run, {}))[:2] == ["社会", "服务"]
