"""From when and to when a document applies: 自2024年5月1日起施行, 自印发之日起施行, 有效期5年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from policytext.extract.metadata.days import DATE, days_after, last_valid_day, read_day
from policytext.extract.metadata.found import Found
from policytext.extract.metadata.words import either, genre_terms, pattern
from policytext.extract.numeral_values import read_chinese
from policytext.text import AlignedText

# How far before and behind a cue its sentence is looked at.
BEFORE, BEHIND = 120, 80

_APPLIES = "(?:正式)?⟨applies⟩"
# Matches 自2024年5月1日起施行, 于2024年5月1日起正式实施, 自2024年5月1日施行. Not: 2024年5月1日起施行的《…》 (another document).
_FROM_DAY = rf"(?:自|从|于|将于)?(?P<day>{DATE})(?:之日)?(?:开始|起|起开始)?{_APPLIES}(?!的)"
# Matches 自印发之日起施行, 自公布之日起30日后施行, 有效期自发布之日起. Not: 自收到申请之日起7日内.
_FROM_EVENT = r"""
    自?[㐀-鿿]{0,6}?(?P<event>⟨event⟩)之日起
    (?:满?(?P<delay>\d{1,3}|[一二三四五六七八九十]{1,3})(?:个自然|个工作)?[日天]后)?
    (?:正式)?(?P<applies>⟨applies⟩|开始)?
    """
# Matches 有效期自2024年1月1日至2026年12月31日, 执行期限为…: its first day.
_RANGE = rf"""
    (?P<cue>有效期限?|(?:试行|执行|实施|施行|暂行)(?:期限|期间|期|时限|时间)?)
    (?:暂定)?[为是：]?[自从]?(?P<day>{DATE})起?(?:至|到|—{{1,2}}|-|–|－|~|～){DATE}
    """
_NUMBER = r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})[ ]?(?:（[^（）]{1,4}）)?(?P<unit>年|个月|日|天)"
# Matches 有效期至2027年12月31日, 执行至…, 实施期限为2024年1月1日至2026年12月31日, 施行至….
_TO_DAY = rf"""
    (?P<cue>有效期限?|(?:试行|执行|实施|施行|暂行)(?:期限|期间|期|时限|时间)?|有效)
    (?:暂定|暂)?[为是：]?(?:暂定)?[自从]?(?:{DATE}|[㐀-鿿]{{0,8}}之日)?起?(?:开始)?(?:{_APPLIES})?，?
    (?:延长|延续|截止|截)?(?:至|到|—{{1,2}}|-|–|－|~|～)(?P<day>{DATE})
    """
# Matches 有效期5年, 有效期为五年, 试行期两年, 执行期为自政策发布之日起的3个月, 有效期自2024年5月1日起5年.
_FOR_TERM = rf"""
    (?P<cue>有效期限?|(?:试行|执行|实施|施行|暂行)(?:期限|期|时限))
    (?:暂定)?[为是：]?(?:暂定)?
    (?:[自从]?(?:{DATE}|[㐀-鿿]{{0,10}}之日)起?(?:{_APPLIES})?(?:计算)?)?，?的?为?
    {_NUMBER}
    """
_TRIAL = rf"(?P<cue>试行){_NUMBER}"
# 施行，至…止: the end of a term whose beginning the same sentence names.
_UNTIL = rf"(?P<cue>{_APPLIES})，?(?:有效期)?(?:至|到)(?P<day>{DATE})"
_STOP = re.compile("[。；\n]")
# What has a term of its own: 许可证有效期5年, 合同期限.
_OTHERS = "⟨licence⟩的?$"
# A sentence whose subject is a document: 《某法》已由…通过，自2021年7月15日起.
_SUBJECT = r"[^《》]{0,12}《(?P<name>[^《》]+)》[^《》]{0,80}⟨adopts⟩[^《》]{0,20}"
_MAKES_PUBLIC = re.compile("(?:现|特|兹)(?:予|将|行|公布|发布|颁布)")
_IN_NAME = re.compile(r"》(?:等文件)?[（，]?(?:业?已经?|将|业经)?$")


@cache
def _own() -> re.Pattern[str]:
    """Return the pattern of words by which a document means itself: 本办法, 本实施细则, 以上政策."""
    return re.compile(rf"(?:本|以上|上述|该)(?:[㐀-鿿]{{0,6}}?{either(genre_terms('end'))}|文件|政策)")


@cache
def _kind_before() -> re.Pattern[str]:
    """Return the pattern of a kind of document right before a term: 政策有效期至…."""
    return re.compile(rf"{either(genre_terms('end'))}的?$")


def find_effective(text: AlignedText, *, title: str, signed: Found | None, published: Found | None) -> Found | None:
    """Return the day from which the document applies; of several the one that it says of itself, else the last.

    >>> text = AlignedText.of("《某条例》自2020年1月1日起施行。\\n本办法自2024年5月1日起施行，有效期5年。")
    >>> find_effective(text, title="某办法", signed=None, published=None).value
    '2024-05-01'
    """
    found: list[tuple[int, Found]] = []
    issued = signed or published
    for match in (*_find(_FROM_DAY, text.text), *_find(_RANGE, text.text), *_find(_FROM_EVENT, text.text)):
        weight = _weight(text.text, match, title)
        if weight < 0 or (match.re.groupindex.get("cue") and not _speaks_of_itself(text.text, match)):
            continue
        groups = match.groupdict()
        if "day" in groups:
            day = read_day(match["day"])
        elif issued and (groups["applies"] or _is_term(text.text, match)):
            day = days_after(issued.value, _number(groups["delay"])) if groups["delay"] else issued.value
        else:
            continue
        if day:
            found.append((weight, Found(day, text[match.start() : match.end()], "sentence")))
    return max(found, key=lambda each: (each[0], each[1].words.span(0, 1).start))[1] if found else None


def find_expires(text: AlignedText, *, title: str, effective: Found | None) -> Found | None:
    """Return the last day on which the document is valid: named, or counted from the day from which it applies.

    >>> text = AlignedText.of("本办法自2024年5月1日起施行，有效期5年。")
    >>> find_expires(text, title="某办法", effective=find_effective(text, title="", signed=None, published=None)).value
    '2029-04-30'
    """
    found: list[tuple[int, Found]] = []
    for match in _term_matches(text.text):
        weight = _weight(text.text, match, title)
        if weight < 0 or not _speaks_of_itself(text.text, match):
            continue
        groups = match.groupdict()
        if groups.get("day"):
            day = read_day(match["day"])
        elif effective and (number := _number(groups["number"])):
            day = last_valid_day(effective.value, number, groups["unit"])
        else:
            continue
        if day and (effective is None or day >= effective.value):
            found.append((weight, Found(day, text[match.start() : match.end()], "sentence")))
    return max(found, key=lambda each: (each[0], each[1].words.span(0, 1).start))[1] if found else None


def _term_matches(words: str) -> Iterator[re.Match[str]]:
    for source in (_TO_DAY, _FOR_TERM, _TRIAL, _UNTIL):
        yield from _find(source, words)


def _find(source: str, words: str) -> Iterator[re.Match[str]]:
    return pattern(source, re.VERBOSE).finditer(words)


def _number(words: str) -> int:
    return int(words) if words.isdigit() else read_chinese(words) or 0


def _sentence_before(words: str, at: int) -> str:
    stretch = words[max(0, at - BEFORE) : at]
    return _STOP.split(stretch)[-1]


def _weight(words: str, match: re.Match[str], title: str) -> int:
    """Return 2 where the document speaks of itself, 1 where nothing else is named, -1 where another document is."""
    before = _sentence_before(words, match.start())
    if _IN_NAME.search(before):
        return 1 if _is_title(before.rpartition("《")[2].split("》")[0], title) or _MAKES_PUBLIC.search(before) else -1
    subject = pattern(_SUBJECT).fullmatch(before)
    if subject and not _is_title(subject["name"], title) and not _MAKES_PUBLIC.search(before):
        return -1
    if re.match(r"[㐀-鿿，]{0,4}的《", words[match.end() : match.end() + 8]):
        return -1
    return 2 if _own().search(before + match[0]) else 1


def _is_title(name: str, title: str) -> bool:
    """Tell whether a document that is named is the one with this title, or is what that one hands on."""
    return not title or name[-6:] in title or title in name


def _is_term(words: str, match: re.Match[str]) -> bool:
    """Tell whether the day of issue begins a term of validity: 有效期自印发之日起3年."""
    around = words[max(0, match.start() - 16) : match.end() + 12]
    return any(cue in around for cue in ("有效期", "执行期", "实施期", "试行期", "施行期"))


def _speaks_of_itself(words: str, match: re.Match[str]) -> bool:
    """Tell whether a term is that of the document, not of a licence, a rate or a contract."""
    before = _sentence_before(words, match.start())
    if _IN_NAME.search(before):
        return True  # the document is about the one that its title names
    if pattern(_OTHERS).search(before):
        return False
    behind = _STOP.split(words[match.end() : match.end() + BEHIND])[0]
    if _own().search(before) or _kind_before().search(before):
        return True
    if match["cue"].startswith("有效") or match["cue"].startswith("试行"):
        return not before.strip("（ ") or pattern("⟨applies⟩|⟨event⟩").search(before[-40:] + behind[:30]) is not None
    return re.search("(?:印发|发布|公布)之日", before + match[0]) is not None or not before.strip("（ ")
