"""Markers of enumerations: which families there are, and where they stand in a text.

Families follow GB/T 9704-2012 (一、 （一） 1. （1）), the Legislation Law (编 章 节 条) and news style (一是 首先 ■ ——).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policytext.segment import find_paragraphs

DIGITS = "一二三四五六七八九十"

# Families from outer to inner, as GB/T 9704 and the Legislation Law order them.
RANKS = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "scene": 3, "chinese": 4, "bracketed": 5, "arabic": 6,
    "arabic_bracketed": 7, "circled": 8,
}  # fmt: skip

# Matches: 一、总体要求; （一）指导思想; 1.推进…; 第三条 本办法…; ①; 01 (alone). Not: 一、二审; 1.5%; 2026年.
_LINE_START = re.compile(
    rf"""
      (?P<part>第[{DIGITS}百]+编) | (?P<chapter>第[{DIGITS}百]+章) | (?P<section>第[{DIGITS}百]+节(?!课))
    | (?P<article>第[{DIGITS}百零]+条)(?![规之的款第、，和至])
    | (?P<scene>(?:[㐀-鿿]{{2,6}}之|镜头|案例|故事|场景|现场|亮点|看点|关键词|典型|样本)(?P<scene_number>[{DIGITS}]+|\d{{1,2}})：)
    | (?P<chinese>[{DIGITS}]{{1,3}})[、.．](?![{DIGITS}]{{1,2}}[审级线产期类])
    | (?P<bracketed>[（〔\[][ ]?[{DIGITS}]{{1,3}}[ ]?[）〕\]]|[㈠-㈩])
    | (?P<arabic>(?i:part|no)?[. ]?\d{{1,2}})(?:[.．](?![\d.])|、|(?=\n))
    | (?P<arabic_bracketed>（\d{{1,2}}）|\d{{1,2}}）|[⑴-⒇])
    | (?P<circled>[①-⑳❶-❿])
    """,
    re.VERBOSE,
)
_BULLET = re.compile(r"(?P<glyph>——|[■□●○◆◇▶►▪▫•·★☆❖✦✧√✔➤➢※▌◎\ue000-\uf8ff])[ ]?(?!\d{4}年|在|习近平)")
_ROW = re.compile(r"(?P<row>\d{1,3})\t")
# Heads of a table that assigns tasks: 重点任务, 工作措施 beside 责任单位, 完成时限.
_TASK_HEAD = re.compile("(?:任务|事项|措施|举措|内容)$")
_DUTY_HEAD = re.compile("(?:单位|部门|时限|时间|期限)$")
# After a stop or at the start of a paragraph. Matches: 。一是; ：首先，; ；（2）. Not: 唯一是, 之一是, 一是一、二是二.
_INLINE = re.compile(
    rf"""
    (?:^|(?<=[。；：，！？”）\n\t]))[ ]?
    (?:
      (?P<shi>[{DIGITS}]{{1,3}})是(?![{DIGITS}][，、。])
    | (?P<yao>[{DIGITS}]{{1,3}})要(?=[㐀-鿿“])
    | 其(?P<qi>[{DIGITS}])(?=[，,是])
    | 第(?P<di>[{DIGITS}]{{1,2}})(?=[，,：])
    | (?P<first>首先|其次|再次|再者|最后)(?=[，,要是])
    | (?P<side>一方面|另一方面|另外一方面)
    )""",
    re.VERBOSE | re.MULTILINE,
)
# Numbers inside a paragraph, only behind a stop. Matches: ：1.…；2.…; ：（1）…；（2）…. Not: 达1.5亿.
_INLINE_NUMBER = re.compile(
    rf"(?<=[。；：])[ ]?(?:(?P<arabic>\d{{1,2}})(?:[.．](?!\d)|、(?!\d))|（(?P<arabic_bracketed>\d{{1,2}})）|（(?P<bracketed>[{DIGITS}]{{1,3}})）|(?P<circled>[①-⑳]))"
)
# A line that ends without a stop goes on in the next one.
_HARD_BREAK = re.compile("[。！？；：”）】]\n")
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9, "一方面": 1, "另一方面": 2, "另外一方面": 2}
_VALUES = {digit: value for value, digit in enumerate("零" + DIGITS)}


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its place, its family, its number (0 for glyphs) and where its text begins."""

    start: int
    end: int
    family: str
    number: int

    @property
    def rank(self) -> int:
        """Depth of the family among headings, 0 outermost."""
        return RANKS.get(self.family, 9)


def find_headings(text: str) -> Iterator[Marker]:
    """Yield the numbered markers at line starts that belong to a sequence.

    >>> [marker.number for marker in find_headings("一、总则\\n二、任务\\n1.5亿元\\n一、二审案件")]
    [1, 2]
    """
    found = []
    for start, _ in find_paragraphs(text):
        match = _LINE_START.match(text, start)
        if match:
            family = next(name for name in RANKS if match[name])
            number = match["scene_number"] or match[family]
            found.append(Marker(start, _skip_blank(text, match.end()), family, read_number(number)))
    for family in RANKS:
        sequence = [marker for marker in found if marker.family == family]
        yield from _in_sequence(sequence)


def find_bullets(text: str) -> Iterator[Marker]:
    """Yield list glyphs at line starts; the glyph is the family."""
    for start, _ in find_paragraphs(text):
        match = _BULLET.match(text, start)
        if match:
            yield Marker(start, _skip_blank(text, match.end()), match["glyph"], 0)


def find_rows(text: str) -> Iterator[Marker]:
    """Yield the numbers of table rows: cells are separated by tabs, the first one counts on."""
    rows = []
    for start, _ in find_paragraphs(text):
        match = _ROW.match(text, start)
        if match:
            rows.append(Marker(start, match.end(), "row", int(match["row"])))
    yield from _in_sequence(rows)


def find_task_rows(text: str) -> Iterator[Marker]:
    """Yield the rows of tables that assign tasks without numbering them, by the head of the table.

    >>> words = "任务\\t牵头单位\\t完成时限\\n培育企业300家\\t市工信局\\t12月\\n清理账款\\t市财政局\\t6月\\n特此通知。"
    >>> [words[row.start:][:4] for row in find_task_rows(words)]
    ['培育企业', '清理账款']
    """
    columns = 0
    for start, end in find_paragraphs(text):
        cells = text[start:end].split("\t")
        if columns and len(cells) == columns and not _ROW.match(text, start):
            yield Marker(start, start, "row", 0)
            continue
        heads = [bool(_TASK_HEAD.search(cell)) - bool(_DUTY_HEAD.search(cell)) for cell in cells]
        columns = len(cells) if 1 in heads and -1 in heads else 0


def find_inline(text: str) -> Iterator[list[Marker]]:
    """Yield prose enumerations, each as the list of its markers: 一是 with 二是, 首先 with 其次, （1） with （2）.

    A marker without its partner is none: a lone 首先 or 一方面 is not yielded.

    >>> [[marker.number for marker in chain] for chain in find_inline("要求：一是快。二是准。首先，不急。")]
    [[1, 2]]
    """
    by_family: dict[str, list[Marker]] = {}
    for pattern in (_INLINE, _INLINE_NUMBER):
        for match in pattern.finditer(text):
            family = str(match.lastgroup)
            word = match[family]
            start = match.start() + len(match[0]) - len(match[0].lstrip(" "))
            number = _ORDER.get(word) or read_number(word)
            by_family.setdefault(family, []).append(Marker(start, _skip_blank(text, match.end()), family, number))
    for markers in by_family.values():
        yield from _chains(text, markers)


def read_number(word: str) -> int:
    """Read the number of a marker, Chinese, Arabic or enclosed; 0 where there is none.

    >>> [read_number(word) for word in ("十二", "（三）", "②", "第二十一条", "07")]
    [12, 3, 2, 21, 7]
    """
    digits = re.search(r"\d+", word)
    if digits:
        return int(digits[0])
    for first, last, value in (("①", "⑳", 1), ("⑴", "⒇", 1), ("㈠", "㈩", 1), ("❶", "❿", 1)):
        if first <= word[:1] <= last:
            return ord(word[0]) - ord(first) + value
    return _read_chinese(re.sub(f"[^{DIGITS}零百]", "", word))


def _read_chinese(word: str) -> int:
    hundreds, _, rest = word.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = _VALUES.get(hundreds, 1 if "百" in word else 0) * 100
    total += (_VALUES.get(tens.lstrip("零"), 1) if ten else 0) * 10
    return total + _VALUES.get(ones.lstrip("零"), 0)


def _skip_blank(text: str, at: int) -> int:
    """Skip a stop behind the marker and white space, also a line break: the marker may stand alone."""
    while at < len(text) and text[at] in "，,、：: \n\t．.":
        at += 1
    return at


def _in_sequence(markers: list[Marker]) -> Iterator[Marker]:
    """Keep markers that count on; numbers may be missing, doubled or start anew."""
    lone = {"chinese", "bracketed", "chapter", "article", "part"}
    if len(markers) == 1 and markers[0].start == 0:
        yield from markers  # a text that was cut out of a longer one
        return
    for index, marker in enumerate(markers):
        before = markers[index - 1].number if index else 0
        after = markers[index + 1].number if index + 1 < len(markers) else 0
        follows = before and 0 <= marker.number - before <= 3
        begins = marker.number == 1 and (marker.family in lone or 1 < after <= 3)
        if follows or begins or (0 < after - marker.number <= 2 and marker.number < 100):
            yield marker


def _chains(text: str, markers: list[Marker]) -> Iterator[list[Marker]]:
    """Split the markers of one family into enumerations that begin at 1 and count on."""
    chain: list[Marker] = []
    for marker in markers:
        if chain and _continues(text, chain[-1], marker):
            chain.append(marker)
            continue
        if len(chain) > 1:
            yield chain
        chain = [marker] if marker.number == 1 else []
    if len(chain) > 1:
        yield chain


def _continues(text: str, last: Marker, marker: Marker) -> bool:
    step = marker.number - last.number
    if not (0 < step <= 2 or (marker.number == 9 and step > 0 and marker.family == "first")):
        return False
    between = text[last.end : marker.start]
    if not _HARD_BREAK.search(between):
        return True
    at_start = marker.start == 0 or text[marker.start - 1] == "\n"
    first_at_start = last.start == 0 or text[last.start - 1] == "\n"
    return at_start and (first_at_start or between.count("\n") == 1) and between.count("\n") <= 12
