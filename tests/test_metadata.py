"""What a document is: a table of cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import policytext as pt

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "metadata.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    meta = pt.analyze(case["raw"], name="a.txt").meta.to_dict()
    assert meta == {name: case.get(name) for name in meta}, case["why"]
