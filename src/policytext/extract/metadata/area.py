"""Which area's authorities a document is from or about: issuers first, then number, title and text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policytext.extract.metadata.found import Found
from policytext.extract.metadata.jurisdiction import NATION, guess_jurisdiction, places_of_number, province_of_number
from policytext.extract.metadata.publisher import DATELINE
from policytext.extract.places import find_places, gazetteer
from policytext.text import AlignedText

# Central bodies name no place: 国务院办公厅, 国家发展改革委, 财政部.
_CENTRAL = re.compile(r"国务院|中共中央|中央|国家|全国|最高人民|中华人民共和国|[㐀-鿿、]{2,12}部(?:办公厅)?$")


def find_area(
    text: AlignedText,
    *,
    issuers: Sequence[Found],
    number: Found | None,
    title: Found | None,
    subtitle: Found | None = None,
    publisher: Found | None,
) -> Found | None:
    """Return the division code, with the words that decided: a name, a number, or a place in title or text.

    >>> issuer = Found.of(AlignedText.of("大连市商务局"), "signature")
    >>> area = find_area(AlignedText.of("学习借鉴深圳经验。"), issuers=[issuer], number=None, title=None, publisher=None)
    >>> area.value, area.words.text, area.rule
    ('210200', '大连市', 'issuer')
    """
    placed = [found for issuer in issuers if (found := _place_in(issuer.words, "issuer"))]
    if placed:
        return _common(placed)
    if issuers and all(_CENTRAL.match(issuer.value) for issuer in issuers):
        return None
    said = "\n".join(found.value for found in (number, publisher, *issuers[:1]) if found)
    headline = "\n".join(found.value for found in (title, subtitle) if found)
    code = guess_jurisdiction(headline or None, said, DATELINE.sub("", text.text))
    if code is None:
        province = province_of_number(number.value) if number else None
        return Found(province, number.words, "document number") if number and province else None
    prefix = places_of_number(number.value) if number else ()
    if number and len(prefix) == 1 and prefix != (NATION,) and prefix[0] in gazetteer().lineage(code):
        return Found(code, number.words, "document number prefix")
    for words, rule in (
        (title.words if title else None, "title"),
        (subtitle.words if subtitle else None, "subtitle"),
        (publisher.words if publisher else None, "publisher"),
    ):
        if words and (mention := _mention(words, code)):
            return Found(code, mention, rule)
    return Found(code, _mention(text, code) or text[:0], "text")


def _place_in(words: AlignedText, rule: str) -> Found | None:
    """Return the narrowest place that a body's name holds."""
    places = list(find_places(words.text))
    if not places:
        return None
    place = places[-1] if places[0].code in gazetteer().lineage(places[-1].code) else places[0]
    return Found(place.code, words[place.start : place.end], rule)


def _common(placed: Sequence[Found]) -> Found | None:
    """Return the narrowest area that holds the places of all issuers."""
    first = placed[0]
    for area in gazetteer().lineage(first.value):
        if all(area in gazetteer().lineage(found.value) for found in placed):
            return Found(area, first.words, first.rule)
    return None


def _mention(words: AlignedText, code: str) -> AlignedText | None:
    """Return the first place in the words that is the area, else one inside it."""
    inside: AlignedText | None = None
    for place in _places(words.text, code):
        if place[2] == code:
            return words[place[0] : place[1]]
        inside = inside or words[place[0] : place[1]]
    return inside


def _places(text: str, code: str) -> Iterator[tuple[int, int, str]]:
    for place in (*find_places(text, within=code), *find_places(text)):
        if code in gazetteer().lineage(place.code):
            yield place.start, place.end, place.code
