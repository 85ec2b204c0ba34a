"""Blocks of text on a page: what stands between two block tags, and what tells running text from what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from policytext.lexicon import check_choice, read_rows
from policytext.read.html import INLINE, Element, Token, Tree

# How a numbered head begins: 一、 （二） 3. 第四条 第一步.
NUMBERED = r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]|第[一二三四五六七八九十百\d]+[章条节步]"

ROLES = ("article", "aside", "caption", "hidden")
# More than this share of linked characters makes a block a link.
LINK_SHARE = 0.5
# A block without the end of a sentence is running text from this length on; titles are shorter.
RUNNING_LENGTH = 80

_RUNNING = re.compile("[。；！？]")
_LEADING = re.compile("相关|延伸|推荐|更多|点击|进入|专题|阅读|链接|往期|热点")
_TELLING = re.compile(r"[^\W\d年月日时分]")
# A link that says something by itself: a sentence, a numbered head, the name and number of a document.
_SAYS = re.compile(rf"[。；]|^\s*(?:{NUMBERED})|《[^》]+》[（(〔]")
_HOUR = re.compile(r"\d:\d\d")
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_FILE = re.compile(r"\.(?:docx?|wps|xlsx?|et|pptx?|pdf|ofd|rar|zip|7z|txt|rtf)(?:$|[?#&])", re.IGNORECASE)
_DOWNLOAD = re.compile("download|attach|/files?/", re.IGNORECASE)
_ANNEX = re.compile(r"\s*附[件表录]")
_ROLE_TAGS = {
    "nav": "aside",
    "aside": "aside",
    "footer": "aside",
    "figcaption": "caption",
    "article": "article",
}


@dataclass(slots=True, eq=False)
class Block:
    """Text between two block tags: its tokens, its element, and how many of its characters are what.

    ``words`` are all of it, ``bare`` those outside links; ``linked`` counts characters in links, ``running`` ends of
    sentences; ``attached`` tells of a link to a file, ``pictured`` of a picture right before it.
    """

    tokens: list[Token]
    holder: Element
    words: str = ""
    bare: str = ""
    chars: int = 0
    linked: int = 0
    running: int = 0
    attached: bool = False
    pictured: bool = False

    @property
    def start(self) -> int:
        """Where its first token begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last token ends."""
        return self.tokens[-1].end

    @property
    def weight(self) -> int:
        """Characters of running text; a heading, a menu entry or a list of links weighs nothing."""
        if self.linked > LINK_SHARE * self.chars or (self.running == 0 and self.chars < RUNNING_LENGTH):
            return 0
        return self.chars - self.linked

    @property
    def all_links(self) -> bool:
        """Tell whether it is nothing but links, dates aside; one to a file is an attachment and none of them."""
        if self.attached or not self.linked or _SAYS.search(self.words):
            return False
        return not _TELLING.search(self.bare) and not _HOUR.search(self.bare)

    @property
    def leads(self) -> bool:
        """Tell whether its words lead on to something else, link or not: 相关阅读：."""
        return bool(_LEADING.search(self.bare))

    @property
    def leads_on(self) -> bool:
        """Tell whether it is a link with a word that leads on to something else, as 相关报道： or 点击进入专题：."""
        return self.linked > LINK_SHARE * self.chars and not self.attached and self.leads


def find_blocks(text: str, tokens: Sequence[Token], tree: Tree) -> Iterator[Block]:
    """Yield the blocks of text that a page shows, in order."""
    pieces: list[tuple[Token, Element, str]] = []
    picture = pictured = False
    for token, holder in zip(tokens, tree.holders, strict=True):
        if pieces and token.tag and token.tag not in INLINE and token.kind != "other":
            yield _block(pieces, pictured=pictured)
            pieces, picture = [], False
        picture |= token.tag == "img"
        if pieces and holder.hidden != pieces[0][1].hidden:
            yield _block(pieces, pictured=pictured)
            pieces = []
        if token.kind in ("text", "entity") and not holder.invisible:
            words = text[token.start : token.end] if token.kind == "text" else token.text
            if pieces or not words.isspace():
                pictured = pictured if pieces else picture
                pieces.append((token, holder, words))
    if pieces:
        yield _block(pieces, pictured=pictured)


def _block(pieces: Sequence[tuple[Token, Element, str]], *, pictured: bool) -> Block:
    words = "".join(said for _, _, said in pieces)
    linked = [(holder, said) for _, holder, said in pieces if holder.linked and not said.isspace()]
    return Block(
        tokens=[token for token, _, _ in pieces],
        holder=pieces[0][1],
        words=words,
        bare="".join(said for _, holder, said in pieces if not holder.linked),
        chars=_size(words),
        linked=sum(_size(said) for _, said in linked),
        running=len(_RUNNING.findall(words)),
        attached=any(_is_file(holder, said) for holder, said in linked),
        pictured=pictured,
    )


def _size(words: str) -> int:
    return len("".join(words.split()))


def _is_file(holder: Element, words: str) -> bool:
    """Tell whether a link leads to a file, by its address or by its words."""
    address = next((element.attributes.get("href", "") for element in holder.ancestors() if element.tag == "a"), "")
    return bool(
        _FILE.search(address) or _FILE.search(words.strip()) or _DOWNLOAD.search(address) or _ANNEX.match(words)
    )


def roles_of(element: Element) -> frozenset[str]:
    """Return the roles that an element's own name and attributes hint at.

    >>> from policytext.read.html import Element
    >>> sorted(roles_of(Element("div", {"class": "TRS_Editor", "id": "relatedNews"}, 0, 0, None)))
    ['article', 'aside']
    """
    attributes = element.attributes
    found = _hints(f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('itemprop', '')}")
    own = _ROLE_TAGS.get(element.tag)
    return found | {own} if own else found


@cache
def _hints(names: str) -> frozenset[str]:
    words = [word.lower() for word in _WORD.findall(names)]
    hints = _hint_words()
    found = {hints[word] for word in (*words, *map("".join, pairwise(words))) if hints.get(word, "hidden") != "hidden"}
    return frozenset(found | {hints[name] for name in names.split() if hints.get(name) == "hidden"})


@cache
def _hint_words() -> dict[str, str]:
    rows = read_rows("page_hints.csv", columns=["word", "role"])
    return {row["word"]: check_choice(row, "role", ROLES) for row in rows}
