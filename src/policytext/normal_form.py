"""Normal form (codebook, part 2): script, width, punctuation, line breaks and spaces.

Every function is a cleaner, ``str -> Iterator[Edit]``; the normal form is a fixed point of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from policytext.clean.residue import drop_residue
from policytext.lexicon import Lexicon, read_rows
from policytext.text import AlignedText, Edit

HAN = "㐀-䶿一-鿿豈-﫿〇𠀀-𪛟"
CJK = HAN + "、。，；：？！“”‘’（）《》〈〉【】〔〕…—·"

# A text counts as traditional when this share of its Han characters is outside GB 2312 and has a simplified
# form. Simplified releases quote single traditional names at most (under 1 % in six work reports and
# twenty-four notices); traditional texts and excerpts have 26 to 40 %.
TRADITIONAL_SHARE = 0.12
# In a text that is simplified as a whole, a line must be clearly traditional: a quotation, not a name.
TRADITIONAL_LINE_SHARE = 0.15

_HAN = re.compile(f"[{HAN}]")
_FULLWIDTH = re.compile("[！-～]+")
_KEPT_FULLWIDTH = "，；：？！（）"
_TO_ASCII = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_FULLWIDTH}
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad\ufeff\ufe00-\ufe0f\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+"
)
_TO_CHINESE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_PAIR = re.compile(r"\([^()\n]{0,200}\)")
_HALF = re.compile(r"[,;:?!()]+")
_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "〝": "“", "〞": "”", "＂": '"'}
_QUOTE = re.compile("[" + "".join(_QUOTES) + '"]')
_BLANK = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_RAGGED = re.compile("[ \t\u00a0\u2000-\u200a\u3000]*(?:\r\n?|\n|\u2028|\u2029|\x85)[ \t\u00a0\u2000-\u200a\u3000]*")
# "执行。 陕西省" is a lost line break where the line is long; "批示精神, 认真" is not.
_LOST_BREAK = re.compile(f"(?<=[{HAN}。；：！？”）》】\\]0-9])[ \u3000]+(?=[{HAN}“《（【0-9①-⑳■●◆❖•])")
_WIDE_BREAK = re.compile(f"(?<=[。；！？”])[ \u3000]{{2,}}(?=[{HAN}“《（【0-9①-⑳■●◆❖•])")
_LINE = re.compile(r"[^\n]+")
_NUMBER = "[一二三四五六七八九十]{1,3}"
# The last character before a heading: "如下：一、", "局）（二）", "一、严格管理（一）".
_LOST_HEADING = re.compile(
    f"[。；：）】\\]](?= ?(?:{_NUMBER}、(?!{_NUMBER}[审级线])|（{_NUMBER}）))|(?<=[一二三四五六七八九十]、)[{HAN}]{{2,25}}(?=（{_NUMBER}）)"
)
_AFTER_STOP = re.compile("[。；：！？”][ \u3000]+[^ \u3000]")
FLATTENED_LINE = 300
# A mark that changed may make its neighbour change; two passes settle all but made-up text.
PUNCTUATION_PASSES = 6


def drop_invisible(text: str) -> Iterator[Edit]:
    """Delete characters that show nothing: zero-width marks, soft hyphens, byte-order marks, controls.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("营\\u200b商\\ufeff").clean(drop_invisible).text
    '营商'
    """
    for match in _INVISIBLE.finditer(text):
        yield Edit(*match.span())


def to_simplified(text: str) -> Iterator[Edit]:
    """Replace traditional characters by words, in texts or lines that are traditional at all.

    Tables of OpenCC (t2s), and a guard list of our own for words in which a character stays
    (著名, 乾安县) or changes although the tables keep it (著力 becomes 着力).

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("廈門市著力優化營商環境").clean(to_simplified).text
    '厦门市着力优化营商环境'
    >>> AlignedText.of("乾安县著名企业").clean(to_simplified).text
    '乾安县著名企业'
    """
    if _is_traditional(text, 2, TRADITIONAL_SHARE):
        yield from _convert(text, 0)
        return
    for line in _LINE.finditer(text):
        if _is_traditional(line[0], 5, TRADITIONAL_LINE_SHARE):
            yield from _convert(line[0], line.start())


def _is_traditional(text: str, least: int, share: float) -> bool:
    _, only_traditional = _conversion()
    foreign = sum(1 for _ in only_traditional.finditer(text))
    return foreign >= least and foreign >= share * (len(text) - len(_HAN.sub("", text)))


def _convert(text: str, offset: int) -> Iterator[Edit]:
    words, _ = _conversion()
    for match in words.finditer(text):
        if match.value != match.term:
            yield Edit(offset + match.start, offset + match.end, match.value)


def to_halfwidth(text: str) -> Iterator[Edit]:
    """Replace full-width letters, digits and signs by their ASCII forms; Chinese punctuation stays.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("５００万元，达８０％").clean(to_halfwidth).text
    '500万元，达80%'
    """
    for match in _FULLWIDTH.finditer(text):
        changed = match[0].translate(_TO_ASCII)
        if changed != match[0]:
            yield Edit(*match.span(), changed)


def to_chinese_punctuation(text: str) -> Iterator[Edit]:
    """Make half-width ``,;:?!()`` full-width beside Chinese characters; numbers and Latin text keep theirs.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("据悉,GDP(gross domestic product)达1,058亿元(现价).").clean(to_chinese_punctuation).text
    '据悉，GDP(gross domestic product)达1,058亿元（现价）.'
    """
    done = text
    for _ in range(PUNCTUATION_PASSES):
        before, done = done, _chinese_marks(done)
        if before == done:
            break
    for match in _HALF.finditer(text):
        for at in range(*match.span()):
            if done[at] != text[at]:
                yield Edit(at, at + 1, done[at])


def _chinese_marks(text: str) -> str:
    """Make the marks full-width that stand beside a Chinese character, once."""
    paired: dict[int, bool] = {}
    for match in _PAIR.finditer(text):
        inside = match[0][1:-1]
        beside = _after_chinese(text, match.start()) or _before_chinese(text, match.end())
        latin = any(character.isalpha() for character in inside)
        paired[match.start()] = paired[match.end() - 1] = bool(_HAN.search(inside)) or (beside and not latin)
    marks = list(text)
    for match in _HALF.finditer(text):
        beside = _after_chinese(text, match.start()) or _before_chinese(text, match.end())
        for at in range(*match.span()):
            if paired.get(at, beside and not _in_number(text, at)):
                marks[at] = _TO_CHINESE[text[at]]
    return "".join(marks)


def _after_chinese(text: str, at: int) -> bool:
    """Tell whether the last character before a position that is no half-width punctuation is Chinese."""
    while at > 0 and text[at - 1] in _TO_CHINESE:
        at -= 1
    return _is_chinese(text, at - 1)


def _before_chinese(text: str, at: int) -> bool:
    """Tell whether the first character from a position on that is no half-width punctuation is Chinese."""
    while at < len(text) and text[at] in _TO_CHINESE:
        at += 1
    return _is_chinese(text, at)


def _in_number(text: str, at: int) -> bool:
    left, right = text[at - 1 : at], text[at + 1 : at + 2]
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def to_curly_quotes(text: str) -> Iterator[Edit]:
    """Unify quotes: corner brackets and straight quotes become “ ” (straight ones in turn, by paragraph).

    >>> from policytext.text import AlignedText
    >>> AlignedText.of('推進「放管服」和"一網通辦"').clean(to_curly_quotes).text
    '推進“放管服”和“一網通辦”'
    """
    opening, line_end = True, 0
    for match in _QUOTE.finditer(text):
        if match[0] != '"':
            yield Edit(*match.span(), _QUOTES[match[0]])
            continue
        if text.find("\n", line_end, match.start()) >= 0:
            opening = True
        line_end = match.end()
        if _is_latin(text, match.start() - 1) and _is_latin(text, match.end()):
            continue
        yield Edit(*match.span(), "“" if opening else "”")
        opening = not opening


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
    for match in _RAGGED.finditer(text):
        yield from _lost_breaks(text, start, match.start())
        if match[0] != "\n":
            yield Edit(*match.span(), "\n")
        start = match.end()
    yield from _lost_breaks(text, start, len(text))


def split_headings(text: str) -> Iterator[Edit]:
    """Give numbered headings that stand in the middle of a flattened line a line of their own.

    Only where a line counts on, 一、 and 二、 or （一） and （二）; the break is joined to the stop before it.

    >>> from policytext.text import AlignedText
    >>> flat = "现就有关事项通知如下：一、统一思想认识。" + "各地要高度重视。" * 40 + "二、抓好落实。"
    >>> AlignedText.of(flat).clean(split_headings).text.count("\\n")
    2
    """
    for line in _LINE.finditer(text):
        words = line[0]
        counted = all(f"{n}、" in words for n in "一二") or all(f"（{n}）" in words for n in "一二")
        if len(words) >= FLATTENED_LINE and counted:
            for match in _LOST_HEADING.finditer(words):
                at = line.start() + match.end()
                yield Edit(at - 1, at, text[at - 1] + "\n")


def drop_spaces(text: str) -> Iterator[Edit]:
    """Delete blanks between Chinese characters and at the edges of lines; other runs of blanks become one.

    Tabs, which separate the cells of a table, and line breaks stay; empty lines go.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("市 委  GDP  growth\\n\\n").clean(drop_spaces).text
    '市委 GDP growth\\n'
    """
    for match in _WHITE.finditer(text):
        white, (start, end) = match[0], match.span()
        if "\n" in white:
            kept = "\n" if start else ""
        elif start == 0 or end == len(text):
            kept = ""
        elif "\t" in white:
            kept = "\t"
        else:
            kept = "" if _is_chinese(text, start - 1) and _is_chinese(text, end) else " "
        if kept != white:
            yield Edit(start, end, kept)


_WHITE = re.compile("[ \t\n\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def _lost_breaks(text: str, start: int, end: int) -> Iterator[Edit]:
    flattened = end - start >= FLATTENED_LINE and _AFTER_STOP.search(text, start, end)
    for match in (_LOST_BREAK if flattened else _WIDE_BREAK).finditer(text, start, end):
        yield Edit(*match.span(), "\n")


def _is_chinese(text: str, at: int) -> bool:
    return 0 <= at < len(text) and bool(_CHINESE.match(text, at))


def _is_latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()


_CHINESE = re.compile(f"[{CJK}]")


@cache
def _conversion() -> tuple[Lexicon[str], re.Pattern[str]]:
    """Words and characters with their simplified forms, and a pattern of the purely traditional characters."""
    folder = files("opencc").joinpath("dictionary")
    table: dict[str, str] = {}
    for name in ("TSCharacters.txt", "TSPhrases.txt"):
        for line in folder.joinpath(name).read_text("utf-8").splitlines():
            source, _, targets = line.partition("\t")
            if source != targets or len(source) > 1:
                table[source] = targets.split(" ")[0]
    only = "".join(re.escape(c) for c in table if len(c) == 1 and not _in_gb2312(c))
    for row in read_rows("script_guards.csv", columns=["traditional", "simplified", "source"]):
        table[row["traditional"]] = row["simplified"]
    return Lexicon.of(table), re.compile(f"[{only}]")


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


# In this order: each one's pattern relies on what the ones before it unified.
SPELLING = (drop_invisible, to_simplified, to_halfwidth, to_curly_quotes, to_chinese_punctuation)
CLEANERS = (*SPELLING, to_lines, split_headings, drop_spaces)


def normalize(raw: str) -> AlignedText:
    """Bring a text to normal form; residue goes, markup and what surrounds the text stay.

    >>> text = normalize("發(fā)布５項措施,共３０條")
    >>> text.text, text.span(0, 2), text.raw[slice(*text.span(0, 2))]
    ('发布5项措施，共30条', Span(start=0, end=6), '發(fā)布')
    """
    return AlignedText.of(raw).clean(drop_residue, *CLEANERS)
