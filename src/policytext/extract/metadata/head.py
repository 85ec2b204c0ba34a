"""The head of a document, line by line: letterhead, number, title, subtitle, who and when, whom it addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from policytext.extract.metadata.days import DATE
from policytext.extract.metadata.found import compact
from policytext.extract.metadata.issuers import is_organ, opens_with_organ, split_organs
from policytext.extract.metadata.numbers import body_of_order, is_number_line, is_order_line
from policytext.extract.metadata.press import is_headline
from policytext.extract.metadata.title import TITLE_LINES, is_complete, is_field, likeness, title_lines
from policytext.extract.metadata.words import any_of, pattern, word_list
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

HEAD_LINES = 24
ADDRESSEE_LINES = 4
# So much of two titles is the same where the second says the first again.
ALIKE = 0.7
Line = tuple[int, int]
# Matches 某某市人民政府办公室文件, 某某市人民政府令, 某某局公告, 某某市委员会文件. Not: 关于印发文件.
_LETTERHEAD = "(?P<organs>[㐀-鿿（）、 ]{2,60}?)(?P<kind>⟨letterhead⟩)"
_KINDS = ("文件", "令", "公告", "通告")
_SUBTITLE = re.compile(r"[—–－―-]{1,4}(?P<words>[^—–－―\-].{3,79})")
# Matches 附件2, 附件：, 附件1：某某清单, 附表3. Not: 附件所列.
_ATTACHED = re.compile(r"附[ ]?[件表][ ]?\d{0,2}(?:[：:][ ]?|$)")
_LISTED = re.compile(r"\d{1,2}[.．、]")
# What an editor sets before a report: 【编者按】…, 编者按：….
_EDITORS_NOTE = re.compile("[【（]?(?:编者按|编前语?|开栏的话|导语)[】）：:]")
_BYLINE_DATE = re.compile(rf"[（(]?{DATE}[）)]?")
# Matches 各区人民政府：, 中国人民银行上海总部，各省分行；各商业银行：, the form of central letters.
_ADDRESSEE = re.compile(r"(?P<words>[^。：:\n“”]{2,240})[：:]")
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
    lines = _behind_mark(words, list(find_paragraphs(words, 0, min(len(words), 3000)))[:HEAD_LINES])
    at, letterhead, number = _above_title(text, lines)
    title = [] if read_addressees(words, lines[at : at + 1]) else title_lines(words, lines[at:])
    at += len(title)
    subtitle = byline = day = addressees = None
    while at < len(lines) and addressees is None:
        start, end = lines[at]
        line = words[start:end]
        ordered = is_order_line(line) and (letterhead or line[0] in "（(2" or body_of_order(line))
        if number is None and (is_number_line(line) or ordered):
            number = lines[at]
        elif title and subtitle is None and byline is None and (match := _SUBTITLE.fullmatch(line)):
            subtitle, at = _whole_subtitle(words, lines, at, match)
        elif day is None and _BYLINE_DATE.fullmatch(line):
            day = lines[at]
        elif title and (count := _title_again(words, title, lines[at:])):
            at += count - 1
        elif (byline is None or byline == lines[at - 1]) and len(line) <= 80 and split_organs(text[start:end]):
            byline = (byline or lines[at])[0], end
        elif addressed := read_addressees(words, lines[at : at + ADDRESSEE_LINES]):
            addressees = addressed
            at += sum(begin < addressed[1] for begin, _ in lines[at + 1 : at + ADDRESSEE_LINES])
        elif not (line.startswith("（") and line.endswith("）")) and not _is_aside(line):
            break
        at += 1
    return Head(letterhead, number, tuple(title), subtitle, byline, day, addressees, lines[at - 1][1] if at else 0)


def _behind_mark(words: str, lines: list[Line]) -> list[Line]:
    """Drop the mark of an attachment that stands alone in its file: 附件2 above the title, 附件2：… before it."""
    mark = _ATTACHED.match(words, *lines[0]) if len(lines) > 1 else None
    if mark is None:
        return lines
    rest = [(mark.end(), lines[0][1]), *lines[1:]] if mark.end() < lines[0][1] else lines[1:]
    return lines if _LISTED.match(words, rest[0][0]) else rest


def stretch_of(text: AlignedText, line: Line | None) -> AlignedText | None:
    """Return the stretch of the body that a part of the head takes up."""
    return text[slice(*line)] if line else None


def _above_title(text: AlignedText, lines: Sequence[Line]) -> tuple[int, Line | None, Line | None]:
    """Return how many lines stand above the title, the letterhead and the number among them."""
    letterhead = number = None
    at = 0
    while at < len(lines) - 1:
        start, end = lines[at]
        line, following = text.text[start:end], text.text[slice(*lines[at + 1])]
        match = pattern(_LETTERHEAD).fullmatch(line)
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
    """Tell whether a body is named as the owner of the site: above a headline that names who acts, or a column.

    Above another body alone on its line it is one of two that issued the text.
    """
    if not first or not is_organ(line) or is_organ(following):
        return False
    return opens_with_organ(following) or is_headline(following) or following in word_list("column")


def _title_again(words: str, title: Sequence[Line], lines: Sequence[Line]) -> int:
    """Return how many lines say the title again, as they do where a page has its own and the document, too."""
    said = compact("".join(words[slice(*each)] for each in title))
    again = ""
    for count, (start, end) in enumerate(lines[:TITLE_LINES], 1):
        again += compact(words[start:end])
        if not is_complete(again) and again != said:
            continue
        if again == said or (is_complete(said) and likeness(said, again) >= ALIKE):
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


def read_addressees(words: str, lines: Sequence[Line]) -> Line | None:
    """Return the range of the addressees on the first of the lines, or on as many as the list takes up.

    >>> words = "各区人民政府：\\n现通知如下。"
    >>> read_addressees(words, [(0, 7), (8, 14)])
    (0, 6)
    """
    if not lines:
        return None
    start, end = lines[0]
    if label := _LABEL.match(words, start, end):
        return label.end(), end
    match = _ADDRESSEE.match(words, start, end)
    if match and _is_addressed(match["words"]) and words[end - 1] in _LETTER_ENDS:
        return start, match.end("words")
    return _on_several_lines(words, lines)


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
    last = [_PARTS.split(group)[-1] for group in re.split("[；;]", words.strip("；;"))]
    return (
        all(pattern(_ADDRESSED).search(each) or is_organ(each) for each in last)
        and not pattern(_SALUTATION).search(words)
        and not _ENUMERATED.match(words)
    )
