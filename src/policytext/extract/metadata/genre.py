"""What kind of text the document is: a kind of official letter, a rule or plan, or a piece of the press."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from policytext.extract.metadata.found import Found, compact
from policytext.extract.metadata.press import (
    find_conference,
    find_dateline,
    find_feature,
    find_news,
    find_press_words,
    is_headline,
)
from policytext.extract.metadata.title import likeness
from policytext.extract.metadata.words import either, genre_ending, genre_terms, pattern
from policytext.model import Genre
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

# A text that follows its cover note has at least so many characters; a list of attachments ends the file.
CARRIED_LENGTH = 30
# So much of a line and of the name in the notice's title must be the same.
ALIKE = 0.6
# Matches 印发某某方案的通知, 转发《…》的函. Not: 关于开展评议的通知.
_CARRIER = r"(?:⟨hands_on⟩|发布)\s*(?P<name>\S.{3,}?)的?(?:紧急)?⟨letter⟩(?:（[^（）]{1,20}）)?$"
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条", re.MULTILINE)
# What one of two titles may leave out: 方案（2024—2026年）.
_QUALIFIER = re.compile(r"（[^（）]{1,30}）$")
# Matches 惠企二十条, 人才新政10条; titles of measures by their number.
_ARTICLES = re.compile(r"[一二三四五六七八九十百\d]条(?:[”》]|（[^（）]{1,20}）)?$")
# The tasks of a year; a title may go on behind them (重点任务\n分工表), so that they are no ending of the table.
_TASKS = re.compile(r"(?:重点|主要)任务$")
_NOT_A_TITLE = re.compile(r"[。；]|：$|^\d{1,2}[.．、]|^附件|^[（《]")
# 现将…通知如下, 制定本办法, 提出如下意见: the document names its kind.
_NAMES_ITSELF = (
    r"(?:制定|印发|特制定|发布)(?:了)?(?:本|以下|如下|下列)(?P<a>[㐀-鿿]{{0,6}}?{terms})"
    r"|(?:现|就)[^。\n]{{0,60}}(?:提出如下|提出以下|制定如下|制定以下|)(?P<b>{terms})如下"
    r"|(?:提出|制定)(?:如下|以下)(?P<c>[㐀-鿿]{{0,6}}?{terms})"
)


def find_genre(text: AlignedText, title: Found | None, *, official: bool) -> Found | None:
    """Return the genre, with the words that tell it; the value is one of ``model.Genre``.

    ``official`` tells that it has what letters have: a number, addressees, a signature or a letterhead. A notice that
    hands a text on has that text's genre when the text follows.

    >>> title = Found.of(AlignedText.of("某某市优化营商环境实施方案（试行）"), "first lines")
    >>> find_genre(AlignedText.of("一、总体要求。"), title, official=True).value
    '方案'
    """
    press = find_press_words(text)
    if title:
        found = _explains(title) or find_conference(text, title)
        if found:
            return found
        found = _carried(text, title) or _ending(title)
        if (
            found
            and not is_headline(title.value)
            and (official or not find_dateline(text) or _ARTICLE.search(text.text))
        ):
            return found
    elif found := find_conference(text, None):
        return found
    named = _names_itself(text)
    if named and not press and (official or title is None or _ARTICLE.search(text.text)):
        return named
    if title is None and not press:
        return find_feature(text, None, None)
    return find_feature(text, title, press) or find_news(title, press, official=official)


def _ending(title: Found) -> Found | None:
    """Return the genre that the last word tells; a name in 《》 at the end of a headline is what it is about."""
    if title.value.endswith("》") and not title.value.startswith("《"):
        return None
    for told, genre in ((_ARTICLES, "措施"), (_TASKS, "要点")):
        if match := told.search(title.words.text):
            return Found(genre, title.words[match.start() : match.end()], "title")
    match = genre_ending().search(title.words.text)
    if match is None:
        match = genre_ending().search(title.value)
        return Found(genre_terms("end")[match["term"]], title.words, "title") if match else None
    return Found(genre_terms("end")[match["term"]], title.words[match.start("term") : match.end("term")], "title")


def _explains(title: Found) -> Found | None:
    """Return 解读 where a title explains another document: 《…》解读, 一图读懂…, 就…答记者问.

    Documents about explaining (关于政策解读工作的通知) end with their own genre.
    """
    ending = _ending(title)
    for term, genre in genre_terms("explain").items():
        at = title.words.text.find(term)
        behind = title.words.text[at + len(term) :]
        if at >= 0 and (ending is None or ending.value == genre or behind[:1] in tuple("《|：】”丨:")):
            return Found(genre, title.words[at : at + len(term)], "title")
    return None


def _carried(text: AlignedText, title: Found) -> Found | None:
    """Return the genre of the text that a notice hands on, when that text stands in the file."""
    match = pattern(_CARRIER, re.DOTALL).search(title.words.text)
    if match is None:
        return None
    name = compact(match["name"]).strip("《》〈〉")
    ending = genre_ending().search(name)
    if ending is None:
        return None
    for start, end in _second_titles(text, _QUALIFIER.sub("", name)):
        line = genre_ending().search(text.text[start:end])
        if line and genre_terms("end")[line["term"]] == genre_terms("end")[ending["term"]]:
            words = text[start + line.start("term") : start + line.end("term")]
            return Found(genre_terms("end")[line["term"]], words, "title of the text that follows")
    return None


def _second_titles(text: AlignedText, name: str) -> list[tuple[int, int]]:
    """Return where the name of a text stands as a title of its own, with enough text behind it."""
    found: list[tuple[int, int]] = []
    lines = list(find_paragraphs(text.text))[2:]
    for index, (start, end) in enumerate(lines):
        stop = end
        if (
            len(text.text[start:end]) <= 40
            and index + 1 < len(lines)
            and not genre_ending().search(text.text, start, end)
        ):
            stop = lines[index + 1][1]  # a title may stand on two lines
        line = compact(text.text[start:stop])
        if len(line) > 100 or len(text) - stop < CARRIED_LENGTH or _NOT_A_TITLE.search(line):
            continue
        if likeness(name, _QUALIFIER.sub("", line)) >= ALIKE:
            found.append((start, stop))
    return found


@cache
def _self() -> re.Pattern[str]:
    return re.compile(_NAMES_ITSELF.format(terms=either(genre_terms("end"))))


def _names_itself(text: AlignedText) -> Found | None:
    """Return the genre that a document without a telling title gives itself: 制定本办法, 通知如下."""
    match = _self().search(text.text)
    if match is None or match.lastgroup is None:
        return None
    ending = genre_ending().search(match[match.lastgroup])
    if ending is None:
        return None
    words = text[match.start(match.lastgroup) : match.end(match.lastgroup)]
    return Found(genre_terms("end")[ending["term"]], words, "text")


def as_genre(found: Found | None) -> Genre | None:
    """Return the value as the type of the field; the tables hold no other words."""
    return cast(Genre, found.value) if found else None
