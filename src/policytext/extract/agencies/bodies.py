"""Bodies of places and party committees: with their place or rank, in lists, and bare."""

from __future__ import annotations

import re
from dataclasses import replace

from policytext.extract.agencies.central import read_local
from policytext.extract.agencies.mentions import Mention, State
from policytext.extract.agencies.names import (
    Body,
    Term,
    choose,
    committee,
    court_template,
    full_name,
    local_names,
)
from policytext.extract.agencies.prefix import HAN, KIND_LEFT, Prefix, rank_level, read_prefix
from policytext.extract.agencies.tails import read_compound
from policytext.extract.agencies.towns import read_township
from policytext.extract.places import gazetteer
from policytext.model import Level

OFFICER = re.compile(
    r"(?:党委|党组|分党组)?(?:副)?(?:局长|院长|检察长|书记|主任|主席|厅长|部长)|长[\u4e00-\u9fff]{2,3}(?:[，。、同]|出席|介绍|表示|说)"
)
# 县级以上|人民政府, 省级|人民政府 are kinds.
RANKED = re.compile(r"级(?:以上)?(?:地方)?(?:各级)?$")
# 新疆生产建设兵团|第八师|石河子市 before a body: a part of the corps, which is no division of GB/T 2260.
CORPS = "新疆生产建设兵团"
CORPS_PART = re.compile(r"(?:第[一二三四五六七八九十]{1,3}师)?(?:[\u4e00-\u9fff]{2,4}市)?")
# Last words of bodies whose names places compose anew: 文化旅游广电|体育局.
COMPOUND = ("局", "委员会", "厅")
# Without place and list these name no body: 政府要转变职能.
NEVER_ALONE = ("政府", "人民政府", "人大", "政协", "工会", "海关", "人民政协", "人民政治协商会议", "府办", "府办公室")
COURTS = ("法院", "检察院")
WITH_BODIES = re.compile(r"[、和与](?:检察院|法院|[市县区旗](?![场民域]))")
# 财政厅（局）: whichever a place has.
EITHER = ("（局）", "（委）", "（厅）", "（办）")
OTHER_PARTIES = ("民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "九三", "台盟")
COMMITTEE = Body("中共{J}委员会", frozenset(), "party", "kind", None, "party")
CONSULTATIVE = Body("中国人民政治协商会议{J}委员会", frozenset(), "cppcc", "kind", None, "cppcc")
YOUTH = Body("共青团{J}委员会", frozenset(), "mass", "kind", None, "youth")
# What may stand before a committee's place and make it the committee of another body.
HEADS = (
    ("中国共产党", COMMITTEE), ("中共", COMMITTEE), ("共青团", YOUTH), ("团", YOUTH),
    ("中国人民政治协商会议", CONSULTATIVE), ("政协", CONSULTATIVE),
)  # fmt: skip
# 政协|大连市委员会: the place stands inside the name.
COMMITTEE_OF = re.compile(r"[\u4e00-\u9fff]{1,9}[省市县区州旗盟]委员会")
# 市委|托, 区委|员 are other words; 市委员会 is the committee in full.
OTHER_COMMITTEE = re.compile("[托任派屈婉外]|员(?!会)")
# Bodies that a committee and a government may share: 市委市政府信访局.
JOINT = frozenset(
    {
        "{J}信访局",
        "{J}人民政府督查室",
        "{J}人民政府督查局",
        "{W}政策研究室",
        "{J}国家保密局",
        "{W}台湾工作办公室",
        "{J}机关事务管理局",
        "{W}农村工作领导小组办公室",
    }
)


def read_party(state: State, start: int, end: int) -> Mention | None:
    """Read 市委, 大连市委, 中共大连市委员会, 团市委."""
    text, floor = state.around.text, state.floor
    if OTHER_COMMITTEE.match(text, end):
        return None
    anchor = end - 2 if text[end - 2 : end] == "党委" else end - 1
    end += 2 if text.startswith("员会", end) else 0
    prefix = read_prefix(state.around, anchor, floor)
    if prefix is None or text.endswith(OTHER_PARTIES, 0, prefix.start):
        return None
    begin = prefix.start
    for head, body in HEADS:
        fits = body is not CONSULTATIVE or text.endswith("委员会", 0, end)
        if fits and text.endswith(head, floor, begin) and not text.endswith(("集团", "社团"), floor, begin):
            return name_mention(state, prefix, begin - len(head), end, body)
    return Mention.kind(begin, end, "party") if prefix.kind else name_mention(state, prefix, begin, end, COMMITTEE)


def name_mention(state: State, prefix: Prefix, start: int, end: int, body: Body) -> Mention:
    """Name a mention by its prefix; without a known place the name is the surface."""
    text = state.around.text
    surface = text[start:end]
    code = prefix.code or (state.around.resolve(prefix.unit, start) if prefix.unit else None)
    if code is None and state.around.is_below(prefix.unit):
        return Mention.kind(start, end, body.system)
    if code is None:
        level = rank_level(prefix.unit) if prefix.unit else None
        return Mention(start, end, surface, None, level, body.system, body.key, joint=body.key in JOINT)
    level = gazetteer().level_of(code)
    template = court_template(level, code) if body.template == "{J}人民法院" else body.template
    if (
        prefix.unit is None
        and surface.endswith("金融监管局")
        and surface == gazetteer().by_code[code].short + "金融监管局"
    ):
        template = "国家金融监督管理总局{N}监管局"  # without its rank the place names the central body's office
    own = local_names().get((code, surface.removeprefix(_opening(text, prefix, start))))
    name = surface if prefix.whole else own or full_name(template, code)
    return Mention(start, end, name, code, level, body.system, body.key, joint=body.key in JOINT)


def _opening(text: str, prefix: Prefix, start: int) -> str:
    """Return the place or rank that a mention opens with."""
    if prefix.unit:
        return prefix.unit
    if prefix.code is None:
        return ""
    division = gazetteer().by_code[prefix.code]
    return next((name for name in (division.name, division.short) if text.startswith(name, start)), "")


def read_body(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read a body with its place or rank before it, or without one where the text lets it stand for a named body."""
    if (
        term.bodies[0].national
        and term.system in ("vertical", "tax")
        and (local := read_local(state, start, end, term))
    ):
        return local
    around, floor = state.around, state.floor
    prefix = read_prefix(around, start, floor)
    if prefix is None:
        return _read_without(state, start, end, term)
    if prefix.unit in ("镇", "乡"):
        return read_township(state, prefix, end, term)
    if prefix.kind:
        return Mention.kind(prefix.start, end, term.system)
    code = prefix.code or (around.resolve(prefix.unit, start) if prefix.unit else None)
    level: Level | None = gazetteer().level_of(code) if code else rank_level(prefix.unit) if prefix.unit else None
    body = choose(term.bodies, level)
    if _is_collective(around.text, prefix.start, body):
        return Mention.kind(prefix.start, end, term.system)
    begin = prefix.start
    for head in ("国家税务总局", "中国国际", "中国人民政治协商会议", "共青团", "中共", "中国"):
        if around.text.endswith(head, floor, begin):
            begin -= len(head)
            break
    return name_mention(state, prefix, begin, end, body)


def _read_without(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read a body without place before it: behind its committee or government, in a longer name, or bare."""
    last = state.mentions[-1] if state.mentions else None
    text = state.around.text
    if last and last.key == CORPS and CORPS_PART.fullmatch(text, last.end, start):
        state.mentions.pop()
        return Mention(last.start, end, text[last.start : end], None, None, term.system, term.bodies[0].key)
    if last and last.end == start and last.key in ("party", "{J}人民政府"):
        return _under(state, last, start, end, term)
    if last and last.end == start and last.generic and last.system in ("party", "gov"):
        state.mentions.pop()
        return Mention.kind(last.start, end, term.system)
    longer = None
    if text.endswith(COMPOUND, start, end):
        longer = read_compound(state.around, start, end, state.floor)
    return longer or _read_bare(state, start, end, term)


def _is_collective(text: str, start: int, body: Body) -> bool:
    """Tell whether 我省法院 or 全市公安局 means all bodies of that kind."""
    return (
        body.bare == "kind"
        and text[start - 1 : start] in ("全", "我", "各")
        and start > 0
        and body.system in ("court", "procuratorate")
    )


def _under(state: State, last: Mention, start: int, end: int, term: Term) -> Mention:
    """Read a department right after its committee or government: 市委|政法委, 市政府|国资委.

    Of two bodies of one short name the committee has its own: 市委|金融办, but 市|金融办.
    """
    own = tuple(body for body in term.bodies if last.key == "party" and body.system == "party")
    body = choose(own or term.bodies, last.level)
    if body.key in JOINT and len(state.mentions) > 1:
        before = state.mentions[-2]
        if before.key == "party" and before.end == last.start and last.key == "{J}人民政府":
            state.mentions.pop()
            state.mentions.pop()
            return _shared(state.around.text, before, last, end, body)
    state.mentions.pop()
    name = full_name(body.template, last.code) if last.code else state.around.text[last.start : end]
    return Mention(last.start, end, name, last.code, last.level, body.system, body.key)


def _shared(text: str, committee_: Mention, government: Mention, end: int, body: Body) -> Mention:
    """Name a body that committee and government share: 市委市政府信访局."""
    code, name = government.code, text[committee_.start : end]
    if code:
        own = body.key.partition("}")[2].removeprefix("人民政府")
        name = f"{committee(code)}、{gazetteer().long_name(code)}人民政府{own}"
    return Mention(committee_.start, end, name, code, government.level, body.system, body.key)


def _read_bare(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read a body without place: in a list after another, or alone."""
    text = state.around.text
    surface = text[start:end]
    ranked = surface in ("政府", "人民政府") and RANKED.search(text, max(0, start - 6), start)
    if ranked or KIND_LEFT.search(text, max(0, start - 8), start) or text.startswith(EITHER, end):
        return Mention.kind(start, end, term.system)
    if surface == "政协" and COMMITTEE_OF.match(text, end):
        return None
    before = state.joined(start)
    if before is None and (state.follows_kinds(start) or (term.system == "mass" and text[start - 1 : start] == "、")):
        return Mention.kind(start, end, term.system)
    if before is not None and (surface != "政府" or before.key == "party"):
        return _like(state, before, start, end, term)
    if surface in NEVER_ALONE:
        return None
    return _read_alone(state, start, end, term)


def _read_alone(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Read a bare body again after its full name, as the document's own or the central one, or as a kind."""
    text, body = state.around.text, term.bodies[0]
    surface = text[start:end]
    if surface in COURTS and _stands_with_bodies(state, start, end):
        return _own(state, start, end, term)
    if surface in ("人民法院", "人民检察院"):
        return Mention.kind(start, end, term.system)
    since = 0 if body.bare == "dept" else max(text.rfind("\n", max(0, start - 600), start) + 1, start - 600)
    known = state.last(body.key, since=since) or (_last_court(state, since) if surface == "法院" else None)
    central = body.bare == "central"
    if known is not None and known.name and not central:
        return replace(known, start=start, end=end)
    if central or body.bare == "dept" or (body.bare == "kind" and OFFICER.match(text, end)):
        return _own(state, start, end, term)
    return Mention.kind(start, end, term.system) if body.bare == "kind" else None


def _stands_with_bodies(state: State, start: int, end: int) -> bool:
    """Tell whether 法院 opens a list of a county's bodies: 法院、检察院和市司法局."""
    text, code = state.around.text, state.around.jurisdiction
    county = code is not None and gazetteer().level_of(code) == "county"
    return county and not (start and HAN.match(text, start - 1)) and WITH_BODIES.match(text, end) is not None


def _last_court(state: State, since: int) -> Mention | None:
    last = state.last("", system="court", since=since)
    if last and last.parent and last.parent.endswith("法院"):
        return replace(last, name=last.parent, parent=None)
    return last if last and last.name and last.name.endswith("法院") else None


def _like(state: State, before: Mention, start: int, end: int, term: Term) -> Mention | None:
    """Name a body in a list like the one before it: 市发改委、国资委; 国家发展改革委、财政部、海关总署."""
    if before.level == "national":
        name = term.bodies[0].national
        return Mention(start, end, name, None, "national", term.system, name or "") if name else None
    body = choose(term.bodies, before.level)
    if before.code is None:
        return Mention(start, end, state.around.text[start:end], None, before.level, body.system, body.key)
    prefix = Prefix(start, before.code, None)
    return name_mention(state, prefix, start, end, body)


def _own(state: State, start: int, end: int, term: Term) -> Mention | None:
    """Name a body without place as that of the document's area, or as the central one where there is none."""
    code = state.around.jurisdiction
    body = term.bodies[0]
    if body.bare == "central" and body.national:
        return Mention(start, end, body.national, None, "national", term.system, body.national)
    if code is None:
        national = next((body.national for body in term.bodies if body.national), None)
        central = term.system in ("vertical", "tax", "customs")
        if national and (central or any(mention.level == "national" for mention in state.mentions[-20:])):
            return Mention(start, end, national, None, "national", term.system, national)
        return Mention(start, end, state.around.text[start:end], None, None, term.system, term.bodies[0].key)
    body = choose(term.bodies, gazetteer().level_of(code))
    return name_mention(state, Prefix(start, code, None), start, end, body)
