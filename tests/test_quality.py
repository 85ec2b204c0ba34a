"""Agreement with the coded samples does not fall below its floors, whatever page a seed makes."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytext.model import BoilerplateKind
from policytext.pipeline import clean, default_pipeline

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "corpora" / "pages" / "make_pages.py"


def load_pages() -> Any:
    """Import the maker of pages, which is a script and no part of the package."""
    spec = importlib.util.spec_from_file_location("make_pages", PAGES)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_pages"] = module
    spec.loader.exec_module(module)
    return module


make_pages = load_pages()
TEMPLATES = make_pages.list_templates()


def test_no_figure_is_below_its_floor() -> None:
    done = subprocess.run([sys.executable, ROOT / "bench" / "quality.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@settings(max_examples=150)
@given(st.sampled_from(TEMPLATES), st.integers(0, 100_000))
def test_all_of_a_page_is_kept_removed_or_blank(template: str, seed: int) -> None:
    raw = make_pages.make_page(template, seed).html
    text, removed = clean(raw, default_pipeline().cleaners)
    assert all(stretch.kind in get_args(BoilerplateKind) and stretch.rule for stretch in removed)
    assert all(before.span.end <= after.span.start for before, after in pairwise(removed))
    covered = bytearray(len(raw))
    for start, end in (*(stretch.span for stretch in removed), *(text.span(at, at + 1) for at in range(len(text)))):
        covered[start:end] = b"\1" * (end - start)
    assert not [raw[at] for at in range(len(raw)) if not covered[at] and not raw[at].isspace()]


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "script-only"])
def test_the_title_and_most_of_the_text_survive_on_every_kind_of_page(template: str) -> None:
    for seed in range(3):
        page = make_pages.make_page(template, seed)
        text, _ = clean(page.html, default_pipeline().cleaners)
        words = "".join(text.text.split())
        lines = [line for line in ("".join(line.split()) for line in page.main.split("\n")) if len(line) > 30]
        sentences = [line for line in lines if line.endswith("。") and line.isascii() is False]
        kept = [line for line in sentences if line[:12] in words or line[-12:] in words]
        assert len(kept) >= 0.8 * len(sentences), (seed, [line for line in sentences if line not in kept])
