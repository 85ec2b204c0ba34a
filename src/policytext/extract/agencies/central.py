"""Central bodies and their local offices: 财政部, 国家税务总局大连市税务局."""

from __future__ import annotations

import re
from functools import cache

from policytext.extract.agencies.mentions import Mention, State
from policytext.extract.agencies.names import (
    NOT_AGENCIES,
    Term,
)
from policytext.extract.agencies.prefix import Surroundings
from policytext.extract.places import gazetteer
from policytext.lexicon import read_word_lists

LOCAL = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?P<tail>中心支行|营业管理部|分行|支行|监管分局|监管局|分局|调查总队|调查队|税务局|海关)"
)


def read_national(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read a central body, or its local office where a place follows."""
    text = state.around.text
    if term.system in NOT_AGENCIES or _abroad().search(text, max(0, start - 5), start):
        return None
    if local := read_local(state, start, end, term):
        return local
    if text.startswith("部门", end - 1) and text[end - 1] == "部":
        return None
    return Mention(start, end, term.name, None, "national", term.system, term.name)


@cache
def _abroad() -> re.Pattern[str]:
    """Compile names of countries, behind which 财政部 is not China's."""
    return re.compile(read_word_lists("agency_words.toml").either("foreign", "countries") + "$")


def read_local(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read the local office of a central body: 人民银行|苏州市分行, 国家税务总局|大连市税务局."""
    text = state.around.text
    name = term.name or term.bodies[0].national or ""
    if term.system not in ("tax", "vertical", "gov", "customs") or not (match := LOCAL.match(text, end)):
        return None
    place = _place_at(state.around, end, match.start("tail"))
    if place is None or place[1] != match.start("tail"):
        return None
    named = gazetteer().long_name(place[0]) if term.system == "tax" else text[end : place[1]]
    level = gazetteer().level_of(place[0])
    return Mention(start, match.end(), f"{name}{named}{match['tail']}", place[0], level, term.system, name)


def _place_at(around: Surroundings, start: int, end: int) -> tuple[str, int] | None:
    """Return the place whose name begins here, and where the name ends."""
    text, places = around.text, gazetteer()
    for size in range(min(12, end - start), 1, -1):
        word = text[start : start + size]
        codes = places.by_name.get(word) or places.by_short.get(word)
        if codes and (code := around.settle(codes, start) or codes[0]):
            inner = _place_at(around, start + size, end) if start + size < end else None
            return inner if inner and code in places.lineage(inner[0]) else (code, start + size)
    return None
