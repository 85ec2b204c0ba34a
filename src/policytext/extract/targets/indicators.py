"""What a quantity measures, in the words of its text: verb and noun around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.words import target_words
from policytext.model import TargetKind

Link = Literal["none", "joined", "listed", "followed"]


class Indicator(NamedTuple):
    """The words for what is measured; ``base`` is the part before the number, which list members share."""

    words: str
    base: str


# Openers that say when, how or how surely, not what: dropped again and again from the front.
_OPENING = re.compile(
    r"(?:[、，和及与并且而但又][、，]?|分别|再(?![生就贷融保制审造度次])|以及|并且|同时|其中|此外|另外|力争|争取|努力|确保|保证|实现|累计|共计|合计|总计|总共|共(?!同|享|建|有|产|青|性)|先后|已经|已(?!被)|目前|现已|现(?![场代金货房役状])|还|也|将(?=[\u4e00-\u9fff])|要(?!求|素|件)|应当|应(?=当|在|于)|必须|须|可(?=在|于)|做到|使|让|全年|年内|首批|首次|平均每|成功|具体|一般(?=不|在|为)|原则上|预计|计划|拟|到|至|截至|自(?=[0-9今去])|从(?=[0-9])|由(?![来于])|会同|联合(?=[\u4e00-\u9fff]{3})|第[一二三四五六七八九十百]+条|[（(]?[0-9一二三四五六七八九十]{1,3}[）)]|于|在(?=$)|的|该|本|各地|其|一是|二是|三是|四是|五是|六是|七是|八是|九是|十是|[一二三四五六七八九十]要|仅|只|就|均|都|每[年月周日天]|（[一二三四五六七八九十]+）|[0-9]{1,2}[.．、]|——|[“]?[（(])"
)
# Matches 升至, 增加到 at the end: the way to a level, not the thing measured; 下降 alone (by how much) stays.
_TO_LEVEL = re.compile(
    r"(?:提高|提升|上升|增加|扩大|增长|下降|降低|压缩|压减|缩短|减少|跃升|攀升|发展|扩容|壮大|翻|增|升|降|减)(?:至|到|为)了?$"
)
# What stands before 累计 and 先后 says who and since when.
_SO_FAR = re.compile(r"^[^“”]*(?:累计|先后|目前已?)")
# 比2020年翻两番 without its year.
_COMPARED = re.compile(r"(?<![同环对相占分配])[比较](?=翻|增|提|下降|减|降|上升|扩|缩)")
_SEPARATORS = re.compile(r"(?<=[由从同与和在])[、和]+|[、和]{2,}")
_CLOSING = re.compile(
    r"(?:达到了?|达至?|为|至|到|共计?|累计|约|近|仅|只用?了?|了|过|就|均|已|不|有|等|的|保持在?|稳定在|维持在|力争|确保|争取|做到|实现|应当|必须|控制|超|再|各|占|是|于|在|以|先后|分别|共|始终|稳步|继续|持续|(?<=[\u4e00-\u9fff])为?每(?:平方米|立方米|人|户|家|亩|吨|天|日|月|年|度|千瓦时|台|件|次|公斤)|同比$|合计|总计|较|[（“(、])$"
)
_LEADING = re.compile(r"^(?:的|左右|“)+")
# The noun behind a number ends at punctuation, at the next number or where the sentence goes on.
_NOUN = re.compile(r"[^，。；：、！？\n\t（）0-9]{1,24}")
_NOUN_ONLY = re.compile(
    r"[^，。；：、！？\n\t（）的0-9]{1,16}?(?=以及|[，。；：、！？\n\t（）0-9]|的|进行|向|并|参加|参与|征求|开展|建立|分赴|派员|已|都|均|安全|全部|共同|联合|分别|$)"
)
_NEXT_NUMBER = re.compile(r"(?:和|与|及|以及|或者?)?[一二两三四五六七八九十]*$")
# Matches 同比上升, 比上年减少, 降幅 where nothing else is said; not 平均利率下降 (says what).
_CHANGE = re.compile(
    r"(?:同比|环比|比[^，。；]{1,10}?|较[^，。；]{1,8}?|年均|名义|实际|分别|平均)*(?:再?(?:增长|下降|上升|提高|提升|减少|增加|降低|缩短|压缩|压减|回升|回落|增收|扩大|收窄|高于|低于|快于)|增幅|降幅|增速|占比|翻)[了达约近为]*"
)
_FROM = re.compile(r"(?:由|从)[^，。；]{0,18}$")
_MODIFIER = re.compile(r"^.*(?:[了出对为将把由]|涉及|听取|包括)")
_RESPECTIVELY = re.compile(r"^(?P<whole>[^，。；]*?)分别(?P<verb>[^0-9，。；]*)$")
_AND = re.compile(r"[、和与及]")


def read_indicator(
    text: str, quantity: Quantity, before: str, kind: TargetKind, previous: Indicator | None, *, link: Link
) -> Indicator:
    """Return what a quantity measures.

    ``before`` are the words of its clause before it without dates, frequencies and acting bodies; ``previous`` is the
    indicator of the quantity before it in the sentence, which a bare list member or a bare change (同比上升) goes on from; ``words`` is empty where nothing is said. ``link`` is ``joined``
    where only a list joint or nothing stands between the two, ``listed`` where a joint and a noun do (新建食堂14个、学校3所),
    ``followed`` where the one before was the old level.
    """
    if kind == "baseline":
        base = _strip(_FROM.sub("", before))
        return Indicator(base, base)
    if previous is not None and link == "followed":
        return previous
    base = _strip(before)
    after = _after(text, quantity, kind, base)
    if link == "listed" and previous is not None and base and not after and kind in ("goal", "result"):
        act = target_words().opening_act
        if (verb := act.match(previous.base)) and not act.match(base):
            return Indicator(verb[0] + base, previous.base)
    if link == "joined" and previous is not None:
        return Indicator(previous.base + after if after and kind != "scope" else after or previous.words, previous.base)
    if kind == "scope":
        noun = after or target_words().scope_opening.sub("", base) or base
        if after and before.endswith("的"):
            noun = _MODIFIER.sub("", before) + after
        return Indicator(noun, base)
    if previous is not None and _CHANGE.fullmatch(base) and not after:
        stem = _CHANGE_TAIL.sub("", previous.words)
        base = base.removeprefix("分别")
        return Indicator(stem + base, stem + base)
    return Indicator(base + after, base)


_CHANGE_TAIL = re.compile(
    r"(?:同比|环比|比[^，。；]{1,8})*(?:增长|下降|上升|提高|提升|减少|增加|降低|缩短|压减|压缩|压降|精简)$"
)


def split_respectively(before: str, index: int) -> str | None:
    """Return the subject of the number at ``index`` of a list after 分别, with the verb, or None.

    >>> split_respectively("出口、进口分别增长", 1)
    '进口增长'
    """
    found = _RESPECTIVELY.match(before)
    if found is None:
        return None
    subjects = [part for part in _AND.split(found["whole"]) if part]
    if index >= len(subjects):
        return None
    shared = _shared_tail(subjects)
    subject = subjects[index] if index == len(subjects) - 1 else subjects[index] + shared
    return _strip(subject) + found["verb"].strip("达到为")


def _shared_tail(subjects: Sequence[str]) -> str:
    """Return the noun that only the last subject carries, for the others."""
    found = target_words().shared_noun.search(subjects[-1])
    if found is None or any(target_words().shared_noun.search(subject) for subject in subjects[:-1]):
        return ""
    return found["tail"]


def drop_stretches(text: str, start: int, end: int, stretches: Sequence[tuple[int, int]]) -> str:
    """Return ``text[start:end]`` without the stretches (dates, frequencies, acting bodies)."""
    parts, at = [], start
    for left, right in stretches:
        if right <= at or left >= end:
            continue
        parts.append(text[at : max(at, left)])
        at = min(end, right)
    parts.append(text[at:end])
    return "".join(parts)


def _strip(words: str) -> str:
    """Drop openers and closers that do not say what is measured."""
    words = _SEPARATORS.sub("、", words.strip())
    words = _SO_FAR.sub("", words) or words
    words = target_words().examples.sub(r"\g<verb>\g<noun>", words)
    words = _COMPARED.sub("", target_words().locative.sub("", words))
    words = _TO_LEVEL.sub("", words)
    for _ in range(6):
        shorter = _OPENING.sub("", words, count=1) if _OPENING.match(words) else words
        shorter = _CLOSING.sub("", shorter)
        if shorter == words:
            break
        words = shorter
    if words.startswith("“") and "”" not in words:
        words = words[1:]
    return words if words not in ("用", "对", "为", "在") else ""


def _after(text: str, quantity: Quantity, kind: TargetKind, base: str) -> str:
    """Return the noun (or the act, for a limit of time) behind the quantity."""
    limit = quantity.family == "time"
    rest = text[quantity.end : quantity.end + 30]
    lead = _LEADING.match(rest)
    rest = rest[lead.end() :] if lead else rest
    if limit and rest.startswith("时间"):
        rest = rest[2:]
    if quantity.family == "ratio" and base:
        return ""
    if kind == "scope" and (named := target_words().structure.match(rest)):
        return named[0]
    match = (_NOUN_ONLY.match(rest) if kind == "scope" else None) or _NOUN.match(rest)
    if match is None:
        return ""
    words = match[0]
    if rest[len(words) : len(words) + 1].isdigit():
        words = _NEXT_NUMBER.sub("", words)
    if quantity.family == "money" and base and len(words) > _SHORT:
        return ""
    return "" if words.startswith(("以", "，", "并", "且", "或")) else words.removesuffix("等")


# A noun behind a sum of money (198万余元货款) is short; longer words are the next statement.
_SHORT = 8
