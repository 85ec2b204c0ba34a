"""Main text of web pages: agreement with a gold text, and pages a second, beside other extractors.

    .venv/bin/python bench/body.py                                    # pages of corpora/pages, three seeds each
    .venv/bin/python bench/body.py --set news=FOLDER --set gov=FOLDER --rounds 7 --worst 10

A set is a folder of pages with a file gold.jsonl: a line for each page with ``file``, ``main`` (the main text: title,
editor's note, paragraphs, heads, tables, lists, signatures) and ``title``. ``make bench`` makes the peers' environment.

Agreement: a gold text and a text found are both brought to the normal form of this project and NFKC, and only letters
and digits stay, so that neither spaces, signs of tables nor the style of punctuation count. Both are then multisets of
pairs of neighbouring characters. ``kept`` is the share of the gold's pairs that were found (recall), ``right`` the
share of the found pairs that are the gold's (precision), ``F1`` their harmonic mean; each is the mean over the pages.
``F1, no title`` lets a page count without its title where that is better: some extractors give the title elsewhere.
``poor`` counts pages below an F1 of .9, ``none`` those without any text; an extractor that raises has found none.

Speed: every side is a process of its own, in its own environment, and gets the same decoded pages, in alternating
rounds. Pages a second are medians; ratios are medians of the ratios of each round, with their range. policytext's
figure is for its whole cleaning, normal form and offsets included; the peers only extract. ``all text`` is what stands
on the page when nothing but scripts and styles go.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from extractors import EXTRACTORS
from speed import ROOT, Side, ask, run_round, start, stop

from policytext import normalize
from policytext.read import read_source

HERE = Path(__file__).resolve().parent


class Page(NamedTuple):
    """A page, its main text and its title."""

    name: str
    raw: str
    main: str
    title: str


class Score(NamedTuple):
    """Agreement of a text with the gold."""

    f1: float
    untitled: float
    kept: float
    right: float


def read_set(folder: Path) -> list[Page]:
    """Read the pages that the gold file of a folder names."""
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    golds = [json.loads(line) for line in lines if line.strip()]
    return [
        Page(gold["file"], read_source(folder / gold["file"]).raw, gold["main"], gold.get("title") or "")
        for gold in golds
    ]


@contextmanager
def made_pages(seeds: int) -> Iterator[Path | None]:
    """Make the project's own pages in a folder that goes again."""
    script = ROOT / "corpora" / "pages" / "make_pages.py"
    if not script.is_file():
        print(f"skipped the default set: no script at {script}")
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, script, "--out", folder, "--seeds", str(seeds)], check=True)
        yield Path(folder)


def to_letters(text: str) -> str:
    """Bring a text to the form that is compared: normal form, NFKC, letters and digits alone.

    >>> to_letters("優化 營商環境 | 85％ 以上。")
    '优化营商环境85以上'
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", normalize(text).text)))


def count_pairs(letters: str) -> Counter[tuple[str, str]]:
    """Count the pairs of neighbouring characters."""
    return Counter(pairwise(letters))


def harmonic(kept: float, right: float) -> float:
    """Return the harmonic mean, 0 where both are."""
    return 2 * kept * right / (kept + right) if kept + right else 0.0


def compare(gold: str, found: str) -> tuple[float, float]:
    """Return the share of the gold's pairs that were found and the share of found pairs that are the gold's."""
    if not gold and not found:
        return 1.0, 1.0
    wanted, seen = count_pairs(gold), count_pairs(found)
    common = (wanted & seen).total()
    return common / max(wanted.total(), 1), common / max(seen.total(), 1)


def score(page: Page, found: str) -> Score:
    """Compare the text found on a page with its gold, with and without the title."""
    gold, letters = to_letters(page.main), to_letters(found)
    kept, right = compare(gold, letters)
    f1 = harmonic(kept, right)
    untitled = harmonic(*compare(gold.removeprefix(to_letters(page.title)), letters))
    return Score(f1, max(f1, untitled), kept, right)


def start_all(docs: Path, peer_python: Path) -> list[Side]:
    """Start this project's side and, where their environment is there, the peers'."""
    own, *peers = EXTRACTORS
    sides = [start(own, [sys.executable, HERE / "worker.py", docs, own])]
    if peer_python.exists():
        sides += [start(peer, [peer_python, HERE / "worker.py", docs, peer]) for peer in peers]
    else:
        print(f"skipped the peers: no environment at {peer_python}; 'make bench' makes it")
    return [side for side in sides if side]


def measure(name: str, pages: Sequence[Page], args: argparse.Namespace) -> None:
    """Run all sides over a set of pages in alternating rounds and print the table."""
    if not pages:
        sys.exit(f"no pages in the set {name!r}")
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "pages.json"
        docs.write_text(json.dumps([page.raw for page in pages]), encoding="utf-8")
        sides = start_all(docs, args.peer_python)
        if not sides or sides[0].name != next(iter(EXTRACTORS)):
            sys.exit(1)
        for _ in range(args.rounds):
            for side in sides:
                run_round(side)
        texts = {side.name: ask(side, "show")["texts"] for side in sides}
        size = sum(len(page.raw) for page in pages)
        print(f"\n{name}: {len(pages)} pages, {size:,} characters, {args.rounds} alternating rounds\n")
        heads = f"{'F1':>7}{'F1, no title':>14}{'kept':>7}{'right':>7}{'poor':>6}{'none':>6}{'pages/s':>9}"
        print(f"{'':17}{heads}{'policytext is … times as fast':>31}")
        for side in sides:
            print(f"{side.name:17}{format_row(pages, texts[side.name], side, sides[0])}")
            stop(side)
    if args.worst:
        print_worst(pages, texts[sides[0].name], args.worst)


def format_row(pages: Sequence[Page], texts: Sequence[str], side: Side, own: Side) -> str:
    """Return the figures of a side."""
    scores = [score(page, text) for page, text in zip(pages, texts, strict=True)]
    f1, untitled, kept, right = (statistics.mean(values) for values in zip(*scores, strict=True))
    poor = sum(each.f1 < 0.9 for each in scores)
    none = sum(not text.strip() for text in texts)
    ratios = sorted(theirs / ours for ours, theirs in zip(own.seconds, side.seconds, strict=True))
    ratio = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    speed = len(pages) / statistics.median(side.seconds)
    return f"{f1:7.3f}{untitled:14.3f}{kept:7.3f}{right:7.3f}{poor:6}{none:6}{speed:9.1f}{ratio:>31}"


def print_worst(pages: Sequence[Page], texts: Sequence[str], number: int) -> None:
    """Print the pages that agree least, with the lines that were lost and added."""
    scored = sorted((score(page, text), page, text) for page, text in zip(pages, texts, strict=True))
    for each, page, text in scored[:number]:
        print(f"\n{page.name}: F1 {each.f1:.3f}, kept {each.kept:.3f}, right {each.right:.3f}")
        for sign, lines in (("lost ", strange_lines(page.main, text)), ("added", strange_lines(text, page.main))):
            for line in lines:
                print(f"  {sign} {line if len(line) <= 60 else f'{line[:40]} … {line[-15:]}'}")


def strange_lines(text: str, other: str) -> Iterator[str]:
    """Yield the lines of a text of which the other has less than half."""
    known = count_pairs(to_letters(other))
    for line in text.splitlines():
        letters = to_letters(line)
        pairs = count_pairs(letters)
        if letters and (pairs & known).total() * 2 < pairs.total():
            yield line.strip()


def named_folder(text: str) -> tuple[str, Path]:
    """Read an argument NAME=FOLDER."""
    name, _, folder = text.partition("=")
    if not (Path(folder) / "gold.jsonl").is_file():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=FOLDER with a file gold.jsonl in the folder")
    return name, Path(folder)


def main() -> None:
    """Measure each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--set", action="append", type=named_folder, metavar="NAME=FOLDER", help="a set of pages with gold.jsonl"
    )
    parser.add_argument("--seeds", type=int, default=3, help="how often each template of the default set is filled")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show policytext's N worst pages of a set")
    parser.add_argument("--peer-python", type=Path, default=ROOT / ".venv-bench" / "bin" / "python")
    args = parser.parse_args()
    for name, folder in args.set or ():
        measure(name, read_set(folder), args)
    if not args.set:
        with made_pages(args.seeds) as made:
            if made:
                measure("made pages", read_set(made), args)


if __name__ == "__main__":
    main()
