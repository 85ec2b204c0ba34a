"""Web pages: tags go, the article stays, menus and footers around it go.

Blocks of text are weighed by how much running text they hold and how much of it is links; the smallest element
that holds most of the weight is the article. Names of classes or sites play no part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from policytext.read.html import CELLS, INLINE, INVISIBLE, Element, Token, Tree, is_markup, tokenize
from policytext.text import Edit

# Share of the page's running text that the article must hold. Below .8 on the pages at hand the choice falls
# on a single long paragraph, above .95 a comment box is enough to take in the whole page.
ARTICLE_SHARE = 0.85
LINK_SHARE = 0.5

_TAG = re.compile(r"<(?:p|div|br|table|html|body|span|section|li|h[1-6]|a|td)\b[^<>]{0,2000}>", re.IGNORECASE)
_RUNNING = re.compile("[。；！？，、：]")


@dataclass(slots=True)
class _Block:
    """Text between two block tags: its tokens, its element and how many of its characters are links."""

    tokens: list[Token]
    holder: Element
    chars: int = 0
    linked: int = 0
    running: int = 0

    @property
    def weight(self) -> int:
        """Characters of running text; a heading, a menu entry or a list of links weighs nothing."""
        if self.linked > LINK_SHARE * self.chars or (self.running == 0 and self.chars < 40):
            return 0
        return self.chars - self.linked


def drop_html(text: str) -> Iterator[Edit]:
    """Delete the markup of a page or fragment, and all text around its article.

    Block tags become line breaks, ends of cells tabs, a picture an empty line, entities their characters.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("<ul><li><a href='/'>首页</a></li></ul><p>税费减免，应享尽享。</p>").clean(drop_html).text.strip()
    '税费减免，应享尽享。'
    """
    if not _TAG.search(text) or not is_markup(text):
        return
    tokens = tokenize(text)
    tree = Tree(tokens)
    blocks = list(_blocks(text, tokens, tree))
    whole_page = bool(re.search(r"<(?:html|body)\b", text, re.IGNORECASE))
    dropped = {id(block.tokens[0]): block for block in _outside(text, blocks, tree if whole_page else None)}
    flat = _flat_cells(blocks)
    done = 0
    for token, holder in zip(tokens, tree.holders, strict=True):
        if token.start < done:
            continue
        if token.kind == "start" and token.tag in INVISIBLE:
            done = max(token.end, holder.end)
            yield Edit(token.start, done, "", "markup", token.tag)
        elif id(token) in dropped:
            done = dropped[id(token)].tokens[-1].end
            yield Edit(token.start, done, "", "navigation", "outside the article")
        elif token.kind == "text":
            if whole_page or holder.tag:
                yield from _unbroken(text, token)
        elif token.end > token.start:
            yield Edit(token.start, token.end, _spelled(token, holder, flat), "markup", token.tag or token.kind)


def _unbroken(text: str, token: Token) -> Iterator[Edit]:
    """Line breaks inside an element are blanks; between the elements of a fragment they may be real."""
    for match in re.compile(r"[\r\n]").finditer(text, token.start, token.end):
        yield Edit(*match.span(), " ")


def _spelled(token: Token, holder: Element, flat: frozenset[int]) -> str:
    if token.kind == "entity":
        return token.text
    if token.tag in ("img", "figure", "video"):
        return "\n\n" if not _in_flat_cell(holder, flat) else ""
    if token.kind == "other" or token.tag in INLINE:
        return ""
    if token.tag in CELLS:
        return "\t" if token.kind == "end" else ""
    return "" if _in_flat_cell(holder, flat) and token.tag not in ("tr", "table", "tbody") else "\n"


def _in_flat_cell(holder: Element, flat: frozenset[int]) -> bool:
    return holder.cell is not None and id(holder.cell) in flat


def _flat_cells(blocks: list[_Block]) -> frozenset[int]:
    """Cells of data tables, whose paragraphs must not break the row; cells of layout tables hold many blocks."""
    count: dict[int, list[int]] = {}
    for block in blocks:
        if block.holder.cell is not None:
            entry = count.setdefault(id(block.holder.cell), [0, 0])
            entry[0] += 1
            entry[1] += block.chars
    return frozenset(cell for cell, (number, chars) in count.items() if number <= 4 and chars <= 600)


def _blocks(text: str, tokens: list[Token], tree: Tree) -> Iterator[_Block]:
    current: _Block | None = None
    for token, holder in zip(tokens, tree.holders, strict=True):
        inline = token.tag in INLINE or token.kind in ("text", "entity", "other")
        if not inline:
            if current and current.chars:
                yield current
            current = None
            continue
        if holder.invisible:
            continue
        if token.kind in ("text", "entity"):
            words = text[token.start : token.end] if token.kind == "text" else token.text
            size = sum(not c.isspace() for c in words)
            if not size and current is None:
                continue
            current = current or _Block([], holder)
            current.tokens.append(token)
            current.chars += size
            current.running += len(_RUNNING.findall(words))
            if holder.linked:
                current.linked += size
    if current and current.chars:
        yield current


def _outside(text: str, blocks: list[_Block], page: Tree | None) -> Iterator[_Block]:
    """Yield the blocks that are no part of the article; of a fragment, hidden ones and lists of links."""
    visible = [block for block in blocks if not block.holder.hidden]
    article = _article(visible, page) if page else None
    title = _title_before(text, visible, article) if article else None
    first = title.tokens[0].start if title else None
    for block in blocks:
        start = block.tokens[0].start
        linked = block.linked > LINK_SHARE * block.chars
        if block.holder.hidden:
            yield block
        elif article and not article.start <= start < article.end:
            between = first is not None and first <= start < article.start
            if not between or (linked and block is not title):
                yield block
        elif linked and block.running == 0:
            yield block


def _article(blocks: list[_Block], page: Tree) -> Element | None:
    """Return the smallest element that holds ARTICLE_SHARE of the running text."""
    total = sum(block.weight for block in blocks)
    weights: Counter[int] = Counter()
    for block in blocks:
        weights[id(block.holder)] += block.weight
    best = None
    for element in reversed(page.elements):  # inner elements come before the ones around them
        weight = weights[id(element)]
        if element.parent is not None:
            weights[id(element.parent)] += weight
        size = element.end - element.start
        fits = weight and weight >= ARTICLE_SHARE * total and element.tag not in INLINE and element.tag != "p"
        if fits and (best is None or size < best.end - best.start):
            best = element
    return best


def _title_before(text: str, blocks: list[_Block], article: Element) -> _Block | None:
    """Return the block before the article that repeats the page's title, or the last heading before it."""
    match = re.search(r"<title[^>]*>([^<]{2,300})", text, re.IGNORECASE)
    page_title = _plain(match[1]) if match else ""
    before = [block for block in blocks if block.tokens[0].start < article.start]
    for block in reversed(before):
        words = _plain("".join(text[t.start : t.end] if t.kind == "text" else t.text for t in block.tokens))
        if len(words) >= 6 and words in page_title and block.linked < block.chars:
            return block
    headings = [b for b in before if b.holder.headed and b.linked < b.chars]
    return headings[-1] if headings else None


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", words.replace("&nbsp;", ""))
