"""Normal form (codebook, part 2): characters, script, punctuation, line breaks and spaces.

Every function is a cleaner, ``str -> Iterator[Edit]``; the normal form is a fixed point of all of them.
"""

from __future__ import annotations

from policytext.clean.residue import drop_residue, mend_shifted
from policytext.normal_form.characters import drop_invisible, to_standard_forms, to_unescaped
from policytext.normal_form.layout import drop_spaces, split_headings, to_lines
from policytext.normal_form.punctuation import to_chinese_punctuation, to_curly_quotes, to_number_brackets
from policytext.normal_form.script import to_mainland, to_simplified
from policytext.text import AlignedText, Cleaner

__all__ = [
    "LAYOUT",
    "SPELLING",
    "drop_invisible",
    "drop_residue",
    "drop_spaces",
    "mend_shifted",
    "normalize",
    "spelling",
    "split_headings",
    "to_chinese_punctuation",
    "to_curly_quotes",
    "to_lines",
    "to_mainland",
    "to_number_brackets",
    "to_simplified",
    "to_standard_forms",
    "to_unescaped",
]


def spelling(*, mainland: bool = False) -> tuple[Cleaner, ...]:
    """Return the cleaners that spell the same words in one way; with ``mainland``, Taiwan's wording goes too.

    They run in this order: each one's rule relies on what the ones before it unified.
    """
    script = to_mainland if mainland else to_simplified
    return (
        to_unescaped,
        drop_invisible,
        mend_shifted,
        to_standard_forms,
        drop_residue,
        script,
        to_curly_quotes,
        to_number_brackets,
        to_chinese_punctuation,
    )


SPELLING = spelling()
LAYOUT: tuple[Cleaner, ...] = (to_lines, split_headings, drop_spaces)


def normalize(raw: str, *, mainland: bool = False) -> AlignedText:
    """Bring a text to normal form; residue goes, markup and what surrounds the text stay.

    With ``mainland``, Taiwan's wording in traditional stretches is replaced too (最佳化 becomes 优化).

    >>> text = normalize("發(fā)布５項措施,共３０條")
    >>> text.text, text.span(0, 2), text.raw[slice(*text.span(0, 2))]
    ('发布5项措施，共30条', Span(start=0, end=6), '發(fā)布')
    >>> normalize("持續最佳化營商環境", mainland=True).text
    '持续优化营商环境'
    """
    return AlignedText.of(raw).clean(*spelling(mainland=mainland), *LAYOUT)
