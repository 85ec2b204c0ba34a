"""Full dates, as pages, signatures and rules write them, and the days of publication and of writing among them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found
from policytext.extract.metadata.words import any_of, pattern
from policytext.extract.numeral_values import read_chinese
from policytext.text import AlignedText

_DIGITS = "〇○Ｏ零一二三四五六七八九"
# A date as a group without names, to stand inside other patterns. Matches 2024年5月6日, 2024-05-06, 二〇二四年五月六日.
# Not: 2024年5月 (no day), 12024-05-06 (digits go on before it).
DATE = (
    r"(?:(?<!\d)(?:19|20)\d{2}[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}(?!\d)(?:[ ]?日)?"
    rf"|[{_DIGITS}]{{4}}年[一二三四五六七八九十元]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)"
)
_DATE = re.compile(DATE)
_PARTS = re.compile(r"\d+")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
TAGS = (
    "pubdate",
    "ld:datepublished",
    "article:published_time",
    "publishdate",
    "publishtime",
    "weibo:article:create_at",
    "og:release_date",
)
YAML = ("date", "published", "pubdate", "publishdate")
# A longer stretch around a text is a menu or a list of news, in which only a day with its hour is the document's.
PIECE_LENGTH = 400
OPENING = 300
_OTHER_DAY = r"⟨other_day⟩[^\n\t]{0,8}$"
_HOUR = re.compile(r"[ T\u3000日]{0,3}\d{1,2}[:：时]\d{2}")
# A report opens with its day: 2024年2月18日，某某市召开…. Not: 至2021年7月31日, 自2024年1月1日起.
# The dateline of an agency or paper: 新华社兰州2023年6月9日电.
_AGENCY_DATELINE = re.compile(rf"(?:社|报|网|在线)[㐀-鿿]{{0,6}}(?P<day>{DATE})(?:电|讯|消息)")
_DATELINE = re.compile(
    rf"(?:^|[，：；。（—\n]|于|在)(?P<day>{DATE})(?![日\d]|(?:以|之)?前|起|至|止|底|[—-])", re.MULTILINE
)


def find_days(words: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and ISO form of each full date that the calendar has.

    >>> [day for _, _, day in find_days("2024年2月30日、2024-05-06 08:00、二〇二四年十月二十一日")]
    ['2024-05-06', '2024-10-21']
    """
    for match in _DATE.finditer(words):
        day = read_day(match[0])
        if day:
            yield *match.span(), day


def read_day(words: str) -> str | None:
    """Read the first full date of the words, also one in eight digits at their beginning.

    >>> read_day("2024/5/6 08:00"), read_day("20240506"), read_day("2024年5月")
    ('2024-05-06', '2024-05-06', None)
    """
    match = _DATE.search(words)
    if match is None:
        match = _COMPACT.match(words)
        return _iso(*map(int, match.groups())) if match else None
    if match[0][0].isdigit() and match[0][0].isascii():
        return _iso(*map(int, _PARTS.findall(match[0])[:3]))
    year, rest = match[0].split("年")
    month, day = rest.rstrip("日").split("月")
    number = "".join(str(max(_DIGITS.index(char) - 3, 0)) for char in year)
    return _iso(int(number), 1 if month == "元" else read_chinese(month) or 0, read_chinese(day) or 0)


def _iso(year: int, month: int, day: int) -> str | None:
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def first_day(words: AlignedText, rule: str) -> Found | None:
    """Return the first full date of the words, with its place."""
    for start, end, day in find_days(words.text):
        return Found(day, words[start:end], rule)
    compact = read_day(words.text)
    return Found(compact, words, rule) if compact else None


def last_valid_day(start: str, number: int, unit: str) -> str | None:
    """Return the last day of a term that begins on a day: 5年 from 2024-05-01 end on 2029-04-30.

    >>> last_valid_day("2024-05-01", 5, "年"), last_valid_day("2024-01-31", 1, "个月"), last_valid_day("2024-01-01", 30, "日")
    ('2029-04-30', '2024-02-28', '2024-01-30')
    """
    first = date.fromisoformat(start)
    if unit in ("日", "天"):
        return _after(first, number - 1)
    months = first.month - 1 + (number * 12 if unit == "年" else number)
    year, month = first.year + months // 12, months % 12 + 1
    if year > 9999:
        return None
    return _after(date(year, month, min(first.day, monthrange(year, month)[1])), -1)


def days_after(start: str, number: int) -> str | None:
    """Return the day that lies a number of days behind another.

    >>> days_after("2024-05-01", 30)
    '2024-05-31'
    """
    return _after(date.fromisoformat(start), number)


def _after(first: date, number: int) -> str | None:
    try:
        return (first + timedelta(days=number)).isoformat()
    except OverflowError:
        return None


def find_published(
    text: AlignedText,
    pieces: Sequence[AlignedText],
    fields: Sequence[Field],
    yaml: Mapping[str, Found],
    tags: Mapping[str, Found],
) -> Found | None:
    """Return the day on which a page or paper made the document public.

    >>> fields = [Field("day", "时间", AlignedText.of("2024-05-07")), Field("published", "发布日期", AlignedText.of("2024-05-06"))]
    >>> find_published(AlignedText.of(""), (), fields, {}, {}).value
    '2024-05-06'
    """
    said = [yaml[name] for name in YAML if name in yaml] + [tags[name] for name in TAGS if name in tags]
    for found in said:
        if day := first_day(found.words, found.rule) or _day_of_value(found):
            return day
    for tells in ("published", "day"):
        for field in fields:
            if field.tells == tells and (day := first_day(field.value, field.rule)):
                return day
    return next(_stamps(pieces), None) or _stamp_in_head(text)


@cache
def stamp_pattern() -> re.Pattern[str]:
    """Return the pattern of a line that holds a day and the name of a paper or portal beside it, and nothing else before.

    Matches 某某日报 2024-05-06, 2024-05-06 10:00 某某新闻网. Not: 2024年5月6日，某某网上线.
    """
    name = rf"[㐀-鿿A-Za-z]{{1,14}}?{any_of('media')}"
    return re.compile(
        rf"^(?:(?:[^\s，。：]{{1,16}}[ \t|*]{{1,4}}){{0,3}}?(?P<a>{name})[ \t|*_]{{1,6}}{DATE}|{DATE}[ \t日\d:：|*]{{0,14}}(?P<b>{name})(?=[ \t|*]|$))",
        re.MULTILINE,
    )


def _stamp_in_head(text: AlignedText) -> Found | None:
    """Return the day of a line under the title that names a paper or portal beside it: 某某日报 2024-05-06."""
    match = stamp_pattern().search(text.text, 0, OPENING)
    return first_day(text[match.start() : match.end()], "time stamp") if match else None


def _day_of_value(found: Found) -> Found | None:
    day = first_day(AlignedText.of(found.value), found.rule)
    return Found(day.value, found.words, found.rule) if day else None


def _stamps(pieces: Sequence[AlignedText]) -> Iterator[Found]:
    """Yield days without a name around the text; days that a field calls otherwise are left out."""
    for piece in pieces:
        for start, end, day in find_days(piece.text):
            if pattern(_OTHER_DAY).search(piece.text, max(0, start - 14), start):
                continue
            if len(piece) <= PIECE_LENGTH or _HOUR.match(piece.text, end):
                yield Found(day, piece[start:end], "time stamp")


def find_signed(
    fields: Sequence[Field],
    *,
    notes: tuple[Found | None, Found | None],
    below: Found | None,
    under_title: Found | None,
    named: bool,
    press: bool,
) -> Found | None:
    """Return the day of writing: a field, the note of adoption, the day below the text, the one under the title.

    ``notes`` are the days of adoption and of promulgation; ``named`` tells that bodies stand with the day below. In reports of the press a day that nobody signs is that of
    publication.
    """
    for field in fields:
        if field.tells == "signed" and (day := first_day(field.value, field.rule)):
            return day
    adopted, promulgated = notes
    if adopted:
        return adopted
    if below and (named or (below.rule == "line 印发" and not under_title)):
        return below
    return promulgated if promulgated or press else under_title or below


def find_dateline(text: AlignedText) -> Found | None:
    """Return the first full date that opens a clause at the head of the text: of the meeting or of the report.

    >>> find_dateline(AlignedText.of("费率下调，执行至2021年7月31日。2024年2月18日，某某市召开大会。")).value
    '2024-02-18'
    """
    matches = (*_AGENCY_DATELINE.finditer(text.text, 0, OPENING), *_DATELINE.finditer(text.text, 0, OPENING))
    for match in matches:
        if day := first_day(text[match.start("day") : match.end("day")], "dateline"):
            return day
    return None
