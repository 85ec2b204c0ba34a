"""Evaluation: how far codings agree with gold codings, figure by figure and code by code, with every error listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from policytext.columns import EXCERPT
from policytext.compare import NONE
from policytext.errors import DataError, PolicytextError
from policytext.evaluation.body import count_body, find_body_errors
from policytext.evaluation.counting import Draws, count_table
from policytext.evaluation.figures import (
    CODED,
    FIGURES,
    Axis,
    Fact,
    Key,
    codes_of,
    facts_of,
    labels_of,
    list_axes,
    metadata_fields,
    metadata_of,
    without_generic,
)
from policytext.evaluation.forms import Codings, Form, read_forms
from policytext.model import Document
from policytext.read import read_source

ERRORS = ("document", "figure", "gold", "got", "text", "start", "end")
_KEYS = {"start": "Int64", "end": "Int64"}


class Pair(NamedTuple):
    """A gold coding and what was found in the same document; ``raw`` is its source, where it is at hand."""

    file: str
    gold: Form
    found: Form
    raw: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """How far codings agree with gold codings.

    ``figures`` has one row per figure, ``codes`` one per code of each axis (``axis``, ``code``), both with ``gold``,
    ``found`` and ``right`` (facts), ``precision``, ``recall``, ``f1`` and its 95 % interval ``low`` to ``high``, missing
    where they are not defined. ``confusion`` holds for each axis how often a gold code (row) met a found one (column).
    ``errors`` has one row per error with its words: ``gold`` is missing where something was found too much, ``got``
    where it was missed; of metadata ``text`` is the field. ``documents`` were compared; ``without_output`` are those of them that have none and count as
    empty, ``without_gold`` the outputs that were left out.
    """

    documents: int
    figures: pd.DataFrame
    codes: pd.DataFrame
    confusion: Mapping[str, pd.DataFrame]
    errors: pd.DataFrame
    without_output: tuple[str, ...] = ()
    without_gold: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        missing = f", {len(self.without_output)} without output: {', '.join(self.without_output)}"
        head = f"{self.documents} documents{missing if self.without_output else ''}, {len(self.errors)} errors"
        shown = [table.round(3).to_html(border=0, index=False, na_rep="") for table in (self.figures, self.codes)]
        return f"<p>{escape(head)}</p>" + "".join(shown)


def evaluate(
    gold: Codings, out: Codings, *, sources: str | Path | None = None, resamples: int = 1000, seed: int = 0
) -> Evaluation:
    """Compare codings with gold codings of the same documents.

    Both are given as a folder of .json files, a .json or .jsonl file (``policytext extract``), documents, or gold forms.
    A fact counts as right when all fields of its figure are as in the gold coding. Mentions that the gold coding calls
    generic count neither way. Only fields of the metadata and axes that the gold codings have are compared. ``sources``
    is the folder of the files: with it, or with documents, white space does not count in ``body`` and errors show the
    words of the source. Intervals draw the documents ``resamples`` times, from ``seed``; one document has none.

    Raises ReadError and DataError for what cannot be read, or where gold and output are of different texts.

    >>> form = {"file": "a.txt", "chars": 9, "items": [{"start": 0, "end": 9, "kind": "measure", "relation": ["亲"]}]}
    >>> other = {"file": "a.txt", "chars": 9, "items": [{"start": 0, "end": 9, "kind": "measure", "relation": ["清"]}]}
    >>> result = evaluate([form], [other])
    >>> result.figures.set_index("figure").loc[["items", "relation"], ["gold", "found", "right"]].to_numpy().tolist()
    [[1, 1, 1], [1, 1, 0]]
    >>> int(result.confusion["relation"].loc["亲", "清"]), result.errors[["gold", "got"]].to_numpy().tolist()
    (1, [['亲', '清']])
    """
    if resamples < 0:
        raise PolicytextError(f"{resamples} resamples are too few; 0 or more")
    if not isinstance(out, str | Path | Document | Mapping):
        out = tuple(out)
    wanted, found = read_forms(gold), read_forms(out)
    if not wanted:
        raise DataError("no gold coding to compare with")
    raws = _raws(wanted, out, Path(sources) if sources is not None else None)
    pairs = [_pair(file, form, found.get(file), raws.get(file)) for file, form in wanted.items()]
    labelled = list_axes(wanted.values())
    axes = (*labelled, *CODED)
    draws = Draws.of(len(pairs), resamples=resamples, seed=seed)
    return Evaluation(
        len(pairs),
        count_table(["figure"], _count_figures(pairs, found, labelled), draws),
        count_table(["axis", "code"], _count_codes(pairs, axes), draws),
        {axis.name: _confuse(pairs, axis) for axis in axes},
        pd.DataFrame(_find_errors(pairs, found, labelled), columns=list(ERRORS)).astype(
            dict.fromkeys(ERRORS, "string") | _KEYS
        ),
        tuple(file for file in wanted if file not in found),
        tuple(file for file in found if file not in wanted),
    )


class Compared(NamedTuple):
    """What a figure counts in both codings of a document; ``table`` is that of its facts."""

    name: str
    table: str
    wanted: Mapping[Key, Fact]
    found: Mapping[Key, Fact]


def compare_facts(gold: Form, found: Form, axes: Iterable[Axis]) -> Iterator[Compared]:
    """Yield each figure but the body; the first of a table says which of its facts were found at all."""
    fields = metadata_fields(gold)
    yield Compared("metadata", "meta", metadata_of(gold, fields), metadata_of(found, fields))
    for figure in FIGURES:
        yield Compared(figure.name, figure.table, facts_of(gold, figure), facts_of(found, figure))
    for axis in axes:
        yield Compared(axis.name, axis.table, labels_of(gold, axis), labels_of(found, axis))


def _pair(file: str, gold: Form, found: Form | None, raw: str | None) -> Pair:
    found = found or {"file": file}
    sizes = gold.get("chars"), found.get("chars")
    if None not in sizes and sizes[0] != sizes[1]:
        raise DataError(
            f"{file}: the gold coding is of a text of {sizes[0]} characters, the output of one of {sizes[1]}"
        )
    if raw is not None and sizes[0] not in (None, len(raw)):
        raise DataError(f"{file}: the gold coding is of a text of {sizes[0]} characters, the source has {len(raw)}")
    return Pair(file, gold, without_generic(found, gold), raw)


def _raws(wanted: Mapping[str, Form], out: Codings, sources: Path | None) -> dict[str, str]:
    if sources is not None:
        return {file: read_source(sources / file).raw for file in wanted}
    docs = [out] if isinstance(out, Document) else out if isinstance(out, tuple) else ()
    return {Path(doc.file).name: doc.raw for doc in docs if isinstance(doc, Document)}


def _count_figures(
    pairs: Sequence[Pair], outputs: Mapping[str, Form], axes: Sequence[Axis]
) -> dict[tuple[str, ...], list[tuple[int, int, int]]]:
    counts: dict[tuple[str, ...], list[tuple[int, int, int]]] = {
        ("body",): [count_body(pair.gold, pair.found if pair.file in outputs else None, pair.raw) for pair in pairs]
    }
    for number, pair in enumerate(pairs):
        for name, _, wanted, found in compare_facts(pair.gold, pair.found, axes):
            rows = counts.setdefault((name,), [(0, 0, 0)] * len(pairs))
            rows[number] = len(wanted), len(found), len(wanted.keys() & found.keys())
    return counts


def _count_codes(pairs: Sequence[Pair], axes: Sequence[Axis]) -> dict[tuple[str, ...], list[tuple[int, int, int]]]:
    counts: dict[tuple[str, ...], list[tuple[int, int, int]]] = {}
    for axis in axes:
        seen = [(labels_of(pair.gold, axis).keys(), labels_of(pair.found, axis).keys()) for pair in pairs]
        for code in dict.fromkeys(str(key[-1]) for keys in zip(*seen, strict=True) for some in keys for key in some):
            counts[axis.name, code] = [
                (_count(wanted, code), _count(found, code), _count(wanted & found, code)) for wanted, found in seen
            ]
    return counts


def _count(keys: AbstractSet[Key], code: str) -> int:
    return sum(key[-1] == code for key in keys)


def _confuse(pairs: Sequence[Pair], axis: Axis) -> pd.DataFrame:
    """Count which code met which. Of a fact with several, those that agree meet first, the others in their order."""
    cells: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        wanted, found = codes_of(pair.gold, axis), codes_of(pair.found, axis)
        for key in {**wanted, **found}:
            given = [side[key][1] if key in side else () for side in (wanted, found)]
            if any(given) or (key in wanted and key in found):  # nothing on both sides is agreement on a fact of both
                cells.update(_meet(*given))
    codes = list(dict.fromkeys([*(code for cell in cells for code in cell if code != NONE), NONE]))
    table = [[cells[row, column] for column in codes] for row in codes]
    return pd.DataFrame(table, pd.Index(codes, name="gold"), pd.Index(codes, name="found"))


def _meet(wanted: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not wanted and not found:
        yield NONE, NONE
    yield from ((code, code) for code in wanted if code in found)
    yield from zip_longest(
        (code for code in wanted if code not in found), (code for code in found if code not in wanted), fillvalue=NONE
    )


def _find_errors(
    pairs: Sequence[Pair], outputs: Mapping[str, Form], axes: Sequence[Axis]
) -> Iterator[tuple[object, ...]]:
    for pair in pairs:
        if pair.file in outputs:
            for error in find_body_errors(pair.gold, pair.found, pair.raw):
                yield pair.file, "body", *error
        both: dict[str, AbstractSet[Key]] = {}
        for figure in compare_facts(pair.gold, pair.found, axes):
            first = figure.table not in both
            for row in _pair_errors(figure, None if first else both[figure.table], pair.raw):
                yield pair.file, figure.name, *row
            both.setdefault(figure.table, figure.wanted.keys() & figure.found.keys())


def _pair_errors(figure: Compared, both: AbstractSet[Key] | None, raw: str | None) -> Iterator[tuple[object, ...]]:
    """Yield what was missed, with what was found in its place, then what was found too much.

    Of facts that ``both`` codings have; None stands for the figure that tells which these are.
    """
    missed = _only(figure.wanted, figure.found, both)
    extra = _only(figure.found, figure.wanted, both)
    for fact in missed:
        other = next((one for one in extra if _meets(fact, one, both)), None)
        if other is not None:
            extra.remove(other)
        yield fact.value, other.value if other else None, *_place(fact, raw)
    for fact in extra:
        yield None, fact.value, *_place(fact, raw)


def _only(facts: Mapping[Key, Fact], others: Mapping[Key, Fact], both: AbstractSet[Key] | None) -> list[Fact]:
    return [fact for key, fact in facts.items() if key not in others and (both is None or fact.same in both)]


def _meets(fact: Fact, other: Fact, both: AbstractSet[Key] | None) -> bool:
    """Tell whether two facts stand in the same place: they are the same in both codings, or they overlap."""
    if both is not None or None in (fact.start, fact.end, other.start, other.end):
        return fact.same == other.same
    return fact.start < other.end and other.start < fact.end  # type: ignore[operator]  # none of them is None


def _place(fact: Fact, raw: str | None) -> tuple[object, ...]:
    """Return the words, those of the source where it is at hand, and the range."""
    words = fact.text if raw is None or fact.start is None else raw[fact.start : fact.end]
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…", fact.start, fact.end
