"""Labels of measures: terms alone, model alone, and both, on the held-out third of the sample corpus.

    .venv/bin/python bench/labels.py             # F1 by code and axis, and how it grows with the documents learned from
    .venv/bin/python bench/labels.py --write     # fit the models on the other two thirds and write them into the package

Counted are items that the extractor found and that both sides call measure or principle. The documents of the held-out
third are of other places than those that models are fitted on; nothing but this table is measured on them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from kinds import CORPORA, ROOT, read_split

from policytext.classify.label import label_items
from policytext.classify.phrases import SCORE
from policytext.classify.train import fit_labels
from policytext.model import Document
from policytext.pipeline import analyze
from policytext.taxonomy import Taxonomy

SCHEMES = ("relation", "four-environments")
MODELS = ROOT / "src" / "policytext" / "data" / "taxonomies"
SHARES = (0.25, 0.5, 0.75, 1.0)

Codes = Mapping[tuple[str, str], frozenset[str]]  # (document, item) -> codes


def read_documents(part: str) -> list[tuple[Document, dict[str, dict[str, list[str]]]]]:
    """Return the documents of a part, each with the coded labels of its items by id and axis."""
    found = []
    for file, (_, named) in read_split().items():
        if named == part:
            gold = json.loads((CORPORA / "gold" / f"{Path(file).stem}.json").read_text("utf-8"))
            doc = analyze(CORPORA / "docs" / file)
            coded = {item["start"]: item for item in gold["items"] if item["kind"] in ("measure", "principle")}
            labels = {
                item.id: {axis: coded[item.span.start][axis] for axis in ("relation", "environment")}
                for item in doc.items
                if item.span.start in coded and item.kind in ("measure", "principle")
            }
            found.append((doc, labels))
    return found


def to_table(documents: Sequence[tuple[Document, dict[str, dict[str, list[str]]]]]) -> pd.DataFrame:
    """Return a row for each coded item: text, lead, heads, document, and its codes on each axis."""

    def rows() -> Iterator[dict[str, str]]:
        for doc, labels in documents:
            by_id = {item.id: item for item in doc.items}
            for item in doc.items:
                if item.id in labels:
                    heads = []
                    head = by_id.get(item.parent or "")
                    while head is not None:
                        heads.append(head.lead)
                        head = by_id.get(head.parent or "")
                    codes = {axis: "|".join(given) for axis, given in labels[item.id].items()}
                    yield {
                        "document": doc.file,
                        "text": item.quote.text.removeprefix(item.marker or ""),
                        "lead": item.lead,
                        "heads": "|".join(heads),
                        **codes,
                    }

    return pd.DataFrame(rows())


def without_scores(taxonomy: Taxonomy) -> Taxonomy:
    """Return a taxonomy whose topics speak for no code, so that its model has phrases alone."""
    return replace(taxonomy, codes=tuple(replace(code, weights=()) for code in taxonomy.codes))


def predict(documents: Sequence[tuple[Document, dict[str, dict[str, list[str]]]]], taxonomy: Taxonomy) -> Codes:
    """Return the codes that the labeller gives to the coded items."""
    found: dict[tuple[str, str], set[str]] = {}
    for doc, labels in documents:
        for item in labels:
            found[doc.file, item] = set()
        for label in label_items(doc.text, doc.items, [taxonomy]):
            if label.item_id in labels:
                found[doc.file, label.item_id].add(label.code)
    return {key: frozenset(codes) for key, codes in found.items()}


def f1_by_code(wanted: Codes, found: Codes, codes: Sequence[str]) -> dict[str, float]:
    """Return F1 of each code, over all codes together (micro), and their mean (macro)."""

    def f1(counts: Callable[[frozenset[str]], frozenset[str]]) -> float:
        right = sum(len(counts(wanted[key]) & counts(found[key])) for key in wanted)
        size = sum(len(counts(wanted[key])) + len(counts(found[key])) for key in wanted)
        return 2 * right / size if size else 0.0

    each = {code: f1(lambda given, code=code: given & {code}) for code in codes}  # type: ignore[misc]
    return {**each, "micro": f1(lambda given: given), "macro": sum(each.values()) / len(each)}


def main() -> None:
    """Measure and print, or fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="fit on the training documents and write the models")
    arguments = parser.parse_args()
    train = read_documents("train")
    table = to_table(train)
    test = [] if arguments.write else read_documents("test")
    for name in SCHEMES:
        taxonomy = replace(Taxonomy.load(name), model=None)
        both = fit_labels(table, taxonomy, codes=taxonomy.axis, group="document")
        assert both.model is not None
        if arguments.write:
            path = MODELS / f"{name}.json"
            path.write_text(both.model.to_json(), "utf-8")
            phrases = sum(not feature.startswith(SCORE) for feature in both.model.weights)
            print(f"{path.name}: {phrases} phrases; {dict(both.model.about)}")
            continue
        alone = fit_labels(table, without_scores(taxonomy), codes=taxonomy.axis, group="document")
        wanted = {
            (doc.file, item): frozenset(codes[taxonomy.axis]) for doc, labels in test for item, codes in labels.items()
        }
        codes = [code.code for code in taxonomy.codes]
        sides = {"terms alone": taxonomy, "model alone": alone, "both": both}
        figures = {side: f1_by_code(wanted, predict(test, scheme), codes) for side, scheme in sides.items()}
        print(f"\n{name}, {len(wanted)} items of {len(test)} documents\n{pd.DataFrame(figures).T.round(3).to_string()}")
        files = sorted({doc.file for doc, _ in train})
        for share in SHARES[:-1]:
            part = table[table["document"].isin(files[:: round(1 / share)] if share <= 0.5 else [f for n, f in enumerate(files) if n % 4 != 3])]  # fmt: skip
            some = fit_labels(part, taxonomy, codes=taxonomy.axis, group="document")
            grown = f1_by_code(wanted, predict(test, some), codes)
            print(
                f"learned from {part['document'].nunique()} documents: micro {grown['micro']:.3f} macro {grown['macro']:.3f}"
            )


if __name__ == "__main__":
    main()
