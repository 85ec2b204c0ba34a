"""What a file says of itself: meta tags, linked data, the YAML block of a post."""

from __future__ import annotations

import json
import re
from html import unescape

from policytext.normal_form import SPELLING
from policytext.read.html import is_markup
from policytext.text import AlignedText

HEAD_LENGTH = 60_000

_LINKED_DATA = re.compile(
    r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,100}>(?P<json>[^<]{2,100000})</script", re.IGNORECASE
)
_HEAD_END = re.compile("</head|<body", re.IGNORECASE)
_YAML = re.compile(r"\A\ufeff?---\s*\n(?P<block>.*?)\n---", re.DOTALL)


def read_tags(raw: str) -> dict[str, str]:
    """Return the contents of meta tags and of the title tag, by lower-case name, and of linked data, under ``ld:``."""
    end = _HEAD_END.search(raw)
    head = raw[: end.start() if end else HEAD_LENGTH]
    if ("<meta" not in head and "<title" not in head) or not is_markup(head):
        return _linked_data(raw)
    from bs4 import BeautifulSoup

    found: dict[str, str] = {}
    for tag in BeautifulSoup(head, "html.parser").find_all(["meta", "title"]):
        if tag.name == "title":
            found.setdefault("title", tag.get_text().strip())
        else:
            name = str(tag.get("name") or tag.get("property") or "").lower()
            found.setdefault(name, str(tag.get("content") or "").strip())
    return _linked_data(raw) | {name: to_plain(content) for name, content in found.items() if content}


def _linked_data(raw: str) -> dict[str, str]:
    """Return headline, date and publisher of an article as JSON-LD gives them (schema.org, NewsArticle)."""
    for block in _LINKED_DATA.finditer(raw):
        try:
            known = json.loads(block["json"])
        except (ValueError, RecursionError):
            continue
        nodes = known.get("@graph", [known]) if isinstance(known, dict) else known
        for node in nodes if isinstance(nodes, list) else ():
            if isinstance(node, dict) and "headline" in node:
                publisher = node.get("publisher")
                said = {
                    "ld:headline": node["headline"],
                    "ld:datepublished": node.get("datePublished"),
                    "ld:publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
                }
                return {name: to_plain(words) for name, words in said.items() if isinstance(words, str) and words}
    return {}


def read_yaml(raw: str) -> dict[str, str]:
    """Read the plain ``key: value`` lines of a YAML block."""
    match = _YAML.match(raw.replace("\r\n", "\n")[:20_000])
    pairs = re.findall(r"^(\w+):[ \t]*(.+?)[ \t]*$", match["block"], re.MULTILINE) if match else []
    return {key.lower(): value.strip("\"'") for key, value in pairs}


def to_plain(words: str) -> str:
    """Bring a removed stretch or an attribute to normal form, on one line; blanks keep its fields apart."""
    words = unescape(re.sub(r"<[^<>]*>", " ", words))
    return re.sub(r"\s+", " ", AlignedText.of(words).clean(*SPELLING).text).strip()
