"""Mentions of agencies: characters a second and agreement with the sample corpus, beside a merge of tagger output.

    .venv/bin/python bench/agencies.py                     # the sample corpus
    .venv/bin/python bench/agencies.py --docs FOLDER --copies 20 --rounds 7

The other side is what is usually assembled: words and tags of jieba.posseg, of which a run of place and noun tags that
ends in the last word of an office (局, 委, 政府, …) is an agency. Both get the same bodies in normal form, each as a process
of its own, in alternating rounds; a ratio is the median of the ratios of each round, with their range.

Agreement is with the codings of the sample corpus, collective words left out: exact spans, and for this project, which
alone resolves names, spans with the right official name.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from speed import ROOT, read_texts, run_round, start, stop
from worker import load_posseg

from policytext.pipeline import analyze

HERE = Path(__file__).resolve().parent


def agree() -> None:
    """Print precision and recall of both sides on the sample corpus."""
    posseg = load_posseg()
    right = {"policytext": 0, "jieba.posseg": 0}
    found = dict.fromkeys(right, 0)
    wanted = named = 0
    for path in sorted((ROOT / "corpora" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        doc = analyze(ROOT / "corpora" / "docs" / gold["file"])
        generic = {(fact["start"], fact["end"]) for fact in gold["agencies"] if fact["generic"]}
        names = {(fact["start"], fact["end"]): fact["name"] for fact in gold["agencies"] if not fact["generic"]}
        wanted += len(names)
        ours = {tuple(agency.span): agency.name for agency in doc.agencies if not agency.generic}
        theirs = {tuple(doc.text.span(start, end)) for start, end in posseg(doc.text.text)}
        for side, spans in (("policytext", set(ours) - generic), ("jieba.posseg", theirs - generic)):
            right[side] += len(spans & set(names))
            found[side] += len(spans)
        named += sum(ours.get(span) == name for span, name in names.items())
    print(f"{'':16}{'precision':>10}{'recall':>8}   of {wanted} mentions")
    for side, count in right.items():
        print(f"{side:16}{count / max(1, found[side]):10.3f}{count / wanted:8.3f}")
    print(f"policytext names {named / wanted:.3f} of them officially; a tagger names none")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=ROOT / "corpora" / "docs", help="folder of documents")
    parser.add_argument("--copies", type=int, default=3, help="how often each document is taken")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    bodies = [analyze(text + "\n").text.text for text in read_texts(args.docs, args.copies)]
    size = sum(map(len, bodies))
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs.json"
        docs.write_text(json.dumps(bodies), encoding="utf-8")
        sides = [start(name, [sys.executable, HERE / "worker.py", docs, name]) for name in ("agencies", "posseg")]
        running = [side for side in sides if side]
        for _ in range(args.rounds):
            for side in running:
                run_round(side)
    print(f"{len(bodies)} texts, {size:,} characters, {args.rounds} alternating rounds, one process each\n")
    for side in running:
        print(f"{side.name:16}{size / statistics.median(side.seconds):12,.0f} characters/s, peak {stop(side):.0f} MiB")
    if len(running) == 2:
        ratios = sorted(theirs / ours for ours, theirs in zip(running[0].seconds, running[1].seconds, strict=True))
        print(f"\n{statistics.median(ratios):.1f} times as fast ({ratios[0]:.1f}-{ratios[-1]:.1f})\n")
    agree()


if __name__ == "__main__":
    main()
