"""The keys of a taxonomy file: which there must be, which there may be, and what each holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

KINDS = {
    "text": "a string",
    "number": "a number below a million",
    "year": "a whole number",
    "table": "a table",
    "list": "a list of tables",
    "strings": "a list of strings",
    "weights": "a table of numbers",
}


# Weights and thresholds beyond this, infinite ones and those that are no number would drown all others.
_HUGE = 1e6


class Fault(NamedTuple):
    """What is wrong, the words by which its line is found, and the number of the code that they stand in.

    Of several lines with the words the first one is meant, or the ``last``.
    """

    message: str
    words: tuple[str, ...] = ()
    code: int | None = None
    last: bool = False


class Shape(NamedTuple):
    """The keys of one kind of table, with the kind of value that each holds."""

    required: Mapping[str, str]
    optional: Mapping[str, str]

    def faults(
        self, table: Any, *, label: str = "", words: tuple[str, ...] = (), code: int | None = None
    ) -> list[Fault]:
        """Return what is wrong with a table: unknown and missing keys, values of another kind."""
        allowed = {**self.required, **self.optional}
        if not isinstance(table, dict):
            return [Fault(f"{label}must be a table with {', '.join(allowed)}", words, code)]
        return [
            *(
                Fault(f"{label}unknown key {key!r}; allowed: {', '.join(allowed)}", (key,), code)
                for key in table
                if key not in allowed
            ),
            *(Fault(f"{label}missing key {key!r}", words, code) for key in self.required if key not in table),
            *(
                Fault(f"{label}{key} must be {KINDS[allowed[key]]}", (key,), code)
                for key, value in table.items()
                if key in allowed and not _fits(value, allowed[key])
            ),
        ]

    def fitting(self, table: Any) -> dict[str, Any]:
        """Return the part of a table that is as it should be, so that one fault does not hide the others."""
        allowed = {**self.required, **self.optional}
        entries = table.items() if isinstance(table, dict) else ()
        return {key: value for key, value in entries if key in allowed and _fits(value, allowed[key])}


FILE = Shape(
    {**dict.fromkeys(("name", "axis", "title", "source"), "text"), "codes": "list"},
    {
        "jurisdiction": "text",
        "document": "text",
        "year": "year",
        "note": "text",
        "model": "text",
        "rule": "table",
        "topics": "table",
    },
)
RULE = Shape(dict.fromkeys(("threshold", "second", "lead", "inherit"), "number"), {})
TOPIC = Shape({"about": "text", "words": "text"}, {"clause": "text"})
TERMS = Shape({"words": "text"}, {"weight": "number", "scope": "text", "clause": "text"})
CODE = Shape(
    dict.fromkeys(("code", "name", "definition"), "text"),
    {
        **dict.fromkeys(("parent", "slot"), "text"),
        **dict.fromkeys(("include", "exclude", "examples", "counterexamples"), "strings"),
        **dict.fromkeys(("topics", "lead"), "weights"),
        "terms": "list",
    },
)


def sound_tables(tables: Mapping[str, Any] | None, shape: Shape) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tables that have the shape, with their names."""
    for name, table in (tables or {}).items():
        if not shape.faults(table):
            yield name, table


def _fits(value: object, kind: str) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _HUGE
    if kind == "strings":
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    if kind == "weights":
        return isinstance(value, dict) and all(_fits(entry, "number") for entry in value.values())
    if kind == "year":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, {"text": str, "table": dict, "list": list}[kind])
