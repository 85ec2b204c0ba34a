"""Pieces of the press: headlines, reports, press conferences, features over several places."""

from __future__ import annotations

import re
from functools import cache

from policytext.extract.metadata.found import Found
from policytext.extract.metadata.issuers import is_organ
from policytext.extract.metadata.words import any_of, pattern, word_list
from policytext.extract.places import find_places, gazetteer
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

OPENING = 300
# A feature names at least so many places of one rank, each at the head of a paragraph.
PLACES = 3
PLACE_HEAD, PLACE_OPENING = 12, 8
PRESS: frozenset[str] = frozenset(("新闻", "发布会", "专题"))

# What follows a place that is a head: 大连：, 【沈阳】, 西陵区：; 济南，泉城…. Not: 大连市出台….
_HEAD_END = re.compile(r"[市县区州]?(?:[：】，]|[㐀-鿿]{0,2}[：】])")
_ZONE = re.compile("经济特区|自由贸易|自贸|[㐀-鿿]{0,6}(?:新区|园区|开发区|示范区)")
_TRANSCRIPT = re.compile(r"^(?:主持人|主持)[^：\n]{0,20}：", re.MULTILINE)
_CONFERENCE = re.compile(r"(?:召开|举行|举办)(?!的)[^。；\n]{0,30}(?:新闻发布会|新闻通气会|吹风会)")
_CONFERENCE_TITLE = re.compile("(?:新闻)?发布会|通气会|吹风会")
_OFFICIAL = "关于|的(?:意见|⟨letter⟩)"
_DATELINE = re.compile(
    r"(?:社|[日晚早时]报|网|在线)[^。\n]{0,14}(?:电|讯|消息)|（[^（）\n]{0,10}记者[^（）\n]{1,20}）|记者[^。\n]{0,16}(?:获悉|了解到|看到)"
)


def is_headline(title: str) -> bool:
    """Tell whether a title says that somebody did something, as those of documents do not.

    >>> is_headline("大连出台二十条措施"), is_headline("大连市八部门联合印发措施"), is_headline("大连市政务信息发布办法"), is_headline("大连市人民政府印发方案的通知")
    (True, True, False, False)
    """
    if pattern(_OFFICIAL).search(title):
        return False
    for verb in _news_verb().finditer(title):
        before = pattern("⟨manner⟩$").sub("", title[: verb.start()])
        if is_organ(before) or before.endswith(tuple(word_list("actor"))) or _is_short_place(before):
            return True
    act = _act().match(title)
    return act is not None and _is_short_place(act["subject"]) and not _ZONE.match(title, act.end("subject"))


def _is_short_place(words: str) -> bool:
    """Tell whether the words end with the short name of a division, as headlines name it: 大连, not 大连市."""
    names = gazetteer().by_name
    return any(place.end == len(words) and words[place.start :] not in names for place in find_places(words))


@cache
def _act() -> re.Pattern[str]:
    """Return the pattern of a headline in which a place does something: 开封推行…, 大连：…."""
    return re.compile(rf"(?P<subject>[㐀-鿿]{{2,8}}?)(?:{any_of('act')}|：)")


@cache
def _news_verb() -> re.Pattern[str]:
    return re.compile(any_of("news"))


def find_conference(text: AlignedText, title: Found | None) -> Found | None:
    """Return 发布会 for reports and transcripts of press conferences."""
    if title and (match := _CONFERENCE_TITLE.search(title.words.text)) and "关于" not in title.value:
        return Found("发布会", title.words[match.start() : match.end()], "title")
    match = _TRANSCRIPT.search(text.text)
    if match and (
        re.search(r"^(?:记者|[^：\n]{0,20}记者)[^：\n]{0,20}：", text.text, re.MULTILINE) or "发布会" in text.text
    ):
        return Found("发布会", text[match.start() : match.end()], "transcript")
    if match := _CONFERENCE.search(text.text, 0, OPENING):
        return Found("发布会", text[match.start() : match.end()], "opening")
    return None


def find_press_words(text: AlignedText) -> AlignedText | None:
    """Return what shows that the press wrote the text: a dateline, or 记者 and the like in its opening."""
    match = _reported().search(text.text, 0, OPENING)
    return find_dateline(text) or (text[match.start() : match.end()] if match else None)


def find_dateline(text: AlignedText) -> AlignedText | None:
    """Return the dateline of an agency or paper, or the reporters in brackets."""
    match = _DATELINE.search(text.text, 0, OPENING)
    return text[match.start() : match.end()] if match else None


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(any_of("reported"))


def find_feature(text: AlignedText, title: Found | None, press: AlignedText | None) -> Found | None:
    """Return 专题 for a report over several places.

    Its parts have places for heads, or the press lets paragraph after paragraph open with another prefecture, or it
    names several and calls itself so.
    """
    heads, openings = _places_in_front(text)
    if len(heads) >= PLACES:
        return Found("专题", next(iter(heads.values())), "places at the head of parts")
    if press and len(openings) >= PLACES:
        return Found("专题", next(iter(openings.values())), "places at the head of paragraphs")
    match = pattern("⟨feature⟩").search(title.words.text) if title else None
    if match and title:
        named = {place.code for place in find_places(text.text)}
        if len({code[:4] for code in named if not code.endswith("0000")}) >= PLACES:
            return Found("专题", title.words[match.start() : match.end()], "title")
    return None


def _places_in_front(text: AlignedText) -> tuple[dict[str, AlignedText], dict[str, AlignedText]]:
    """Return the places that are heads of parts, by code, and the prefectures with which paragraphs open."""
    heads: dict[str, AlignedText] = {}
    openings: dict[str, AlignedText] = {}
    for start, end in find_paragraphs(text.text):
        line = text[start : min(end, start + PLACE_HEAD)]
        for place in find_places(line.text):
            if place.code.endswith("0000"):
                continue
            words = line[place.start : place.end]
            if place.start <= 1 and _HEAD_END.match(text.text, start + place.end, end):
                heads.setdefault(place.code, words)
            if place.start <= PLACE_OPENING:
                openings.setdefault(place.code[:4], words)
            break
    return heads, openings


def find_news(title: Found | None, press: AlignedText | None, *, official: bool) -> Found | None:
    """Return 新闻 where the press wrote or published the text, or its title is a headline."""
    if press:
        return Found("新闻", press, "report")
    if title and (not official or is_headline(title.value)):
        return Found("新闻", title.words, "headline")
    return None
