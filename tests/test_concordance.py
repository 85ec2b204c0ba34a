"""Concordances and distinctive terms: every occurrence with its place, and figures that can be checked by hand."""

from __future__ import annotations

import math
import re

import pytest

import policytext as pt
from policytext.concordance import PRIOR
from policytext.errors import UnknownNameError
from policytext.segment import find_words

DALIAN = "大連市出臺措施。\n一是走訪企業。由市公安局走訪商戶😀，上門走訪，聽取意見。\n二是嚴肅問責。\n"
WUHU = "芜湖市出台措施。\n一是严肃问责。对吃拿卡要行为严肃问责。\n二是走访企业。\n"


@pytest.fixture(scope="module")
def docs():
    return [pt.analyze(DALIAN, name="dalian.txt"), pt.analyze(WUHU, name="wuhu.txt")]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "docs").mkdir()
    for name, text in (("dalian.txt", DALIAN), ("wuhu.txt", WUHU)):
        (tmp_path / "docs" / name).write_text(text, "utf-8")
    return tmp_path


def test_every_occurrence_is_found_in_normal_form_and_placed_in_the_source(docs):
    found = pt.kwic(docs, "走访", window=4)
    assert found["city"].tolist() == ["大连市"] * 3 + ["芜湖市"]
    assert found["keyword"].eq("走访").all()
    raws = {"dalian.txt": DALIAN, "wuhu.txt": WUHU}
    words = [raws[file][start:end] for file, start, end in found[["file", "start", "end"]].to_numpy()]
    assert words == ["走訪", "走訪", "走訪", "走访"]
    assert found.loc[0, ["left", "right"]].tolist() == ["。 一是", "企业。由"]
    assert found["searched"].eq("body").all()


WORDS = {
    "a-word": ("问责", ["问责"] * 3),
    "several-words-the-longer-first": (["问责", "严肃问责"], ["严肃问责"] * 3),
    "a-pattern": (re.compile("走访(?=商户)"), ["走访"]),
    "a-word-is-no-pattern": ("走.企业", []),
    "an-empty-match-is-none": (re.compile("好*"), []),
}


@pytest.mark.parametrize(("words", "keywords"), WORDS.values(), ids=WORDS)
def test_what_can_be_sought(docs, words, keywords):
    assert pt.kwic(docs, words)["keyword"].tolist() == keywords


def test_the_files_of_a_run_are_searched_as_long_as_they_are_what_they_were(docs, folder):
    run = pt.analyze_folder(folder / "docs", folder / "out")
    columns = ["file", "city", "left", "keyword", "right", "start", "end"]
    assert pt.kwic(run, "走访")[columns].equals(pt.kwic(docs, "走访")[columns])
    owners = pt.kwic(docs, "走访")["item_id"].tolist()
    assert pt.kwic(run, "走访")["item_id"].tolist() == owners
    (folder / "docs" / "wuhu.txt").write_text(WUHU + "又是走访。\n", "utf-8")
    found = pt.kwic(run, "走访").set_index("file")
    assert found.loc["wuhu.txt", "searched"] == "item"
    assert found.loc["dalian.txt", "searched"].eq("body").all()


def test_tables_alone_are_searched_item_by_item(docs):
    found = pt.kwic(pt.to_tables(docs), "走访")
    assert found["searched"].eq("item").all()
    assert found["start"].isna().all()
    assert len(found) == 4


def test_what_cannot_be_searched_is_refused(docs):
    with pytest.raises(ValueError, match="no word to look for"):
        pt.kwic(docs, "")
    with pytest.raises(TypeError, match="kwic takes documents, a run or tables, not int"):
        pt.kwic(3, "走访")
    assert list(pt.kwic([], "走访").columns) == list(pt.kwic(docs, "走访").columns)


def test_log_odds_are_those_of_the_formula(docs):
    found = pt.distinctive_terms(pt.to_tables(docs), at_least=1).set_index(["group", "term"])
    row = found.loc[("芜湖市", "严肃问责")] if ("芜湖市", "严肃问责") in found.index else found.loc[("芜湖市", "问责")]
    y, n, other, rest = (int(row[name]) for name in ("count", "words", "other_count", "other_words"))
    prior = PRIOR * (y + other) / (n + rest)
    odds = math.log((y + prior) / (n + PRIOR - y - prior)) - math.log((other + prior) / (rest + PRIOR - other - prior))
    assert row["log_odds"] == pytest.approx(odds)
    assert row["z"] == pytest.approx(odds / math.sqrt(1 / (y + prior) + 1 / (other + prior)))
    assert row["z"] > 0 > found.loc[("大连市", row.name[1]), "z"]


def test_two_groups_mirror_each_other(docs):
    found = pt.distinctive_terms(pt.to_tables(docs), at_least=1)
    sums = found.groupby("term")["log_odds"].sum()
    assert sums.abs().max() < 1e-9
    assert found.groupby("group", sort=False)["z"].apply(lambda z: z.is_monotonic_decreasing).all()


def test_codes_are_groups_too_and_a_single_group_has_no_others(docs):
    tables = pt.to_tables(docs)
    assert set(pt.distinctive_terms(tables, by="relation", at_least=1)["group"]) >= {"亲", "清"}
    assert pt.distinctive_terms(pt.to_tables(docs[:1]), at_least=1).empty
    assert pt.distinctive_terms(pt.to_tables([])).empty
    with pytest.raises(UnknownNameError, match="cannot compare 'colour'"):
        pt.distinctive_terms(tables, by="colour")


def test_supplied_terms_and_agencies_are_words(docs):
    found = pt.distinctive_terms(pt.to_tables(docs), terms=["吃拿卡要行为"], at_least=1)
    assert {"吃拿卡要行为", "市公安局"} <= set(found["term"])
    assert "公安局" not in set(found["term"])


CUTS = {
    "nothing-protected": ("严肃问责，走访企业", [], ["严肃", "问责", "走访", "企业"]),
    "a-term-over-the-borders-of-words": ("严肃问责制度", ["肃问责制"], ["严", "肃问责制", "度"]),
    "the-longest-of-those-that-begin-first": ("营商环境建设局", ["营商", "营商环境建设局"], ["营商环境建设局"]),
    "beyond-the-bmp": ("😀𠮷野家走访", ["𠮷野家"], ["𠮷野家", "走访"]),
    "letters-and-digits": ("新增5G基站100个", ["5G基站"], ["新增", "5G基站", "100", "个"]),
    "no-word": ("，。 \n", [], []),
    "empty": ("", ["走访"], []),
}


@pytest.mark.parametrize(("text", "protected", "words"), CUTS.values(), ids=CUTS)
def test_protected_terms_are_never_split(text, protected, words):
    assert [text[start:end] for start, end in find_words(text, protected=protected)] == words
