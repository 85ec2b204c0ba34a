"""Fields around a text: 发布时间：…, 来源：…, the rows of an information table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from policytext.extract.metadata.found import Found, trim
from policytext.extract.metadata.pieces import to_plain
from policytext.extract.metadata.words import field_names, pattern, word_list
from policytext.model import Boilerplate
from policytext.text import AlignedText

# A line of the body may hold a field that nothing removed, where page breaks were lost; only these are read there.
IN_BODY = frozenset(("source", "origin", "published", "number", "signed", "subtitle", "addressees"))
# A longer line of the body is cut; lines of addressees may hold so much.
LINE_LENGTH = 400
# Matches 本文转载自《某某日报》，版权…, 稿件来自某某网，. Not: 凡本网转载自其他媒体的作品.
_REMARK = (
    r"(?:本文|本稿|原文|文章|稿件|内容)[系为]?(?P<cue>⟨taken_from⟩)[：: ]?"
    r"(?:《(?P<a>[^《》\n]{2,20})》|“(?P<b>[^“”\n]{2,20})”|(?P<c>[㐀-鿿]{0,12}?⟨media⟩)(?=[，。；\s]|$))"
)
_NAME = re.compile(r"[^\s：:|｜丨，。；（）()\[\]【】<>/／]{2,30}")
_EDGE = '“”"「」|｜·-—_=*>;；,，'


class Field(NamedTuple):
    """A field that a file names: what it tells, its name as it stands, and its value."""

    tells: str
    key: str
    value: AlignedText

    @property
    def rule(self) -> str:
        """How evidence names it."""
        return f"field {self.key}"


def find_fields(piece: AlignedText) -> Iterator[Field]:
    """Yield the fields of a stretch in order; one ends where the next begins, and with its line or cell.

    >>> piece = AlignedText.of("发布时间：2024-05-06 来 源：某市发布 浏览：12")
    >>> [(field.tells, field.value.text) for field in find_fields(piece)]
    [('published', '2024-05-06'), ('source', '某市发布'), ('other', '12')]
    """
    matches = [match for match in _keys().finditer(piece.text) if _opens(match)]
    for index, match in enumerate(matches):
        start = match.end()
        end = matches[index + 1].start() if index + 1 < len(matches) else len(piece)
        start += len(piece.text[start:end]) - len(piece.text[start:end].lstrip())
        stops = [at for at in (piece.text.find(stop, start, end) for stop in "\n\t") if at >= 0]
        value = trim(piece[start : min([*stops, end])], _EDGE)
        if value.text:
            key = re.sub(r"\s", "", match["key"])
            yield Field(field_names()[key], key, value)


def _opens(match: re.Match[str]) -> bool:
    """Tell whether a name is followed by its colon, or fills its cell."""
    return match.end() > match.end("key") or match.start() == 0 or match.string[match.start() - 1] in "\n\t"


@cache
def _keys() -> re.Pattern[str]:
    """Names of fields with their colon, or alone in a cell; blanks may stand between the characters.

    Matches 来源：, 索 引 号：, 发布机构 in a cell of its own. Not: 资金来源：, 来源于.
    """
    keys = sorted(field_names(), key=len, reverse=True)
    spaced = "|".join(r"[ \u3000]{0,4}".join(map(re.escape, key)) for key in keys)
    return re.compile(
        rf"""
        (?:(?<![㐀-鿿A-Za-z“])|(?<=次))
        (?P<key>{spaced})
        (?:[ \u3000]?[：:｜|丨]|(?=[\t\n]))
        """,
        re.VERBOSE,
    )


def find_body_fields(text: AlignedText, lines: Sequence[tuple[int, int]]) -> Iterator[Field]:
    """Yield fields that open one of the given lines of the body, and all those of a row of an information table."""
    for start, end in lines:
        line = text[start : min(end, start + LINE_LENGTH)]
        found = list(find_fields(line))
        if not found or not line.text.startswith(found[0].key):
            continue
        if "\t" in line.text:
            yield from found
        elif found[0].tells in IN_BODY:
            yield found[0]


def find_remarks(raw: AlignedText, boilerplate: Sequence[Boilerplate]) -> Iterator[Field]:
    """Yield where a text came from, as the remarks of a page on rights and sources say: 本文转载自《某某日报》，…."""
    for stretch in boilerplate:
        match = pattern(_REMARK).search(raw.text, *stretch.span) if stretch.rule == "disclaimer" else None
        if match and match.lastgroup:
            yield Field(
                "origin", match["cue"], to_plain(raw[match.start(match.lastgroup) : match.end(match.lastgroup)])
            )


def name_in(field: Field) -> Found | None:
    """Return the name that a field of names opens with; words such as 本站 and 网络 name nobody.

    >>> name_in(Field("source", "来源", AlignedText.of("“某某发布” 作者"))).value
    '某某发布'
    """
    match = _NAME.search(field.value.text)
    if match is None:
        return None
    words = trim(field.value[match.start() : match.end()], _EDGE + "《》")
    if len(words) < 2 or words.text in word_list("no_name") or words.text.isdigit():
        return None
    return Found(words.text, words, field.rule)
