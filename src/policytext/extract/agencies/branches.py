"""Parts of bodies: behind the name, and alone after the body has been named."""

from __future__ import annotations

import re
from dataclasses import replace

from policytext.extract.agencies.mentions import REACH, Mention, State
from policytext.extract.agencies.names import (
    agency_lexicon,
    committee,
    openings,
    parts,
)
from policytext.extract.agencies.parts import CUT, read_part
from policytext.extract.agencies.prefix import KIND_LEFT, rank_level, read_prefix
from policytext.extract.agencies.tails import read_tail
from policytext.extract.places import MUNICIPALITIES, gazetteer
from policytext.model import Level

# 市委办|理, 市委办|公室 are other words.
HURRY = re.compile("[事理法学公件案成好实结]")


def read_branch(state: State, start: int, end: int) -> Mention | None:
    """Read a branch that stands alone after its parent: 市北分局, 南湖派出所, 分局."""
    text, floor = state.around.text, state.floor
    word = text[start:end]
    system = "court" if "法庭" in word else "police"
    parent = _parent(state, system, word)
    low = max(floor, start - 8)
    for stop in CUT.finditer(text, low, start):
        low = stop.end()
    stem = text[low:start]
    if word in ("支队", "总队", "大队"):
        return _read_squad(state, parent, low, end)
    for size in range(len(stem), 1, -1):
        name = stem[-size:]
        read = read_part(name + word, 0, system, parent.code if parent else state.around.jurisdiction)
        if parent and parent.name and read and read.end == len(name + word) and (read.code or word != "分局"):
            return Mention(
                start - size, end, parent.name + read.name, read.code or parent.code, read.level or parent.level, system,
                "branch", parent=parent.name,
            )  # fmt: skip
    last = next(
        (
            m
            for m in reversed(state.mentions[-REACH:])
            if m.key == "branch" or (m.parent and m.name and m.name.endswith(word))
        ),
        None,
    )
    if last and start - last.start < 600 and not KIND_LEFT.search(text, max(0, start - 8), start) and word == "分局":
        return replace(last, start=start, end=end)
    return Mention.kind(start, end, system)


def _parent(state: State, system: str, word: str) -> Mention | None:
    """Return the body that a branch belongs to: the police of a city, or for a station the branch named last."""
    for mention in reversed(state.mentions[-REACH:]):
        if mention.system != system or mention.generic or not mention.name:
            continue
        if mention.parent is None:
            head = mention
        elif word == "派出所" and mention.name.endswith("分局"):
            return mention
        else:
            above = gazetteer().parent(mention.code) if mention.code and mention.level != "city" else mention.code
            head = replace(mention, name=mention.parent, code=above, level="city", parent=None)
        of_province = head.level == "province" and head.code not in MUNICIPALITIES
        if _fits(word, head.level) and not (word == "分局" and of_province):
            return head
    return None


def read_again(state: State, start: int, end: int) -> Mention | None:
    """Read 市局, 省厅 as the department of that level named last."""
    unit, tail = state.around.text[start], state.around.text[end - 1]
    if start and state.around.text[start - 1] in "城全我各社园":
        return None
    for mention in reversed(state.mentions):
        if start - mention.end > 3000:
            return None
        fits = mention.name and mention.name.endswith(tail) and not mention.parent and not mention.generic
        if fits and mention.level == rank_level(unit):
            return replace(mention, start=start, end=end)
    return None


def _fits(word: str, level: Level | None) -> bool:
    """Tell whether a body of the level has branches of the kind: 支队 belong to cities, 总队 to provinces."""
    if word.endswith("总队"):
        return level == "province"
    if word.endswith(("支队", "分局")):
        return level in ("city", "province") if word.endswith("分局") else level == "city"
    return level in ("city", "county") if word.endswith("大队") else True


def is_squad(state: State, end: int) -> bool:
    """Tell whether the word that ends here names a squad."""
    return state.around.text.endswith(("支队", "总队", "大队"), 0, end)


def _read_squad(state: State, parent: Mention | None, start: int, end: int) -> Mention | None:
    """Read a squad: 市劳动保障监察大队 with its place, 警务督察支队 as one of the police named before."""
    text = state.around.text
    if (named := read_tail(state.around, end - 2, end, state.mentions)) is not None:
        return named
    if parent is None or not 2 <= end - 2 - start <= 8 or start - parent.end > 3000:
        return None
    name = (parent.name or "") + text[start:end]
    return Mention(start, end, name, parent.code, parent.level, parent.system, "part", parent=parent.name)


def read_alone(state: State, start: int, end: int) -> Mention | None:
    """Read a part that stands alone after its body: 执行局 after 顺德区人民法院; one with a rank of its own is no part of it."""
    text = state.around.text
    part = parts()[text[start:end]]
    prefix = read_prefix(state.around, start, state.floor)
    if prefix and prefix.unit and not prefix.kind and "police" not in part.under:
        code = state.around.resolve(prefix.unit, start)
        name = gazetteer().long_name(code) + part.name if code else text[prefix.start : end]
        return Mention(prefix.start, end, name, code, rank_level(prefix.unit), "gov", "part")
    for mention in reversed(state.mentions[-REACH:]):
        if start - mention.end > 1500:
            return None
        if (
            mention.system in part.under
            and mention.name
            and not mention.generic
            and _fits(text[start:end], mention.level)
        ):
            base = mention.parent or mention.name
            return replace(mention, start=start, end=end, name=base + part.name, key="part", parent=base)
    return None


def extend(state: State, mention: Mention) -> Mention:
    """Add the parts that follow the name: 绥中县人民法院|执行局, 市公安局|和平分局|南湖派出所."""
    if mention.generic:
        return mention
    text = state.around.text
    if mention.key == "party" and text.startswith("办", mention.end) and not HURRY.match(text, mention.end + 1):
        mention = replace(mention, end=mention.end + 1, name=_office(mention, text), key="part", parent=mention.name)
    while not _opens_body(text, mention) and (part := read_part(text, mention.end, mention.system, mention.code)):
        base = mention.name or ""
        if mention.key == "party" and mention.code:
            base = committee(mention.code)
        named = mention.name != text[mention.start : mention.end] or mention.code is not None
        mention = replace(
            mention,
            end=part.end,
            name=(base if named else text[mention.start : mention.end]) + part.name,
            level=part.level or mention.level,
            code=part.code or mention.code,
            key="branch" if part.level else "part",
            parent=mention.parent or mention.name,
        )
    return mention


def _office(mention: Mention, text: str) -> str:
    """Return the name of a committee's office: 市委办."""
    return committee(mention.code) + "办公室" if mention.code else text[mention.start : mention.end + 1]


def _opens_body(text: str, mention: Mention) -> bool:
    """Tell whether another body begins right behind: a department of a committee (市委|政法委), a central body."""
    if text[mention.end : mention.end + 2] not in openings():
        return False
    kinds = ("body", "national") if mention.key in ("party", "{J}人民政府") else ("national",)
    terms = agency_lexicon().terms
    found = (terms.get(text[mention.end : mention.end + size]) for size in range(14, 1, -1))
    return any(term is not None and term.kind in kinds for term in found)
