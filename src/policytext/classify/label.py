"""Label items: the words of topics and what coded items teach, read together, each label with what earned it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from policytext.classify.phrases import Phrase, Phrases, features, find_phrases, phrases_of
from policytext.classify.polarity import polarity_of
from policytext.classify.terms import Profile, Scheme, find_evidence, find_profiles, prepare, score_codes
from policytext.linear import LinearModel
from policytext.model import Item, Label
from policytext.taxonomy import Taxonomy
from policytext.text import AlignedText

# An item has so many codes of a scheme at most (codebook, part 7).
_MOST = 2
# So many phrases of a model are shown as evidence beside the words of topics.
_SHOWN = 3
# These say how something is meant, not what it is about: they count, but show nothing.
_MODAL = frozenset(("严禁", "禁止", "不准", "不许", "不得", "应当", "可以", "必须", "一律"))
# A phrase of less weight than most shows nothing; an item with no other is without evidence and gets no label.
_TELLING = 0.1


def label_items(text: AlignedText, items: Sequence[Item], taxonomies: Sequence[Taxonomy]) -> Iterator[Label]:
    """Yield the labels of the measures and principles: per taxonomy at most two codes, the best first.

    Where a taxonomy has a model, the probability of a code must reach the model's threshold; it weighs what the words of
    topics score together with the model's phrases. Else the score must reach the threshold of the taxonomy's rule, a
    second one also a share of the first. No label is a result, too.

    >>> from policytext.text import AlignedText
    >>> text = AlignedText.of("一是走访企业。建立走访企业制度，听取企业诉求。")
    >>> item = Item("i1", text.quote(0, len(text)), "一是", "inline", 1, None, "走访企业", "measure")
    >>> [(label.code, label.evidence[0]) for label in label_items(text, [item], [Taxonomy.load("relation")])]
    [('亲', Quote(text='走访企业', span=Span(start=2, end=6)))]
    """
    schemes = [prepare(taxonomy) for taxonomy in taxonomies]
    by_id = {item.id: item for item in items}
    profiles = {
        id(words): dict(find_profiles(text, items, words))
        for words in {id(scheme.words): scheme.words for scheme in schemes}.values()
    }
    phrases = {
        id(scheme.taxonomy.model): find_phrases(text.text, phrases_of(scheme.taxonomy.model))
        for scheme in schemes
        if scheme.taxonomy.model is not None
    }
    openings = dict(_openings(text, items))
    for item in items:
        if item.kind in ("measure", "principle"):
            heads = tuple(_heads(item, by_id))
            for scheme in schemes:
                reading = _read(item, heads, profiles[id(scheme.words)], phrases.get(id(scheme.taxonomy.model)), text)
                yield from _labels(reading, scheme, openings[item.id])


def _openings(text: AlignedText, items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """Yield for each item the line that opens its list (公职人员不得有下列行为：), empty where none does."""
    reached, opening = 0, ""
    for item in sorted(items, key=lambda item: item.span.start):
        start = text.find_raw(item.span.start)
        between = text.text[reached:start].strip() if start >= reached else ""
        if between:
            line = between.rpartition("\n")[2]
            opening = line if line.endswith("：") else ""
        yield item.id, opening
        reached = max(reached, start, text.find_raw(item.span.end))


@dataclass(frozen=True, slots=True)
class Reading:
    """An item as one scheme reads it: the heads above it, its profile and theirs, its phrases, its place."""

    text: AlignedText
    item: Item
    heads: tuple[Item, ...]
    profile: Profile
    above: tuple[Profile, ...]
    phrases: tuple[Phrase, ...]
    start: int

    def scores(self, scheme: Scheme) -> list[float]:
        """Return what the words of topics score for each code."""
        return score_codes(self.profile, [profile.lead for profile in self.above], scheme)


def _heads(item: Item, by_id: Mapping[str, Item]) -> Iterator[Item]:
    """Yield the enclosing items, innermost first."""
    seen = {item.id}
    head = by_id.get(item.parent or "")
    while head is not None and head.id not in seen:
        seen.add(head.id)
        yield head
        head = by_id.get(head.parent or "")


def _read(
    item: Item, heads: tuple[Item, ...], profiles: Mapping[str, Profile], phrases: Phrases | None, text: AlignedText
) -> Reading:
    start, end = text.find_raw(item.span.start), text.find_raw(item.span.end)
    body = start + len(item.marker or "") if text.text.startswith(item.marker or "", start) else start
    found = tuple(phrases.within(body, end)) if phrases is not None else ()
    return Reading(text, item, heads, profiles[item.id], tuple(profiles[head.id] for head in heads), found, start)


def _labels(reading: Reading, scheme: Scheme, opening: str) -> Iterator[Label]:
    taxonomy, item = scheme.taxonomy, reading.item
    chosen = _by_model(reading, scheme, taxonomy.model) if taxonomy.model else _by_rule(reading, scheme)
    for index, score in chosen:
        code = taxonomy.codes[index].code
        places = _evidence(reading, scheme, index)
        if places:
            quotes = tuple(reading.text.quote(start, end) for start, end in places)
            at = [start - reading.start for start, _ in places]
            polarity = polarity_of(item.quote.text, at, [opening, *(head.lead for head in reading.heads)])
            yield Label(item.id, taxonomy.axis, taxonomy.name, code, round(score, 2), quotes, polarity)


def _by_rule(reading: Reading, scheme: Scheme) -> list[tuple[int, float]]:
    """Return the codes whose score reaches the taxonomy's threshold, the best first."""
    rule = scheme.taxonomy.rule
    best = sorted(enumerate(reading.scores(scheme)), key=itemgetter(1), reverse=True)[:_MOST]
    return [pair for pair in best if pair[1] >= max(rule.threshold, rule.second * best[0][1])]


def _by_model(reading: Reading, scheme: Scheme, model: LinearModel) -> list[tuple[int, float]]:
    """Return the codes whose probability reaches the model's threshold, the best first."""
    codes = (code.code for code in scheme.taxonomy.codes)
    scores = dict(zip(codes, reading.scores(scheme), strict=True))
    chances = model.chances(features(scores, (phrase.feature for phrase in reading.phrases)))
    best = sorted(enumerate(chances), key=itemgetter(1), reverse=True)[:_MOST]
    return [pair for pair in best if pair[1] >= float(model.about["threshold"])]


def _evidence(reading: Reading, scheme: Scheme, index: int) -> list[tuple[int, int]]:
    """Return the places of the words and of the strongest phrases that speak for a code, in order of the text."""
    places = [(hit.start, hit.end) for hit in find_evidence(reading.profile, index, scheme)]
    model = scheme.taxonomy.model
    if model is not None:
        known = [
            phrase
            for phrase in reading.phrases
            if phrase.feature in model.weights and reading.text.text[phrase.start : phrase.end] not in _MODAL
        ]
        told = sorted(known, key=lambda phrase: -model.weights[phrase.feature][index])[:_SHOWN]
        places += [phrase[:2] for phrase in told if model.weights[phrase.feature][index] > _TELLING]
    return list(_outermost(places))


def _outermost(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that lie in no other one, in order."""
    reached = -1
    for start, end in sorted(set(places), key=lambda place: (place[0], -place[1])):
        if end > reached:
            reached = end
            yield start, end
