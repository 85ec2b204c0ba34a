"""The article of a page: the element that holds most of its running text and little else.

Every element is judged by two shares: how much of the page's running text it holds, and how much of what it holds is
running text. Their harmonic mean decides, so that neither a long paragraph nor the whole page wins; what
names of classes hint at only shifts the weights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policytext.clean.blocks import Block, roles_of
from policytext.read.html import INLINE, Element, Tree

# What a hint is worth: text in a comment box counts a fifth, an element called an article a little more.
ASIDE_WEIGHT = 0.2
ARTICLE_BONUS = 1.05
# Short text without a sentence is half a sign of a menu; cells of tables are none.
SHORT_NOISE = 0.5
LABEL_LENGTH = 8
# A title that the article repeats stands among so many blocks at its head.
TITLE_BLOCKS = 8

_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"[\W_]+")
_TELLING = re.compile(r"[0-9０-９〔〕（）()：:——]")


@dataclass(slots=True)
class _Weights:
    """Running text and everything else below an element, in characters."""

    text: float = 0.0
    noise: float = 0.0
    blocks: int = 0


@dataclass(slots=True)
class Roles:
    """What the elements of a page are for, by their own names and those of the elements around them."""

    _known: dict[int, frozenset[str]] = field(default_factory=dict)

    def of(self, element: Element) -> frozenset[str]:
        """Return the roles of an element and of those around it, up to the one that is called an article."""
        found = self._known.get(id(element))
        if found is None:
            found = roles_of(element)
            if element.parent is not None and "article" not in found:
                found = found | self.of(element.parent)
            self._known[id(element)] = found
        return found

    def is_aside(self, element: Element) -> bool:
        """Tell whether an element stands aside from what is called an article."""
        return "aside" in self.of(element) and "article" not in self.of(element)


def find_article(blocks: Sequence[Block], page: Tree, roles: Roles) -> Element | None:
    """Return the element that holds most of the running text of the blocks and little else."""
    weights: dict[int, _Weights] = {id(element): _Weights() for element in page.elements}
    holders = {id(block.holder) for block in blocks}  # with one block of its own an element is a paragraph
    total = 0.0
    for block in blocks:
        share = ASIDE_WEIGHT if roles.is_aside(block.holder) else 1.0
        found = weights.setdefault(id(block.holder), _Weights())
        found.blocks += 1
        found.text += share * block.weight
        total += share * block.weight
        if block.linked > 0 or share < 1:
            found.noise += block.linked + (1 - share) * block.weight
        elif not block.weight and block.holder.cell is None:
            found.noise += SHORT_NOISE * block.chars
    best, best_score = None, 0.0
    for element in reversed(page.elements):  # inner elements come before the ones around them
        own = weights[id(element)]
        leaf = own.blocks == 1 and id(element) in holders
        if element.parent is not None:
            above = weights.setdefault(id(element.parent), _Weights())
            above.text += own.text
            above.noise += own.noise
            above.blocks += own.blocks
        if not own.text or leaf or element.tag in INLINE or element.tag == "p":
            continue
        score = _score(own, total) * (ARTICLE_BONUS if "article" in roles_of(element) else 1.0)
        if score > best_score:
            best, best_score = element, score
    return best


def _score(own: _Weights, total: float) -> float:
    pure, whole = own.text / (own.text + own.noise), own.text / total
    return 2 * pure * whole / (pure + whole)


def find_title(blocks: Sequence[Block], article: Element, page_title: str) -> Block | None:
    """Return the block before the article that repeats the page's title, or the last heading before it."""
    before = [block for block in blocks if block.start < article.start and block.linked < block.chars]
    for block in reversed(before):
        words = compact(block.words)
        if len(words) >= 6 and words in page_title:
            return block
    headings = [block for block in before if block.holder.headed]
    return headings[-1] if headings else None


def stands_inside(title: Block, blocks: Sequence[Block]) -> bool:
    """Tell whether the first blocks of an article say its title, in one block or broken over several."""
    wanted = letters(title.words)
    heads = [letters(block.words) for block in blocks[:TITLE_BLOCKS]]
    return any("".join(heads[start:end]) == wanted for end in range(1, len(heads) + 1) for start in range(end))


def is_repeated(block: Block, text: str) -> bool:
    """Tell whether a block between title and article repeats the letters of a text, or is a mere label."""
    words = letters(block.words)
    return words in text or (len(words) <= LABEL_LENGTH and not _TELLING.search(words))


def letters(words: str) -> str:
    """Take out all blanks and signs.

    >>> letters("【权威访谈】谋发展、启新篇。")
    '权威访谈谋发展启新篇'
    """
    return _SIGN.sub("", words)


def compact(words: str) -> str:
    """Take out all blanks.

    >>> compact(" 市政府 办公室\\n")
    '市政府办公室'
    """
    return _SPACE.sub("", words.replace("&nbsp;", ""))
