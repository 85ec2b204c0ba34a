"""Task forces and committees set up in the text, and names that it defines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from policytext.extract.agencies.mentions import Mention
from policytext.extract.agencies.parts import CUT
from policytext.extract.agencies.prefix import Prefix, Surroundings, rank_level
from policytext.extract.agencies.tails import find_prefixes
from policytext.extract.places import gazetteer
from policytext.lexicon import Lexicon

GROUP = re.compile(
    r"(?:领导小组|工作专班|专班|(?<!为)指挥部|联席会议|协调小组|推进小组|工作小组|工作组|攻坚组|督导组|委员会)(?:办公室|秘书处)?(?!机制|制度)"
)
# Words that say nothing of the task: a group named by them alone is a kind (专项活动领导小组).
VAGUE = re.compile(
    r"^(?:专门|专项|工作|活动|日常|相应|相关|领导|组织|推进|协调|联合|有关|临时|各级|各|本|该|一个|两个|三个|多个|若干|攻坚|服务|行动|重点|项目|统筹|调度|综合|"
    r"[一二三四五六七八九十两几0-9]+[个支大])*$"
)
FOUND = re.compile(r"(?:成立|组建|组成|设立|建立|设置|下设|增设)(?:了|由[^，。；\n]{1,30}的)?$")
NOT_COMMITTEE = re.compile(r"(?:居民|村民|业主|村务监督|调解|家长|职工|债权人|学术|评审|专家|董事|主任)委员会$")
# Committees of firms, villages, schools and trades are no authorities.
PRIVATE = re.compile(
    r"代表大会|政治协商|同级|居民|村民|村务|业主|调解|家长|职工|债权|学术|学位|评审|评标|评估|专家|专业|董事|薪酬|审计委员会$|编辑|组织委员会|筹备|行业|协会|商会|技术委员会"
)
ASSEMBLY = re.compile(r"代表大会|政治协商")
BARE_GROUPS = (
    "领导小组",
    "领导小组办公室",
    "专班",
    "工作专班",
    "指挥部",
    "指挥部办公室",
    "联席会议",
    "联席会议办公室",
    "专班办公室",
)
# 省级粮食应急指挥部, 各级领导小组: one of a kind.
RANKED = re.compile(r"[省市县区州镇乡]级|[各本]级|各")
PLAIN = re.compile(r"[\u4e00-\u9fff]{2,16}")
ALIAS = re.compile(r"（(?:以下|下)(?:统称|简称|称)[为：:]?[“「]?(?P<alias>[^”」）“]{2,16})[”」]?）")


def find_groups(around: Surroundings, mentions: Sequence[Mention]) -> list[Mention]:
    """Find task forces and committees, and again each one that the text has named once.

    >>> around = Surroundings.of("市委成立优化环境领导小组。优化环境领导小组办公室设在市发改委。", "210200")
    >>> host = Mention(0, 2, "中共大连市委员会", "210200", "city", "party", "party")
    >>> [(mention.start, mention.end) for mention in find_groups(around, [host])]
    [(4, 12), (13, 24)]
    """
    found: list[Mention] = []
    known: dict[str, Mention] = {}
    ends = {mention.end for mention in mentions if not mention.generic}
    starts = [mention.start for mention in mentions]
    for match in GROUP.finditer(around.text):
        if match.end() in ends:
            continue
        index = bisect_left(starts, match.start())
        near = (*mentions[max(0, index - 40) : index + 6], *found[-20:])
        mention = _read_group(around, match, near, known)
        if mention is not None:
            found.append(mention)
            if not mention.generic and mention.name:
                known.setdefault(around.text[mention.start : mention.end], mention)
    found += _repeat(around.text, known, found)
    return sorted(found, key=lambda mention: mention.start)


def _read_group(
    around: Surroundings, match: re.Match[str], mentions: Sequence[Mention], known: dict[str, Mention]
) -> Mention | None:
    text = around.text
    if text.startswith(("成员", "会议室"), match.end()) and match[0].startswith("委员会"):
        return None
    low = max(0, match.start() - 30)
    cut = low
    for stop in CUT.finditer(text, low, match.start()):
        cut = stop.end()
    stem = text[cut : match.start()]
    if not stem and match[0].startswith("委员会"):
        return None
    if text.startswith(("国家", "中央", "国务院", "全国"), cut) and len(stem) >= 4:
        return Mention(cut, match.end(), text[cut : match.end()], None, "national", "group", "group")
    if RANKED.match(text, cut):
        return Mention.kind(cut, match.end(), "group")
    prefix, begin = _open(around, cut, match.start())
    if match[0].startswith("委员会") and ASSEMBLY.search(text, cut, match.end()):
        return None
    if match[0].startswith("委员会") and (
        NOT_COMMITTEE.search(text, cut, match.end()) and not FOUND.search(text, low, cut)
    ):
        return None
    if prefix is not None and not prefix.kind and len(text[begin : match.start()]) >= 2:
        return _named(around, prefix, match)
    if prefix is not None and prefix.kind:
        return Mention.kind(cut, match.end(), "group")
    return _read_unplaced(around, cut, match, mentions, known)


def _open(around: Surroundings, cut: int, end: int) -> tuple[Prefix | None, int]:
    """Read the place or rank that opens the name, and where it ends."""
    for prefix, position in find_prefixes(around, cut, min(cut + 16, end)):
        return (prefix, position) if prefix.start == cut else (None, cut)
    return None, cut


def _named(around: Surroundings, prefix: Prefix, match: re.Match[str]) -> Mention | None:
    text = around.text
    code = prefix.code or (around.resolve(prefix.unit, match.start()) if prefix.unit else None)
    level = gazetteer().level_of(code) if code else rank_level(prefix.unit) if prefix.unit else None
    surface = text[prefix.start : match.end()]
    body = _rest(surface, prefix, around)
    if not body or not PLAIN.match(body):
        return None
    name = gazetteer().long_name(code) + body if code else surface
    if body.startswith("委") and code:
        name = f"中共{gazetteer().long_name(code)}{body}"
    return Mention(prefix.start, match.end(), name, code, level, "group", "group")


def _rest(surface: str, prefix: Prefix, around: Surroundings) -> str:
    """Return what follows the place or rank in a name."""
    if prefix.unit:
        return surface[len(prefix.unit) :]
    places = gazetteer()
    for size in range(min(20, len(surface)), 1, -1):
        for area in places.lineage(prefix.code) if prefix.code else ():
            if surface[:size].endswith(places.name_of(area)) and area == prefix.code:
                return surface[size:]
    short = places.by_code[prefix.code].short if prefix.code else ""
    return surface[len(short) :] if short and surface.startswith(short) else ""


def _read_unplaced(
    around: Surroundings, cut: int, match: re.Match[str], mentions: Sequence[Mention], known: dict[str, Mention]
) -> Mention | None:
    """Read a group without place: named again, set up by a named body, or a kind."""
    text = around.text
    surface = text[cut : match.end()]
    if surface in BARE_GROUPS and (last := _last_group(text, cut, mentions, surface)) and not _counted(text, cut):
        return replace(last, start=cut, end=match.end(), name=_with_office(last.name or "", surface))
    for name, mention in known.items():
        if (name.endswith(surface) and len(surface) > 4) or (
            mention.name and mention.name.endswith(surface) and len(surface) > 4
        ):
            return replace(mention, start=cut, end=match.end())
    stem = re.sub(r"(?:工作)?$", "", text[cut : match.start()])
    if match[0].startswith("委员会"):
        return _own_committee(around, cut, match) if len(stem) >= 4 else None
    set_up = FOUND.search(text, max(0, cut - 24), cut) is not None
    fresh = (cut == 0 or text[cut - 1] in "\n。；■●•❖◆ ") and text[match.end() : match.end() + 1] in (
        "，",
        "负",
        "设",
        "将",
        "由",
    )
    task = match[0].startswith("专班") and len(stem) >= 4 and not _counted(text, cut)
    if (set_up or fresh or task) and not (VAGUE.match(stem) and not (fresh and stem)):
        seat = None if set_up or fresh else _seat(text, match.end(), mentions)
        host = seat or _host(text, cut, mentions)
        if host is not None:
            whole = host.code and host.key in ("party", "{J}人民政府")
            name = (gazetteer().long_name(host.code) if whole and host.code else host.name or "") + surface
            return Mention(cut, match.end(), name, host.code, host.level, "group", "group", parent=host.name)
    return Mention.kind(cut, match.end(), "group")


def _last_group(text: str, position: int, mentions: Sequence[Mention], surface: str) -> Mention | None:
    """Return the task force of the same kind (专班, 领导小组) named last, if that is not far away."""
    kind = surface.removeprefix("工作").removesuffix("办公室")
    groups = [m for m in mentions if m.system == "group" and not m.generic and m.name and kind in m.name]
    near = [m for m in groups if 0 <= position - m.end < 1500]
    return max(near, key=lambda m: m.end, default=None)


def _counted(text: str, position: int) -> bool:
    return (
        re.search(
            r"(?:[0-9一二三四五六七八九十两几多各]个?|工作|成立|组建|组成|设立|各级)$",
            text[max(0, position - 4) : position],
        )
        is not None
    )


def _with_office(name: str, surface: str) -> str:
    """Add the office that the short form names: 领导小组办公室 of a 领导小组."""
    return name + "办公室" if surface.endswith("办公室") and not name.endswith("办公室") else name


def _own_committee(around: Surroundings, cut: int, match: re.Match[str]) -> Mention | None:
    """Read a committee without place as one of the document's area: 执法监督委员会, 安全生产委员会."""
    code = around.jurisdiction
    surface = around.text[cut : match.end()]
    if code is None or PRIVATE.search(surface):
        return None
    name = gazetteer().long_name(code) + surface
    return Mention(cut, match.end(), name, code, gazetteer().level_of(code), "group", "group")


def _seat(text: str, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the body in which the text seats a group: …专班，设在市司法局."""
    at = text.find("设在", end, end + 60)
    if at < 0 or any(stop in text[end:at] for stop in "。\n"):
        return None
    return next((mention for mention in mentions if mention.start == at + 2 and mention.name), None)


def _host(text: str, position: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the body that sets a group up: the first named one of its sentence, else the last committee before."""
    low = max(0, position - 300)
    begin = max(low, *(text.rfind(stop, low, position) + 1 for stop in "。\n；"))
    for mention in mentions:
        if begin <= mention.start < position and not mention.generic and mention.name and mention.code:
            return mention
    near = [
        m for m in mentions if m.end <= position < m.end + 300 and not m.generic and m.name and m.code and not m.parent
    ]
    groups = [m for m in near if m.system == "group"]
    return groups[-1] if groups else near[-1] if near else None


def _repeat(text: str, known: dict[str, Mention], found: Sequence[Mention]) -> list[Mention]:
    """Find every place where a group is named again, with its place or without: 执法监督委员会 of 大连市."""
    forms: dict[str, Mention] = {}
    for surface, mention in known.items():
        for form in (surface, _without_place(surface, mention)):
            if len(form) >= 5:
                forms.setdefault(form, mention)
    taken = {mention.start for mention in found if not mention.generic}
    return [
        replace(match.value, start=match.start, end=match.end)
        for match in Lexicon.of(forms).finditer(text)
        if match.start not in taken
    ]


def _without_place(surface: str, mention: Mention) -> str:
    name = gazetteer().name_of(mention.code) if mention.code else ""
    if name and surface.startswith(name):
        return surface.removeprefix(name)
    return surface[1:] if surface[0] in "省市县区州" else surface


def find_aliases(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Find names that the text defines: 市优化环境领导小组办公室（以下简称“优化办”）."""
    ends = {mention.end: mention for mention in mentions if not mention.generic}
    aliases = {
        match["alias"]: (match.start(), ends[match.start()]) for match in ALIAS.finditer(text) if match.start() in ends
    }
    return [
        replace(match.value[1], start=match.start, end=match.end)
        for match in Lexicon.of(aliases).finditer(text)
        if match.start > match.value[0]
    ]
