"""The notes under the title of a law or rule: who adopted it and when, and when it was made public or approved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytext.extract.metadata.days import DATE, find_days
from policytext.extract.metadata.found import Found
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

NOTE_LINES = 12
# What a note says behind a day: …常务委员会第二十三次会议通过, …第四次修订, …第一次修正.
_ADOPTED = re.compile("通过|修订|修正")
_PROMULGATED = re.compile("[^。；，]{0,30}?(?:公布|发布|颁布|印发)")
# A note under the title: in brackets, or a line that begins with a day.
_NOTE = re.compile(rf"[（(]|{DATE}")
# Matches 大连市第十六届人民代表大会常务委员会第三次会议, 某某市人民政府第12次常务会议 right behind a day.
_SESSION = re.compile(
    r"[ ]?(?:第[一二三四五六七八九十]{1,3}届)?(?P<place>[㐀-鿿]{2,15}?)(?:第?[一二三四五六七八九十]{1,3}届)?"
    r"(?P<body>人民代表大会常务委员会|人民代表大会|人民政府)(?=第)"
)


def read_notes(text: AlignedText) -> tuple[Found | None, Found | None]:
    """Return the day of the last adoption, revision or amendment, and the day of promulgation, in the notes.

    >>> note = "（2019年9月27日某某市人民代表大会常务委员会通过 2023年5月6日第一次修正）"
    >>> read_notes(AlignedText.of("某某市促进条例\\n" + note))[0].value
    '2023-05-06'
    """
    promulgated = adopted = approved = None
    for day, said in _days(text):
        if _ADOPTED.search(said.text):
            adopted = day._replace(rule="note of adoption")
        elif _PROMULGATED.match(said.text):
            promulgated = day._replace(rule="note of promulgation")
        elif "批准" in said.text:
            approved = day._replace(rule="note of approval")
    return adopted or approved, promulgated


def find_adopter(text: AlignedText) -> tuple[Found, ...]:
    """Return the body that adopted the text or changed it last, without the number of its term, if a note names it.

    >>> note = "（2019年9月27日大连市第十六届人民代表大会常务委员会第三次会议通过）"
    >>> [found.value for found in find_adopter(AlignedText.of("大连市促进条例\\n" + note))]
    ['大连市人民代表大会常务委员会']
    """
    adopter: tuple[Found, ...] = ()
    for _, said in _days(text):
        session = _SESSION.match(said.text)
        if session and _ADOPTED.search(said.text):
            words = said[session.start("place") : session.end("body")]
            adopter = (Found(session["place"] + session["body"], words, "note of adoption"),)
    return adopter


def _days(text: AlignedText) -> Iterator[tuple[Found, AlignedText]]:
    """Yield each day of the notes with what is said of it, up to the next day."""
    for start, end in list(find_paragraphs(text.text, 0, min(len(text), 3000)))[:NOTE_LINES]:
        if not _NOTE.match(text.text, start, end):
            continue
        days = list(find_days(text.text[start:end]))
        for index, (first, last, day) in enumerate(days):
            following = days[index + 1][0] if index + 1 < len(days) else end - start
            yield Found(day, text[start + first : start + last], "note"), text[start + last : start + following]
