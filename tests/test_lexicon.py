"""The lexicon room: CSV checks and the automaton."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import DataError
from policytext.lexicon import Lexicon, check_choice, index_rows, parse_rows

BROKEN = [
    ("a,b\n1,2\n", "units.csv:1: header is a, b; expected term, unit"),
    ("term,unit\n亩\n", "units.csv:2: 1 cells, expected 2 (term, unit)"),
    ("# note\n\nterm,unit\n亩,\n", "units.csv:4: empty unit"),
    ("term,unit\n亩, 个\n", "units.csv:2: white space around unit ' 个'"),
    ("# only a note\n", "units.csv: no header; expected term, unit"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_broken_rows_name_their_place(text: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        parse_rows(text, "units.csv", columns=["term", "unit"])
    assert str(error.value) == message


def test_optional_columns_may_be_empty() -> None:
    (row,) = parse_rows("term,unit\n亩,\n", "units.csv", columns=["term"], optional=["unit"])
    assert row["unit"] == ""


def test_index_rows_and_choices() -> None:
    rows = parse_rows("term,kind\n亩,area\n里,length\n", "units.csv", columns=["term", "kind"])
    assert index_rows(rows, "term")["里"].place == "units.csv:3"
    with pytest.raises(DataError, match=r"units.csv:2: unknown kind 'area'; allowed: length"):
        check_choice(rows[0], "kind", ["length"])


TERMS = st.lists(st.text(alphabet="市县区委办局", min_size=1, max_size=4), max_size=8, unique=True)
TEXTS = st.text(alphabet="市县区委办局的，", max_size=40)


@given(TERMS, TEXTS)
def test_overlapping_lexicon_finds_every_occurrence(terms: list[str], text: str) -> None:
    lexicon = Lexicon.of({term: len(term) for term in terms}, overlapping=True)
    expected = sorted(
        (at, -at - len(term), term) for term in terms for at in range(len(text)) if text.startswith(term, at)
    )
    assert [(m.start, -m.end, m.term) for m in lexicon.finditer(text)] == expected


@given(TERMS, TEXTS)
def test_leftmost_longest_matches_stand_apart(terms: list[str], text: str) -> None:
    matches = list(Lexicon.of(dict.fromkeys(terms)).finditer(text))
    assert all(text[m.start : m.end] == m.term for m in matches)
    assert all(a.end <= b.start for a, b in itertools.pairwise(matches))


def test_empty_terms() -> None:
    assert list(Lexicon.of({}).finditer("市委")) == []
    with pytest.raises(DataError, match="empty term"):
        Lexicon.of({"": 1})
