"""Agreement with the coded sample documents, held against pinned floors.

    .venv/bin/python bench/quality.py                       # figures beside their floors; exit code 1 below one
    .venv/bin/python bench/quality.py --misses targets      # also what was missed (-) or is too much (+)
    .venv/bin/python bench/quality.py --pin                 # raise the floors to a little below what is reached now

A figure is F1 over all documents together: a fact counts as right when all parts of its key are as in the gold coding,
for example start, end and name of an agency. Kinds of bodies (``generic``) count neither way. The documents are the
project's own and its rules were made with them in sight, so the figures show what a change gains or loses, not how
well other documents are read. ``pages`` is the agreement of the body with the main text of the pages that
``corpora/pages`` makes with three seeds, as ``bench/body.py`` counts it; a page without main text counts like any other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from policytext.pipeline import analyze, clean, default_pipeline

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parent / "corpora"
FLOORS = HERE / "quality.json"
SEEDS = 3
CODED = ("title", "published", "publisher", "document_number", "jurisdiction")
MARGIN = 0.01  # what one fact more or less can move in the smallest of the figures

Form = dict[str, Any]  # a document in gold form
Key = tuple[object, ...]


def body(doc: Form, raw: str) -> Iterator[Key]:
    """Yield the places of body text, white space left out."""
    removed = bytearray(len(raw))
    for cut in doc["boilerplate"]:
        removed[cut["start"] : cut["end"]] = b"\1" * (cut["end"] - cut["start"])
    yield from ((at,) for at, char in enumerate(raw) if not removed[at] and not char.isspace())


def facts(
    table: str, *fields: str, only: Callable[[Form], object] = lambda _: True
) -> Callable[[Form, str], Iterator[Key]]:
    """Return a function that yields a key of some fields for each fact of a table."""

    def keys(doc: Form, raw: str) -> Iterator[Key]:
        for fact in doc[table]:
            if only(fact):
                yield tuple(Decimal(str(fact[f])) if isinstance(fact[f], float | int) else fact[f] for f in fields)

    return keys


def codes(axis: str) -> Callable[[Form, str], Iterator[Key]]:
    """Return a function that yields start and code for each label of an axis."""

    def keys(doc: Form, raw: str) -> Iterator[Key]:
        yield from ((item["start"], code) for item in doc["items"] for code in item[axis])

    return keys


def metadata(doc: Form, raw: str) -> Iterator[Key]:
    """Yield field and value of the metadata that are coded and given, white space left out."""
    yield from ((name, "".join(doc["meta"][name].split())) for name in CODED if doc["meta"].get(name))


def named(fact: Form) -> bool:
    """Tell whether a mention is of one body rather than a kind."""
    return not fact["generic"]


FIGURES: dict[str, Callable[[Form, str], Iterator[Key]]] = {
    "body": body,
    "metadata": metadata,
    "items": facts("items", "start"),
    "items_whole": facts("items", "start", "end", "kind", "level"),
    "relation": codes("relation"),
    "environment": codes("environment"),
    "agencies": facts("agencies", "start", "end", only=named),
    "agency_names": facts("agencies", "start", "end", "name", only=named),
    "agency_roles": facts("agencies", "start", "role", only=lambda fact: named(fact) and fact["role"]),
    "targets": facts("targets", "start", "end", "value", "upper", "unit"),
    "target_kinds": facts("targets", "start", "value", "bound", "kind"),
    "deadlines": facts("targets", "start", "deadline", only=lambda fact: fact["deadline"]),
    "target_places": facts("targets", "start", "place", only=lambda fact: fact["place"]),
}


def read_pairs() -> Iterator[tuple[Form, Form, str]]:
    """Yield gold coding, output and raw text of each sample document."""
    for path in sorted((CORPORA / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        doc = analyze(CORPORA / "docs" / gold["file"])
        yield gold, without_generic(doc.to_dict(), gold), doc.raw


def without_generic(doc: Form, gold: Form) -> Form:
    """Leave out mentions that the gold coding calls generic, whatever the output says of them."""
    generic = {(fact["start"], fact["end"]) for fact in gold["agencies"] if fact["generic"]}
    return {**doc, "agencies": [fact for fact in doc["agencies"] if (fact["start"], fact["end"]) not in generic]}


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


def measure(misses: str | None = None) -> dict[str, float]:
    """Return the figures; print the misses of one of them."""
    right = dict.fromkeys(FIGURES, 0)
    seen = dict.fromkeys(FIGURES, 0)
    for gold, doc, raw in read_pairs():
        for name, keys in FIGURES.items():
            wanted, found = set(keys(gold, raw)), set(keys(doc, raw))
            right[name] += len(wanted & found)
            seen[name] += len(wanted) + len(found)
            if name == misses:
                for key in sorted(wanted ^ found, key=str):
                    print("-" if key in wanted else "+", gold["file"], *key)
    figures = {name: round(2 * right[name] / seen[name], 3) for name in FIGURES}
    return figures | {"pages": measure_pages(misses=misses == "pages")}


def main() -> None:
    """Measure, print, and hold against the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", choices=[*FIGURES, "pages"])
    parser.add_argument("--pin", action="store_true", help="raise the floors; they never fall by this")
    args = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    figures = measure(args.misses)
    for name, figure in figures.items():
        floor = floors.get(name, 0.0)
        print(f"{name:16}{figure:7.3f}   floor {floor:.3f}{'   BELOW' if figure < floor else ''}")
    if args.pin:
        raised = {name: max(round(figure - MARGIN, 3), floors.get(name, 0.0)) for name, figure in figures.items()}
        FLOORS.write_text(json.dumps(raised, indent=1) + "\n", encoding="utf-8")
    elif any(figure < floors.get(name, 0.0) for name, figure in figures.items()):
        sys.exit(1)


if __name__ == "__main__":
    main()
