"""Items: a table of outlines, and what holds for any text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extract.items import find_items
from policytext.extract.items.markers import read_number
from policytext.text import AlignedText

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "items.toml").read_text("utf-8"))["case"]
PIECES = ["一、", "（一）", "二、", "1.", "2.", "一是", "二是", "首先，", "其次，", "一方面", "另一方面", "■", "——", "第一条", "第一章", "加强服务。", "总则", "【贴近】", "，", "。", "：", "\n", "\t", "要求如下", "3\t"]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    items = find_items(AlignedText.of(case["text"]))
    found = [[item.marker or False, item.lead, item.kind, item.level] for item in items]
    assert found == case["items"], case["why"]
    if items:
        assert items[-1].quote.text.endswith(case["last"]), case["why"]


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
