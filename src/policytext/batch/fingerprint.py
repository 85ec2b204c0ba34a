"""The fingerprint of a pipeline: the same exactly when the same file gives the same facts."""

from __future__ import annotations

import hashlib
import inspect
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import policytext
from policytext.pipeline import Pipeline

AFTERWARDS = (
    "batch", "report", "compare.py", "networks.py", "evaluation", "reliability", "exchange", "concordance.py", "cli",
    "__main__.py",
)  # fmt: skip
"""Rooms that work on tables: a change there leaves the facts as they are."""


def fingerprint(pipeline: Pipeline) -> str:
    """Return 16 hex digits made from the version, the package's code and data, and the pipeline's own functions."""
    digest = hashlib.sha256(f"{policytext.__version__} {_package()}".encode())
    for field in fields(pipeline):
        digest.update(f"\n{field.name}={_describe(getattr(pipeline, field.name))}".encode())
    return digest.hexdigest()[:16]


def _describe(value: Any) -> str:
    """Describe a function by its place, and by its code where it is not part of this package; others by their repr."""
    if isinstance(value, tuple):
        return "(" + ", ".join(_describe(part) for part in value) + ")"
    if not callable(value):
        return repr(value)
    name = f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', repr(value))}"
    if name.startswith("policytext."):
        return name
    try:
        return name + inspect.getsource(value)
    except (OSError, TypeError):  # a built-in, or typed at a prompt: its name has to do
        return name


@cache
def _package() -> str:
    """Digest the package's code and data, in an order that is the same on every machine."""
    home = Path(policytext.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(home.rglob("*"), key=lambda path: path.relative_to(home).as_posix()):
        name = path.relative_to(home)
        if path.suffix in (".py", ".csv", ".toml", ".json") and name.parts[0] not in AFTERWARDS:
            digest.update(f"\n{name.as_posix()} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
