"""Names of bodies in signatures, titles and letterheads, and where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from policytext.extract.metadata.found import trim
from policytext.extract.metadata.words import any_of, word_list
from policytext.extract.places import gazetteer
from policytext.lexicon import Lexicon, read_rows
from policytext.text import AlignedText

MAX_LENGTH = 45
# The longest name of a division: 双江拉祜族佤族布朗族傣族自治县.
LONGEST_NAME = 15
# A dozen bodies sign together at most; a longer stretch is no list of names.
MOST_NAMES = 400
SEPARATORS = "、，,；;/／ \t\n"
_SEPARATOR = re.compile(r"[、，,；;/／ \t\n]+")


@cache
def _organ() -> re.Pattern[str]:
    """Return the pattern of one body's name.

    Matches 某某市发展和改革委员会, 中共某某市委, 国务院办公厅. Not: 各有关部, 全体干部, 加快推进布局.
    """
    return re.compile(
        rf"""
        (?!各|有关|全体|全市|全省|全国|本|我|你|请|为|对|在|把|将|由|向|经|第[一二三四五六七八九十百\d])
        [㐀-鿿A-Za-z0-9（）“”·—]{{0,{MAX_LENGTH}}}?
        {any_of("organ")}(?:（[^（）]{{2,30}}）)?
        """,
        re.VERBOSE,
    )


def is_organ(words: str) -> bool:
    """Tell whether the words are the name of one body.

    >>> [is_organ(words) for words in ("大连市发展和改革委员会", "国务院", "领导干部", "各县（市、区）人民政府", "关于评议的通知")]
    [True, True, False, False, False]
    """
    words = words.strip(SEPARATORS)
    if not 2 <= len(words) <= MAX_LENGTH or "的" in words or "关于" in words:
        return False
    if words in _national().terms:
        return True
    return len(words) > 2 and not words.endswith(tuple(word_list("not_organ"))) and bool(_organ().fullmatch(words))


def opens_with_organ(words: str) -> bool:
    """Tell whether a line begins with a body, as headlines do that name who acts.

    >>> opens_with_organ("市数据局到重点企业开展服务"), opens_with_organ("关于市数据局开展服务的通知")
    (True, False)
    """
    match = _organ().match(words)
    return match is not None and match.end() <= LONGEST_NAME and is_organ(match[0])


def split_organs(words: AlignedText) -> tuple[AlignedText, ...]:
    """Return the bodies that the words name one after another; empty where something else stands among them.

    They part at signs, at blanks and line breaks of the file, before 中共, before a central body, and where the
    place that the list opens with is named anew.

    >>> text = AlignedText.of("成都市发展和改革委员会 中共成都市委社会工作部")
    >>> [part.text for part in split_organs(text)]
    ['成都市发展和改革委员会', '中共成都市委社会工作部']
    >>> [part.text for part in split_organs(AlignedText.of("大连市财政局大连市商务局"))]
    ['大连市财政局', '大连市商务局']
    """
    words = trim(words, SEPARATORS)
    if len(words) > MOST_NAMES:
        return ()
    parts: list[AlignedText] = []
    start = 0
    for end, following in (*_cuts(words), (len(words), len(words))):
        part = trim(words[start:end], SEPARATORS)
        at_branch = end == following and part.text in _national().terms and not _begins_body(words, end)
        if is_organ(part.text) and (end == len(words) or (_may_begin(words.text, following) and not at_branch)):
            parts.append(part)
            start = following
    return tuple(parts) if start >= len(words) and parts else ()


def _begins_body(words: AlignedText, at: int) -> bool:
    """Tell whether what follows a central body is a body of its own and not the place of its branch."""
    if at >= len(words) or _is_parted(words, at) or words.text.startswith("中共", at):
        return True
    return any(start == 0 for start, _, _ in _national().spans(words.text[at:]))


def _may_begin(text: str, at: int) -> bool:
    """Tell whether a body's name can begin here: 办公室 after 委员会 is a part of it."""
    return re.match(rf"{any_of('organ')}(?:$|[{SEPARATORS}])", text[at : at + 12]) is None


def _cuts(words: AlignedText) -> Iterator[tuple[int, int]]:
    """Yield where a body may end and where the next would begin."""
    text = words.text
    cuts = {match.start(): match.end() for match in _SEPARATOR.finditer(text)}
    anew = _opening_place(text)
    starts = [start for start, _, _ in _national().spans(text)]
    starts += [match.start() for match in re.finditer(rf"中共|{re.escape(anew)}" if anew else "中共", text)]
    starts += [at for at in range(1, len(text)) if _is_parted(words, at)]
    for at in starts:
        if at and text[:at].strip(SEPARATORS):
            cuts.setdefault(at, at)
    yield from sorted(cuts.items())


def _is_parted(words: AlignedText, at: int) -> bool:
    """Tell whether blanks of the file stand before a character and are gone in the normal form."""
    left, right = words.span(at - 1, at).end, words.span(at, at + 1).start
    return left < right and words.raw[left:right].isspace()


def _opening_place(text: str) -> str:
    """Return the division that a list of bodies opens with, as it stands there, without 中共."""
    opening, places = text.removeprefix("中共"), gazetteer()
    sizes = range(LONGEST_NAME, 1, -1)
    return next((opening[:n] for n in sizes if opening[:n] in places.by_name or opening[:n] in places.by_short), "")


@cache
def _national() -> Lexicon[None]:
    """Return the central bodies under the names that open no others: 国务院办公厅, 财政部."""
    names: set[str] = {"中共中央", "国务院"}
    for row in read_rows("agencies_national.csv", columns=("name", "system", "source"), optional=("forms",)):
        names |= {name for name in (row["name"], *row["forms"].split("|")) if len(name) > 2}
    return Lexicon.of(dict.fromkeys(sorted(names)))
