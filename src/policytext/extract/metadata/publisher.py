"""Who published the document, and where it stood first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from policytext.extract.metadata.days import DATE, stamp_pattern
from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found, trim
from policytext.extract.metadata.words import pattern, word_list
from policytext.text import AlignedText

OPENING = 600
SOURCES = ("contentsource", "ld:publisher", "source", "og:article:author", "article:author")
SITES = ("sitename", "og:site_name")

_NAME = re.compile(r"[^\s：:|｜丨，。；（）()\[\]【】<>/／]{2,30}")
_QUOTES = '“”"「」《》'
# Matches 本条微信由“某发布”（微信号：x）编辑制作.
_ACCOUNT = re.compile(
    r"(?:微信|图文|文章?)由[“\"「]?(?P<name>[^”\"」（(，。 \n]{2,20})[”\"」]?[^。\n]{0,40}(?:编辑|制作|整理|发布)"
)
# The line of an account: 原创 某某 某某税务 2024-03-19 17:46 江苏, **某某税务** *2024-03-19 17:46*. Not: 王某 2024-03-19 17:46.
_ACCOUNT_LINE = re.compile(
    rf"^(?P<own>原创[ ]+)?(?:\S{{1,16}}[ ]+){{0,2}}?(?P<name>[^\s*：:|]{{2,20}})(?P<bold>\*\*)?[ *_]{{1,4}}{DATE}"
    r"[ ]?\d{1,2}:\d{2}(?::\d{2})?[*_ ]{0,5}(?P<place>(?:发表于)?[㐀-鿿]{2,3})?[*_]{0,2}$",
    re.MULTILINE,
)
_PAGE_ACCOUNT = re.compile(r"id=\"js_name\"[^<>]{0,200}>\s*(?P<name>[^<>\s][^<>\n]{0,40})")
# Matches （原载《某某日报》2024年5月6日）, 转载自某某网, 本文来自某某新闻，. Not: 转自外地的企业.
_ORIGIN = r"(?:^|[（(\n])(?:本文)?⟨taken_from⟩[：: ]*(?P<name>《[^《》\n]{2,20}》|“[^“”\n]{2,20}”|[^\s《》：，。；（）()\d]{2,20})(?=[\d）)，。 \n《公微]|$)"
_CAME_FROM = re.compile(r"本文来自[：:]?(?P<name>[^\s：，。；（）()“”]{2,20})(?=[，。）)]|$)")
# Matches （某某市人民政府2023年5月1日公布） below a title.
_PROMULGATED = re.compile(rf"(?:^|[，；（ \n])(?P<name>[㐀-鿿]{{2,30}}?){DATE}(?:公布|发布|颁布)")
# Matches 新华社杭州2月5日电; 某某日报讯（记者. Not: 本报讯.
DATELINE = re.compile(
    r"^(?P<name>(?![本据])[㐀-鿿]{2,6}(?:社|[日晚早时]报|网|在线))(?:[㐀-鿿]{0,6}(?:\d{4}年)?\d{1,2}月\d{1,2}日)?(?:电|讯|消息)",
    re.MULTILINE,
)


def find_publisher(
    raw: AlignedText,
    text: AlignedText,
    pieces: Sequence[AlignedText],
    fields: Sequence[Field],
    tags: Mapping[str, Found],
    signature: Sequence[Found],
) -> tuple[Found | None, Found | None]:
    """Return who published it, and where it stood first when that is somebody else.

    >>> text = AlignedText.of("正文。")
    >>> fields = [Field("source", "来源", AlignedText.of("某某发布")), Field("origin", "转载自", AlignedText.of("某某日报"))]
    >>> [found.value for found in find_publisher(text, text, (), fields, {}, ())]
    ['某某发布', '某某日报']
    """
    origin = next(_origins(text, pieces, fields), None)
    named = (*_named(raw, text, pieces, fields, tags), *signature[:1])
    publisher = next((found for found in named if not (origin and found.value == origin.value)), None)
    if publisher is None:
        return origin or next(iter(named), None) or _promulgator(text) or _agency(text), None
    return publisher, origin


def _named(
    raw: AlignedText,
    text: AlignedText,
    pieces: Sequence[AlignedText],
    fields: Sequence[Field],
    tags: Mapping[str, Found],
) -> Iterator[Found]:
    """Yield the names in order of trust: the source, the account, the body that put it online, the site."""
    yield from _names(fields, "source")
    for source in (_ACCOUNT, _CAME_FROM):
        for piece in pieces:
            if match := source.search(piece.text):
                yield _name(piece, match, "credits")
    if match := _PAGE_ACCOUNT.search(raw.text):
        yield _name(raw, match, "account of the page")
    for piece in pieces:
        match = _ACCOUNT_LINE.search(piece.text)
        if match and (match["own"] or match["bold"] or match["place"]):
            yield _name(piece, match, "line of the account")
    yield from _stamped((*pieces, text[:OPENING]))
    yield from _names(fields, "organ")
    yield from _names(fields, "issuer")
    for name in (*SOURCES, *SITES):
        if name in tags and tags[name].value not in word_list("no_name") and len(tags[name].value) <= 40:
            yield tags[name]


def _stamped(stretches: Sequence[AlignedText]) -> Iterator[Found]:
    for words in stretches:
        match = stamp_pattern().search(words.text)
        if match and match.lastgroup:
            yield Found.of(words[match.start(match.lastgroup) : match.end(match.lastgroup)], "time stamp")


def _names(fields: Sequence[Field], tells: str) -> Iterator[Found]:
    for field in fields:
        if field.tells == tells and (found := _name_in(field)):
            yield found


def _name_in(field: Field) -> Found | None:
    """Return the name that a field of names opens with; words such as 本站 and 网络 name nobody.

    >>> _name_in(Field("source", "来源", AlignedText.of("“某某发布” 作者"))).value
    '某某发布'
    """
    match = _NAME.search(field.value.text)
    if match is None:
        return None
    words = trim(field.value[match.start() : match.end()], _QUOTES)
    if len(words) < 2 or words.text in word_list("no_name") or words.text.isdigit():
        return None
    return Found(words.text, words, field.rule)


def _name(words: AlignedText, match: re.Match[str], rule: str) -> Found:
    return Found.of(trim(words[match.start("name") : match.end("name")], _QUOTES), rule)


def _origins(text: AlignedText, pieces: Sequence[AlignedText], fields: Sequence[Field]) -> Iterator[Found]:
    yield from _names(fields, "origin")
    for words in (*pieces, text[:OPENING], text[-OPENING // 2 :] if len(text) > OPENING else text[:0]):
        if match := pattern(_ORIGIN).search(words.text):
            yield _name(words, match, "credits")


def _promulgator(text: AlignedText) -> Found | None:
    """Return the body that a note under the title names with the day on which it made the text public."""
    match = _PROMULGATED.search(text.text, 0, OPENING)
    return _name(text, match, "note of promulgation") if match else None


def _agency(text: AlignedText) -> Found | None:
    """Return the news agency or paper of a dateline at the head of a paragraph: 新华社某地2月5日电."""
    match = DATELINE.search(text.text, 0, OPENING)
    return _name(text, match, "dateline") if match else None
