"""From raw to body: what goes, of which kind, and that nothing else does."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.clean.lines import FORMS
from policytext.lexicon import read_rows
from policytext.model import BoilerplateKind
from policytext.pipeline import analyze, clean, default_pipeline
from policytext.read.html import tokenize

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "body.toml").read_text("utf-8"))["case"]
KINDS = get_args(BoilerplateKind)
TAGS = st.lists(
    st.sampled_from(["<p>", "</p>", "<td>", "</td>", "<tr", "</table>", "<table>", "<a href='x'>", "</a>", "<br/>", "<!--", "-->", "<script>", "</script>", "&nbsp;", "&#9;", "<", "营商环境，", "一是 ", "\n"]),
    max_size=40,
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text, removed = clean(case["raw"], default_pipeline().cleaners)
    assert text.text.strip() == case["text"], case["why"]
    assert sorted({stretch.kind for stretch in removed}) == case["kinds"], case["why"]


@given(TAGS.map("".join))
def test_tokens_cover_any_page_without_gap(raw: str) -> None:
    tokens = tokenize(raw)
    assert "".join(raw[token.start : token.end] for token in tokens) == raw


@given(TAGS.map("".join))
def test_every_character_is_kept_removed_or_blank(raw: str) -> None:
    text, removed = clean(raw, default_pipeline().cleaners)
    covered = [False] * len(raw)
    for stretch in removed:
        assert stretch.kind in KINDS
        assert stretch.rule
        covered[stretch.span.start : stretch.span.end] = [True] * (stretch.span.end - stretch.span.start)
    for index in range(len(text)):
        span = text.span(index, index + 1)
        covered[span.start : span.end] = [True] * (span.end - span.start)
    assert all(done or character.isspace() for done, character in zip(covered, raw, strict=True))


@given(TAGS.map("".join))
def test_stretches_do_not_overlap(raw: str) -> None:
    _, removed = clean(raw, default_pipeline().cleaners)
    assert all(a.span.end <= b.span.start for a, b in pairwise(removed))


@pytest.mark.parametrize(
    "row", read_rows("page_furniture.csv", columns=["term", "kind", "form"]), ids=lambda row: row["term"]
)
def test_each_word_of_page_furniture_has_a_kind_and_a_form(row: Any) -> None:
    assert row["kind"] in KINDS
    assert row["form"] in FORMS


def test_the_time_of_cleaning_is_linear_in_hostile_pages() -> None:
    for hostile in ("<a " * 20_000, "<td>" * 5_000, "&" * 50_000, "[x](" * 20_000, "（" * 50_000, "(" * 50_000):
        clean("<html>" + hostile, default_pipeline().cleaners)


LEAD = "为进一步优化营商环境，激发市场活力，经市政府同意，现就有关事项通知如下。"
TASK = "一、压缩企业开办时间。市市场监管局牵头，将企业开办时间压缩至1个工作日以内，推行全程网上办理。"


def page(inside: str, behind: str = "") -> str:
    return f"<html><body><div class=con><p>{LEAD}</p><p>{TASK}</p>{inside}</div>{behind}</body></html>"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (f"<html><head><meta charset=utf-8><body><div><p>{LEAD}</p><p>{TASK}</p></div></body></html>", LEAD),
        (f"<html><body><button>打印<div><p>{LEAD}</p><p>{TASK}</p></div></body></html>", TASK),
        (f"<html><body><p style='display:none'>分享<div><p>{LEAD}</p><p>{TASK}</p></div></body></html>", LEAD),
        (f"<html><body><div style='display:none'><p>{LEAD}</p><p>{TASK}</p></div></body></html>", TASK),
        (page('<p><a name="_Toc1">二、工作目标</a></p><p>全市企业满意度保持在95%以上，居全省前列。</p>'), "二、工作目标"),
        (page("<table><tr><td>1</td><td><a href=/cz>市财政局</a></td><td>0411-1234</td></tr></table>"), "1\t市财政局\t0411-1234"),
        (page("<p>详见<a href=/a>《大连市实施意见》</a>。</p>"), "详见《大连市实施意见》。"),
        (page("<p><a href=/b>二、推进一网通办。各部门应当接入平台办理。</a></p>"), "二、推进一网通办。"),
        (page("<p>附件：</p><p><a href='/module/download?id=3'>任务分解表</a></p>"), "附件：\n任务分解表"),
        (page("<p><a href='/dl?id=12'>附件1：任务分解表</a></p>"), "附件1：任务分解表"),
        (page("<p>责任单位如下：</p><ul><li><a href=/1>市财政局</a></li><li><a href=/2>市税务局</a></li></ul>"), "市税务局"),
        (page("", "<p align=right>某市人民政府办公室</p><p align=right>2024年5月6日</p><p>（此件公开发布）</p>"), "2024年5月6日\n（此件公开发布）"),
        (page('<div class="position-relative"><p>三、强化政策落实。各地要细化举措，定期评估。</p></div>'), "三、强化政策落实。"),
        (page('<div class="art-bottom" align=right>某市人民政府办公室<br>2024年5月6日</div>'), "某市人民政府办公室\n2024年5月6日"),
        (page('<p class="none">有关事项如下：</p>'), "有关事项如下："),
        (page("<p><img src=seal.png></p><p>某市人民政府办公室</p>"), "某市人民政府办公室"),
        (f"{LEAD}\n{TASK}\n序号\t牵头\t配合\n1\t市发展改革委\t市发展改革委", "1\t市发展改革委\t市发展改革委"),
        (f"{LEAD}\n{TASK}\n市长　王小明\n2024年5月6日", "市长王小明\n2024年5月6日"),
        (page("<p><span style='display:none'>x</span>二、本市企业均可申报。</p>"), "二、本市企业均可申报。"),
        (f"{LEAD}\n{TASK}\n扫一扫功能全面上线，企业扫码即可办照\n上一条规定的期限届满的，由市政府延长\n以上自即日起施行，原有规定同时废止，有关事项由市司法局解释。", "扫一扫功能全面上线，企业扫码即可办照\n上一条规定"),
        (f"{LEAD}\n{TASK}\n三、补助对象\n相关信息\n1.减半征收所得税\n2.免征增值税", "1.减半征收所得税\n2.免征增值税"),
        ("&lt;p&gt;" + LEAD + "&lt;/p&gt;&lt;p&gt;" + TASK + "&lt;/p&gt;", LEAD + "\n" + TASK),
        ("<html><body><p>武汉市<ruby>硚<rt>qiáo</rt></ruby>口区出台措施，支持企业发展壮大。</p></body></html>", "武汉市硚口区出台措施"),
    ],
    ids=[
        "head without end", "button without end", "hidden paragraph without end", "article that a script shows", "anchor round a head",
        "links in cells", "link in a sentence", "linked measure", "download without ending", "linked annex", "list of links behind a colon",
        "signature behind the article", "misleading name round a measure", "misleading name round a signature", "class none",
        "signature behind a seal", "repeated cell", "who signed an order",
        "hidden span before a sentence", "words like those of a page control", "numbered lines behind a list head", "escaped markup", "ruby",
    ],
)  # fmt: skip
def test_nothing_of_an_article_is_lost(raw: str, kept: str) -> None:
    text, _ = clean(raw, default_pipeline().cleaners)
    assert kept in text.text


@pytest.mark.parametrize(
    "raw",
    [
        "<html><body><p>市。" + "&amp;" * 100_000,
        "<html><body>" + "<div>市政府。" * 40_000,
        "<html><body>" + "<table><tr><td>税费。" * 20_000,
        "<html><body>" + "<p><a href=x>税费办理</a></p>" * 20_000,
        "<html><body><p>" + "税。<br>" * 60_000,
    ],
    ids=["entities", "nested", "tables", "links", "breaks"],
)
def test_long_pages_come_to_an_end(raw: str) -> None:
    """Where time grows with the square of the size, this does not end within minutes."""
    text, _ = clean(raw, default_pipeline().cleaners)
    assert "。" in text.text or not text.text.strip()


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("visibility: hidden; opacity: 0;", True),
        ("position:absolute;left:50%;margin-left:-490px", True),
        ("font-size:0", True),
        ("display: none", False),
        ("position:absolute; left:-9999px", False),
        ("text-indent:-9999px", False),
    ],
)
def test_styles_that_open_in_time_or_centre_a_page_hide_nothing(style: str, *, shown: bool) -> None:
    words = "市司法局走访企业三十家，收集困难诉求，逐条交办并限期答复，全年办结率稳步提高。"
    page = f"<html><body><p>市商务局推出八项措施，减轻企业负担，优化办事流程，营造良好环境。</p><div style='{style}'><p>{words}</p></div></body></html>"
    assert (words in analyze(page, name="a.html").text.text) == shown
