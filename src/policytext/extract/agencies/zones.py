"""Departments of development zones, which are no divisions: 高新区市场监管局, 赣江新区行政审批局."""

from __future__ import annotations

import re

from policytext.extract.agencies.mentions import REACH, Mention, State
from policytext.extract.agencies.names import Term, choose
from policytext.extract.agencies.parts import CUT_VERB
from policytext.extract.agencies.prefix import KIND_LEFT, read_prefix
from policytext.extract.agencies.tails import find_prefixes, in_full, name_start
from policytext.extract.places import gazetteer

# The kinds that stand without a name of their own: a city has one.
_ONE_OF_A_CITY = (
    "高新技术产业开发区|经济技术开发区|经济开发区|综合保税区|高新区|经开区|综保区|保税区|开发区|航空港区|保税港区"
)
_KIND = re.compile(
    f"(?:{_ONE_OF_A_CITY}|自由贸易试验区|自贸试验区|自贸区|自贸片区|新片区|新区|示范区|度假区|风景名胜区|风景区|工业园区|产业园区|园区|合作区|试验区)$"
)
_LONGEST_KIND, _LONGEST_STEM = 9, 8


def read_zone_body(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read the department of a zone, or None where no zone stands before it or the place before it is a division.

    >>> from policytext.extract.agencies.finder import find_mentions
    >>> [mention.name for mention in find_mentions("浏阳经开区市场监管局、高新区行政审批局", "430181")]
    ['浏阳经济技术开发区市场监督管理局', '浏阳高新技术产业开发区行政审批局']
    """
    text, floor = state.around.text, state.floor
    kind = _KIND.search(text, max(floor, start - _LONGEST_KIND), start)
    template = choose(term.bodies, "county").template
    if kind is None or not template.startswith("{J}"):
        return None
    named = read_prefix(state.around, start, floor)
    if named is not None and named.code is not None and named.start <= kind.start():
        return None
    zone = _read_zone(state, kind)
    if zone is None:
        return None
    begin, name, code = zone
    if KIND_LEFT.search(text, max(0, begin - 8), begin):
        return Mention.kind(begin, end, term.system)
    return Mention(begin, end, name + template.removeprefix("{J}"), code, "county", term.system, template)


def _read_zone(state: State, kind: re.Match[str]) -> tuple[int, str, str | None] | None:
    """Return where the name of a zone begins, its full name and its place; None where it is only a word of another name."""
    around, own = state.around, state.around.jurisdiction
    low, words = name_start(around, state.floor, kind.start()), in_full(kind[0])
    for prefix, position in find_prefixes(around, low, kind.start() + 1):
        if prefix.kind or kind.start() - position > _LONGEST_STEM or position > kind.start():
            continue
        code = prefix.code or (around.resolve(prefix.unit, position) if prefix.unit else None)
        place = around.text[prefix.start : position]
        opening = gazetteer().long_name(code) if code and prefix.unit else place
        return prefix.start, opening + around.text[position : kind.start()] + words, code
    if known := _known(state, words):
        return kind.start(), *known
    low = max((low, *(stop.end() for stop in CUT_VERB.finditer(around.text, low, kind.start()))))
    stem = around.text[low : kind.start()]
    if 2 <= len(stem) <= _LONGEST_STEM and not around.text[low - 1 : low].isalpha():
        return low, stem + words, own
    if re.fullmatch(_ONE_OF_A_CITY, kind[0]) is None:
        return None
    return kind.start(), (gazetteer().by_code[own].short if own else "") + words, own


def _known(state: State, words: str) -> tuple[str, str | None] | None:
    """Return full name and place of the zone of this kind named last."""
    for mention in reversed(state.mentions[-REACH:]):
        if mention.name and not mention.generic and (at := mention.name.find(words)) > 0:
            return mention.name[: at + len(words)], mention.code
    return None
