"""When the document was made public and when it was signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from policytext.extract.metadata.days import DATE, find_days, first_day
from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found
from policytext.extract.metadata.head import Head
from policytext.extract.metadata.publisher import stamp_pattern
from policytext.extract.metadata.signature import Signature
from policytext.extract.metadata.words import pattern
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

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
NOTE_LINES = 12

_OTHER_DAY = r"⟨other_day⟩[^\n\t]{0,8}$"
_HOUR = re.compile(r"[ T\u3000日]{0,3}\d{1,2}[:：时]\d{2}")
# What a note says behind a day: …常务委员会第二十三次会议通过, …第四次修订. Not: …第一次修正 (a change of single articles).
_ADOPTED = re.compile("通过|修订")
_PROMULGATED = re.compile("[^。；，]{0,30}?(?:公布|发布|颁布|印发)")
# A note under the title: in brackets, or a line that begins with a day.
_NOTE = re.compile(rf"[（(]|{DATE}")
# A report opens with its day: 2024年2月18日，某某市召开…. Not: 至2021年7月31日, 自2024年1月1日起.
# The dateline of an agency or paper: 新华社兰州2023年6月9日电.
_AGENCY_DATELINE = re.compile(rf"(?:社|报|网|在线)[㐀-鿿]{{0,6}}(?P<day>{DATE})(?:电|讯|消息)")
_DATELINE = re.compile(
    rf"(?:^|[，：；。（—\n]|于|在)(?P<day>{DATE})(?![日\d]|前|起|至|以前|之前|止|底|[—-])", re.MULTILINE
)


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
    text: AlignedText, fields: Sequence[Field], head: Head, signature: Signature, *, press: bool
) -> Found | None:
    """Return the day of writing: a field, the note of adoption, the signature, the day under the title.

    In reports of the press a day that nobody signs is that of publication.
    """
    for field in fields:
        if field.tells == "signed" and (day := first_day(field.value, field.rule)):
            return day
    adopted, promulgated = read_notes(text)
    if adopted:
        return adopted
    if signature.day and (signature.organs or (signature.day.rule == "line 印发" and not head.day)):
        return signature.day
    if promulgated or press:
        return promulgated
    return (first_day(text[slice(*head.day)], "line under the title") if head.day else None) or signature.day


def read_notes(text: AlignedText) -> tuple[Found | None, Found | None]:
    """Return the day of the last adoption or revision, and the day of promulgation, in the notes under the title."""
    promulgated = adopted = approved = None
    for start, end in list(find_paragraphs(text.text, 0, min(len(text), 3000)))[:NOTE_LINES]:
        if not _NOTE.match(text.text, start, end):
            continue
        days = list(find_days(text.text[start:end]))
        for index, (first, last, day) in enumerate(days):
            following = days[index + 1][0] if index + 1 < len(days) else end - start
            words = text[start + first : start + last]
            if _ADOPTED.search(text.text, start + last, start + following):
                adopted = Found(day, words, "note of adoption")
            elif _PROMULGATED.match(text.text, start + last, start + following):
                promulgated = Found(day, words, "note of promulgation")
            elif "批准" in text.text[start + last : start + following]:
                approved = Found(day, words, "note of approval")
    return adopted or approved, promulgated


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
