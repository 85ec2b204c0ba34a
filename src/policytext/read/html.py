"""HTML as tokens and elements that know their place in the raw markup.

The standard library's tokenizer hands over every piece of a page in order, however broken; positions come from
it and are never searched for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

# Tags without end make the tokenizer of the standard library quadratic (0.7 s at 2,000); sixteen pages of portals
# have 41 at most, in scripts. What has more is no page.
MAX_UNCLOSED = 2_000
# Browsers nest 512 elements at most and put deeper ones beside each other; pages written by people stay below 60.
MAX_DEPTH = 256

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))  # fmt: skip
INVISIBLE = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "svg", "textarea", "select", "button", "head", "title",
    "rt", "rp",
))  # fmt: skip
INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark",
    "nobr", "o:p", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
    "ucaptitle", "ucapcontent",
))  # fmt: skip
CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3"))
# Styles that take an element off the page, or place it a screen and more beside it. Others show in time or in part: WeChat
# opens its articles with visibility:hidden and opacity:0, and left:50%;margin-left:-490px centres a page.
_OFF = re.compile(r"(?:^|;)(?:display:none|(?:left|top|text-indent):-(?:999|\d{4,})(?:px|em|rem|pt|%|;|$))")
_UNCLOSED = re.compile(r"<[^<>]*(?=<|\Z)")
# Elements that close an open one of the same kind (HTML, "optional tags").
_SIBLINGS = {
    "p": {"p"},
    "li": {"li"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"tr", "td", "th"},
    "option": {"option"},
}
# Elements whose start ends an open paragraph, and those that may stand in a head (HTML, "optional tags").
_ENDS_PARAGRAPH = frozenset((
    "address", "article", "aside", "blockquote", "center", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "pre", "section", "table", "ul",
))  # fmt: skip
_IN_HEAD = frozenset(("base", "link", "meta", "noscript", "script", "style", "template", "title", "head"))
_BARRIERS = {
    "p": {"td", "th", "div", "section", "li"},
    "li": {"ul", "ol"},
    "td": {"table"},
    "th": {"table"},
    "tr": {"table"},
}


@dataclass(slots=True)
class Token:
    """A piece of a page: ``kind`` is start, end, text, entity or other (comments, declarations)."""

    kind: str
    start: int
    end: int
    tag: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(slots=True, eq=False)
class Element:
    """An element with the raw range from its start tag to the end of its content.

    What it passes on to the elements inside it is settled when it opens: ``hidden`` (taken off the page by a style
    or attribute), ``invisible`` (never shown), ``linked`` (inside a link), ``headed`` (inside a heading), and the
    innermost table ``cell``.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    end: int
    parent: Element | None
    depth: int = field(init=False)
    hidden: bool = field(init=False)
    invisible: bool = field(init=False)
    linked: bool = field(init=False)
    headed: bool = field(init=False)
    cell: Element | None = field(init=False)

    def __post_init__(self) -> None:
        outer = self.parent
        if outer is None:
            self.depth, self.hidden, self.invisible, self.linked, self.headed = 0, False, False, False, False
            self.cell = None
            return
        self.depth = outer.depth + 1
        self.hidden = outer.hidden or ("hidden" in self.attributes) or _is_off(self.attributes.get("style"))
        self.invisible = outer.invisible or self.tag in INVISIBLE
        self.linked = outer.linked or (self.tag == "a" and not self.attributes.get("href", "#").startswith("#"))
        self.headed = outer.headed or self.tag in HEADINGS
        self.cell = self if self.tag in CELLS else outer.cell

    def ancestors(self) -> Iterator[Element]:
        """Yield the element itself and the elements around it, innermost first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


def _is_off(style: str | None) -> bool:
    return bool(style) and _OFF.search(re.sub(r"\s", "", str(style)).lower()) is not None


_NONE: Mapping[str, str] = {}


class _Tokenizer(HTMLParser):
    """Collects what the parser hands over, each piece at its place in the markup instead of line and column."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tokens: list[Token] = []
        self.place = self.before = 0
        self.feed(raw)
        self.before = len(raw) - len(self.rawdata)  # the parser keeps what may go on, and counts anew from there
        self.place = 0
        self.close()

    def updatepos(self, i: int, j: int) -> int:
        """Note how far the parser is; called for every piece, in place of counting its lines."""
        if i < j:
            self.place = j
        return j

    def add(self, kind: str, tag: str = "", attributes: dict[str, str] | None = None, text: str = "") -> None:
        start = self.before + self.place
        if self.tokens:
            self.tokens[-1].end = start
        self.tokens.append(Token(kind, start, start, tag, attributes or _NONE, text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.add("start", tag, {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.add("start" if tag in VOID else "other", tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.add("end", tag)

    def handle_data(self, data: str) -> None:
        self.add("text")

    def handle_entityref(self, name: str) -> None:
        character = unescape(f"&{name};")
        if character.startswith(f"&{name}"):
            self.add("text")  # no entity: 招商&引资
        else:
            self.add("entity", text=character)

    def handle_charref(self, name: str) -> None:
        self.add("entity", text=unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self.add("other")

    def handle_decl(self, decl: str) -> None:
        self.add("other")

    def handle_pi(self, data: str) -> None:
        self.add("other")

    def unknown_decl(self, data: str) -> None:
        self.add("other")


def is_markup(raw: str) -> bool:
    """Tell whether the tags of a text end at all, so that it can be read as a page.

    >>> is_markup("<p>税费减免</p>"), is_markup("<a " * 3000)
    (True, False)
    """
    return sum(1 for _ in _UNCLOSED.finditer(raw)) <= MAX_UNCLOSED


def tokenize(raw: str) -> list[Token]:
    """Split a page into tokens that cover it from the first to the last character.

    >>> [(token.kind, "<p>税费&nbsp;减免</p>"[token.start:token.end]) for token in tokenize("<p>税费&nbsp;减免</p>")]
    [('start', '<p>'), ('text', '税费'), ('entity', '&nbsp;'), ('text', '减免'), ('end', '</p>')]
    """
    tokens = _Tokenizer(raw).tokens
    if tokens:
        tokens[-1].end = len(raw)
    return tokens


def _left_open(tokens: list[Token]) -> frozenset[int]:
    """Return the start tags of elements that are never shown and never end, which must not take in the rest of a page."""
    found: list[int] = []
    waiting: dict[str, list[int]] = {}
    for token in tokens:
        if token.tag in INVISIBLE and token.tag != "head":
            if token.kind == "start":
                waiting.setdefault(token.tag, []).append(id(token))
            elif token.kind == "end" and waiting.get(token.tag):
                waiting[token.tag].pop()
    for starts in waiting.values():
        found += starts
    return frozenset(found)


class Tree:
    """The elements of a page in document order, and for every token the element that holds it."""

    def __init__(self, tokens: list[Token]) -> None:
        self.elements: list[Element] = []
        self.holders: list[Element] = []
        self._open: Counter[str] = Counter()
        root = Element("", {}, 0, tokens[-1].end if tokens else 0, None)
        open_ = root
        left_open = _left_open(tokens)
        for token in tokens:
            if self._open["head"] and token.kind == "start" and token.tag not in _IN_HEAD:
                open_ = self._close(open_, Token("end", token.start, token.start, "head"))
            if token.kind == "start" and token.tag not in VOID:
                open_ = self._close_siblings(open_, token)
                if open_.depth < MAX_DEPTH and id(token) not in left_open:
                    open_ = Element(token.tag, token.attributes, token.start, root.end, open_)
                    self.elements.append(open_)
                    self._open[token.tag] += 1
                self.holders.append(open_)
            elif token.kind == "end":
                self.holders.append(open_)
                open_ = self._close(open_, token)
            else:
                self.holders.append(open_)

    def _close_siblings(self, open_: Element, token: Token) -> Element:
        siblings = {"p"} if token.tag in _ENDS_PARAGRAPH else _SIBLINGS.get(token.tag)
        if not siblings or not any(self._open[tag] for tag in siblings):
            return open_
        found = None
        for element in open_.ancestors():
            if element.tag in siblings:
                found = element
                if token.tag != "tr" or element.tag == "tr":
                    break
            elif element.tag in _BARRIERS.get("p" if siblings == {"p"} else token.tag, ()):
                break
        return self._end(open_, found, token.start) if found is not None else open_

    def _close(self, open_: Element, token: Token) -> Element:
        if not self._open[token.tag]:
            return open_
        for element in open_.ancestors():
            if element.tag == token.tag:
                return self._end(open_, element, token.end)
            if element.tag in ("table", "td") and token.tag not in ("table", "tr", "tbody", "td", "body", "html"):
                return open_
        return open_

    def _end(self, open_: Element, outermost: Element, place: int) -> Element:
        """End the open elements up to and with the outermost one; return the element around it."""
        for element in open_.ancestors():
            element.end = place
            self._open[element.tag] -= 1
            if element is outermost:
                break
        return outermost.parent or outermost
