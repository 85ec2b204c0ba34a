"""Markers of enumerations: which families there are, and where they stand in a text.

Families follow GB/T 9704-2012 (一、 （一） 1. （1）), the Legislation Law (编 章 节 条), the numbers of emergency plans
(1.1 1.1.1) and news style (一是 首先 ■ ——). Which markers belong to an enumeration, ``sequences`` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from policytext.extract.items.words import outline_words
from policytext.segment import find_paragraphs

DIGITS = "一二三四五六七八九十"

# Families from outer to inner, as GB/T 9704 and the Legislation Law order them.
RANKS = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "scene": 3, "chinese": 4, "roman": 4.5, "bracketed": 5, "padded": 5.4,
    "label": 5.4, "decimal1": 5.6, "decimal2": 5.7, "decimal3": 5.8, "decimal4": 5.9, "arabic": 6, "arabic_bracketed": 7, "circled": 8,
}  # fmt: skip

_BULLET = re.compile(
    r"(?P<glyph>——|[-*](?=[ ][㐀-鿿“《])(?![^\n]{0,12}[ ]-(?:\n|\Z))|[■□●○◆◇▶►▲△▼▪▫•·★☆❖✦✧√✔✅☑➤➢➣※▌◎◉⊙♦◈\ue000-\uf8ff\U0001f536-\U0001f53b])[ ]?(?!\d{4}年|在|习近平)"
)
# After a stop or at the start of a paragraph. Matches: 。一是; ：首先，; ；（2）. Not: 唯一是, 之一是, 一是一、二是二.
_INLINE = re.compile(
    rf"""
    (?:^|(?<=[。；：，！？“”）\n\t]))[ ]?
    (?:
      (?P<shi>[{DIGITS}]{{1,3}})是(?![{DIGITS}][，、。])
    | (?P<yao>[{DIGITS}]{{1,3}})要(?=[㐀-鿿“])(?![素件害害点职])
    | 其(?P<qi>[{DIGITS}])(?=[，,是])
    | 第(?P<di>[{DIGITS}]{{1,2}})(?=[，,：]|、(?!第?[{DIGITS}]))
    | (?P<first>首先|其次|再次|再者|最后)(?=[，,要是])
    | (?P<side>一方面|另一方面|另外一方面)
    )""",
    re.VERBOSE | re.MULTILINE,
)
# Numbers inside a paragraph, behind a stop or at its head. Matches: ：1.…；2.…; ：（1）…；（2）…. Not: 达1.5亿.
_INLINE_NUMBER = re.compile(
    rf"(?:^|(?<=[。；：]))[ ]?(?:(?P<arabic>\d{{1,2}})(?:[.．](?!\d)|、(?!\d))|（(?P<arabic_bracketed>\d{{1,2}})）|（(?P<bracketed>[{DIGITS}]{{1,3}})）|(?P<chinese>[{DIGITS}]{{1,3}})、(?![{DIGITS}])|(?P<circled>[①-⑳]))",
    re.MULTILINE,
)
_NUMBERS = frozenset({"arabic", "arabic_bracketed", "bracketed", "chinese", "circled"})
_WORD = re.compile("[㐀-鿿“《]")
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9, "一方面": 1, "另一方面": 2, "另外一方面": 2}
_VALUES = {digit: value for value, digit in enumerate("零" + DIGITS)}
# Characters whose number is their place behind the first: ①②③.
_ENCLOSED = (("①", "⑳"), ("⑴", "⒇"), ("㈠", "㈩"), ("❶", "❿"), ("Ⅰ", "Ⅻ"))


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its place, its family, its number (0 for glyphs) and where its text begins."""

    start: int
    end: int
    family: str
    number: int

    @property
    def rank(self) -> float:
        """Depth of the family among headings, 0 outermost."""
        return RANKS.get(self.family, 9)


@cache
def _line_start() -> re.Pattern[str]:
    """Compile the numbers of headings.

    Matches: 一、总体要求; （一）指导思想; 1.推进…; 第三条 本办法…; ①; 1.2 适用范围; 01 (alone). Not: 一、二审; 1.5%; 2026年.
    """
    words = outline_words()
    return re.compile(
        rf"""
          (?P<part>第[{DIGITS}百]+(?:编|篇|部分)) | (?P<chapter>第[{DIGITS}百]+章) | (?P<section>第[{DIGITS}百]+节(?!课))
        | (?P<article>第[{DIGITS}百零]+条)(?![规之的款第、，和至])
        | (?P<scene>(?:[㐀-鿿]{{2,6}}之|{words.scenes})(?P<scene_number>[{DIGITS}]+|\d{{1,2}})[：:])
        | (?P<chinese>[{DIGITS}]{{1,3}})[、.．，](?![{DIGITS}]{{1,2}}{words.pairs})
        | (?P<roman>[Ⅰ-Ⅻ])[、.．]
        | (?P<bracketed>[（〔\[(][ ]?[{DIGITS}]{{1,3}}[ ]?[）〕\])]|[㈠-㈩])
        | (?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})[.．、 ]?(?=[㐀-鿿“《（【])(?![万亿千元倍‰个])
        | (?P<arabic>(?i:part|no)?[. ]?\d{{1,2}})(?:[.．](?![\d.])|、|(?=\n))
        | (?P<label>(?i:part|no)[. ]?\d{{1,2}})[ ]?(?=[㐀-鿿“])
        | (?P<arabic_bracketed>[（(]\d{{1,2}}[）)]|\d{{1,2}}[）)]|[⑴-⒇])
        | (?P<padded>\d{{2}})[ ]?(?=[㐀-鿿“])
        | (?P<spaced>\d{{1,2}})[ ](?=[㐀-鿿“])
        | (?P<glued>\d)(?=[㐀-鿿“])(?![年月日号个项家条次万亿千元名人])
        | (?P<circled>[①-⑳❶-❿])
        """,
        re.VERBOSE,
    )


def find_numbers(text: str) -> Iterator[tuple[Marker, re.Match[str]]]:
    """Yield everything at line starts that looks like a number of a list, with its match, in order."""
    pattern = _line_start()
    for start, _ in find_paragraphs(text):
        match = pattern.match(text, start)
        if match:
            family = str(next(name for name in pattern.groupindex if match[name]))
            number = read_number(match["scene_number"] or match[family])
            yield Marker(start, _skip_blank(text, match.end()), family, number), match


def find_bullets(text: str) -> Iterator[Marker]:
    """Yield list glyphs at line starts; the glyph is the family."""
    for start, _ in find_paragraphs(text):
        match = _BULLET.match(text, start)
        if match:
            glyph = match["glyph"].replace("*", "-")  # both mark the lists of Markdown
            yield Marker(start, _skip_blank(text, match.end()), glyph, 0)


def find_prose(text: str) -> dict[str, list[Marker]]:
    """Return the markers of prose enumerations by family, in order: 一是, 一要, 其一, 第一，, 首先, 一方面, （1）, ①."""
    found: dict[str, list[Marker]] = {}
    for pattern in (_INLINE, _INLINE_NUMBER):
        for match in pattern.finditer(text):
            family = str(match.lastgroup)
            word = match[family]
            start = match.start() + len(match[0]) - len(match[0].lstrip(" "))
            number = _ORDER.get(word) or read_number(word)
            if family == "di" and number > 2 and _goes_on(found, number):
                family = "first"
            found.setdefault(family, []).append(Marker(start, _skip_blank(text, match.end()), family, number))
    return {family: list(_inside(text, markers)) for family, markers in found.items()}


def _inside(text: str, markers: list[Marker]) -> Iterator[Marker]:
    """Leave out numbers at the head of a line that are headings: all but a first one that its own line counts on from.

    Where the line below counts on too, they are headings that a page has run together.
    """
    heads = [marker.start == 0 or text[marker.start - 1] == "\n" for marker in markers]
    for index, (marker, head) in enumerate(zip(markers, heads, strict=True)):
        if not head or marker.family not in _NUMBERS:
            yield marker
            continue
        below = next((place for place in range(index + 1, len(markers)) if heads[place]), len(markers))
        counts = [one.number for one in markers[index:below]]
        goes_on = below < len(markers) and markers[below].number == counts[-1] + 1
        near = below > index + 1 and "\n" not in text[marker.end : markers[index + 1].start]
        if near and counts[:2] == [1, 2] and not goes_on and _WORD.match(text, marker.end):
            yield marker


def _goes_on(found: dict[str, list[Marker]], number: int) -> bool:
    """Tell whether 第三 goes on behind 首先 and 其次, and not behind 第二."""
    first, other = (found[family][-1] if family in found else None for family in ("first", "di"))
    return bool(first and first.number == number - 1 and (not other or other.start < first.start))


def read_number(word: str) -> int:
    """Read the number of a marker, Chinese, Arabic or enclosed; 0 where there is none. Of 2.1.3 it is the last step.

    >>> [read_number(word) for word in ("十二", "（三）", "②", "第二十一条", "07", "2.1.3")]
    [12, 3, 2, 21, 7, 3]
    """
    digits = re.findall(r"\d+", word)
    if digits:
        return int(digits[-1])
    for first, last in _ENCLOSED:
        if first <= word[:1] <= last:
            return ord(word[0]) - ord(first) + 1
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
