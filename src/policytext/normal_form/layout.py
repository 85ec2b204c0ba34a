"""Line breaks and spaces: what is a line of its own, and which blanks mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from policytext.normal_form.characters import CJK, HAN
from policytext.normal_form.rows import find_row_edges, tabs_of
from policytext.normal_form.tables import CharacterSet
from policytext.text import Edit

_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
# What a lost line break stands before: quotation, bullet, list number, date, and a word. A bare number is none: 减少 439户.
_BEGINNING = re.compile(rf"[{HAN}“《（【①-⑳■●◆❖•]|\d{{1,2}}[.．、]\D|{_DATE}")
_SINGLE = re.compile(f"[{HAN}](?:[{_BLANKS}]|$)")
_STOP = re.compile("[。；：！？”]")
# A line ends with more than a word that is set off by blanks (总体要求, not 新增 企业), or with a date or number.
_LINE_END = re.compile(f"(?:[{HAN}]{{4}}|[日号）》】\\]]|\\d{{5}})$")
_SHORT = re.compile(f"[{HAN}]{{2,3}}")
# A date, or a label with its colon: 联系电话：…
_OWN_LINE = re.compile(rf"{_DATE}|[{HAN}]{{2,6}}：")
_LINE = re.compile(r"[^\n]+")
_NUMBER = "[一二三四五六七八九十]{1,3}"
# The last character before a heading: "如下：一、", "局）（二）", "一、严格管理（一）".
_LOST_HEADING = re.compile(
    f"[。；：）】\\]](?= ?(?:{_NUMBER}、(?!{_NUMBER}[审级线])|（{_NUMBER}）))|(?<=[一二三四五六七八九十]、)[{HAN}]{{2,25}}(?=（{_NUMBER}）)"
)
# A number that heads a paragraph, behind a stop and a blank: 。 二、完善.
_HEADING = re.compile(f"{_NUMBER}、(?!{_NUMBER})|（{_NUMBER}）|第{_NUMBER}条(?![规之的款第、，和至])")
_CHINESE = re.compile(f"[{CJK}]")
FLATTENED_LINE = 300


def to_lines(text: str) -> Iterator[Edit]:
    """Make every line break one ``\\n`` without blanks around it, and restore breaks that became spaces.

    A line of more than FLATTENED_LINE characters in which a blank follows a full stop is taken for a page
    whose line breaks were flattened: its blanks between Chinese words become line breaks. In shorter lines two
    or more blanks behind a full stop do.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("一、总则 \\r\\n　　二、附则").clean(to_lines).text
    '一、总则\\n二、附则'
    """
    start = 0
    blanks: list[tuple[int, int]] = []
    edges = find_row_edges(text)
    for begin, end in _white().find_runs(text):
        white = text[begin:end]
        lines = white if white == "\n" else "\n" * len(_BREAK.findall(white))
        if not lines:
            blanks.append((begin, end))
            continue
        lines = ("\t" if begin in edges else "") + lines + (tabs_of(white) if end in edges else "")
        if blanks:
            yield from _lost_breaks(text, start, begin, blanks)
        if lines != white:
            yield Edit(begin, end, lines)
        start, blanks = end, []
    yield from _lost_breaks(text, start, len(text), blanks)


def _lost_breaks(text: str, start: int, end: int, blanks: list[tuple[int, int]]) -> Iterator[Edit]:
    """Turn the blanks of a line into line breaks where they were some.

    "执行。 陕西省" and "工作 各地" are lost line breaks where the line is long; "批示精神, 认真", "财 政 部" and "S20 系列" are none.
    """
    flattened = end - start >= FLATTENED_LINE and any(
        begin > start and _STOP.match(text, begin - 1) for begin, _ in blanks
    )
    line = start
    for begin, stop in blanks:
        if begin == start or "\t" in text[begin:stop] or not _BEGINNING.match(text, stop):
            continue
        before = text[max(line, begin - 5) : begin]
        if _STOP.search(before[-1:]):
            lost = flattened or (stop - begin > 1 and before[-1] != "：") or bool(_HEADING.match(text, stop))
        else:
            # A short head has a line of its own: 公路 农民工返岗…
            head = line > start and _SHORT.fullmatch(before)
            ended = bool(head or _LINE_END.search(before) or _OWN_LINE.match(text, stop))
            lost = flattened and ended and not _SINGLE.match(text, stop)
        if lost:
            yield Edit(begin, stop, "\n")
            line = stop


def split_headings(text: str) -> Iterator[Edit]:
    """Give numbered headings that stand in the middle of a flattened line a line of their own.

    Only where a line counts on, 一、 and 二、 or （一） and （二）; the break is joined to the stop before it.

    >>> from policytext.text import AlignedText
    >>> flat = "现就有关事项通知如下：一、统一思想认识。" + "各地要高度重视。" * 40 + "二、抓好落实。"
    >>> AlignedText.of(flat).clean(split_headings).text.count("\\n")
    2
    """
    for line in _LINE.finditer(text):
        if line.end() - line.start() < FLATTENED_LINE:
            continue
        words = line[0]
        if all(f"{n}、" in words for n in "一二") or all(f"（{n}）" in words for n in "一二"):
            for match in _LOST_HEADING.finditer(words):
                at = line.start() + match.end()
                yield Edit(at - 1, at, text[at - 1] + "\n")


def drop_spaces(text: str) -> Iterator[Edit]:
    """Delete blanks between Chinese characters and at the edges of lines; other runs of blanks become one.

    Tabs, which separate the cells of a table, and line breaks stay, and so do the places of empty cells; empty lines go.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("市 委  GDP  growth\\n\\n").clean(drop_spaces).text
    '市委 GDP growth\\n'
    """
    edges = find_row_edges(text)
    in_row = 0 in edges
    for start, end in _white().find_runs(text):
        white = text[start:end]
        if "\n" in white or start == 0:
            in_row = end in edges
            kept = "\t" if start in edges and start else ""
            kept += ("\n" if start and "\n" in white else "") + (tabs_of(white) if in_row else "")
        elif end == len(text):
            kept = "\t" if start in edges else ""
        elif "\t" in white:
            kept = "\t" * (white.count("\t") if in_row else 1)
        else:
            kept = "" if _is_chinese(text, start - 1) and _is_chinese(text, end) else " "
        if kept != white:
            yield Edit(start, end, kept)


@cache
def _white() -> CharacterSet:
    return CharacterSet.of(f"\t{_BLANKS}{_BREAKS}")


def _is_chinese(text: str, at: int) -> bool:
    return 0 <= at < len(text) and bool(_CHINESE.match(text, at))
