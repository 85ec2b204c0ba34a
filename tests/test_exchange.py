"""Annotation tools: what goes out comes back, to the character, also beyond the BMP."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policytext as pt
from policytext.errors import DataError, ReadError, UnknownNameError
from policytext.exchange.labels import LabelledSpan, from_spans, to_spans
from policytext.model import Document, Item, Metadata
from policytext.text import AlignedText, Span

CORPUS = sorted((Path(__file__).resolve().parent.parent / "corpora" / "docs").glob("*"))[:6]
TABLES = ("items", "agencies", "targets")


def by_place(form):
    return {table: sorted(form[table], key=lambda fact: (fact["start"], -fact["end"])) for table in TABLES}


def annotated(text, *, coder="anna", **changes):
    """Return an export in which the predictions were accepted as they are."""
    tasks = json.loads(text)
    for task in tasks:
        result = task.pop("predictions")[0]["result"]
        task["annotations"] = [{"completed_by": {"email": coder}, "result": result, **changes}]
    return json.dumps(tasks)


def through_doccano(docs, folder):
    (folder / "all.jsonl").write_text(pt.to_doccano(docs), "utf-8")
    return pt.read_doccano(folder / "all.jsonl")


def through_label_studio(docs, folder, units="code points"):
    (folder / "all.json").write_text(annotated(pt.to_label_studio(docs, units=units)), "utf-8")
    return pt.read_label_studio(folder / "all.json", units=units)


@pytest.fixture(scope="module")
def sample():
    return [pt.analyze(path) for path in CORPUS]


@pytest.mark.parametrize("way", [through_doccano, through_label_studio])
def test_the_sample_comes_back_as_it_went(sample, tmp_path, way):
    back = way(sample, tmp_path)
    assert [form["file"] for form in back] == [doc.file for doc in sample]
    for doc, form in zip(sample, back, strict=True):
        assert by_place(form) == by_place(doc.to_dict())
        assert form["meta"] == doc.to_dict()["meta"]
    assert not len(pt.evaluate(sample, back).errors)


LETTERS = st.text(st.sampled_from("一走访企业。𠮷😀🏽\u200d\r\n\u3000a"), min_size=1, max_size=40)


@st.composite
def documents(draw):
    """Make a document with some items at any places of a text with characters of every length."""
    raw = draw(LETTERS)
    text = AlignedText.of(raw)
    pairs = st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw))).filter(lambda pair: pair[0] < pair[1])
    spans = sorted(draw(st.lists(pairs, unique=True, max_size=6)), key=lambda span: (span[0], -span[1]))
    items = tuple(
        Item(f"i{n}", text.quote(*span), None, "run_in", 1, None, "走访", "measure") for n, span in enumerate(spans)
    )
    return Document("a.txt", raw, text, Metadata(), items=items)


@given(documents(), st.sampled_from(["doccano", "code points", "utf-16"]))
def test_offsets_are_exact_whatever_the_characters(tmp_path_factory, doc, way):
    folder = tmp_path_factory.getbasetemp()
    back = through_doccano([doc], folder) if way == "doccano" else through_label_studio([doc], folder, way)
    assert by_place(back[0]) == by_place(doc.to_dict())


def one_item(raw, words):
    text = AlignedText.of(raw)
    start = raw.index(words)
    item = Item("i1", text.quote(start, start + len(words)), None, "run_in", 1, None, words, "measure")
    return Document("a.txt", raw, text, Metadata(), items=(item,))


def test_each_tool_counts_in_its_own_way():
    doc = one_item("😀𠮷走访", "走访")
    assert json.loads(pt.to_doccano([doc]))["label"] == [[2, 4, "item:measure"]]
    places = []
    for units in ("code points", "utf-16"):
        value = json.loads(pt.to_label_studio([doc], units=units))[0]["predictions"][0]["result"][0]["value"]
        assert value["text"] == "走访"
        places.append((value["start"], value["end"]))
    assert places == [(2, 4), (4, 6)]


@pytest.mark.parametrize(("wrote", "read"), [("code points", "utf-16"), ("utf-16", "code points")])
def test_the_wrong_way_of_counting_is_noticed(tmp_path, wrote, read):
    (tmp_path / "all.json").write_text(
        annotated(pt.to_label_studio([one_item("😀一走访企业", "走访")], units=wrote)), "utf-8"
    )
    with pytest.raises(DataError, match=r"task 1, annotation 1: .* '走访'; perhaps offsets are counted otherwise"):
        pt.read_label_studio(tmp_path / "all.json", units=read)
    with pytest.raises(UnknownNameError, match="unknown units 'bytes'; available: code points, utf-16"):
        pt.to_label_studio([], units="bytes")


RAW = "一是走访企业，每月2次。二是问责。市公安局"


def coded(*spans, form=None):
    return from_spans([LabelledSpan(*span) for span in spans], RAW, form or {}, place="x:1", extra={"file": "a.txt"})


def test_what_annotators_add_becomes_gold_form():
    form = coded(
        (0, 12, "item:measure"),
        (0, 12, "relation:亲"),
        (2, 6, "item:other"),
        (17, 21, "agency:lead"),
        (9, 11, "target:goal"),
    )
    outer, inner = form["items"]
    assert (outer["id"], outer["level"], outer["parent"], outer["relation"]) == ("i1", 1, None, ["亲"])
    assert (inner["id"], inner["level"], inner["parent"], inner["relation"]) == ("i2", 2, "i1", [])
    assert (outer["lead"], form["chars"]) == ("一是走访企业", len(RAW))
    agency, target = form["agencies"][0], form["targets"][0]
    assert (agency["text"], agency["role"], agency["generic"], agency["name"]) == ("市公安局", "lead", False, None)
    assert (target["text"], target["kind"], target["value"]) == ("2次", "goal", None)
    assert pt.evaluate([form], [form]).figures["f1"].dropna().eq(1).all()


def test_what_annotators_leave_keeps_its_fields():
    before = {
        "agencies": [
            {"start": 17, "end": 21, "name": "大连市公安局", "role": "lead", "generic": False, "level": "city"}
        ]
    }
    kept = coded((17, 21, "agency:partner"), form=before)["agencies"][0]
    assert (kept["name"], kept["level"], kept["role"]) == ("大连市公安局", "city", "partner")
    moved = coded((18, 21, "agency:lead"), form=before)["agencies"][0]
    assert (moved["name"], moved["text"]) == (None, "公安局")
    assert coded(form=before)["agencies"] == []


def test_spans_hold_every_kind_and_code(sample):
    labels = {span.label for doc in sample for span in to_spans(doc.to_dict())}
    assert {"item:measure", "relation:亲", "environment:服务", "agency", "agency:generic", "target:goal"} <= labels
    config = pt.to_label_config(sample)
    assert all(f'value="{label}"' in config for label in labels)


BAD_SPANS = {
    "unknown-label": ((0, 2, "person"), "x:1: unknown label 'person'"),
    "unknown-kind": ((0, 2, "item:wish"), "x:1: unknown item 'wish'; allowed: measure, principle, group, other"),
    "unknown-role": ((0, 2, "agency:chief"), "x:1: unknown agency 'chief'; allowed: issuer, lead"),
    "beyond-the-text": ((0, 99, "agency"), "x:1: agency from 0 to 99; the text has 21 characters"),
    "empty": ((3, 3, "agency"), "x:1: agency from 3 to 3"),
    "code-on-no-item": ((0, 2, "relation:亲"), "x:1: relation:亲 from 0 to 2 stands on no item"),
}


@pytest.mark.parametrize(("span", "message"), BAD_SPANS.values(), ids=BAD_SPANS)
def test_a_span_that_means_nothing_is_refused(span, message):
    with pytest.raises(DataError, match=re.escape(message)):
        coded(span)


GOOD = '{"text": "走访", "label": [], "file": "a.txt"}'
BAD_LINES = {
    "no-json": ("{", "b.jsonl:2: not JSON"),
    "no-text": ('{"label": []}', "b.jsonl:2: no 'text'"),
    "no-spans": (
        '{"text": "走访", "file": "a"}',
        "b.jsonl:2: no list of spans; expected one of label, entities, labels",
    ),
    "no-file": ('{"text": "走访", "label": []}', "b.jsonl:2: no 'file', the name of the document"),
    "half-a-span": ('{"text": "走访", "file": "a", "label": [[0, 2]]}', "b.jsonl:2: [0, 2] is no span"),
    "not-a-span": ('{"text": "走访", "file": "a", "label": ["亲"]}', "b.jsonl:2: '亲' is no span"),
    "too-long": ('{"text": "走访", "file": "a", "label": [[0, 9, "agency"]]}', "b.jsonl:2: agency from 0 to 9"),
}


@pytest.mark.parametrize(("line", "message"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_of_doccano_is_named(tmp_path, line, message):
    (tmp_path / "b.jsonl").write_text(f"{GOOD}\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=re.escape(message)):
        pt.read_doccano(tmp_path / "b.jsonl")


@pytest.mark.parametrize(
    "spans",
    [
        pytest.param({"label": [[0, 2, "agency"]]}, id="label"),
        pytest.param({"labels": [[0, 2, "agency"]]}, id="labels of the first versions"),
        pytest.param(
            {"entities": [{"id": 4, "start_offset": 0, "end_offset": 2, "label": "agency"}]}, id="with relations"
        ),
    ],
)
def test_every_form_of_export_of_doccano_is_read(tmp_path, spans):
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": 1, "text": "走访", "file": "a.txt", **spans}) + "\n", "utf-8")
    assert [agency["text"] for agency in pt.read_doccano(tmp_path / "b.jsonl")[0]["agencies"]] == ["走访"]


TASK = {"data": {"text": "走访", "file": "a.txt"}}
BAD_EXPORTS = {
    "no-json": ("[", "b.json: not JSON"),
    "one-task": (json.dumps(TASK), "b.json: dict; an export of Label Studio (JSON) is a list of tasks"),
    "json-min": (json.dumps([{"text": "走访", "label": []}]), "b.json, task 1: no data with 'text'; export as JSON"),
    "no-file": (json.dumps([{"data": {"text": "走访"}}]), "b.json, task 1: no 'file', the name of the document"),
    "no-region": (
        json.dumps([{**TASK, "annotations": [{"result": [{"type": "labels", "value": {"start": 0}}]}]}]),
        "b.json, task 1, annotation 1: {'start': 0} is no region",
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD_EXPORTS.values(), ids=BAD_EXPORTS)
def test_a_bad_export_of_label_studio_is_named(tmp_path, text, message):
    (tmp_path / "b.json").write_text(text, "utf-8")
    with pytest.raises(DataError, match=re.escape(message)):
        pt.read_label_studio(tmp_path / "b.json")
    with pytest.raises(ReadError, match="no such file"):
        pt.read_label_studio(tmp_path / "no.json")


def test_several_annotators_skipped_tasks_and_other_regions(tmp_path):
    task = json.loads(pt.to_label_studio([one_item("一走访企业", "走访")]))[0]
    result = task.pop("predictions")[0]["result"]
    task["annotations"] = [
        {"completed_by": 7, "result": [*result, {"type": "choices", "value": {"choices": ["x"]}}]},
        {"completed_by": {"email": "li@example.org"}, "result": []},
        {"completed_by": 9, "was_cancelled": True, "result": result},
    ]
    (tmp_path / "b.json").write_text(json.dumps([task]), "utf-8")
    forms = pt.read_label_studio(tmp_path / "b.json")
    assert [(form["coder"], len(form["items"])) for form in forms] == [("7", 1), ("li@example.org", 0)]
    found = pt.agreement({form["coder"]: [form] for form in forms})
    assert found.spans.set_index(["variable", "document"]).loc[("items", "(all)"), "alpha"] <= 0


def test_spans_are_half_open_ranges_of_the_source(sample):
    for doc in sample:
        line = json.loads(pt.to_doccano([doc]))
        quotes = {span: doc.raw[slice(*span)] for span in (item.span for item in doc.items)}
        assert all(
            line["text"][start:end] == quotes[Span(start, end)]
            for start, end, label in line["label"]
            if label.startswith("item:")
        )


@pytest.mark.parametrize("beside", [1, "x", [[0, 1]], {"items": 1}, {"items": [1]}, {"agencies": [{"start": "a"}]}])
def test_what_travels_beside_the_text_must_be_a_gold_form(beside, tmp_path):
    line = {"text": "走访企业", "label": [[0, 4, "item:measure"]], "file": "a.txt", "policytext": beside}
    (tmp_path / "d.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    with pytest.raises(DataError, match="no gold form"):
        pt.read_doccano(tmp_path / "d.jsonl")
    task = {"data": {"text": "走访企业", "file": "a.txt", "policytext": beside}, "annotations": []}
    (tmp_path / "l.json").write_text(json.dumps([task]), "utf-8")
    with pytest.raises(DataError, match="no gold form"):
        pt.read_label_studio(tmp_path / "l.json")


@pytest.mark.parametrize("annotations", [1, "x", [1], [None], [{"result": 1}]])
def test_annotations_must_be_annotations(annotations, tmp_path):
    task = {"data": {"text": "走访企业", "file": "a.txt"}, "annotations": annotations}
    (tmp_path / "l.json").write_text(json.dumps([task]), "utf-8")
    with pytest.raises(DataError, match="task 1"):
        pt.read_label_studio(tmp_path / "l.json")


@pytest.mark.parametrize("label", ["kind:亲", "id:亲", "start:亲"])
def test_fields_of_an_item_are_no_axes(label, tmp_path):
    line = {"text": "走访企业", "label": [[0, 4, "item:measure"], [0, 4, label]], "file": "a.txt"}
    (tmp_path / "d.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    with pytest.raises(DataError, match="unknown label"):
        pt.read_doccano(tmp_path / "d.jsonl")
