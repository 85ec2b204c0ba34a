"""What an item is: measure, principle, group or other (codebook, part 3), with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytext.extract.items.words import outline_words
from policytext.model import ItemKind

# Characters of own text between a head and its first member, from which on the head tells something itself.
TELLING = 6

# Members of a list of cases end like this. Matches: 弄虚作假的；. Not: 应当公开的事项。
_CASE = re.compile("的(?:[；。]|$)")
# The line that names who is addressed introduces nothing: 各区、县人民政府，市直各单位：
_ADDRESSEES = re.compile("^(?!.*(?:下列|以下|如下|应当))[^。\n]{0,20}各[^。\n]*[：:]$")
# Articles that define, delimit or set in force.
_FORMAL_ARTICLE = re.compile(
    "本(?:办法|条例|规定|细则|规则|法|规程)(?:所称|适用|自|由|中下列|的)|.{0,30}(?:适用本|参照本|依照本|按照其规定|从其规定)"
    "|[^。，；]{2,40}所称[^。，；]{1,60}，(?:是)?指"
)
# An entry that explains a word. Matches: “两重”：是指…; 重点群体，指…. Not: 指导企业…; 明确指标.
_DEFINES = re.compile(r"“?[^，。；：、\n]{1,30}”?[：，]?(?:是指|系指|(?<=[：，”])指)(?![导标引定挥数南派])")
# Heads of what is left over: their members may be anything.
_LOOSE = ("附则", "其他", "有关说明")
# Matches: 为了…; 坚持…; 办理投诉，应当遵循公开原则; 办理投诉，坚持统一受理、分级负责、公开公正.
_AIM_ARTICLE = re.compile(
    "为了?|(?:应当|必须)?(?:坚持|遵循)|.{0,24}(?:应当|必须)?(?:坚持|遵循)(?:.{0,40}原则|[^，。、]{4,8}(?:、[^，。、]{3,8}){2})"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an item stands.

    ``text`` is its text before the first child, ``own_text`` the same without the lead, ``heads`` the leads of
    the items around it, ``before`` the words in front of its enumeration (of a table, its head). A ``note`` stands in a glossary or
    among footnotes. A ``member`` stands in prose or in a list of lines.
    """

    text: str
    own_text: str = ""
    heads: tuple[str, ...] = ()
    before: str = ""
    has_children: bool = False
    article: bool = False
    member: bool = False
    table: bool = False
    note: bool = False


def kind_of(lead: str, setting: Setting) -> tuple[ItemKind, str]:
    """Return the kind of an item and why.

    >>> kind_of("指导思想", Setting("指导思想。全面贯彻…", "。全面贯彻…"))
    ('principle', 'head: 指导思想')
    """
    words = outline_words()
    if setting.note:
        return "other", "entry of a glossary or note"
    if setting.article:
        return _kind_of_article(setting.text)
    if setting.has_children and (words.gathering_head.search(lead) or not _tells(setting.own_text)):
        return "group", "only gathers its members"
    told = _told(lead, setting)
    if told:
        return "other", told
    for head in (lead, *setting.heads):
        match = words.aim_head.search(head)
        if match and len(head) <= 16:
            return "principle", f"head: {match[0]}"
    for head in setting.heads:
        if _is_of_matters(head):
            return "other", f"head: {head}"
    return _kind_of_member(lead, setting)


def _told(lead: str, setting: Setting) -> str | None:
    """Return what an item tells where that is nothing to be done: a word explained, an address, validity, matters."""
    words = outline_words()
    if _DEFINES.match(setting.text):
        return "explains a word"
    if words.contact.match(setting.text):
        return "how to reach a body"
    if any(map(words.validity.match, (setting.text, setting.own_text.lstrip("。：\n ")))):
        return "validity of the document itself"
    return f"head: {lead}" if words.matter_head.search(lead) or _names_shortcomings(lead) else None


def _names_shortcomings(head: str) -> bool:
    words = outline_words()
    return bool(words.short_head.search(head)) and not words.answer.search(head)


def _is_of_matters(head: str) -> bool:
    """Tell whether what stands under a head are conditions, facts or shortcomings."""
    words = outline_words()
    return _names_shortcomings(head) or bool(words.matter_head.search(head) and not head.startswith(_LOOSE))


def _kind_of_member(lead: str, setting: Setting) -> tuple[ItemKind, str]:
    """Decide by what introduces the enumeration, and by how its member opens."""
    words = outline_words()
    if setting.table and not words.task.search(setting.before):
        return "other", "row of a table without tasks"
    intro = _introduction(setting.before)
    match = words.aim_intro.search(intro)
    if match:
        return "principle", f"introduced by: {match[0].strip()}"
    match = words.one_of.search(intro)
    if match:
        return "other", f"introduced by: {match[0]}"
    if words.case_intro.search(intro) and _CASE.search(setting.text):
        return "other", "one of the cases introduced"
    match = words.short_intro.search(intro)
    if match and not words.answer.search(intro):
        return "other", f"introduced by: {match[0].strip()}"
    acts = words.action_intro.search(intro) or (words.answer.search(intro) and words.shortcoming.search(intro))
    match = words.thing_intro.search(intro)
    if match and not acts:
        return "other", f"introduced by: {match[0].strip()}"
    match = words.finding.match(lead)
    if match and setting.member and not acts:
        return "other", f"opens with: {match[0]}"
    match = words.attitude.match(lead)
    if match and setting.member:
        return "principle", f"opens with: {match[0]}"
    return "measure", "default"


def _kind_of_article(text: str) -> tuple[ItemKind, str]:
    if _FORMAL_ARTICLE.match(text):
        return "other", "article that defines or delimits"
    if _AIM_ARTICLE.match(text):
        return "principle", "article that states an aim or rule"
    return "measure", "article"


# （责任单位：市司法局） behind a head says who, not what.
_BODIES = re.compile(r"[（(〔\[](?:牵头|责任|配合|参与|主办|承办)(?:单位|部门|地区)?[:：][^）)〕\]\n]*[）)〕\]]")


def _tells(own_text: str) -> bool:
    """Tell whether text stands between a head and its first member that does not merely lead over to the members."""
    told = _BODIES.sub("", own_text)
    told = re.sub("[^，。！？；\n]*[：:]\\s*$|^[^\n]*\t[^\n]*$", "", told, flags=re.MULTILINE)
    return len(re.sub("[。：；，\\s]", "", told)) > TELLING


def _introduction(before: str) -> str:
    """Return the last sentence in front of the enumeration; the line of the addressees is none."""
    if _ADDRESSEES.search(before.rsplit("\n", 1)[-1]):
        return ""
    return re.split("[。！？\n]", before.rstrip("。：:\n"))[-1] + before[len(before.rstrip("。：:\n")) :][:1]
