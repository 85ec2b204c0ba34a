"""The benches: they run, and say what they left out."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"
SPEED = BENCH / "speed.py"
PEERS = BENCH.parent / ".venv-bench" / "bin" / "python"

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


def measure_quantities(docs: Path, peers: Path) -> str:
    command = [sys.executable, BENCH / "quantities.py", "--docs", docs, "--copies", "1", "--rounds", "2"]
    command += ["--peer-python", peers]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_the_quantity_bench_skips_missing_peers_and_finds_its_own_cases(docs, tmp_path):
    printed = measure_quantities(docs, tmp_path / "none")
    assert "skipped the peers: no environment at" in printed
    assert re.search(
        r"with (\d+) expressions, (\d+) of them measures\n\n.*\nquantities +\1 +\1 +\2 +0 +0\ntargets +\1 +\1 +\2 +0 +0\n",
        printed,
    )


@pytest.mark.skipif(not PEERS.exists(), reason="the peers are not installed in .venv-bench; 'make bench' does it")
def test_the_quantity_bench_runs_beside_the_peers(docs):
    printed = measure_quantities(docs, PEERS)
    for name in ("Recognizers-Text", "with times", "JioNLP", "assembled"):
        assert re.search(rf"^{name}(?: +[1-9]\d*){{4}} +\d+$", printed, re.MULTILINE)
        assert re.search(rf"^{name} +[\d,]+ +[\d.]+ \([\d.]+-[\d.]+\)$", printed, re.MULTILINE)


# Reports of a side as it shows them, and: right numbers, right units, of measures, extra with a unit, bare extra.
REPORTS = {
    "both-ends-apart": ("补助3000元至5000元", ["3000元至5000元 3000..5000 元 exact"], [(2, 7, ("3000",), "CNY"), (8, 12, ("5000",), "")], (1, 1, 1, 0, 0)),
    "one-end": ("补助3000元至5000元", ["3000元至5000元 3000..5000 元 exact"], [(2, 7, ("3000",), "CNY")], (0, 0, 0, 0, 0)),
    "either-end-of-a-blur": ("退税7000余万元", ["7000余万元 70000000 元 more_than"], [(2, 9, ("70000000.00", "80000000.00"), "元")], (1, 1, 1, 0, 0)),
    "unit-of-another-number": ("增长5%左右", ["5%左右 5 % about"], [(2, 3, ("5",), ""), (2, 4, ("50",), "%")], (1, 0, 0, 0, 0)),
    "bare-count": ("联系2户", ["2户 2 户 exact"], [(2, 3, ("2",), "")], (1, 0, 0, 0, 0)),
    "more-in-the-unit": ("历时3个多月", ["3个多月 3 个月 more_than"], [(2, 6, ("3.0",), "time")], (1, 1, 1, 0, 0)),
    "days-from-today": ("3日内响应", ["3日内 3 日 at_most"], [(0, 3, (), "time")], (1, 1, 1, 0, 0)),
    "day-of-the-month": ("3日内响应", ["3日内 3 日 at_most"], [(0, 2, (), "")], (0, 0, 0, 0, 0)),
    "blanks": ("奖励 30 万元", ["30万元 300000 元 exact"], [(2, 8, ("300000.00",), "元")], (1, 1, 1, 0, 0)),
    "extra": ("15分钟服务圈，第14条，6月30日", [], [(0, 3, ("15",), ""), (0, 3, ("15",), "分"), (8, 10, ("14",), ""), (12, 17, (), ""), (12, 13, ("6",), "")], (0, 0, 0, 1, 1)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found", "reports", "counts"), REPORTS.values(), ids=REPORTS)
def test_the_quantity_bench_is_lenient_as_it_says(monkeypatch, text, found, reports, counts):
    monkeypatch.syspath_prepend(BENCH)
    bench = importlib.import_module("quantities")
    assert bench.judge([(text, bench.read_expected(text, found))], [str(reports)]) == counts


def test_the_model_of_kinds_was_fitted_on_the_training_documents_as_they_are(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    kinds = importlib.import_module("kinds")
    train = [file for file, (_, part) in kinds.read_split().items() if part == "train"]
    assert kinds.learned.kind_model().digest == kinds.digest(train), "fit it anew: bench/kinds.py --write"


def test_f1_of_labels_counts_codes(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    labels = importlib.import_module("labels")
    wanted = {("a", "i1"): frozenset({"亲"}), ("a", "i2"): frozenset({"亲", "清"})}
    found = {("a", "i1"): frozenset({"亲"}), ("a", "i2"): frozenset({"清"})}
    assert labels.f1_by_code(wanted, found, ["亲", "清"]) == pytest.approx(
        {"亲": 2 / 3, "清": 1, "micro": 0.8, "macro": 5 / 6}
    )
