"""Coefficients of agreement from the codes that coders gave to units; a coder can have left units out.

Short enough to be written here: of the packages that have them, krippendorff and irrCAC are under the GPL, statsmodels and
scikit-learn are heavy and take no missing codes. The tests check them against the examples that their authors published.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ratings = Sequence[Sequence[str | None]]
"""A row per unit, a column per coder; None where the coder did not code the unit."""

ONE_CODE = "only one code was used"
NO_PAIR = "no unit was coded by two coders"


class Coefficients(NamedTuple):
    """Agreement on some units: how many were coded by two coders or more, and what could be computed.

    ``percent`` is the mean share of agreeing pairs of coders. ``reason`` says why the others are None: chance has no
    share where there is but one code, and the coefficients would come out as 1 or as 0/0. ``cohen_kappa`` is that of
    two coders, of more the mean over their pairs (Light).
    """

    units: int
    coders: int
    percent: float | None = None
    cohen_kappa: float | None = None
    fleiss_kappa: float | None = None
    alpha: float | None = None
    ac1: float | None = None
    reason: str | None = None


def measure_agreement(ratings: Ratings) -> Coefficients:
    """Return the coefficients of agreement of some coders on some units.

    >>> found = measure_agreement([("亲", "亲"), ("亲", "清"), ("清", "清"), ("清", None)])
    >>> found.units, round(found.percent, 3), round(found.cohen_kappa, 3), found.reason
    (3, 0.667, 0.4, None)
    >>> measure_agreement([("亲", "亲"), ("亲", "亲")]).reason
    'only one code was used'
    """
    coders = sum(any(code is not None for code in column) for column in zip(*ratings, strict=True))
    counts = _count(ratings)
    pairable = counts[counts.sum(axis=1) >= 2]
    if not len(pairable):
        return Coefficients(0, coders, reason=NO_PAIR)
    percent = _percent(pairable)
    if (pairable.sum(axis=0) > 0).sum() < 2:
        return Coefficients(len(pairable), coders, percent, reason=ONE_CODE)
    shares = (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0)
    codes = int((counts.sum(axis=0) > 0).sum())
    return Coefficients(
        len(pairable),
        coders,
        percent,
        _light(ratings),
        _corrected(percent, float((shares**2).sum())),
        krippendorff_alpha(pairable),
        _corrected(percent, float((shares * (1 - shares)).sum()) / (codes - 1)),
    )


def cohen_kappa(ratings: Ratings) -> float | None:
    """Return κ of two coders (Cohen 1960) on the units that both coded; None where they used but one code, or none.

    >>> cohen_kappa([("a", "b"), ("b", "a")])
    -1.0
    """
    both = [(first, second) for first, second in ratings if first is not None and second is not None]
    codes = sorted({code for pair in both for code in pair})
    if len(codes) < 2:
        return None
    observed = sum(first == second for first, second in both) / len(both)
    chance = (
        sum(sum(first == code for first, _ in both) * sum(second == code for _, second in both) for code in codes)
        / len(both) ** 2
    )
    return _corrected(observed, chance)


def krippendorff_alpha(counts: NDArray[np.int64]) -> float | None:
    """Return α for nominal data (Krippendorff 2011) from how often each code (column) was given to each unit (row).

    Each unit must have been coded twice at least.
    """
    coded = counts.sum(axis=1, keepdims=True)
    total = int(coded.sum())
    same = (counts * (counts - 1) / (coded - 1)).sum()
    chance = (counts.sum(axis=0) * (counts.sum(axis=0) - 1)).sum() / (total - 1)
    return None if chance == total else float(1 - (total - same) / (total - chance))


def _count(ratings: Ratings) -> NDArray[np.int64]:
    """Count the codes of each unit that has one: a row per unit, a column per code."""
    codes = {code: place for place, code in enumerate(sorted({c for row in ratings for c in row if c is not None}))}
    counts: NDArray[np.int64] = np.zeros((len(ratings), len(codes)), dtype=np.int64)
    for row, unit in enumerate(ratings):
        for code in unit:
            if code is not None:
                counts[row, codes[code]] += 1
    coded: NDArray[np.int64] = counts[counts.sum(axis=1) > 0]
    return coded


def _percent(counts: NDArray[np.int64]) -> float:
    coded = counts.sum(axis=1)
    return float(((counts * (counts - 1)).sum(axis=1) / (coded * (coded - 1))).mean())


def _corrected(observed: float, chance: float) -> float | None:
    return None if chance >= 1 else (observed - chance) / (1 - chance)


def _light(ratings: Ratings) -> float | None:
    """Return the mean κ over the pairs of coders for which it is defined."""
    columns = list(zip(*ratings, strict=True))
    pairs = (cohen_kappa(list(zip(first, second, strict=True))) for first, second in combinations(columns, 2))
    defined = [kappa for kappa in pairs if kappa is not None]
    return sum(defined) / len(defined) if defined else None
