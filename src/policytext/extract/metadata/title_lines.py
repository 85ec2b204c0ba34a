"""Which of the first lines of a text are its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytext.extract.metadata.addressees import is_addressed_line
from policytext.extract.metadata.days import DATE, find_days
from policytext.extract.metadata.numbers import is_number_line
from policytext.extract.metadata.organs import is_organ
from policytext.extract.metadata.words import field_names, genre_ending, pattern

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
        return len(line) <= 30 and 6 < len(following) <= 40 and not is_addressed_line(line)
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
    if line.endswith(("：", ":", "？", "！")) or is_field(line) or (is_organ(line) and not is_organ(said)):
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


def is_field(line: str) -> bool:
    """Tell whether a line is a field that nothing removed: 来源：某网, or a row of a table of fields."""
    key = re.split("[：:\t]", line)[0].replace(" ", "")
    return key in field_names() and len(key) < len(line)
