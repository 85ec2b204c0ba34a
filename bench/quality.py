"""Agreement with the coded sample documents, held against pinned floors.

    .venv/bin/python bench/quality.py                       # figures beside their floors; exit code 1 below one
    .venv/bin/python bench/quality.py --misses targets      # also what was missed (-) or is too much (+)
    .venv/bin/python bench/quality.py --against HEAD~3      # gains and losses since a commit, fact by fact
    .venv/bin/python bench/quality.py --against v1 v2       # the same between two commits
    .venv/bin/python bench/quality.py --pin                 # raise the floors to a little below what is reached now
    .venv/bin/python bench/quality.py --pin --new-corpus    # set them anew: the corpus is not that of the floors

A figure is F1 over all documents together, as ``policytext.evaluation`` counts it: a fact counts as right when all parts
of its key are as in the gold coding, for example start, end and name of an agency. Kinds of bodies (``generic``) count
neither way. The documents are the project's own and its rules were made with them in sight, so the figures show what a
change gains or loses, not how well other documents are read. ``held out`` has those of the third on which nothing is fitted
(``corpora/split.csv``). ``pages`` is the agreement of the body with the main text of
the pages that ``corpora/pages`` makes with three seeds, as ``bench/body.py`` counts it; a page without main text counts
like any other.

Figures of two corpora cannot be compared. The floors hold a digest of the corpus that they were pinned on; with another
one nothing is compared or pinned, and the exit code is 2, unless ``--new-corpus`` says that this is meant.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

import pandas as pd

from policytext.evaluation import Evaluation, evaluate, read_forms
from policytext.pipeline import analyze, clean, default_pipeline

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parent / "corpora"
FLOORS = HERE / "quality.json"
SEEDS = 3
MARGIN = 0.01  # what one fact more or less can move in the smallest of the figures
OTHER_CORPUS = 2  # exit code
CORPUS = "corpus"  # the key of the digest among the floors


def digest_corpus() -> str:
    """Return a digest of everything that the figures depend on beside the code: texts, codings, what pages are made of."""
    digest = hashlib.sha256()
    for path in sorted(CORPORA.rglob("*")):
        if path.is_file() and path.name != "README.md" and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(CORPORA).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def list_documents() -> list[Path]:
    """Return the sample documents that have a gold coding."""
    coded = sorted((CORPORA / "gold").glob("*.json"))
    return [CORPORA / "docs" / json.loads(path.read_text(encoding="utf-8"))["file"] for path in coded]


def evaluate_sample(out: object) -> Evaluation:
    """Compare outputs with the gold codings of the sample."""
    return evaluate(CORPORA / "gold", out, sources=CORPORA / "docs", resamples=0)


def list_held_out() -> set[str]:
    """Return the documents on which nothing is ever fitted."""
    with (CORPORA / "split.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["file"] for row in rows if row["part"] == "test"}


def measure_pages(*, misses: bool = False) -> float:
    """Return the mean agreement of the bodies of made pages with their main texts."""
    sys.path.insert(0, str(CORPORA / "pages"))
    from body import compare, harmonic, to_letters
    from make_pages import list_templates, make_page

    scores = []
    for template, seed in product(list_templates(), range(SEEDS)):
        page = make_page(template, seed)
        text, _ = clean(page.html, default_pipeline().cleaners)
        kept, right = compare(to_letters(page.main), to_letters(text.text))
        scores.append(harmonic(kept, right))
        if misses and scores[-1] < 0.95:
            print(f"  {template}-{seed}: kept {kept:.3f}, right {right:.3f}")
    return round(sum(scores) / len(scores), 3)


def measure(misses: str | None = None) -> tuple[dict[str, float], dict[str, float]]:
    """Return the figures of all documents and of those held out; print the misses of one of them."""
    docs = [analyze(path) for path in list_documents()]
    result = evaluate_sample(docs)
    for error in result.errors[result.errors["figure"] == misses].itertuples():
        for sign, value in (("-", error.gold), ("+", error.got)):
            if not pd.isna(value):
                print(sign, error.document, error.start, error.end, value, "|", error.text)
    held_out = list_held_out()
    gold = [form for file, form in read_forms(CORPORA / "gold").items() if file in held_out]
    apart = to_figures(evaluate(gold, docs, resamples=0)) if gold else {}
    return to_figures(result) | {"pages": measure_pages(misses=misses == "pages")}, apart


def to_figures(result: Evaluation) -> dict[str, float]:
    """Return F1 by figure, where it is defined."""
    return {row.figure: round(float(row.f1), 3) for row in result.figures.itertuples() if not pd.isna(row.f1)}


def extract_at(revision: str) -> str:
    """Return what the code of a commit extracts from the sample documents of today, as JSON lines."""
    git = ["git", "-C", str(HERE.parent)]
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "tree"
        added = subprocess.run(
            [*git, "worktree", "add", "--detach", tree, revision], capture_output=True, text=True, check=False
        )
        if added.returncode:
            sys.exit(f"no commit {revision!r}: {added.stderr.strip().splitlines()[-1]}")
        try:
            command = [sys.executable, "-m", "policytext", "extract", *list_documents()]
            path = os.pathsep.join(filter(None, [str(tree / "src"), os.environ.get("PYTHONPATH", "")]))
            done = subprocess.run(
                command, capture_output=True, env={**os.environ, "PYTHONPATH": path}, cwd=place, check=False
            )
        finally:
            subprocess.run([*git, "worktree", "remove", "--force", tree], check=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{revision}: 'policytext extract' failed:\n{done.stderr.decode(errors='replace')}")
    return done.stdout.decode("utf-8")


def list_changes(before: Evaluation, now: Evaluation) -> list[str]:
    """Return errors that are gone (gain), new ones (LOSS) and facts that are wrong in another way, by document and place."""
    old, new = (read_errors(result) for result in (before, now))
    changes = []
    for fact in sorted({**old, **new}, key=lambda fact: (fact[0], str(fact[2]).rjust(9), fact[1])):
        document, figure, start, end, gold, text = fact
        if old.get(fact) != new.get(fact):
            sign = "gain " if fact not in new else "LOSS " if fact not in old else "other"
            got = " -> ".join(dict.fromkeys(side[fact] for side in (old, new) if fact in side))
            changes.append(f"{sign} {document}  {figure}  {start}-{end}  gold: {gold}  got: {got}  | {text}")
    return changes


def read_errors(result: Evaluation) -> dict[tuple[object, ...], str]:
    """Return what was got for each fact that is wrong."""
    errors: dict[tuple[object, ...], str] = {}
    for row in result.errors.astype(object).fillna("-").itertuples():
        fact = (row.document, row.figure, row.start, row.end, row.gold, " ".join(row.text.split()))
        errors[fact] = f"{errors[fact]}, {row.got}" if fact in errors else row.got
    return errors


def compare_revisions(revision: str, later: str | None) -> None:
    """Print gains and losses from a commit to another one, or to the code as it is, fact by fact, and both figures."""
    before, now = evaluate_at(revision), evaluate_at(later)
    changes = list_changes(before, now)
    gains, losses = (sum(line.startswith(sign) for line in changes) for sign in ("gain", "LOSS"))
    print("\n".join([*changes, f"{gains} gains, {losses} losses"]))
    for old, new in zip(before.figures.itertuples(), now.figures.itertuples(), strict=True):
        print(f"{new.figure:16}{show(old.f1)} -> {show(new.f1)}   {old.right} -> {new.right} right of {new.gold}")


def evaluate_at(revision: str | None) -> Evaluation:
    """Evaluate a commit, or the code as it is."""
    if revision is None:
        return evaluate_sample(analyze(path) for path in list_documents())
    with tempfile.TemporaryDirectory() as place:
        lines = Path(place) / "facts.jsonl"
        lines.write_text(extract_at(revision), encoding="utf-8")
        return evaluate_sample(lines)


def show(figure: float) -> str:
    """Spell a figure, and a dash where it is not defined."""
    return "      -" if pd.isna(figure) else f"{figure:7.3f}"


def main() -> None:
    """Measure, print, and hold against the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", metavar="FIGURE", help="list what is wrong in one figure")
    parser.add_argument(
        "--against", metavar="REV", nargs="+", help="gains and losses since a commit, or between two; without pages"
    )
    parser.add_argument("--pin", action="store_true", help="raise the floors; they never fall by this")
    parser.add_argument("--new-corpus", action="store_true", help="the corpus changed: compare, or pin all floors anew")
    args = parser.parse_args()
    if args.against:
        if len(args.against) > 2:
            parser.error("--against takes one commit or two")
        compare_revisions(args.against[0], args.against[1] if len(args.against) == 2 else None)
        return
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    known, digest = floors.pop(CORPUS, None), digest_corpus()
    if floors and known != digest:
        print(
            f"the floors are of another corpus ({known or 'without a digest'}, this one is {digest})", file=sys.stderr
        )
        if not args.new_corpus:
            print(
                "nothing was compared or pinned; --new-corpus compares all the same, with --pin it sets them anew",
                file=sys.stderr,
            )
            sys.exit(OTHER_CORPUS)
        floors = {} if args.pin else floors
    figures, apart = measure(args.misses)
    for name, figure in figures.items():
        floor = floors.get(name, 0.0)
        held_out = f"   held out {apart[name]:.3f}" if name in apart else ""
        print(f"{name:16}{figure:7.3f}   floor {floor:.3f}{held_out}{'   BELOW' if figure < floor else ''}")
    if args.pin:
        raised = {name: max(round(figure - MARGIN, 3), floors.get(name, 0.0)) for name, figure in figures.items()}
        FLOORS.write_text(json.dumps({CORPUS: digest, **raised}, indent=1) + "\n", encoding="utf-8")
    elif any(figure < floors.get(name, 0.0) for name, figure in figures.items()):
        sys.exit(1)


if __name__ == "__main__":
    main()
