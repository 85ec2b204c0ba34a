"""Linear models, their files, models of taxonomies fitted on coded items, and the polarity of labels."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.label import label_items
from policytext.classify.phrases import find_phrases, phrases_of
from policytext.classify.polarity import polarity_of
from policytext.classify.train import fit_labels
from policytext.errors import DataError
from policytext.examples import check_taxonomy
from policytext.extract.targets.learned import kind_model
from policytext.linear import LinearModel, fit_codes, parse_model, read_model
from policytext.model import Item
from policytext.pipeline import analyze, default_pipeline
from policytext.taxonomy import Taxonomy, parse_taxonomy
from policytext.text import AlignedText

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
CORPORA = HERE.parent / "corpora"
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases" / "polarity.toml").read_text("utf-8"))["case"]
RELATION = Taxonomy.load("relation")
BUILT_IN = [RELATION, Taxonomy.load("four-environments")]
ROWS = [
    ("上门走访企业，听取诉求。", "亲"),
    ("走访商会，协调解决难题。", "亲"),
    ("严禁收受礼品礼金。", "清"),
    ("严肃查处收受礼品礼金行为。", "清"),
    ("公布干部交往守则。", ""),
    ("公布干部值班安排。", ""),
]
TABLE = pd.DataFrame(ROWS, columns=["text", "code"])


NIGHT = 'name = "night"\naxis = "night"\ntitle = "t"\nsource = "s"\n[[codes]]\ncode = "消费"\nname = "消费"\ndefinition = "d"\nterms = [{words = "夜市"}]\n'


def one_item(text: AlignedText, **fields: Any) -> Item:
    return Item(**{"id": "i1", "quote": text.quote(0, len(text)), "marker": None, "style": "inline", "level": 1, "parent": None, "lead": "", "kind": "measure"} | fields)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_polarity(case: dict[str, Any]) -> None:
    place = case["text"].index(case["evidence"])
    heads = [case["head"]] if "head" in case else []
    assert polarity_of(case["text"], [place], heads) == case["polarity"], case["why"]


def test_labels_carry_their_polarity() -> None:
    text = AlignedText.of("严禁收受企业礼品礼金，违者严肃问责。")
    (label,) = label_items(text, [one_item(text)], [RELATION])
    assert (label.code, label.polarity) == ("清", "prohibited")


def test_the_line_that_opens_a_list_gives_the_polarity() -> None:
    doc = analyze("沈阳市措施\n公职人员不得有下列行为：\n（一）收受企业礼金；\n（二）接受企业宴请。\n", name="a.txt")
    assert {label.polarity for label in doc.labels} == {"prohibited"}


def test_two_schemes_of_one_name_keep_their_own_phrases() -> None:
    text = AlignedText.of("走访企业，听取诉求，打造夜市品牌。严禁收受礼金。")
    mine = fit_labels(TABLE, RELATION, codes="code")
    alone = list(label_items(text, [one_item(text)], [RELATION]))
    assert list(label_items(text, [one_item(text)], [RELATION, mine]))[: len(alone)] == alone


def test_labels_of_an_own_scheme_are_in_the_gold_form() -> None:
    night = parse_taxonomy(NIGHT, "night.toml")
    pipeline = replace(default_pipeline(), taxonomies=(night,))
    doc = analyze("沈阳市措施\n一是增设夜市摊位。\n二是开展培训。\n", name="a.txt", pipeline=pipeline)
    items = doc.to_dict()["items"]
    assert [item["night"] for item in items] == [["消费"], []]
    assert "relation" not in items[0]


def test_codes_may_be_numbers_lists_or_missing() -> None:
    scheme = parse_taxonomy(NIGHT.replace("消费", "1"), "night.toml")
    for codes in ([1, 1, float("nan")], [1.0, 1.0, None], [["1"], ("1",), []], ["1", " 1 ", ""]):
        table = pd.DataFrame({"text": ["夜市延时。", "夜市扩容。", "修路。"], "code": codes})
        model = fit_labels(table, scheme, codes="code").model
        assert model is not None
        assert model.chances(["夜市"])[0] > 0.1


@pytest.mark.parametrize("about", ["{}", '{"threshold": 2}', '{"threshold": "a"}', '{"threshold": null}'])
def test_a_model_needs_a_threshold(about: str, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(
        f'{{"classes": ["消费"], "bias": [0], "weights": {{}}, "about": {about}}}', "utf-8"
    )
    (tmp_path / "n.toml").write_text('model = "m.json"\n' + NIGHT, "utf-8")
    with pytest.raises(DataError, match="threshold from 0 to 1"):
        Taxonomy.read(tmp_path / "n.toml")
    (problem,) = check_taxonomy(tmp_path / "n.toml")
    assert problem.line == 1


@pytest.mark.parametrize("taxonomy", BUILT_IN, ids=lambda taxonomy: taxonomy.name)
def test_a_built_in_model_says_what_it_was_fitted_on(taxonomy: Taxonomy) -> None:
    assert taxonomy.model is not None
    assert taxonomy.model.classes == tuple(code.code for code in taxonomy.codes)
    assert 0 < taxonomy.model.about["threshold"] < 1
    assert len(taxonomy.model.digest) == 16


@pytest.mark.parametrize("model", [*(taxonomy.model for taxonomy in BUILT_IN), kind_model()])
def test_a_model_survives_its_file(model: LinearModel, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(model.to_json(), "utf-8")
    again = read_model(path)
    assert (again.classes, again.bias, again.weights, again.digest) == (
        model.classes,
        model.bias,
        model.weights,
        model.digest,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no linear model"),
        ("[]", "no linear model"),
        ('{"classes": ["a"], "bias": [0]}', "missing 'weights'"),
        ('{"classes": ["a"], "bias": [0, 1], "weights": {}}', "one number for each of 1 classes"),
        ('{"classes": ["a"], "bias": [0], "weights": {"x": ["y"]}}', "could not convert"),
        ('{"classes": ["a"], "bias": [NaN], "weights": {}}', "finite"),
        ('{"classes": ["a"], "bias": "1", "weights": {}}', "no list of numbers"),
        ('{"classes": [1], "bias": [0], "weights": {}}', "classes must be strings"),
    ],
)
def test_a_broken_model_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse_model(text, "mine.json")


def test_fitting_twice_gives_the_same_model() -> None:
    first, second = (fit_labels(TABLE, RELATION, codes="code").model for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.to_json() == second.to_json()


def test_a_fitted_model_labels() -> None:
    taxonomy = fit_labels(TABLE, replace(RELATION, model=None), codes="code")
    text = AlignedText.of("走访企业，听取诉求。")
    (label,) = label_items(text, [one_item(text)], [taxonomy])
    assert (label.code, 0 < label.score <= 1) == ("亲", True)


def test_terms_of_the_topics_are_never_split() -> None:
    table = pd.DataFrame([("公平竞争审查。", "清"), ("开展公平竞争审查。", "清"), ("无", "")], columns=["text", "code"])
    model = fit_labels(table, RELATION, codes="code").model
    assert model is not None
    assert "公平竞争审查" in {word for topic in RELATION.topics for word in topic.words}
    assert [name for name in model.weights if "竞争" in name] == ["公平竞争审查"]


@pytest.mark.parametrize(
    ("table", "codes", "message"),
    [
        (TABLE, "label", "no column 'label'"),
        (TABLE.drop(columns="text"), "code", "no column 'text'"),
        (TABLE.assign(code="和"), "code", "unknown code '和' of relation; allowed: 亲, 清"),
        (TABLE.iloc[:0], "code", "no rows"),
        (TABLE.iloc[:1], "code", "two groups or more"),
        (TABLE.assign(text=float("nan")), "code", "row 0: no text"),
        (TABLE.assign(code=0.5), "code", "row 0: 0.5 is no code"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(table: pd.DataFrame, codes: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        fit_labels(table, RELATION, codes=codes)


def test_a_code_that_no_item_has_is_never_given() -> None:
    model = fit_codes([["a"], ["a"], ["b"], ["b"]], [["x"], ["x"], [], []], ["x", "y"], strength=1.0)
    assert model.chances(["a"])[1] < 1e-9


def test_without_a_feature_that_recurs_only_shares_are_learned() -> None:
    model = fit_codes([["a"], ["b"], ["c"], ["d"]], [["x"], [], [], []], ["x"], strength=1.0)
    assert model.weights == {}
    assert model.chances(["a"]) == pytest.approx([0.25], abs=0.01)


def test_a_model_for_other_codes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(
        '{"classes": ["甲"], "bias": [0], "weights": {}, "about": {"threshold": 0.5}}', "utf-8"
    )
    text = 'name = "n"\naxis = "a"\ntitle = "t"\nsource = "s"\nmodel = "m.json"\n[[codes]]\ncode = "乙"\nname = "乙"\ndefinition = "d"\nterms = [{words = "路灯"}]\n'
    (tmp_path / "n.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"model m\.json is for the codes 甲"):
        Taxonomy.read(tmp_path / "n.toml")
    assert parse_taxonomy(text, "n.toml").model is None


@given(st.text(alphabet="严禁不得收受礼金走访企业，。（责任单位：市局）网办理一二\n", max_size=80))
def test_any_text_gets_labels_whose_evidence_lies_in_it(words: str) -> None:
    text = AlignedText.of(words or "一")
    for label in label_items(text, [one_item(text, lead=words[:4])], BUILT_IN):
        assert label.evidence
        assert all(text.raw[slice(*quote.span)] == quote.text for quote in label.evidence)


def test_long_texts_are_read_in_linear_time() -> None:
    assert RELATION.model is not None
    text = AlignedText.of("严禁收受礼金，走访企业。" * 20_000)
    assert len(find_phrases(text.text, phrases_of(RELATION.model)).found) > 20_000
    assert list(label_items(text, [one_item(text)], BUILT_IN))


def test_no_place_is_on_both_sides_of_the_split() -> None:
    lines = (CORPORA / "split.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines[1:]))
    places = {part: {row["jurisdiction"] for row in rows if row["part"] == part} - {""} for part in ("train", "test")}
    assert not places["train"] & places["test"]
    assert {row["file"] for row in rows} == {path.name for path in (CORPORA / "docs").iterdir()}
    assert 3 * sum(row["part"] == "test" for row in rows) >= len(rows) - 3
