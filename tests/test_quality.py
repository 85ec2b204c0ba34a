"""Agreement with the coded samples does not fall below its floors, whatever page a seed makes."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policytext as pt
from policytext.model import BoilerplateKind
from policytext.pipeline import clean, default_pipeline

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "corpora" / "pages" / "make_pages.py"


def load_script(path: Path) -> Any:
    """Import a script, which is no part of the package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


make_pages = load_script(PAGES)
quality = load_script(ROOT / "bench" / "quality.py")
TEMPLATES = make_pages.list_templates()


def test_no_figure_is_below_its_floor() -> None:
    done = subprocess.run([sys.executable, ROOT / "bench" / "quality.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def run_bench(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of the bench that lies beside a copy of the corpus, so that both can be changed."""
    command = [sys.executable, folder / "bench" / "quality.py", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    for name in ("bench", "corpora"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in sorted((tmp_path / "corpora" / "gold").glob("*.json"))[4:]:
        path.unlink()
    assert run_bench(tmp_path, "--pin", "--new-corpus").returncode == 0
    return tmp_path


def test_floors_of_another_corpus_are_not_compared_or_raised_without_saying_so(bench: Path) -> None:
    floors = bench / "bench" / "quality.json"
    before = floors.read_text("utf-8")
    min((bench / "corpora" / "gold").glob("*.json")).unlink()
    for options in ([], ["--pin"]):
        done = run_bench(bench, *options)
        assert done.returncode == 2
        assert "the floors are of another corpus" in done.stderr
        assert floors.read_text("utf-8") == before
    done = run_bench(bench, "--pin", "--new-corpus")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(floors.read_text("utf-8"))["corpus"] != json.loads(before)["corpus"]
    assert run_bench(bench).returncode == 0


def test_a_text_around_the_corpus_does_not_make_it_another(bench: Path) -> None:
    (bench / "corpora" / "pages" / "README.md").write_text("other words", "utf-8")
    assert run_bench(bench).returncode == 0


def test_gains_and_losses_are_listed_fact_by_fact() -> None:
    gold = {
        "file": "a.txt",
        "items": [{"start": at, "end": at + 9, "lead": f"第{at}", "relation": ["亲"]} for at in (0, 10, 20)],
    }

    def found(*codes: str) -> pt.Evaluation:
        items = [{**item, "relation": [code]} for item, code in zip(gold["items"], codes, strict=True)]
        return pt.evaluate([gold], [{**gold, "items": items}])

    changes = quality.list_changes(found("清", "亲", "清"), found("亲", "清", "和"))
    assert changes == [
        "gain  a.txt  relation  0-9  gold: 亲  got: 清  | 第0",
        "LOSS  a.txt  relation  10-19  gold: 亲  got: 清  | 第10",
        "other a.txt  relation  20-29  gold: 亲  got: 清 -> 和  | 第20",
    ]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this copy has no history to compare with")
def test_the_code_of_a_commit_is_measured() -> None:
    command = [sys.executable, ROOT / "bench" / "quality.py", "--against", "HEAD", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 gains, 0 losses\n")
    command[3] = "no-such-commit"
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no commit 'no-such-commit'" in done.stderr


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
