"""Offices that no list holds, found by their last word, and hotlines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policytext.extract.agencies.mentions import REACH, Mention
from policytext.extract.agencies.names import (
    full_name,
)
from policytext.extract.agencies.parts import CUT, CUT_VERB
from policytext.extract.agencies.prefix import KIND_LEFT, Prefix, Surroundings, rank_level, read_prefix
from policytext.extract.places import gazetteer

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
STOP_TAIL = re.compile(
    r"[的了在对与及等被把将向从由以并也都就会同到至经按让使这那有可已未不再各每某个开打破形成构建营造呈现新大全格布结政定当出为作以是中一]$"
)
STEM_LETTER = re.compile(r"[^、，。；：！？（）《》“”\s的了在对与和及等被把将向从由以并也都就到至按让使这那0-9a-zA-Z]")
LONGEST_STEM = 16
# 市公安局|和: the last letter of a body, behind which 和 begins another one.
BODY_END = "局委厅办院会部署府处心"
# Centres that are places, firms or ideas: 国际消费中心, 会展中心, 科创中心; 中心城区 and 中心组 are none either.
PLACE_CENTRE = re.compile(
    r"(?:国际|消费|商务|商业|会展|体育|医疗|医学|研发|创新|物流|金融|科创|制造|航运|贸易|枢纽|经济|城市|行政|政治|文化|活动|购物|展览|博览|培训|研究|实验"
    r"|技术|结算|救治|急救|血液|康复|托育|养老|旅游|集散|客运|孵化|算力|数据|区域|副|交易服务|交往|综合性|科学)$"
)
# 市新经济委、: a tail of one letter ends a name only before a mark or a verb of duty.
MARK = re.compile(r"[、，。；：）（\s]|$|牵头|负责|会同|等部门|按职责|配合")
# 中心城区, 中心医院, 中心组: the word goes on.
CENTRE_OF = re.compile(r"医院|城区|城市|组|任务|工作|环节|[点位村校区]|小学|幼儿园|广场|思想|地带|卫生院|支行")
# 市场, 区域, 省级: the rank is the first letter of another word.
OTHER_WORD = re.compile(r"市[场民值级价面]|区[域块间位级别]|省[级份力略会]|县[域级城]|州级")
# 中国（上海）自由贸易试验区|临港新片区|管理委员会
FREE_TRADE = re.compile(r"中国（(?P<place>[\u4e00-\u9fff]{2,8})）自由贸易试验区[\u4e00-\u9fff]{0,10}$")
ZONE_NAME = re.compile(
    r"(?:工业|产业)园区|.*(?:管委会|管理委员会|党工委)$|(?:经济技术|高新技术产业)?开发区|高新区|经开区|新区|综合保税区|保税港区|自贸"
)
# 经开区, 高新区 in full.
ZONES = (("经开区", "经济技术开发区"), ("高新区", "高新技术产业开发区"), ("管委会", "管理委员会"))
ZONE = re.compile(r"(?:区|园|新城|示范区|开发区|新区|保税港|度假区|景区|岛)$")


def read_hotline(around: Surroundings, start: int, mentions: Sequence[Mention]) -> Mention | None:
    """Read a hotline or its platform: 12345平台, 大连市12345政务服务便民热线."""
    match = HOTLINE.match(around.text, start)
    if match is None:
        return None
    prefix = read_prefix(around, start, mentions[-1].end if mentions else 0)
    begin = prefix.start if prefix and not prefix.kind else start
    code = (
        (prefix.code or (around.resolve(prefix.unit, start) if prefix.unit else None))
        if prefix
        else around.jurisdiction
    )
    code = code or around.jurisdiction
    surface = around.text[begin : match.end()]
    number = match["number"]
    if number in ("12368", "12309"):
        system = "court" if number == "12368" else "procuratorate"
        host = next(
            (m for m in reversed(mentions[-200:]) if m.system == system and m.name and not m.generic and not m.parent),
            None,
        )
        tail = "12368诉讼服务热线" if number == "12368" else "12309检察服务热线"
        return Mention(
            begin,
            match.end(),
            (host.name or "") + tail if host else surface,
            host.code if host else code,
            host.level if host else None,
            "hotline",
            number,
        )
    if code is None:
        return Mention(begin, match.end(), surface, None, None, "hotline", number)
    name = full_name(HOTLINES[number], code) + ("平台" if number == "12345" and match["tail"].endswith("平台") else "")
    return Mention(begin, match.end(), name, code, gazetteer().level_of(code), "hotline", number)


def read_tail(around: Surroundings, start: int, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Read an office that the gazetteer does not hold: a place or rank, a name, and a tail such as 局 or 管委会.

    >>> around = Surroundings.of("由市葡萄酒产业发展局牵头", "640100")
    >>> read_tail(around, 9, 10, ()).name
    '银川市葡萄酒产业发展局'
    """
    text = around.text
    word = text[start:end]
    floor = mentions[-1].end if mentions else 0
    if word == "中心" and (again := _read_again(text, start, end, mentions)):
        return again
    if trade := FREE_TRADE.search(text, max(floor, start - 40), start):
        codes = gazetteer().by_short.get(trade["place"]) or gazetteer().by_name.get(trade["place"]) or ()
        code = around.settle(codes, start) or next(iter(codes), None)
        level = gazetteer().level_of(code) if code else None
        return Mention(trade.start(), end, text[trade.start() : end], code, level, "gov", "zone")
    low = name_start(around, floor, start)
    if start - low < 2 or STOP_TAIL.search(text, start - 1, start):
        return None
    for prefix, position in find_prefixes(around, low, start):
        if _is_name(text, prefix, position, start):
            return _name_office(around, prefix, position, start, end) if _is_office(text, start, end) else None
    low = max((low, *(stop.end() for stop in CUT.finditer(text, low, start) if stop.end() < start)))
    own = around.jurisdiction
    if text.startswith("街道", start) and own and not own.endswith("00") and start - low >= 2:
        rest = text[low:end].removesuffix("事处") + "事处"
        return Mention(low, end, gazetteer().long_name(own) + rest, own, "township", "gov", text[low:end])
    if word in ("管委会", "管理委员会", "党工委") and ZONE.search(text, low, start):
        code = around.jurisdiction
        name = gazetteer().by_code[code].short + in_full(text[low:end]) if code else text[low:end]
        return Mention(low, end, name, code, "county" if code else None, "gov", "zone")
    return _read_ending(text, low, end, mentions)


def read_compound(around: Surroundings, start: int, end: int, floor: int) -> Mention | None:
    """Read a body whose name opens before the words that the gazetteer holds: 市|文化旅游广电|体育局.

    >>> around = Surroundings.of("市海洋发展和体育局负责", "370600")
    >>> read_compound(around, 6, 9, 0).name
    '烟台市海洋发展和体育局'
    """
    for prefix, position in find_prefixes(around, name_start(around, floor, start), start):
        if _is_name(around.text, prefix, position, start) and not prefix.kind:
            return _name_office(around, prefix, position, start, end)
    return None


def name_start(around: Surroundings, floor: int, start: int) -> int:
    """Return where a name may begin whose last word begins at ``start``: behind the last verb, particle or mark."""
    text, low = around.text, start
    while low > max(floor, start - LONGEST_STEM) and (STEM_LETTER.match(text, low - 1) or _joins(text, low - 1)):
        low -= 1
    for stop in CUT_VERB.finditer(text, low, start):
        if stop.end() < start:
            low = stop.end()
    index = bisect_left(around.places, low, key=lambda place: place.end)
    if index < len(around.places) and floor <= around.places[index].start < low:
        low = around.places[index].start  # 成都市: a particle's letter inside a place
    return low


def _joins(text: str, at: int) -> bool:
    """Tell whether 和 joins words of one name: 海洋发展和渔业局, not 市公安局和司法局."""
    return text[at] in "和与" and at > 0 and text[at - 1] not in BODY_END


def _is_name(text: str, prefix: Prefix, position: int, start: int) -> bool:
    """Tell whether the letters between a place and a tail can be a name: not 市|场, 区|域; a short place needs a zone."""
    stem = text[position:start]
    if not 2 <= len(stem) <= 12 or OTHER_WORD.match(text, position - 1):
        return False
    upper = prefix.code is not None and gazetteer().level_of(prefix.code) != "county"
    zone = ZONE_NAME.match(text, position) or (upper and ZONE.search(stem)) or None
    return prefix.unit is not None or _is_full(text, prefix, position) or zone is not None


def _is_office(text: str, start: int, end: int) -> bool:
    """Tell whether a tail ends an office: 中心 is also the heart of a place, 办事处 one of a firm."""
    word = text[start:end]
    if word == "中心":
        return not (PLACE_CENTRE.search(text, max(0, start - 8), start) or CENTRE_OF.match(text, end))
    return word != "委" or MARK.match(text, end) is not None


def _name_office(around: Surroundings, prefix: Prefix, position: int, start: int, end: int) -> Mention:
    text = around.text
    code = prefix.code or (around.resolve(prefix.unit, start) if prefix.unit else None)
    if prefix.kind or (code is None and around.is_below(prefix.unit)):
        return Mention.kind(prefix.start, end, "gov")
    rest = text[position:end]
    if code is None:
        level = rank_level(prefix.unit) if prefix.unit else None
        return Mention(prefix.start, end, text[prefix.start : end], None, level, "gov", rest)
    name = _zone_name(text, prefix, position, code, rest)
    if text.startswith("街道", start):
        return Mention(prefix.start, end, name.removesuffix("事处") + "事处", code, "township", "gov", rest)
    return Mention(prefix.start, end, name, code, gazetteer().level_of(code), "gov", rest)


def _is_full(text: str, prefix: Prefix, end: int) -> bool:
    """Tell whether the place before a name stands with its rank (大连市)."""
    name = text[prefix.start : end]
    return name in gazetteer().by_name or (name not in gazetteer().by_short and name[-1] in "省市县区州旗")


def in_full(name: str) -> str:
    """Return the name of a zone in full: 高新技术产业开发区 for 高新区."""
    for short, full in ZONES:
        name = name.replace(short, full)
    return name


def _zone_name(text: str, prefix: Prefix, position: int, code: str, rest: str) -> str:
    """Name an office by its place; zones that open with a short name keep it: 浏阳经济技术开发区管理委员会."""
    zone = prefix.unit is None and ZONE_NAME.match(rest) is not None
    if not zone or _is_full(text, prefix, position):
        return gazetteer().long_name(code) + in_full(rest)
    place, above = text[prefix.start : position], gazetteer().parent(code)
    city = gazetteer().by_code[above].short if above and rest.startswith("新区") else ""
    return city + place + in_full(rest)


def _read_ending(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Read the last words of a long name as that body: 受理中心 after 市涉企投诉受理中心."""
    words = text[start:end]
    if not 4 <= len(words) <= 8 or KIND_LEFT.search(text, max(0, start - 8), start):
        return None
    for mention in reversed(mentions[-REACH:]):
        if mention.name and mention.name.endswith(words) and mention.key.endswith(words) and mention.key != words:
            return replace(mention, start=start, end=end)
    return None


def _read_again(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Read 中心 at the head of a clause as the centre that the paragraph named before."""
    if (
        start
        and text[start - 1] not in "，。；：！？\n该"
        and not text[start - 2 : start].endswith(("以来", "半年", "目前"))
    ):
        return None
    for mention in reversed(mentions[-40:]):
        if start - mention.end > 600 or "\n" in text[mention.end : start]:
            return None
        if not mention.generic and mention.name and mention.name.endswith("中心"):
            return replace(mention, start=start, end=end)
    return None


def find_prefixes(around: Surroundings, low: int, end: int) -> Iterator[tuple[Prefix, int]]:
    """Yield the places and ranks inside a stretch, leftmost and longest first, with the position where each ends."""
    found: dict[int, tuple[Prefix, int]] = {}
    for position in range(low + 1, end):
        prefix = read_prefix(around, position, low)
        if prefix is not None and (prefix.start not in found or prefix.code):
            found[prefix.start] = prefix, position
    yield from (found[start] for start in sorted(found))
