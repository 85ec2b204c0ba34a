"""What stands inside an article and is no part of it: related links and their heads, asides, captions, hidden labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from policytext.clean.blocks import NUMBERED, Block, roles_of
from policytext.read.html import Element

# An aside inside the article holds less than this of its running text; what holds more is part of it, whatever its name.
ASIDE_SHARE = 0.3
# Its name is not enough: it has so many of its characters in links, or invites to do something.
ASIDE_LINKS = 0.3
CAPTION_LENGTH = 120
UNMARKED_CAPTION_LENGTH = 45
# The head of a list of links: 相关阅读, 本栏目其他文件.
HEAD_LENGTH = 14
# A table in which at least this part of the text is no link is a table of the article, links in its cells or not.
PLAIN_SHARE = 0.15

_INVITING = re.compile(
    "评论|回复|登录|注册|分享|收藏|点赞|推荐|热门|热点|相关|猜你|扫一扫|扫码|二维码|关注|客户端|APP|广告|排行|订阅|打赏|搜索|举报"
)
_NUMBERED = re.compile(rf"{NUMBERED}|[附图]?[表件][ ]?\d|附件|【")
# Matches: 某市人民政府办公室; 2024年5月6日; （此件公开发布）; 抄送：…
_CLOSING = re.compile(
    r"[㐀-鿿（）、\s]{2,40}(?:委员会|政府|办公室|办公厅|[局厅部院署委]|法院|检察院|联合会|领导小组)\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?"
    r"|(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{2,7}日|[（(]此件.{2,20}[）)]|(?:抄送|附件)[：:].*|附件\d?"
)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a block, up to the article, are: their roles, those that are asides, and their looks."""

    roles: frozenset[str] = frozenset()
    asides: tuple[int, ...] = ()
    centred: bool = False
    bold: bool = False
    table: int | None = None


@dataclass(slots=True)
class _Share:
    """Characters below an element: all, in links, in running text; and whether its words invite to something."""

    chars: int = 0
    linked: int = 0
    text: int = 0
    inviting: bool = False

    def add(self, block: Block) -> None:
        """Count a block."""
        self.chars += block.chars
        self.linked += block.linked
        self.text += block.weight
        self.inviting |= bool(_INVITING.search(block.words[:200]))


def find_foreign(blocks: Sequence[Block], article: Element) -> Iterator[tuple[Block, str, str]]:
    """Yield the blocks inside an article that are no part of it, each with its kind and the rule."""
    inside = [block for block in blocks if article.start <= block.start < article.end]
    page = _Inside(article)
    for block in inside:
        page.add(block)
    listed = False  # links behind a head that ends in a colon are a list of the article
    for block, following in zip_longest(inside, inside[1:]):
        context = page.context(block.holder)
        if not block.all_links:
            listed = block.words.rstrip().endswith(("：", ":")) and not block.leads
        if block.attached or (block.holder.headed and not block.all_links) or page.is_cell(block):
            continue
        if not listed and (rule := _links(block, following)):
            yield block, "navigation", rule
        elif page.is_aside(context):
            yield block, "navigation", "aside inside the article"
        elif block.chars <= CAPTION_LENGTH and ("caption" in context.roles or _is_caption(block, context, following)):
            yield block, "caption", "caption of a picture"
        elif "hidden" in context.roles and not block.weight:
            yield block, "navigation", "hidden"


def closes(block: Block) -> bool:
    """Tell whether a block is the signature, date or note that stands behind an article: 某市人民政府办公室, 抄送：…."""
    return not block.linked and bool(_CLOSING.fullmatch(block.words.strip()))


@dataclass(slots=True)
class _Inside:
    """The elements inside an article: what each is, told once, and what it holds."""

    article: Element
    contexts: dict[int, _Context] = field(default_factory=dict)
    shares: dict[int, _Share] = field(default_factory=dict)
    total: int = 0

    def context(self, element: Element) -> _Context:
        """Return what the elements from this one up to the article are."""
        if element is self.article or element.depth <= self.article.depth or element.parent is None:
            return _Context()
        found = self.contexts.get(id(element))
        if found is None:
            outer, own = self.context(element.parent), roles_of(element)
            looks = element.attributes.get("align", "") + element.attributes.get("style", "")
            aside = (id(element),) if "aside" in own and "article" not in own else ()
            found = self.contexts[id(element)] = _Context(
                outer.roles | own,
                outer.asides + aside,
                outer.centred or "center" in looks.lower(),
                outer.bold or element.tag in ("strong", "b"),
                id(element) if element.tag == "table" else outer.table,
            )
        return found

    def add(self, block: Block) -> None:
        """Count a block in the asides and the table around it."""
        context = self.context(block.holder)
        self.total += block.weight
        for key in (*context.asides, *((context.table,) if context.table else ())):
            self.shares.setdefault(key, _Share()).add(block)

    def is_aside(self, context: _Context) -> bool:
        """Tell whether one of the elements around is an aside by more than its name."""
        shares = (self.shares[key] for key in context.asides)
        return any(
            share.text < ASIDE_SHARE * self.total and (share.linked >= ASIDE_LINKS * share.chars or share.inviting)
            for share in shares
        )

    def is_cell(self, block: Block) -> bool:
        """Tell whether a block stands in a table that is more than a list of links."""
        table = self.context(block.holder).table
        share = self.shares.get(table) if table else None
        return share is not None and share.chars - share.linked >= PLAIN_SHARE * share.chars and share.linked > 0


def _links(block: Block, following: Block | None) -> str | None:
    """Return the rule by which a block is a link or heads a list of links."""
    if block.all_links or block.leads_on:
        return "links inside the article"
    heads = following is not None and following.all_links and block.chars <= HEAD_LENGTH and not block.running
    return "head of links inside the article" if heads else None


def _is_caption(block: Block, context: _Context, following: Block | None) -> bool:
    """Tell whether a block is the caption of the picture before it: short, no head or signature, in the middle or alone."""
    words = block.words.strip()
    if not block.pictured or block.chars > UNMARKED_CAPTION_LENGTH or block.running > 1 or context.bold:
        return False
    if _NUMBERED.match(words) or _CLOSING.fullmatch(words):
        return False
    return context.centred or (following is not None and following.pictured)
