"""Agreement on where spans lie: Krippendorff's α for unitizing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policytext.text import Span

Spans = Sequence[Span]


class Unitizing(NamedTuple):
    """Agreement on spans: how many spans there are in all, α, and why it is None."""

    spans: int
    alpha: float | None
    reason: str | None = None


class _Sections(NamedTuple):
    """The spans and gaps of one coder on a continuum: where they begin, how long they are, which are spans."""

    start: NDArray[np.float64]
    length: NDArray[np.float64]
    is_span: NDArray[np.bool_]


def measure_unitizing(codings: Sequence[Mapping[str, Spans]], length: int) -> Unitizing:
    """Return α for unitizing (Krippendorff 1995; 2004, 11.6) of coders on a text of some length.

    Each coding maps codes to the spans of one coder; two spans of one code must not overlap. Where the borders of two
    spans differ, the disagreement grows with the square of the difference; a span that another coder left out counts
    with the square of its length. For more than two coders look at the pairs, too: the authors found that α then does
    not always behave as expected (Krippendorff et al. 2016).

    >>> measure_unitizing([{"c": [Span(0, 4)]}, {"c": [Span(0, 4)]}], 10).alpha
    1.0
    >>> measure_unitizing([{}, {}], 10).reason
    'no span'
    """
    codes = list(dict.fromkeys(code for coding in codings for code in coding))
    total = sum(len(spans) for coding in codings for spans in coding.values())
    if len(codings) < 2:
        return Unitizing(total, None, "fewer than two coders")
    if not total:
        return Unitizing(total, None, "no span")
    observed = expected = 0.0
    for code in codes:
        coders = [_sections(coding.get(code, ()), length) for coding in codings]
        if any(coder is None for coder in coders):
            return Unitizing(total, None, f"spans of {code!r} overlap in one coding")
        sections = [coder for coder in coders if coder is not None]
        observed += _observed(sections, length)
        expected += _expected(sections, length)
    if expected == 0:
        return Unitizing(total, None, "chance has no share in spans that fill the text")
    return Unitizing(total, 1 - observed / expected)


def _sections(spans: Spans, length: int) -> _Sections | None:
    """Return the spans and the gaps between them, in order; None where two spans overlap."""
    borders = [0]
    kinds = []
    for start, end in sorted(spans):
        if start < borders[-1] or end > length:
            return None
        borders += [start, end]
        kinds += [False, True]
    starts, ends = np.array(borders, dtype=float), np.array([*borders[1:], length], dtype=float)
    is_span = np.array([*kinds, False])
    filled = ends > starts
    return _Sections(starts[filled], (ends - starts)[filled], is_span[filled])


def _observed(coders: Sequence[_Sections], length: int) -> float:
    total = 0.0
    for one, other in permutations(coders, 2):
        start, size, is_span = one.start[:, None], one.length[:, None], one.is_span[:, None]
        end, other_end = start + size, other.start + other.length
        meet = is_span & other.is_span & (start < other_end) & (other.start < end)
        total += float((((start - other.start) ** 2 + (end - other_end) ** 2) * meet).sum())
        inside = is_span & ~other.is_span & (start >= other.start) & (end <= other_end)
        total += 2 * float((size**2 * inside).sum())  # twice: a gap around a span counts like a span in a gap
    return total / (len(coders) * (len(coders) - 1) * length**2)


def _expected(coders: Sequence[_Sections], length: int) -> float:
    sizes = np.concatenate([coder.length[coder.is_span] for coder in coders])
    gaps = np.concatenate([coder.length[~coder.is_span] for coder in coders])
    if not len(sizes):
        return 0.0
    borders = (len(sizes) - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes)
    room = np.clip(gaps[None, :] - sizes[:, None] + 1, 0, None).sum(axis=1)
    whole = len(coders) * length
    free = whole * (whole - 1) - float((sizes * (sizes - 1)).sum())
    return 2 / length * float((borders + sizes**2 * room).sum()) / free if free else 0.0
