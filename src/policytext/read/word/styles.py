"""Styles of a Word file: what a paragraph takes from its style and from the styles that it is based on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.etree.ElementTree import Element

from policytext.read.word.package import switch, value, whole_number

# Word and WPS write built-in names in English in every language; other writers use those of their screens. Styles with
# names in further languages are known by their outline level.
_HEADING: Final = re.compile(r"(?:heading|标题|標題|見出し)\s*([1-9])")
_TITLES: Final = frozenset({"title", "标题", "標題"})
_NAVIGATION: Final = re.compile(r"(?:toc|contents|目录|目錄)\s*[1-9]|(?:toc|contents) heading")


@dataclass(frozen=True, slots=True)
class Style:
    """What reading needs of a style, its ancestors included.

    ``level`` is that of a heading (``model.Heading``), None for other text; ``list_id`` and ``depth`` name list and
    level (``w:numId``, ``w:ilvl``), ``list_style`` the style that brought the list.
    """

    level: int | None = None
    navigation: bool = False
    hidden: bool = False
    list_id: str | None = None
    list_style: str | None = None
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by id, and the ids of the default ones by type."""

    by_id: Mapping[str, Style]
    defaults: Mapping[str, str]

    def get(self, style_id: str | None, kind: str) -> Style:
        """Return a style, the default one of its kind when there is no id; an unknown id is taken for a name.

        >>> Styles({}, {}).get("Heading2", "paragraph").level
        2
        """
        if style_id is None:
            style_id = self.defaults.get(kind, "")
        return self.by_id.get(style_id) or Style(**_by_name(style_id))


def read_styles(root: Element | None) -> Styles:
    """Read the styles part; each style is what its parent is, with changes of its own (ECMA-376 Part 1, 17.7.4.3).

    A style that is based on itself, directly or in a circle, starts from nothing, as in Word.
    """
    elements = {style.get("styleId", ""): style for style in (() if root is None else root.iterfind("style"))}
    found: dict[str, Style] = {}
    for style_id in elements:
        waiting: dict[str, None] = {}
        current: str | None = style_id
        while current in elements and current not in found and current not in waiting:
            waiting[current] = None
            current = value(elements[current].find("basedOn"))
        for each in reversed(waiting):
            parent = found.get(value(elements[each].find("basedOn")) or "", Style())
            found[each] = replace(parent, **_own(elements[each], each))
    defaults = {
        style.get("type", ""): style_id for style_id, style in elements.items() if style.get("default") in {"1", "true"}
    }
    return Styles(found, defaults)


def _own(style: Element, style_id: str) -> dict[str, Any]:
    """Return what a style changes; its built-in name says more than its outline level."""
    changes: dict[str, Any] = {}
    if (outline := whole_number(value(style.find("pPr/outlineLvl")))) is not None:
        changes["level"] = outline_level(outline)
    if style.get("type") == "paragraph":
        changes |= _by_name(value(style.find("name")) or style_id)
    if (hidden := switch(style.find("rPr/vanish"))) is not None:
        changes["hidden"] = hidden
    if (list_id := value(style.find("pPr/numPr/numId"))) is not None:
        changes |= {"list_id": list_id, "list_style": style_id}
    if (depth := whole_number(value(style.find("pPr/numPr/ilvl")))) is not None:
        changes["depth"] = depth
    return changes


def _by_name(name: str) -> dict[str, Any]:
    name = name.strip().lower()
    if match := _HEADING.fullmatch(name):
        return {"level": int(match[1])}
    if name in _TITLES:
        return {"level": 0}
    return {"level": None, "navigation": True} if _NAVIGATION.fullmatch(name) else {}


def outline_level(outline: int) -> int | None:
    """Return the heading level of a ``w:outlineLvl``: 0 to 8 are headings, 9 is running text (17.3.1.20).

    >>> outline_level(0), outline_level(9)
    (1, None)
    """
    return outline + 1 if 0 <= outline <= 8 else None
