"""Which items a body has to act on, and who it is across documents."""

from __future__ import annotations

import pytest

from policytext import analyze, to_tables
from policytext.extract.agencies.identity import agency_id, successor
from policytext.extract.places import gazetteer
from policytext.lexicon import read_rows
from policytext.model import Document

LISTS = """大连市行动方案
一、减环节
（1）合并申报。
（2）取消盖章。
（3）压缩时限。
（牵头单位：市数据局；责任单位：市司法局、市财政局）
二、减材料（责任单位：市公安局）
1.清理证明。
2.共享证照。（责任单位：市民政局）
三、抓落实。由市发展改革委牵头，市审计局配合，加强督导。
"""
RULES = """大连市工作方案
一、减环节。全部压缩。（责任单位：市司法局，各区市县政府，以下不再列出；无牵头单位的，责任单位即为牵头单位，下同）
二、减材料。全部清理。（责任单位：市公安局）
三、减时间。限时办结。（牵头单位：市民政局；责任单位：市财政局）
"""


def shown(doc: Document) -> list[tuple[str, str, str]]:
    leads = {item.id: item.lead for item in doc.items}
    return [(leads[duty.item_id], duty.agency.quote.text, duty.role) for duty in doc.duties]


def test_a_bracket_holds_for_the_list_that_it_closes_and_a_head_for_what_is_below() -> None:
    doc = analyze(LISTS, name="a.txt")
    three = [("市数据局", "lead"), ("市司法局", "responsible"), ("市财政局", "responsible")]
    assert shown(doc) == [
        *((lead, *body) for lead in ("合并申报", "取消盖章", "压缩时限") for body in three),
        ("减材料", "市公安局", "responsible"),
        ("清理证明", "市公安局", "responsible"),
        ("共享证照", "市民政局", "responsible"),
        ("抓落实", "市发展改革委", "lead"),
        ("抓落实", "市审计局", "partner"),
    ]
    rules = [duty.rule for duty in doc.duties_of(doc.items[1])]
    assert rules == ["bracket behind the list"] * 3


def test_what_a_document_says_once_holds_for_every_later_item() -> None:
    assert shown(analyze(RULES, name="a.txt")) == [
        ("减环节", "市司法局", "lead"),
        ("减环节", "各区市县政府", "lead"),
        ("减材料", "市公安局", "lead"),
        ("减材料", "各区市县政府", "lead"),
        ("减时间", "市民政局", "lead"),
        ("减时间", "市财政局", "responsible"),
        ("减时间", "各区市县政府", "responsible"),
    ]


def test_items_and_duties_know_the_bodies() -> None:
    tables = to_tables([analyze(LISTS, name="a.txt")])
    row = tables.items.set_index("lead").loc["合并申报"]
    assert row["lead_agencies"] == "大连市数据局"
    assert row["responsible_agencies"] == "大连市司法局|大连市财政局"
    assert list(tables.duties["role"].value_counts()) == [9, 4, 1]


def test_one_id_for_all_forms() -> None:
    doc = analyze(
        "大连市召开会议。市委政法委、大连市委政法委、中共大连市委政法委员会出席，财政部到会。\n", name="a.txt"
    )
    assert {agency.agency_id for agency in doc.agencies if "政法" in agency.quote.text} == {"210200/中共政法委员会"}
    assert [(agency.agency_id, agency.system) for agency in doc.agencies][-1] == ("000000/财政部", "government")


@pytest.mark.parametrize(
    ("words", "system"),
    [
        ("市委宣传部", "party"), ("市财政局", "government"), ("市人大常委会", "congress"), ("市政协", "cppcc"), ("市纪委监委", "supervisory"),
        ("市中级人民法院", "court"), ("市人民检察院", "procuratorate"), ("市妇联", "mass_organisation"), ("大连警备区", "military"),
        ("市公安局西岗分局", "government"),
    ],
)  # fmt: skip
def test_branches_of_party_and_state(words: str, system: str) -> None:
    doc = analyze(f"大连市召开会议，{words}派员参加，听取意见。\n", name="a.txt")
    assert [agency.system for agency in doc.agencies if agency.quote.text == words] == [system]


def test_a_body_that_a_reform_ended_has_its_successor() -> None:
    doc = analyze("大连市工商局、原国家计委发布公告，公布收费清单，请遵照执行。\n", name="a.txt")
    assert [(agency.name, agency.current_name, agency.since) for agency in doc.agencies] == [
        ("大连市工商行政管理局", "大连市市场监督管理局", "2019-03"),
        ("国家发展计划委员会", "国家发展和改革委员会", "2003-03"),
    ]


SUCCESSIONS = read_rows("agencies_succession.csv", columns=("former", "current", "since", "level", "source", "share"))
AREAS = {"p": ("210000", "province"), "c": ("210200", "city"), "t": ("210211", "county"), "n": (None, "national")}


@pytest.mark.parametrize("row", SUCCESSIONS, ids=lambda row: f"{row['former']}-{row['level']}")
def test_each_succession_ends_in_a_body_of_today(row) -> None:
    code, level = AREAS[row["level"]]
    place = gazetteer().long_name(code) if code else ""
    committee = f"中共{place}委"
    name = row["former"].replace("{J}", place).replace("{W}", committee)
    found = successor(name, code, level)
    assert found is not None
    assert found.name != name
    assert "{" not in found.name
    assert successor(found.name, code, level) is None
    assert agency_id(name, code, level) != agency_id(found.name, code, level)


def test_an_item_is_no_id() -> None:
    doc = analyze(LISTS, name="a.txt")
    for method in (doc.duties_of, doc.labels_of):
        with pytest.raises(TypeError, match=r"an item of doc.items is expected, such as doc.items\[0\], not 'i1'"):
            method("i1")  # type: ignore[arg-type]  # the mistake under test


def said(words: str) -> list[tuple[str, str]]:
    """Bodies and roles of the duties of a plan of Dalian that has these lines."""
    doc = analyze(f"大连市工作方案\n{words}\n", name="a.txt")
    return [(duty.agency.quote.text, duty.role) for duty in doc.duties]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            "（责任单位：市委宣传部（市新闻出版局），各县（市、区）政府，市财政局）",
            ["市委宣传部", "市新闻出版局", "各县（市、区）政府", "市财政局"],
            id="a label goes on behind brackets inside it",
        ),
        pytest.param(
            "（市科技局、市财政局，各区市县政府按职责分工负责）",
            ["市科技局", "市财政局", "各区市县政府"],
            id="the verb behind a comma holds for the whole bracket",
        ),
        pytest.param("市公安局：负责治安。", ["市公安局"], id="a body and its duty behind a colon"),
        pytest.param("责任单位为市商务局、市科技局。", ["市商务局", "市科技局"], id="a label with a verb"),
    ],
)  # fmt: skip
def test_every_body_of_a_duty_is_responsible(words: str, expected: list[str]) -> None:
    assert said(f"1.{words}\n2.总结经验。") == [(body, "responsible") for body in expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("（市商务局负责牵头，市司法局、市财政局参加）", "lead partner partner"),
        ("（牵头：市商务局；配合：市司法局）", "lead partner"),
        ("（主责单位：市商务局；协同单位：市公安局）", "lead partner"),
        ("市商务局为牵头单位，市科技局、市公安局为责任单位。", "lead responsible responsible"),
        ("由市商务局会同市财政局负责落实。", "responsible partner"),
        ("市公安局配合市司法局开展整治。", "partner"),
        ("（市委网信办、市公安局，排第一位的为牵头单位，下同）", "lead responsible"),
        ("实施主体是企业，市司法局配合。", "partner"),
        ("责任单位为市商务局、市科技局，市财政局保障经费。", "responsible responsible"),
        ("\n责任单位：市商务局、市司法局（列第一位的为牵头单位，下同）", "lead responsible"),
    ],
)
def test_words_of_duty_give_roles(words: str, expected: str) -> None:
    assert [role for _, role in said(f"1.{words}\n2.总结经验。")] == expected.split()


def test_what_is_said_for_all_holds_from_there_on_and_once() -> None:
    named = "1.改革。（牵头单位：市商务局；责任单位：市财政局、市司法局）"
    rule = "2.服务。（责任单位：市司法局、市公安局，列第一位的为牵头单位，下同）"
    assert [role for _, role in said(f"{named}\n{rule}")] == [
        "lead",
        "responsible",
        "responsible",
        "lead",
        "responsible",
    ]
    lines = (
        "1.改革。\n责任单位：市商务局、市司法局（列第一位的为牵头单位，下同）\n2.服务。\n责任单位：市财政局、市公安局"
    )
    assert [role for _, role in said(lines)] == ["lead", "responsible"] * 2
    once = "{}.改革。（市商务局牵头，各区（市、县）政府负责，以下不再列出）"
    assert (
        said("\n".join(once.format(n) for n in (1, 2, 3)))
        == [("市商务局", "lead"), ("各区（市、县）政府", "responsible")] * 3
    )


def test_prose_above_a_list_gives_its_members_nothing() -> None:
    words = "（一）改革。市商务局会同市司法局建立机制。下设两项任务。\n1.市财政局发放补贴。\n2.公布清单。"
    assert said(words) == [("市司法局", "partner")]
