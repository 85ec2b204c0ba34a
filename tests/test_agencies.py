"""The agencies room: sentences with their mentions, names and roles, and every row of the lists."""

import itertools
import re
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extract.agencies import find_agencies
from policytext.extract.agencies.names import agency_lexicon, local_names, parts
from policytext.extract.places import gazetteer
from policytext.lexicon import Row, read_rows
from policytext.text import AlignedText, Edit

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = tomllib.loads((Path(__file__).parent / "cases" / "agencies.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_mentions_names_and_roles(case: dict[str, Any]) -> None:
    found = list(find_agencies(AlignedText.of(case["text"]), jurisdiction=case["jurisdiction"] or None))
    named = [agency for agency in found if not agency.generic]
    roles = case.get("roles") or any(row.endswith("]") for row in case["found"])
    shown = [
        f"{agency.quote.text}"
        + (f" → {agency.name}" if "→" in row else "")
        + (f" [{agency.role}]" if agency.role and roles else "")
        for agency, row in zip_longest(named, case["found"], fillvalue="")
        if agency
    ]
    assert shown == case["found"], case["why"]
    kinds = {agency.quote.text for agency in found if agency.generic}
    assert set(case.get("kinds", ())) <= kinds, case["why"]


def test_cases_have_distinct_ids() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_spans_show_the_raw_words() -> None:
    text = AlignedText.of("市委政法(fǎ)委牵头").edit([Edit(4, 8, "")])
    (agency,) = find_agencies(text, jurisdiction="210200")
    assert text.raw[agency.span.start : agency.span.end] == "市委政法(fǎ)委"
    assert (agency.name, agency.level, agency.place) == ("中共大连市委政法委员会", "city", "210200")


def test_levels_and_places() -> None:
    text = AlignedText.of("省政府、市财政局、西岗区司法局、大连市公安局甘井子分局泉水派出所、国务院")
    found = [(agency.level, agency.place) for agency in find_agencies(text, jurisdiction="210200")]
    assert found == [
        ("province", "210000"), ("city", "210200"), ("county", "210203"), ("township", "210211"), ("national", None),
    ]  # fmt: skip


LETTERS = "市省县区委府局院法检公司政、，。；（）《》大连沈阳和平成立专班办公室人民12345\n\t的会同牵头"


@given(
    st.text(alphabet=LETTERS, max_size=60), st.sampled_from([None, "210200", "430781", "440606", "310000", "450000"])
)
def test_any_text_survives(text: str, jurisdiction: str | None) -> None:
    found = list(find_agencies(AlignedText.of(text), jurisdiction=jurisdiction))
    assert all(text[agency.span.start : agency.span.end] == agency.quote.text for agency in found)
    assert all(before.span.end <= after.span.start for before, after in itertools.pairwise(found))
    assert all((agency.name is None) == agency.generic for agency in found)


def _rows(name: str, *columns: str, optional: tuple[str, ...] = ()) -> list[Row]:
    return list(read_rows(name, columns=columns, optional=optional))


BODIES = _rows("agencies.csv", "forms", "template", "levels", "system", "bare", "source", optional=("national",))
CITIES = {"p": "210000", "c": "210200", "t": "210211"}
UNITS = {"p": "省", "c": "市", "t": "区"}


@pytest.mark.parametrize("row", BODIES, ids=[row.place for row in BODIES])
def test_each_form_of_a_body_is_found_with_its_rank(row: Row) -> None:
    """The form stands for one body of the first level that the row names."""
    letter = row["levels"][0]
    forms = [form.lstrip("=") for form in row["forms"].split("|")]
    assert len(set(forms)) == len(forms)
    for form in forms:
        surface = UNITS[letter] + form
        text = AlignedText.of(f"会上，{surface}作了介绍。")
        found = [agency for agency in find_agencies(text, jurisdiction=CITIES[letter]) if not agency.generic]
        assert [agency.quote.text for agency in found] == [surface]
        assert re.search(r"辽宁|大连|甘井子", found[0].name or "")


NATIONAL = _rows("agencies_national.csv", "name", "system", "source", optional=("forms",))


@pytest.mark.parametrize("row", NATIONAL, ids=[row.place for row in NATIONAL])
def test_each_central_body_is_found(row: Row) -> None:
    if row["system"] in {"media", "institute", "firm"}:
        return
    for form in (row["name"], *filter(None, row["forms"].split("|"))):
        (agency,) = find_agencies(AlignedText.of(f"近日，{form}要求。"), jurisdiction=None)
        assert (agency.quote.text, agency.name) == (form, row["name"])


TRAPS = [row["term"] for row in _rows("agencies_traps.csv", "term")]


@pytest.mark.parametrize("term", TRAPS)
def test_traps_name_no_body(term: str) -> None:
    found = list(find_agencies(AlignedText.of(f"大家谈到{term}。"), jurisdiction=None))
    assert [agency.quote.text for agency in found if not agency.generic] == []


@pytest.mark.parametrize("term", [row["term"] for row in _rows("agencies_generic.csv", "term")])
def test_collective_words_are_kinds(term: str) -> None:
    found = list(find_agencies(AlignedText.of(f"并由{term}落实。"), jurisdiction="210200"))
    assert found
    assert all(agency.generic for agency in found)


def test_parts_and_local_names_are_sound() -> None:
    assert all(part.under and part.name for part in parts().values())
    assert all(code in gazetteer().by_code and name for (code, _), name in local_names().items())
    assert len(agency_lexicon()) > 1000


def test_a_long_line_without_stops_is_read_to_its_end() -> None:
    unit = "市委成立涉企服务工作专班，专班办公室设在市司法局，领导小组办公室、"
    text = AlignedText.of(unit * 1200)
    assert len(list(find_agencies(text, jurisdiction="210200"))) > 1200


@pytest.mark.parametrize("words", ["要", "在大连", "在正式", "2024年5月6日", "按职责分工", "会同市"])
def test_words_of_manner_without_end_are_read_to_their_end(words: str) -> None:
    found = list(find_agencies(AlignedText.of("市财政局" + words * 3000), jurisdiction="210200"))
    assert found[0].quote.text == "市财政局"
