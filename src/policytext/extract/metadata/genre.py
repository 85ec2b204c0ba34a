"""What kind of text the document is: a kind of official letter, a rule or plan, or a piece of the press."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from policytext.extract.metadata.found import Found, compact
from policytext.extract.metadata.organs import is_organ
from policytext.extract.metadata.words import any_of, either, genre_ending, genre_terms, word_list
from policytext.extract.places import find_places, gazetteer
from policytext.model import Genre
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

OPENING = 300
# A text that follows its cover note has at least so many characters; a list of attachments ends the file.
CARRIED_LENGTH = 30
# So much of a line and of the name in the notice's title must be the same.
SHARED = 0.6
# A feature names at least so many places of one rank, each at the head of a paragraph.
PLACES = 3
PLACE_HEAD = 12
PRESS: frozenset[str] = frozenset(("新闻", "发布会", "专题"))

_CARRIER = re.compile(
    r"(?:印发|转发|公布|发布|批转|颁布|下发)(?P<name>[^\n].{3,}?)的?(?:紧急)?(?:通知|函|公告|决定|令|批复|通报)(?:（[^（）]{1,20}）)?$",
    re.DOTALL,
)
_ZONE = re.compile("经济特区|自由贸易|自贸|[㐀-鿿]{0,6}(?:新区|园区|开发区|示范区)")
_TRANSCRIPT = re.compile(r"^(?:主持人|主持)[^：\n]{0,20}：", re.MULTILINE)
_CONFERENCE = re.compile(r"(?:召开|举行|举办)(?!的)[^。；\n]{0,30}(?:新闻发布会|新闻通气会|吹风会)")
_CONFERENCE_TITLE = re.compile("(?:新闻)?发布会|通气会|吹风会")
_PRESS_VERB_OFFICIAL = re.compile("关于|的(?:通知|意见|决定|公告|通报|函|批复)")
_DATELINE = re.compile(r"(?:社|[日晚早时]报|网|在线)[^。\n]{0,14}(?:电|讯|消息)|（[^（）\n]{0,10}记者[^（）\n]{1,20}）")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条", re.MULTILINE)
_NOT_A_TITLE = re.compile(r"[。；]|：$|^\d{1,2}[.．、]|^附件|^[（《]")
# 现将…通知如下, 制定本办法, 提出如下意见: the document names its kind.
_NAMES_ITSELF = (
    r"(?:制定|印发|特制定|发布)(?:了)?(?:本|以下|如下|下列)(?P<a>[㐀-鿿]{{0,6}}?{terms})"
    r"|(?:现|就)[^。\n]{{0,60}}(?:提出如下|提出以下|制定如下|制定以下|)(?P<b>{terms})如下"
    r"|(?:提出|制定)(?:如下|以下)(?P<c>[㐀-鿿]{{0,6}}?{terms})"
)


class Marks(NamedTuple):
    """What else is known when the genre is decided."""

    official: bool  # number, addressees, signature or letterhead
    publisher: str | None


def find_genre(text: AlignedText, title: Found | None, marks: Marks) -> Found | None:
    """Return the genre, with the words that tell it; the value is one of ``model.Genre``.

    A notice that hands a text on has that text's genre when the text follows.

    >>> title = Found.of(AlignedText.of("某某市优化营商环境实施方案（试行）"), "first lines")
    >>> find_genre(AlignedText.of("一、总体要求。"), title, Marks(official=True, publisher=None)).value
    '方案'
    """
    press = _press_words(text)
    if title:
        found = _explains(title) or _conference(text, title)
        if found:
            return found
        found = _carried(text, title) or _ending(title)
        if (
            found
            and not _is_headline(title.value)
            and (marks.official or not _dateline(text) or _ARTICLE.search(text.text))
        ):
            return found
    elif found := _conference(text, None):
        return found
    named = _names_itself(text)
    if named and not press and (marks.official or title is None or _ARTICLE.search(text.text)):
        return named
    if title is None and not press:
        return _feature(text, None)
    return _feature(text, title) or _news(title, press, marks)


def _is_headline(title: str) -> bool:
    """Tell whether a title says that somebody did something, as those of documents do not.

    >>> _is_headline("大连出台二十条措施"), _is_headline("大连市政务信息发布办法"), _is_headline("大连市人民政府印发方案的通知")
    (True, False, False)
    """
    if _PRESS_VERB_OFFICIAL.search(title):
        return False
    for verb in _news_verb().finditer(title):
        before = title[: verb.start()]
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


def _ending(title: Found) -> Found | None:
    match = genre_ending().search(title.words.text)
    if match is None:
        match = genre_ending().search(title.value)
        return Found(genre_terms("end")[match["term"]], title.words, "title") if match else None
    return Found(genre_terms("end")[match["term"]], title.words[match.start("term") : match.end("term")], "title")


def _explains(title: Found) -> Found | None:
    """Return 解读 where a title explains another document: 《…》解读, 一图读懂…, 就…答记者问."""
    for term, genre in genre_terms("explain").items():
        at = title.words.text.find(term)
        if at >= 0:
            return Found(genre, title.words[at : at + len(term)], "title")
    return None


def _conference(text: AlignedText, title: Found | None) -> Found | None:
    """Return 发布会 for reports and transcripts of press conferences."""
    if title and (match := _CONFERENCE_TITLE.search(title.words.text)):
        return Found("发布会", title.words[match.start() : match.end()], "title")
    match = _TRANSCRIPT.search(text.text)
    if match and (
        re.search(r"^(?:记者|[^：\n]{0,20}记者)[^：\n]{0,20}：", text.text, re.MULTILINE) or "发布会" in text.text
    ):
        return Found("发布会", text[match.start() : match.end()], "transcript")
    if match := _CONFERENCE.search(text.text, 0, OPENING):
        return Found("发布会", text[match.start() : match.end()], "opening")
    return None


def _carried(text: AlignedText, title: Found) -> Found | None:
    """Return the genre of the text that a notice hands on, when that text stands in the file."""
    match = _CARRIER.search(title.words.text)
    if match is None:
        return None
    name = compact(match["name"]).strip("《》〈〉")
    ending = genre_ending().search(name)
    if ending is None:
        return None
    for start, end in _second_titles(text, name):
        line = genre_ending().search(text.text[start:end])
        if line and genre_terms("end")[line["term"]] == genre_terms("end")[ending["term"]]:
            words = text[start + line.start("term") : start + line.end("term")]
            return Found(genre_terms("end")[line["term"]], words, "title of the text that follows")
    return None


def _second_titles(text: AlignedText, name: str) -> list[tuple[int, int]]:
    """Return where the name of a text stands as a title of its own, with enough text behind it."""
    found: list[tuple[int, int]] = []
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
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
        shared = sum(line[at : at + 2] in pairs for at in range(len(line) - 1))
        if shared >= SHARED * max(len(pairs), len(line) - 1):
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


def _press_words(text: AlignedText) -> AlignedText | None:
    """Return what shows that the press wrote the text: a dateline, or 记者 and the like in its opening."""
    match = _reported().search(text.text, 0, OPENING)
    return _dateline(text) or (text[match.start() : match.end()] if match else None)


def _dateline(text: AlignedText) -> AlignedText | None:
    """Return the dateline of an agency or paper, or the reporters in brackets."""
    match = _DATELINE.search(text.text, 0, OPENING)
    return text[match.start() : match.end()] if match else None


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(any_of("reported"))


def _feature(text: AlignedText, title: Found | None) -> Found | None:
    """Return 专题 for a report whose parts are about one place each, or one that names several and calls itself so."""
    heads: dict[str, tuple[int, int]] = {}
    for start, end in find_paragraphs(text.text):
        for place in find_places(text.text[start : min(end, start + PLACE_HEAD)]):
            at = start + place.start
            if place.start <= 1 and re.match(
                r"[市县区州]?(?:[：】，]|[㐀-鿿]{0,2}[：】])", text.text[start + place.end : start + place.end + 6]
            ):
                heads.setdefault(place.code, (at, start + place.end))
    cities = [span for code, span in heads.items() if gazetteer().level_of(code) != "province"] or list(heads.values())
    if len(cities) >= PLACES:
        return Found("专题", text[slice(*cities[0])], "places at the head of paragraphs")
    match = re.search(any_of("feature"), title.words.text) if title else None
    if match and title:
        named = {place.code for place in find_places(text.text)}
        if len({code[:4] for code in named if not code.endswith("0000")}) >= PLACES:
            return Found("专题", title.words[match.start() : match.end()], "title")
    return None


def _news(title: Found | None, press: AlignedText | None, marks: Marks) -> Found | None:
    """Return 新闻 where the press wrote or published the text, or its title is a headline."""
    if press:
        return Found("新闻", press, "report")
    if title and not marks.official:
        return Found("新闻", title.words, "headline")
    return None


def as_genre(found: Found | None) -> Genre | None:
    """Return the value as the type of the field; the tables hold no other words."""
    return cast(Genre, found.value) if found else None
