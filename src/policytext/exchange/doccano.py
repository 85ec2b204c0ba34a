"""doccano: JSON lines out and in. doccano counts Unicode code points, as policytext does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from policytext.errors import DataError
from policytext.evaluation.forms import Form, read_json_lines
from policytext.exchange.labels import LabelledSpan, check_beside, from_spans, to_beside, to_spans
from policytext.model import Document

# Where doccano keeps spans: ``label`` in imports and exports, ``entities`` in exports of projects with relations,
# ``labels`` in exports of its first versions.
_FIELDS = ("label", "entities", "labels")


def to_doccano(docs: Iterable[Document]) -> str:
    r"""Return documents as JSON lines for a sequence labelling project of doccano, items, agencies and targets marked.

    The project must allow overlapping entities and must not count grapheme clusters as characters. The text is the
    source itself. What a span cannot hold is in the column ``policytext``, which doccano keeps.

    >>> from policytext.pipeline import analyze
    >>> doc = analyze("一是走访企业。二是开设专窗。\n", name="a.txt")
    >>> json.loads(to_doccano([doc]))["label"][0]
    [0, 7, 'item:measure']
    """
    return "".join(json.dumps(_to_line(doc), ensure_ascii=False) + "\n" for doc in docs)


def read_doccano(path: str | Path) -> tuple[Form, ...]:
    """Read a JSONL export of doccano; return each document in gold form, coded as it was annotated.

    Raises ReadError when the file cannot be read, DataError with its line for what is no document with labels.
    """
    return tuple(_from_line(line, place) for place, line in read_json_lines(Path(path)))


def _to_line(doc: Document) -> dict[str, Any]:
    form = doc.to_dict()
    spans = [list(span) for span in to_spans(form)]
    return {"text": doc.raw, "label": spans, "file": doc.file, "policytext": to_beside(form)}


def _from_line(line: Any, place: str) -> Form:
    if not isinstance(line, Mapping) or not isinstance(line.get("text"), str):
        raise DataError(f"{place}: no 'text'; a line of doccano is an object with text and label")
    field = next((field for field in _FIELDS if field in line), None)
    if field is None or not isinstance(line[field], list):
        raise DataError(f"{place}: no list of spans; expected one of {', '.join(_FIELDS)}")
    beside = check_beside(line.get("policytext"), place)
    name = line.get("file") or beside.get("file")
    if not isinstance(name, str) or not name:
        raise DataError(f"{place}: no 'file', the name of the document; to_doccano writes it as a column")
    spans = [_span(span, place) for span in line[field]]
    return from_spans(spans, line["text"], beside, place=place, extra={"file": name})


def _span(span: Any, place: str) -> LabelledSpan:
    if isinstance(span, Mapping):
        span = [span.get("start_offset"), span.get("end_offset"), span.get("label")]
    match span:
        case [int(start), int(end), str(label)]:
            return LabelledSpan(start, end, label)
    raise DataError(f"{place}: {span!r} is no span; expected [start, end, label] or start_offset, end_offset, label")
