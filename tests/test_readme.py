"""The READMEs and the pages of docs: their Python runs and prints what they show, both tell the same, and what they name exists.

After a change of rules, ``python tests/test_readme.py`` writes the new outputs into them.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policytext.columns import COLUMNS
from policytext.taxonomy import Taxonomy
from policytext.taxonomy.shape import CODE, FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
# The Chinese README has the same blocks as the English one.
PAGES = (READMES[0], ROOT / "docs" / "normal-form.md", ROOT / "docs" / "taxonomies.md", ROOT / "docs" / "evaluation.md")
# Matches: a fenced block of Python and the block of output that follows it, if one does.
EXAMPLE = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)(?P<path>[^)#\s]+)")
FIRST_CELL = re.compile(r"^\|([^|\n]*)\|", re.MULTILINE)
COLUMN = re.compile(r"`(\w+)`")
FIELDS = re.compile(r"^### `(?P<table>\w+)`.*?\n(?P<rows>(?:\n|\|[^\n]*\n)+)", re.MULTILINE)


@contextmanager
def elsewhere() -> Iterator[None]:
    """Work in a new folder in which the sample corpus can be seen."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "corpora").symlink_to(ROOT / "corpora")
        os.chdir(place)
        try:
            yield
        finally:
            os.chdir(before)


def run_examples(page: str) -> list[str]:
    """Run the Python blocks one after the other in one namespace; return what each prints."""
    names: dict[str, object] = {}
    outputs = []
    with elsewhere():
        for example in EXAMPLE.finditer(page):
            printed = io.StringIO()
            with redirect_stdout(printed):
                exec(compile(example["code"], "README", "exec"), names)  # noqa: S102 - the README is this project's own
            outputs.append("".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines()))
    return outputs


def write_outputs() -> None:
    """Put what the examples print into the READMEs."""
    for path in (*READMES, *PAGES[1:]):
        page = path.read_text(encoding="utf-8")
        outputs = iter(run_examples(page))

        def fill(example: re.Match[str], outputs: Iterator[str] = outputs) -> str:
            shown = next(outputs)
            return f"```python\n{example['code']}```\n" + (f"\n```text\n{shown}```\n" if shown else "")

        path.write_text(EXAMPLE.sub(fill, page), encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_examples_print_what_the_page_shows(path):
    page = path.read_text(encoding="utf-8")
    shown = [example["output"] or "" for example in EXAMPLE.finditer(page)]
    assert len(shown) >= 2
    assert run_examples(page) == shown


def test_both_languages_have_the_same_blocks():
    pages = [re.findall(r"```.*?```", path.read_text(encoding="utf-8"), re.DOTALL) for path in READMES]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_tables_of_fields_are_the_tables(path):
    page = path.read_text(encoding="utf-8")
    described = {
        fields["table"]: [name for cell in FIRST_CELL.findall(fields["rows"]) for name in COLUMN.findall(cell)]
        for fields in FIELDS.finditer(page)
    }
    assert described == {name: list(COLUMNS[name]) for name in described}
    assert set(described) == set(COLUMNS)


def test_the_page_of_taxonomies_names_all_of_them():
    cells = FIRST_CELL.findall((ROOT / "docs" / "taxonomies.md").read_text(encoding="utf-8"))
    named = {name for cell in cells for name in re.findall(r"`([\w-]+)`", cell)}
    assert set(Taxonomy.names()) <= named
    assert {key for shape in (FILE, CODE) for key in (*shape.required, *shape.optional)} <= named | {
        "rule",
        "topics",
        "codes",
    }


@pytest.mark.parametrize("path", [*READMES, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)
def test_links_lead_to_files(path):
    page = path.read_text(encoding="utf-8")
    assert not [link["path"] for link in LINK.finditer(page) if not (path.parent / link["path"]).exists()]


if __name__ == "__main__":
    write_outputs()
