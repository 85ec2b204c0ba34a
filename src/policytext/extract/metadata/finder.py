"""What a document is: title, days, publisher, number, issuers, genre, jurisdiction (codebook, part 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from policytext.extract.metadata.days import (
    find_dateline,
    find_days,
    find_published,
    find_signed,
    first_day,
    read_day,
)
from policytext.extract.metadata.fields import (
    Field,
    find_body_fields,
    find_fields,
    find_remarks,
    read_heading,
    read_tags,
    read_yaml,
    yaml_fields,
)
from policytext.extract.metadata.foot import find_attachments, find_signature
from policytext.extract.metadata.found import Found, find_pieces, to_line, to_plain
from policytext.extract.metadata.genre import as_genre, find_genre
from policytext.extract.metadata.head import Head, read_head, stretch_of
from policytext.extract.metadata.issuers import find_issuers
from policytext.extract.metadata.jurisdiction import find_area
from policytext.extract.metadata.notes import find_adopter, read_notes
from policytext.extract.metadata.numbers import find_number
from policytext.extract.metadata.press import PRESS
from policytext.extract.metadata.publisher import find_publisher
from policytext.extract.metadata.terms import find_effective, find_expires
from policytext.extract.metadata.title import find_name_of_order, find_published_name, find_subtitle, find_title
from policytext.extract.metadata.words import genre_terms
from policytext.extract.places import place_called
from policytext.model import Boilerplate, Issue, Metadata
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

# Fields that nothing removed stand in the first and last lines of a body.
FIRST_LINES, LAST_LINES = 8, 3


def find_metadata(raw: str, text: AlignedText, boilerplate: Sequence[Boilerplate]) -> Metadata:
    """Find what the document is, in its body in normal form and in what was removed around it.

    >>> raw = "某市稳外贸若干措施\\n2024-05-06 来源：某市日报\\n为稳定外贸，我市出台八条措施，自发布之日起施行。"
    >>> find_metadata(raw, AlignedText.of(raw), ()).title
    '某市稳外贸若干措施'
    """
    whole = AlignedText.of(raw)
    yaml, tags = read_yaml(whole), read_tags(whole)
    pieces = find_pieces(whole, text, boilerplate)
    fields = [*yaml_fields(yaml), *_fields(text, pieces), *find_remarks(whole, boilerplate)]
    head = read_head(text)
    signature = find_signature(text, head.end)

    given = yaml.get("title") or yaml.get("标题")
    title = find_title(text, head.title, tags, read_heading(whole), fields, given)
    if title is None and head.letterhead:
        title = find_published_name(text, head.end) or find_name_of_order(text, head.letterhead, head.number)
    subtitle = find_subtitle(text, head.subtitle, fields)
    number = find_number(text, fields, pieces=pieces, letterhead=head.letterhead, line=head.number, title=head.title)
    publisher, origin = find_publisher(whole, text, pieces, fields, tags, signature.organs)
    official = bool(number or head.addressees or head.letterhead or signature.organs)
    genre = find_genre(text, title, official=official) or _genre_field(fields)
    press = genre is not None and genre.value in PRESS
    letterhead, byline, day = (stretch_of(text, line) for line in (head.letterhead, head.byline, head.day))
    issuers = () if press else find_issuers(letterhead, byline, signature.organs, title, fields) or find_adopter(text)
    notes = read_notes(text)
    under_title = first_day(day, "line under the title") if day else None
    signed = find_signed(
        fields, notes=notes, below=signature.day, under_title=under_title, named=bool(signature.organs), press=press
    )
    published = find_published(text, pieces, fields, yaml, tags) or notes[1] or signed
    published = published or ((under_title or signature.day or find_dateline(text)) if _tells_of_a_day(genre) else None)
    named = title.value if title else ""
    effective = _day_field(fields, "effective") or _day_field(fields, "expires", first=True)
    effective = effective or find_effective(text, title=named, signed=signed, published=published)
    expires = _day_field(fields, "expires") or find_expires(text, title=named, effective=effective)
    area = find_area(text, issuers=issuers, number=number, title=title, subtitle=subtitle, publisher=publisher)
    addressees = _sent_to(text, head, fields)

    single = {
        "title": title, "published": published, "publisher": publisher, "document_number": number, "jurisdiction": area,
        "subtitle": subtitle, "signed": signed, "effective": effective, "expires": expires, "original_source": origin,
        "addressees": addressees, "genre": genre,
    }  # fmt: skip
    return _with_evidence(single, issuers=issuers, attachments=find_attachments(text, head.end))


def _with_evidence(
    single: Mapping[str, Found | None], *, issuers: Sequence[Found], attachments: Sequence[Found]
) -> Metadata:
    """Put the values together, and beside them where each was read."""
    several = {"issuers": issuers, "attachments": attachments}
    evidence = [found.evidence(field) for field, found in single.items() if found]
    evidence += [found.evidence(field) for field, each in several.items() for found in each]
    values = {field: found.value for field, found in single.items() if found and field != "genre"}
    return Metadata(
        **values,
        issuers=tuple(found.value for found in issuers),
        attachments=tuple(found.value for found in attachments),
        genre=as_genre(single["genre"]),
        evidence=tuple(evidence),
    )


def _fields(text: AlignedText, pieces: Sequence[AlignedText]) -> list[Field]:
    """Return the fields around the text, then those that its own first and last lines open with."""
    lines = list(find_paragraphs(text.text))
    edge = lines if len(lines) <= FIRST_LINES + LAST_LINES else [*lines[:FIRST_LINES], *lines[-LAST_LINES:]]
    return [field for piece in pieces for field in find_fields(piece)] + list(find_body_fields(text, edge))


def _tells_of_a_day(genre: Found | None) -> bool:
    """Tell whether a text is of the day that it opens with, as reports and speeches are and rules are not."""
    return genre is None or genre.value in (*PRESS, "报告", "讲话", "公报", "通报", "解读")


def _day_field(fields: Sequence[Field], tells: str, *, first: bool = False) -> Found | None:
    """Return the day of a field, the last one where it names two (2024-03-01 至 2027-02-28), or the first of two."""
    for field in fields:
        days = list(find_days(field.value.text)) if field.tells == tells else []
        if len(days) > first:
            start, end, day = days[0 if first else -1]
            return Found(day, field.value[start:end], field.rule)
    return None


def _genre_field(fields: Sequence[Field]) -> Found | None:
    """Return the genre that a field names: 体裁分类：通知."""
    for field in fields:
        if field.tells == "genre" and (genre := genre_terms("end").get(field.value.text)):
            return Found(genre, field.value, field.rule)
    return None


def _sent_to(text: AlignedText, head: Head, fields: Sequence[Field]) -> Found | None:
    if head.addressees:
        words = text[slice(*head.addressees)]
        return Found("".join(words.text.split("\n")), words, "line of addressees")
    return next((Found.of(to_plain(field.value), field.rule) for field in fields if field.tells == "addressees"), None)


def take_known(meta: Metadata, known: Mapping[str, str]) -> tuple[Metadata, tuple[Issue, ...]]:
    """Let title, date and city that came beside a text stand in place of what was found in it.

    A date or a city that cannot be read is left, and told as an issue. What came beside the text has no evidence in it.

    >>> meta, _ = take_known(Metadata(title="措施"), {"date": "2024/5/6 08:00", "city": "大连"})
    >>> meta.title, meta.published, meta.jurisdiction
    ('措施', '2024-05-06', '210200')
    """
    issues = []
    taken = {"title"} & set(known)
    if "title" in known:
        meta = replace(meta, title=to_line(AlignedText.of(known["title"])).text)
    if "date" in known:
        if day := read_day(known["date"]):
            meta = replace(meta, published=day)
            taken.add("published")
        else:
            issues.append(Issue("metadata", f"the date given, {known['date']!r}, is no date with year, month and day"))
    if "city" in known:
        if place := place_called(to_plain(AlignedText.of(known["city"])).text):
            meta = replace(meta, jurisdiction=place)
            taken.add("jurisdiction")
        else:
            issues.append(Issue("metadata", f"the city given, {known['city']!r}, names no division or several"))
    kept = tuple(stretch for stretch in meta.evidence if stretch.field not in taken)
    return replace(meta, evidence=kept), tuple(issues)
