"""Single characters: those that show nothing, those left as entities, and variant and compatibility forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape

from policytext.errors import DataError
from policytext.lexicon import index_rows, read_rows
from policytext.normal_form.tables import CharacterSet, CharacterTable
from policytext.text import Edit

HAN_RANGES = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_RANGES)
CJK_MARKS = "、。，；：？！“”‘’（）《》〈〉【】〔〕…—·"
CJK = HAN + CJK_MARKS

_INVISIBLE = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x7F), (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF),
)  # fmt: skip
# Matches: &nbsp; &amp;ldquo; &#8220; &nbsp without its semicolon. Not: 招商&引资, AT&T.
_ENTITY = re.compile(
    r"&(?:amp;|\#38;|\#x26;)*(?P<name>(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|nbsp(?![A-Za-z0-9;]))"
)
# The full-width comma of １，０００万元, which separates thousands and no clauses.
_THOUSANDS = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_KEPT_FULLWIDTH = "，；：？！（）"
_COMPATIBILITY = (
    (0x2F00, 0x2FD5),  # Kangxi radicals
    (0xF900, 0xFAD9),  # compatibility ideographs
    (0xFE10, 0xFE18),  # vertical punctuation
    (0xFE30, 0xFE6B),  # vertical and small punctuation
    (0xFF01, 0xFF5E),  # full-width ASCII
    (0xFF61, 0xFF64),  # half-width 。「」、
    (0x2F800, 0x2FA1D),  # compatibility ideographs, supplement
)


def drop_invisible(text: str) -> Iterator[Edit]:
    """Delete characters that show nothing: zero-width marks, soft hyphens, byte-order marks, controls.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("营\\u200b商\\ufeff").clean(drop_invisible).text
    '营商'
    """
    for start, end in _invisible().find_runs(text):
        yield Edit(start, end)


def to_unescaped(text: str) -> Iterator[Edit]:
    """Replace HTML entities that were left as text, escaped once or several times, by their characters.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("&ldquo;放管服&amp;rdquo;改革、招商&引资").clean(to_unescaped).text
    '“放管服”改革、招商&引资'
    """
    for match in _ENTITY.finditer(text):
        character = unescape(f"&{match['name']}")
        if character != f"&{match['name']}":
            yield Edit(*match.span(), character, "markup", "entity")


def to_standard_forms(text: str) -> Iterator[Edit]:
    """Replace full-width letters and digits, and variant and compatibility forms, by the usual characters.

    Unicode's compatibility mappings for full-width forms, radicals, compatibility ideographs and small or vertical
    punctuation; ``standard_forms.csv`` for what they do not hold, as the glyphs of Word's symbol fonts. The
    punctuation ，；：？！（） stays full-width.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("５００万元，达８０％；⼈⺠法院﹝2022﹞5号").clean(to_standard_forms).text
    '500万元，达80%；人民法院〔2022〕5号'
    """
    return _standard_forms().find_changes(text, _THOUSANDS.sub(",", text))


@cache
def _invisible() -> CharacterSet:
    return CharacterSet.of(ranges=_INVISIBLE)


@cache
def _standard_forms() -> CharacterTable:
    forms: dict[str, str] = {}
    for first, last in _COMPATIBILITY:
        for character in map(chr, range(first, last + 1)):
            form = unicodedata.normalize("NFKC", character)
            if len(form) == 1 and character not in _KEPT_FULLWIDTH:
                forms[character] = form
    for row in index_rows(
        read_rows("standard_forms.csv", columns=["code", "form", "shown", "source"]), "code"
    ).values():
        form = chr(int(row["form"], 16))
        if row["shown"] != ("blank" if form.isspace() else form):
            raise DataError(f"{row.place}: U+{row['form']} is {form!r}, not {row['shown']!r}")
        forms[chr(int(row["code"], 16))] = form
    return CharacterTable.of(forms)
