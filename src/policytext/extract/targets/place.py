"""The place that a number is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from policytext.extract.places import gazetteer
from policytext.extract.targets.page import Page, holds, stretch_at
from policytext.extract.targets.quantity import Quantity

# 全省培育品牌100个: the rank of the area that is meant.
_WHOLE = re.compile("(?:全|我)(?P<rank>[省市县区州旗])(?![域际])")
# 全国共有2800多个: a general statement; not 全国首个, 全国平均水平的 (something compared with).
_NATIONAL = re.compile("(?:目前|现在)?全国(?:共|现|已|累计|有|规模|民营|企业|市场主体|经营主体)")
# Places further away say nothing about a number.
_SENTENCE = 300
_PARAGRAPH = 3000


def place_of(page: Page, quantity: Quantity) -> str | None:
    """Return the narrowest place that clause, sentence, paragraph, head or else the document gives.

    A body that acts gives its place to its whole sentence and paragraph, another place name to its clause, or to what
    follows where it opens the sentence (在市中区，…). A paragraph that names places side by side gives none.
    """
    near = quantity.start - _SENTENCE
    start = max(stretch_at(page.sentences, quantity.digits)[0], near)
    clause, stop = stretch_at(page.clauses, quantity.digits)
    section = _of_section(page, quantity)
    clause, stop = max(clause, near), min(stop, quantity.end + _SENTENCE)
    if codes := _codes(page, clause, quantity.start, bodies_only=False):
        return _common(codes)
    if _NATIONAL.match(page.text.text, clause, quantity.start):
        return None
    if whole := _of_whole(page, start, quantity, section):
        return whole
    for left, right in ((start, quantity.start), (quantity.end, stop)):
        if codes := _codes(page, left, right, bodies_only=left == start):
            return _common(codes)
    paragraph = max(stretch_at(page.paragraphs, quantity.start)[0], quantity.start - _PARAGRAPH)
    if _acts_itself(page, paragraph, start):
        return section
    if (codes := _codes(page, paragraph, start, bodies_only=True)) and _is_chain(codes):
        return _common(codes)
    return section


def _of_section(page: Page, quantity: Quantity) -> str | None:
    """Return the place of the innermost head that names one, else the document's own."""
    index = bisect_right(page.heads, (quantity.start, 1 << 60, "")) - 1
    while index >= 0:
        if page.heads[index][1] > quantity.start:
            return page.heads[index][2]
        index -= 1
    return page.meta.jurisdiction


def _of_whole(page: Page, start: int, quantity: Quantity, section: str | None) -> str | None:
    """Return the area that 全省 or 全市 in the sentence before a number means: that of the section, or one around it."""
    found = list(_WHOLE.finditer(page.text.text, max(start, quantity.start - _SENTENCE), quantity.start))
    if not found or section is None:
        return None
    lineage = gazetteer().lineage(section)
    return next((code for code in lineage if gazetteer().name_of(code).endswith(found[-1]["rank"])), None)


def _acts_itself(page: Page, start: int, end: int) -> bool:
    """Tell whether the body named last in a stretch is one of the document's own area: its place goes before earlier ones."""
    left, right = bisect_left(page.places, (start, 0, "", 0)), bisect_left(page.places, (end, 0, "", 0))
    bodies = [code for _, _, code, acts in page.places[left:right] if acts]
    return bool(bodies) and holds(bodies[-1], page.meta.jurisdiction)


def _codes(page: Page, start: int, end: int, *, bodies_only: bool) -> list[str]:
    """Return the places named in a stretch that lie inside the document's own area or elsewhere, not around it."""
    left, right = bisect_left(page.places, (start, 0, "", 0)), bisect_left(page.places, (end, 0, "", 0))
    opening = stretch_at(page.clauses, start)[1]
    return [
        code
        for place, _, code, acts in page.places[left:right]
        if (acts or not bodies_only or place <= opening) and not holds(code, page.meta.jurisdiction)
    ]


def _is_chain(codes: list[str]) -> bool:
    """Tell whether each place lies inside another one of them, or is it."""
    inner = max(codes, key=lambda code: len(_stem(code)))
    return all(inner.startswith(_stem(code)) for code in codes)


def _common(codes: list[str]) -> str:
    """Return the place that the last codes name together: one inside the other is the inner, two side by side their parent."""
    last = codes[-1]
    for code in reversed(codes[:-1]):
        if code == last or last.startswith(_stem(code)):
            continue
        if code.startswith(_stem(last)):
            last = code
            continue
        shared = 4 if code[:4] == last[:4] else 2 if code[:2] == last[:2] else 0
        return last[:shared].ljust(6, "0") if shared else last
    return last


def _stem(code: str) -> str:
    """Return the digits that the codes inside a place share: 21 of 210000, 2102 of 210200."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
