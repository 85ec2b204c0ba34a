"""What a broken converter left inside words: pinyin in brackets (發(fā)布), numbers of headings read a byte too late."""

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
# （一）建設, of which GBK lost its place by one byte: the bracket, the number, and the bracket with half of what follows it.
# The shift goes on up to a byte that ASCII shares (O), or to a character of which half is lost (?, U+FFFD).
# Matches: ?。ㄒ唬┙ㄔO; ?。ㄈ）加快. Not: 是嗎?。
_HALVES = "".join(char for byte in range(0x80, 0xFF) if len(char := bytes([0xA9, byte]).decode("gbk", "ignore")) == 1)
_SHIFTED = re.compile(
    rf"""[?？]。(?P<number>[ㄒǘㄈㄋㄎㄆòňㄊ])
    (?:[\ufffd?]?(?P<units>[一二三四五六七八九])?）
    | [^\x00-\x7f\ufffd]?(?P<half>[{_HALVES}])(?P<tail>[^\x00-\x7f\ufffd]{{0,30}})(?P<last>[@-~]|[?\ufffd](?:[a-zü\u00e0-\u01dc]{{1,8}}[)）])?))""",
    re.VERBOSE,
)
_NUMERALS = dict(zip("ㄒǘㄈㄋㄎㄆòňㄊ", "一二三四五七八九十", strict=True))


def mend_shifted(text: str) -> Iterator[Edit]:
    """Restore numbers of headings, and the words behind them, that were decoded from the middle of a character.

    A character of which half is lost cannot be restored and goes, with the pinyin that stood behind it.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("?。ㄒ唬┙ㄔO公平市場\\n?。ㄒ唬┲笇?dǎo)思想").clean(mend_shifted).text
    '（一）建設公平市場\\n（一）指思想'
    """
    for match in _SHIFTED.finditer(text):
        words = f"（{_NUMERALS[match['number']]}{match['units'] or ''}）"
        if match["half"]:
            last = match["last"][0]
            data = match["half"].encode("gbk")[1:] + (match["tail"] + last * ("@" <= last <= "~")).encode(
                "gbk", "ignore"
            )
            words += data.decode("gbk", "ignore")
        yield Edit(match.start(), match.end(), words)


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
