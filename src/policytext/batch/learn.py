"""What a folder teaches about its sites before its documents are analyzed: the lines of their templates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from policytext.batch.fingerprint import fingerprint
from policytext.batch.inputs import Input
from policytext.clean.templates import LEAST_PAGES, TemplateLines, find_site, learn_templates
from policytext.errors import ReadError
from policytext.normal_form import drop_spaces
from policytext.pipeline import Pipeline, clean

TEMPLATES_FILE = "templates.json"
PAGE_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")


def with_templates(pipeline: Pipeline, inputs: Sequence[Input], out: Path) -> Pipeline:
    """Return the pipeline with a cleaner of the lines that recur over the pages of one site.

    What was learned lies in the folder of results and is taken from there while pages and pipeline are the same.
    """
    pages = [entry for entry in inputs if entry.record or entry.file.lower().endswith(PAGE_SUFFIXES)]
    if len(pages) < LEAST_PAGES or not pipeline.cleaners:
        return pipeline
    key = _key(pipeline, pages)
    found = _read(out / TEMPLATES_FILE, key)
    if found is None:
        found = learn_templates(_bodies(pipeline, pages))
        known = {"key": key, "lines": found.lines}
        (out / TEMPLATES_FILE).write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if not found.lines:
        return pipeline
    at = pipeline.cleaners.index(drop_spaces) if drop_spaces in pipeline.cleaners else len(pipeline.cleaners)
    return replace(pipeline, cleaners=(*pipeline.cleaners[:at], found, *pipeline.cleaners[at:]))


def _key(pipeline: Pipeline, pages: Sequence[Input]) -> str:
    digest = hashlib.sha256(fingerprint(pipeline).encode())
    for entry in pages:
        digest.update(f"\n{entry.file} {entry.digest()}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _read(path: Path, key: str) -> TemplateLines | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(path.read_text("utf-8"))
        if known["key"] == key:
            return TemplateLines(tuple(map(str, known["lines"])))
    return None


def _bodies(pipeline: Pipeline, pages: Sequence[Input]) -> Iterator[tuple[str, str]]:
    """Yield site and body of each page; one that cannot be read says why when it is analyzed."""
    for entry in pages:
        with suppress(ReadError, OSError):
            source = pipeline.read(entry.source(), name=entry.file)
            if site := find_site(source.raw, source.known.get("url")):
                yield site, clean(source.raw, pipeline.cleaners)[0].text
