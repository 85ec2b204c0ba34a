"""Taxonomies and topics from the text of TOML files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from policytext.errors import DataError, UnknownNameError
from policytext.taxonomy.model import HIDING, Clause, Code, Rule, Taxonomy, Topic, Weight


@cache
def load(name: str) -> Taxonomy:
    """Return a built-in taxonomy; UnknownNameError lists the ones that there are."""
    if name not in Taxonomy.names():
        raise UnknownNameError(f"unknown taxonomy {name!r}; available: {', '.join(Taxonomy.names())}")
    text = (files("policytext") / "data" / "taxonomies" / f"{name}.toml").read_text("utf-8")
    return parse_taxonomy(text, f"{name}.toml")


@cache
def built_in_topics() -> tuple[Topic, ...]:
    """Return the topics of ``data/topics.toml``, which every taxonomy can use."""
    text = (files("policytext") / "data" / "topics.toml").read_text("utf-8")
    return parse_topics(_parse_toml(text, "topics.toml"), "topics.toml")


def parse_topics(tables: Mapping[str, Any], file: str) -> tuple[Topic, ...]:
    """Check and make topics from TOML tables; ``file`` stands in messages.

    >>> parse_topics({"visits": {"about": "visits", "words": "走访 走访"}}, "mine.toml")
    Traceback (most recent call last):
    ...
    policytext.errors.DataError: mine.toml: duplicate word '走访' in topic visits (first in visits)
    """
    topics: list[Topic] = []
    seen: dict[str, str] = {}
    for name, table in tables.items():
        place = f"{file}: topic {name}"
        _check_keys(table, place, required={"about": str, "words": str}, optional={"clause": str})
        clause = table.get("clause", "any")
        if clause not in get_args(Clause):
            raise DataError(f"{place}: unknown clause {clause!r}; allowed: {', '.join(get_args(Clause))}")
        words = tuple(table["words"].split())
        if not words:
            raise DataError(f"{place}: no words")
        for word in words:
            if word in seen:
                raise DataError(f"{file}: duplicate word {word!r} in topic {name} (first in {seen[word]})")
            seen[word] = name
        topics.append(Topic(name, table["about"], words, clause))
    return tuple(topics)


def parse_taxonomy(text: str, file: str) -> Taxonomy:
    """Check and make a taxonomy from the text of a TOML file; ``file`` stands in messages.

    Raises DataError on unknown or missing keys, duplicate codes, unknown topics, or a word claimed twice.
    """
    table = _parse_toml(text, file)
    texts = dict.fromkeys(("name", "axis", "title", "source", "date"), str)
    _check_keys(table, file, required={**texts, "rule": dict, "codes": list}, optional={"topics": dict, "note": str})
    rule = table["rule"]
    numbers = dict.fromkeys(("threshold", "second", "lead", "inherit"), float)
    _check_keys(rule, f"{file}: rule", required=numbers)
    if not (rule["threshold"] > 0 and 0 <= rule["second"] <= 1 and rule["lead"] >= 0 and rule["inherit"] >= 0):
        raise DataError(f"{file}: rule: threshold must be above 0, second in 0..1, lead and inherit not negative")
    topics = built_in_topics() + parse_topics(table.get("topics", {}), file)
    names = [topic.name for topic in topics]
    if len(names) != len(set(names)):
        raise DataError(f"{file}: topic {next(n for n in names if names.count(n) > 1)} has the name of a built-in one")
    return Taxonomy(
        **{key: table[key] for key in texts},
        rule=Rule(**{key: float(rule[key]) for key in numbers}),
        codes=tuple(_parse_codes(table["codes"], file, frozenset(names) - {HIDING})),
        topics=topics,
    )


def _parse_codes(tables: list[Any], file: str, topics: frozenset[str]) -> Iterator[Code]:
    seen: set[str] = set()
    lists = ("include", "exclude", "examples", "counterexamples")
    for number, table in enumerate(tables, 1):
        place = f"{file}: code {number}"
        _check_keys(
            table,
            place,
            required={**dict.fromkeys(("code", "name", "definition"), str), "topics": dict},
            optional={**dict.fromkeys(lists, list), "lead": dict},
        )
        code = table["code"]
        place = f"{file}: code {code}"
        if code in seen:
            raise DataError(f"{place}: duplicate code")
        seen.add(code)
        for key in lists:
            if not all(isinstance(entry, str) for entry in table.get(key, [])):
                raise DataError(f"{place}: {key} must be a list of strings")
        yield Code(
            code,
            table["name"],
            table["definition"],
            weights=tuple(_parse_weights(table["topics"], table.get("lead", {}), place, topics)),
            **{key: tuple(table.get(key, ())) for key in lists},
        )
    if not seen:
        raise DataError(f"{file}: no codes")


def _parse_weights(
    text: Mapping[str, Any], lead: Mapping[str, Any], place: str, topics: frozenset[str]
) -> Iterator[Weight]:
    for name in dict.fromkeys((*text, *lead)):
        if name not in topics:
            raise DataError(f"{place}: unknown topic {name!r}; available: {', '.join(sorted(topics))}")
        weights = text.get(name, 0), lead.get(name, 0)
        if not all(_is_a(weight, float) for weight in weights):
            raise DataError(f"{place}: the weight of topic {name} must be a number")
        yield Weight(name, float(weights[0]), float(weights[1]))


def _check_keys(
    table: object, place: str, *, required: Mapping[str, type], optional: Mapping[str, type] | None = None
) -> None:
    """Raise DataError unless the table has the required keys, no unknown ones, and values of their types."""
    allowed = {**required, **(optional or {})}
    if not isinstance(table, dict):
        raise DataError(f"{place}: must be a table with {', '.join(allowed)}")
    for key in table:
        if key not in allowed:
            raise DataError(f"{place}: unknown key {key!r}; allowed: {', '.join(allowed)}")
    for key in required:
        if key not in table:
            raise DataError(f"{place}: missing key {key!r}")
    for key, value in table.items():
        if not _is_a(value, allowed[key]):
            raise DataError(f"{place}: {key} must be {_KINDS[allowed[key]]}")


_KINDS = {str: "a string", float: "a number", dict: "a table", list: "a list"}


def _is_a(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, kind)


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{file}: {error}") from error
