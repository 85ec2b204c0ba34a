"""What items speak of, by the words of topics, and what that scores for the codes of a taxonomy."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log1p
from typing import NamedTuple

from policytext.classify.scope import FORBIDDING, RESPONSIBLE, Stretches
from policytext.lexicon import Lexicon
from policytext.model import Item
from policytext.taxonomy import HIDING, Clause, Rule, Taxonomy, Topic
from policytext.text import AlignedText

REPEATED = 0.3  # a word said again says little new


class Hit(NamedTuple):
    """A word of a topic in the text."""

    start: int
    end: int
    topic: str
    word: str


class Profile(NamedTuple):
    """What an item speaks of: its hits, how much of each topic they make, and the count of topics in its lead."""

    hits: Sequence[Hit]
    amounts: dict[str, float]
    lead: Counter[str]


def find_hits(text: str, topics: tuple[Topic, ...]) -> list[Hit]:
    """Find the topics' words in one pass, in order; a longer word hides the shorter ones inside it.

    Left out: words that begin inside a hiding word (展会 in 开展会商), words in a bracket of responsible bodies,
    words of help in a clause that forbids, and mere favours outside such clauses.
    """
    return _find(text, _words(topics))


def _find(text: str, words: Words) -> list[Hit]:
    lexicon, clauses = words
    outside = Stretches(match.span() for match in RESPONSIBLE.finditer(text))
    forbidden = Stretches(match.span() for match in FORBIDDING.finditer(text))
    hits: list[Hit] = []
    covered = hidden = 0
    terms = lexicon.terms
    for start, end, word in lexicon.spans(text):
        if end <= covered:
            continue
        covered = end
        topic = terms[word]
        if topic == HIDING:
            hidden = end
        elif start >= hidden and start not in outside and _counts(clauses[topic], forbidden=start in forbidden):
            hits.append(Hit(start, end, topic, word))
    return hits


def _counts(clause: Clause, *, forbidden: bool) -> bool:
    return clause == "any" or (clause == "forbidden") is forbidden


class Words(NamedTuple):
    """The words of topics, word -> topic, and where each topic counts."""

    lexicon: Lexicon[str]
    clauses: dict[str, Clause]


@lru_cache(maxsize=16)
def _words(topics: tuple[Topic, ...]) -> Words:
    """Build the automaton of the topics; where two claim a word, the later (a user's own) has it."""
    terms = {word: topic.name for topic in topics for word in topic.words}
    return Words(Lexicon.of(terms, overlapping=True), {topic.name: topic.clause for topic in topics})


class Scheme(NamedTuple):
    """A taxonomy made ready: topic -> (index of a code, weight, weight in the lead), and the topics for each code."""

    taxonomy: Taxonomy
    words: Words
    weights: dict[str, list[tuple[int, float, float]]]
    speaking: tuple[frozenset[str], ...]


@lru_cache(maxsize=16)
def prepare(taxonomy: Taxonomy) -> Scheme:
    """Return a taxonomy made ready for reading texts."""
    weights: dict[str, list[tuple[int, float, float]]] = {}
    for index, code in enumerate(taxonomy.codes):
        for weight in code.weights:
            weights.setdefault(weight.topic, []).append((index, weight.text, weight.lead))
    speaking = (
        frozenset(weight.topic for weight in code.weights if weight.text > 0 or weight.lead > 0)
        for code in taxonomy.codes
    )
    return Scheme(taxonomy, _words(taxonomy.topics), weights, tuple(speaking))


def find_profiles(text: AlignedText, items: Sequence[Item], words: Words) -> Iterator[tuple[str, Profile]]:
    """Yield what each item speaks of, by its id."""
    hits = _find(text.text, words)
    starts = [hit.start for hit in hits]
    for item in items:
        start, end = text.find_raw(item.span.start), text.find_raw(item.span.end)
        own = [hit for hit in hits[bisect_left(starts, start) : bisect_left(starts, end)] if hit.end <= end]
        lead_start = max(text.text.find(item.lead, start, end), start)
        lead_end = lead_start + len(item.lead)
        yield item.id, Profile(own, _amounts(own), Counter(hit.topic for hit in own if hit.start < lead_end))


def _amounts(hits: Iterable[Hit]) -> dict[str, float]:
    """Count the words of each topic: a word counts 1, each repetition ``REPEATED``."""
    seen: set[str] = set()
    amounts: dict[str, float] = {}
    for _, _, topic, word in hits:
        amounts[topic] = amounts.get(topic, 0.0) + (REPEATED if word in seen else 1.0)
        seen.add(word)
    return amounts


def score_codes(profile: Profile, heads: Sequence[Counter[str]], scheme: Scheme) -> list[float]:
    """Return what the words of an item, and of the leads of the heads above it, score for each code.

    A topic is as strong as the logarithm of its words, where repeated words count less, words of the lead more and words
    in the leads of enclosing heads a little; a code scores the weighted sum of its topics.
    """
    return _scores(_strengths(profile, heads, scheme.taxonomy.rule), profile.lead, scheme)


def _strengths(profile: Profile, heads: Sequence[Counter[str]], rule: Rule) -> dict[str, float]:
    """Return how strongly each topic is present, with the worth of the lead and of the enclosing heads."""
    amounts = dict(profile.amounts)
    for topic, count in profile.lead.items():
        amounts[topic] += rule.lead * count
    for head in heads:
        for topic, count in head.items():
            amounts[topic] = amounts.get(topic, 0.0) + rule.inherit * count
    return {topic: log1p(amount) for topic, amount in amounts.items()}


def _scores(strengths: dict[str, float], lead: Counter[str], scheme: Scheme) -> list[float]:
    """Return the score of each code: the weighted sum of the strengths."""
    scores = [0.0] * len(scheme.taxonomy.codes)
    for topic, strength in strengths.items():
        for index, in_text, in_lead in scheme.weights.get(topic, ()):
            scores[index] += in_text * strength
            if in_lead and topic in lead:
                scores[index] += in_lead
    return scores


def find_evidence(profile: Profile, index: int, scheme: Scheme) -> list[Hit]:
    """Return the first place of each word whose topic speaks for the code at ``index``."""
    speaking = scheme.speaking[index]
    found: dict[str, Hit] = {}
    for hit in profile.hits:
        if hit.topic in speaking and hit.word not in found:
            found[hit.word] = hit
    return list(found.values())
