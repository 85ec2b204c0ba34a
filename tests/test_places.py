"""The places room: the gazetteer row by row, places in sentences, and the area of a document."""

import itertools
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import DataError
from policytext.extract.metadata import guess_jurisdiction, places_of_number
from policytext.extract.metadata.numbers import province_of_number
from policytext.extract.places import find_county_shorts, find_places, gazetteer
from policytext.lexicon import read_rows

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = tomllib.loads((Path(__file__).parent / "cases" / "places.toml").read_text("utf-8"))
PLACES, AREAS = CASES["place"], CASES["jurisdiction"]


@pytest.mark.parametrize("case", PLACES, ids=[case["id"] for case in PLACES])
def test_places_in_sentences(case: dict[str, Any]) -> None:
    found = find_places(case["text"], within=case.get("within"))
    assert [f"{case['text'][place.start : place.end]} {place.code}" for place in found] == case["places"], case["why"]


@pytest.mark.parametrize("case", AREAS, ids=[case["id"] for case in AREAS])
def test_area_of_a_document(case: dict[str, Any]) -> None:
    found = guess_jurisdiction(case.get("title"), case.get("issuer"), case["text"])
    assert (found or "") == case["code"], case["why"]


def test_counts_of_the_gazetteer() -> None:
    places = gazetteer()
    levels = Counter(division.level for division in places.by_code.values())
    assert levels["province"] == 34
    assert 330 <= levels["city"] <= 340
    assert 2840 <= levels["county"] <= 2870


def test_each_division_is_sound() -> None:
    places = gazetteer()
    for code, division in places.by_code.items():
        assert code in places.by_name[division.name], code
        assert division.name.startswith(division.short), code
        line = places.lineage(code)
        assert line[-1].endswith("0000"), code
        assert [places.level_of(area) for area in line] in (
            ["province"], ["city", "province"], ["county", "province"], ["county", "city", "province"],
        ), code  # fmt: skip


def test_each_full_name_is_found_with_its_parents() -> None:
    places = gazetteer()
    for code, division in places.by_code.items():
        above = "".join(places.name_of(area) for area in reversed(places.lineage(code)[1:]))
        for name in (division.name, division.everyday):
            assert code in [place.code for place in find_places(above + name)], above + name


def test_each_former_name_is_the_place_of_today() -> None:
    places = gazetteer()
    for row in read_rows("divisions_former.csv", columns=("name", "now", "code", "source"), optional=("until",)):
        above = places.name_of(places.lineage(row["now"])[-1])
        assert [place.code for place in find_places(above + row["name"])][-1] == row["now"], row.place
        assert places.former.get(row["code"], row["now"]) in places.by_code, row.place


def test_each_trap_names_no_place() -> None:
    for row in read_rows("places_traps.csv", columns=("term", "kind")):
        assert list(find_places(row["term"])) == [], row.place


def test_each_number_prefix() -> None:
    for row in read_rows("number_prefixes.csv", columns=("prefix", "codes")):
        find = province_of_number if len(row["prefix"]) == 1 else places_of_number
        assert find(f"{row['prefix']}〔2024〕1号"), row.place


def test_unknown_code_is_told() -> None:
    with pytest.raises(DataError, match="unknown division code '999999'"):
        gazetteer().name_of("999999")


def test_county_shorts_within_an_area() -> None:
    assert [place.code for place in find_county_shorts("和平与沈河", "210100")] == ["210102", "210103"]


@given(st.text(alphabet="大连沈阳市中区和平县省辽宁海南津路朝自治州，。", max_size=40))
def test_places_stand_apart(text: str) -> None:
    found = list(find_places(text))
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    guess_jurisdiction(None, None, text)
