"""What a file says of itself: fields around the text (发布时间：…, 来源：…, rows of tables), front matter, tags, linked data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from policytext.extract.metadata.found import Found, to_plain, trim
from policytext.extract.metadata.words import field_names, pattern
from policytext.model import Boilerplate
from policytext.read.html import Token, is_markup, tokenize
from policytext.text import AlignedText

# A line of the body may hold a field that nothing removed, where page breaks were lost; only these are read there.
IN_BODY = frozenset(("source", "origin", "published", "number", "signed", "subtitle", "addressees"))
# A longer line of the body is cut; lines of addressees may hold so much.
LINE_LENGTH = 400
# Matches 本文转载自《某某日报》，版权…, 稿件来自某某网，. Not: 凡本网转载自其他媒体的作品.
_REMARK = (
    r"(?:本文|本稿|原文|文章|稿件)[系为]?(?P<cue>⟨taken_from⟩)[：: ]?"
    r"(?:《(?P<a>[^《》\n]{2,20})》|“(?P<b>[^“”\n]{2,20})”|(?P<c>[㐀-鿿]{0,12}?⟨media⟩)(?=[，。；\s]|$))"
)

_EDGE = '／/“”"「」|｜·-—_=*>;；,，'
HEAD_LENGTH = 60_000
YAML_LENGTH = 20_000
_HEAD_END = re.compile("</head|<body", re.IGNORECASE)
# The value of content, with its quotation marks: content="…", content='…', content=….
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'>]+))", re.IGNORECASE)
_LINKED_DATA = re.compile(
    r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,100}>(?P<json>[^<]{2,100000})</script", re.IGNORECASE
)
_YAML = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<block>.*?)\n---", re.DOTALL)
_PAIR = re.compile(r"^(?P<key>\w+):[ \t]*(?P<value>\S[^\r\n]*)", re.MULTILINE)
_YAML_FIELDS = {"source": "source", "publisher": "source", "subtitle": "subtitle"}
_HEADING = re.compile(r"<h1\b[^<>]{0,500}>", re.IGNORECASE)


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
        (?:[ \u3000]?[：:｜|丨／/]|(?=[\t\n]))
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


def read_yaml(raw: AlignedText) -> dict[str, Found]:
    """Read the plain ``key: value`` lines of a YAML block, by key in lower case.

    >>> read_yaml(AlignedText.of("---\\ntitle: “护企”行动\\n---\\n正文"))["title"].value
    '“护企”行动'
    """
    match = _YAML.match(raw.text, 0, YAML_LENGTH)
    found: dict[str, Found] = {}
    for pair in _PAIR.finditer(raw.text, match.start("block"), match.end("block")) if match else ():
        value = to_plain(trim(raw[pair.start("value") : pair.end("value")], "\"'"))
        if value.text:
            found.setdefault(pair["key"].lower(), Found.of(value, f"yaml {pair['key']}"))
    return found


def yaml_fields(yaml: dict[str, Found]) -> Iterator[Field]:
    """Yield what a block says under the names of fields: 来源, 发文字号, source."""
    for key, found in yaml.items():
        tells = _YAML_FIELDS.get(key) or field_names().get(key)
        if tells:
            yield Field(tells, key, found.words)


def read_tags(raw: AlignedText) -> dict[str, Found]:
    """Return the contents of meta tags and of the title tag, by lower-case name, and of linked data, under ``ld:``."""
    end = _HEAD_END.search(raw.text)
    head = raw.text[: end.start() if end else HEAD_LENGTH]
    found = _linked_data(raw)
    if ("<meta" not in head and "<title" not in head) or not is_markup(head):
        return found
    opened: Token | None = None
    for token in tokenize(head):
        if token.kind == "start" and token.tag == "meta":
            name = (token.attributes.get("name") or token.attributes.get("property") or "").lower()
            content = _content(raw, token)
            if name and content and name not in found:
                found[name] = Found.of(content, f"meta tag {name}")
        elif token.tag == "title" and token.kind == "start":
            opened = token
        elif token.tag == "title" and token.kind == "end" and opened:
            words = to_plain(raw[opened.end : token.start])
            opened = None
            if words.text:
                found.setdefault("title", Found.of(words, "title tag"))
    return found


def _content(raw: AlignedText, token: Token) -> AlignedText | None:
    """Return what the attribute content of a tag holds, in its place."""
    match = _CONTENT.search(raw.text, token.start, token.end)
    if match is None or match.lastgroup is None:
        return None
    words = to_plain(raw[match.start(match.lastgroup) : match.end(match.lastgroup)])
    return words if words.text else None


def read_heading(raw: AlignedText) -> Found | None:
    """Return the first heading of the first level that says something.

    >>> read_heading(AlignedText.of("<h1 class='t'>关于<br>评议的通知</h1>")).value
    '关于评议的通知'
    """
    at = 0
    for match in _HEADING.finditer(raw.text):
        if match.start() < at:
            continue
        at = raw.text.find("</h1", match.end(), match.end() + 2_000)
        if at < 0:
            at = match.end()
            continue
        words = to_plain(raw[match.end() : at])
        if words.text:
            return Found("".join(words.text.split("\n")), words, "h1")
    return None


def _linked_data(raw: AlignedText) -> dict[str, Found]:
    """Return headline, date and publisher of an article as JSON-LD gives them (schema.org, NewsArticle)."""
    for block in _LINKED_DATA.finditer(raw.text):
        for node in _nodes(block["json"]):
            if isinstance(node, dict) and "headline" in node:
                publisher = node.get("publisher")
                said = {
                    "headline": node["headline"],
                    "datePublished": node.get("datePublished"),
                    "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
                }
                return {
                    f"ld:{name.lower()}": _placed(raw, block, name, value)
                    for name, value in said.items()
                    if isinstance(value, str) and value.strip()
                }
    return {}


def _nodes(block: str) -> Iterator[object]:
    """Yield the nodes of a block of linked data; one that is no JSON has none."""
    try:
        known = json.loads(block)
    except (ValueError, RecursionError):
        return
    nodes = known.get("@graph", [known]) if isinstance(known, dict) else known
    yield from nodes if isinstance(nodes, list) else ()


def _placed(raw: AlignedText, block: re.Match[str], name: str, value: str) -> Found:
    """Return a value with its place in the block: as it stands or as JSON escapes it, else where its key stands."""
    start, end = block.span("json")
    key = raw.text.find(f'"{name}"', start, end)
    for form in (value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
        at = raw.text.find(form, max(key, start), end)
        if at >= 0:
            words = to_plain(raw[at : at + len(form)])
            plain = to_plain(AlignedText.of(value)).text
            return Found(plain, words, f"linked data {name}")
    return Found(value, raw[max(key, start) : end], f"linked data {name}")
