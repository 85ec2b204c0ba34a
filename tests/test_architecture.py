"""The house: imports run downward only, and importing does nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import policytext

HOME = Path(policytext.__file__).parent

# Each floor may import from the floors above it in this list, and from its own room.
FLOORS = (
    {"errors"},
    {"text"},
    {"model", "lexicon", "linear"},
    {"taxonomy"},
    {"read"},
    {"clean"},
    {"normal_form"},
    {"segment"},
    {"extract"},
    {"classify"},
    {"pipeline", "examples"},
    {"reprints", "columns"},
    {"tables"},
    {"compare", "networks"},
    {"evaluation"},
    {"reliability"},
    {"exchange", "concordance"},
    {"batch", "report", "terminal"},
    {"cli"},
    {"__main__"},
)
RANK = {room: rank for rank, floor in enumerate(FLOORS) for room in floor}

# The few imports that do not run downward, each for its reason.
EXCEPTIONS = {
    ("report", "batch"),  # the report of a run reads the run
    ("model", "report"),  # inside the method with which a document shows itself in a notebook
}

MODULES = sorted(path for path in HOME.rglob("*.py") if path != HOME / "__init__.py")


def room(module: str) -> str:
    """Return the room of ``policytext.extract.items``: ``extract``."""
    return module.split(".")[1]


def name_of(path: Path) -> str:
    parts = path.relative_to(HOME.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Return the modules of this package that a file imports, also inside functions and for type checkers."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {name for name in found if name.startswith("policytext.")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_downward(path):
    own = room(name_of(path))
    assert own in RANK, f"{own} has no floor yet: add it to FLOORS"
    upward = {
        name
        for name in imports(path)
        if room(name) != own and RANK[room(name)] >= RANK[own] and (own, room(name)) not in EXCEPTIONS
    }
    assert not upward


# Finders do not know each other, neither directly nor through their helpers: the pipeline brings facts together.
FINDERS = {"items", "agencies", "targets", "metadata"}


@pytest.mark.parametrize("finder", sorted(FINDERS))
def test_finders_do_not_know_each_other(finder):
    reached: set[str] = set()
    waiting = [finder]
    while waiting:
        module = waiting.pop()
        paths = [*(HOME / "extract" / module).glob("*.py"), HOME / "extract" / f"{module}.py"]
        names = {name for path in paths if path.exists() for name in imports(path)}
        used = {name.split(".")[2] for name in names if room(name) == "extract"} - {module}
        waiting += used - reached
        reached |= used
    assert not reached & (FINDERS - {finder})


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_import_reads_no_data_and_loads_nothing_heavy():
    code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import policytext
names = "pandas numpy pyarrow jieba opencc bs4 sklearn openpyxl rich typer"
heavy = set(names.split()) & set(sys.modules)
data = [name for name in opened if not name.endswith((".py", ".pyc", ".so", ".pyd"))]
print(sorted(heavy), data)
"""
    assert python(code) == "[] []"


@pytest.mark.parametrize("name", policytext.__all__)
def test_public_names_exist(name):
    assert getattr(policytext, name) is not None
    assert name in dir(policytext)


def test_unknown_names_do_not():
    with pytest.raises(AttributeError, match="module 'policytext' has no attribute 'analyse'"):
        policytext.analyse  # noqa: B018 - the access is what is tested


def test_the_library_never_prints():
    quiet = [path for path in MODULES if room(name_of(path)) not in ("cli", "__main__")]
    talking = [
        name_of(path)
        for path in quiet
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr"))
    ]
    assert not talking
