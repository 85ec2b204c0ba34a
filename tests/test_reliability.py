"""Agreement: the coefficients give what their authors printed, and nothing is 1 by default."""

from __future__ import annotations

import json
import math
import re
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

import policytext as pt
from policytext.errors import DataError
from policytext.reliability.coefficients import NO_PAIR, ONE_CODE, cohen_kappa, measure_agreement
from policytext.reliability.unitizing import measure_unitizing
from policytext.text import Span

# Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960), table 2.
COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]

# Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76 (1971), table 1: diagnoses of
# 30 patients by six psychiatrists each (depression, personality disorder, schizophrenia, neurosis, other).
FLEISS_1971 = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""

# Krippendorff, Computing Krippendorff's alpha-reliability (2011), examples A, B and C; a dot is a missing code.
KRIPPENDORFF_A = ["0100000010", "1110010000"]
KRIPPENDORFF_B = ["aabbdcccedda", "babbbccceddd"]
KRIPPENDORFF_C = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]

# Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014): two abstractors; example C above is also Gwet's, there
# with AC1. The figures are those of the author's package irrCAC.
GWET_ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


def of_table(table):
    """Return the ratings behind a table of two coders."""
    cells = product(range(len(table)), repeat=2)
    return [(str(row), str(column)) for row, column in cells for _ in range(table[row][column])]


def of_counts(rows):
    return [[str(code) for code, times in enumerate(row) for _ in range(int(times))] for row in rows.split()]


def of_coders(coders):
    return [[None if code == "." else code for code in unit] for unit in zip(*coders, strict=True)]


WORKED = {
    "cohen-1960": (of_table(COHEN_1960), {"percent": 0.70, "cohen_kappa": 0.492, "units": 200}),
    "fleiss-1971": (of_counts(FLEISS_1971), {"fleiss_kappa": 0.430, "percent": 0.5556, "coders": 6}),
    "krippendorff-2011-a": (of_coders(KRIPPENDORFF_A), {"alpha": 0.095, "percent": 0.6}),
    "krippendorff-2011-b": (of_coders(KRIPPENDORFF_B), {"alpha": 0.692}),
    "krippendorff-2011-c": (of_coders(KRIPPENDORFF_C), {"alpha": 0.743, "units": 11, "coders": 4}),
    "gwet-2014-four-raters": (of_coders(KRIPPENDORFF_C), {"ac1": 0.77544, "fleiss_kappa": 0.76117, "percent": 0.81818}),
    "gwet-2014-abstractors": (of_table(GWET_ABSTRACTORS), {"cohen_kappa": 0.79641, "ac1": 0.84933, "alpha": 0.79726}),
}  # fmt: skip


@pytest.mark.parametrize(("ratings", "published"), WORKED.values(), ids=WORKED)
def test_the_published_examples_come_out(ratings, published):
    found = measure_agreement(ratings)._asdict()
    for name, figure in published.items():
        digits = len(str(figure).partition(".")[2])
        assert found[name] == pytest.approx(figure, abs=0.51 * 10**-digits), name
    assert found["reason"] is None


# Krippendorff, Content Analysis (2nd edition, 2004), p. 254: two observers on a continuum of 300 units from 150 on.
def on_continuum(*spans):
    return [Span(start - 150, start - 150 + length) for start, length in spans]


UNITS = [
    {"c": on_continuum((225, 70), (370, 30)), "k": on_continuum((180, 60), (300, 50))},
    {"c": on_continuum((220, 80), (355, 20), (400, 20)), "k": on_continuum((180, 60), (300, 50))},
]


@pytest.mark.parametrize(("codes", "published"), [("c", 0.7286), ("k", 1.0), ("ck", 0.859)])
def test_the_published_example_of_unitizing_comes_out(codes, published):
    found = measure_unitizing([{code: coder[code] for code in codes} for coder in UNITS], 300)
    assert found.alpha == pytest.approx(published, abs=0.0005)


ratings = st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=1, max_size=30)


@given(ratings)
def test_kappa_of_two_coders_is_that_of_scikit_learn(pairs):
    found = cohen_kappa(pairs)
    if found is None:
        assert len({code for pair in pairs for code in pair}) == 1
    else:
        assert math.isclose(found, cohen_kappa_score(*zip(*pairs, strict=True)), abs_tol=1e-9)


@given(st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", None])] * 3), max_size=30))
def test_coefficients_are_at_most_one_and_know_no_order_of_coders(rows):
    found = measure_agreement(rows)
    assert [None if one is None else round(one, 9) for one in measure_agreement([row[::-1] for row in rows])[2:7]] == [
        None if one is None else round(one, 9) for one in found[2:7]
    ]
    assert all(one is None or one <= 1 + 1e-12 for one in found[2:7])
    assert (found.reason is None) == (found.alpha is not None)


UNDEFINED = {
    "one-code": ([("a", "a"), ("a", "a")], ONE_CODE),
    "one-code-where-two-met": ([("a", "a"), ("b", None)], ONE_CODE),
    "no-unit-in-common": ([("a", None), (None, "a"), ("b", None)], NO_PAIR),
    "nothing": ([], NO_PAIR),
}


@pytest.mark.parametrize(("rows", "reason"), UNDEFINED.values(), ids=UNDEFINED)
def test_what_is_not_defined_is_none_with_a_reason(rows, reason):
    found = measure_agreement(rows)
    assert found.reason == reason
    assert [found.cohen_kappa, found.fleiss_kappa, found.alpha, found.ac1] == [None] * 4


SPANLESS = {
    "no-span": ([{}, {}], "no span"),
    "one-coder": ([{"a": [Span(0, 2)]}], "fewer than two coders"),
    "overlap": ([{"a": [Span(0, 3), Span(2, 4)]}, {}], "spans of 'a' overlap in one coding"),
    "beyond-the-text": ([{"a": [Span(8, 12)]}, {}], "spans of 'a' overlap in one coding"),
}


@pytest.mark.parametrize(("codings", "reason"), SPANLESS.values(), ids=SPANLESS)
def test_unitizing_that_is_not_defined_has_a_reason(codings, reason):
    found = measure_unitizing(codings, 10)
    assert (found.alpha, found.reason) == (None, reason)


def form(file="a.txt", *, codes=(("亲",), ("清",)), kind="measure", chars=40):
    items = [
        {
            "id": f"i{n}",
            "start": 10 * n,
            "end": 10 * n + 9,
            "kind": kind,
            "level": 1,
            "lead": "走访",
            "relation": list(given),
        }
        for n, given in enumerate(codes)
    ]
    return {"file": file, "chars": chars, "items": items, "agencies": [], "targets": []}


def test_codings_in_gold_form_are_measured_per_variable_document_code_and_pair():
    found = pt.agreement(
        {
            "a": [form(), form("b.txt")],
            "b": [form(codes=[("亲",), ("亲", "清")]), form("b.txt")],
            "c": [form(codes=[("亲",), ()])],
        }
    )
    relation = found.variables.set_index("variable").loc["relation"]
    assert relation["scale"] == "yes or no per code"
    assert (relation["units"], relation["coders"]) == (8, 3)
    assert found.variables.set_index("variable").loc["kind", "reason"] == ONE_CODE
    documents = found.documents.set_index(["variable", "document"])
    assert documents.loc[("relation", "b.txt"), "alpha"] == 1
    assert documents.loc[("relation", "a.txt"), "alpha"] < 1
    assert set(found.codes.loc[found.codes["variable"] == "relation", "code"]) == {"亲", "清"}
    assert len(found.pairs[found.pairs["variable"] == "relation"]) == 3
    shown = found.disagreements.set_index("variable").loc["relation"]
    assert shown[["document", "start", "a", "b", "c"]].tolist() == ["a.txt", 10, "清", "亲|清", ""]
    spans = found.spans.set_index(["variable", "document", "coders_compared"])
    assert spans.loc[("items", "a.txt", "a, b, c"), "alpha"] == 1
    assert spans.loc[("targets", "(all)", "a, b, c"), "reason"] == "no span"
    assert found._repr_html_().startswith("<p>3 coders")


def test_coders_who_share_no_document_agree_on_nothing():
    found = pt.agreement({"a": [form("a.txt")], "b": [form("b.txt")]})
    assert set(found.variables["reason"]) == {NO_PAIR}
    assert found.variables["alpha"].isna().all()
    assert set(found.spans["reason"]) == {"no document was coded by all"}


def test_a_table_with_missing_codes_and_several_codes_for_a_unit():
    rows = [("u1", "a", "x"), ("u1", "b", "x"), ("u2", "a", "y"), ("u2", "b", None), ("u3", "a", "x"), ("u3", "b", "y")]
    single = pt.agreement(pd.DataFrame(rows, columns=["unit", "coder", "code"]))
    assert single.variables[["variable", "scale", "units"]].to_numpy().tolist() == [["code", "one code per unit", 2]]
    several = pt.agreement(pd.DataFrame([*rows, ("u1", "b", "y")], columns=["unit", "coder", "code"]))
    assert several.variables[["scale", "units"]].to_numpy().tolist() == [["yes or no per code", 4]]


def test_codings_are_read_from_files(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(form()) + "\n", "utf-8")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(form()), "utf-8")
    found = pt.agreement({"a": tmp_path / "a.jsonl", "b": tmp_path / "gold"})
    assert found.variables.set_index("variable").loc["relation", "cohen_kappa"] == 1


REFUSED = {
    "one-coder": ({"a": [form()]}, "agreement needs two coders or more; there is a"),
    "no-column": (pd.DataFrame({"unit": [1], "who": ["a"]}), "no column coder, code"),
    "two-texts": ({"a": [form()], "b": [form(chars=41)]}, "a.txt: a coded a text of 40 characters, b one of 41"),
}


@pytest.mark.parametrize(("codings", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_measured_is_refused(codings, message):
    with pytest.raises(DataError, match=re.escape(message)):
        pt.agreement(codings)


@pytest.mark.parametrize("column", ["unit", "coder"])
def test_each_code_has_a_unit_and_a_coder(column):
    table = pd.DataFrame({"unit": [1, 2] * 2, "coder": ["a", "a", "b", "b"], "code": list("亲清亲清")}).astype(object)
    table.loc[1, column] = None
    with pytest.raises(DataError, match=f"row 1: no {column}"):
        pt.agreement(table)
