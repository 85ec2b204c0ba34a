"""Counts of documents, what follows from them, and intervals by drawing the documents again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.int64]
LEVEL = 0.95  # of the intervals
MEASURES = ("precision", "recall", "f1", "low", "high")


class Draws(NamedTuple):
    """How often each document is in each resample: a row per resample, a column per document."""

    weights: NDArray[np.int64]

    @classmethod
    def of(cls, documents: int, *, resamples: int, seed: int) -> Draws:
        """Draw as many documents as there are, with replacement; no resample where there are fewer than two."""
        if documents < 2:
            return cls(np.zeros((0, documents), dtype=np.int64))
        drawn = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=resamples)
        return cls(drawn.astype(np.int64))


def count_table(
    keys: Sequence[str], counts: Mapping[tuple[str, ...], Sequence[tuple[int, int, int]]], draws: Draws
) -> pd.DataFrame:
    """Return one row per name with gold, found and right over all documents, and the measures that follow.

    ``counts`` holds for each name (as many parts as there are ``keys``) gold, found and right of each document.
    """
    columns = [*keys, "gold", "found", "right", *MEASURES]
    frame = pd.DataFrame([(*name, *_row(rows, draws)) for name, rows in counts.items()], columns=columns)
    kinds = dict.fromkeys(keys, "string") | dict.fromkeys(("gold", "found", "right"), "Int64")
    return frame.astype(kinds | dict.fromkeys(MEASURES, "Float64"))


def _row(rows: Sequence[tuple[int, int, int]], draws: Draws) -> Iterator[float | int | None]:
    counts: Counts = np.array(rows, dtype=np.int64).reshape(-1, 3)
    gold, found, right = (int(total) for total in counts.sum(axis=0))
    yield from (gold, found, right)
    yield right / found if found else None
    yield right / gold if gold else None
    yield 2 * right / (gold + found) if gold + found else None
    yield from _interval(counts, draws)


def _interval(counts: Counts, draws: Draws) -> tuple[float | None, float | None]:
    """Return the percentile interval of F1 over the resamples in which it is defined."""
    gold, found, right = (draws.weights @ counts).T
    defined = gold + found > 0
    if not defined.any():
        return None, None
    scores = 2 * right[defined] / (gold + found)[defined]
    low, high = np.quantile(scores, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
