"""Taxonomies: built-in schemes are sound, a user's file is checked with clear messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytext.classify.terms import find_hits
from policytext.errors import DataError, ReadError, UnknownNameError
from policytext.taxonomy import HIDING, Taxonomy, Topic, built_in_topics, parse_taxonomy, parse_topics

SCHEME = """
name = "mine"
axis = "relation"
title = "我的"
source = "made up"
date = "2024"

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


def test_names_load() -> None:
    assert Taxonomy.names() == ("four-environments", "relation")
    assert all(Taxonomy.load(name).name == name for name in Taxonomy.names())
    assert Taxonomy.load("relation") is Taxonomy.load("relation")


@pytest.mark.parametrize(
    ("name", "axis", "codes"),
    [
        ("relation", "relation", "亲 清"),
        ("four-environments", "environment", "社会 市场 司法 服务"),
    ],
)
def test_built_in_codes_in_order(name: str, axis: str, codes: str) -> None:
    scheme = Taxonomy.load(name)
    assert (scheme.axis, " ".join(code.code for code in scheme.codes)) == (axis, codes)


@pytest.mark.parametrize("name", Taxonomy.names())
def test_built_in_codes_are_described(name: str) -> None:
    for code in Taxonomy.load(name).codes:
        assert all((code.name, code.definition, code.include, code.exclude)), code.code
        assert min(len(code.examples), len(code.counterexamples)) >= 3, code.code


@pytest.mark.parametrize("topic", built_in_topics(), ids=lambda topic: topic.name)
def test_words_of_a_topic_are_words_and_are_found(topic: Topic) -> None:
    for word in topic.words:
        assert len(word) >= 2, word
        assert word == word.strip("，。；：？！"), word
        if topic.name != HIDING:
            before = "严禁" if topic.clause == "forbidden" else ""
            found = [hit for hit in find_hits(before + word, built_in_topics()) if hit.word == word]
            assert [hit.topic for hit in found] == [topic.name], word


def test_every_topic_serves_a_scheme() -> None:
    weighed = {
        weight.topic for name in Taxonomy.names() for code in Taxonomy.load(name).codes for weight in code.weights
    }
    assert {topic.name for topic in built_in_topics()} - weighed == {"none"}


def test_unknown_names_list_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match="unknown taxonomy 'four'; available: four-environments, relation"):
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


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('axis = "relation"\n', "", "mine.toml: missing key 'axis'", id="missing key"),
        pytest.param('date = "2024"', 'date = "2024"\nyear = 1', "mine.toml: unknown key 'year'", id="unknown key"),
        pytest.param('date = "2024"', "date = 2024", "mine.toml: date must be a string", id="wrong type"),
        pytest.param("second = 0.5", "second = 5", "mine.toml: rule: threshold must be above 0", id="share over one"),
        pytest.param("threshold = 1", 'threshold = "1"', "threshold must be a number", id="text for a number"),
        pytest.param("inherit = 0", "", "mine.toml: rule: missing key 'inherit'", id="rule incomplete"),
        pytest.param("songs = 2,", "dance = 2,", "code 歌: unknown topic 'dance'; available: ", id="unknown topic"),
        pytest.param("songs = 2,", "none = 2,", "code 歌: unknown topic 'none'", id="hiding topic has no weight"),
        pytest.param(
            "songs = 2,", 'songs = "2",', "the weight of topic songs must be a number", id="weight not number"
        ),
        pytest.param("唱歌 歌咏", "唱歌 唱歌", "duplicate word '唱歌' in topic songs", id="word claimed twice"),
        pytest.param('about = "songs"', 'about = ""\nclause = "no"', "unknown clause 'no'; allowed: any", id="clause"),
        pytest.param("唱歌 歌咏", "  ", "topic songs: no words", id="empty topic"),
        pytest.param("topics.songs", "topics.visits", "topic visits has the name of a built-in one", id="topic taken"),
        pytest.param('code = "歌"', "code = 1", "code 1: code must be a string", id="code not text"),
        pytest.param("[[codes]]", "[[codes", "mine.toml: ", id="not TOML"),
    ],
)
def test_broken_file_says_what_and_where(old: str, new: str, message: str) -> None:
    assert old in SCHEME
    with pytest.raises(DataError) as caught:
        parse_taxonomy(SCHEME.replace(old, new, 1), "mine.toml")
    assert message in str(caught.value)


def test_duplicate_code() -> None:
    again = SCHEME[SCHEME.index("[[codes]]") :]
    with pytest.raises(DataError, match=r"mine\.toml: code 歌: duplicate code"):
        parse_taxonomy(SCHEME + again, "mine.toml")


def test_word_in_two_topics() -> None:
    tables = {"a": {"about": "a", "words": "走访 座谈"}, "b": {"about": "b", "words": "走访"}}
    with pytest.raises(DataError, match=r"t.toml: duplicate word '走访' in topic b \(first in a\)"):
        parse_topics(tables, "t.toml")
