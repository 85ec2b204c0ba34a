"""Normal form: a table of cases, and what holds for any text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from policytext import normalize
from policytext.lexicon import read_rows
from policytext.normal_form.script import read_conversion
from policytext.text import AlignedText

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases" / "normal_form.toml").read_text("utf-8"))["case"]
CONVERSIONS: list[dict[str, Any]] = tomllib.loads((HERE / "cases" / "conversion.toml").read_text("utf-8"))["case"]
OPENCC = OpenCC("t2s")
CONVERSION = read_conversion(guarded=False)
MIXED = st.text(alphabet="营商環境發(fā)著乾１２,;:()「」\"' 　\n\u200bAb。，", max_size=60)


def _words(name: str) -> list[str]:
    path = Path(opencc.__file__).parent / "dictionary" / name
    return [line.split("\t")[0] for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert normalize(case["raw"]).text == case["text"], case["why"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=[pytest.mark.xfail(reason=case["fails"])] if "fails" in case else [])
        for case in CONVERSIONS
    ],
)
def test_conversion(case: dict[str, Any]) -> None:
    text = normalize(case["raw"], mainland=case["group"] == "regional")
    assert text.text == case["text"], case["why"]
    assert normalize(text.text).text == case["text"]


@pytest.mark.parametrize("case", [case for case in CONVERSIONS if case["group"] == "regional"], ids=lambda c: c["id"])
def test_wording_changes_on_request_only(case: dict[str, Any]) -> None:
    assert len(normalize(case["raw"]).text) == len(normalize(case["raw"]).raw.replace(" ", ""))


@given(st.lists(st.sampled_from(sorted(_words("TSPhrases.txt")) + sorted(_words("TSCharacters.txt"))), max_size=12))
def test_without_the_guards_the_tables_give_what_opencc_gives(words: list[str]) -> None:
    text = "，".join(words)
    edits = CONVERSION.find_changes(text, 0, len(text))
    assert AlignedText.of(text).edit(edits).text == OPENCC.convert(text)


@given(MIXED)
def test_normalizing_twice_changes_nothing(raw: str) -> None:
    once = normalize(raw).text
    assert normalize(once).text == once


@given(st.text(max_size=80))
def test_any_text_survives(raw: str) -> None:
    text = normalize(raw)
    assert all(text.span(i, i + 1).end <= len(raw) for i in range(len(text)))


@pytest.mark.parametrize(
    "row",
    read_rows("script_guards.csv", columns=["traditional", "simplified", "source"]),
    ids=lambda r: r["traditional"],
)
def test_guarded_words_come_out_as_they_say(row: Any) -> None:
    around = "優化營商環境，{}，辦理縮短"
    assert row["simplified"] in normalize(around.format(row["traditional"])).text


@pytest.mark.parametrize(
    "piece",
    ["中 ", "。 中", "(", "中(a", "&amp;", "amp;", "會(huì)", "\n发發", '"中', "[2022]", "１中,", "  \r\n"],
    ids=ascii,
)
def test_long_texts_of_one_piece_come_to_an_end(piece: str) -> None:
    """Where time grows with the square of the length, this does not end within minutes."""
    assert normalize("&" + piece * 200_000 + "發布中").text.endswith(("发布中", "發布中"))
