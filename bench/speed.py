"""Documents and characters a second, beside a pipeline assembled from existing packages.

    .venv/bin/python bench/speed.py                              # the sample corpus, the usual peer
    .venv/bin/python bench/speed.py --docs FOLDER --copies 50 --rounds 7
    .venv/bin/python bench/speed.py --rows jieba:jio rjieba:regex

Both sides run as single processes, each in its own environment (the peers' packages and this project's exclude each
other), on the same documents, decoded beforehand, in alternating rounds: one pass of this project, one of each peer,
and again. Figures are medians over the rounds; a ratio is the median of the ratios of each round, with their range.
Every copy of a document gets a line of its own, so that no side profits from remembering a text.

The peer is a script outside this project with a function ``build(numbers, seg)``. Rows name its two choices: the
segmenter and the number packages. Where the script or its environment is missing, it is skipped, with that reason.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


class Side(NamedTuple):
    """A worker process and what it has answered."""

    name: str
    process: subprocess.Popen[str]
    warm_up: float
    seconds: list[float]


def read_texts(folder: Path, copies: int = 1) -> list[str]:
    """Read the documents of a folder, each as often as said, each copy with a line of its own."""
    from policytext.read import read_source

    raws = [read_source(path).raw for path in sorted(folder.iterdir()) if path.is_file()]
    return [f"{raw}\n第{number}份材料" for number in range(copies) for raw in raws]


def start(name: str, command: Sequence[str | Path]) -> Side | None:
    """Start a worker and wait until it is warm; say why when it does not start."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            process.wait()
            errors.seek(0)
            last = (errors.read().strip().splitlines() or ["no message"])[-1]
            print(f"skipped {name}: it does not start: {last}")
            return None
    return Side(name, process, json.loads(line)["warm_up"], [])


def ask(side: Side, line: str) -> dict[str, Any]:
    """Send a worker a line and return its answer."""
    assert side.process.stdin
    assert side.process.stdout
    side.process.stdin.write(f"{line}\n")
    side.process.stdin.flush()
    answer: dict[str, Any] = json.loads(side.process.stdout.readline())
    return answer


def run_round(side: Side) -> None:
    """Let a worker pass over the documents once."""
    side.seconds.append(ask(side, "go")["seconds"])


def stop(side: Side) -> float:
    """End a worker and return its peak memory in MiB."""
    rest, _ = side.process.communicate()
    return float(json.loads(rest.splitlines()[-1])["memory"])


def peers(args: argparse.Namespace, docs: Path) -> list[Side]:
    """Start a worker for each row of the peer, or say why not."""
    if not args.peer.is_file():
        print(f"skipped the peer: no script at {args.peer} (--peer PATH)")
        return []
    if not args.peer_python.exists():
        print(f"skipped the peer: no environment at {args.peer_python} (bench/requirements-peers.txt tells how)")
        return []
    started = (
        start(f"peer {row}", [args.peer_python, HERE / "worker.py", docs, "peer", args.peer, *row.split(":")])
        for row in args.rows
    )
    return [side for side in started if side]


def report(own: Side, others: Sequence[Side], documents: int, chars: int) -> None:
    """Print one line per side, then the ratios."""
    print(f"{documents} documents, {chars:,} characters, {len(own.seconds)} alternating rounds, one process each\n")
    print(f"{'':16}{'docs/s':>9}{'chars/s':>11}{'warm-up s':>11}{'peak MiB':>10}")
    for side in (own, *others):
        middle = statistics.median(side.seconds)
        figures = f"{documents / middle:9.1f}{chars / middle:11,.0f}{side.warm_up:11.1f}{stop(side):10.0f}"
        print(f"{side.name:16}{figures}")
    for side in others:
        ratios = sorted(theirs / ours for ours, theirs in zip(own.seconds, side.seconds, strict=True))
        middle = statistics.median(ratios)
        print(f"\npolicytext is {middle:.2f} times as fast as {side.name} ({ratios[0]:.2f}-{ratios[-1]:.2f})")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=ROOT / "corpora" / "docs", help="folder of documents")
    parser.add_argument("--copies", type=int, default=5, help="how often each document is taken")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", type=Path, default=ROOT.parent / "shared" / "peer_pipeline.py")
    parser.add_argument("--peer-python", type=Path, default=ROOT / ".venv-bench" / "bin" / "python")
    parser.add_argument("--rows", nargs="+", default=["rjieba:jio"], metavar="SEG:NUMBERS")
    args = parser.parse_args()
    texts = read_texts(args.docs, args.copies)
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs.json"
        docs.write_text(json.dumps(texts), encoding="utf-8")
        own = start("policytext", [sys.executable, HERE / "worker.py", docs, "own"])
        if own is None:
            sys.exit(1)
        others = peers(args, docs)
        for _ in range(args.rounds):
            for side in (own, *others):
                run_round(side)
        report(own, others, len(texts), sum(map(len, texts)))


if __name__ == "__main__":
    main()
