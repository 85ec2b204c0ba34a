"""Megabytes a second of the normal form, beside packages that convert traditional to simplified characters.

    .venv/bin/python bench/normalize.py                          # the sample corpus
    .venv/bin/python bench/normalize.py --docs FOLDER --copies 20 --rounds 7

Each side is a process of its own, in the environment that has its package (OpenCC and opencc-python-reimplemented
install a module of the same name). All pass over the same texts in alternating rounds: plain-text documents converted
to simplified characters as a whole, and to traditional ones (opencc-python-reimplemented, t2s and s2t). Every document
stands several times in its text, since a thousand characters would measure calls and not throughput. Megabytes are those of UTF-8; ratios
are medians of the ratios of each round, with their range.

``normal form`` is ``policytext.normalize``: script, width, punctuation, residue, lines and spaces, with offsets.
``its tables`` is the conversion alone, on OpenCC's own tables, with offsets. The peers convert characters and give no
offsets. At the end: in how many characters the conversion by tables differs from each peer's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from speed import ROOT, Side, ask, read_texts, run_round, start, stop

HERE = Path(__file__).resolve().parent


def start_all(docs: Path, peer_python: Path) -> list[Side]:
    """Start a worker for each side whose package is there."""
    own = Path(sys.executable)
    sides = [
        start("normal form", [own, HERE / "worker.py", docs, "normalize"]),
        start("its tables", [own, HERE / "worker.py", docs, "tables"]),
        start("opencc-python", [own, HERE / "worker.py", docs, "opencc"]),
    ]
    if peer_python.exists():
        sides += [
            start("OpenCC (C++)", [peer_python, HERE / "worker.py", docs, "opencc"]),
            start("zhconv", [peer_python, HERE / "worker.py", docs, "zhconv"]),
        ]
    else:
        print(f"skipped OpenCC (C++) and zhconv: no environment at {peer_python}; 'make bench' makes it")
    return [side for side in sides if side]


def measure(name: str, texts: Sequence[str], rounds: int, peer_python: Path) -> None:
    """Run all sides over the texts in alternating rounds and print the table."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs.json"
        docs.write_text(json.dumps(list(texts)), encoding="utf-8")
        sides = start_all(docs, peer_python)
        for _ in range(rounds):
            for side in sides:
                run_round(side)
        shown = {side.name: ask(side, "show")["texts"] for side in sides}
        print(f"\n{name}: {len(texts)} texts, {size:.2f} MB, {rounds} alternating rounds\n")
        print(f"{'':16}{'MB/s':>9}{'peak MiB':>10}{'normal form is … times as fast':>36}")
        for side in sides:
            ratios = sorted(theirs / ours for ours, theirs in zip(sides[0].seconds, side.seconds, strict=True))
            ratio = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
            print(f"{side.name:16}{size / statistics.median(side.seconds):9.1f}{stop(side):10.0f}{ratio:>36}")
    for other in list(shown)[2:]:
        print(f"the tables and {other} differ in {count_differences(shown['its tables'], shown[other])}")


def count_differences(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """Count differing characters of texts of equal length, and texts whose length differs."""
    pairs = list(zip(ours, theirs, strict=True))
    characters = sum(
        a != b for mine, other in pairs if len(mine) == len(other) for a, b in zip(mine, other, strict=True)
    )
    lengths = sum(len(mine) != len(other) for mine, other in pairs)
    return f"{characters:,} of {sum(map(len, ours)):,} characters; {lengths} texts of another length"


def main() -> None:
    """Measure simplified and traditional texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=ROOT / "corpora" / "docs", help="folder of documents")
    parser.add_argument("--copies", type=int, default=20, help="how often each document stands in its text")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer-python", type=Path, default=ROOT / ".venv-bench" / "bin" / "python")
    args = parser.parse_args()
    from opencc import OpenCC

    texts = ["\n".join([text] * args.copies) for text in read_texts(args.docs) if "<p" not in text]
    for name, mode in (("simplified", "t2s"), ("traditional", "s2t")):
        convert = OpenCC(mode).convert
        measure(name, [convert(text) for text in texts], args.rounds, args.peer_python)


if __name__ == "__main__":
    main()
