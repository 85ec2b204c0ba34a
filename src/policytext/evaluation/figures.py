"""What is counted of a document in gold form: figures, each with the facts that it counts and when two are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from policytext.evaluation.forms import Form
from policytext.model import METADATA_FIELDS

Key = tuple[object, ...]
"""When two facts are the same: both codings have the same key."""


class Fact(NamedTuple):
    """A fact as a figure sees it: what says that it was found at all, its range, its words, and what is compared."""

    same: Key
    start: int | None
    end: int | None
    text: str
    value: str


class Figure(NamedTuple):
    """What is counted: facts of a table that agree in some fields.

    ``same`` holds the fields that say whether a fact was found at all: those of the figure that comes first for its
    table. What is wrong with a missed fact is not listed again.
    """

    name: str
    table: str
    fields: tuple[str, ...]
    same: tuple[str, ...]
    only: Callable[[Form], object] = lambda _: True


class Axis(NamedTuple):
    """A set of codes that facts of a table have: what makes two facts the same, and which facts can have a code."""

    name: str
    table: str
    same: tuple[str, ...]
    field: str
    only: Callable[[Form], object] = lambda _: True


def _named(fact: Form) -> bool:
    return not fact.get("generic")


def _has(field: str) -> Callable[[Form], object]:
    return lambda fact: _named(fact) and fact.get(field)


def _labelled(axis: str) -> Callable[[Form], object]:
    return lambda item: item.get("kind") in LABELLED or item.get(axis)


LABELLED = ("measure", "principle")
"""The kinds of items that get labels."""

_ITEM, _AGENCY, _TARGET = ("start",), ("start", "end"), ("start", "end", "value", "upper", "unit")

FIGURES = (
    Figure("items", "items", _ITEM, _ITEM),
    Figure("items_whole", "items", ("start", "end", "kind", "level"), _ITEM),
    Figure("agencies", "agencies", _AGENCY, _AGENCY, _named),
    Figure("agency_names", "agencies", ("start", "end", "name"), _AGENCY, _named),
    Figure("agency_roles", "agencies", ("start", "role"), _AGENCY, _has("role")),
    Figure("targets", "targets", _TARGET, _TARGET),
    Figure("target_kinds", "targets", ("start", "value", "bound", "kind"), _TARGET),
    Figure("deadlines", "targets", ("start", "deadline"), _TARGET, _has("deadline")),
    Figure("target_places", "targets", ("start", "place"), _TARGET, _has("place")),
)
"""Figures of fields. Body, metadata and the axes of labels are counted beside them."""

CODED = (
    Axis("kind", "items", _ITEM, "kind"),
    Axis("role", "agencies", _AGENCY, "role", _named),
    Axis("target", "targets", _TARGET, "kind"),
)
"""Fields with one code for each fact, named as in comparisons; the axes of labels come from the codings."""

_NUMBERS = ("value", "upper")


def list_axes(forms: Iterable[Form]) -> tuple[Axis, ...]:
    """Return the axes of labels that items are coded on: the fields of items that hold lists."""
    names = {
        field: None
        for form in forms
        for item in _rows(form, "items")
        for field in item
        if isinstance(item[field], list)
    }
    return tuple(Axis(name, "items", _ITEM, name, _labelled(name)) for name in names)


def facts_of(form: Form, figure: Figure) -> dict[Key, Fact]:
    """Return the facts of a document that a figure counts, by key; a number counts the same as int and float."""
    return {
        _key(fact, figure.fields): Fact(
            _key(fact, figure.same), fact["start"], fact["end"], words_of(fact), _value(fact, figure)
        )
        for fact in _rows(form, figure.table)
        if figure.only(fact)
    }


def codes_of(form: Form, axis: Axis) -> dict[Key, tuple[Form, tuple[str, ...]]]:
    """Return the facts that can have a code of an axis, and the codes that they have."""
    return {
        _key(fact, axis.same): (fact, _codes(fact.get(axis.field)))
        for fact in _rows(form, axis.table)
        if axis.only(fact)
    }


def labels_of(form: Form, axis: Axis) -> dict[Key, Fact]:
    """Return the codes of an axis as facts, each by the key of what it is given to and itself."""
    return {
        (*key, code): Fact(key, fact["start"], fact["end"], words_of(fact), code)
        for key, (fact, codes) in codes_of(form, axis).items()
        for code in codes
    }


def metadata_of(form: Form, fields: Iterable[str]) -> dict[Key, Fact]:
    """Return the values of some fields of the metadata as facts, whose words are the field; white space does not count."""
    meta = form.get("meta") or {}
    return {
        (field, "".join(value.split())): Fact((field,), None, None, field, value)
        for field in fields
        for value in _codes(meta.get(field))
    }


def metadata_fields(gold: Form) -> tuple[str, ...]:
    """Return the fields of the metadata that a gold coding has, whether it found a value or none."""
    return tuple(field for field in METADATA_FIELDS if field in (gold.get("meta") or {}))


def without_generic(form: Form, gold: Form) -> Form:
    """Leave out mentions that stand where the gold coding sees a kind of body, unless it has them as one body, too."""
    generic = [(fact["start"], fact["end"]) for fact in _rows(gold, "agencies") if fact.get("generic")]
    named = {(fact["start"], fact["end"]) for fact in _rows(gold, "agencies") if not fact.get("generic")}
    kept = [
        fact
        for fact in _rows(form, "agencies")
        if (fact["start"], fact["end"]) in named
        or not any(fact["start"] < end and start < fact["end"] for start, end in generic)
    ]
    return {**form, "agencies": kept}


def words_of(fact: Form) -> str:
    """Return the words of a fact as its form has them; of an item its marker and lead."""
    if "text" in fact:
        return str(fact["text"])
    return f"{fact.get('marker') or ''}{fact.get('lead') or ''}"


def _rows(form: Form, table: str) -> Iterable[Form]:
    rows: Iterable[Form] = form.get(table) or ()
    return rows


def _codes(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(code) for code in value if code)
    return (str(value),) if value else ()


def _key(fact: Form, fields: tuple[str, ...]) -> Key:
    return tuple(_plain(field, fact.get(field)) for field in fields)


def _plain(field: str, value: Any) -> object:
    """Make a number comparable, to six places: 4000 and 4000.0 are the same."""
    if field in _NUMBERS and isinstance(value, int | float):
        return round(float(value), 6)
    return value


def _value(fact: Form, figure: Figure) -> str:
    """Spell what a figure compares: what it adds to the place; where that is nothing, the words, and of a target its number.

    >>> _value({"text": "85%以上", "start": 3, "end": 8, "value": 85, "unit": "%"}, FIGURES[5])
    '85%以上 (85 %)'
    """
    fields = [field for field in figure.fields if field not in figure.same] or [*_NUMBERS, "unit"]
    spelled = " ".join(str(fact[field]) for field in fields if fact.get(field) is not None)
    if figure.fields != figure.same:
        return spelled
    return f"{words_of(fact)} ({spelled})" if spelled else words_of(fact)
