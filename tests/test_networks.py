"""The networks of bodies: who issues together, and who supports whom."""

from __future__ import annotations

import pytest

from policytext import analyze, co_issue, lead_support, to_tables

LEADS = """大连市行动方案
一、减环节。（市数据局牵头，市司法局、市财政局配合）
二、减材料。（牵头单位：市数据局；责任单位：市司法局）
三、抓落实。由市发展改革委牵头，市审计局配合，加强督导。
"""
NOTICE = "大连市财政局\n大连市司法局\n2024年5月6日\n"
MORE = "四、强监管。\n" + "".join(
    f"{number}.开展第{number}项专项检查，逐户核对台账，按月公开结果。\n" for number in range(1, 30)
)
ISSUED = {
    "signature": ("大连市行动方案\n一、减环节。由市数据局牵头，全部压缩。\n" + NOTICE, ["大连市司法局", "大连市财政局"]),
    "title": (
        "财政部 税务总局关于延续优惠政策的公告\n一、减免税款。\n财政部 税务总局\n2023年3月26日\n",
        ["国家税务总局", "财政部"],
    ),
    "order": (
        "国家发展和改革委员会 财政部 商务部令\n第12号\n《办法》已经审议通过，现予公布。\n2023年12月1日\n",
        ["商务部", "国家发展和改革委员会", "财政部"],
    ),
    "branch of the centre": (
        "某某统计公报\n一、综合。全年增长5%。\n江西省统计局 国家统计局江西调查总队\n2023年3月28日\n",
        ["国家统计局江西调查总队", "江西省统计局"],
    ),
    "the text names who issued another document": (
        "大连市行动方案\n一、落实财政部、税务总局印发的办法，商务部会同海关总署印发通知。\n大连市财政局\n2024年5月6日\n",
        [],
    ),
    "news": ("大连市出台措施\n3月8日，市财政局会同市司法局印发若干措施。\n一是减环节。\n二是减材料。\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "bodies"), ISSUED.values(), ids=ISSUED)
def test_who_issues_together_is_who_issued_the_document(text: str, bodies: list[str]) -> None:
    edges = co_issue(analyze(text, name="a.txt"))
    assert sorted({*edges["source_name"], *edges["target_name"]}) == sorted(bodies)
    assert len(edges) == len(bodies) * (len(bodies) - 1) // 2


def test_networks_of_issuers_and_of_leads() -> None:
    docs = [analyze(LEADS + NOTICE, name="a.txt"), analyze(LEADS + MORE + NOTICE, name="b.txt")]
    tables = to_tables(docs)
    assert list(co_issue(tables).itertuples(index=False, name=None)) == [
        ("210200/司法局", "210200/财政局", "大连市司法局", "大连市财政局", 2, 2)
    ]
    edges = lead_support(tables)
    assert list(edges.itertuples(index=False, name=None)) == [
        ("210200/数据局", "210200/司法局", "大连市数据局", "大连市司法局", 4, 2),
        ("210200/发展和改革委员会", "210200/审计局", "大连市发展和改革委员会", "大连市审计局", 2, 2),
        ("210200/数据局", "210200/财政局", "大连市数据局", "大连市财政局", 2, 2),
    ]
    assert co_issue(to_tables([])).empty
    assert lead_support(docs[0])["weight"].tolist() == [2, 1, 1]


@pytest.mark.parametrize("verb", [co_issue, lead_support])
def test_a_reprint_counts_once_in_networks(verb) -> None:
    docs = [analyze(LEADS + MORE + NOTICE, name=name) for name in ("a.txt", "b.txt")]
    tables = to_tables(docs)
    assert tables.documents["duplicate_of"].notna().sum() == 1
    assert verb(tables).to_dict("records") == verb(docs[0]).to_dict("records") != []


@pytest.mark.parametrize("verb", [co_issue, lead_support])
@pytest.mark.parametrize("other", [None, "results", []], ids=repr)
def test_networks_say_what_they_are_made_of(verb, other) -> None:
    with pytest.raises(TypeError, match=rf"{verb.__name__} takes a run .*, not {type(other).__name__}; "):
        verb(other)
