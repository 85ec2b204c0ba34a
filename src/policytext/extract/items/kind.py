"""What an item is: measure, principle, group or other (codebook, part 3), with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytext.model import ItemKind

# Heads under which documents state aims and rules instead of actions (structure of 通知/意见/方案, GB/T 9704 practice).
_PRINCIPLE_HEAD = re.compile(
    "总体要求|指导思想|基本原则|工作原则|总体思路|工作思路|总体目标|主要目标|工作目标|发展目标|目标要求|行动目标|总体考虑|重要意义|目标任务$|^.{0,4}(?:原则|目标)$"
)
# Heads of explanations and guides that tell about the document itself, not what is done.
_OTHER_HEAD = re.compile(
    "^(?:.{0,6}(?:背景|依据|名词解释|术语|解读机关)|(?:支持|适用|申报|享受|服务|补贴|奖励)?(?:对象|范围|条件)"
    "|(?:执行|有效|实施|施行|申报|办理|受理)?(?:时限|期限|时间)|其他(?:说明|事项)?|有关说明|附则|咨询(?:电话|方式)|联系(?:人|电话|方式)|附件)$"
)
# Heads whose text only leads over to the members.
_GATHERING_HEAD = re.compile(
    "^(?:主要|重点|工作|具体|政策|核心)?(?:内容|任务|措施|举措|工作任务|工作措施|工作安排|政策措施)$"
)
_PRINCIPLE_INTRO = re.compile("(?:原则|理念|目标|要求坚持|做到以下)[^。\n]{0,12}[：:]\\s*$")
_OTHER_INTRO = re.compile(
    "(?:情形|条件|标准|对象|范围|角度|类型|原因|特点|表现|亮点|意义|启示|问题|短板|优势|材料|证件|人员|企业|单位)"
    "[^。\n；，]{0,8}[。：:]?\\s*$"
)
_MEASURE_INTRO = re.compile("措施|任务|举措|做法|安排|部署|通知如下|意见如下|(?:采取|开展|推进|抓好|做好|落实)")
# Members of a list of cases end like this. Matches: 弄虚作假的；. Not: 应当公开的事项。
_CASE = re.compile("的(?:[；。]|$)")
_CASES_INTRO = re.compile("(?:情形|行为|条件|事项|情况|材料|内容)[^。\n]{0,60}[：:]\\s*$")
# Articles that define, delimit or set in force.
_FORMAL_ARTICLE = re.compile(
    "本(?:办法|条例|规定|细则|规则|法)(?:所称|适用|自|由|中下列|的)|.{0,30}(?:适用本|参照本|依照本|按照其规定|从其规定)"
)
_AIM_ARTICLE = re.compile("为了?|(?:应当|必须)?(?:坚持|遵循)|.{0,24}(?:应当|必须)?(?:坚持|遵循).{0,40}原则")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an item stands.

    ``text`` is its text before the first child, ``own_text`` the same without the lead, ``heads`` the leads of
    the items around it, ``before`` the words in front of its enumeration.
    """

    text: str
    own_text: str = ""
    heads: tuple[str, ...] = ()
    before: str = ""
    has_children: bool = False
    article: bool = False


def kind_of(lead: str, setting: Setting) -> tuple[ItemKind, str]:
    """Return the kind of an item and why.

    >>> kind_of("指导思想", Setting("指导思想。全面贯彻…", "。全面贯彻…"))
    ('principle', 'head: 指导思想')
    """
    if setting.article:
        return _kind_of_article(setting.text)
    if setting.has_children and (_GATHERING_HEAD.search(lead) or not _tells(setting.own_text)):
        return "group", "only gathers its members"
    if _OTHER_HEAD.search(lead):
        return "other", f"head: {lead}"
    for head in (lead, *setting.heads):
        match = _PRINCIPLE_HEAD.search(head)
        if match and len(head) <= 16:
            return "principle", f"head: {match[0]}"
    intro = _introduction(setting.before)
    match = _PRINCIPLE_INTRO.search(intro)
    if match:
        return "principle", f"introduced by: {match[0].strip()}"
    if _CASES_INTRO.search(intro) and _CASE.search(setting.text):
        return "other", "one of the cases introduced"
    match = _OTHER_INTRO.search(intro)
    if match and not _MEASURE_INTRO.search(intro):
        return "other", f"introduced by: {match[0].strip()}"
    return "measure", "default"


def _kind_of_article(text: str) -> tuple[ItemKind, str]:
    if _FORMAL_ARTICLE.match(text):
        return "other", "article that defines or delimits"
    if _AIM_ARTICLE.match(text):
        return "principle", "article that states an aim or rule"
    return "measure", "article"


def _tells(own_text: str) -> bool:
    """Tell whether text stands between a head and its first member, other than a line that leads over to them."""
    told = re.sub("[^。！？；\n]*[：:]\\s*$", "", own_text, flags=re.MULTILINE)
    return len(re.sub("[。：；，\\s]", "", told)) > 12


def _introduction(before: str) -> str:
    """Return the last sentence in front of the enumeration."""
    return re.split("[。！？\n]", before.rstrip("。：:\n"))[-1] + before[len(before.rstrip("。：:\n")) :][:1]
