"""The notebooks: stored with their outputs, and they still run.

After a change of rules, ``python tests/test_notebooks.py`` runs them and stores the new outputs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
SECONDS = 120  # for one cell; the slowest starts the kernel and loads the lexicons, a few seconds


def run(path: Path) -> nbformat.NotebookNode:
    """Return the notebook as it comes out of a new kernel."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": path.parent}},
        record_timing=False,
    ).execute()
    for output in (output for cell in code_cells(notebook) for output in cell.outputs):
        if "text/html" in output.get("data", {}):
            del output.data["text/plain"]  # the same facts once more, in a form that nobody looks at
    return notebook


def code_cells(notebook: nbformat.NotebookNode) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def html_of(cell: Any) -> str:
    return "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)


def check(notebook: nbformat.NotebookNode) -> None:
    """Every cell ran in order without an error, the document shows itself, and there are tables with rows."""
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    pages = [html_of(cell) for cell in cells]
    assert any('class="policytext"' in page and "<mark" in page for page in pages)
    assert sum("<table" in page and "<td" in page for page in pages) >= 4


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS][:1] == ["01-first-document.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_stored_outputs_are_complete(path):
    check(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs(path):
    check(run(path))


if __name__ == "__main__":
    for place in NOTEBOOKS:
        nbformat.write(run(place), place)
