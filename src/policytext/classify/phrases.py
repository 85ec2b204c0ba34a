"""Phrases of a model in the text: what coded items teach beyond the words of topics."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from policytext.classify.scope import FORBIDDING, RESPONSIBLE, Stretches
from policytext.lexicon import Lexicon
from policytext.linear import LinearModel

# The feature that holds what the words of topics score for a code: score 亲. Every other feature of a model is a phrase.
SCORE = "score "
# Before a phrase in a clause that forbids: 不得以走访为名 is no visit.
FORBIDDEN = "not "
# What the phrases of an item weigh together against the scores, whatever their number (cross-validated: 2, 5 and 8).
_WORTH = 5.0


class Phrase(NamedTuple):
    """A phrase at its place in the text, and the feature that it is there (``not 走访`` in a clause that forbids)."""

    start: int
    end: int
    feature: str


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The phrases of a text in order, and where each begins."""

    found: Sequence[Phrase]
    starts: Sequence[int]

    def within(self, start: int, end: int) -> Sequence[Phrase]:
        """Return the phrases that lie in a stretch, each the first time that it stands there."""
        first: dict[str, Phrase] = {}
        for phrase in self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if phrase.end <= end and phrase.feature not in first:
                first[phrase.feature] = phrase
        return tuple(first.values())


def find_phrases(text: str, phrases: Lexicon[None]) -> Phrases:
    """Find phrases in a text, also such that overlap, but not in brackets of responsible bodies.

    >>> found = find_phrases("上门走访，不得借走访收礼", Lexicon.of({"走访": None})).found
    >>> [phrase.feature for phrase in found]
    ['走访', 'not 走访']
    """
    outside = Stretches(match.span() for match in RESPONSIBLE.finditer(text))
    forbidden = Stretches(match.span() for match in FORBIDDING.finditer(text))
    found = [
        Phrase(start, end, f"{FORBIDDEN}{words}" if start in forbidden else words)
        for start, end, words in phrases.spans(text)
        if start not in outside
    ]
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
def phrases_of(model: LinearModel) -> Lexicon[None]:
    """Return the phrases that a model knows, ready to be found in texts."""
    names = (name.removeprefix(FORBIDDEN) for name in model.weights if not name.startswith(SCORE))
    return Lexicon.of(dict.fromkeys(names), overlapping=True)
