"""Paragraphs and words of a text in normal form, as positions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

from policytext.errors import PolicytextError
from policytext.lexicon import Lexicon

_PARAGRAPH = re.compile(r"[^\n]+")


def find_paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each line that is not empty.

    >>> list(find_paragraphs("一、总则\\n\\n二、附则"))
    [(0, 4), (6, 10)]
    """
    for match in _PARAGRAPH.finditer(text, start, len(text) if end is None else end):
        yield match.span()


def find_words(text: str, *, protected: Iterable[str] | Lexicon[None] = ()) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each word, without punctuation and white space.

    Terms that are ``protected`` are found first, on characters, the longest of those that begin first, and are never
    split; a lexicon of them is built once for many texts. What is between them is cut by rjieba, where that is
    installed, or jieba, which cut alike. Raises PolicytextError when neither is.

    >>> text = "市纪委监委严肃问责"
    >>> [text[start:end] for start, end in find_words(text, protected=["市纪委监委"])]
    ['市纪委监委', '严肃', '问责']
    """
    terms = protected if isinstance(protected, Lexicon) else Lexicon.of(dict.fromkeys(protected))
    at = 0
    for start, end, _ in terms.spans(text):
        yield from _cut(text, at, start)
        yield start, end
        at = end
    yield from _cut(text, at, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for word in _cutter()(text[start:end]) if start < end else ():
        if any(map(str.isalnum, word)):
            yield start, start + len(word)
        start += len(word)


@cache
def _cutter() -> Callable[[str], Iterable[str]]:
    """Return a function that cuts a text into pieces which are the text again when they are joined."""
    if find_spec("rjieba"):
        import rjieba

        return rjieba.cut  # type: ignore[no-any-return]  # rjieba ships no types
    if find_spec("jieba"):
        import jieba

        jieba.setLogLevel("WARNING")  # it tells on stderr that it loads its dictionary
        return jieba.Tokenizer().cut  # type: ignore[no-any-return]  # jieba ships no types
    raise PolicytextError("words are cut by jieba or rjieba; pip install 'policytext[learn]' brings the first")


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """A text and where its lines end, so that the end of a line is found without reading it.

    >>> Lines.of("一、总则\\n二、附则").end(2)
    4
    """

    text: str
    breaks: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Find the line breaks of a text."""
        return cls(text, tuple(match.start() for match in re.finditer("\n", text)))

    def end(self, at: int) -> int:
        """Return where the line around a position ends."""
        index = bisect_left(self.breaks, at)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)
