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
_ENUMERATED = re.compile("[（(0-9]|[一二三四五六七八九十]+(?:[、.．是要]|方面)")
_PARTS = re.compile("[，,；;]")
# Matches 各区人民政府，市政府各部门、 and a line that is full: 各区人民政府、市天然气工业园区. Not: 各区人民政府。
_LIST = re.compile("^[^。：“”]*[，、；].*")
_SENTENCE = re.compile("[。：:“”]")
# The line may be a field: 主送：各区人民政府. Not: 主送单位较多.
_LABEL = re.compile("主送(?:机关|单位)?[：:][ ]?")
# What stands on the addressees' line behind them is a sentence: 各区人民政府：现将…。 Not: 卫健委：一千人驰援.
_LETTER_ENDS = ("：", ":", "。", "；")


def read_addressees(words: str, lines: Sequence[Line]) -> Line | None:
    """Return the range of the addressees on the first of the lines, or on as many as the list takes up.

    >>> words = "各区人民政府：\\n现通知如下。"
    >>> read_addressees(words, [(0, 7), (8, 14)])
    (0, 6)
    """
    start, end = lines[0]
    if label := _LABEL.match(words, start, end):
        return label.end(), end
    match = _ADDRESSEE.match(words, start, end)
    if match and _is_addressed(match["words"]) and words[end - 1] in _LETTER_ENDS:
        return start, match.end("words")
    return _on_several_lines(words, lines)


def is_addressed_line(line: str) -> bool:
    """Tell whether a line opens with addressees and their colon.

    >>> is_addressed_line("各区人民政府："), is_addressed_line("从“找政策”到“享政策”：")
    (True, False)
    """
    match = _ADDRESSEE.match(line)
    return match is not None and _is_addressed(match["words"])


def _on_several_lines(words: str, lines: Sequence[Line]) -> Line | None:
    """Return the addressees where their list goes on in further lines, up to its colon."""
    first = words[slice(*lines[0])]
    if not _LIST.search(first):
        return None
    said = ""
    for start, end in lines:
        match = _ADDRESSEE.fullmatch(words, start, end)
        said += match["words"] if match else words[start:end]
        if match:
            return (lines[0][0], match.end("words")) if said != match["words"] and _is_addressed(said) else None
        if _SENTENCE.search(words, start, end):
            return None
    return None


def _is_addressed(words: str) -> bool:
    if is_organ(words):
        return not pattern(_SALUTATION).search(words)
    last = _PARTS.split(words)[-1]
    return (
        bool(pattern(_ADDRESSED).search(last) or is_organ(last))
        and not pattern(_SALUTATION).search(words)
        and not _ENUMERATED.match(words)
    )
