"""What stands behind a body's name: its parts (执行局, 和平分局南湖派出所), and what makes the words another thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policytext.extract.agencies.names import parts
from policytext.extract.places import find_county_shorts, gazetteer
from policytext.lexicon import read_word_lists
from policytext.model import Level

# Letters that no name of an office holds: particles, verbs and marks end the name.
STOP = "的了在对与和及等为被把将向从由以并也都就会同到至按让使该这那其是有要请可已未不再各每某、，。；：！？（）《》“”\n\t 0-9a-zA-Z"
NAME = rf"[^{STOP}]"
# Letters and words that cannot stand inside the name of a body: a name begins after the last of them.
_VERBS = (
    r"[^\u4e00-\u9fff]|成立|组建|设立|建立|设置|设在|下设|增设|召开|召集|会同|联合|牵头|按照|根据|通过|以及|加强|完善|健全|充分|发挥|要求|加入|吸纳"
    r"|依托|提请|报请|责成|负责|组织(?!部)|协调(?=市|省|县|区)|落实|印发|抄送|报送|配合|邀请|担任|任命|纳入|作为|推动|推进(?=市|省)|支持|指导|参照|请示|汇报"
    r"|组成|抽调|聘请|提交|交由|明确|构建|强化|统筹|收集|接受|参加|出席|走访|调研|走进|深入|赴|接到|收到|认为|需要|属于|履行|选举|决定|任命|撤销|涉及|包括|超过|达到|介绍|邀请|选派|选聘"
    r"|[今去每]年|经(?![济信贸开侦营])|于(?![洪都田])|从(?![化江])|即(?!墨)|将(?!乐)|原(?=[省市县区国])|向(?!阳)|[由在报与及对请是为了的各把被并让等]"
)
CUT = re.compile(f"{_VERBS}|和(?![平田县静顺政硕布林龙])")
# The same where 和 may stand inside the name: 海洋发展和渔业局.
CUT_VERB = re.compile(_VERBS)
# 和平分局, 甘井子公安分局, 经济技术开发区分局 | not 分局 alone
BRANCH = re.compile(rf"(?P<stem>{NAME}{{2,8}}?)(?:公安)?分局(?!面|限|部)")
# 南湖派出所, 青泥洼桥派出所
STATION = re.compile(rf"(?P<stem>{NAME}{{1,8}}?)(?:派出所|警务站|警务室)")
# 容桂人民法庭, 大良法庭
TRIBUNAL = re.compile(rf"(?P<stem>{NAME}{{2,6}}?)(?:人民法庭|法庭)")
# 第一分院, 成都铁路运输分院
ANNEX = re.compile(r"[\u4e00-\u9fff]{2,8}?分院")
# 市政务服务中心|城西分中心
SUBCENTRE = re.compile(rf"(?<=中心){NAME}{{2,8}}?分中心")
# 执法监督处, 案件管理科, 水上支队: followed by a mark, a verb or the person in charge; not 处理, 处罚, 科技
OFFICE = re.compile(
    rf"(?!依法|严肃|从严|从重|从快|从速|及时|立即|坚决|一律|严格){NAME}{{2,9}}?(?:(?<![查惩严论议])处(?!理|罚|置|级|于|分|以|长期)|科(?!技|学|研|级)|支队|总队|大队|中队|庭(?!审|前|长期)|窗口|监督室|检查室|调研室|审批办|综合办"
    r")(?=[、，。；：！？（）\n\t”]|$|[长副主书负牵联与和会组召开对在依将为向按以及])"
)
# 驻市发改委纪检监察组
# 张掖路市场监管所, 城关税务所: the smallest offices of a department.
POST = re.compile(
    rf"(?P<stem>{NAME}{{1,8}}?)(?P<kind>市场监管所|市场监督管理所|税务所|司法所|自然资源所|国土所|工商所|财政所|税务分局)"
)
FULL_POST = {"市场监管所": "市场监督管理所", "国土所": "国土资源所"}
STATIONED = re.compile(r"(?P<head>派?驻)(?P<host>[^、，。；：！？（）\n]{2,24}?)(?P<tail>纪检监察组|纪检组)")
# Meetings, sessions, reports and firms: the words before are no acting body.
# 市政府第4次常务会议, 市委全会, 市委经济工作会议, 人大三次会议; not 市委召开会议
MEETING = re.compile(
    r"(?:第?[0-9一二三四五六七八九十]+[届次]|常务会|全会|全体会|党组(?:扩大)?会|常委(?:会)?(?:（扩大）)?会议|办公会|专题会|主席会议|主任会议"
    r"|(?:经济|农村|政法|人才|统战|宣传思想|组织|城市)[^召开举组会议，。、]{0,6}会议)"
)
MANDATE = re.compile(r"代表(?!大会|团)|委员(?!会)")
NOT_AFTER = re.compile(
    r"(?:工作报告|报告厅|大楼|大院|大厦|门户|网站|官网|网(?![络格安信])|公众号|客户端|微信|党组书记办公会)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part read behind a body: where it ends, what it adds to the name, its level and district if it has its own."""

    end: int
    name: str
    level: Level | None = None
    code: str | None = None


def is_meeting(text: str, end: int) -> bool:
    """Tell whether the words that end here belong to a meeting, report, building or person's mandate.

    >>> is_meeting("市政府第4次常务会议", 3), is_meeting("市委召开会议", 2)
    (True, False)
    """
    mandate = text.endswith(("人大", "政协", "代表大会"), 0, end) and MANDATE.match(text, end) is not None
    return mandate or MEETING.match(text, end) is not None or NOT_AFTER.match(text, end) is not None


def read_part(text: str, end: int, system: str, code: str | None) -> Part | None:
    """Read the part of a body that begins at ``end``; ``code`` is the body's place.

    >>> read_part("沈阳市公安局和平分局南湖派出所", 6, "police", "210100")
    Part(end=10, name='和平分局', level='county', code='210102')
    >>> read_part("绥中县人民法院执行局", 7, "court", "211421")
    Part(end=10, name='执行局', level=None, code=None)
    """
    if text[end : end + 1] in _never_first():
        return None
    for size in range(min(14, len(text) - end), 1, -1):
        known = parts().get(text[end : end + size])
        if known and ("any" in known.under or system in known.under) and not _goes_on(text, end + size):
            return Part(end + size, known.name)
    if system in ("police", "gov", "tax", "vertical") and (part := _read_district_branch(text, end, code)):
        return part
    if system == "police" and (match := _match(STATION, text, end)) and not BRANCH.match(text, end, match.end()):
        return Part(match.end(), match[0], "township")
    if system in ("police", "gov", "tax", "vertical") and (match := _match(BRANCH, text, end)):
        return Part(match.end(), match[0], "county", district(match["stem"], code))
    if system in ("gov", "justice", "tax") and (match := _match(POST, text, end)):
        return Part(match.end(), match["stem"] + FULL_POST.get(match["kind"], match["kind"]), "township")
    court = {"court": TRIBUNAL, "procuratorate": ANNEX}.get(system)
    if court and (match := _match(court, text, end)):
        return Part(match.end(), match[0])
    if match := _match(_division(), text, end) or _match(SUBCENTRE, text, end) or _match(OFFICE, text, end):
        return Part(match.end(), match[0] + ("公室" if match[0].endswith("办") else ""))
    return None


@cache
def _never_first() -> frozenset[str]:
    """Return the marks and particles with which no part begins, since no district does: 的, not 未 (未央分局)."""
    return frozenset(STOP) - {division.short[0] for division in gazetteer().by_code.values()} - {"对"} | {""}


@cache
def _division() -> re.Pattern[str]:
    """Compile divisions named after a field of work, whatever follows: 公共法律服务管理处, 对俄经贸处."""
    fields = read_word_lists("agency_words.toml").either("parts", "fields")
    return re.compile(rf"对?{NAME}{{0,8}}?{fields}处(?!理|罚|置|分)")


def _match(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """Match a part whose own name holds no verb or particle."""
    match = pattern.match(text, end)
    if match is None or any(len(stop[0]) > 1 for stop in CUT.finditer(text, end, match.end() - 1)):
        return None
    return match


def _read_district_branch(text: str, end: int, code: str | None) -> Part | None:
    """Read a branch named after a district of the city, whose name may hold letters that end other names (和平分局)."""
    at = text.find("分局", end, end + 12)
    stem = text[end:at].removesuffix("公安") if at > end else ""
    found = district(stem, code) if stem else None
    return Part(at + 2, text[end : at + 2], "county", found) if found else None


def _goes_on(text: str, end: int) -> bool:
    """Tell whether the letters go on to another word: 办公室主任 is an office, 机关干部 and 办公会 are not."""
    return (
        text.startswith(("干部", "党委", "党员", "工作人员", "事业单位", "作风"), end) and text[end - 2 : end] == "机关"
    )


def district(stem: str, code: str | None) -> str | None:
    """Return the district that a branch is named after, if it lies in the body's city.

    >>> district("甘井子", "210200"), district("高新区", "210200")
    ('210211', None)
    """
    if code is None:
        return None
    for candidate in gazetteer().by_name.get(stem, ()):
        if code in gazetteer().lineage(candidate):
            return candidate
    for place in find_county_shorts(stem, code):
        if place.end - place.start == len(stem):
            return place.code
    return None
