"""Agencies: every mention of a body of party or state, found on characters, with its official name and role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policytext.extract.agency_groups import find_aliases, find_groups, read_hotline, read_tail
from policytext.extract.agency_mentions import Mention
from policytext.extract.agency_names import (
    NOT_AGENCIES, Body, Term, agency_lexicon, choose, committee, court_template, full_name, local_names, parts,
)  # fmt: skip
from policytext.extract.agency_parts import CUT, STATIONED, is_meeting, read_part
from policytext.extract.agency_prefix import KIND_LEFT, Prefix, Surroundings, rank_level, read_prefix
from policytext.extract.agency_roles import find_roles
from policytext.extract.places import MUNICIPALITIES, gazetteer
from policytext.model import Agency, Level
from policytext.text import AlignedText

# 法、检、公、司、交 and 公检法司: letters that stand for court, procuratorate, police, justice, traffic police.
LETTERS = re.compile(r"(?<![\u4e00-\u9fff])[公检法司]、[公检法司](?:、[公检法司交])*(?![\u4e00-\u9fff]、)|公检法司?|法检公司?|检法公司?")
LETTER_BODIES = {
    "法": ("{J}人民法院", "court"),
    "检": ("{J}人民检察院", "procuratorate"),
    "公": ("{J}公安局", "police"),
    "司": ("{J}司法局", "justice"),
    "交": ("{J}公安局交通警察{T}", "police"),
}
JOINER = re.compile(r"(?:[、，和与及]|以及|或者?|会同|联合|/)?$")
OFFICER = re.compile(r"(?:党委|党组|分党组)?(?:副)?(?:局长|院长|检察长|书记|主任|主席|厅长|部长)|长[\u4e00-\u9fff]{2,3}(?:[，。、同]|出席|介绍|表示|说)")
GROUND = re.compile(r"《[^《》\n]{0,200}(?:《[^《》\n]{0,200}》[^《》\n]{0,200})*》")
# Letters that go on to another word after the last letter of a body: 政务服务办|事, 发改委|托, 公安部|署.
NOT_NEXT = {
    "办": re.compile("[事理法学件案成好实结完证税]"),
    "局": re.compile("[面部势限地域]"),
    "委": re.compile("[托任屈婉]|派(?!驻)"),
    "部": re.compile("[门署分队委位级]|长(?!春|沙|治)"),
    "院": re.compile("[校士线]"),
    "厅": re.compile("级"),
    "联": re.compile("[动系席网]|合会"),
    "会": re.compile("[议同]"),
    "大": re.compile("[力型幅量]"),
}
NEVER = re.compile("(?!)")
OTHER_PARTIES = ("民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "九三", "台盟")


def find_agencies(text: AlignedText, *, jurisdiction: str | None) -> Iterator[Agency]:
    """Yield every mention of an agency in the body of a document, in order.

    ``text`` is in normal form; ``jurisdiction`` is the six-digit code of the document's area, by which ranks without
    a place (市委) are named. Collective words and kinds come with ``generic`` set. Rules: codebook, part 4.

    >>> text = AlignedText.of("市发改委、国资委会同市公安局和平分局走访企业。")
    >>> [(agency.quote.text, agency.name) for agency in find_agencies(text, jurisdiction="210100")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('市发改委', '沈阳市发展和改革委员会'), ('国资委', '沈阳市人民政府国有资产监督管理委员会'),
     ('市公安局和平分局', '沈阳市公安局和平分局')]
    """
    mentions = find_mentions(text.text, jurisdiction)
    for mention, role in zip(mentions, find_roles(text.text, mentions), strict=True):
        yield Agency(
            quote=text.quote(mention.start, mention.end),
            name=None if mention.generic else mention.name,
            level=None if mention.generic else mention.level,
            place=None if mention.generic else mention.code,
            role=role,
            generic=mention.generic,
        )


def find_mentions(text: str, jurisdiction: str | None) -> list[Mention]:
    """Find the mentions of a text, first pass by the gazetteer, then those that the text itself defines."""
    around = Surroundings.of(text, jurisdiction)
    hidden = [match.span() for match in GROUND.finditer(text)]
    mentions = _scan(around, hidden)
    mentions = _merge(mentions, find_groups(around, mentions), hidden)
    mentions = _merge(mentions, find_aliases(text, mentions), hidden)
    return _merge(mentions, _find_letters(around, mentions), hidden)


def _merge(mentions: Sequence[Mention], more: Sequence[Mention], hidden: Sequence[tuple[int, int]]) -> list[Mention]:
    """Add mentions that are not hidden in a title; where two overlap, the longer or else the later one found stays."""
    found = list(mentions)
    for new in more:
        if _is_hidden(hidden, new.start):
            continue
        clash = [old for old in found if old.start < new.end and new.start < old.end]
        if any(old.end - old.start > new.end - new.start for old in clash):
            continue
        found = [old for old in found if old not in clash]
        found.append(new)
    return sorted(found, key=lambda mention: mention.start)


def _is_hidden(hidden: Sequence[tuple[int, int]], position: int) -> bool:
    index = bisect_right(hidden, (position, len("》") << 60)) - 1
    return index >= 0 and hidden[index][0] <= position < hidden[index][1]


@dataclass(frozen=True, slots=True)
class _State:
    """What the scan knows when it reads a term: the surroundings, and the mentions so far."""

    around: Surroundings
    mentions: list[Mention]

    @property
    def floor(self) -> int:
        """The position before which everything is taken."""
        return self.mentions[-1].end if self.mentions else 0

    def last(self, key: str, *, system: str | None = None, since: int = 0) -> Mention | None:
        """Return the last named mention of the same body, or of a system."""
        for mention in reversed(self.mentions):
            if mention.start < since:
                return None
            if not mention.generic and mention.code and (mention.key == key if system is None else mention.system == system):
                return mention
        return None

    def joined(self, start: int) -> Mention | None:
        """Return the mention that this position goes on in a list, if there is one."""
        if not self.mentions:
            return None
        last = self.mentions[-1]
        between = self.around.text[last.end : start]
        return last if len(between) <= 2 and JOINER.fullmatch(between) and not last.generic else None


def _scan(around: Surroundings, hidden: Sequence[tuple[int, int]]) -> list[Mention]:
    state = _State(around, [])
    text = around.text
    lexicon = agency_lexicon()
    for start, end, word in lexicon.spans(text):
        if start < state.floor or _is_hidden(hidden, start) or NOT_NEXT.get(text[end - 1], NEVER).match(text, end):
            continue
        term = lexicon.terms[word]
        mention = _read(state, start, end, term)
        if mention is None:
            continue
        if mention.generic or not is_meeting(text, mention.end):
            mention = _extend(state, mention)
            _append(state, mention)
    return state.mentions


def _append(state: _State, mention: Mention) -> None:
    """Add a mention, joined with the one before where both make one body (市委市政府信访局)."""
    last = state.mentions[-1] if state.mentions else None
    if last and last.end == mention.start and last.key == "party" and mention.joint:
        place = mention.code
        name = f"{committee(place)}、{mention.name}" if place and mention.name else mention.name
        state.mentions[-1] = replace(mention, start=last.start, name=name)
    else:
        state.mentions.append(mention)


def _read(state: _State, start: int, end: int, term: Term) -> Mention | None:
    """Read the mention that a term of the gazetteer opens or closes."""
    if term.kind == "body":
        return _read_body(state, start, end, term)
    if term.kind == "party":
        return _read_party(state, start, end)
    if term.kind == "national":
        return _read_national(state, start, end, term)
    if term.kind == "generic":
        return _read_generic(state, start, end)
    if term.kind == "hotline":
        return read_hotline(state.around, start, state.mentions)
    if term.kind == "tail":
        return read_tail(state.around, start, end, state.mentions)
    if term.kind == "branch":
        return _read_branch(state, start, end)
    if term.kind == "part":
        return _read_alone(state, start, end) or (_read_branch(state, end - 2, end) if _is_squad(state, end) else None)
    if term.kind == "again":
        return _read_again(state, start, end)
    return None


def _read_generic(state: _State, start: int, end: int) -> Mention:
    left = start
    prefix = read_prefix(state.around, start, state.floor)
    if prefix and not prefix.kind:
        left = prefix.start
    return Mention(left, end, None, None, None, "generic", generic=True)


def _read_national(state: _State, start: int, end: int, term: Term) -> Mention | None:
    text = state.around.text
    if term.system in NOT_AGENCIES:
        return None
    if local := _read_local(state, start, end, term):
        return local
    if text.startswith("部门", end - 1) and text[end - 1] == "部":
        return None
    return Mention(start, end, term.name, None, "national", term.system, term.name)


LOCAL = re.compile(
    r"[\u4e00-\u9fff]{2,9}?(?P<tail>中心支行|营业管理部|分行|支行|监管分局|监管局|分局|调查总队|调查队|税务局|海关)"
)


def _read_local(state: _State, start: int, end: int, term: Term) -> Mention | None:
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
            return code, start + size
    return None


def _read_party(state: _State, start: int, end: int) -> Mention | None:
    """Read 市委, 大连市委, 中共大连市委员会, 团市委."""
    text, floor = state.around.text, state.floor
    if text.startswith(("托", "任", "派", "屈", "婉", "以重任", "外"), end) or (text[end : end + 1] == "员" and text[end : end + 2] != "员会"):
        return None
    anchor = end - 2 if text[end - 2 : end] == "党委" else end - 1
    if text.startswith("员会", end):
        end += 2
    prefix = read_prefix(state.around, anchor, floor)
    if prefix is None:
        return None
    begin = prefix.start
    if text.endswith("团", floor, begin) and not text.endswith(("集团", "社团"), floor, begin):
        head = "共青团" if text.endswith("共青团", floor, begin) else "团"
        return _name(state, prefix, begin - len(head), end, "共青团{J}委员会", "mass", "youth")
    if text.endswith(("共青团",), floor, begin):
        begin -= 3
    if text.endswith(OTHER_PARTIES, 0, begin):
        return None
    for head in ("中国共产党", "中共"):
        if text.endswith(head, floor, begin):
            begin -= len(head)
            break
    if prefix.kind:
        return Mention(begin, end, None, None, None, "party", "party", generic=True)
    return _name(state, prefix, begin, end, "中共{J}委员会", "party", "party")


def _name(state: _State, prefix: Prefix, start: int, end: int, template: str, system: str, key: str) -> Mention:
    """Name a mention by its prefix; without a known place the name is the surface."""
    code = prefix.code or (state.around.resolve(prefix.unit, start) if prefix.unit else None)
    if code is None and state.around.is_below(prefix.unit):
        return Mention(start, end, None, None, None, system, key, generic=True)
    level: Level | None = gazetteer().level_of(code) if code else rank_level(prefix.unit) if prefix.unit else None
    if prefix.whole:
        return Mention(start, end, state.around.text[start:end], code, level, system, key)
    own = local_names().get((code or "", state.around.text[start:end].removeprefix(_opening(state.around.text, prefix, start))))
    if template == "{J}人民法院" and code:
        template = court_template(level, code)
    name = own or (full_name(template, code) if code else state.around.text[start:end])
    return Mention(start, end, name, code, level, system, key, joint=key in JOINT)


def _opening(text: str, prefix: Prefix, start: int) -> str:
    """Return the place or rank that a mention opens with."""
    if prefix.unit:
        return prefix.unit
    if prefix.code is None:
        return ""
    division = gazetteer().by_code[prefix.code]
    return next((name for name in (division.name, division.short) if text.startswith(name, start)), "")


JOINT = frozenset({"{J}信访局", "{J}人民政府督查室", "{W}政策研究室", "{J}国家保密局", "{W}台湾工作办公室", "{J}机关事务管理局", "{W}农村工作领导小组办公室"})


def _read_body(state: _State, start: int, end: int, term: Term) -> Mention | None:
    """Read a body with its place or rank before it, or without one where the text lets it stand for a named body."""
    if term.bodies[0].national and term.system in ("vertical", "tax") and (local := _read_local(state, start, end, term)):
        return local
    around, floor = state.around, state.floor
    prefix = read_prefix(around, start, floor)
    last = state.mentions[-1] if state.mentions else None
    if prefix is None and last and last.end == start and last.key in ("party", "{J}人民政府"):
        return _under(state, last, start, end, term)
    if prefix is None:
        return _read_bare(state, start, end, term)
    if prefix.unit in ("镇", "乡"):
        return _read_township(state, prefix, end, term)
    if prefix.kind:
        return Mention(prefix.start, end, None, None, None, term.system, generic=True)
    code = prefix.code or (around.resolve(prefix.unit, start) if prefix.unit else None)
    level: Level | None = gazetteer().level_of(code) if code else rank_level(prefix.unit) if prefix.unit else None
    body = choose(term.bodies, level)
    if _is_collective(around.text, prefix.start, body):
        return Mention(prefix.start, end, None, None, None, term.system, generic=True)
    begin = prefix.start
    for head in ("国家税务总局", "中国国际", "中国人民政治协商会议", "共青团", "中共", "中国"):
        if around.text.endswith(head, floor, begin):
            begin -= len(head)
            break
    return _name(state, prefix, begin, end, body.template, body.system, body.key)


def _read_township(state: _State, prefix: Prefix, end: int, term: Term) -> Mention:
    """Read the government of a town: its own name stands before the rank (永和|镇|政府)."""
    text = state.around.text
    low = max(state.floor, prefix.start - 4)
    for stop in CUT.finditer(text, low, prefix.start):
        low = stop.end() if stop.end() < prefix.start else low
    stem = text[low : prefix.start]
    if not 2 <= len(stem) <= 4 or stem[-1] in "乡各" or prefix.kind:
        return Mention(prefix.start, end, None, None, None, term.system, generic=True)
    outer = read_prefix(state.around, low, state.floor)
    code = (outer.code if outer else None) or state.around.resolve("县", low) or state.around.resolve("区", low)
    code = code or (state.around.jurisdiction if not (state.around.jurisdiction or "00").endswith("00") else None)
    begin = outer.start if outer and outer.code else low
    body = term.bodies[0].template.replace("{J}", "")
    name = gazetteer().long_name(code) + stem + text[prefix.start] + body if code else text[begin:end]
    return Mention(begin, end, name, code, "township", term.system, "township")


def _is_collective(text: str, start: int, body: Body) -> bool:
    """Tell whether 我省法院 or 全市公安局 means all bodies of that kind."""
    return body.bare == "kind" and text[start - 1 : start] in ("全", "我", "各") and start > 0 and body.system in ("court", "procuratorate")


def _under(state: _State, last: Mention, start: int, end: int, term: Term) -> Mention:
    """Read a department right after its committee or government: 市委|政法委, 市政府|国资委."""
    body = choose(term.bodies, last.level)
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


def _read_bare(state: _State, start: int, end: int, term: Term) -> Mention | None:
    """Read a body without place: in a list after another, again after its full name, or as the document's own."""
    around = state.around
    text, body = around.text, term.bodies[0]
    surface = text[start:end]
    if KIND_LEFT.search(text, max(0, start - 8), start):
        return Mention(start, end, None, None, None, term.system, generic=True)
    before = state.joined(start)
    if before is None and term.system == "mass" and text[start - 1 : start] == "、":
        return Mention(start, end, None, None, None, term.system, generic=True)
    if before is not None and surface not in ("政府",):
        return _like(state, before, start, end, term)
    if before is not None and before.key == "party":
        return _like(state, before, start, end, term)
    if surface in ("政府", "人民政府", "人大", "政协", "工会", "海关", "人民政协"):
        return None
    since = 0 if body.bare == "dept" else max(text.rfind("\n", 0, start) + 1, start - 600)
    known = state.last(body.key, since=since) or (_last_court(state, since) if body.system == "court" else None)
    if known is not None and known.name:
        return replace(known, start=start, end=end)
    if body.bare == "dept" or (body.bare == "kind" and OFFICER.match(text, end)):
        return _own(state, start, end, term)
    return Mention(start, end, None, None, None, term.system, generic=True) if body.bare == "kind" else None


def _last_court(state: _State, since: int) -> Mention | None:
    last = state.last("", system="court", since=since)
    if last and last.parent and last.parent.endswith("法院"):
        return replace(last, name=last.parent, parent=None)
    return last if last and last.name and last.name.endswith("法院") else None


def _like(state: _State, before: Mention, start: int, end: int, term: Term) -> Mention | None:
    """Name a body in a list like the one before it: 市发改委、国资委; 国家发展改革委、财政部、海关总署."""
    if before.level == "national":
        name = term.bodies[0].national
        return Mention(start, end, name, None, "national", term.system, name or "") if name else None
    body = choose(term.bodies, before.level)
    if before.code is None:
        return Mention(start, end, state.around.text[start:end], None, before.level, body.system, body.key)
    prefix = Prefix(start, before.code, None)
    return _name(state, prefix, start, end, body.template, body.system, body.key)


def _own(state: _State, start: int, end: int, term: Term) -> Mention | None:
    """Name a body without place as that of the document's area, or as the central one where there is none."""
    code = state.around.jurisdiction
    if code is None:
        national = next((body.national for body in term.bodies if body.national), None)
        if national and any(mention.level == "national" for mention in state.mentions[-20:]):
            return Mention(start, end, national, None, "national", term.system, national)
        return Mention(start, end, state.around.text[start:end], None, None, term.system, term.bodies[0].key)
    body = choose(term.bodies, gazetteer().level_of(code))
    return _name(state, Prefix(start, code, None), start, end, body.template, body.system, body.key)


def _read_branch(state: _State, start: int, end: int) -> Mention | None:
    """Read a branch that stands alone after its parent: 市北分局, 南湖派出所, 分局."""
    text, floor = state.around.text, state.floor
    word = text[start:end]
    system = "court" if "法庭" in word else "police"
    parent = next(
        (
            mention
            for mention in reversed(state.mentions)
            if mention.system == system and mention.name and mention.parent is None and _fits(word, mention.level)
            and not (word.endswith("分局") and mention.level == "province" and mention.code not in MUNICIPALITIES)
        ),
        None,
    )
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
    last = next((m for m in reversed(state.mentions) if m.key == "branch" or (m.parent and m.name and m.name.endswith(word))), None)
    if last and start - last.start < 600 and not KIND_LEFT.search(text, max(0, start - 8), start) and word == "分局":
        return replace(last, start=start, end=end)
    return Mention(start, end, None, None, None, system, generic=True)


def _read_again(state: _State, start: int, end: int) -> Mention | None:
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


def _is_squad(state: _State, end: int) -> bool:
    """Tell whether the word that ends here names a squad."""
    return state.around.text.endswith(("支队", "总队", "大队"), 0, end)


def _read_squad(state: _State, parent: Mention | None, start: int, end: int) -> Mention | None:
    """Read a squad: 市劳动保障监察大队 with its place, 警务督察支队 as one of the police named before."""
    text = state.around.text
    if (named := read_tail(state.around, end - 2, end, state.mentions)) is not None:
        return named
    if parent is None or not 2 <= end - 2 - start <= 8 or start - parent.end > 3000:
        return None
    name = (parent.name or "") + text[start:end]
    return Mention(start, end, name, parent.code, parent.level, parent.system, "part", parent=parent.name)


def _read_alone(state: _State, start: int, end: int) -> Mention | None:
    """Read a part that stands alone after its body: 执行局 after 顺德区人民法院."""
    text = state.around.text
    part = parts()[text[start:end]]
    for mention in reversed(state.mentions):
        if start - mention.end > 1500:
            return None
        if mention.system in part.under and mention.name and not mention.generic and _fits(text[start:end], mention.level):
            base = mention.parent or mention.name
            return replace(mention, start=start, end=end, name=base + part.name, key="part", parent=base)
    return None


def _extend(state: _State, mention: Mention) -> Mention:
    """Add the parts that follow the name: 绥中县人民法院|执行局, 市公安局|和平分局|南湖派出所."""
    if mention.generic:
        return mention
    text = state.around.text
    if mention.system == "supervision" and (match := STATIONED.match(text, mention.end)):
        return _station(state, mention, match)
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


def _opens_body(text: str, mention: Mention) -> bool:
    """Tell whether another body of the gazetteer begins right behind a committee or government (市委|政法委)."""
    if mention.key not in ("party", "{J}人民政府"):
        return False
    terms = agency_lexicon().terms
    found = (terms.get(text[mention.end : mention.end + size]) for size in range(14, 1, -1))
    return any(term is not None and term.kind == "body" for term in found)


def _station(state: _State, mention: Mention, match: re.Match[str]) -> Mention:
    """Name a group that a commission stations in another body: 市纪委监委驻市发改委纪检监察组."""
    text = state.around.text
    host = match["host"]
    around = replace(state.around, text=text[: match.end("host")])
    inner = _State(around, [replace(mention, end=match.start("host"))])
    for start, end, word in agency_lexicon().spans(host):
        found = _read(inner, match.start("host") + start, match.start("host") + end, agency_lexicon().terms[word])
        if found and found.name and found.end == match.end("host"):
            host = found.name
            break
    place = gazetteer().long_name(mention.code) if mention.code else ""
    head = text[mention.start : mention.end] if not place else place + ("纪委监委" if "监委" in text[mention.start : mention.end] else "纪委")
    return replace(mention, end=match.end(), name=f"{head}{match['head']}{host}{match['tail']}", key="part", parent=mention.name)


def _find_letters(around: Surroundings, mentions: Sequence[Mention]) -> list[Mention]:
    """Read 法、检、公、司 and 公检法司 as the four bodies of the place named last, else of the document."""
    found = []
    for match in LETTERS.finditer(around.text):
        near = next((m.code for m in reversed(mentions) if m.start < match.start() and m.code and match.start() - m.start < 60), None)
        code = near or around.jurisdiction
        if code is None or KIND_LEFT.search(around.text, max(0, match.start() - 8), match.start()):
            continue
        if around.text.startswith(("机关", "部门", "系统", "单位"), match.end()):
            continue
        level = gazetteer().level_of(code)
        for offset, letter in enumerate(match[0]):
            if letter in LETTER_BODIES:
                template, system = LETTER_BODIES[letter]
                if letter == "法":
                    template = court_template(level, code)
                template = template.replace("{T}", "大队" if level == "county" else "支队")
                start = match.start() + offset
                found.append(Mention(start, start + 1, full_name(template, code), code, level, system, template))
    return found
