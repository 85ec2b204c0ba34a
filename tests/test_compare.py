"""Comparisons: counts, denominators, order, evidence, and names that do not exist."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from policytext.compare import CATEGORIES, GROUPS, categories_of, compare
from policytext.errors import UnknownNameError
from policytext.tables import to_tables


@pytest.fixture
def tables(make_doc):
    return to_tables(
        [
            make_doc("a.txt", jurisdiction="210200"),
            make_doc("b.txt", jurisdiction="210200", codes=[("i1", "relation", "亲"), ("i1", "relation", "清")]),
            make_doc("c.txt", jurisdiction=None, codes=[]),
        ]
    )


def test_counts_have_denominators(tables):
    result = compare(tables, by="jurisdiction", of="relation")
    assert result.counts.to_dict("index") == {
        "210200": {"亲": 2, "清": 2, "(none)": 1, "total": 4},
        "(none)": {"亲": 0, "清": 0, "(none)": 2, "total": 2},
    }
    assert result.shares.loc["210200"].tolist() == [0.5, 0.5, 0.25]
    assert result.tidy.set_index(["jurisdiction", "relation"]).loc[("210200", "亲"), "documents"] == 2


SERVICE_FIRST = [("i1", "environment", "服务"), ("i2", "environment", "服务"), ("i2", "environment", "社会")]


@pytest.mark.parametrize(
    ("scheme", "order"),
    [
        pytest.param("four-environments", ["社会", "市场", "服务", "(none)"], id="a built-in taxonomy has an order"),
        pytest.param("mine", ["服务", "市场", "社会", "(none)"], id="other codes come by count"),
    ],
)
def test_codes_come_in_the_order_of_their_taxonomy(make_doc, scheme, order):
    docs = [
        make_doc("a.txt", codes=SERVICE_FIRST),
        make_doc("b.txt", codes=[("i1", "environment", "市场"), ("i2", "environment", "市场")]),
        make_doc("c.txt", codes=[("i2", "environment", "服务")]),
    ]
    tables = to_tables(docs)
    tables.labels["scheme"] = scheme
    assert list(compare(tables, of="environment").shares.columns) == order
    assert list(compare(tables, of=scheme, by="file").shares.columns) == order


def test_a_group_without_units_has_no_share(tables, make_doc):
    from dataclasses import replace

    empty = to_tables([replace(make_doc("d.txt", jurisdiction="370200"), items=(), labels=())])
    both = type(tables)(**{name: pd.concat([getattr(tables, name), getattr(empty, name)]) for name in tables.__slots__})
    result = compare(both, by="jurisdiction", of="relation")
    assert result.counts.loc["370200", "total"] == 0
    assert result.shares.loc["370200"].isna().all()


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("of", [*CATEGORIES, "relation", "environment", "built-in-relation"])
def test_every_name_compares_also_when_there_is_nothing(tables, by, of):
    for facts in (tables, to_tables([])):
        if of == "built-in-relation" and facts is not tables:
            continue
        result = compare(facts, by=by, of=of)
        assert list(result.tidy.columns) == [by, of, "count", "total", "share", "documents"]
        assert (result.counts["total"] <= result.counts.drop(columns="total").sum(axis=1)).all()
        assert result._repr_html_().startswith("<p>")


def test_generic_agencies_are_not_counted(tables):
    assert compare(tables, by="file", of="agency").counts["total"].tolist() == [1, 1, 1]


def test_evidence_leads_to_the_rows_behind_a_cell(tables):
    rows = compare(tables, by="jurisdiction", of="relation").evidence("210200", "亲")
    assert rows[["file", "item_id", "evidence"]].to_numpy().tolist() == [
        ["a.txt", "i1", "走访"],
        ["b.txt", "i1", "走访"],
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"by": "town"}, "cannot compare by 'town'; available: city, province, ", id="unknown group"),
        pytest.param(
            {"of": "colour"}, "cannot compare 'colour'; available: relation, environment, ", id="unknown category"
        ),
    ],
)
def test_unknown_names_are_answered_with_the_known(tables, arguments, message):
    with pytest.raises(UnknownNameError, match=re.escape(message)):
        compare(tables, **arguments)


def test_unknown_cells_are_answered_with_the_known(tables):
    with pytest.raises(UnknownNameError, match=re.escape("unknown relation '和'; available: 亲, 清, (none)")):
        compare(tables, by="jurisdiction", of="relation").evidence("210200", "和")


def test_an_axis_with_two_schemes_asks_which(tables):
    other = tables.labels.assign(scheme="mine")
    mixed = type(tables)(
        **{name: getattr(tables, name) for name in tables.__slots__ if name != "labels"},
        labels=pd.concat([tables.labels, other]),
    )
    with pytest.raises(UnknownNameError, match="compare one: built-in-relation, mine"):
        compare(mixed, of="relation")
    assert "mine" in categories_of(mixed)
    assert compare(mixed, by="file", of="mine").counts["total"].tolist() == [2, 2, 2]
