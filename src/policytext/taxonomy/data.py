"""What every taxonomy can use: the topics and the slots that come with the package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from policytext.errors import DataError
from policytext.taxonomy.model import Clause, Slot, Topic, Weight
from policytext.taxonomy.shape import TOPIC, Fault, sound_tables


@cache
def built_in_topics() -> tuple[Topic, ...]:
    """Return the topics of ``data/topics.toml``, which every taxonomy can weigh."""
    return parse_topics(_read("topics.toml"), "topics.toml")


@cache
def slot_topics() -> tuple[Topic, ...]:
    """Return the topics of ``data/slots.toml``, which only slots weigh."""
    return parse_topics(_read("slots.toml")["topics"], "slots.toml")


@cache
def slots() -> Mapping[str, Slot]:
    """Return the slots of the crosswalk by name, in the order of ``data/slots.toml``."""
    known = {topic.name for topic in (*built_in_topics(), *slot_topics())}
    found = {}
    for table in _read("slots.toml")["slots"]:
        name = table["slot"]
        unknown = set(table["topics"]) - known
        if unknown:
            raise DataError(f"slots.toml: slot {name}: unknown topic {min(unknown)!r}")
        found[name] = Slot(name, table["definition"], weights_of(table["topics"]))
    return found


def weights_of(text: Mapping[str, float], lead: Mapping[str, float] | None = None) -> tuple[Weight, ...]:
    """Make weights from the tables ``topics`` and ``lead`` of a code."""
    lead = lead or {}
    return tuple(
        Weight(name, float(text.get(name, 0)), float(lead.get(name, 0))) for name in dict.fromkeys((*text, *lead))
    )


def parse_topics(tables: Mapping[str, Any], file: str) -> tuple[Topic, ...]:
    """Check and make topics from TOML tables; ``file`` stands in messages.

    >>> parse_topics({"visits": {"about": "visits", "words": "走访 走访"}}, "mine.toml")
    Traceback (most recent call last):
    ...
    policytext.errors.DataError: mine.toml: duplicate word '走访' in topic visits (first in visits)
    """
    for fault in topic_faults(tables):
        raise DataError(f"{file}: {fault.message}")
    return tuple(
        Topic(name, table["about"], tuple(table["words"].split()), table.get("clause", "any"))
        for name, table in tables.items()
    )


def topic_faults(tables: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with topics: keys, clauses, missing words, words in two topics."""
    for name, table in tables.items():
        yield from TOPIC.faults(table, label=f"topic {name}: ", words=(f"topics.{name}", name))
    seen: dict[str, str] = {}
    for name, table in sound_tables(tables, TOPIC):
        place = f"topics.{name}", name
        clause = table.get("clause", "any")
        if clause not in get_args(Clause):
            yield Fault(f"topic {name}: unknown clause {clause!r}; allowed: {', '.join(get_args(Clause))}", place)
        words = table["words"].split()
        if not words:
            yield Fault(f"topic {name}: no words", place)
        for word in words:
            if word in seen:
                yield Fault(f"duplicate word {word!r} in topic {name} (first in {seen[word]})", (word,), last=True)
            seen.setdefault(word, name)


# Keys with very many dots take memory that grows with their square.
_DOTTED = re.compile(r"^[\w\"' \t-]+(?:\.[\w\"' \t-]+){20}", re.MULTILINE)


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text; ValueError says what is wrong with it and on which line."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    if _DOTTED.search(text):
        raise ValueError("a key of more than 20 parts is no key of a taxonomy")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("tables and lists nested deeper than any taxonomy") from error


def _read(name: str) -> dict[str, Any]:
    return parse_toml((files("policytext") / "data" / name).read_text("utf-8"))
