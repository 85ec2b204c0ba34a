"""Bodies that no list can hold: task forces, committees set up in the text, offices of unknown name, hotlines, aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policytext.extract.agency_mentions import Mention
from policytext.extract.agency_names import full_name
from policytext.extract.agency_parts import CUT
from policytext.extract.agency_prefix import Prefix, Surroundings, rank_level, read_prefix
from policytext.extract.places import gazetteer

GROUP = re.compile(
    r"(?:领导小组|工作专班|专班|(?<!为)指挥部|联席会议|协调小组|推进小组|工作小组|工作组|攻坚组|督导组|协调机制|委员会)(?:办公室|秘书处)?"
)
# Words that say nothing of the task: a group named by them alone is a kind (专项活动领导小组).
VAGUE = re.compile(
    r"^(?:专门|专项|工作|活动|日常|相应|相关|领导|组织|推进|协调|联合|有关|临时|各级|各|本|该|一个|两个|三个|多个|若干|攻坚|服务|行动|重点|项目|统筹|调度|综合|"
    r"[一二三四五六七八九十两几0-9]+[个支大])*$"
)
FOUND = re.compile(r"(?:成立|组建|设立|建立|设置|下设|增设)(?:了|由[^，。；\n]{1,30}的)?$")
NOT_COMMITTEE = re.compile(r"(?:居民|村民|业主|村务监督|调解|家长|职工|债权人|学术|评审|专家|董事|主任)委员会$")
# Committees of firms, villages, schools and trades are no authorities.
PRIVATE = re.compile(r"代表大会|政治协商|同级|居民|村民|村务|业主|调解|家长|职工|债权|学术|学位|评审|评标|评估|专家|专业|董事|薪酬|审计委员会$|编辑|组织委员会|筹备|行业|协会|商会|技术委员会")
BARE_GROUPS = ("领导小组", "领导小组办公室", "专班", "工作专班", "指挥部", "指挥部办公室", "联席会议", "联席会议办公室", "专班办公室")
# 省级粮食应急指挥部, 各级领导小组: one of a kind.
RANKED = re.compile(r"[省市县区州镇乡]级|[各本]级|各")
PLAIN = re.compile(r"[\u4e00-\u9fff]{2,16}")
ALIAS = re.compile(r"（(?:以下|下)(?:统称|简称|称)[为：:]?[“「]?(?P<alias>[^”」）“]{2,16})[”」]?）")
HOTLINE = re.compile(
    r"(?P<number>12345|12368|12348|12309|12315|12333|12366)(?P<words>[\u4e00-\u9fff]{0,12}?)(?P<tail>热线平台|平台|热线|中心)(?!电话|号码)"
)
HOTLINES = {
    "12345": "{J}12345政务服务便民热线",
    "12348": "{J}12348公共法律服务热线",
    "12315": "{J}12315消费者投诉举报热线",
    "12333": "{J}12333人力资源社会保障服务热线",
    "12366": "{J}12366纳税缴费服务热线",
}
STOP_TAIL = re.compile(r"[的了在对与及等被把将向从由以并也都就会同到至经按让使这那有可已未不再各每某个开打破形成构建营造呈现新大全格布结政定当出]$")
TAIL_STEM = re.compile(r"[^、，。；：！？（）《》“”\s的了在对与及等被把将向从由以并也都就到至按让使这那0-9a-zA-Z]{2,14}$")
# Centres that are places, firms or ideas: 国际消费中心, 会展中心, 科创中心; 中心城区 and 中心组 are none either.
PLACE_CENTRE = re.compile(
    r"(?:国际|消费|商务|商业|会展|体育|医疗|医学|研发|创新|物流|金融|科创|制造|航运|贸易|枢纽|经济|城市|行政|政治|文化|活动|购物|展览|博览|培训|研究|实验"
    r"|技术|结算|救治|急救|血液|康复|托育|养老|旅游|集散|客运|孵化|算力|数据|区域|副|交易服务|交往|综合性|科学)$"
)
ZONE_NAME = re.compile(r".*(?:管委会|管理委员会|党工委)$|(?:经济技术|高新技术产业)?开发区|高新区|经开区|新区|综合保税区|保税港区|自贸")
# 经开区, 高新区 in full.
ZONES = (("经开区", "经济技术开发区"), ("高新区", "高新技术产业开发区"), ("管委会", "管理委员会"))
ZONE = re.compile(r"(?:区|园|新城|示范区|开发区|新区|保税港|度假区|景区|岛)$")


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
    for match in GROUP.finditer(around.text):
        if match.end() in ends:
            continue
        mention = _read_group(around, match, (*mentions, *found), known)
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
        return Mention(cut, match.end(), None, None, None, "group", generic=True)
    prefix, begin = _open(around, cut, match.start())
    if match[0].startswith("委员会") and (NOT_COMMITTEE.search(text, cut, match.end()) and not FOUND.search(text, low, cut)):
        return None
    if prefix is not None and not prefix.kind and len(text[begin : match.start()]) >= 2:
        return _named(around, prefix, match)
    if prefix is not None and prefix.kind:
        return Mention(cut, match.end(), None, None, None, "group", generic=True)
    return _read_unplaced(around, cut, match, mentions, known)


def _open(around: Surroundings, cut: int, end: int) -> tuple[Prefix | None, int]:
    """Read the place or rank that opens the name, and where it ends."""
    for prefix, position in _prefixes(around, cut, min(cut + 16, end)):
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
    if surface in BARE_GROUPS and (last := _last_group(text, cut, mentions)) and not _counted(text, cut):
        return replace(last, start=cut, end=match.end(), name=_with_office(last.name or "", surface))
    for name, mention in known.items():
        if name.endswith(surface) and len(surface) > 4 or mention.name and mention.name.endswith(surface) and len(surface) > 4:
            return replace(mention, start=cut, end=match.end())
    stem = re.sub(r"(?:工作)?$", "", text[cut : match.start()])
    if match[0].startswith("委员会"):
        return _own_committee(around, cut, match) if len(stem) >= 4 else None
    set_up = FOUND.search(text, max(0, cut - 24), cut) is not None
    fresh = (cut == 0 or text[cut - 1] in "\n。；■●•❖◆ ") and text[match.end() : match.end() + 1] in ("，", "负", "设", "将", "由")
    if (set_up or fresh) and not (VAGUE.match(stem) and not (fresh and stem)):
        host = _host(text, cut, mentions)
        if host is not None:
            name = (host.name or "") + surface
            return Mention(cut, match.end(), name, host.code, host.level, "group", "group", parent=host.name)
    return Mention(cut, match.end(), None, None, None, "group", generic=True)


def _last_group(text: str, position: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the task force named last, if that is not far away."""
    near = [m for m in mentions if m.system == "group" and not m.generic and m.name and 0 <= position - m.end < 1500]
    return max(near, key=lambda m: m.end, default=None)


def _counted(text: str, position: int) -> bool:
    return re.search(r"(?:[0-9一二三四五六七八九十两几多各]个?|工作|成立|组建|设立|各级)$", text[max(0, position - 4) : position]) is not None


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


def _host(text: str, position: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the body that sets a group up: the first named one of its sentence, else the last committee before."""
    begin = max(text.rfind(stop, 0, position) for stop in "。\n；") + 1
    for mention in mentions:
        if begin <= mention.start < position and not mention.generic and mention.name and mention.code:
            return mention
    near = [m for m in mentions if m.end <= position and position - m.end < 300 and not m.generic and m.name and m.code and not m.parent]
    groups = [m for m in near if m.system == "group"]
    return groups[-1] if groups else near[-1] if near else None


def _repeat(text: str, known: dict[str, Mention], found: Sequence[Mention]) -> list[Mention]:
    """Find every later place where a group is named without its place: 执法监督委员会 after 大连市执法监督委员会."""
    more: list[Mention] = []
    taken = {mention.start: mention.end for mention in found if not mention.generic}
    for surface, mention in known.items():
        short = surface
        if mention.code:
            name = gazetteer().name_of(mention.code)
            short = surface.removeprefix(name) if surface.startswith(name) else surface[1:] if surface[0] in "省市县区州" else surface
        for form in {surface, short}:
            if len(form) < 5:
                continue
            at = text.find(form)
            while at >= 0:
                if at not in taken and not any(s <= at < e for s, e in taken.items()):
                    more.append(replace(mention, start=at, end=at + len(form)))
                at = text.find(form, at + len(form))
    return sorted({(m.start, m.end): m for m in more}.values(), key=lambda m: (m.start, -m.end))


def find_aliases(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Find names that the text defines: 中国（苏州）知识产权保护中心（以下简称“保护中心”）."""
    more: list[Mention] = []
    ends = {mention.end: mention for mention in mentions if not mention.generic}
    for match in ALIAS.finditer(text):
        mention = ends.get(match.start())
        if mention is None:
            continue
        alias = match["alias"]
        at = text.find(alias, match.start())
        while at >= 0:
            more.append(replace(mention, start=at, end=at + len(alias)))
            at = text.find(alias, at + len(alias))
    return more


def read_hotline(around: Surroundings, start: int, mentions: Sequence[Mention]) -> Mention | None:
    """Read a hotline or its platform: 12345平台, 大连市12345政务服务便民热线."""
    match = HOTLINE.match(around.text, start)
    if match is None:
        return None
    prefix = read_prefix(around, start, mentions[-1].end if mentions else 0)
    begin = prefix.start if prefix and not prefix.kind else start
    code = (prefix.code or (around.resolve(prefix.unit, start) if prefix.unit else None)) if prefix else around.jurisdiction
    code = code or around.jurisdiction
    surface = around.text[begin : match.end()]
    number = match["number"]
    if number in ("12368", "12309"):
        system = "court" if number == "12368" else "procuratorate"
        host = next((m for m in reversed(mentions) if m.system == system and m.name and not m.generic and not m.parent), None)
        tail = "12368诉讼服务热线" if number == "12368" else "12309检察服务热线"
        return Mention(begin, match.end(), (host.name or "") + tail if host else surface, host.code if host else code, host.level if host else None, "hotline", number)
    if code is None:
        return Mention(begin, match.end(), surface, None, None, "hotline", number)
    name = full_name(HOTLINES[number], code) + ("平台" if number == "12345" else "")
    return Mention(begin, match.end(), name, code, gazetteer().level_of(code), "hotline", number)


def read_tail(around: Surroundings, start: int, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Read an office that the gazetteer does not hold: a place or rank, a name, and 局, 厅, 办公室, 管委会 …

    >>> around = Surroundings.of("由市葡萄酒产业发展局牵头", "640100")
    >>> read_tail(around, 9, 10, ()).name
    '银川市葡萄酒产业发展局'
    """
    text = around.text
    word = text[start:end]
    floor = mentions[-1].end if mentions else 0
    match = TAIL_STEM.search(text, max(floor, start - 14), start)
    if word == "中心" and (again := _read_again(text, start, end, mentions)):
        return again
    if match is None or STOP_TAIL.search(text, start - 1, start) or (word == "局" and text.startswith(("面", "部", "限", "势"), end)):
        return None
    low = match.start()
    for stop in CUT.finditer(text, low, start):
        if stop.end() < start:
            low = stop.end()
    for prefix, position in _prefixes(around, low, start):
        stem = text[position:start]
        if len(stem) < 2 or len(stem) > 12:
            continue
        if prefix.kind:
            return Mention(prefix.start, end, None, None, None, "gov", generic=True)
        if word == "中心" and (PLACE_CENTRE.search(stem) or (prefix.unit is None and not _is_full(text, prefix, position))):
            return None
        if word in ("办事处", "街道办") and not stem.endswith("街道") and word == "办事处":
            return None
        code = prefix.code or (around.resolve(prefix.unit, start) if prefix.unit else None)
        if code is None and around.is_below(prefix.unit):
            return Mention(prefix.start, end, None, None, None, "gov", generic=True)
        level = gazetteer().level_of(code) if code else rank_level(prefix.unit) if prefix.unit else None
        name = _zone_name(text, prefix, position, code, stem + word)
        return Mention(prefix.start, end, name if code else text[prefix.start : end], code, level, "gov", stem + word)
    if word in ("管委会", "党工委") and ZONE.search(text, low, start):
        code = around.jurisdiction
        name = gazetteer().long_name(code) + _in_full(text[low:end]) if code else text[low:end]
        return Mention(low, end, name, code, "county" if code else None, "gov", "zone")
    return None


def _is_full(text: str, prefix: Prefix, end: int) -> bool:
    """Tell whether the place before a name stands with its rank (大连市)."""
    return text[prefix.start : end] in gazetteer().by_name or text[end - 1] in "省市县区州旗"


def _in_full(name: str) -> str:
    for short, full in ZONES:
        name = name.replace(short, full)
    return name


def _zone_name(text: str, prefix: Prefix, position: int, code: str | None, rest: str) -> str:
    """Name an office by its place; zones that open with a short name keep it: 浏阳经济技术开发区管理委员会."""
    if code is None:
        return ""
    zone = prefix.unit is None and ZONE_NAME.match(rest) is not None
    place = text[prefix.start : position] if zone and not _is_full(text, prefix, position) else gazetteer().long_name(code)
    return place + _in_full(rest)


def _read_again(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Read 中心 at the head of a clause as the centre that the paragraph named before."""
    if start and text[start - 1] not in "，。；：！？\n该" and not text[start - 2 : start].endswith(("以来", "半年", "目前")):
        return None
    for mention in reversed(mentions):
        if "\n" in text[mention.end : start]:
            return None
        if not mention.generic and mention.name and mention.name.endswith("中心"):
            return replace(mention, start=start, end=end)
    return None


def _prefixes(around: Surroundings, low: int, end: int) -> Iterator[tuple[Prefix, int]]:
    """Yield the places and ranks inside a stretch, leftmost and longest first, with the position where each ends."""
    found: dict[int, tuple[Prefix, int]] = {}
    for position in range(low + 1, end):
        prefix = read_prefix(around, position, low)
        if prefix is not None and (prefix.start not in found or prefix.code):
            found[prefix.start] = prefix, position
    yield from (found[start] for start in sorted(found))
