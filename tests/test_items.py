"""Items: a table of outlines, and what holds for any text."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext import analyze
from policytext.extract.items import find_items
from policytext.extract.items.markers import read_number
from policytext.extract.items.words import FILE, outline_words
from policytext.lexicon import read_word_lists
from policytext.model import Heading
from policytext.pipeline import clean, default_pipeline
from policytext.text import AlignedText, Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "items.toml").read_text("utf-8"))["case"]
PIECES = ["一、", "（一）", "二、", "1.", "2.", "一是", "二是", "首先，", "其次，", "一方面", "另一方面", "■", "——", "第一条", "第一章", "1.1 ", "1.2 ", "01", "02", "附件：", "总之，", "目录\n", "加强服务。", "总则", "【贴近】", "，", "。", "：", "\n", "\t", "要求如下", "3\t", "名词解释\n", "- ", "1、", "2、", "减材料：", "**", "1 总则\n", "问题：", "……1\n"]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    cleaners = default_pipeline().cleaners if case.get("raw") else ()
    items = find_items(clean(case["text"], cleaners)[0])
    found = [[item.marker or False, item.lead, item.kind, item.level] for item in items]
    assert found == case["items"], case["why"]
    for item, end in zip(items, case["ends"], strict=True):
        assert item.quote.text.endswith(end), case["why"]


def test_words_are_data_that_compile() -> None:
    assert all(read_word_lists(FILE).lists.values())
    for field, pattern in outline_words()._asdict().items():
        assert isinstance(pattern, str) or not pattern.search(""), field


@pytest.mark.parametrize(("table", "name"), sorted(read_word_lists(FILE).lists))
def test_every_word_is_found(table: str, name: str) -> None:
    lists = read_word_lists(FILE)
    assert all(re.fullmatch(lists.either(table, name), word) for word in lists.lists[table, name])


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_items_nest_and_show_their_text(raw: str) -> None:
    text = AlignedText.of(raw)
    items = {item.id: item for item in find_items(text)}
    for item in items.values():
        assert raw[item.span.start : item.span.end] == item.quote.text
        if item.parent:
            parent = items[item.parent]
            assert parent.span.covers(item.span)
            assert item.level == parent.level + 1
        else:
            assert item.level == 1


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三十二", 32),
        ("一百零五", 105),
        ("（三）", 3),
        ("⑴", 1),
        ("⑳", 20),
    ],
)
def test_numbers_of_markers(word: str, number: int) -> None:
    assert read_number(word) == number


def test_paragraphs_that_the_file_marks_as_headings_are_heads() -> None:
    words = "某市行动方案\n提升服务\n设立窗口，专人负责办理。\n减环节\n压减至2个环节。\n减材料\n清理证明。\n规范执法\n推行包容审慎监管。"
    levels = {"某市行动方案": 0, "提升服务": 1, "减环节": 2, "减材料": 2, "规范执法": 1}
    marked = [Heading(Span(words.index(head), words.index(head) + len(head)), level) for head, level in levels.items()]
    found = [(item.lead, item.level, item.parent) for item in find_items(AlignedText.of(words), marked=marked)]
    assert found == [("提升服务", 1, None), ("减环节", 2, "i1"), ("减材料", 2, "i1"), ("规范执法", 1, None)]
    assert find_items(AlignedText.of(words)) == ()


def test_a_marked_heading_may_end_like_a_title() -> None:
    words = "某市行动方案\n关于本方案的说明报告\n主要任务\n推进改革。\n保障措施\n落实经费。\n工作意见\n压实责任。"
    heads = ("关于本方案的说明报告", "主要任务", "保障措施", "工作意见")
    marked = [Heading(Span(words.index(head), words.index(head) + len(head)), 1) for head in heads]
    found = [(item.lead, item.quote.text[-5:]) for item in find_items(AlignedText.of(words), marked=marked)]
    assert found == [("主要任务", "推进改革。"), ("保障措施", "落实经费。"), ("工作意见", "压实责任。")]


PAGE = """<h1>大连护企记</h1><p>近日，大连市推出护企举措，受到欢迎。</p><h3>走进企业</h3><p>工商联每月走访。</p><p>律师团随行。</p>
<h3>走进园区听诉求、送政策、解难题</h3><p>园区设立专窗，专人受理。</p>"""
POST = """---
title: 大连护企记
---
近日，大连市推出护企举措，受到欢迎。

## 走进企业

工商联每月走访。

律师团随行。

## 走进园区听诉求、送政策、解难题

园区设立专窗，专人受理。
"""


@pytest.mark.parametrize("raw", [PAGE, POST], ids=["html", "markdown"])
def test_headings_of_pages_and_posts_are_heads(raw: str) -> None:
    items = analyze(raw + "\n").items
    assert [item.lead for item in items] == ["走进企业", "走进园区听诉求、送政策、解难题"]
    assert items[0].quote.text.endswith("律师团随行。")


def test_a_marked_heading_with_a_number_lends_its_rank_to_those_without() -> None:
    words = "一、总体要求\n坚持问题导向，推动高质量发展。\n重点任务\n加强服务，优化流程。\n（一）减环节。压减至2个。\n（二）减材料。清理证明。"
    marked = [
        Heading(Span(words.index(head), words.index(head) + len(head)), 1) for head in ("一、总体要求", "重点任务")
    ]
    found = [(item.lead, item.level, item.parent) for item in find_items(AlignedText.of(words), marked=marked)]
    assert found == [("总体要求", 1, None), ("重点任务", 1, None), ("减环节", 2, "i2"), ("减材料", 2, "i2")]


@pytest.mark.parametrize(
    ("words", "messages"),
    [
        ("某市推出3条措施。\n一、减环节。压缩流程。\n二、减材料。清理证明。\n三、减时间。限时办结。", []),
        ("某市推出2个方面4条措施。\n一、办事\n1.减环节。压缩流程。\n2.减时间。限时办结。\n二、用工\n1.开专场。招聘用工。\n2.办培训。提升技能。", []),
        ("某市推出10条措施。\n一、减环节。压缩流程。\n二、减材料。清理证明。", ["the text declares 10条; items found by level and list: 2"]),
        ("某市推出10条措施，10条措施今起施行。\n一、减环节。压缩流程。\n二、减材料。清理证明。", ["the text declares 10条; items found by level and list: 2"]),
        ("某市16个部门参加会议，推出措施。\n一、减环节。压缩流程。\n二、减材料。清理证明。", []),
        ("一、减环节。压缩流程。\n二、减材料。清理证明。\n四、减时间。限时办结。", ["四、 follows 二、: a number is missing or stands twice"]),
        ("一、办事\n1.减环节。压缩流程。\n2.减时间。限时办结。\n二、用工\n1.开专场。招聘用工。\n2.办培训。提升技能。", []),
        ("某市推出多条措施，方便企业办事。", []),
    ],
    ids=["fits", "fits on two levels", "too few", "said twice", "other things counted", "a gap", "begins anew under each head", "no items"],
)  # fmt: skip
def test_declared_counts_and_gaps_are_issues(words: str, messages: list[str]) -> None:
    doc = analyze(words + "\n", name="a.txt")
    assert [issue.message for issue in doc.issues] == messages
    assert all(issue.span and doc.raw[slice(*issue.span)] for issue in doc.issues)


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("加强协作。各部门要密切配合，形成工作合力。", ["减环节", "加强协作", "减时间"]),
        ("财政部门要保障必要的工作经费，确保专款专用。", ["减环节", "减时间"]),
        (
            "加强协作。各部门要密切配合，形成工作合力。\n强化保障。财政部门要安排经费，专款专用。",
            ["减环节", "加强协作", "强化保障", "减时间"],
        ),
    ],
    ids=["a paragraph with a head", "a paragraph without", "two parallel ones are run-in heads"],
)
def test_an_item_whose_number_was_lost(lost: str, found: list[str]) -> None:
    words = f"1.减环节。全部压缩到一个环节，当场办理。\n{lost}\n3.减时间。全部事项一律限时办结，超时默认。"
    items = find_items(AlignedText.of(words))
    assert [item.lead for item in items] == found
    assert [item.marker for item in items if item.lead == "加强协作"] in ([], [None])


def test_rows_of_a_task_table_without_numbers_are_items() -> None:
    words = (
        "大连市印发任务清单，请认真落实。\n重点任务\t牵头单位\t完成时限\n培育专精特新企业300家\t市工业和信息化局\t2024年12月\n"
        "清理拖欠账款\t市财政局\t2024年6月\n指标\t数量\n走访企业\t20家\n"
    )
    doc = analyze(words, name="a.txt")
    assert [(item.marker, item.style, item.lead) for item in doc.items] == [
        (None, "table", "培育专精特新企业300家"),
        (None, "table", "清理拖欠账款"),
    ]
    assert [(target.quote.text, target.deadline) for target in doc.targets][:1] == [("300家", "2024-12")]
