"""The role that a text gives a body: issuer, lead, responsible or partner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policytext.extract.agencies.columns import TableColumns
from policytext.extract.agencies.labels import BRACKET_LENGTH, Labels, open_bracket, which
from policytext.extract.agencies.mentions import Mention
from policytext.model import Role

# What follows the list: 牵头, 等部门配合, 按职责分工负责; not 负责人, 负责同志.
OFFICE = r"(?:(?:常务)?副?(?:书记|局长|院长|主任|检察长|主席|部长|厅长)[\u4e00-\u9fff]{0,3}?)?"
# 等部门, 等8个有关部门, 三部门
OTHERS = (
    r"(?:等(?:[0-9一二三四五六七八九十多]+[个家]?)?(?:有关|相关|责任|市直|成员)?(?:部门|单位|地区)?(?:和单位)?[，]?"
    r"|[0-9一二三四五六七八九十]{1,3}[个家]?(?:部门|单位))?"
)
# Ways of doing it, four at most: what may be repeated at will, inside what may be, takes exponential time.
_WAY = (
    r"要|应|应当|将|予以|给予|积极|同日|当日|随后|共同|联合|具体|分别|各自|日前|近日|今天|今日|今年|去年|此前|第一时间|正式|已|先后|研究|制定"
    r"|于?[0-9]{1,4}年?[0-9]{1,2}月[0-9]{1,2}日|于[0-9]{1,2}日|在[\u4e00-\u9fff]{1,6}"
)
_BY_DUTY = "按(?:照|各自)?(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?，?"
MANNER = rf"(?:{_WAY}){{0,4}}"
# 市商务局|会同市财政局|负责
_WITH = r"(?:(?:会同|联合)[^，。；\n]{2,40}?)?"
AFTER = re.compile(
    rf"{OFFICE}{OTHERS}(?:(?P<lead>{MANNER}{_WITH}(?:统一|负责)?牵头|(?:作为|为|是)(?:总?牵头|主办|主责)(?:单位|部门))"
    rf"|(?P<partner>{MANNER}{_WITH}(?:配合|协助|参与配合|协同配合)|(?:作为|为|是)(?:配合|协办|协同|参与)(?:单位|部门))"
    rf"|(?P<responsible>(?:{_WAY}|{_BY_DUTY}){{0,4}}{_WITH}(?:组织)?负责(?!人|同志|干部|的领导)|按(?:照)?(?:各自)?职责(?:分工)?(?:落实|实施)"
    rf"|(?:作为|为|是)(?:责任|承办|落实)(?:单位|部门)|：(?:主要|具体)?(?:负责(?!人|同志)|承担))"
    rf"|(?P<issuer>(?:关于)?{MANNER}{_WITH}(?:印发|发布|出台|公布|召开|举办|举行)(?!的《|后)))"
)
# （市住建局、…等按职责分工负责）: the verb that closes the bracket holds for its whole clause.
IN_BRACKET = re.compile(
    r"[^，。；（）\n]{0,80}?(?:(?P<lead>牵头)|(?P<partner>配合|参加|参与|协助|协办)|(?P<responsible>负责|落实))(?=[，；）])"
)
DUTY = re.compile(r"，(?:设在[^。；\n]{2,30}，)?负责(?!人)|，(?:设在[^。；\n]{2,30}，)?承担")
BEFORE_PARTNER = re.compile(r"(?:会同|联合|协同|商请|征求了?|听取|印发|征询)$")
ASKING = ("印发", "征求", "征求了", "听取", "征询")
ASKED = re.compile(r"[^。；\n]{0,30}?(?:征求意见|的?意见)")
JOINT = re.compile(r"(?:[、，和与及/]|以及)?$")
# 芜湖市人民政府办公室|关于…的意见, at the head of a line.
TITLE = re.compile(
    r"\s?(?:关于|印发)[^。；！？]{4,60}?的?(?:通知|意见|决定|通告|公告|批复|函|通报|方案|措施|办法)(?=\s|$|（)"
)
HAN = re.compile(r"[\u4e00-\u9fff，、“《（]")
SIGNED = re.compile(r"\s*\n\s*(?:[^\n]{2,24}\n\s*){0,4}?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\s*(?:\n|$)")
# （…负责。列第一位者为牵头单位，下同）: said once, it holds from there on.
FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名|序)?在?(?:第一|首)(?:位|个)?(?:的|者)?(?:责任)?(?:单位|部门)?(?:为|是|系)(?:总?牵头|主办)"
)
# 列第一位的为牵头单位，其余为配合单位
OTHERS_SUPPORT = re.compile(
    r"(?:单位|部门)?，?(?:其余|其他|其它)(?:的|者)?(?:单位|部门)?(?:均)?(?:为|是)?(?:配合|协办|参与)"
)
OPENS_LIST = re.compile(r"(?:（|(?:单位|部门|主体)[：:])\s?$")
# 形成本清单, or 形成正面清单 under a title that has these words: the document speaks of itself.
OWN_PAPER = re.compile(
    r"(?:印发|制定|形成|出台)了?(?:本|此|(?=(?P<paper>[\u4e00-\u9fff]{2,8}?(?:清单|措施|意见|方案|办法|细则|规定|指引|计划))))"
)


def find_roles(text: str, mentions: Sequence[Mention]) -> list[Role | None]:
    """Return the role of each mention, None where the text does not say it.

    >>> text = "市司法局会同市工商联"
    >>> found = [Mention(0, 4, None, None, None, ""), Mention(6, 10, None, None, None, "")]
    >>> find_roles(text, found)
    [None, 'partner']
    """
    roles: list[Role | None] = [None] * len(mentions)
    labels = Labels.of(text)
    columns = TableColumns.of(text)
    for group in _lists(text, mentions):
        first, last = mentions[group[0]], mentions[group[-1]]
        joint = _by_verb(text, first.start, last.end)
        for index in group:
            at = mentions[index].start
            own = joint if labels.yields_at(at) else None
            roles[index] = own or labels.role_at(at) or columns.role_at(at) or joint
        alone = _by_verb_alone(text, last.start, last.end)
        if alone and roles[group[-1]] is None:
            roles[group[-1]] = alone
    _carry_back(text, mentions, roles)
    if rule := FIRST_LEADS.search(text):
        _let_first_lead(text, mentions, roles, rule)
    return roles


def _carry_back(text: str, mentions: Sequence[Mention], roles: list[Role | None]) -> None:
    """Give the role of （…，各区政府按职责分工负责） to the members before the comma, too."""
    for index in reversed(range(len(mentions) - 1)):
        if roles[index] is None and roles[index + 1] == "responsible":
            listed = text[mentions[index].end : mentions[index + 1].start] in ("，", "、")
            if listed and open_bracket(text, mentions[index].start) >= 0:
                roles[index] = "responsible"


def _let_first_lead(text: str, mentions: Sequence[Mention], roles: list[Role | None], rule: re.Match[str]) -> None:
    """Make the first of each list a lead where none is named: from the line on that says so in a bracket, or everywhere."""
    begin = text.rfind("\n", 0, rule.start()) if open_bracket(text, rule.start()) >= 0 else -1
    others: Role = "partner" if OTHERS_SUPPORT.match(text, rule.end()) else "responsible"
    for group in _lists(text, mentions):
        first = mentions[group[0]].start
        bare = first > begin and all(roles[index] is None for index in group)
        if bare and _fills_bracket(text, first, mentions[group[-1]].end):
            roles[group[0]] = "responsible"
            for index in group[1:]:
                roles[index] = others
    for index in _heads(text, mentions):
        start = mentions[index].start
        opened = max(open_bracket(text, start), text.rfind("\n", max(0, start - BRACKET_LENGTH), start), 0)
        named = "牵头" in text[opened:start]
        if start > begin and roles[index] == "responsible" and not named:
            roles[index] = "lead"


def _fills_bracket(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket holds nothing but this list: （市经信局、市住建局）, or the rule itself behind it."""
    opened = text[start - 1 : start] in ("（", "〔", "[")
    return opened and re.match("等?(?:[）〕\\]]|[，。；](?:列|排))", text[end : end + 3]) is not None


def _heads(text: str, mentions: Sequence[Mention]) -> Iterator[int]:
    """Yield the indexes of named bodies that stand first in a bracket or after a label, before others."""
    for index, (mention, following) in enumerate(pairwise(mentions)):
        listed = text[mention.end : following.start] in {"、", "，", "等", "和", "及"}
        if listed and not mention.generic and OPENS_LIST.search(text, max(0, mention.start - 4), mention.start):
            yield index


def _lists(text: str, mentions: Sequence[Mention]) -> Iterator[list[int]]:
    """Yield the indexes of mentions that stand in one list: 市发改委、国资委和营商局."""
    group: list[int] = []
    for index, mention in enumerate(mentions):
        between = text[mentions[group[-1]].end : mention.start] if group else ""
        if group and not (len(between) <= 2 and between != "，" and JOINT.fullmatch(between.strip("（） "))):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _by_verb(text: str, start: int, end: int) -> Role | None:
    """Read the words before and after a list of bodies."""
    before = text[max(0, start - 4) : start]
    word = BEFORE_PARTNER.search(before)
    if word and (word[0] not in ASKING or ASKED.match(text, end)):
        return "partner"
    end += text.startswith("）", end) and "（" in text[start:end]
    match = AFTER.match(text, end) or (IN_BRACKET.match(text, end) if open_bracket(text, start) >= 0 else None)
    role = which(match) if match else None
    if role == "issuer" and before.endswith("在"):
        return None
    if role:
        return role
    if text.startswith("等责任单位", end):
        return "responsible"
    return "issuer" if _signs(text, start, end) or _issues(text, start, end) else None


def _signs(text: str, start: int, end: int) -> bool:
    """Tell whether the list stands alone above a date, or opens a title: 市政府办公室关于…的通知."""
    if start and HAN.match(text, start - 1):
        return False
    alone = start == 0 or text[start - 1] == "\n"
    return TITLE.match(text, end) is not None or (alone and SIGNED.match(text, end) is not None)


def _by_verb_alone(text: str, start: int, end: int) -> Role | None:
    """Read a duty in the next clause, which belongs to the last body alone (日常工作专班，负责)."""
    return "responsible" if DUTY.match(text, end) and not text.endswith("设在", 0, start) else None


def _issues(text: str, start: int, end: int) -> bool:
    """Tell whether the list is the subject of a sentence that says it made this very document."""
    begin = max(text.rfind(stop, max(0, start - 300), start) for stop in "。；\n") + 1
    stops = [at for stop in "。；\n" if (at := text.find(stop, end, end + 300)) >= 0]
    sentence = text[end : min(stops, default=end)]
    opens = start == begin or text[start - 1] == "，"
    if not opens or sentence.startswith(("的", "关于", "《")):
        return False
    title = text[: max(0, text.find("\n", 0, 200))]
    return any(match["paper"] is None or match["paper"] in title for match in OWN_PAPER.finditer(sentence))
