"""Web pages: tags go, the article stays, menus and footers around it go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policytext.clean.article import (
    Roles,
    compact,
    find_article,
    find_title,
    is_repeated,
    letters,
    stands_inside,
)
from policytext.clean.blocks import Block, find_blocks
from policytext.clean.inside import closes, find_foreign
from policytext.read.cells import find_tabs
from policytext.read.html import CELLS, INLINE, INVISIBLE, Element, Token, Tree, is_markup, tokenize
from policytext.text import Edit

# Text that is hidden counts as hidden unless it is so many times as much as all that is shown.
HIDDEN_SHARE = 3
# A list of attachments may follow right behind the article's own element.
ATTACHMENT_DISTANCE = 4
# Tags in a row leave at most so many blanks: four empty lines say no more than two.
MOST_WHITE = 8

_TAG = re.compile(r"<(?:p|div|br|table|html|body|span|section|li|h[1-6]|a|td)\b[^<>]{0,2000}>", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{2,300})", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"<meta\b[^<>]{0,80}\bname\s*=\s*[\"']?description\b[^<>]{0,40}?\bcontent\s*=\s*([\"'])(?P<words>.{10,1000}?)\1",
    re.IGNORECASE | re.DOTALL,
)

_BLANK = re.compile(r"[\t\r\n]")
_EMPTY_LINES = re.compile("\n{3,}")

Dropped = dict[int, tuple[Block, str, str]]


def drop_html(text: str) -> Iterator[Edit]:
    """Delete the markup of a page or fragment, and all text around its article.

    Block tags become line breaks, cells are parted by tabs (a merged one leaves its place empty), a picture an empty line, entities their characters.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("<ul><li><a href='/'>首页</a></li></ul><p>税费减免，应享尽享。</p>").clean(drop_html).text.strip()
    '税费减免，应享尽享。'
    """
    if _TAG.search(text) and is_markup(text):
        yield from _merge(_edits(text))


def _edits(text: str) -> Iterator[Edit]:
    """Yield an edit for every piece of markup, every block that goes and every line break inside an element."""
    tokens = tokenize(text)
    tree = Tree(tokens)
    blocks = list(find_blocks(text, tokens, tree))
    whole_page = bool(_PAGE.search(text))
    dropped: Dropped = {id(found[0].tokens[0]): found for found in _foreign(text, blocks, tree if whole_page else None)}
    flat = _flat_cells(blocks)
    tabs = find_tabs(tree)
    done = 0
    for index, (token, holder) in enumerate(zip(tokens, tree.holders, strict=True)):
        if token.start < done:
            continue
        if token.kind == "start" and token.tag in INVISIBLE:
            done = holder.end if holder.start == token.start else token.end
            yield Edit(token.start, done, "", "markup", token.tag)
        elif id(token) in dropped:
            block, kind, rule = dropped[id(token)]
            done = block.end
            yield Edit(token.start, done, "", kind, rule)
        elif token.kind == "text":
            if whole_page or holder.tag:
                beside = tokens[max(index - 1, 0) : index + 2 : 2]
                yield from _unbroken(text, token, beside, in_cell=_in_flat_cell(holder, flat))
        elif token.end > token.start:
            spelled = _parted(token, holder, tabs) or _spelled(token, holder, flat)
            yield Edit(token.start, token.end, spelled, "markup", token.tag or token.kind)


def _merge(edits: Iterator[Edit]) -> Iterator[Edit]:
    """Join edits that touch: tags in a row, and dropped blocks with the tags and blanks between them."""
    run: list[Edit] = []  # tags, or a dropped block and what may stand between it and the next one
    for edit in edits:
        if run and run[-1].end == edit.start and _goes_on(run[0], edit):
            run.append(edit)
        else:
            yield from _joined(run)
            run = [edit]
        if run[0].kind != "navigation" and not _is_blank(run[0]):
            yield run.pop()
    yield from _joined(run)


def _joined(run: list[Edit]) -> Iterator[Edit]:
    """Yield one edit for tags in a row, or one up to the last dropped block and the tags behind it as another."""
    if len(run) < 2:
        yield from run
        return
    kind = run[0].kind
    last = max((index for index, edit in enumerate(run) if edit.kind == kind), default=0)
    white = "\n" if kind == "navigation" else _few("".join(edit.text for edit in run[: last + 1]))
    rule = run[0].rule if kind == "navigation" else "tags"
    yield Edit(run[0].start, run[last].end, white, kind, rule)
    yield from _joined(run[last + 1 :])


def _few(white: str) -> str:
    """Shorten blanks; of those with the tabs of empty cells, the line breaks only."""
    return _EMPTY_LINES.sub("\n\n", white) if "\t" in white else white[:MOST_WHITE]


def _goes_on(first: Edit, edit: Edit) -> bool:
    """Tell whether an edit may be part of a stretch that began with tags or with a dropped block."""
    if first.kind == "navigation":
        return (edit.kind, edit.rule) == (first.kind, first.rule) or (edit.kind in ("markup", None) and _is_blank(edit))
    return first.kind == edit.kind == "markup" and _is_blank(edit)


def _is_blank(edit: Edit) -> bool:
    """Tell whether an edit drops tags or blanks, with nothing but blanks in their place; scripts are told apart."""
    return edit.rule not in INVISIBLE and (not edit.text or edit.text.isspace())


def _unbroken(text: str, token: Token, beside: Sequence[Token], *, in_cell: bool) -> Iterator[Edit]:
    """Line breaks inside an element are blanks, and tabs inside a cell; blanks beside a block tag are part of the markup."""
    words = text[token.start : token.end]
    if words.isspace() and any(_is_block(other) for other in beside):
        yield Edit(token.start, token.end, "", "markup", "blank")
    elif in_cell and "\t" in words:
        yield Edit(token.start, token.end, _BLANK.sub(" ", words))
    elif "\n" in words or "\r" in words:
        first = min(at for at in (words.find("\n"), words.find("\r")) if at >= 0)
        last = max(words.rfind("\n"), words.rfind("\r")) + 1
        yield Edit(token.start + first, token.start + last, words[first:last].replace("\n", " ").replace("\r", " "))


def _is_block(token: Token) -> bool:
    return token.kind in ("start", "end") and token.tag not in INLINE


def _parted(token: Token, holder: Element, tabs: dict[int, int]) -> str:
    """Return the tabs before a cell, or those of columns that are taken at the end of a row."""
    if token.tag in CELLS and token.kind == "start":
        return "\t" * tabs.get(token.start, 0)
    if token.tag == "tr" and token.kind == "end" and tabs.get(holder.start):
        return "\t\n"
    return ""


def _spelled(token: Token, holder: Element, flat: frozenset[int]) -> str:
    if token.kind == "entity":
        return token.text
    if token.tag in ("img", "figure", "video"):
        return "\n\n" if not _in_flat_cell(holder, flat) else ""
    if token.kind == "other" or token.tag in INLINE:
        return ""
    if token.tag in CELLS:
        return ""
    return "" if _in_flat_cell(holder, flat) and token.tag not in ("tr", "table", "tbody") else "\n"


def _in_flat_cell(holder: Element, flat: frozenset[int]) -> bool:
    return holder.cell is not None and id(holder.cell) in flat


def _flat_cells(blocks: Sequence[Block]) -> frozenset[int]:
    """Cells of data tables, whose paragraphs must not break the row; cells of layout tables hold many blocks."""
    count: dict[int, list[int]] = {}
    for block in blocks:
        if block.holder.cell is not None:
            entry = count.setdefault(id(block.holder.cell), [0, 0])
            entry[0] += 1
            entry[1] += block.chars
    return frozenset(cell for cell, (number, chars) in count.items() if number <= 4 and chars <= 600)


def _foreign(text: str, blocks: Sequence[Block], page: Tree | None) -> Iterator[tuple[Block, str, str]]:
    """Yield the blocks that go, with kind and rule: all around the article of a page, links and asides inside it."""
    hidden = {id(block) for block in blocks if block.holder.hidden}
    shown = sum(block.weight for block in blocks if id(block) not in hidden)
    if sum(block.weight for block in blocks if id(block) in hidden) > HIDDEN_SHARE * shown:
        hidden = set()  # the text itself waits for a script to show it
    yield from ((block, "navigation", "hidden") for block in blocks if id(block) in hidden)
    visible = [block for block in blocks if id(block) not in hidden]
    roles = Roles()
    article = find_article(visible, page, roles) if page else None
    if article is None:
        yield from ((block, "navigation", "links") for block in visible if block.all_links and not block.running)
        return
    yield from find_foreign(visible, article)
    yield from _around(text, visible, article, roles)


def _around(text: str, blocks: Sequence[Block], article: Element, roles: Roles) -> Iterator[tuple[Block, str, str]]:
    """Yield the blocks outside the article, but for its title, what stands between title and article, and what closes it."""
    match = _TITLE.search(text)
    title = find_title(blocks, article, compact(match[1]) if match else "")
    inside = [block for block in blocks if article.start <= block.start < article.end]
    if title and stands_inside(title, inside):
        title = None
    described = _DESCRIPTION.search(text)
    said = letters("".join(block.words for block in inside) + (described["words"] if described else ""))
    if title:
        said += letters(title.words)
    behind = 0
    for block in blocks:
        if article.start <= block.start < article.end or block is title:
            continue
        if block.start >= article.end:
            belongs = block.attached or (closes(block) and not roles.is_aside(block.holder))
            behind += not belongs
            kept = (belongs and not behind) or (block.attached and behind <= ATTACHMENT_DISTANCE)
        else:
            between = title is not None and title.start <= block.start
            kept = between and not block.all_links and not is_repeated(block, said)
        if not kept:
            yield block, "navigation", "outside the article"
