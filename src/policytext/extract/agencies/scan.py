"""The pass over a text by the gazetteer of bodies."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from policytext.extract.agencies.bodies import read_body, read_party
from policytext.extract.agencies.branches import extend, is_squad, read_again, read_alone, read_branch
from policytext.extract.agencies.central import read_national
from policytext.extract.agencies.mentions import Mention, State
from policytext.extract.agencies.names import (
    TAILS,
    Term,
    agency_lexicon,
    committee,
)
from policytext.extract.agencies.parts import STATIONED, is_meeting
from policytext.extract.agencies.prefix import Surroundings, read_prefix
from policytext.extract.agencies.tails import read_hotline, read_tail
from policytext.extract.agencies.zones import read_zone_body
from policytext.extract.places import gazetteer

# Letters that go on to another word after the last letter of a body: 政务服务办|事, 发改委|托, 公安部|署.
NOT_NEXT = {
    "办": re.compile("[事理法学件案成好实结完证税]"),
    "局": re.compile("[面势限地域]|部(?!署)"),
    "委": re.compile("[托任屈婉]|派(?![驻员出人])|员"),
    "部": re.compile("[门署分队委位级]|长(?!春|沙|治)"),
    "院": re.compile("[校士线]"),
    "厅": re.compile("级"),
    "联": re.compile("[动系席网]|合会"),
    "会": re.compile("[议同]"),
    "协": re.compile("[议调商助力定]"),
    "大": re.compile("[力型幅量]"),
}
# 市政府|各部门, 市委|有关部门, 省人民政府|发展改革部门: the departments of a whole are a kind.
WHOLE = ("party", "{J}人民政府", "国务院")
DEPARTMENTS = re.compile(
    "(?:各|有关|相关|所属|直属)(?:各|有关|直属|工作)?(?:部门|单位|机构|委、?办、?局|部委办局|部、?委|局、?委、?办)"
    r"|(?:(?![和与及或等上])[\u4e00-\u9fff]){2,8}?(?:主管|行政管理)部门"
)
NEVER = re.compile("(?!)")


def is_hidden(hidden: Sequence[tuple[int, int]], position: int) -> bool:
    """Tell whether a position lies inside one of the stretches, which are in order: titles in 《》."""
    index = bisect_right(hidden, (position, len("》") << 60)) - 1
    return index >= 0 and hidden[index][0] <= position < hidden[index][1]


def scan(around: Surroundings, hidden: Sequence[tuple[int, int]]) -> list[Mention]:
    """Find the mentions that the gazetteer opens or closes, in order."""
    state = State(around, [])
    text = around.text
    lexicon = agency_lexicon()
    for start, end, word in lexicon.spans(text):
        term = lexicon.terms[word]
        goes_on = term.kind != "party" and NOT_NEXT.get(text[end - 1], NEVER).match(text, end)
        if start < state.floor or is_hidden(hidden, start) or goes_on:
            continue
        mention = _read(state, start, end, term)
        if mention is None:
            continue
        if mention.key in WHOLE and (below := DEPARTMENTS.match(text, mention.end)):
            mention = Mention.kind(mention.start, below.end(), mention.system)
        if mention.generic or not is_meeting(text, mention.end):
            stationed = STATIONED.match(text, mention.end) if mention.system == "supervision" else None
            mention = _station(state, mention, stationed) if stationed else extend(state, mention)
            _append(state, mention)
            if (standing := _standing_committee(text, mention)) is not None:
                state.mentions.append(standing)
    return state.mentions


# 市人大及其常委会: the congress and its standing committee.
STANDING = re.compile("[及和与]其(?P<name>常委会|常务委员会)")


def _standing_committee(text: str, mention: Mention) -> Mention | None:
    """Read the standing committee that is named behind its congress."""
    if not mention.key.endswith("人民代表大会") or not (match := STANDING.match(text, mention.end)):
        return None
    name, key = f"{mention.name}常务委员会", f"{mention.key}常务委员会"
    return replace(mention, start=match.start("name"), end=match.end(), name=name, key=key)


def _append(state: State, mention: Mention) -> None:
    """Add a mention, joined with the one before where both make one body (市委市政府信访局)."""
    last = state.mentions[-1] if state.mentions else None
    if last and last.end == mention.start and last.key == "party" and mention.joint:
        place = mention.code
        name = f"{committee(place)}、{mention.name}" if place and mention.name else mention.name
        state.mentions[-1] = replace(mention, start=last.start, name=name)
    else:
        state.mentions.append(mention)


def _read(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read the mention that a term of the gazetteer opens or closes."""
    if term.kind == "body":
        return read_zone_body(state, start, end, term) or read_body(state, start, end, term)
    if term.kind == "party":
        return read_party(state, start, end)
    if term.kind == "national":
        return read_national(state, start, end, term)
    if term.kind == "generic":
        return _read_generic(state, start, end)
    if term.kind == "hotline":
        return read_hotline(state.around, start, state.mentions)
    if term.kind == "tail":
        return read_tail(state.around, start, end, state.mentions)
    if term.kind == "branch":
        return read_branch(state, start, end)
    if term.kind == "part":
        return read_alone(state, start, end) or _read_end(state, end)
    if term.kind == "again":
        return read_again(state, start, end) or _read_end(state, end)
    return None


def _read_end(state: State, end: int) -> Mention | None:
    """Read the last letters of a term that names nothing here as the tail of another name: 公园城|市局."""
    if is_squad(state, end):
        return read_branch(state, end - 2, end)
    tail = next((word for word in TAILS if state.around.text.endswith(word, 0, end)), None)
    return read_tail(state.around, end - len(tail), end, state.mentions) if tail else None


def _read_generic(state: State, start: int, end: int) -> Mention:
    left = start
    whole = state.mentions[-1] if state.mentions else None
    if whole and whole.end == start and whole.key in WHOLE and state.around.text.endswith("部门", start, end):
        return Mention.kind(state.mentions.pop().start, end, whole.system)
    prefix = read_prefix(state.around, start, state.floor)
    if prefix and not prefix.kind:
        left = prefix.start
    return Mention.kind(left, end, "generic")


def _station(state: State, mention: Mention, match: re.Match[str]) -> Mention:
    """Name a group that a commission stations in another body: 市纪委监委驻市发改委纪检监察组."""
    text = state.around.text
    host = match["host"]
    around = replace(state.around, text=text[: match.end("host")])
    inner = State(around, [replace(mention, end=match.start("host"))])
    for start, end, word in agency_lexicon().spans(host):
        found = _read(inner, match.start("host") + start, match.start("host") + end, agency_lexicon().terms[word])
        if found and found.name and found.end == match.end("host"):
            host = found.name
            break
    place = gazetteer().long_name(mention.code) if mention.code else ""
    head = (
        text[mention.start : mention.end]
        if not place
        else place + ("纪委监委" if "监委" in text[mention.start : mention.end] else "纪委")
    )
    return replace(
        mention, end=match.end(), name=f"{head}{match['head']}{host}{match['tail']}", key="part", parent=mention.name
    )
