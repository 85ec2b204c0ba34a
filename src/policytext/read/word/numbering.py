"""Numbers of Word lists: they stand in no paragraph, so they are counted here as Word counts (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from policytext.read.word.package import MC, switch, value, whole_number
from policytext.read.word.styles import Style, Styles

_PLACE: Final = re.compile(r"%([1-9])")
_CHAPTER: Final = re.compile(r"第.+[编篇章节条款项]")
_ENCLOSED: Final = "①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛㈠-㈩"
# A number that shows its own end takes no space: 一、 （一） ① 附件； but 1. and a bare 一 do.
_CLOSED: Final = re.compile(rf"[、．）)】：{_ENCLOSED}]|(?![〇零一二三四五六七八九十百千])[㐀-䶿一-鿿]")
# Bullets are letters of these fonts (l is ● in Wingdings); shifted to the private use area none is taken for a letter.
_SYMBOL_FONTS: Final = ("wingdings", "symbol", "webdings")
_SHIFTED: Final = {code: code + 0xF000 for code in range(0x21, 0x100)}


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a list: format, text with places (``第%1章``), first number, and what stands behind the number.

    ``restart`` is the level, counted from 1, that sets this one back (0: none does), None for every level above;
    ``style`` the paragraph style that is tied to the level.
    """

    format: str
    text: str
    start: int
    suffix: str
    legal: bool
    restart: int | None
    style: str | None


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list as paragraphs name it: lists of one definition share their counters, ``restarts`` are set back once."""

    definition: str
    levels: Mapping[int, ListLevel]
    restarts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Counters:
    """The lists of a file and how far each has counted; asking for a number counts on."""

    lists: Mapping[str, NumberedList]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    met: set[tuple[str, int]] = field(default_factory=set)

    def next(self, properties: Element | None, style: Style) -> str:
        """Return the next number of a paragraph, with what stands behind it; ``""`` when it is in no list."""
        own = None if properties is None else properties.find("numPr")
        own_id, depth = (
            (None, None) if own is None else (value(own.find("numId")), whole_number(value(own.find("ilvl"))))
        )
        list_id = own_id or style.list_id or ""  # no list is "0", which takes a paragraph out of the one of its style
        if (numbered := self.lists.get(list_id)) is None:
            return ""
        if depth is None:
            depth = (style.depth or 0) if own_id is not None else _depth_of(style, numbered)
        return self._count(list_id, numbered, depth)

    def _count(self, list_id: str, numbered: NumberedList, depth: int) -> str:
        if (level := numbered.levels.get(depth)) is None:
            return ""
        counts = self.counts.setdefault(numbered.definition, {})
        again = depth in numbered.restarts and (list_id, depth) not in self.met
        counts[depth] = level.start if again or depth not in counts else counts[depth] + 1
        self.met.add((list_id, depth))
        # A list that begins below its first level has counted the levels above, as in LibreOffice: 1.1, then 2.
        for above in range(depth):
            if above in numbered.levels:
                counts.setdefault(above, numbered.levels[above].start)
        for deeper in [key for key in counts if key > depth]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if depth < (deeper if restart is None else restart):
                del counts[deeper]
        return _render(numbered.levels, depth, counts)


def _depth_of(style: Style, numbered: NumberedList) -> int:
    """Return the level that is tied to the style which brought the list, else the one that the style names."""
    tied = (depth for depth, level in numbered.levels.items() if level.style == style.list_style)
    return next(tied, style.depth or 0)


def read_numbering(root: Element | None, styles: Styles) -> Counters:
    """Read the numbering part: lists (``w:num``), their definitions (``w:abstractNum``) and overrides."""
    if root is None:
        return Counters({})
    definitions = {each.get("abstractNumId", ""): each for each in root.iterfind("abstractNum")}
    lists = {each.get("numId", ""): each for each in root.iterfind("num")}
    levels = {key: _levels(definition) for key, definition in definitions.items()}
    found: dict[str, NumberedList] = {}
    for list_id, element in lists.items():
        key = value(element.find("abstractNumId")) or ""
        # A definition may stand elsewhere, in the list of a numbering style (17.9.21).
        if key in definitions and (link := value(definitions[key].find("numStyleLink"))) is not None:
            linked = lists.get(styles.get(link, "numbering").list_id or "")
            key = value(None if linked is None else linked.find("abstractNumId")) or ""
        if key in levels:
            found[list_id] = _override(NumberedList(key, levels[key], frozenset()), element)
    return Counters(found)


def _levels(parent: Element) -> dict[int, ListLevel]:
    levels = ((whole_number(each.get("ilvl")), each) for each in parent.iterfind("lvl"))
    return {depth: _level(each) for depth, each in levels if depth is not None and 0 <= depth <= 8}


def _level(element: Element) -> ListLevel:
    form, text = element.find("numFmt"), element.find("lvlText")
    if form is None:  # a format of a newer Word, with a fallback for older ones
        form = element.find(f"{MC}AlternateContent/{MC}Fallback/numFmt")
    start, fonts = whole_number(value(element.find("start"))), element.find("rPr/rFonts")
    shown = value(text) or ""
    if value(form) == "bullet" and fonts is not None and fonts.get("ascii", "").lower().startswith(_SYMBOL_FONTS):
        shown = shown.translate(_SHIFTED)
    return ListLevel(
        format=value(form) or "decimal",
        text=shown,
        start=0 if start is None else start,
        suffix=value(element.find("suff")) or "tab",
        legal=bool(switch(element.find("isLgl"))),
        restart=whole_number(value(element.find("lvlRestart"))),
        style=value(element.find("pStyle")),
    )


def _override(numbered: NumberedList, element: Element) -> NumberedList:
    """Apply the ``w:lvlOverride`` of a list: another level, or another first number."""
    levels = dict(numbered.levels)
    restarts = set()
    for each in element.iterfind("lvlOverride"):
        depth = whole_number(each.get("ilvl"))
        if depth is None:
            continue
        if (level := each.find("lvl")) is not None:
            levels[depth] = _level(level)
        start = whole_number(value(each.find("startOverride")))
        if start is not None and depth in levels:
            levels[depth] = replace(levels[depth], start=start)
            restarts.add(depth)
    return replace(numbered, levels=levels, restarts=frozenset(restarts))


def _render(levels: Mapping[int, ListLevel], depth: int, counts: Mapping[int, int]) -> str:
    """Return the number of a level: ``%1`` to ``%9`` in its text stand for the counters of that and the levels above."""
    level = levels[depth]
    if level.format == "bullet":
        return _with_suffix(level.text, level.suffix)

    def count(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place > depth or place not in levels:
            return ""
        form = levels[place].format
        return format_number(counts[place], "decimal" if level.legal else form)

    return _with_suffix(_PLACE.sub(count, level.text), level.suffix)


def _with_suffix(text: str, suffix: str) -> str:
    """Write behind a number what a typist would: a space after 第一章 and 1., nothing after 一、 or （一）."""
    if not text or text[-1].isspace() or suffix == "nothing":
        return text
    if _CHAPTER.fullmatch(text):
        return f"{text} "
    return text if _CLOSED.match(text, len(text) - 1) else f"{text} "


def format_number(count: int, form: str) -> str:
    """Return a number in a format of Word (``ST_NumberFormat``, 17.18.59), in decimals where it has no such form.

    >>> [format_number(11, form) for form in ("chineseCounting", "chineseLegalSimplified", "upperRoman", "decimalZero")]
    ['十一', '壹拾壹', 'XI', '11']
    """
    if form in {"none", "bullet"}:
        return ""
    if form in _SERIES:
        series = _SERIES[form]
        return series[count - 1] if 1 <= count <= len(series) else str(count)
    return _FORMATS[form](count) if form in _FORMATS and 1 <= count <= 9999 else str(count)


def _spell(count: int, digits: str, places: str) -> str:
    """Spell a number below 10,000 as it is spoken: 一百零一, 一千零一十."""
    written = ""
    for place, digit in zip(reversed(range(len(str(count)))), str(count), strict=True):
        if digit != "0":
            written += digits[int(digit)] + places[place].strip()
        elif not written.endswith(digits[0]):
            written += digits[0]
    return written.rstrip(digits[0])


def _chinese(count: int) -> str:
    """Spell a number; that ten is 十 and not 一十 holds for 10 to 19 only."""
    return _spell(count, "零一二三四五六七八九", " 十百千").removeprefix("一" if 10 <= count < 20 else "")


def _legal(count: int) -> str:
    return _spell(count, "零壹贰叁肆伍陆柒捌玖", " 拾佰仟")


def _legal_traditional(count: int) -> str:
    return _spell(count, "零壹貳參肆伍陸柒捌玖", " 拾佰仟")


def _japanese(count: int) -> str:
    """Spell a number without 零 and without 一 before 十, 百 and 千."""
    return re.sub("一(?=[十百千])", "", _chinese(count).replace("零", ""))


def _digits(count: int) -> str:
    return str(count).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _counting(count: int) -> str:
    """Spell a number below 100; from 100 on each digit stands for itself, 一〇一 (MS-OI29500, 2.1.1338)."""
    return _chinese(count) if count < 100 else _digits(count)


def _roman(count: int) -> str:
    """Return a Roman numeral; there is none for 4,000 and above."""
    if count >= 4000:
        return str(count)
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written


def _letter(count: int) -> str:
    """Return A to Z, AA, BB, up to thirty letters, as Word does."""
    repeats, index = divmod(count - 1, 26)
    return chr(ord("A") + index) * (repeats + 1) if repeats < 30 else str(count)


_ROMAN: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_SERIES: Final = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalFullWidth2": lambda count: str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda count: _letter(count).lower(),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
}
