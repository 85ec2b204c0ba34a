"""Phrases of a model in the text: what coded items teach beyond the words of topics."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from policytext.classify.scope import RESPONSIBLE, Stretches
from policytext.lexicon import Lexicon
from policytext.linear import LinearModel

# The feature that holds what the words of topics score for a code: score 亲. Every other feature of a model is a phrase.
SCORE = "score "
# What the phrases of an item weigh together against the scores, whatever their number (cross-validated: 2, 5 and 8).
_WORTH = 5.0


class Phrase(NamedTuple):
    """A phrase at its place in the text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The phrases of a text in order, and where each begins."""

    found: Sequence[Phrase]
    starts: Sequence[int]

    def within(self, start: int, end: int) -> Sequence[Phrase]:
        """Return the phrases that lie in a stretch, each the first time that it stands there."""
        first: dict[str, Phrase] = {}
        for phrase in self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if phrase.end <= end and phrase.words not in first:
                first[phrase.words] = phrase
        return tuple(first.values())


def find_phrases(text: str, model: LinearModel) -> Phrases:
    """Find the phrases of a model in a text, also such that overlap, but not in brackets of responsible bodies."""
    outside = Stretches(match.span() for match in RESPONSIBLE.finditer(text))
    found = [Phrase(*hit) for hit in _lexicon(model).spans(text) if hit[0] not in outside]
    return Phrases(found, [phrase.start for phrase in found])


def features(scores: Mapping[str, float], phrases: Iterable[str]) -> dict[str, float]:
    """Return the features of an item: the score of each code by terms, and its phrases, which share one worth.

    >>> features({"亲": 1.5}, ["走访", "企业", "诉求", "听取"])["走访"]
    2.5
    """
    named = set(phrases)
    each = _WORTH / sqrt(len(named)) if named else 0.0
    return {**{f"{SCORE}{code}": score for code, score in scores.items()}, **dict.fromkeys(sorted(named), each)}


@lru_cache(maxsize=16)
def _lexicon(model: LinearModel) -> Lexicon[None]:
    return Lexicon.of(dict.fromkeys(name for name in model.weights if not name.startswith(SCORE)), overlapping=True)
