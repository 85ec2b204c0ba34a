"""Numbers with units: the cases of this project and characters a second, beside Recognizers-Text and JioNLP.

    .venv/bin/python bench/quantities.py                     # the sample corpus
    .venv/bin/python bench/quantities.py --docs FOLDER --copies 5 --rounds 7

Peers, called as in quantity_readers.py: Recognizers-Text with number, percentage, currency and dimension, and again
with times too, which alone give it durations; JioNLP with money and times, all that it extracts of numbers; and what is
usually assembled of both. ``quantities`` are what the peers look for too, numbers with units and bounds; ``targets`` say
of each also what it measures, by when, where, and whether it is a goal or a result, which takes three times as long.

The cases are the rows ``quantity`` of tests/cases/targets.toml, which the tests of this project hold it to. Its own line
says only that it is the same project; the peers' lines say how much of what is coded there they offer. Columns:

- number: an expected expression overlaps reports that give its number, any of them (of 7000余万元 either 7000 or 8000万
  will do), and both ends of a range, in one report or in two that the user would have to join.
- unit: moreover one of these numbers comes with the unit, by its name or as words of the report (500万元 holds 元,
  3个多月 holds 个月; a percentage is % and 个百分点). JioNLP turns 3日内 into days from today on: number and unit count as
  right, without looking at the days. Bounds (不少于, 以上) are not compared: Recognizers-Text has none.
- of measures: the same for units other than counted nouns. Peers do not know 家, 项 or 次: there the unit is missing.
- extra: stretches reported where nothing is coded, overlapping reports of a side as one, with a unit and bare. Bare
  numbers are what a finder of numbers is there for (第14条); one who wants quantities has to sort them out. Dates and
  times of day are never extra, nor is what a side reports inside a date of its own.

For the speed all read the rows and the bodies of the documents in normal form, each as a process of its own, in
alternating rounds. A ratio is the median of the ratios of each round, with their range.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import statistics
import sys
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from quantity_readers import READERS, Reading
from speed import ROOT, Side, ask, read_texts, run_round, start, stop

from policytext.extract.units import match_unit
from policytext.pipeline import analyze

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent


class Expected(NamedTuple):
    """An expression that a row codes; ``counted`` tells a measure word from a unit of measurement."""

    start: int
    end: int
    numbers: frozenset[Decimal]
    unit: str
    counted: bool


def read_rows() -> list[tuple[str, list[Expected]]]:
    """Read the texts of the cases, each with the expressions coded in it."""
    cases = tomllib.loads((ROOT / "tests" / "cases" / "targets.toml").read_text("utf-8"))
    return [(row["text"], read_expected(row["text"], row["found"])) for row in cases["quantity"]]


def read_expected(text: str, found: Sequence[str]) -> list[Expected]:
    """Read ``words value[..upper] unit bound`` and find the words, of which blanks were closed, in the text."""
    expected: list[Expected] = []
    place = 0
    for line in found:
        words, value, unit, _ = line.rsplit(" ", 3)
        match = re.compile(r"\s*".join(map(re.escape, words.replace(" ", "")))).search(text, place)
        assert match, f"no {words} in {text}"
        place = match.end()
        known = match_unit(unit, 0)
        counted = known is not None and known.family in ("count", "person", "act")
        expected.append(Expected(*match.span(), frozenset(map(Decimal, value.split(".."))), unit, counted))
    return expected


def has_unit(text: str, reading: Reading, expected: Expected) -> bool:
    """Tell whether a report gives the unit of an expected expression, and with it one of its numbers, if it has any."""
    start, end, numbers, unit = reading
    words = re.sub(r"[多余\s]", "", text[start:end])
    named = unit == expected.unit or expected.unit in words
    return bool(unit) and named and (not numbers or not expected.numbers.isdisjoint(map(Decimal, numbers)))


def count_extra(readings: Sequence[Reading], expected: Sequence[Expected]) -> tuple[int, int]:
    """Count the stretches of overlapping reports that meet nothing expected and no date: with a unit, and bare."""
    stretches: list[list[Reading]] = []
    reach = 0
    for reading in sorted(readings):
        if reading[0] < reach:
            stretches[-1].append(reading)
        else:
            stretches.append([reading])
        reach = max(reach, reading[1])
    extra = [
        any(unit for *_, unit in stretch)
        for stretch in stretches
        if all(numbers for _, _, numbers, _ in stretch)
        and not any(start < one.end and one.start < end for start, end, _, _ in stretch for one in expected)
    ]
    return extra.count(True), extra.count(False)


def judge(rows: Sequence[tuple[str, list[Expected]]], shown: Sequence[str]) -> tuple[int, ...]:
    """Count right numbers, right units, those of measures, and what is extra with a unit and without."""
    number = unit = measure = united = bare = 0
    for (text, wanted), answer in zip(rows, shown, strict=True):
        readings: list[Reading] = ast.literal_eval(answer)
        for one in wanted:
            near = [reading for reading in readings if reading[0] < one.end and one.start < reading[1]]
            given = {Decimal(value) for _, _, numbers, _ in near for value in numbers}
            with_unit = [reading for reading in near if has_unit(text, reading, one)]
            right = one.numbers <= given or any(not numbers for _, _, numbers, _ in with_unit)
            number += right
            unit += right and bool(with_unit)
            measure += right and bool(with_unit) and not one.counted
        more = count_extra(readings, wanted)
        united, bare = united + more[0], bare + more[1]
    return number, unit, measure, united, bare


def start_all(docs: Path, peer_python: Path) -> list[Side]:
    """Start a worker for each side whose packages are there."""
    own, peers = list(READERS)[:2], list(READERS)[2:]
    sides = [start(name, [sys.executable, HERE / "worker.py", docs, name]) for name in own]
    if peer_python.exists():
        sides += [start(name, [peer_python, HERE / "worker.py", docs, name]) for name in peers]
    else:
        print(f"skipped the peers: no environment at {peer_python} (bench/requirements-peers.txt tells how)")
    return [side for side in sides if side]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=ROOT / "corpora" / "docs", help="folder of documents")
    parser.add_argument("--copies", type=int, default=2, help="how often each document is taken")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer-python", type=Path, default=ROOT / ".venv-bench" / "bin" / "python")
    args = parser.parse_args()
    rows = read_rows()
    texts = [text for text, _ in rows]
    texts += [analyze(text + "\n").text.text for text in read_texts(args.docs, args.copies)]
    size = sum(map(len, texts))
    wanted = [one for _, expected in rows for one in expected]
    measures = sum(not one.counted for one in wanted)
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs.json"
        docs.write_text(json.dumps(texts), encoding="utf-8")
        sides = start_all(docs, args.peer_python)
        judged = {side.name: judge(rows, ask(side, "show")["texts"][: len(rows)]) for side in sides}
        for _ in range(args.rounds):
            for side in sides:
                run_round(side)
    print(f"{len(rows)} rows with {len(wanted)} expressions, {measures} of them measures\n")
    print(f"{'':16}{'number':>12}{'unit':>12}{'of measures':>12}{'extra':>12}{'bare extra':>12}")
    for name, counts in judged.items():
        print(f"{name:16}" + "".join(f"{count:12}" for count in counts))
    print(f"\n{len(texts)} texts, {size:,} characters, {args.rounds} alternating rounds, one process each\n")
    print(f"{'':16}{'characters/s':>12}{'quantities are … times as fast':>36}")
    for side in sides:
        ratios = sorted(theirs / ours for ours, theirs in zip(sides[0].seconds, side.seconds, strict=True))
        ratio = f"{statistics.median(ratios):.1f} ({ratios[0]:.1f}-{ratios[-1]:.1f})"
        print(f"{side.name:16}{size / statistics.median(side.seconds):12,.0f}{ratio:>36}")
        stop(side)


if __name__ == "__main__":
    main()
