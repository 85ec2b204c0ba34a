"""Evaluation: what counts as right, what each error says, and what is not defined."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policytext as pt
from policytext.cli import main
from policytext.errors import DataError, PolicytextError, ReadError
from policytext.evaluation import read_forms
from policytext.evaluation.counting import Draws

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "corpora" / "gold"
FORMS = read_forms(GOLD)


def changed(form, table, number, **fields):
    """Return a form with other fields in one fact."""
    form = deepcopy(dict(form))
    form[table][number].update(fields)
    return form


def base():
    return {
        "file": "a.txt",
        "chars": 60,
        "meta": {"title": "关于 走访的通知", "published": None, "jurisdiction": "210200"},
        "boilerplate": [{"kind": "navigation", "start": 50, "end": 60}],
        "items": [
            {"id": "i1", "marker": "一是", "lead": "走访", "start": 0, "end": 20, "kind": "measure", "level": 1, "relation": ["亲"]},
            {"id": "i2", "marker": "二是", "lead": "问责", "start": 20, "end": 40, "kind": "measure", "level": 1, "relation": []},
        ],
        "agencies": [
            {"text": "市公安局", "start": 2, "end": 6, "name": "大连市公安局", "role": "lead", "generic": False},
            {"text": "有关部门", "start": 22, "end": 26, "name": None, "role": None, "generic": True},
        ],
        "targets": [
            {"text": "85%以上", "start": 30, "end": 35, "value": 85, "upper": None, "unit": "%", "bound": "at_least", "kind": "goal", "deadline": "2024", "place": None}
        ],
    }  # fmt: skip


def without(table, number):
    form = base()
    del form[table][number]
    return form


def extra(table, **fact):
    form = base()
    form[table].append({"text": "新", **fact})
    return form


# Output, and the errors that it makes: figure, gold, got.
OUTPUTS = {
    "the-same": (base(), []),
    "a-number-as-float": (changed(base(), "targets", 0, value=85.0), []),
    "white-space-in-a-title": ({**base(), "meta": {"title": "关于走访的通知", "jurisdiction": "210200"}}, []),
    "a-missed-item-is-listed-once": (without("items", 0), [("items", "一是走访", None)]),
    "an-item-too-much": (extra("items", start=41, end=45, kind="other", level=1), [("items", None, "新")]),
    "an-item-of-another-kind": (changed(base(), "items", 1, kind="group"), [("items_whole", "40 measure 1", "40 group 1")]),
    "another-code": (changed(base(), "items", 0, relation=["清"]), [("relation", "亲", "清")]),
    "a-code-more": (changed(base(), "items", 0, relation=["亲", "清"]), [("relation", None, "清")]),
    "another-name": (changed(base(), "agencies", 0, name="公安局"), [("agency_names", "大连市公安局", "公安局")]),
    "another-span": (changed(base(), "agencies", 0, start=3), [("agencies", "市公安局", "市公安局")]),
    "no-role": (changed(base(), "agencies", 0, role=None), [("agency_roles", "lead", None)]),
    "a-generic-mention-named": (changed(base(), "agencies", 1, generic=False, name="有关部门"), []),
    "a-mention-inside-a-generic-one": (extra("agencies", start=24, end=26, name="部门", generic=False), []),
    "a-mention-elsewhere": (extra("agencies", start=27, end=29, name="市", generic=False), [("agencies", None, "新")]),
    "another-kind-of-target": (changed(base(), "targets", 0, kind="rule"), [("target_kinds", "at_least goal", "at_least rule")]),
    "another-value": (changed(base(), "targets", 0, value=8.5), [("targets", "85%以上 (85 %)", "85%以上 (8.5 %)")]),
    "another-deadline": (changed(base(), "targets", 0, deadline="2025"), [("deadlines", "2024", "2025")]),
    "another-area": ({**base(), "meta": {"title": "关于走访的通知", "jurisdiction": "210000"}}, [("metadata", "210200", "210000")]),
    "less-boilerplate": ({**base(), "boilerplate": [{"kind": "spam", "start": 55, "end": 60}]}, [("body", "boilerplate", "body")]),
}  # fmt: skip


@pytest.mark.parametrize(("output", "errors"), OUTPUTS.values(), ids=OUTPUTS)
def test_each_error_is_listed_once_with_its_figure(output, errors):
    result = pt.evaluate([base()], [output])
    found = result.errors[["figure", "gold", "got"]].astype(object)
    assert [tuple(row) for row in found.where(found.notna(), None).to_numpy()] == errors
    wrong = result.figures[
        (result.figures["right"] < result.figures["gold"]) | (result.figures["right"] < result.figures["found"])
    ]
    assert {figure for figure, _, _ in errors} <= set(wrong["figure"])
    assert bool(errors) == bool(len(wrong))


def test_precision_and_recall_are_those_of_the_counts():
    two = base()
    two["items"][0]["relation"] = ["亲", "清"]
    result = pt.evaluate([base()], [two])
    row = result.codes.set_index(["axis", "code"]).loc
    assert row[("relation", "清"), ["gold", "found", "right"]].tolist() == [0, 1, 0]
    assert row[("relation", "清"), ["precision", "f1"]].tolist() == [0, 0]
    assert row[("relation", "清")].isna()["recall"]
    assert result.figures.set_index("figure").loc["relation", "precision"] == 0.5


def test_the_confusion_matrix_has_none_on_both_sides():
    form = base()
    form["items"][0]["relation"], form["items"][1]["relation"] = ["清"], ["亲"]
    table = pt.evaluate([base()], [form]).confusion["relation"]
    assert {(gold, found) for gold, row in table.iterrows() for found in table if row[found]} == {
        ("亲", "清"),
        ("(none)", "亲"),
    }
    same = pt.evaluate([base()], [base()]).confusion
    assert same["relation"].loc["(none)", "(none)"] == 1
    assert pt.evaluate([base()], []).confusion["role"].loc["(none)", "(none)"] == 0


def test_a_document_without_output_counts_as_empty_and_is_named():
    result = pt.evaluate(
        [base(), {**base(), "file": "b.txt"}], [{**base(), "file": "elsewhere/b.txt"}, {"file": "c.txt"}]
    )
    assert (result.documents, result.without_output, result.without_gold) == (2, ("a.txt",), ("c.txt",))
    figures = result.figures.set_index("figure")
    assert figures.loc["body", ["gold", "found", "right"]].tolist() == [100, 50, 50]
    assert figures.loc["items", ["precision", "recall"]].tolist() == [1, 0.5]
    assert set(result.errors["figure"]) == {"metadata", "items", "agencies", "targets"}
    assert "1 without output: a.txt" in result._repr_html_()


def test_sources_leave_white_space_out_and_show_the_words(tmp_path):
    raw = "一是走访。 \n分享到："
    (tmp_path / "a.txt").write_text(raw, "utf-8")
    gold = {"file": "a.txt", "chars": len(raw), "boilerplate": [{"start": 5, "end": 11}]}
    out = {"file": "a.txt", "chars": len(raw), "boilerplate": []}
    result = pt.evaluate([gold], [out], sources=tmp_path)
    assert result.figures.iloc[0][["gold", "found", "right"]].tolist() == [5, 9, 5]
    assert result.errors[["text", "start", "end"]].to_numpy().tolist() == [["分享到：", 7, 11]]


def test_documents_bring_their_source(make_doc):
    doc = make_doc()
    result = pt.evaluate([doc.to_dict()], doc)
    assert result.figures["f1"].dropna().eq(1).all()
    assert not len(result.errors)


def test_the_sample_counts_itself_as_right():
    result = pt.evaluate(GOLD, GOLD, resamples=50)
    assert result.documents == len(list(GOLD.glob("*.json")))
    assert result.figures[["f1", "low", "high"]].eq(1).all(axis=None)
    assert not len(result.errors)


def test_intervals_come_from_the_seed_and_hold_the_figure():
    forms = [deepcopy(form) for form in FORMS.values()]
    for form, number in zip(forms, range(5), strict=False):
        form["items"] = form["items"][number:]
    first, again = (pt.evaluate(GOLD, forms, resamples=300, seed=7).figures for _ in range(2))
    assert first.equals(again)
    items = first.set_index("figure").loc["items"]
    assert items["low"] < items["f1"] < items["high"] <= 1
    assert pt.evaluate(GOLD, forms, resamples=0).figures["low"].isna().all()
    assert pt.evaluate([base()], [base()]).figures["low"].isna().all()  # one document says nothing of others


@given(st.integers(2, 40), st.integers(0, 50), st.integers(0, 5))
def test_a_resample_has_as_many_documents(documents, resamples, seed):
    weights = Draws.of(documents, resamples=resamples, seed=seed).weights
    assert weights.shape == (resamples, documents)
    assert (weights.sum(axis=1) == documents).all()


@given(st.randoms(use_true_random=False))
def test_gold_and_output_are_mirrored(chance: random.Random):
    """Whatever is left out on one side is missed from there and too much from the other."""
    form = deepcopy(dict(chance.choice(list(FORMS.values()))))
    for table in ("items", "agencies", "targets"):
        form[table] = [fact for number, fact in enumerate(form[table]) if number == 0 or chance.random() > 0.3]
    gold = FORMS[form["file"]]
    there, back = (
        pt.evaluate([one], [other], resamples=0).figures.set_index("figure")
        for one, other in ((gold, form), (form, gold))
    )
    for figure in ("body", "items", "items_whole", "targets", "target_kinds", "relation", "environment"):
        assert (
            there.loc[figure, ["gold", "found", "right"]].tolist()
            == back.loc[figure, ["found", "gold", "right"]].tolist()
        )


REFUSED = {
    "no-file": ([{"items": []}], [], DataError, "coding 1: no 'file', the name of the document"),
    "twice": ([base(), base()], [], DataError, "coding 2: a second coding of a.txt (first at coding 1)"),
    "no-range": (
        [{"file": "a.txt", "items": [{"start": 3}]}],
        [],
        DataError,
        "coding 1: items 1: no 'start' and 'end'",
    ),
    "no-object": ([3], [], DataError, "coding 1: int; a coding is an object"),
    "no-list": ([{"file": "a.txt", "targets": {}, "items": "x"}], [], DataError, "items: str; facts are a list"),
    "another-text": (
        [base()],
        [{**base(), "chars": 61}],
        DataError,
        "a.txt: the gold coding is of a text of 60 characters",
    ),
    "nothing": ([], [], DataError, "no gold coding to compare with"),
    "no-path": ("no/such/folder", [], ReadError, "no such file"),
}


@pytest.mark.parametrize(("gold", "out", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_coding_is_refused(gold, out, error, message):
    with pytest.raises(error, match=re.escape(message)):
        pt.evaluate(gold, out)


def test_a_line_that_is_no_coding_is_named(tmp_path):
    path = tmp_path / "facts.jsonl"
    path.write_text('{"file": "a.txt"}\n\n{"file": \n', "utf-8")
    with pytest.raises(DataError, match=re.escape("facts.jsonl:3: not JSON")):
        read_forms(path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match=r"no \.json file with a coding"):
        read_forms(tmp_path / "empty")
    path.write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(ReadError, match="not UTF-8"):
        read_forms(path)
    with pytest.raises(PolicytextError, match="-1 resamples are too few"):
        pt.evaluate([base()], [], resamples=-1)


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["policytext", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(stop.value.code or 0), *capsys.readouterr()

    return call


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.jsonl"
    wrong = changed(base(), "items", 0, relation=["清"], lead="走\x1b[31m访")
    path.write_text(json.dumps(wrong, ensure_ascii=False) + "\n", "utf-8")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(base(), ensure_ascii=False), "utf-8")
    return path


def test_the_command_prints_tables_and_errors(run, facts, tmp_path):
    code, out, err = run("evaluate", tmp_path / "gold", facts, "--errors")
    assert (code, err) == (0, "")
    assert re.search(r"^ +relation +1 +1 +0 +0.000 +0.000 +0.000 +- +-", out, re.MULTILINE)
    assert "relation: gold in rows, found in columns" in out
    assert "a.txt  relation  0-20  gold: 亲  got: 清  | 一是走访" in out
    assert "\x1b" not in out


def test_the_command_prints_json(run, facts, tmp_path):
    code, out, _ = run("evaluate", tmp_path / "gold", facts, "--json", "--resamples", "0")
    found = json.loads(out)
    assert (code, found["documents"], found["confusion"]["relation"]["亲"]["清"]) == (0, 1, 1)
    assert found["figures"][0] == {
        "figure": "body", "gold": 50, "found": 50, "right": 50, "precision": 1.0, "recall": 1.0, "f1": 1.0, "low": None, "high": None,
    }  # fmt: skip


def test_a_missing_output_is_told_and_ends_with_1(run, facts, tmp_path):
    (tmp_path / "gold" / "b.json").write_text(json.dumps({**base(), "file": "b.txt"}), "utf-8")
    code, _, err = run("evaluate", tmp_path / "gold", facts)
    assert (code, err) == (1, "no output for b.txt: it counts as empty\n")


@pytest.mark.parametrize(
    "arguments", [("no", "facts.jsonl"), ("gold", "no.jsonl"), ("gold", "bad.jsonl")], ids=" ".join
)
def test_what_cannot_be_read_is_one_line_and_ends_with_2(run, facts, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text("x\n", "utf-8")
    code, out, err = run("evaluate", *arguments)
    assert (code, out) == (2, "")
    assert re.fullmatch(r"error: [^\n]+\n", err)


def test_extract_and_evaluate_go_together(tmp_path):
    document = ROOT / "corpora" / "docs" / "anshan-measures.txt"
    done = subprocess.run([sys.executable, "-m", "policytext", "extract", document], capture_output=True, check=True)
    (tmp_path / "facts.jsonl").write_bytes(done.stdout)
    result = pt.evaluate(GOLD / "anshan-measures.json", tmp_path / "facts.jsonl", sources=document.parent)
    figures = result.figures.set_index("figure")
    assert figures.loc["items", "f1"] > 0.9
    assert figures.loc["body", "f1"] > 0.9
