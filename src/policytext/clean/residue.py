"""Pinyin that a converter left in brackets inside words: 發(fā)布, 學(xué)習(xí), 南(nán)沙."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from policytext.text import Edit

# Matches: the bracket in 發(fā)布; in 會（huì ）議. Not: (APP), 5G(NR), GDP(gross domestic product).
_BRACKET = re.compile(
    r"""[(（](?<=[㐀-䶿一-鿿)）].)[ ]?   # after the character it spells, or another bracket there
    (?P<letters>[a-zü\u00e0-\u01dc\u0251\u0261\u0300-\u030c\u1ebd]{1,8})
    [ ]?[)）]""",
    re.VERBOSE,
)
# Initials and finals of Hanyu Pinyin (GB/T 16159), the tone marks taken off.
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:a|o|e|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|vn|ang|eng|ing|ong|i|u|v|ia|ua|uo|uai|iao|ian|iang|iong|uan|uang|io|ng|n)"
)


def drop_residue(text: str) -> Iterator[Edit]:
    """Delete bracketed pinyin after the character it spells.

    A syllable without tone mark counts only in a text that has others with tone marks.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("發(fā)布會（huì ）推出(APP)和5G(NR)").clean(drop_residue).text
    '發布會推出(APP)和5G(NR)'
    """
    found = [(match, *_read(match["letters"])) for match in _BRACKET.finditer(text)]
    toned = sum(tone for _, valid, tone in found if valid)
    done = -1
    for match, valid, tone in found:
        again = text[match.start() - 1] in ")）"
        if valid and (tone or toned > 1) and (not again or match.start() == done):
            done = match.end()
            yield Edit(*match.span(), kind="residue", rule="pinyin")


@lru_cache(maxsize=4096)
def _read(letters: str) -> tuple[bool, bool]:
    """Tell whether the letters spell a syllable, and whether a tone is marked."""
    apart = unicodedata.normalize("NFD", letters.replace("ɑ", "a").replace("ɡ", "g"))
    plain = "".join(c for c in apart.replace("u\u0308", "v") if not unicodedata.combining(c))
    return bool(_SYLLABLE.fullmatch(plain)), len(plain) < len(apart.replace("u\u0308", "v"))
