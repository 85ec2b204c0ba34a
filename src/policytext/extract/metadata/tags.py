"""What a file says of itself: the YAML block of a post, meta tags, the first heading, linked data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found, trim
from policytext.extract.metadata.pieces import to_plain
from policytext.extract.metadata.words import field_names
from policytext.read.html import Token, is_markup, tokenize
from policytext.text import AlignedText

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
