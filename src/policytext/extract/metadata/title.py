"""The title and the subtitle, from what the file says of itself and from the lines that it opens with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found, compact, trim
from policytext.extract.metadata.head import Head
from policytext.extract.metadata.pieces import to_plain
from policytext.extract.metadata.words import any_of, pattern
from policytext.text import AlignedText

# Tags that hold the headline alone, in order of trust; the title tag names the site as well.
TAGS = ("articletitle", "og:title", "ld:headline", "title")
# A shorter stretch of a headline may be its first word.
SHORTEST = 8
# What follows a headline in the title tag: _某某网, -新闻-某某市人民政府, | 某某日报. Not: 2024-2026年, 亲-清.
_SUFFIX = r"\s*(?:[_|｜]|--| - |(?:-[^-]{2,12}){0,4}-(?=[^-]{0,30}⟨site⟩(?:\([^()]{0,30}\))?$)).*$"
_SITE_ALONE = "[^，。：]{0,20}⟨site⟩"
_OWN_NUMBER = re.compile(r"[（(][㐀-鿿]{2,14}[〔\[（(【][ ]?(?:19|20)\d{2}[ ]?[〕\]）)】][ ]?第?\d{1,5}号[）)]$")
# Matches 关于建立服务专员…, 关于建立服务专员....
_CUT_OFF = re.compile(r"(?:…+|[.．]{2,})$")
# Matches 现公布《某某办法》, 《某某条例》已经…通过，现予公布.
_PUBLISHED_NAME = re.compile(
    r"(?:公布|发布|通过|颁布)[^。《》\n]{0,40}《(?P<a>[^《》\n]{4,80})》|《(?P<b>[^《》\n]{4,80})》[^。\n]{0,120}(?:公布|发布|施行)"
)


@cache
def _mark() -> re.Pattern[str]:
    """Return the pattern of marks before a headline: [视频], 【图解】. Not: 【解码十年】."""
    return re.compile(rf"[\[【（(]{any_of('mark')}[\]】）)][ ]?")


def find_title(
    text: AlignedText,
    head: Head,
    tags: Mapping[str, Found],
    heading: Found | None,
    fields: Sequence[Field],
    given: Found | None = None,
) -> Found | None:
    """Return the title: as the file names it, cut where the first lines or the first heading end; else those lines.

    ``given`` is the title of front matter, which is taken as it is; one that a page cut off goes on in the text.

    >>> from policytext.extract.metadata.head import read_head
    >>> text = AlignedText.of("某某上线企业服务码\\n某某市数据局近日上线企业服务码。")
    >>> tags = {"title": Found.of(AlignedText.of("某某上线企业服务码-某某新闻网"), "title tag")}
    >>> find_title(text, read_head(text), tags, None, ()).rule
    'first lines'
    """
    lines = _lines(text, head, len(head.title))
    named = [Found.of(to_plain(field.value), field.rule) for field in fields if field.tells == "title"]
    first = [_lines(text, head, count) for count in range(len(head.title), 0, -1)]
    shown = [found for found in (*first, heading, *named) if found and len(found.value) >= SHORTEST]
    if given:
        return _whole(given, shown)
    tagged = next((tags[name] for name in TAGS if name in tags), None)
    if tagged and tagged.rule == "title tag" and shown and _says_little(tagged.value):
        tagged = None
    if tagged is None:
        others = [found for found in (heading, *named, lines) if found and len(found.value) > 1]
        tagged = others[0] if others else None
    if tagged is None:
        return _published_name(text, head)
    tagged = _whole(_bare(tagged), [_bare(found) for found in shown])
    return next((found for found in map(_bare, shown) if _opens(tagged, found)), _without_site(tagged))


def _whole(tagged: Found, shown: Sequence[Found]) -> Found:
    """Return a title that was cut off as the text shows it in full."""
    cut = _CUT_OFF.search(tagged.value)
    stem = compact(tagged.value[: cut.start()]) if cut else ""
    if len(stem) < SHORTEST:
        return tagged
    return next((found for found in shown if compact(found.value).startswith(stem)), tagged)


def _says_little(title: str) -> bool:
    """Tell whether a title tag is a site's name, or the name of a kind of page."""
    return len(title) < SHORTEST or pattern(_SITE_ALONE).fullmatch(title) is not None


def _lines(text: AlignedText, head: Head, count: int) -> Found | None:
    """Return the first so many lines of the title as one."""
    if not count:
        return None
    words = text[head.title[0][0] : head.title[count - 1][1]]
    return Found("".join(text.text[slice(*line)] for line in head.title[:count]), words, "first lines")


def _bare(found: Found) -> Found:
    """Drop a mark of the page before a title and its own number behind it."""
    value, words = found.value, found.words
    if (match := _mark().match(value)) and words.text.startswith(match[0]):
        value, words = value[match.end() :], words[match.end() :]
    if match := _OWN_NUMBER.search(value):
        gone = len(value) - match.start()
        if compact(words.text).endswith(compact(match[0])):
            value, words = value[: match.start()], trim(words[: max(1, len(words) - gone)])
    return Found(value.strip(), words, found.rule) if value.strip() else found


def _opens(tagged: Found, shown: Found) -> bool:
    """Tell whether a headline as tagged begins with what is shown; a title tag may have the site before it."""
    said, seen = compact(tagged.value), compact(shown.value)
    return said.startswith(seen) or (tagged.rule == "title tag" and seen in said)


def _without_site(tagged: Found) -> Found:
    match = pattern(_SUFFIX).search(tagged.words.text) if tagged.rule not in ("h1", "first lines") else None
    if match is None or match.start() < SHORTEST:
        return tagged
    return Found.of(tagged.words[: match.start()], tagged.rule)


def _published_name(text: AlignedText, head: Head) -> Found | None:
    """Return what an order makes public, where nothing stands between its head and its text."""
    if head.letterhead is None:
        return None
    match = _PUBLISHED_NAME.search(text.text, head.end, head.end + 400)
    if match is None or match.lastgroup is None:
        return None
    return Found.of(text[match.start(match.lastgroup) : match.end(match.lastgroup)], "published by the order")


def find_subtitle(text: AlignedText, head: Head, fields: Sequence[Field]) -> Found | None:
    """Return the subtitle: the line with a dash under the title, or a field of that name."""
    for field in fields:
        if field.tells == "subtitle":
            words = trim(to_plain(field.value), "—–-－―")
            return Found.of(words, field.rule) if words.text else None
    if head.subtitle is None:
        return None
    words = text[slice(*head.subtitle)]
    return Found("".join(words.text.split("\n")), words, "line under the title")
