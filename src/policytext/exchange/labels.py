"""Facts as labelled spans, which annotation tools know, and back.

A label names a table and what the fact is: ``item:measure``, ``agency:lead``, ``agency``, ``agency:generic``,
``target:goal``; a code of an item is a span of its own with the axis, ``relation:亲``. What a span cannot hold (names,
values, leads) travels beside the text and comes back with the spans that nobody moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from policytext.errors import DataError
from policytext.model import ItemKind, Role, TargetKind

ITEM, AGENCY, TARGET, GENERIC = "item", "agency", "target", "generic"
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    ITEM: get_args(ItemKind),
    AGENCY: (*get_args(Role), GENERIC),
    TARGET: get_args(TargetKind),
}
_TABLES = {ITEM: "items", AGENCY: "agencies", TARGET: "targets"}

# Fields of a fact that nobody has coded yet.
_BLANK: Mapping[str, Mapping[str, Any]] = {
    AGENCY: {"name": None, "level": None, "place": None, "role": None, "generic": False},
    TARGET: dict.fromkeys(("value", "upper", "unit", "bound", "indicator", "deadline", "period", "place")),
}

# Fields of an item, which no axis can be named like.
_FIELDS = frozenset(("id", "marker", "style", "level", "parent", "lead", "kind", "start", "end"))

Form = dict[str, Any]


class LabelledSpan(NamedTuple):
    """A range of the raw text, in code points, and its label."""

    start: int
    end: int
    label: str


def to_spans(form: Mapping[str, Any]) -> Iterator[LabelledSpan]:
    """Yield the items with their codes, the agencies and the targets of a gold form as labelled spans.

    >>> item = {"start": 0, "end": 9, "kind": "measure", "relation": ["亲"]}
    >>> [span.label for span in to_spans({"items": [item], "agencies": [{"start": 2, "end": 5, "role": "lead"}]})]
    ['item:measure', 'relation:亲', 'agency:lead']
    """
    for item in form.get("items") or ():
        yield LabelledSpan(item["start"], item["end"], f"{ITEM}:{item['kind']}")
        for axis, codes in item.items():
            if isinstance(codes, list):
                yield from (LabelledSpan(item["start"], item["end"], f"{axis}:{code}") for code in codes)
    for agency in form.get("agencies") or ():
        kind = GENERIC if agency.get("generic") else agency.get("role")
        yield LabelledSpan(agency["start"], agency["end"], f"{AGENCY}:{kind}" if kind else AGENCY)
    for target in form.get("targets") or ():
        yield LabelledSpan(target["start"], target["end"], f"{TARGET}:{target['kind']}")


def list_labels(forms: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return every label that an annotator can need: all kinds and roles, and the codes that occur."""
    fixed = [f"{table}:{kind}" for table, kinds in _ALLOWED.items() for kind in kinds]
    met = sorted({span.label for form in forms for span in to_spans(form)} - {*fixed, AGENCY})
    return (*fixed, AGENCY, *met)


def from_spans(
    spans: Sequence[LabelledSpan], raw: str, form: Mapping[str, Any], *, place: str, extra: Mapping[str, Any]
) -> Form:
    """Return the gold form of what came back from annotation; ``form`` is what travelled beside the text.

    A fact whose span was there before keeps its other fields, those of a new one are empty. Levels and parents of items
    follow from what lies in what. Raises DataError, with the place of the document, for a label or range that is none.
    """
    facts: dict[str, list[Form]] = {"items": [], "agencies": [], "targets": []}
    codes: list[LabelledSpan] = []
    known = {table: _known(form, name) for table, name in _TABLES.items()}
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end, span.label)):
        if not 0 <= span.start < span.end <= len(raw):
            raise DataError(
                f"{place}: {span.label} from {span.start} to {span.end}; the text has {len(raw)} characters"
            )
        table, _, kind = span.label.partition(":")
        if table not in _TABLES:
            if not kind or table in _FIELDS:
                raise DataError(f"{place}: unknown label {span.label!r}; allowed: item:…, agency…, target:…, AXIS:CODE")
            codes.append(span)
        else:
            facts[_TABLES[table]].append(_fact(table, kind, span, raw, known[table], place))
    _add_codes(facts["items"], codes, form, place)
    _nest(facts["items"], form)
    return {**form, **extra, "chars": len(raw), **facts}


def check_beside(form: Any, place: str) -> Form:
    """Return what travelled beside a text, empty where nothing did; DataError where it is no gold form."""
    if form is None:
        return {}
    tables = [form.get(name) or [] for name in _TABLES.values()] if isinstance(form, dict) else [None]
    if not all(isinstance(table, list) and all(map(_is_fact, table)) for table in tables):
        raise DataError(f"{place}: 'policytext' is no gold form; leave it out or as it was written")
    return dict(form)


def _is_fact(fact: Any) -> bool:
    return isinstance(fact, dict) and all(isinstance(fact.get(end), int) for end in ("start", "end"))


def to_beside(form: Mapping[str, Any]) -> Form:
    """Return what travels beside the text; duties name agencies by their number, which annotation changes."""
    return {name: value for name, value in form.items() if name != "duties"}


def _fact(
    table: str, kind: str, span: LabelledSpan, raw: str, known: Mapping[tuple[int, int], Form], place: str
) -> Form:
    if kind not in _ALLOWED[table] and not (table == AGENCY and not kind):
        raise DataError(f"{place}: unknown {table} {kind!r}; allowed: {', '.join(_ALLOWED[table])}")
    words = raw[span.start : span.end]
    blank: Form = {"marker": None, "lead": _first_clause(words)} if table == ITEM else dict(_BLANK[table])
    fact = {**blank, **known.get((span.start, span.end), {})}
    fact |= (
        {"start": span.start, "end": span.end}
        if table == ITEM
        else {"text": words, "start": span.start, "end": span.end}
    )
    if table == AGENCY:
        role = fact["role"] if kind == GENERIC else kind or None
        return fact | {"generic": kind == GENERIC, "role": role}
    return fact | {"kind": kind}


def _known(form: Mapping[str, Any], table: str) -> dict[tuple[int, int], Form]:
    return {(fact["start"], fact["end"]): fact for fact in form.get(table) or ()}


def _first_clause(words: str) -> str:
    """Return the words of an item to the first stop, as the codebook's lead of prose."""
    ends = [at for at in (words.find(stop) for stop in "，。；：\n") if at > 0]
    return words[: min(ends, default=len(words))].strip()


def _add_codes(items: Sequence[Form], codes: Sequence[LabelledSpan], form: Mapping[str, Any], place: str) -> None:
    """Give items the codes that stand on the same range; every item gets every axis, empty where it has no code."""
    used = (field for item in form.get("items") or () for field, value in item.items() if isinstance(value, list))
    axes = dict.fromkeys((*used, *(code.label.partition(":")[0] for code in codes)))
    by_range = {(item["start"], item["end"]): item for item in items}
    before = _known(form, "items")
    for item in items:
        item.update({axis: [] for axis in axes})
    for span in codes:
        if (span.start, span.end) not in by_range:
            raise DataError(f"{place}: {span.label} from {span.start} to {span.end} stands on no item")
        axis, _, name = span.label.partition(":")
        by_range[span.start, span.end][axis].append(name)
    for key, item in by_range.items():
        for axis in axes:  # codes keep the order that they had; new ones come behind
            order = list(before.get(key, {}).get(axis) or ())
            given = item[axis]
            item[axis] = [*(code for code in order if code in given), *(code for code in given if code not in order)]


def _nest(items: Sequence[Form], form: Mapping[str, Any]) -> None:
    """Give new items a number and all a level and a parent, by what lies in what, unless none was added, moved or taken away."""
    if {(item["start"], item["end"]) for item in items} == _known(form, "items").keys():
        return
    taken = {item.get("id") for item in items}
    free = (name for number in range(1, 2 * len(items) + 1) if (name := f"i{number}") not in taken)
    around: list[Form] = []
    for item in items:
        item["id"] = item.get("id") or next(free)
        while around and around[-1]["end"] < item["end"]:
            around.pop()
        item["level"], item["parent"] = len(around) + 1, around[-1]["id"] if around else None
        around.append(item)
