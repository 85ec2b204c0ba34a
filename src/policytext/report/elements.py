"""HTML elements as values: plain text is escaped where it goes in, so that forgetting it is not possible."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Characters that act instead of showing: C0 and C1 controls, DEL, marks and overrides of writing direction
# (UAX #9), zero-width characters and BOMs, line and paragraph separators, lone surrogates and noncharacters.
# Each becomes one visible character, so that positions stay what they are.
_UNSEEN = (
    *(code for code in range(0x20) if code not in {0x09, 0x0A}),
    *range(0x7F, 0xA0),
    *(0x00AD, 0x061C, 0x180E, 0xFEFF, 0xFFFE, 0xFFFF),
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xD800, 0xE000),
    *range(0xFFF9, 0xFFFC),
)
_VISIBLE = {code: 0x2400 + code if code < 0x20 else 0xFFFD for code in _UNSEEN} | {0x7F: 0x2421}

_VOID = frozenset({"meta", "br"})


class Html(str):
    """Text that is HTML already; only this package makes it."""

    __slots__ = ()


def show(text: str) -> str:
    r"""Make every character visible, one for one, and harmless in HTML text and attributes.

    >>> show('<b title="x">\x00\u202e')
    '&lt;b title=&quot;x&quot;&gt;␀�'
    """
    return escape(text.translate(_VISIBLE))


def element(tag: str, *children: object, **attributes: object) -> Html:
    """Return an element; children that are no Html are escaped, ``None`` is left out.

    A trailing underscore of an attribute's name goes, others become hyphens; a value of None or False leaves the
    attribute out, True writes its name alone.

    >>> element("a", "<1>", element("b", 2), href="#x", class_="up", title=None)
    '<a href="#x" class="up">&lt;1&gt;<b>2</b></a>'
    """
    parts = [f"<{tag}"]
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        parts.append(f" {name.rstrip('_').replace('_', '-')}")
        if value is not True:
            parts.append(f'="{show(str(value))}"')
    parts.append(">")
    if tag not in _VOID:
        parts += (str(join([child])) for child in children)
        parts.append(f"</{tag}>")
    return Html("".join(parts))


def join(children: Iterable[object]) -> Html:
    """Return children one after the other, escaped like those of an element.

    >>> join(["a&b", element("i"), None])
    'a&amp;b<i></i>'
    """
    given = (child for child in children if child is not None)
    return Html("".join(child if isinstance(child, Html) else show(str(child)) for child in given))
