"""What coded documents teach where the rules for kinds tie: a linear model over the words around a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from policytext.extract.dates import When
from policytext.extract.targets.around import Around
from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.scene import Scene, section_at
from policytext.extract.targets.words import target_words
from policytext.linear import LinearModel, parse_model

FILE = "target_kinds.json"
# How many characters right before and behind a number are one feature, at growing length.
_CLOSE = 4
# How many characters behind a number are looked at in pairs.
_AHEAD = 13


@cache
def kind_model() -> LinearModel:
    """Return the model of ``data/models/target_kinds.json``."""
    return parse_model((files("policytext") / "data" / "models" / FILE).read_text("utf-8"), FILE)


def kind_features(
    quantity: Quantity, around: Around, scene: Scene, place: int, ruled: tuple[str, float]
) -> Iterator[str]:
    """Yield the features of a number: what the rules say, its own form, its date, section and genre, the words around it.

    ``ruled`` is the kind that the rules give and their score of tense.
    """
    kind, score = ruled
    section = section_at(scene, place)
    side = "0" if section is None else "+" if section.weight > 0 else "-"
    yield f"rule={kind}"
    yield f"score={max(-4, min(4, round(score / 3)))}"
    yield f"genre={scene.genre}"
    yield f"genre,family={scene.genre},{quantity.family}"
    yield f"genre,section={scene.genre},{side}"
    yield f"family={quantity.family}"
    yield f"unit={quantity.unit}"
    yield f"bound={quantity.bound}"
    yield f"lead={around.lead_in}"
    yield f"range={quantity.upper is not None}"
    yield f"frequency={around.frequency is not None}"
    yield f"preamble={place < scene.first_item}"
    if around.date is not None:
        yield f"date={around.date.role},{_side_of(around.date, scene.today)}"
    yield from _words_around(around)


def words_of(features: Sequence[str]) -> tuple[str, ...]:
    """Return the words of the text in features, at most three that are no part of each other, or what they are else.

    >>> words_of(["before=于", "genre=plan", "after=家企业", "after=家"])
    ('于', '家企业')
    >>> words_of(["genre=plan"])
    ('learned',)
    """
    told: list[str] = []
    for feature in features:
        name, _, words = feature.partition("=")
        if name in ("before", "after", "behind", "act", "passage") and not any(words in one for one in told):
            told.append(words)
    return tuple(told[:3]) or ("learned",)


def _side_of(date: When, today: str | None) -> str:
    """Tell whether a date lies before, in or after the document's own, as far as both are known."""
    size = min(len(date.value or ""), len(today or ""))
    named, own = (date.value or "")[:size], (today or "")[:size]
    return "unknown" if not size else "ahead" if named > own else "past" if named < own else "now"


def _words_around(around: Around) -> Iterator[str]:
    """Yield the words before and after a number at growing length, pairs of characters behind it, verb and cues."""
    before, after = around.before, around.after
    yield from (f"before={before[-size:]}" for size in range(1, min(len(before), _CLOSE) + 1))
    yield from (f"after={after[:size]}" for size in range(1, min(len(after), _CLOSE) + 1))
    for index in range(min(len(after), _AHEAD) - 1):
        yield f"behind={after[index : index + 2]}"
    if acted := target_words().acted.search(before):
        yield f"act={acted['verb']}"
    for _, cue in around.passage:
        yield f"passage={cue}"
    yield f"stop={around.stop}"
