"""Facts to tables: columns, dtypes, keys, and what cells say."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pandas as pd
import pytest

from policytext.columns import COLUMNS, FACT_TABLES
from policytext.tables import Tables, division_names, printable, to_frame, to_tables


def test_tables_are_the_described_ones():
    assert tuple(field.name for field in fields(Tables)) == FACT_TABLES


@pytest.mark.parametrize("name", FACT_TABLES)
def test_columns_and_dtypes_are_the_described_ones_however_many_rows(name, make_doc):
    described = {column: spec.dtype for column, spec in COLUMNS[name].items()}
    for docs in ([], [make_doc()], [make_doc(), make_doc("b.txt")]):
        frame = getattr(to_tables(docs), name)
        assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == described
        assert list(frame.columns) == list(described)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_says_what_it_holds(name):
    assert all(spec.meaning.strip() for spec in COLUMNS[name].values())


def test_documents_row(make_doc):
    row = to_tables([make_doc()]).documents.iloc[0]
    found = (row["file"], row["published"], row["year"], row["format"], row["items"], row["measures"], row["agencies"])
    assert found == ("a.txt", "2024-05-20", 2024, "text", 2, 2, 1)
    assert row["chars"] > row["body_chars"]


def test_items_carry_codes_and_counts(make_doc):
    items = to_tables([make_doc()]).items.set_index("item_id")
    wanted = ["relation", "environment", "agencies", "targets", "deadlines"]
    assert items.loc["i1", wanted].tolist() == ["亲", "服务", 1, 1, 0]
    assert items.loc["i2", wanted[2:]].tolist() == [0, 1, 1]
    assert pd.isna(items.loc["i2", "environment"])


def test_two_codes_of_one_axis_share_a_cell(make_doc):
    doc = make_doc(codes=[("i1", "relation", "亲"), ("i1", "relation", "清"), ("i1", "relation", "亲")])
    assert to_tables([doc]).items["relation"].tolist()[0] == "亲|清"


def test_facts_name_their_innermost_item(make_doc):
    doc = make_doc()
    first, second = doc.items
    inner = replace(second, id="i1.1", parent="i1", quote=doc.targets[0].quote, level=2)
    tables = to_tables([replace(doc, items=(first, inner, second))])
    assert tables.targets["item_id"].tolist() == ["i1.1", "i2"]
    assert tables.agencies["item_id"].tolist()[0] == "i1"
    assert pd.isna(tables.agencies["item_id"].tolist()[1])


def test_ranges_show_the_words_in_the_source(make_doc):
    doc = make_doc()
    tables = to_tables([doc])
    for frame in (tables.items, tables.agencies, tables.targets):
        for row in frame.itertuples():
            assert doc.raw[row.start : row.end] == row.text


def test_document_keys_tell_name_and_content_apart(make_doc):
    docs = [make_doc("a.txt"), make_doc("b.txt"), make_doc("a.txt", raw=make_doc().raw + " ")]
    documents = to_tables(docs).documents
    assert documents["doc_id"].is_unique
    assert documents["doc_id"].iloc[0] == to_tables([make_doc("a.txt")]).documents["doc_id"].iloc[0]
    assert documents["sha256"].nunique() == 2


def test_a_number_beyond_floats_is_missing_and_keeps_its_words(make_doc):
    doc = make_doc()
    endless = replace(doc.targets[0], value=Decimal("1E+400"))
    row = to_tables([replace(doc, targets=(endless,))]).targets.iloc[0]
    assert pd.isna(row["value"])
    assert row["text"] == "至少1户"


def test_lone_surrogates_are_spelled_out(make_doc):
    assert to_tables([make_doc("\udcb4.txt")]).documents["file"].tolist() == ["\\udcb4.txt"]
    assert printable("平安") == "平安"


def test_removed_text_is_cut(make_doc):
    doc = make_doc()
    raw = doc.raw + "x" * 500
    stretch = replace(doc.boilerplate[0], span=doc.boilerplate[0].span._replace(end=len(raw)))
    row = to_tables([replace(doc, raw=raw, boilerplate=(stretch,))]).boilerplate.iloc[0]
    assert len(row["text"]) == 121
    assert row["chars"] == 503


def test_failures_can_be_empty():
    assert list(to_frame("failures", []).columns) == ["file", "stage", "reason"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        pytest.param(None, (None, None, None), id="unknown"),
        pytest.param("210000", ("辽宁省", None, None), id="province"),
        pytest.param("210200", ("辽宁省", "大连市", None), id="city"),
        pytest.param("430781", ("湖南省", "常德市", "津市市"), id="county-level city"),
        pytest.param("110000", ("北京市", "北京市", None), id="municipality is its own city"),
        pytest.param("310115", ("上海市", "上海市", "浦东新区"), id="district of a municipality"),
        pytest.param("429004", ("湖北省", "仙桃市", "仙桃市"), id="county directly under its province"),
        pytest.param("999999", ("990000", "999999", None), id="code that no list has"),
    ],
)
def test_division_names_reach_as_far_as_the_code(code, names):
    assert division_names(code) == names
