"""Label items by the words of topics: every label can name what earned it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log1p
from typing import NamedTuple

from policytext.lexicon import Lexicon
from policytext.model import Item, Label
from policytext.taxonomy import HIDING, Clause, Rule, Taxonomy, Topic
from policytext.text import AlignedText, Quote

# （责任单位：市司法局、市公安局）  [牵头部门：市营商局]   not: （责任单位是市司法局）
# Who carries a measure out does not say what it does.
RESPONSIBLE = re.compile(r"[（(〔\[](?:牵头|责任|配合|参与|主办|协办|承办)(?:单位|部门|地区|领导)?[:：][^）)〕\]\n]*")

# 严禁以调研为名接受宴请   不得干扰企业经营   not: 不得不, 不准确
FORBIDDING = re.compile(r"(?:严禁|禁止|不准(?![确时])|不许|不得(?![不已]))[^，。；！？\n]*")


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


def label_items(text: AlignedText, items: Sequence[Item], taxonomies: Sequence[Taxonomy]) -> Iterator[Label]:
    """Yield the labels of the measures and principles: per taxonomy at most two codes, the best first.

    A topic is as strong as the logarithm of its words, where repeated words count less, words of the lead more
    and words in the leads of enclosing heads a little; a code scores the weighted sum of its topics. The score
    must reach the taxonomy's threshold, a second one also a share of the first. No label is a result, too.

    >>> from policytext.text import AlignedText
    >>> text = AlignedText.of("一是走访企业。建立走访企业制度，听取企业诉求。")
    >>> item = Item("i1", text.quote(0, len(text)), "一是", "inline", 1, None, "走访企业", "measure")
    >>> [(label.code, label.evidence[0]) for label in label_items(text, [item], [Taxonomy.load("relation")])]
    [('亲', Quote(text='走访企业', span=Span(start=2, end=6)))]
    """
    schemes = [_scheme(taxonomy) for taxonomy in taxonomies]
    for words in {id(scheme.words): scheme.words for scheme in schemes}.values():
        profiles = dict(_profiles(text, items, _find(text.text, words)))
        parents = {item.id: item.parent for item in items}
        for item in items:
            if item.kind in ("measure", "principle"):
                heads = [profiles[head].lead for head in _heads(item, parents)]
                quotes = _Quotes(text)
                for scheme in schemes:
                    if scheme.words is words:
                        yield from _labels(quotes, item, profiles[item.id], heads, scheme)


def find_hits(text: str, topics: tuple[Topic, ...]) -> list[Hit]:
    """Find the topics' words in one pass, in order; a longer word hides the shorter ones inside it.

    Left out: words that begin inside a hiding word (展会 in 开展会商), words in a bracket of responsible bodies,
    words of help in a clause that forbids, and mere favours outside such clauses.
    """
    return _find(text, _words(topics))


def _find(text: str, words: _Words) -> list[Hit]:
    lexicon, clauses = words
    outside = _Stretches(match.span() for match in RESPONSIBLE.finditer(text))
    forbidden = _Stretches(match.span() for match in FORBIDDING.finditer(text))
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


class _Stretches:
    """Ordered, disjoint stretches of a text that know whether they hold a position."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        pairs = list(spans)
        self._starts = [start for start, _ in pairs]
        self._ends = [end for _, end in pairs]

    def __contains__(self, position: int) -> bool:
        if not self._starts:
            return False
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]


class _Words(NamedTuple):
    """The words of topics, word -> topic, and where each topic counts."""

    lexicon: Lexicon[str]
    clauses: dict[str, Clause]


@lru_cache(maxsize=16)
def _words(topics: tuple[Topic, ...]) -> _Words:
    """Build the automaton of the topics; where two claim a word, the later (a user's own) has it."""
    terms = {word: topic.name for topic in topics for word in topic.words}
    return _Words(Lexicon.of(terms, overlapping=True), {topic.name: topic.clause for topic in topics})


class _Scheme(NamedTuple):
    """A taxonomy made ready: topic -> (index of a code, weight, weight in the lead), and the topics for each code."""

    taxonomy: Taxonomy
    words: _Words
    weights: dict[str, list[tuple[int, float, float]]]
    speaking: tuple[frozenset[str], ...]


@lru_cache(maxsize=16)
def _scheme(taxonomy: Taxonomy) -> _Scheme:
    weights: dict[str, list[tuple[int, float, float]]] = {}
    for index, code in enumerate(taxonomy.codes):
        for weight in code.weights:
            weights.setdefault(weight.topic, []).append((index, weight.text, weight.lead))
    speaking = (
        frozenset(weight.topic for weight in code.weights if weight.text > 0 or weight.lead > 0)
        for code in taxonomy.codes
    )
    return _Scheme(taxonomy, _words(taxonomy.topics), weights, tuple(speaking))


class _Quotes(dict[Hit, Quote]):
    """The quotes of hits, each made once."""

    def __init__(self, text: AlignedText) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, hit: Hit) -> Quote:
        quote = self[hit] = self._text.quote(hit.start, hit.end)
        return quote


def _profiles(text: AlignedText, items: Sequence[Item], hits: list[Hit]) -> Iterator[tuple[str, Profile]]:
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


def _heads(item: Item, parents: dict[str, str | None]) -> Iterator[str]:
    """Yield the ids of the enclosing items, innermost first."""
    seen = {item.id}
    head = item.parent
    while head is not None and head in parents and head not in seen:
        seen.add(head)
        yield head
        head = parents[head]


def _labels(
    quotes: _Quotes, item: Item, profile: Profile, heads: list[Counter[str]], scheme: _Scheme
) -> Iterator[Label]:
    taxonomy, rule = scheme.taxonomy, scheme.taxonomy.rule
    scores = _scores(_strengths(profile, heads, rule), profile.lead, scheme)
    best = sorted(range(len(scores)), key=lambda index: -scores[index])[:2]
    for index in best:
        if scores[index] < max(rule.threshold, rule.second * scores[best[0]]):
            return
        evidence = _evidence(profile.hits, scheme.speaking[index])
        if evidence:
            shown = tuple(quotes[hit] for hit in evidence)
            code = taxonomy.codes[index].code
            yield Label(item.id, taxonomy.axis, taxonomy.name, code, round(scores[index], 2), shown)


def _strengths(profile: Profile, heads: list[Counter[str]], rule: Rule) -> dict[str, float]:
    """Return how strongly each topic is present, with the worth of the lead and of the enclosing heads."""
    amounts = dict(profile.amounts)
    for topic, count in profile.lead.items():
        amounts[topic] += rule.lead * count
    for head in heads:
        for topic, count in head.items():
            amounts[topic] = amounts.get(topic, 0.0) + rule.inherit * count
    return {topic: log1p(amount) for topic, amount in amounts.items()}


def _scores(strengths: dict[str, float], lead: Counter[str], scheme: _Scheme) -> list[float]:
    """Return the score of each code: the weighted sum of the strengths."""
    scores = [0.0] * len(scheme.taxonomy.codes)
    for topic, strength in strengths.items():
        for index, in_text, in_lead in scheme.weights.get(topic, ()):
            scores[index] += in_text * strength
            if in_lead and topic in lead:
                scores[index] += in_lead
    return scores


def _evidence(hits: Sequence[Hit], speaking: frozenset[str]) -> list[Hit]:
    """Return the first place of each word whose topic speaks for the code."""
    found: dict[str, Hit] = {}
    for hit in hits:
        if hit.topic in speaking and hit.word not in found:
            found[hit.word] = hit
    return list(found.values())
