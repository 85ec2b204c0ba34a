"""Targets: spans, values, bounds, kinds, what is measured, by when and where."""

from __future__ import annotations

import csv
import re
import sys
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext import analyze
from policytext.extract.targets import find_targets
from policytext.extract.targets.bounds import BOUNDS
from policytext.extract.targets.quantities import find_quantities
from policytext.extract.targets.words import FILE, target_cues, target_words
from policytext.extract.units import FAMILIES, match_unit, units
from policytext.lexicon import read_rows, read_word_lists
from policytext.model import Agency, Metadata, Target
from policytext.text import AlignedText, Quote, Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = tomllib.loads((Path(__file__).parent / "cases" / "targets.toml").read_text("utf-8"))


def rows(kind: str):
    marked = [pytest.param(row, id=row["id"], marks=_open(row)) for row in CASES[kind]]
    return pytest.mark.parametrize("row", marked)


def _open(row: dict) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=row["open"], strict=True)] if "open" in row else []


def targets(row: dict, *, relative: bool = False) -> list[Target]:
    meta = Metadata(
        title=row.get("title"), published=row.get("published"), jurisdiction=row.get("jurisdiction") or None
    )
    found = find_targets(AlignedText.of(row["text"]), items=(), agencies=(), meta=meta)
    return [target for target in found if target.relative is relative]


@rows("quantity")
def test_quantity(row):
    found = [
        f"{t.quote.text} {t.value:f}{'' if t.upper is None else f'..{t.upper:f}'} {t.unit} {t.bound}"
        for t in targets(row)
    ]
    assert found == row["found"], row["why"]


@rows("kind")
def test_kind(row):
    found = targets(row)
    assert [f"{t.quote.text} {t.kind}" for t in found] == row["found"], row["why"]
    assert all(t.cues for t in found)


@rows("indicator")
def test_indicator(row):
    assert targets(row)[0].indicator == row["indicator"], row["why"]


@rows("deadline")
def test_deadline(row):
    assert (targets(row)[0].deadline or "") == row["deadline"], row["why"]


@rows("bounds")
def test_bounds_of_a_list(row):
    assert [t.bound for t in targets(row)] == row["bounds"], row["why"]


@rows("deadlines")
def test_deadlines(row):
    assert [t.deadline or "" for t in targets(row)] == row["deadlines"], row["why"]


@rows("period")
def test_period(row):
    assert (targets(row)[0].period or "") == row["period"], row["why"]


@rows("indicators")
def test_indicators(row):
    assert [t.indicator for t in targets(row)] == row["indicators"], row["why"]


@rows("commitment")
def test_commitment(row):
    assert (targets(row)[0].commitment or "") == row["commitment"], row["why"]


@rows("change")
def test_change(row):
    assert [t.change for t in targets(row)] == row["changes"], row["why"]


@rows("relative")
def test_relative(row):
    found = targets(row, relative=True)
    assert [f"{t.quote.text} {t.kind}" for t in found] == row["found"], row["why"]
    assert all(t.value is None and t.upper is None and t.unit is None for t in found)


@rows("document")
def test_kinds_in_a_document(row):
    doc = analyze(row["text"])
    assert [f"{t.quote.text} {t.kind}" for t in doc.targets if not t.relative] == row["found"], row["why"]


@rows("place")
def test_place(row):
    expected = [place or None for place in row.get("places", [row.get("place")])]
    assert [t.place for t in targets(row)] == expected, row["why"]


def test_each_case_has_its_own_id():
    ids = [(kind, row["id"]) for kind, table in CASES.items() for row in table]
    assert len(ids) == len(set(ids))


def test_acting_body_gives_the_place_and_stays_outside_the_indicator():
    raw = "崂山区人民法院上门调解3次。"
    court = Agency(Quote(raw[:7], Span(0, 7)), "青岛市崂山区人民法院", "county", "370212", None)
    (target,) = find_targets(AlignedText.of(raw), items=(), agencies=(court,), meta=Metadata(jurisdiction="370200"))
    assert (target.place, target.indicator) == ("370212", "上门调解")


def test_respectively_gives_each_number_its_own_subject():
    row = {"text": "出口、进口、零售额分别增长9.1%、4.5%、3.2%。", "title": "2026年政府工作报告"}
    assert [t.indicator for t in targets(row)] == ["出口增长", "进口增长", "零售额增长"]


def test_spans_reach_over_removed_markup():
    raw = "返还280</b>万元欠款"
    text = AlignedText.of(raw).clean(lambda words: ())
    start = raw.index("<")
    from policytext.text import Edit

    text = text.edit([Edit(start, start + 4)])
    (target,) = find_targets(text, items=(), agencies=(), meta=Metadata())
    assert (target.value, raw[slice(*target.span)]) == (2800000, "280</b>万元")


WORDS = "共至少不超过约近12345678900.,一二两三十百千万亿余多几—至到年月日内以上下%元个次家户名，。；\n《》“”每季度压缩由从将已了第"


@given(st.text(alphabet=WORDS, max_size=60) | st.text(max_size=40))
def test_any_text_survives_and_spans_show_the_number(words):
    found = list(find_targets(AlignedText.of(words), items=(), agencies=(), meta=Metadata()))
    assert all(words[slice(*target.span)] and target.value >= 0 for target in found)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


@given(st.integers(1, 10**12), st.sampled_from(["元", "家", "%", "个百分点", "人次"]))
def test_value_is_exact(number, unit):
    (target,) = find_quantities(f"累计{number}{unit}")
    assert (target.value, target.unit) == (number, unit)


@pytest.mark.parametrize(
    "words", ["1" * 200_000, "一" * 200_000, "1," * 100_000, "至少" * 50_000, "3个" * 20_000, "“一" * 50_000]
)
def test_long_runs_are_read_to_their_end(words):
    sum(1 for _ in find_targets(AlignedText.of(words), items=(), agencies=(), meta=Metadata()))


@pytest.mark.parametrize(
    "row", read_rows("units.csv", columns=("unit", "family"), optional=("not_before",)), ids=lambda row: row["unit"]
)
def test_each_unit_is_read(row):
    needed = re.match(r"\(\?!(\w+)", row["not_before"])
    unit = match_unit(row["unit"] + (needed[1] if needed else "，"), 0)
    assert unit is not None
    assert not needed or match_unit(f"{row['unit']}，", 0) is None
    assert (unit.end, unit.family) == (len(row["unit"]), row["family"])
    for other in filter(None, re.sub(r"\(\?![^)]*\)", "", row["not_before"]).split("|")):
        shorter = match_unit(row["unit"] + other, 0)
        assert shorter is None or shorter.end != len(row["unit"])


def test_families_and_bounds_are_known():
    assert {entry.unit for entries in units().values() for entry in entries}
    assert {
        row["bound"] for row in read_rows("bounds.csv", columns=("word", "side", "bound"), optional=("verb",))
    } <= set(BOUNDS)
    assert len(set(FAMILIES)) == len(FAMILIES)


def test_word_lists_and_cues_load():
    assert all(read_word_lists(FILE).lists.values())
    assert target_words().acted.search("走访企业")
    assert target_cues().weights["确保"] > 0 > target_cues().weights["累计"]


def test_data_files_name_their_source():
    for name in ("units.csv", "bounds.csv", "numeral_words.csv", "target_cues.csv", "target_words.toml"):
        first = (files("policytext") / "data" / "lexicons" / name).read_text("utf-8").splitlines()[:2]
        assert "ource" in "".join(first)
        assert "compiled" in "".join(first).lower()


def test_fixed_words_hold_a_numeral():
    rows = csv.DictReader(
        line
        for line in (files("policytext") / "data" / "lexicons" / "numeral_words.csv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
    assert all(set(row["word"]) & set("零〇一二两三四五六七八九十廿卅百千万亿数几半多双跑最至只亿门进") for row in rows)


def test_places_follow_the_body_that_acts_and_the_section() -> None:
    listened = "会上，甘井子区政府作了发言。{}牵头开展招商。全年签约项目40个。"
    for body, place in (("市商务局", "210200"), ("区商务局", "210211")):
        doc = analyze(f"大连市招商推进会召开\n{listened.format(body)}\n", name="a.txt")
        assert [target.place for target in doc.targets] == [place], body
    cities = (
        "辽宁省专题\n一、大连：窗口前移\n走访企业40家。\n到明年全省推广到100个园区。\n二、鞍山：流程再造\n优化流程。"
    )
    assert [target.place for target in analyze(cities, name="a.txt").targets] == ["210200", "210000"]


@pytest.mark.parametrize(
    "piece",
    [
        "高于全国",
        "大连市10家、",
        "达到95%以上，",
        "力争达到3项、",
        "2025年底完成3项工作，",
        "高于全国平均水平，",
        "由5件减少到3件，",
    ],
)
def test_one_long_sentence_takes_linear_time(piece):
    found = list(find_targets(AlignedText.of(piece * 4000), items=(), agencies=(), meta=Metadata()))
    assert len(found) >= 4000
