"""What a document is: a table of cases, the words behind each field, and the word lists."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policytext as pt
from policytext.extract.metadata import find_metadata, take_known
from policytext.extract.metadata.days import find_days, read_day
from policytext.extract.metadata.issuers import is_organ
from policytext.extract.metadata.words import LISTS, field_names, genre_ending, genre_terms, word_list
from policytext.lexicon import read_rows
from policytext.model import METADATA_FIELDS, Boilerplate, Document, Evidence, Metadata
from policytext.pipeline import clean, default_pipeline
from policytext.text import AlignedText, Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "metadata.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """A row that leaves a field out says that the text does not tell it; genre and evidence may go unsaid.

    ``open`` names fields that two readers may see differently.
    """
    doc = pt.analyze(case["raw"], name=case.get("name", "a.txt"))
    meta = doc.meta.to_dict()
    wanted = {name: case.get(name, [] if isinstance(meta[name], list) else None) for name in METADATA_FIELDS}
    wanted["genre"] = case.get("genre", meta["genre"])
    wanted |= {name: meta[name] for name in case.get("open", ())}
    assert {name: meta[name] for name in METADATA_FIELDS} == wanted, case["why"]
    for field, words in case.get("evidence", {}).items():
        found = [doc.raw[slice(*stretch.span)] for stretch in doc.meta.evidence if stretch.field == field]
        assert found == ([words] if isinstance(words, str) else words), case["why"]


def check_evidence(doc: Document) -> None:
    """Each value has its words in the file, and each stretch of evidence a value."""
    for field in METADATA_FIELDS:
        found = [stretch for stretch in doc.meta.evidence if stretch.field == field]
        assert len(found) == len(doc.meta.values_of(field)), field
    for stretch in doc.meta.evidence:
        assert stretch.field in METADATA_FIELDS
        assert 0 <= stretch.span.start < stretch.span.end <= len(doc.raw), stretch
        assert doc.raw[slice(*stretch.span)].strip(), stretch
        assert stretch.rule, stretch


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_every_value_has_its_words(case: dict[str, Any]) -> None:
    doc = pt.analyze(case["raw"], name=case.get("name", "a.txt"))
    check_evidence(doc)
    for stretch in doc.meta.evidence:
        if stretch.field in ("signed", "published"):
            days = [day for *_, day in find_days(doc.raw[slice(*stretch.span)])]
            assert getattr(doc.meta, stretch.field) in days or "２" in doc.raw


WORDS = st.sampled_from([
    "关于印发", "《某办法》", "的通知", "大连市", "人民政府", "办公室", "文件", "\n", "\n", " ", "\t", "来源：", "发布时间：", "2024年5月6日",
    "2024-05-06", "〔2024〕3号", "令", "第7号", "附件：", "1.", "2.", "各区县：", "自", "起施行", "有效期", "5年", "至", "——", "（", "）",
    "主持人：", "记者", "<p>", "</p>", "<td>", "</td>", "<title>", "</title>", "<h1>", "</h1>", "<meta name='PubDate' content='2024-05-06'>",
    '<script type="application/ld+json">{"headline":"', '"}</script>', "---\n", "title: ", "印发", "转自", "通过", "。", "，", "：", "𠮷", "發(fā)布",
])  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=40).map("".join))
def test_evidence_of_any_text_lies_in_it(raw: str) -> None:
    text, boilerplate = clean(raw, default_pipeline().cleaners)
    meta = find_metadata(raw, text, boilerplate)
    check_evidence(Document("a.txt", raw, text, meta, boilerplate))


@given(st.text(max_size=200))
def test_any_text_survives(raw: str) -> None:
    text, boilerplate = clean(raw, default_pipeline().cleaners)
    assert find_metadata(raw, text, boilerplate).to_dict()["evidence"] is not None


def test_what_came_beside_the_text_has_no_evidence() -> None:
    found = Metadata(
        "措施", "2024-05-06", evidence=(Evidence("title", Span(0, 2), "h1"), Evidence("published", Span(3, 9), "h1"))
    )
    meta, issues = take_known(found, {"title": "办法", "date": "没有日期"})
    assert (meta.title, meta.published) == ("办法", "2024-05-06")
    assert [stretch.field for stretch in meta.evidence] == ["published"]
    assert len(issues) == 1


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024 年 5 月 8 日", "2024-05-08"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("二○二四年元月五日", "2024-01-05"),
        ("2024.5.8", "2024-05-08"),
        ("2023年2月29日", None),
        ("2024年5月", None),
        ("20240508", "2024-05-08"),
        ("202405081", None),
    ],
)
def test_days(words: str, day: str | None) -> None:
    assert read_day(words) == day


def test_each_field_name_is_read() -> None:
    for row in read_rows("metadata_fields.csv", columns=("key", "field")):
        assert field_names()[row["key"]] == row["field"], row.place


def test_each_genre_term_tells_its_genre() -> None:
    for row in read_rows("metadata_genres.csv", columns=("term", "genre", "where")):
        assert genre_terms(row["where"])[row["term"]] == row["genre"], row.place
        if row["where"] == "end":
            match = genre_ending().search(f"某某市{row['term']}（试行）")
            assert match is not None, row.place
            assert match["term"].endswith(row["term"]), row.place


def test_each_word_is_in_its_list() -> None:
    for row in read_rows("metadata_words.csv", columns=("term", "list")):
        assert row["term"] in word_list(row["list"]), row.place
        if row["list"] == "organ":
            assert is_organ(f"大连市某某{row['term']}") or f"大连市某某{row['term']}".endswith(
                tuple(word_list("not_organ"))
            ), row.place
        if row["list"] == "not_organ":
            assert not is_organ(f"大连市{row['term']}"), row.place
    assert all(word_list(name) for name in LISTS)


@pytest.mark.parametrize(
    "words",
    [
        "有效期",
        "自2024年5月1日起施行，",
        "附件：1.甲\n",
        "来源：",
        "2024年5月6日\n",
        "大连市财政局",
        "\n",
        "<h1>",
        "关于印发《某办法》的通知\n",
        "主持人：",
        "（原载《",
    ],
)
def test_time_is_linear(words: str) -> None:
    def seconds(size: int) -> float:
        raw = (words * (size // len(words) + 1))[:size]
        front = (Boilerplate("front_matter", Span(0, size), "fields"),)
        start = time.perf_counter()
        find_metadata(raw, AlignedText.of(raw), front)
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(80_000) < 16 * seconds(20_000) + 0.2
