"""The benches: they run, and say what they left out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"
SPEED = BENCH / "speed.py"

PEER = """
def build(numbers, seg):
    assert (numbers, seg) == ("some", "any")
    print("what a package prints is no answer")
    return lambda text, clock: len(text)
"""


def run(*options: str | Path) -> str:
    command = [sys.executable, SPEED, "--copies", "1", "--rounds", "2", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("一是开展走访。二是设立专窗。", encoding="utf-8")
    return tmp_path / "docs"


def test_a_missing_peer_is_skipped_with_the_reason(docs, tmp_path):
    printed = run("--docs", docs, "--peer", tmp_path / "none.py")
    assert "skipped the peer: no script at" in printed
    assert re.search(r"^policytext( +[\d.,]+){4}$", printed, re.MULTILINE)


def test_a_peer_is_measured_in_the_same_rounds(docs, tmp_path):
    (tmp_path / "peer.py").write_text(PEER, encoding="utf-8")
    printed = run(
        "--docs", docs, "--peer", tmp_path / "peer.py", "--peer-python", sys.executable, "--rows", "any:some", "other:some"
    )  # fmt: skip
    assert "2 alternating rounds" in printed
    assert re.search(r"times as fast as peer any:some \([\d.]+-[\d.]+\)", printed)
    assert "skipped peer other:some: it does not start: AssertionError" in printed


def test_the_outline_bench_lists_gaps_and_numbers_without_item(docs):
    (docs / "b.txt").write_text(
        "某市办事措施\n一、减环节。全部压缩到一个环节。\n二、减材料。清理全部证明。\n四、减时间。一律限时办结。\n12.5万元以下的项目免收保证金。\n3、某某\n",
        encoding="utf-8",
    )
    command = [sys.executable, BENCH / "outline.py", docs]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "gap        二、 -> 四、 减时间" in printed
    assert "unclaimed" in printed
    assert "'3、某某" in printed
    assert re.search(r"^all +5 +5 +1 +2$", printed, re.MULTILINE)


def test_the_bracket_bench_lists_members_that_are_not_found(docs):
    (docs / "b.txt").write_text(
        "大连市工作方案\n一、减环节。（责任单位：市财政局、市司法局，各区市县政府）\n二、减材料。（牵头单位：市风车办；责任单位：大连银行）\n",
        encoding="utf-8",
    )
    command = [sys.executable, BENCH / "brackets.py", docs]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "not exactly one mention: 市风车办" in printed
    assert "2 brackets, 1 with every member found" in printed


def test_the_agency_bench_runs_beside_the_tagger(docs):
    command = [sys.executable, BENCH / "agencies.py", "--docs", docs, "--copies", "1", "--rounds", "2"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert re.search(r"^[\d.]+ times as fast \([\d.]+-[\d.]+\)$", printed, re.MULTILINE)
    assert re.search(r"^policytext +[.\d]+ +[.\d]+$", printed, re.MULTILINE)
