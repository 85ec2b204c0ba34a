"""The speed bench: it runs, and says why it left a peer out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SPEED = Path(__file__).resolve().parent.parent / "bench" / "speed.py"

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
