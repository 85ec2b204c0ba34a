"""What a document is: a table of cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import policytext as pt
from policytext.model import METADATA_FIELDS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "metadata.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """A row that leaves a field out says that the text does not tell it; genre and evidence may go unsaid."""
    doc = pt.analyze(case["raw"], name=case.get("name", "a.txt"))
    meta = doc.meta.to_dict()
    wanted = {name: case.get(name, [] if isinstance(meta[name], list) else None) for name in METADATA_FIELDS}
    wanted["genre"] = case.get("genre", meta["genre"])
    assert {name: meta[name] for name in METADATA_FIELDS} == wanted, case["why"]
    for field, words in case.get("evidence", {}).items():
        found = [doc.raw[slice(*stretch.span)] for stretch in doc.meta.evidence if stretch.field == field]
        assert found == ([words] if isinstance(words, str) else words), case["why"]
