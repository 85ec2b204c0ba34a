"""What stands twice: phrases injected into a hijacked page, and cut-off or complete copies of paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from policytext.text import Edit

# Shorter paragraphs recur for good reasons: heads, salutations, 特此通知。
COPY_LENGTH = 30
PHRASE_LENGTH = 4
# Lines that begin alike in so many characters are compared, this many of them at most.
KEY_LENGTH = 12
MOST_PLACES = 20
# Longest stretch of paragraphs that is looked through for the place where a copy breaks off.
STRETCH = 12

_BLANK = re.compile(r"[ \t\u3000\u00a0]+")
# What a page sets before the opening words of its text that it shows above it.
_LABEL = re.compile("^(?:内容)?(?:摘要|导读|提要|核心提示)[：:]")
_LINE = re.compile(r"[^\n]+")
# The same phrase two or more times in a row at the very end, behind a sentence or on its own; group 2 is the phrase.
_TAIL = re.compile(r"(?:^|(?<=[。！？；”）\n]))(?P<run>([^\n\t。！？；]{4,30}?)\2+)\s*\Z")
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
    spans = [match.span() for match in _LINE.finditer(text)]
    lines = _Lines([_LABEL.sub("", _BLANK.sub("", text[start:end])) for start, end in spans])
    copies = {*lines.copies(), *lines.glued_copies()}
    copies |= {index + 1 for index in copies if lines.breaks_off(index + 1)}
    runs: list[tuple[int, int]] = []
    for index in sorted(copies):
        start, end = spans[index]
        if runs and not text[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    for start, end in runs:
        lead = len(text[start:end]) - len(text[start:end].lstrip(" \u3000"))
        yield Edit(start + lead, end, "", "duplicate", "copy of a paragraph that stands in full")


class _Lines:
    """The lines of a text without blanks, and in order, so that lines that begin alike are neighbours."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.ordered = sorted(range(len(words)), key=lambda index: (words[index], index))

    def copies(self) -> Iterator[int]:
        """Yield the lines that another one holds in full: cut-off ones, and all but one of equal ones."""
        equal: dict[str, list[int]] = {}
        for index, words in enumerate(self.words):
            if len(words) < COPY_LENGTH:
                continue
            if self._goes_on(index, words.rstrip("….")):
                yield index
            else:
                equal.setdefault(words, []).append(index)
        for group in equal.values():
            kept = next((index for index in group if not self._is_cut(index)), group[0])
            yield from (index for index in group if index != kept)

    def glued_copies(self) -> Iterator[int]:
        """Yield the lines that say in one what several others say in a row."""
        joined = "".join(self.words)
        starts = list(accumulate(map(len, self.words), initial=0))
        places: dict[str, list[int]] = {}
        for index, start in enumerate(starts[:-1]):
            if self.words[index]:
                places.setdefault(joined[start : start + KEY_LENGTH], []).append(index)
        for index, words in enumerate(self.words):
            if len(words) < COPY_LENGTH:
                continue
            for other in places[words[:KEY_LENGTH]][:MOST_PLACES]:
                apart = other > index or starts[other] + len(words) <= starts[index]
                if len(self.words[other]) < len(words) and apart and joined.startswith(words, starts[other]):
                    yield index
                    break

    def breaks_off(self, index: int) -> bool:
        """Tell whether the line is the cut-off beginning of another one, however short; it ends a stretch of copies."""
        words = self.words[index].rstrip("….") if index < len(self.words) else ""
        return len(words) >= PHRASE_LENGTH and not _ENDED.search(words) and self._goes_on(index, words)

    def _is_cut(self, index: int) -> bool:
        """Tell whether the line belongs to a stretch of copies that breaks off in mid-sentence."""
        return any(self.breaks_off(place) for place in range(index, index + STRETCH))

    def _goes_on(self, index: int, words: str) -> bool:
        """Tell whether another line begins with the words and goes on."""
        place = bisect_left(self.ordered, words, key=lambda other: self.words[other])
        while place < len(self.ordered):
            other = self.words[self.ordered[place]]
            if not other.startswith(words):
                return False
            if len(other) > len(words) and other != self.words[index]:
                return True
            place = bisect_right(self.ordered, other, key=lambda line: self.words[line])
        return False


def _repeated_tail(text: str) -> str | None:
    """Return the phrase that ends a text several times in a row; twice is enough where the text has it elsewhere."""
    match = _TAIL.search(text, max(0, len(text) - 400))
    if not match or not re.search("[㐀-鿿]{3}", match[2]):
        return None
    phrase = match[2]
    often = len(match["run"]) > 2 * len(phrase) or text.count(phrase) > 2
    return phrase if often and len(phrase) >= PHRASE_LENGTH else None


def _same_edges(text: str) -> str | None:
    head, body = text.lstrip()[:30], text.rstrip()
    for size in range(len(head), PHRASE_LENGTH, -1):
        phrase = head[:size]
        if body.endswith(phrase) and re.search(r"[。！？；]\Z", body[: -len(phrase)]) and "。" not in phrase:
            return phrase
    return None
