"""What stands twice: phrases injected into a hijacked page, and cut-off or complete copies of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytext.text import Edit

# Shorter paragraphs recur for good reasons: heads, salutations, 特此通知。
COPY_LENGTH = 30
PHRASE_LENGTH = 4
# Longest stretch of paragraphs that is looked through for the place where a copy breaks off.
STRETCH = 12

_BLANK = re.compile(r"[ \t\u3000\u00a0]+")
_LINE = re.compile(r"[^\n]+")
# The same phrase two or more times in a row at the very end; group 1 is the phrase.
_TAIL = re.compile(r"([^\n。！？；]{4,30}?)\1+\s*\Z")
_ENDED = re.compile(r"[。！？；”）\n]\s*\Z")


def drop_spam(text: str) -> Iterator[Edit]:
    """Delete a foreign phrase that was injected at the edges of a page, wherever it stands.

    Two signs, and no list of brands: the page ends with the phrase several times in a row, or it ends with the
    very phrase it begins with, glued to the full stop of its last sentence.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("某某棋牌我市召开会议。\\n会议强调落实。某某棋牌某某棋牌").clean(drop_spam).text
    '我市召开会议。\\n会议强调落实。'
    """
    phrase = _repeated_tail(text) or _same_edges(text)
    if phrase:
        for match in re.finditer(re.escape(phrase), text):
            yield Edit(*match.span(), "", "spam", "phrase injected at the edges")


def drop_copies(text: str) -> Iterator[Edit]:
    """Delete second and cut-off copies of paragraphs; the copy that stands in full is kept.

    >>> from policytext.text import AlignedText
    >>> whole = "一季度，全市政法机关走访企业四百家，收集问题一百二十个，已全部转交有关部门办理。"
    >>> AlignedText.of(whole[:32] + "\\n" + whole).clean(drop_copies).text == "\\n" + whole
    True
    """
    lines = [(match.span(), _BLANK.sub("", match[0])) for match in _LINE.finditer(text)]
    runs: list[tuple[int, int]] = []
    by_head: dict[str, list[int]] = {}
    for index, (_, words) in enumerate(lines):
        if len(words) >= COPY_LENGTH:
            by_head.setdefault(words[:COPY_LENGTH], []).append(index)
    copies = {index for group in by_head.values() if len(group) > 1 for index in _copies(lines, group)}
    copies |= {index + 1 for index in copies if _breaks_off(lines, index + 1)}
    for index in sorted(copies):
        start, end = lines[index][0]
        if runs and not text[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    for start, end in runs:
        lead = len(text[start:end]) - len(text[start:end].lstrip(" \u3000"))
        yield Edit(start + lead, end, "", "duplicate", "copy of a paragraph that stands in full")


def _copies(lines: list[tuple[tuple[int, int], str]], group: list[int]) -> Iterator[int]:
    """Of lines that begin alike, yield those that another one holds in full."""
    for index in group:
        words = lines[index][1].rstrip("….")
        for other in group:
            longer = lines[other][1]
            if (
                other != index
                and longer.startswith(words)
                and (len(longer) > len(words) or _stays(lines, other, index))
            ):
                yield index
                break


def _breaks_off(lines: list[tuple[tuple[int, int], str]], index: int) -> bool:
    """Tell whether the line is the cut-off beginning of another one, however short; it ends a stretch of copies."""
    words = lines[index][1].rstrip("….") if index < len(lines) else ""
    return (
        len(words) >= PHRASE_LENGTH
        and not _ENDED.search(words)
        and any(len(other) > len(words) and other.startswith(words) for _, other in lines)
    )


def _stays(lines: list[tuple[tuple[int, int], str]], kept: int, copy: int) -> bool:
    """Of two equal paragraphs the one goes whose neighbour is cut off, else the second."""
    if _cut(lines, copy) != _cut(lines, kept):
        return _cut(lines, copy)
    return kept < copy


def _cut(lines: list[tuple[tuple[int, int], str]], index: int) -> bool:
    """Tell whether the line belongs to a stretch of copies that breaks off in mid-sentence."""
    return any(_breaks_off(lines, place) for place in range(index, index + STRETCH))


def _repeated_tail(text: str) -> str | None:
    match = _TAIL.search(text, max(0, len(text) - 400))
    if not match or not re.search("[㐀-鿿]{3}", match[1]):
        return None
    return match[1] if len(match[1]) >= PHRASE_LENGTH else None


def _same_edges(text: str) -> str | None:
    head, body = text.lstrip()[:30], text.rstrip()
    for size in range(len(head), PHRASE_LENGTH, -1):
        phrase = head[:size]
        if body.endswith(phrase) and re.search(r"[。！？；]\Z", body[: -len(phrase)]) and "。" not in phrase:
            return phrase
    return None
