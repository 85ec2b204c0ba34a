"""Taxonomies from the text of TOML files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from policytext.errors import DataError, UnknownNameError
from policytext.linear import parse_model
from policytext.taxonomy.check import find_problems
from policytext.taxonomy.data import built_in_topics, parse_toml, parse_topics, slot_topics, slots, weights_of
from policytext.taxonomy.model import HIDING, Code, Rule, Taxonomy, Terms, Topic, Weight


@cache
def load(name: str) -> Taxonomy:
    """Return a built-in taxonomy; UnknownNameError lists the ones that there are."""
    if name not in Taxonomy.names():
        raise UnknownNameError(f"unknown taxonomy {name!r}; available: {', '.join(Taxonomy.names())}")
    folder = files("policytext") / "data" / "taxonomies"
    text = (folder / f"{name}.toml").read_text("utf-8")
    return parse_taxonomy(text, f"{name}.toml", lambda model: (folder / model).read_text("utf-8"))


def parse_taxonomy(text: str, file: str, read: Callable[[str], str] | None = None) -> Taxonomy:
    """Check and make a taxonomy from the text of a TOML file; ``file`` stands in messages.

    ``read`` returns the text of the model that the file names; without it the model is left out.

    Raises DataError with the line of the first problem and the number of the others.
    """
    problems = find_problems(text, file)
    if problems:
        more = f" (and {len(problems) - 1} more; 'policytext taxonomy check' lists them)" if len(problems) > 1 else ""
        raise DataError(f"{problems[0]}{more}")
    table = parse_toml(text)
    codes = tuple(_code(entry) for entry in table["codes"])
    named = table.get("model")
    model = parse_model(read(named), named) if named and read else None
    if model is not None and model.classes != tuple(code.code for code in codes):
        raise DataError(f"{file}: model {named} is for the codes {', '.join(model.classes)}, in this order")
    threshold = 0 if model is None else model.about.get("threshold")
    if not isinstance(threshold, int | float) or not 0 <= threshold <= 1:
        raise DataError(f"{file}: model {named}: about must have a threshold from 0 to 1")
    return Taxonomy(
        **{key: table[key] for key in ("name", "axis", "title", "source")},
        **{key: table.get(key, "") for key in ("jurisdiction", "document")},
        year=table.get("year"),
        rule=Rule(**{key: float(value) for key, value in table.get("rule", {}).items()}),
        codes=codes,
        topics=_topics(codes, parse_topics(table.get("topics", {}), file)),
        model=model,
    )


def _code(table: Mapping[str, Any]) -> Code:
    terms = tuple(
        Terms(tuple(entry["words"].split()), **{key: entry[key] for key in entry if key != "words"})
        for entry in table.get("terms", ())
    )
    own = (*weights_of(table.get("topics", {}), table.get("lead")), *_term_weights(table["code"], terms))
    slot = table.get("slot")
    return Code(
        table["code"],
        table["name"],
        table["definition"],
        weights=own or (slots()[slot].weights if slot else ()),
        terms=terms,
        parent=table.get("parent"),
        slot=slot,
        **{key: tuple(table.get(key, ())) for key in ("include", "exclude", "examples", "counterexamples")},
    )


def _term_weights(code: str, terms: Sequence[Terms]) -> Iterator[Weight]:
    for name, entry in _named(code, terms):
        yield Weight(name, **{entry.scope: float(entry.weight)})


def _named(code: str, terms: Sequence[Terms]) -> Iterator[tuple[str, Terms]]:
    """Yield the terms of a code with the names of the topics that they become."""
    for number, entry in enumerate(terms, 1):
        yield f"terms {number} of {code}", entry


def _topics(codes: Sequence[Code], own: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Return the topics that a scheme reads a text by: where two claim a word, the later one has it.

    Built-in topics that no code weighs would hide shorter terms, so a scheme of plain terms goes without them, but for
    the names of bodies and the set phrases in which no word counts.
    """
    weighed = {weight.topic for code in codes for weight in code.weights}
    shared = built_in_topics()
    if not weighed & {topic.name for topic in (*shared, *slot_topics())}:
        shared = tuple(topic for topic in shared if topic.name == HIDING)
    if weighed & {topic.name for topic in slot_topics()}:
        shared += slot_topics()
    terms = (
        Topic(name, f"terms of {code.code}", entry.words, entry.clause)
        for code in codes
        for name, entry in _named(code.code, code.terms)
    )
    return (*shared, *own, *terms) if own or any(code.terms for code in codes) else shared
