"""α for unitizing of items, agencies and targets, over the documents that coders have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from policytext.evaluation.forms import Form
from policytext.reliability.unitizing import Unitizing, measure_unitizing
from policytext.text import Span

SPAN_COLUMNS = ("variable", "document", "coders_compared", "spans", "alpha", "reason")
ALL = "(all)"

# What an overlap of two coders must have in common beside the place. Items lie in each other, so each level is a
# continuum of its own; kinds of targets are codes.
_CODES = {"items": "level", "agencies": None, "targets": "kind"}

Marked = dict[str, list[Span]]


def measure_spans(coders: Sequence[str], forms: Sequence[Mapping[str, Form]]) -> Iterator[tuple[object, ...]]:
    """Yield rows of SPAN_COLUMNS: all documents by all coders and by each pair of several, then each document.

    Only documents count that all compared coders have coded; they follow each other on one continuum. Kinds of bodies
    (``generic``) are no mentions.
    """
    everybody = tuple(range(len(coders)))
    pairs = list(combinations(everybody, 2)) if len(coders) > 2 else []
    for table in _CODES:
        for group in (everybody, *pairs):
            found = _measure(table, [forms[coder] for coder in group], _shared(forms, group))
            yield table, ALL, ", ".join(coders[coder] for coder in group), *found
        for document in _shared(forms, everybody):
            found = _measure(table, list(forms), [document])
            yield table, document, ", ".join(coders), *found


def _shared(forms: Sequence[Mapping[str, Form]], group: Sequence[int]) -> list[str]:
    return [file for file in forms[group[0]] if all(file in forms[coder] for coder in group)] if group else []


def _measure(table: str, forms: Sequence[Mapping[str, Form]], documents: Sequence[str]) -> Unitizing:
    if not documents:
        return Unitizing(0, None, "no document was coded by all")
    codings: list[Marked] = [{} for _ in forms]
    length = 0
    for document in documents:
        size = _size([coding[document] for coding in forms])
        for marked, coding in zip(codings, forms, strict=True):
            for code, span in _spans(coding[document], table):
                marked.setdefault(code, []).append(Span(span.start + length, span.end + length))
        length += size
    return measure_unitizing(codings, length)


def _spans(form: Form, table: str) -> Iterator[tuple[str, Span]]:
    field = _CODES[table]
    for fact in form.get(table) or ():
        if not fact.get("generic"):
            yield str(fact.get(field)) if field else table, Span(fact["start"], fact["end"])


def _size(forms: Sequence[Form]) -> int:
    """Return the length of a document; where no coding says it, the last span of any ends it."""
    ends = [fact["end"] for form in forms for table in _CODES for fact in form.get(table) or ()]
    return max([form.get("chars") or 0 for form in forms] + ends, default=0)
