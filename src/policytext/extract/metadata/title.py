"""The title and the subtitle, from what the file says of itself and from the lines that it opens with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from policytext.extract.metadata.days import DATE, find_days
from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found, compact, to_plain, trim
from policytext.extract.metadata.issuers import is_organ, split_organs
from policytext.extract.metadata.numbers import is_number_line
from policytext.extract.metadata.words import any_of, field_names, genre_ending, pattern
from policytext.text import AlignedText

Line = tuple[int, int]
TITLE_LENGTH = 100
# A headline goes on over three lines at most, the title of a letter over four.
HEADLINE_LINES, TITLE_LINES = 3, 4
# A shorter line behind a headline is a button of the page or a caption: 图集, 字号.
SHORTEST_LINE = 4
STAMP_LENGTH = 40
# What is no line of a title: sentences, leads, places of the page, heads of articles and lists.
_NO_TITLE = re.compile(
    rf"""
    。|[；…]$
    |(?<!答)记者(?!会)|通讯员|(?:社|[日晚早]报|新闻网|在线|网)[^，。]{{0,12}}(?:电|讯|消息)
    |^(?:【?编者按|编前|导语|—|（(?!试行|暂行)|附件|目录|各[省市县区州部委直位]|第[一二三四五六七八九十百]+[章条节]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)
    |^{DATE}
    """,
    re.VERBOSE,
)
# Matches （试行）, （2024—2026年）, （征求意见稿）. Not: （2024年5月6日）, （2024年第3号）.
_QUALIFIER = r"（(?!\d{4}年(?:\d{1,2}月\d{1,2}日|第\d{1,5}号)）)(?:⟨edition⟩|(?:19|20)\d\d)[^（）]{0,20}）"
# A line that must go on: 关于印发《…, …的实施办法 of a title that ends in 的通知.
_OPEN_CARRIER = "⟨hands_on⟩"
_CARRIER_END = r"⟨letter⟩(?:（[^（）]{1,20}）)?$"
# Tags that hold the headline alone, in order of trust; the title tag names the site as well.
TAGS = ("articletitle", "og:title", "ld:headline", "title")
# A shorter stretch of a headline may be its first word.
SHORTEST = 8
# What follows a headline in the title tag: _某某网, -新闻-某某市人民政府, | 某某日报. Not: 2024-2026年, 亲-清.
_SUFFIX = r"\s*(?:[_|｜]|--| - |(?:-[^-]{2,12}){0,4}-(?=[^-]{0,30}⟨site⟩(?:\([^()]{0,30}\))?$)).*$"
_SITE_ALONE = "[^，。：]{0,20}⟨site⟩"
_OWN_NUMBER = re.compile(r"[（(][㐀-鿿]{2,14}[〔\[（(【][ ]?(?:19|20)\d{2}[ ]?[〕\]）)】][ ]?第?\d{1,5}号[）)]$")
# The lines under the title of a press conference: 地点：…, 主持人：….
_OF_EVENT = "⟨occasion⟩[：:]"
# Matches 某某局 某某厅公告, 某某市人民政府令.
_ORDER = "(?P<organs>[㐀-鿿 、]{2,80})(?:公告|通告|令)"
# Matches 统计公报[1].
_FOOTNOTE = re.compile(r"\[\d{1,2}\]$")
# Matches 关于建立服务专员…, 关于建立服务专员....
_CUT_OFF = re.compile(r"(?:…+|[.．]{2,})$")
# Matches 现公布《某某办法》, 《某某条例》已经…通过，现予公布.
_PUBLISHED_NAME = re.compile(
    r"(?:公布|发布|通过|颁布)[^。《》\n]{0,40}《(?P<a>[^《》\n]{4,80})》|《(?P<b>[^《》\n]{4,80})》[^。\n]{0,120}(?:公布|发布|施行)"
)


def title_lines(words: str, lines: Sequence[Line]) -> list[Line]:
    """Return the first lines as far as they can be the title."""
    title: list[Line] = []
    said = ""
    for index, (start, end) in enumerate(lines[: min(TITLE_LINES, len(lines) - 1)]):
        line = words[start:end]
        following = words[slice(*lines[index + 1])]
        if not title and not _may_open(line, following):
            break
        if title and not _goes_on(said, line, len(title)):
            break
        title.append((start, end))
        said += line
    return title


def _may_open(line: str, following: str) -> bool:
    longest = TITLE_LENGTH if genre_ending().search(line) else TITLE_LENGTH // 2
    if _NO_TITLE.search(line) or is_number_line(line) or len(line) > longest or "\t" in line or is_field(line):
        return False
    if line.endswith(("：", ":")):
        return len(line) <= 30 and not line[:-1].endswith("如下") and 6 < len(following) <= 40
    return True


def _goes_on(said: str, line: str, count: int) -> bool:
    """Tell whether a line continues the title that the lines before it began."""
    if pattern(_QUALIFIER).fullmatch(line):
        return True
    if (
        is_complete(said)
        or said.endswith(("！", "？"))
        or line in said
        or _NO_TITLE.search(line)
        or is_number_line(line)
        or "\t" in line
    ):
        return False
    if len(line) <= STAMP_LENGTH and next(find_days(line), None):
        return False  # 某某日报 2024-05-06
    if (
        line.endswith(("：", ":", "？", "！"))
        or is_field(line)
        or pattern(_OF_EVENT).match(line)
        or (is_organ(line) and not is_organ(said))
    ):
        return False
    open_ = "关于" in said or pattern(_OPEN_CARRIER).search(said) or is_organ(said)
    if open_ and genre_ending().search(line):
        return len(line) <= 60
    return count < HEADLINE_LINES and SHORTEST_LINE <= len(line) <= 36


def is_complete(title: str) -> bool:
    """Tell whether a title ends with its genre; one that hands something on ends with 通知 or the like.

    >>> is_complete("关于印发某某市促进办法"), is_complete("关于印发某某市促进办法的通知"), is_complete("某某市促进办法（试行）")
    (False, True, True)
    """
    if not genre_ending().search(title):
        return False
    carries = pattern(_OPEN_CARRIER).search(title) and ("关于" in title or "《" in title)
    return not carries or pattern(_CARRIER_END).search(title) is not None


def likeness(title: str, other: str) -> float:
    """Return the share of the pairs of characters that two titles have in common, of the longer one.

    >>> likeness("某某市促进办法", "某某市促进办法"), likeness("某某市促进办法", "附则")
    (1.0, 0.0)
    """
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    shared = sum(other[at : at + 2] in pairs for at in range(len(other) - 1))
    return shared / max(len(pairs), len(other) - 1, 1)


def is_field(line: str) -> bool:
    """Tell whether a line is a field that nothing removed: 来源：某网, or a row of a table of fields."""
    key = re.split("[：:\t]", line)[0].replace(" ", "")
    return key in field_names() and len(key) < len(line)


@cache
def _mark() -> re.Pattern[str]:
    """Return the pattern of marks before a headline: [视频], 【图解】. Not: 【解码十年】."""
    return re.compile(rf"[\[【（(]{any_of('mark')}[\]】）)][ ]?")


def find_title(
    text: AlignedText,
    lines: Sequence[Line],
    tags: Mapping[str, Found],
    heading: Found | None,
    fields: Sequence[Field],
    given: Found | None = None,
) -> Found | None:
    """Return the title: as the file names it, cut where the first lines or the first heading end; else those lines.

    ``given`` is the title of front matter, which is taken as it is; one that a page cut off goes on in the text.

    >>> text = AlignedText.of("某某上线企业服务码\\n某某市数据局近日上线企业服务码。")
    >>> tags = {"title": Found.of(AlignedText.of("某某上线企业服务码-某某新闻网"), "title tag")}
    >>> find_title(text, [(0, 9)], tags, None, ()).rule
    'first lines'
    """
    named = [Found.of(to_plain(field.value), field.rule) for field in fields if field.tells == "title"]
    first = [_joined(text, lines[:count]) for count in range(len(lines), 0, -1)]
    shown = [found for found in (*first, heading, *named) if found and len(found.value) >= SHORTEST]
    if given:
        return _whole(given, shown)
    tagged = next((tags[name] for name in TAGS if name in tags), None)
    if tagged and tagged.rule == "title tag" and shown and _says_little(tagged.value):
        tagged = None
    if tagged and first and _is_order(tagged.words) and not _is_order(first[0].words):
        tagged = first[0]
    if tagged is None:
        others = [found for found in (heading, *named, *first[:1]) if found and len(found.value) > 1]
        tagged = others[0] if others else None
    if tagged is None:
        return None
    tagged, shown = _bare(tagged), [_bare(found) for found in shown]
    alone = _without_site(tagged)
    if _CUT_OFF.search(alone.value):
        return _whole(alone, shown)
    return next((found for found in shown if _opens(tagged, found)), alone)


def _whole(tagged: Found, shown: Sequence[Found]) -> Found:
    """Return a title that was cut off as the text shows it in full."""
    cut = _CUT_OFF.search(tagged.value)
    stem = compact(tagged.value[: cut.start()]) if cut else ""
    if len(stem) < SHORTEST:
        return tagged
    return next((found for found in shown if compact(found.value).startswith(stem)), tagged)


def _is_order(words: AlignedText) -> bool:
    """Tell whether a title names only who announces or orders: 国家税务总局 财政部公告."""
    match = pattern(_ORDER).fullmatch(words.text)
    return match is not None and bool(split_organs(words[: match.end("organs")]))


def _says_little(title: str) -> bool:
    """Tell whether a title tag is a site's name, or the name of a kind of page."""
    return len(title) < SHORTEST or pattern(_SITE_ALONE).fullmatch(title) is not None


def _joined(text: AlignedText, lines: Sequence[Line]) -> Found:
    """Return lines of the title as one."""
    words = text[lines[0][0] : lines[-1][1]]
    return Found("".join(text.text[slice(*line)] for line in lines), words, "first lines")


def _bare(found: Found) -> Found:
    """Drop a mark of the page before a title and its own number behind it."""
    value, words = found.value, found.words
    if (match := _mark().match(value)) and words.text.startswith(match[0]):
        value, words = value[match.end() :], words[match.end() :]
    if match := _OWN_NUMBER.search(value) or _FOOTNOTE.search(value):
        gone = len(value) - match.start()
        if compact(words.text).endswith(compact(match[0])):
            value, words = value[: match.start()], trim(words[: max(1, len(words) - gone)])
    return Found(value.strip(), words, found.rule) if value.strip() else found


def _opens(tagged: Found, shown: Found) -> bool:
    """Tell whether a headline as tagged begins with what is shown; a title tag may have the site before it."""
    said, seen = compact(tagged.value), compact(shown.value)
    return said.startswith(seen) or (tagged.rule == "title tag" and seen in said)


def _without_site(tagged: Found) -> Found:
    match = pattern(_SUFFIX).search(tagged.words.text) if tagged.rule not in ("h1", "first lines") else None
    if match is None or match.start() < SHORTEST:
        return tagged
    return Found.of(tagged.words[: match.start()], tagged.rule)


def find_published_name(text: AlignedText, start: int) -> Found | None:
    """Return what an order makes public, where nothing stands between its head and its text, which starts here."""
    match = _PUBLISHED_NAME.search(text.text, start, start + 400)
    if match is None or match.lastgroup is None:
        return None
    return Found.of(text[match.start(match.lastgroup) : match.end(match.lastgroup)], "published by the order")


def find_name_of_order(text: AlignedText, letterhead: Line | None, number: Line | None) -> Found | None:
    """Return what an announcement without a title is called by: 某某局 某某厅公告2023年第1号 on one line."""
    if letterhead is None or number is None or letterhead[0] != number[0]:
        return None
    return Found(compact(text.text[slice(*number)]), text[slice(*number)], "order line")


def find_subtitle(text: AlignedText, line: Line | None, fields: Sequence[Field]) -> Found | None:
    """Return the subtitle: the line with a dash under the title, or a field of that name."""
    for field in fields:
        if field.tells == "subtitle":
            words = trim(to_plain(field.value), "—–-－―")
            return Found.of(words, field.rule) if words.text else None
    if line is None:
        return None
    words = text[slice(*line)]
    return Found("".join(words.text.split("\n")), words, "line under the title")
