"""Taxonomies: built-in schemes are sound, a user's file is checked with clear messages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import policytext
from policytext.classify.terms import find_hits
from policytext.errors import DataError, ReadError, UnknownNameError
from policytext.examples import check_taxonomy
from policytext.extract.places import gazetteer
from policytext.taxonomy import (
    HIDING,
    Taxonomy,
    Topic,
    built_in_topics,
    crosswalk,
    find_problems,
    parse_taxonomy,
    parse_topics,
    slot_topics,
    slots,
)

SCHEME = """
name = "mine"
axis = "relation"
title = "我的"
source = "made up"
jurisdiction = "210000"
document = "made up"
year = 2024

[rule]
threshold = 1
second = 0.5
lead = 1
inherit = 0

[topics.songs]
about = "songs"
words = "唱歌 歌咏"

[[codes]]
code = "歌"
name = "歌唱"
definition = "Songs."
topics = { songs = 2, visits = 0.5 }
lead = { songs = 1 }
"""


TWO_LEVELS = (
    SCHEME
    + """
[[codes]]
code = "舞"
name = "舞蹈"
definition = "Dances."
terms = [{ words = "跳舞 街舞", scope = "lead" }]
examples = ["组织街舞比赛。"]
counterexamples = ["组织唱歌比赛。"]

[[codes]]
code = "剧"
name = "戏剧"
definition = "Plays."
parent = "舞"
terms = [{ words = "演戏", weight = 3 }]
"""
)

# Names and order of the codes, as their sources have them.
BUILT_IN = {
    "relation": ("relation", "亲近、服务 清白、规范"),
    "four-environments": ("environment", "安全稳定的社会环境 规范有序的市场环境 公平正义的司法环境 便捷高效的服务环境"),
    "liaoning-2019": ("environment", "公平竞争市场环境 高效便利政务环境 规范公正法治环境 诚信开放人文环境"),
    "liaoning-2026": (
        "environment",
        "综合最优的政策环境 公平有序的市场环境 高效便利的政务环境 公正透明的法治环境 亲商安商的人文环境",
    ),
    "dalian-2026": ("environment", "政策环境 市场环境 政务环境 法治环境 人文环境"),
    "qingdao-2022": ("environment", "政务服务环境 法治环境 市场环境 创新创业环境"),
    "hubei-2026": ("environment", "政府服务环境 产业生态环境 社会生活环境 法治保障环境"),
    "anhui-2026": ("environment", "市场环境 创新环境 法治环境 政务环境"),
    "jinan-2025": (
        "environment",
        "公平有序的市场环境 公正透明的法治环境 开放融通的贸易环境 规范高效的政务环境 活力迸发的创新环境",
    ),
    "acfic-2019": ("environment", "要素环境 法治环境 政务环境 市场环境 创新环境"),
    "shandong-2020": ("environment", "市场环境 政务环境 法治环境"),
    "chuzhou-2022": ("environment", "商事服务环境 政务服务环境 法治保障环境"),
    "xilingol-2023": ("environment", "政务环境 市场环境 法治环境 人文环境"),
    "national-indicators": (
        "indicator",
        (
            "企业全生命周期 开办企业 劳动力市场监管 办理建筑许可 政府采购 招标投标 获得电力 获得用水用气 登记财产 获得信贷 保护中小投资者 "
            "知识产权创造、保护和运用 跨境贸易 纳税 执行合同 办理破产 市场监管 政务服务 包容普惠创新"
        ),
    ),
    "b-ready": ("indicator", ""),
    "policy-tools": ("tool", ""),
}
OFFICIAL = [name for name, (axis, _) in BUILT_IN.items() if axis == "environment"]


def test_names_load() -> None:
    assert Taxonomy.names() == tuple(sorted(BUILT_IN))
    assert all(Taxonomy.load(name).name == name for name in Taxonomy.names())
    assert Taxonomy.load("relation") is Taxonomy.load("relation")


@pytest.mark.parametrize(("name", "axis", "codes"), [(name, *expected) for name, expected in BUILT_IN.items()])
def test_built_in_codes_in_order(name: str, axis: str, codes: str) -> None:
    scheme = Taxonomy.load(name)
    assert scheme.axis == axis
    if codes:
        assert " ".join(code.name for code in scheme.codes) == codes


@pytest.mark.parametrize("name", Taxonomy.names())
def test_built_in_schemes_have_a_source(name: str) -> None:
    scheme = Taxonomy.load(name)
    assert scheme.title
    assert scheme.source
    assert scheme.year
    if scheme.jurisdiction:
        assert gazetteer().name_of(scheme.jurisdiction)


@pytest.mark.parametrize("name", Taxonomy.names())
def test_built_in_codes_are_described(name: str) -> None:
    scheme = Taxonomy.load(name)
    least = {"environment": (3, 2), "relation": (3, 2), "tool": (3, 2), "indicator": (2, 1)}[scheme.axis]
    for code in scheme.codes:
        assert code.name, code.code
        assert code.definition, code.code
        if not code.weights:  # the heading of others
            assert code.code in {entry.parent for entry in scheme.codes}
            continue
        assert len(code.examples) >= least[0], code.code
        assert len(code.counterexamples) >= least[1], code.code
        if scheme.axis != "indicator":
            assert code.include, code.code
            assert code.exclude, code.code


def test_the_default_schemes_keep_their_own_topics() -> None:
    assert all(Taxonomy.load(name).topics == built_in_topics() for name in ("relation", "four-environments"))


@pytest.mark.parametrize(
    ("name", "parents"),
    [
        pytest.param("national-indicators", {"全生命周期": 15, None: 4}, id="eighteen and a heading"),
        pytest.param("policy-tools", {"供给型": 5, "环境型": 5, "需求型": 5, None: 3}, id="three by five"),
        pytest.param("b-ready", {None: 10}, id="ten"),
    ],
)
def test_levels(name: str, parents: dict[str | None, int]) -> None:
    scheme = Taxonomy.load(name)
    assert Counter(code.parent for code in scheme.codes) == parents
    assert {scheme.path(code.code)[0].parent for code in scheme.codes} == {None}


def test_no_sentence_serves_twice() -> None:
    sentences = Counter(
        words for name in Taxonomy.names() for code in Taxonomy.load(name).codes for words in code.examples
    )
    assert not [words for words, times in sentences.items() if times > 1]


@pytest.mark.parametrize("name", OFFICIAL)
def test_official_sets_share_slots(name: str) -> None:
    found = [code.slot for code in Taxonomy.load(name).codes]
    assert None not in found
    assert len(set(found)) == len(found)
    assert "法治" in found
    assert "政务" in found


def test_crosswalk() -> None:
    table = crosswalk("shandong-2020", "chuzhou-2022", "relation")
    assert list(table.columns) == ["scheme", "code", "name", "slot"]
    assert table.fillna("-").to_numpy().tolist() == [
        ["shandong-2020", "市场", "市场环境", "市场"],
        ["shandong-2020", "政务", "政务环境", "政务"],
        ["shandong-2020", "法治", "法治环境", "法治"],
        ["chuzhou-2022", "商事", "商事服务环境", "市场"],
        ["chuzhou-2022", "政务", "政务服务环境", "政务"],
        ["chuzhou-2022", "法治", "法治保障环境", "法治"],
        ["relation", "亲", "亲近、服务", "-"],
        ["relation", "清", "清白、规范", "-"],
    ]
    assert set(crosswalk()["scheme"]) == set(Taxonomy.names())
    with pytest.raises(UnknownNameError, match="unknown taxonomy 'four'"):
        crosswalk("four")


def test_every_slot_has_a_code() -> None:
    assert set(crosswalk()["slot"].dropna()) == set(slots())
    assert all(slot.definition for slot in slots().values())


@pytest.mark.parametrize("topic", [*built_in_topics(), *slot_topics()], ids=lambda topic: topic.name)
def test_words_of_a_topic_are_words_and_are_found(topic: Topic) -> None:
    for word in topic.words:
        assert len(word) >= 2, word
        assert word == word.strip("，。；：？！"), word
        if topic.name != HIDING:
            before = "严禁" if topic.clause == "forbidden" else ""
            topics = built_in_topics() if topic in built_in_topics() else (*built_in_topics(), *slot_topics())
            found = [hit for hit in find_hits(before + word, topics) if hit.word == word]
            assert [hit.topic for hit in found] == [topic.name], word


def test_every_topic_serves_a_scheme() -> None:
    weighed = {
        weight.topic for name in Taxonomy.names() for code in Taxonomy.load(name).codes for weight in code.weights
    }
    assert {topic.name for topic in (*built_in_topics(), *slot_topics())} - weighed == {"none"}


def test_unknown_names_list_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match="unknown taxonomy 'four'; available: acfic-2019, anhui-2026, "):
        Taxonomy.load("four")
    with pytest.raises(UnknownNameError, match="unknown code '和' of relation; available: 亲, 清"):
        Taxonomy.load("relation")["和"]


def test_read_own_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("\ufeff" + SCHEME, "utf-8")
    scheme = Taxonomy.read(path)
    assert scheme["歌"].weights[0].topic == "songs"
    assert (scheme["歌"].weights[0].text, scheme["歌"].weights[0].lead) == (2, 1)
    assert scheme["歌"].weights[1].topic == "visits"
    assert hash(scheme) == hash(Taxonomy.read(path))


def test_missing_file_names_the_path(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"cannot read taxonomy .*no\.toml"):
        Taxonomy.read(tmp_path / "no.toml")


BROKEN = [
    pytest.param('axis = "relation"\n', "", 1, "missing key 'axis'", id="missing key"),
    pytest.param("year = 2024", "year = 2024\ndate = 1", 9, "unknown key 'date'; allowed: name, ", id="unknown key"),
    pytest.param("year = 2024", 'year = "2024"', 8, "year must be a whole number", id="wrong type"),
    pytest.param('"210000"', '"2100"', 6, "jurisdiction '2100' must have six digits or be empty", id="jurisdiction"),
    pytest.param("second = 0.5", "second = 5", 10, "rule: threshold must be above 0", id="share over one"),
    pytest.param("threshold = 1", "threshold = nan", 11, "rule: threshold must be a number", id="no number at all"),
    pytest.param("threshold = 1", "threshold = inf", 11, "rule: threshold must be a number", id="infinite number"),
    pytest.param("threshold = 1", 'threshold = "1"', 11, "rule: threshold must be a number", id="text for a number"),
    pytest.param("inherit = 0", "", 10, "rule: missing key 'inherit'", id="rule incomplete"),
    pytest.param("songs = 2,", "dance = 2,", 24, "code 歌: unknown topic 'dance'; available: ", id="unknown topic"),
    pytest.param("songs = 2,", "none = 2,", 24, "code 歌: unknown topic 'none'", id="hiding topic has no weight"),
    pytest.param("songs = 2,", 'songs = "2",', 24, "code 歌: topics must be a table of numbers", id="weight not number"),
    pytest.param("唱歌 歌咏", "唱歌 唱歌", 18, "duplicate word '唱歌' in topic songs", id="word claimed twice"),
    pytest.param('about = "songs"', 'about = ""\nclause = "no"', 16, "unknown clause 'no'; allowed: any", id="clause"),
    pytest.param("唱歌 歌咏", "  ", 16, "topic songs: no words", id="empty topic"),
    pytest.param("topics.songs", "topics.visits", 16, "topic visits has the name of a built-in one", id="topic taken"),
    pytest.param('code = "歌"', "code = 1", 21, "code 1: code must be a string", id="code not text"),
    pytest.param("[[codes]]", "[[codes", 20, "not TOML: ", id="not TOML"),
    pytest.param('name = "歌唱"', 'name = "歌唱"\nnam = ""', 23, "code 歌: unknown key 'nam'; allowed: code, name, ", id="key of a code"),
    pytest.param('name = "歌唱"', 'name = "歌唱"\nparent = "乐"', 23, "code 歌: unknown parent '乐'; available: 舞, 剧", id="parent"),
    pytest.param('parent = "舞"', 'parent = "剧"', 39, "code 剧: is its own parent", id="own parent"),
    pytest.param('name = "舞蹈"', 'name = "舞蹈"\nparent = "剧"', 30, "code 舞: is its own parent", id="parents in a circle"),
    pytest.param('name = "歌唱"', 'name = "歌唱"\nslot = "乐"', 23, "code 歌: unknown slot '乐'; available: 政务, 市场, 法治", id="slot"),
    pytest.param('code = "舞"', 'code = "歌"', 28, "duplicate code '歌'", id="code twice"),
    pytest.param("跳舞 街舞", "跳舞 歌咏", 31, "code 舞: term '歌咏' is claimed by topic songs, too", id="term of a topic"),
    pytest.param("演戏", "街舞", 40, "code 剧: term '街舞' is claimed by code 舞, too; only one can have it", id="term of two"),
    pytest.param("演戏", "看戏 看戏", 40, "code 剧: term '看戏' is claimed by code 剧, too", id="term twice"),
    pytest.param("演戏", " ", 40, "code 剧: terms without words", id="terms without words"),
    pytest.param('scope = "lead"', 'scope = "head"', 31, "code 舞: unknown scope 'head'; allowed: text, lead", id="scope"),
    pytest.param('scope = "lead"', 'clause = "off"', 31, "code 舞: unknown clause 'off'; allowed: any, free", id="clause of terms"),
    pytest.param('scope = "lead"', 'weight = "3"', 31, "code 舞: terms: weight must be a number", id="weight of terms"),
    pytest.param('terms = [{ words = "演戏", weight = 3 }]', "", 36, "code 剧: nothing earns it", id="idle code"),
    pytest.param('["组织街舞比赛。"]', "[1]", 32, "code 舞: examples must be a list of strings", id="examples"),
    pytest.param("组织街舞比赛。", "组织比赛。", 32, "code 舞: example '组织比赛。' gets no code; it must get 舞", id="example"),
    pytest.param("组织唱歌比赛。", "组织跳舞比赛。", 33, "'组织跳舞比赛。' gets 舞; it must not get 舞", id="counterexample"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "message"), BROKEN)
def test_broken_file_says_what_and_where(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in TWO_LEVELS
    path = tmp_path / "mine.toml"
    path.write_text(TWO_LEVELS.replace(old, new, 1), "utf-8")
    problems = check_taxonomy(path)
    assert (problems[0].line, problems[0].file) == (line, "mine.toml"), problems
    assert message in problems[0].message
    if "example " not in message and "must not get" not in message:
        with pytest.raises(DataError, match=re.escape(f"mine.toml:{line}: ")) as caught:
            Taxonomy.read(path)
        assert message in str(caught.value)


def test_all_problems_are_told(tmp_path: Path) -> None:
    text = (
        TWO_LEVELS.replace('parent = "舞"', 'parent = "乐"').replace("songs = 2,", "dance = 2,").replace("演戏", "街舞")
    )
    text = text.replace('title = "我的"', "title = 1").replace("inherit = 0", "")
    problems = find_problems(text, "mine.toml")
    assert [problem.line for problem in problems] == [4, 10, 24, 39, 40]
    with pytest.raises(DataError, match=r"mine\.toml:4: title must be a string \(and 4 more; "):
        parse_taxonomy(text, "mine.toml")


@pytest.mark.parametrize("name", Taxonomy.names())
def test_built_in_files_are_sound(name: str) -> None:
    path = Path(policytext.__file__).parent / "data" / "taxonomies" / f"{name}.toml"
    assert check_taxonomy(path) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "codes = 1",
        "codes = []",
        "codes = [1, []]",
        "rule = 1\ntopics = 2\nyear = true",
        "topics = { a = 1, b = { about = 1 } }",
        "codes = [{ code = '歌', terms = [1], topics = [] }, { code = ['歌'] }]",
        '[[codes]]\ncode = "a"\nname = "a"\ndefinition = "a"\nterms = [1, { words = 2 }]',
    ],
)
def test_no_file_breaks_the_check(text: str) -> None:
    assert find_problems(text, "mine.toml")


def test_word_in_two_topics() -> None:
    tables = {"a": {"about": "a", "words": "走访 座谈"}, "b": {"about": "b", "words": "走访"}}
    with pytest.raises(DataError, match=r"t.toml: duplicate word '走访' in topic b \(first in a\)"):
        parse_topics(tables, "t.toml")
