"""The word lists of the metadata rules, read on first use."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from policytext.errors import DataError
from policytext.lexicon import check_choice, index_rows, read_rows
from policytext.model import Genre

LISTS = (
    "organ", "not_organ", "no_name", "media", "site", "urgency", "mark", "news", "act", "actor", "feature", "reported",
    "addressed", "salutation", "edition", "hands_on", "letter", "event", "applies", "licence", "other_day",
    "taken_from", "column", "central", "elsewhere", "letterhead", "title_cue", "office", "no_opening", "adopts", "manner",
    "occasion",
)  # fmt: skip
FIELDS = (
    "title", "subtitle", "published", "day", "signed", "effective", "expires", "source", "origin", "organ", "issuer",
    "number", "addressees", "genre", "other",
)  # fmt: skip
_LIST = re.compile("⟨(?P<name>[a-z_]+)⟩")
PLACES_OF_GENRE = ("end", "explain")


@cache
def field_names() -> dict[str, str]:
    """Return the names of fields around a text and what they tell (``metadata_fields.csv``)."""
    rows = index_rows(read_rows("metadata_fields.csv", columns=("key", "field")), "key")
    return {key: check_choice(row, "field", FIELDS) for key, row in rows.items()}


@cache
def genre_terms(where: str) -> dict[str, str]:
    """Return the words of titles that tell a genre, ``end`` or ``explain`` (``metadata_genres.csv``)."""
    found: dict[str, str] = {}
    for row in read_rows("metadata_genres.csv", columns=("term", "genre", "where")):
        if check_choice(row, "where", PLACES_OF_GENRE) == where:
            if row["term"] in found:
                raise DataError(f"{row.place}: duplicate term {row['term']!r}")
            found[row["term"]] = check_choice(row, "genre", get_args(Genre))
    return found


@cache
def word_list(name: str) -> frozenset[str]:
    """Return one list of ``metadata_words.csv``."""
    found: set[str] = set()
    for row in read_rows("metadata_words.csv", columns=("term", "list")):
        if check_choice(row, "list", LISTS) == name:
            if row["term"] in found:
                raise DataError(f"{row.place}: duplicate term {row['term']!r}")
            found.add(row["term"])
    return frozenset(found)


@cache
def any_of(name: str) -> str:
    """Return a list as a group of a pattern, the longest words first."""
    return either(word_list(name))


@cache
def genre_ending() -> re.Pattern[str]:
    """Return the pattern of a title's last words that tell its genre; a note in brackets may follow.

    Matches 实施意见, 管理办法（试行）, 行动计划（2024—2026年）. Not: 办法出台.
    """
    return re.compile(rf"(?P<term>{either(genre_terms('end'))})[”》〉]{{0,2}}(?:（[^（）]{{1,30}}）){{0,2}}$")


@cache
def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern in which ⟨name⟩ stands for any word of that list, ⟨genre⟩ for the last word of any title.

    >>> pattern("⟨urgency⟩件?").fullmatch("特急件") is not None
    True
    """
    return re.compile(_LIST.sub(lambda match: _group(match["name"]), source), flags)


def _group(name: str) -> str:
    return either(genre_terms("end")) if name == "genre" else any_of(name)


def either(terms: frozenset[str] | dict[str, str]) -> str:
    """Return terms as a group of a pattern, the longest first.

    >>> either(frozenset(("局", "总局")))
    '(?:总局|局)'
    """
    return f"(?:{'|'.join(map(re.escape, sorted(terms, key=lambda term: (-len(term), term))))})"
