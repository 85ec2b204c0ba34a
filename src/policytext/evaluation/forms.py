"""Codings in gold form, from wherever they are: documents, dictionaries, JSON files, JSON lines, a folder of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from policytext.errors import DataError, ReadError
from policytext.model import Document

Form = Mapping[str, Any]
"""A document in gold form: what ``Document.to_dict`` returns and what the files of ``corpora/gold`` hold."""

Codings = str | Path | Document | Form | Iterable["Document | Form"]
"""Codings of documents: a folder of .json files, a .json or .jsonl file, or documents and gold forms themselves."""

FACTS = ("boilerplate", "items", "agencies", "targets")
LINES = (".jsonl", ".ndjson")


def read_forms(codings: Codings) -> dict[str, Form]:
    """Return codings by the base name of their document, in the order in which they come.

    Raises ReadError for a path that is missing or holds no codings, DataError with file and line for what is no coding,
    and for two codings of one document.

    >>> list(read_forms([{"file": "news/a.txt", "items": []}]))
    ['a.txt']
    >>> read_forms([{"items": []}])
    Traceback (most recent call last):
    ...
    policytext.errors.DataError: coding 1: no 'file', the name of the document
    """
    found: dict[str, Form] = {}
    places: dict[str, str] = {}
    for place, form in _placed(codings):
        name = Path(_checked(form, place)["file"]).name
        if name in found:
            raise DataError(f"{place}: a second coding of {name} (first at {places[name]})")
        found[name], places[name] = form, place
    return found


def read_json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield place (``facts.jsonl:3``) and value of each line of a file that is not blank. Raises DataError, ReadError."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            yield f"{path.name}:{number}", parse_json(line, f"{path.name}:{number}")


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file; ReadError says why it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: not UTF-8 (byte {error.start})") from error


def parse_json(text: str, place: str) -> Any:
    """Return the value of a JSON text; DataError names the place."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise DataError(f"{place}: not JSON: {error}") from None


def _placed(codings: Codings) -> Iterator[tuple[str, Any]]:
    if isinstance(codings, str | Path):
        yield from _read(Path(codings))
    elif isinstance(codings, Document):
        yield codings.file, codings.to_dict()
    elif isinstance(codings, Mapping):
        yield "coding", codings
    else:
        for number, coding in enumerate(codings, 1):
            yield f"coding {number}", coding.to_dict() if isinstance(coding, Document) else coding


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    if path.is_dir():
        paths = sorted(path.glob("*.json"))
        if not paths:
            raise ReadError(f"{path}: no .json file with a coding in it")
        for one in paths:
            yield from _read(one)
    elif path.suffix.lower() in LINES:
        yield from read_json_lines(path)
    else:
        value = parse_json(read_text(path), path.name)
        if isinstance(value, list):
            yield from ((f"{path.name}, coding {number}", form) for number, form in enumerate(value, 1))
        else:
            yield path.name, value


def _checked(form: Any, place: str) -> Form:
    """Return a form of which every fact has a range; what it leaves out counts as empty."""
    if not isinstance(form, Mapping):
        raise DataError(f"{place}: {type(form).__name__}; a coding is an object")
    if not isinstance(form.get("file"), str) or not form["file"]:
        raise DataError(f"{place}: no 'file', the name of the document")
    for table in FACTS:
        facts = form.get(table) or []
        if not isinstance(facts, list):
            raise DataError(f"{place}: {table}: {type(facts).__name__}; facts are a list")
        for number, fact in enumerate(facts, 1):
            if not _has_range(fact):
                raise DataError(f"{place}: {table} {number}: no 'start' and 'end' with 0 <= start <= end")
    return form


def _has_range(fact: Any) -> bool:
    if not isinstance(fact, Mapping):
        return False
    start, end = fact.get("start"), fact.get("end")
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end
