"""The line that names whom a letter addresses: 各区、县人民政府，市政府各部门：."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytext.extract.metadata.organs import is_organ
from policytext.extract.metadata.words import pattern

Line = tuple[int, int]

_ADDRESSEE = re.compile(r"(?P<words>[^。；：:\n“”]{2,240})[：:]")
_ADDRESSED = r"⟨addressed⟩|[局厅委办部院]$|^(?:全[市省县区州]|广大)"
# Words of salutations and of sentences that lead on with a colon: 各位代表：, 通知如下：, 会议指出：.
_SALUTATION = r"⟨salutation⟩|[说是为答]$"
# What stands on the addressees' line behind them is a sentence: 各区人民政府：现将…。 Not: 卫健委：一千人驰援.
_LETTER_ENDS = ("：", ":", "。", "；")


def read_addressees(words: str, lines: Sequence[Line]) -> Line | None:
    """Return the range of the addressees on the first of two lines, or on both where the list goes on.

    >>> words = "各区人民政府：\\n现通知如下。"
    >>> read_addressees(words, [(0, 7), (8, 14)])
    (0, 6)
    """
    start, end = lines[0]
    match = _ADDRESSEE.match(words, start, end)
    if match and _is_addressed(match["words"]) and words[end - 1] in _LETTER_ENDS:
        return start, match.end("words")
    return _on_two_lines(words, lines)


def is_addressed_line(line: str) -> bool:
    """Tell whether a line opens with addressees and their colon.

    >>> is_addressed_line("各区人民政府："), is_addressed_line("从“找政策”到“享政策”：")
    (True, False)
    """
    match = _ADDRESSEE.match(line)
    return match is not None and _is_addressed(match["words"])


def _on_two_lines(words: str, lines: Sequence[Line]) -> Line | None:
    """Return the addressees where their list goes on in a second line, up to its colon."""
    if len(lines) < 2 or words[lines[0][1] - 1] not in "，、；":
        return None
    match = _ADDRESSEE.fullmatch(words, *lines[1])
    if match is None or not _is_addressed(words[slice(*lines[0])] + match["words"]):
        return None
    return lines[0][0], match.end("words")


def _is_addressed(words: str) -> bool:
    return (
        bool(pattern(_ADDRESSED).search(words) or is_organ(words))
        and not pattern(_SALUTATION).search(words)
        and words[0] not in "（一二三四五六七八九十0123456789"
    )
