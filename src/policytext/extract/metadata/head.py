"""The head of a document, line by line: letterhead, number, title, subtitle, who and when, whom it addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from policytext.extract.metadata.addressees import read_addressees
from policytext.extract.metadata.days import DATE
from policytext.extract.metadata.found import compact
from policytext.extract.metadata.numbers import body_of_order, is_number_line, is_order_line
from policytext.extract.metadata.organs import is_organ, opens_with_organ, split_organs
from policytext.extract.metadata.title_lines import TITLE_LINES, is_complete, is_field, title_lines
from policytext.extract.metadata.words import any_of, word_list
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

HEAD_LINES = 24
ADDRESSEE_LINES = 4
# So much of two titles is the same where the second says the first again.
SHARED = 0.7
Line = tuple[int, int]

# Matches 某某市人民政府办公室文件, 某某市人民政府令, 某某局公告, 某某市委员会文件. Not: 关于印发文件.
_LETTERHEAD = re.compile(r"(?P<organs>[㐀-鿿（）、 ]{2,60}?)(?P<kind>文件|令|公告|通告|函|通报|简报)")
_KINDS = ("文件", "令", "公告", "通告")
_SUBTITLE = re.compile(r"[—–－―-]{1,4}(?P<words>[^—–－―\-].{3,79})")
# What an editor sets before a report: 【编者按】…, 编者按：….
_EDITORS_NOTE = re.compile("[【（]?(?:编者按|编前语?|开栏的话|导语)[】）：:]")
_BYLINE_DATE = re.compile(rf"[（(]?{DATE}[）)]?")


@dataclass(frozen=True, slots=True)
class Head:
    """The stretches of the body that make up its head; each is a range of the body or None."""

    letterhead: Line | None = None
    number: Line | None = None
    title: tuple[Line, ...] = ()
    subtitle: Line | None = None
    byline: Line | None = None
    day: Line | None = None
    addressees: Line | None = None
    end: int = 0


def read_head(text: AlignedText) -> Head:
    """Read the head of a body in normal form.

    >>> text = AlignedText.of("某某市人民政府文件\\n某政发〔2024〕3号\\n关于开展评议\\n工作的通知\\n各区人民政府：\\n现通知如下。\\n一、开展评议。")
    >>> head = read_head(text)
    >>> [text.text[start:end] for start, end in (head.letterhead, *head.title, head.addressees)]
    ['某某市人民政府文件', '关于开展评议', '工作的通知', '各区人民政府']
    """
    words = text.text
    lines = list(find_paragraphs(words, 0, min(len(words), 3000)))[:HEAD_LINES]
    at, letterhead, number = _above_title(text, lines)
    title = title_lines(words, lines[at:])
    at += len(title)
    subtitle = byline = day = addressees = None
    while at < len(lines) and addressees is None:
        start, end = lines[at]
        line = words[start:end]
        if number is None and (is_number_line(line) or (is_order_line(line) and (letterhead or line[0] in "（(2"))):
            number = lines[at]
        elif title and subtitle is None and byline is None and (match := _SUBTITLE.fullmatch(line)):
            subtitle, at = _whole_subtitle(words, lines, at, match)
        elif day is None and _BYLINE_DATE.fullmatch(line):
            day = lines[at]
        elif title and (count := _title_again(words, title, lines[at:])):
            at += count - 1
        elif byline is None and len(line) <= 80 and split_organs(text[start:end]):
            byline = lines[at]
        elif addressed := read_addressees(words, lines[at : at + ADDRESSEE_LINES]):
            addressees = addressed
            at += sum(begin < addressed[1] for begin, _ in lines[at + 1 : at + ADDRESSEE_LINES])
        elif not (line.startswith("（") and line.endswith("）")) and not _is_aside(line):
            break
        at += 1
    return Head(letterhead, number, tuple(title), subtitle, byline, day, addressees, lines[at - 1][1] if at else 0)


def _above_title(text: AlignedText, lines: Sequence[Line]) -> tuple[int, Line | None, Line | None]:
    """Return how many lines stand above the title, the letterhead and the number among them."""
    letterhead = number = None
    at = 0
    while at < len(lines) - 1:
        start, end = lines[at]
        line, following = text.text[start:end], text.text[slice(*lines[at + 1])]
        match = _LETTERHEAD.fullmatch(line)
        if number is None and (is_number_line(line) or is_order_line(line)):
            number = lines[at]
            named = body_of_order(line)
            letterhead = letterhead or ((start, start + named) if named else None)
        elif letterhead is None and match and split_organs(text[start : start + match.end("organs")]):
            if match["kind"] != "文件" and not (is_order_line(following) or is_number_line(following) or number):
                break
            letterhead = lines[at]
        elif letterhead is None and (last := _last_of_letterhead(text, lines, at)) is not None:
            letterhead, at = (start, lines[last][1]), last
        elif line in word_list("column") or _is_site(line, following, first=at == 0):
            pass
        elif not (_EDITORS_NOTE.match(line) and not at) and not (
            _is_aside(line) and (at or "\t" in line or len(line) < 24)
        ):
            break
        at += 1
    return at, letterhead, number


def _is_site(line: str, following: str, *, first: bool) -> bool:
    """Tell whether a body is named as the owner of the site: above a headline that names who acts, or a column."""
    return first and is_organ(line) and (opens_with_organ(following) or following in word_list("column"))


def _title_again(words: str, title: Sequence[Line], lines: Sequence[Line]) -> int:
    """Return how many lines say the title again, as they do where a page has its own and the document, too."""
    said = compact("".join(words[slice(*each)] for each in title))
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    again = ""
    for count, (start, end) in enumerate(lines[:TITLE_LINES], 1):
        again += compact(words[start:end])
        if not is_complete(again) and again != said:
            continue
        shared = sum(again[at : at + 2] in pairs for at in range(len(again) - 1))
        if again == said or (is_complete(said) and shared >= SHARED * max(len(pairs), len(again) - 1)):
            return count
    return 0


def _last_of_letterhead(text: AlignedText, lines: Sequence[Line], at: int) -> int | None:
    """Return the last line of a letterhead that names its bodies line by line, up to 文件 or the number behind them."""
    last = at
    while last < len(lines) - 1 and split_organs(text[slice(*lines[last])]):
        last += 1
    line = text.text[slice(*lines[last])]
    if last == at:
        return None
    if line in _KINDS:
        return last
    return last - 1 if is_number_line(line) or is_order_line(line) else None


def _whole_subtitle(words: str, lines: Sequence[Line], at: int, match: re.Match[str]) -> tuple[Line, int]:
    """Return the subtitle without its dash, with a second line where 在 waits for 上, and its last line's index."""
    start, end = lines[at]
    start += match.start("words")
    following = words[slice(*lines[at + 1])] if at + 1 < len(lines) else ""
    if "在" in words[start:end] and words[end - 1] != "上" and following.endswith("上") and len(following) <= 40:
        return (start, lines[at + 1][1]), at + 1
    return (start, end), at


@cache
def _asides() -> re.Pattern[str]:
    """Lines of a letter that say how it is handled: 特急, （此件公开发布）, 签发人：某某."""
    return re.compile(rf"[（(★\[【]*(?:{any_of('urgency')})[^。]{{0,12}}|签发人.{{0,12}}|\d{{6}}")


def _is_aside(line: str) -> bool:
    if is_field(line):
        return len(line) < 40 or "\t" in line
    return len(line) < 40 and _asides().fullmatch(line) is not None
