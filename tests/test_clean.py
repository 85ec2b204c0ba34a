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
from policytext.pipeline import clean, default_pipeline
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
