"""Labels from topics: the sentences of the table, the examples of every code, and what a label must show."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.label import label_items
from policytext.examples import codes_of, find_misses
from policytext.model import Item, Label
from policytext.taxonomy import Code, Taxonomy, parse_taxonomy
from policytext.text import AlignedText, Edit

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = (Path(__file__).parent / "cases" / "labels.toml").read_text("utf-8")
CASES: list[dict[str, Any]] = tomllib.loads(TABLE)["case"]
SCHEMES = [Taxonomy.load(name) for name in ("relation", "four-environments")]


def one_item(text: AlignedText, *, lead: str = "", kind: Any = "measure", parent: str | None = None) -> Item:
    return Item("i1", text.quote(0, len(text)), None, "inline", 1, parent, lead, kind)


def labels_of(words: str, *, lead: str = "", kind: Any = "measure", schemes: list[Taxonomy] = SCHEMES) -> list[Label]:
    text = AlignedText.of(words)
    return list(label_items(text, [one_item(text, lead=lead, kind=kind)], schemes))


def _open(case: dict[str, Any]) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=case["open"], strict=True)] if "open" in case else []


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"], marks=_open(case)) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    labels = labels_of(case["text"], lead=case["lead"], kind=case.get("kind", "measure"))
    assert case["why"]
    for axis in ("relation", "environment"):
        assert {label.code for label in labels if label.axis == axis} == set(case[axis].split()), labels


@pytest.mark.parametrize("name", Taxonomy.names())
def test_examples_have_their_codes_and_counterexamples_have_not(name: str) -> None:
    assert not list(find_misses(Taxonomy.load(name)))


def test_evidence_lies_in_the_item_and_in_the_source() -> None:
    raw = "題目\n走訪(fǎng)企業，聽取企業訴求。\n其他"
    text = AlignedText.of(raw)
    edits = [
        Edit(4, 5, "访"),
        Edit(5, 11, ""),
        Edit(12, 13, "业"),
        Edit(14, 15, "听"),
        Edit(17, 18, "业"),
        Edit(18, 19, "诉"),
    ]
    text = text.edit(edits)
    start, end = text.text.index("走"), text.text.index("。")
    item = Item("i7", text.quote(start, end), None, "inline", 1, None, "走访企业", "measure")
    labels = list(label_items(text, [item], [Taxonomy.load("relation")]))
    assert [(label.item_id, label.axis, label.scheme, label.code) for label in labels] == [
        ("i7", "relation", "relation", "亲")
    ]
    visit = labels[0].evidence[0]
    assert (visit.text, raw[visit.span.start : visit.span.end]) == ("走访企业", "走訪(fǎng)企業")
    assert all(item.span.covers(quote.span) for quote in labels[0].evidence)


def test_at_most_two_codes_best_first() -> None:
    words = "公平竞争审查；扫黑除恶；公正司法；一网通办；知识产权保护；治安巡逻；执行难；绿色通道"
    labels = [label for label in labels_of(words) if label.axis == "environment"]
    assert len(labels) <= 2
    assert [label.score for label in labels] == sorted((label.score for label in labels), reverse=True)


def test_lead_counts_more() -> None:
    words = "走访企业，加强企业周边治安巡逻。"
    plain, led = (labels_of(words, lead=lead, schemes=[Taxonomy.load("relation")]) for lead in ("", "走访企业"))
    assert led[0].score > plain[0].score


def test_head_is_inherited_weakly_and_never_alone() -> None:
    by_rule = replace(Taxonomy.load("relation"), model=None)
    text = AlignedText.of("一、走访企业\n（一）现场办公，服务水平持续提高。（二）完善有关安排。")
    cut = text.text.index("（二）")
    head = Item("i1", text.quote(0, len(text)), "一、", "heading", 1, None, "走访企业", "group")
    weak = Item("i2", text.quote(7, cut), "（一）", "heading", 2, "i1", "", "measure")
    empty = Item("i3", text.quote(cut, len(text)), "（二）", "heading", 2, "i1", "", "measure")
    scores = {label.item_id: label.score for label in label_items(text, [head, weak, empty], [by_rule])}
    alone = [label.score for label in label_items(text, [weak], [by_rule])]
    assert "i3" not in scores
    assert scores["i2"] > alone[0]


def test_parents_in_a_circle_do_not_hang() -> None:
    text = AlignedText.of("走访企业，听取诉求。")
    items = [
        Item(name, text.quote(0, 4), None, "inline", 1, parent, "走访企业", "measure") for name, parent in ("ab", "ba")
    ]
    assert {label.item_id for label in label_items(text, items, SCHEMES)} == {"a", "b"}


def test_own_scheme_with_own_topic() -> None:
    scheme = parse_taxonomy(
        """
        name = "songs"
        axis = "culture"
        title = "歌咏"
        source = "made up"
        year = 2024
        rule = { threshold = 1, second = 0.5, lead = 0, inherit = 0 }
        topics.songs = { about = "songs", words = "歌咏 合唱" }
        codes = [{ code = "歌", name = "歌唱", definition = "Songs.", topics = { songs = 2 }, lead = { songs = 1 } }]
        """,
        "songs.toml",
    )
    labels = labels_of("举办合唱和歌咏比赛，走访企业。", lead="", schemes=[*SCHEMES, scheme])
    assert [quote.text for label in labels if label.axis == "culture" for quote in label.evidence] == ["合唱", "歌咏"]
    assert "亲" in {label.code for label in labels}


TERMS = """
    name = "mine"
    axis = "mine"
    title = "词"
    source = "made up"
    codes = [
      { code = "歌", name = "歌", definition = "Songs.", terms = [{ words = "歌咏" }, { words = "合唱", weight = 1 }] },
      { code = "舞", name = "舞", definition = "Dances.", terms = [{ words = "舞蹈", scope = "lead" }] },
      { code = "禁", name = "禁", definition = "What is forbidden.", terms = [{ words = "喧哗", clause = "forbidden" }] },
      { code = "普", name = "普", definition = "A word within words of topics.", terms = [{ words = "普法" }] },
    ]
    """


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        pytest.param("举办歌咏比赛。", "歌", id="a term of usual weight is enough"),
        pytest.param("在广场，举办合唱比赛。", "", id="a light term is not"),
        pytest.param("举办合唱比赛。", "歌", id="a light term in the lead is"),
        pytest.param("举办舞蹈比赛。", "舞", id="a term of the lead in the lead"),
        pytest.param("在广场，举办舞蹈比赛。", "", id="a term of the lead elsewhere"),
        pytest.param("严禁喧哗。", "禁", id="a term of clauses that forbid"),
        pytest.param("不必喧哗。", "", id="such a term elsewhere"),
        pytest.param("开展普法宣传活动。", "普", id="no built-in word hides a term"),
        pytest.param("由市司法局牵头。", "", id="nothing"),
    ],
)
def test_terms_of_codes(words: str, codes: str) -> None:
    assert "".join(codes_of(words, parse_taxonomy(TERMS, "mine.toml"))) == codes


def test_bodies_hide_terms_inside_their_names() -> None:
    scheme = parse_taxonomy(TERMS.replace("歌咏", "知识产权"), "mine.toml")
    assert codes_of("市知识产权局到会。", scheme) == ()
    assert codes_of("保护知识产权。", scheme) == ("歌",)


HEADINGS = [
    pytest.param(name, code, id=f"{name} {code.code}")
    for name in ("national-indicators", "b-ready")
    for code in Taxonomy.load(name).codes
    if code.terms
]


@pytest.mark.parametrize(("name", "code"), HEADINGS)
def test_a_heading_that_names_an_indicator_gets_it(name: str, code: Code) -> None:
    assert code.code in codes_of(code.code, Taxonomy.load(name))
    assert code.code in codes_of(f"提升{code.code}便利度。", Taxonomy.load(name))


NAMES = [
    pytest.param(scheme, code, id=f"{scheme.name} {code.code}")
    for scheme in map(Taxonomy.load, Taxonomy.names())
    for code in scheme.codes
    if scheme.axis == "environment" and scheme.name != "four-environments"
]


@pytest.mark.parametrize(("scheme", "code"), NAMES)
def test_a_heading_that_names_an_environment_gets_it(scheme: Taxonomy, code: Code) -> None:
    assert codes_of(f"着力打造{code.name}。", scheme) == (code.code,)


@given(st.text(alphabet="走访企业严禁不得礼品，。（责任单位：）\n一", max_size=80))
def test_any_text_survives(words: str) -> None:
    text = AlignedText.of(words)
    for label in label_items(text, [one_item(text, lead=words[:5])], SCHEMES):
        assert label.evidence
        for quote in label.evidence:
            assert text.raw[quote.span.start : quote.span.end] == quote.text


def test_a_million_characters_are_labelled() -> None:
    part = "一是走访企业，听取诉求，化解矛盾纠纷（责任单位：市司法局）。严禁吃拿卡要；"
    text = AlignedText.of(part * 20_000)
    items = [
        Item(f"i{n}", text.quote(start, start + len(part)), "一是", "inline", 1, None, "走访企业", "measure")
        for n, start in enumerate(range(0, len(text), len(part)))
    ]
    assert sum(1 for _ in label_items(text, items, SCHEMES)) >= len(items)
