"""Label Studio: JSON tasks out and in, in the unit in which its version counts characters."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from policytext.errors import DataError, UnknownNameError
from policytext.evaluation.forms import Form, parse_json, read_text
from policytext.exchange.labels import LabelledSpan, check_beside, from_spans, list_labels, to_beside, to_spans
from policytext.model import Document

Units = Literal["code points", "utf-16"]
"""How offsets are counted. Label Studio stores code points (its tests: "Should calculate offsets by code points in text");
older versions stored what a browser counts, UTF-16 code units (its issues 1008 and 1347 of 2021)."""

_UNITS = ("code points", "utf-16")
_NAME, _OBJECT = "label", "text"


def to_label_studio(docs: Iterable[Document], *, units: Units = "code points") -> str:
    r"""Return documents as JSON tasks for Label Studio, with items, agencies and targets as predictions.

    Predictions appear when a task is opened, and an annotator corrects them; ``to_label_config`` makes the labelling
    interface. ``units`` says how offsets are counted; they differ behind characters beyond the BMP (𠮷, emoji).

    >>> from policytext.pipeline import analyze
    >>> doc = analyze("一是走访企业。二是开设专窗。\n", name="a.txt")
    >>> json.loads(to_label_studio([doc]))[0]["predictions"][0]["result"][0]["value"]
    {'start': 0, 'end': 7, 'text': '一是走访企业。', 'labels': ['item:measure']}
    """
    _check(units)
    return json.dumps([_to_task(doc, units) for doc in docs], ensure_ascii=False, indent=1) + "\n"


def to_label_config(docs: Iterable[Document]) -> str:
    """Return a labelling interface with the labels of some documents, all kinds and roles among them."""
    labels = "\n".join(f"    <Label value={quoteattr(label)}/>" for label in list_labels(doc.to_dict() for doc in docs))
    return (
        "<View>\n  <Style>.htx-text{ white-space: pre-wrap; }</Style>\n"
        f'  <Labels name="{_NAME}" toName="{_OBJECT}">\n{labels}\n  </Labels>\n'
        f'  <Text name="{_OBJECT}" value="$text" granularity="symbol"/>\n</View>\n'
    )


def read_label_studio(path: str | Path, *, units: Units = "code points") -> tuple[Form, ...]:
    """Read a JSON export of Label Studio; return each annotation of each task in gold form.

    ``coder`` of a form says who annotated. Skipped annotations are left out; predictions are none. The words that the
    export holds with each region are compared with the text, so that wrong ``units`` are noticed.

    Raises ReadError when the file cannot be read, DataError with task and region for what is no annotation.
    """
    _check(units)
    path = Path(path)
    tasks = parse_json(read_text(path), path.name)
    if not isinstance(tasks, list):
        raise DataError(f"{path.name}: {type(tasks).__name__}; an export of Label Studio (JSON) is a list of tasks")
    return tuple(
        form for number, task in enumerate(tasks, 1) for form in _from_task(task, f"{path.name}, task {number}", units)
    )


def _check(units: str) -> None:
    if units not in _UNITS:
        raise UnknownNameError(f"unknown units {units!r}; available: {', '.join(_UNITS)}")


def _to_task(doc: Document, units: Units) -> dict[str, Any]:
    form = doc.to_dict()
    out = _from_code_points(doc.raw, units)
    result = [
        {
            "id": f"s{number}",
            "from_name": _NAME,
            "to_name": _OBJECT,
            "type": "labels",
            "value": {
                "start": out(span.start),
                "end": out(span.end),
                "text": doc.raw[span.start : span.end],
                "labels": [span.label],
            },
        }
        for number, span in enumerate(to_spans(form), 1)
    ]
    data = {"text": doc.raw, "file": doc.file, "policytext": to_beside(form)}
    return {"data": data, "predictions": [{"model_version": "policytext", "result": result}]}


def _from_task(task: Any, place: str, units: Units) -> Iterator[Form]:
    data = task.get("data") if isinstance(task, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(data.get("text"), str):
        raise DataError(f"{place}: no data with 'text'; export as JSON, not as JSON-MIN or CSV")
    beside = check_beside(data.get("policytext"), place)
    name = data.get("file") or beside.get("file")
    if not isinstance(name, str) or not name:
        raise DataError(f"{place}: no 'file', the name of the document; to_label_studio writes it into the data")
    into = _to_code_points(data["text"], units)
    annotations = task.get("annotations") or []
    if not isinstance(annotations, list):
        raise DataError(f"{place}: {annotations!r} are no annotations; expected a list")
    for number, annotation in enumerate(annotations, 1):
        if not isinstance(annotation, Mapping) or not isinstance(annotation.get("result") or [], list):
            raise DataError(f"{place}: {annotation!r} is no annotation; expected an object with a list of results")
        if annotation.get("was_cancelled"):
            continue
        where = f"{place}, annotation {number}"
        spans = [
            span for region in annotation.get("result") or () for span in _spans(region, data["text"], into, where)
        ]
        extra = {"file": name, "coder": _coder(annotation)}
        yield from_spans(spans, data["text"], beside, place=where, extra=extra)


def _coder(annotation: Mapping[str, Any]) -> str | None:
    who = annotation.get("completed_by")
    if isinstance(who, Mapping):
        who = who.get("email") or who.get("id")
    return None if who is None else str(who)


def _spans(region: Any, raw: str, into: Callable[[int], int | None], place: str) -> Iterator[LabelledSpan]:
    """Yield a span per label of a region; regions of other kinds (choices, relations) are none."""
    if not isinstance(region, Mapping) or region.get("type") != "labels":
        return
    value = region.get("value")
    match value:
        case {"start": int(start), "end": int(end), "labels": [*labels]} if all(isinstance(one, str) for one in labels):
            first, last = into(start), into(end)
        case _:
            raise DataError(f"{place}: {value!r} is no region; expected start, end and labels")
    words = value.get("text") if isinstance(value, Mapping) else None
    if first is None or last is None or (isinstance(words, str) and raw[first:last] != words):
        raise DataError(
            f"{place}: the region from {start} to {end} does not hold its words {words!r}; "
            f"perhaps offsets are counted otherwise: units is one of {', '.join(_UNITS)}"
        )
    yield from (LabelledSpan(first, last, label) for label in labels)


def _from_code_points(raw: str, units: Units) -> Callable[[int], int]:
    if units == "code points":
        return lambda at: at
    return _utf16_places(raw).__getitem__


def _to_code_points(raw: str, units: Units) -> Callable[[int], int | None]:
    """Return a function from an offset to code points; None for one outside the text or inside a character."""
    if units == "code points":
        return lambda at: at if 0 <= at <= len(raw) else None
    places = _utf16_places(raw)

    def find(at: int) -> int | None:
        place = bisect_left(places, at)
        return place if place < len(places) and places[place] == at else None

    return find


def _utf16_places(raw: str) -> list[int]:
    """Return where each character begins, and where the text ends, in UTF-16 code units.

    >>> _utf16_places("在𠮷野")
    [0, 1, 3, 4]
    """
    return [0, *accumulate(2 if char > "\uffff" else 1 for char in raw)]
