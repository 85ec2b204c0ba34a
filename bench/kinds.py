"""Goal, result, scope, baseline or rule: rules alone, the learned model alone, and the two together, by genre.

    .venv/bin/python bench/kinds.py            # figures on the held-out third of the sample corpus
    .venv/bin/python bench/kinds.py --write    # fit the model on the other two thirds and write it into the package

The model answers only where the rules' score of tense is weak; it is fitted on the documents that
``corpora/split.csv`` calls ``train``, and the third called ``test`` is never fitted on. A number counts where the
extractor found its exact span. ``cross`` is eight-fold cross-validation over the training documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from policytext.extract.targets import find_kind_examples, learned
from policytext.lexicon import parse_rows
from policytext.linear import LinearModel, fit_linear
from policytext.pipeline import analyze

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
MODEL = ROOT / "src" / "policytext" / "data" / "models" / learned.FILE
STRENGTH = 0.3  # the best of 0.1, 0.3 and 1 in cross-validation
FOLDS = 8


class Example(NamedTuple):
    """One coded number: its document and genre, its features, the kind by rule, by the finished reader, and by the coder."""

    file: str
    genre: str
    features: list[str]
    ruled: str
    found: str
    coded: str


def read_split() -> dict[str, tuple[str, str]]:
    """Return genre and part of each document of the sample corpus."""
    rows = parse_rows(
        (CORPORA / "split.csv").read_text("utf-8"),
        "split.csv",
        columns=("file", "genre", "part"),
        optional=("jurisdiction",),
    )
    return {row["file"]: (row["genre"], row["part"]) for row in rows}


def digest(files: list[str]) -> str:
    """Return a digest of the codings that a model is fitted on."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update((CORPORA / "gold" / f"{Path(file).stem}.json").read_bytes())
    return total.hexdigest()[:16]


def read_examples(part: str) -> Iterator[Example]:
    """Yield the coded numbers of a part whose span was found."""
    for file, (genre, named) in read_split().items():
        if named != part:
            continue
        gold = json.loads((CORPORA / "gold" / f"{Path(file).stem}.json").read_text("utf-8"))
        doc = analyze(CORPORA / "docs" / file)
        found = {tuple(target.span): target.kind for target in doc.targets}
        told = {tuple(span): (features, kind) for span, features, kind in find_kind_examples(doc)}
        for fact in gold["targets"]:
            span = fact["start"], fact["end"]
            if span in told:
                features, ruled = told[span]
                yield Example(file, genre, features, ruled, found[span], fact["kind"])


def fit(examples: list[Example], stamp: str = "") -> LinearModel:
    """Fit a model on examples."""
    return fit_linear(
        [example.features for example in examples],
        [example.coded for example in examples],
        strength=STRENGTH,
        digest=stamp,
    )


def cross_validate(examples: list[Example]) -> float:
    """Return the share of right answers of models that never saw the document."""
    files = sorted({example.file for example in examples})
    right = 0
    for fold in range(FOLDS):
        held = set(files[fold::FOLDS])
        model = fit([example for example in examples if example.file not in held])
        right += sum(model.best(e.features) == e.coded for e in examples if e.file in held)
    return right / len(examples)


def show(examples: list[Example], model: LinearModel) -> None:
    """Print the share of right kinds by genre."""
    genres = sorted({example.genre for example in examples})
    print(f"{'genre':10}{'numbers':>9}{'rules':>8}{'model':>8}{'both':>8}")
    for genre in [*genres, "all"]:
        chosen = [example for example in examples if genre in ("all", example.genre)]
        rules = sum(e.ruled == e.coded for e in chosen) / len(chosen)
        alone = sum(model.best(e.features) == e.coded for e in chosen) / len(chosen)
        both = sum(e.found == e.coded for e in chosen) / len(chosen)
        print(
            f"{genre + '　' * (5 - len(genre)) if genre != 'all' else 'all':10}{len(chosen):9}{rules:8.3f}{alone:8.3f}{both:8.3f}"
        )


def main() -> None:
    """Measure and print, or fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="fit on the training documents and write the model")
    arguments = parser.parse_args()
    train = list(read_examples("train"))
    if arguments.write:
        model = fit(train, digest([file for file, (_, part) in read_split().items() if part == "train"]))
        MODEL.write_text(model.to_json(), "utf-8")
        print(
            f"{MODEL.name}: {len(model.weights)} features from {len(train)} numbers; cross {cross_validate(train):.3f}"
        )
        return
    print(f"cross-validated on {len(train)} numbers of the training documents: {cross_validate(train):.3f}")
    show(list(read_examples("test")), learned.kind_model())


if __name__ == "__main__":
    main()
