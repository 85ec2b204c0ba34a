"""The head of a document, line by line: letterhead, number, title, subtitle, who and when, whom it addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from policytext.extract.metadata.days import DATE
from policytext.extract.metadata.found import compact
from policytext.extract.metadata.numbers import body_of_order, is_number_line, is_order_line
from policytext.extract.metadata.organs import is_organ, split_organs
from policytext.extract.metadata.words import any_of, field_names, genre_ending
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

TITLE_LENGTH = 100
# A headline goes on over three lines at most, the title of a letter over four.
HEADLINE_LINES, TITLE_LINES = 3, 4
HEAD_LINES = 24
# A shorter line behind a headline is a button of the page or a caption: 图集, 字号.
SHORTEST_LINE = 4
Line = tuple[int, int]

# Matches 某某市人民政府办公室文件, 某某市人民政府令, 某某局公告, 某某市委员会文件. Not: 关于印发文件.
_LETTERHEAD = re.compile(r"(?P<organs>[㐀-鿿（）、 ]{2,60}?)(?P<kind>文件|令|公告|通告|函|通报|简报)")
_KINDS = ("文件", "令", "公告", "通告")
_SUBTITLE = re.compile(r"[—–－―-]{1,4}(?P<words>[^—–－―\-].{3,79})")
# What is no line of a title: sentences, leads, places of the page, heads of articles and lists.
_NO_TITLE = re.compile(
    rf"""
    。|[；…]$
    |(?<!答)记者(?!会)|通讯员|(?:社|[日晚早]报|新闻网|在线|网)[^，。]{{0,12}}(?:电|讯|消息)
    |^(?:【?编者按|编前|导语|—|（(?!试行|暂行)|附件|目录|各[省市县区州部委直位]|第[一二三四五六七八九十百]+[章条节]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)
    |^{DATE}
    """,
    re.VERBOSE,
)
_QUALIFIER = re.compile(
    r"（(?!\d{4}年(?:\d{1,2}月\d{1,2}日|第\d{1,5}号)）)(?:试行|暂行|修订|修正|征求意见稿|草案|节选|摘要|全文|(?:19|20)\d\d)[^（）]{0,20}）"
)
# A line that must go on: 关于印发《…, …的实施办法 of a title that ends in 的通知.
_OPEN_CARRIER = re.compile(r"(?:印发|转发|公布|批转|下发|颁布)")
_CARRIER_END = re.compile(r"(?:通知|函|公告|决定|令|批复|通报)(?:（[^（）]{1,20}）)?$")
_ADDRESSEE = re.compile(r"(?P<words>[^。；：:\n“”]{2,240})[：:]")
_ADDRESSED = re.compile(r"各|有关|单位|部门|企业|政府|委员会|代表|委员|[局厅委办部院]$|^(?:全[市省县区州]|广大)")
_SALUTATION = re.compile(
    r"各位|如下|下列|要求|通知|女士|先生|同志们|以下|措施|意见|主持人|记者|问|答$|认为|指出|强调|表示|说$|是$|为$"
)
# What stands on the addressees' line behind them is a sentence: 各区人民政府：现将…。 Not: 卫健委：一千人驰援.
_LETTER_ENDS = ("：", ":", "。", "；")
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
    title = _title_lines(words, lines[at:])
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
        elif title and compact(line) == compact("".join(words[slice(*each)] for each in title)):
            pass
        elif byline is None and len(line) <= 80 and split_organs(text[start:end]):
            byline = lines[at]
        elif (match := _ADDRESSEE.match(line)) and _is_addressed(match["words"]) and line.endswith(_LETTER_ENDS):
            addressees = (start, start + match.end("words"))
        elif addressed := _on_two_lines(words, lines[at : at + 2]):
            addressees = addressed
            at += 1
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
        elif not _is_aside(line) or not (at or len(line) < 24):
            break
        at += 1
    return at, letterhead, number


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


def _title_lines(words: str, lines: Sequence[Line]) -> list[Line]:
    """Return the first lines as far as they can be the title."""
    title: list[Line] = []
    said = ""
    for index, (start, end) in enumerate(lines[: min(TITLE_LINES, len(lines) - 1)]):
        line = words[start:end]
        following = words[slice(*lines[index + 1])]
        if not title and not _may_open(line, following):
            break
        if title and not _goes_on(said, line, len(title)):
            break
        title.append((start, end))
        said += line
    return title


def _may_open(line: str, following: str) -> bool:
    longest = TITLE_LENGTH if genre_ending().search(line) else TITLE_LENGTH // 2
    if _NO_TITLE.search(line) or is_number_line(line) or len(line) > longest or "\t" in line or _is_field(line):
        return False
    if line.endswith(("：", ":")):
        addressed = _ADDRESSEE.match(line)
        return len(line) <= 30 and 6 < len(following) <= 40 and not (addressed and _is_addressed(addressed["words"]))
    return True


def _goes_on(said: str, line: str, count: int) -> bool:
    """Tell whether a line continues the title that the lines before it began."""
    if _QUALIFIER.fullmatch(line):
        return True
    if (
        is_complete(said)
        or said.endswith(("！", "？"))
        or line in said
        or _NO_TITLE.search(line)
        or is_number_line(line)
        or "\t" in line
    ):
        return False
    if line.endswith(("：", ":", "？", "！")) or _is_field(line) or (is_organ(line) and not is_organ(said)):
        return False
    open_ = "关于" in said or _OPEN_CARRIER.search(said) or is_organ(said)
    if open_ and genre_ending().search(line):
        return len(line) <= 60
    return count < HEADLINE_LINES and SHORTEST_LINE <= len(line) <= 36


def is_complete(title: str) -> bool:
    """Tell whether a title ends with its genre; one that hands something on ends with 通知 or the like.

    >>> is_complete("关于印发某某市促进办法"), is_complete("关于印发某某市促进办法的通知"), is_complete("某某市促进办法（试行）")
    (False, True, True)
    """
    if not genre_ending().search(title):
        return False
    carries = _OPEN_CARRIER.search(title) and ("关于" in title or "《" in title)
    return not carries or _CARRIER_END.search(title) is not None


def _whole_subtitle(words: str, lines: Sequence[Line], at: int, match: re.Match[str]) -> tuple[Line, int]:
    """Return the subtitle without its dash, with a second line where 在 waits for 上, and its last line's index."""
    start, end = lines[at]
    start += match.start("words")
    following = words[slice(*lines[at + 1])] if at + 1 < len(lines) else ""
    if "在" in words[start:end] and words[end - 1] != "上" and following.endswith("上") and len(following) <= 40:
        return (start, lines[at + 1][1]), at + 1
    return (start, end), at


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
        bool(_ADDRESSED.search(words) or is_organ(words))
        and not _SALUTATION.search(words)
        and words[0] not in "（一二三四五六七八九十0123456789"
    )


@cache
def _asides() -> re.Pattern[str]:
    """Lines of a letter that say how it is handled: 特急, （此件公开发布）, 签发人：某某."""
    return re.compile(rf"[（(★\[【]*(?:{any_of('urgency')})[^。]{{0,12}}|签发人.{{0,12}}|\d{{6}}")


def _is_aside(line: str) -> bool:
    return len(line) < 40 and (_asides().fullmatch(line) is not None or _is_field(line))


def _is_field(line: str) -> bool:
    """Tell whether a line is a field that nothing removed: 来源：某网."""
    key = re.split("[：:]", line)[0].replace(" ", "")
    return key in field_names() and len(key) < len(line)
