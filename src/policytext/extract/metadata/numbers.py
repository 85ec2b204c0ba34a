"""The document's own number: 机关代字〔年〕N号, or the number of an order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from policytext.errors import DataError
from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found, compact
from policytext.extract.metadata.words import pattern
from policytext.extract.places import gazetteer
from policytext.lexicon import read_rows
from policytext.text import AlignedText

NATION = "000000"

# Matches 某政办发〔2024〕3号, 某政 [2024] 第 3 号, 某发改规（2024）12号. Not: 2024年第3号, （2024）3号 without a body.
_NUMBER = r"""
    (?P<organ>[㐀-鿿][㐀-鿿A-Za-z·-]{0,15}?)
    [ ]?[〔\[（(【﹝［〈{][ ]?(?P<year>(?:19|20)\d{2})[ ]?(?:年)?[〕\]）)】﹞］〉}]
    [ ]?第?[ ]?(?P<serial>\d{1,5})[ ]?号
"""
# Matches 某某市人民政府令第12号, 国令第707号, 某某局公告2024年第3号, 第12号 below 某某市人民政府令.
_ORDER = r"""
    (?P<body>[㐀-鿿（）]{0,40}?)
    [ ]?(?P<open>[（(]?)(?P<order>(?:(?:19|20)\d{2}年[ ]?)?第[ ]?(?:\d{1,5}|[一二三四五六七八九十百〇零]{1,6})[ ]?号)[）)]?
"""
_OWN = re.compile(rf"[（(]?{_NUMBER}[）)]?(?=$|[ 、，；（(\t]|签发)", re.VERBOSE)
_OWN_LINE = re.compile(rf"[（(]?{_NUMBER}[）)]?(?:[ 、，；\t].{{0,40}}|签发人.{{0,20}})?", re.VERBOSE)
_ORDER_LINE = re.compile(_ORDER, re.VERBOSE)
_ORDERS = "⟨letterhead⟩$"
_AT_END = re.compile(rf"(?<!》)[（(]{_NUMBER}[）)]$", re.VERBOSE)


def is_number_line(line: str) -> bool:
    """Tell whether a line holds a document number and little else.

    >>> is_number_line("某政发〔2024〕3号 签发人：某某"), is_number_line("根据某政发〔2024〕3号精神，现通知如下")
    (True, False)
    """
    return _OWN_LINE.fullmatch(line.strip()) is not None


def is_order_line(line: str) -> bool:
    """Tell whether a line is the number of an order, with or without its body.

    >>> is_order_line("（第12号）"), is_order_line("某某市人民政府令第12号"), is_order_line("第3号楼")
    (True, True, False)
    """
    match = _ORDER_LINE.fullmatch(line.strip())
    return match is not None and (not match["body"] or pattern(_ORDERS).search(match["body"]) is not None)


def body_of_order(line: str) -> int:
    """Return how much of an order's line names its body and kind: 某某市人民政府令 before 第12号.

    >>> body_of_order("某某市人民政府令第12号"), body_of_order("第12号")
    (8, 0)
    """
    match = _ORDER_LINE.fullmatch(line.strip())
    return match.end("body") if match and pattern(_ORDERS).search(match["body"]) else 0


def find_number(
    text: AlignedText,
    fields: Iterable[Field],
    *,
    pieces: Iterable[AlignedText],
    letterhead: tuple[int, int] | None,
    line: tuple[int, int] | None,
    title: Sequence[tuple[int, int]],
) -> Found | None:
    """Return the number that the document bears: in a field or before fields, on its line near the head, or behind the title.

    Numbers inside sentences and behind the names of documents are those of others.
    """
    for field in fields:
        if field.tells == "number" and (found := _read(field.value, field.rule)):
            return found
    for piece in pieces:
        if match := _OWN.match(piece.text):
            return _read(piece[: match.end()], "line of fields")
    if line:
        if is_order_line(text.text[slice(*line)]):
            return _order(text, letterhead, line)
        return _read(text[slice(*line)], "number line")
    words = text[title[0][0] : title[-1][1]] if title else text[:0]
    match = _AT_END.search(words.text)
    return _read(words[match.start() : match.end()], "title") if match else None


def _read(words: AlignedText, rule: str) -> Found | None:
    match = _OWN.search(words.text)
    if match:
        number = f"{match['organ']}〔{match['year']}〕{match['serial']}号"
        return Found(number, words[match.start("organ") : match.end("serial") + 1 + _gap(match)], rule)
    order = _ORDER_LINE.fullmatch(words.text)
    if order and order["body"]:
        return Found(compact(words.text), words, rule)
    return None


def _gap(match: re.Match[str]) -> int:
    """Return how many blanks stand before the last sign, 号."""
    return match.string.index("号", match.end("serial")) - match.end("serial")


def _order(text: AlignedText, letterhead: tuple[int, int] | None, line: tuple[int, int]) -> Found | None:
    """Return the number of an order; one that stands below the body's name takes it in."""
    match = _ORDER_LINE.fullmatch(text.text[slice(*line)])
    if match is None:
        return None
    if match["body"]:
        return Found(compact(match["body"] + match["order"]), text[slice(*line)], "order line")
    if letterhead is None or not pattern(_ORDERS).search(text.text[slice(*letterhead)]):
        return Found(
            compact(match["order"]), text[line[0] + match.start("order") : line[0] + match.end("order")], "number line"
        )
    body = compact(text.text[slice(*letterhead)])
    return Found(body + compact(match["order"]), text[letterhead[0] : line[1]], "letterhead")


@cache
def _prefixes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows("number_prefixes.csv", columns=("prefix", "codes")):
        codes = tuple(row["codes"].split("|"))
        for code in codes:
            if code != NATION and code not in gazetteer().by_code:
                raise DataError(f"{row.place}: unknown division code {code!r}")
        if row["prefix"] in found:
            raise DataError(f"{row.place}: duplicate prefix {row['prefix']!r}")
        found[row["prefix"]] = codes
    return found


def places_of_number(number: str) -> tuple[str, ...]:
    """Return the divisions that a document number may come from, by its opening characters.

    ``000000`` stands for central organs; a number with an unknown opening gives an empty tuple.

    >>> places_of_number("苏府办〔2024〕1号"), places_of_number("辽委发〔2022〕3号"), places_of_number("青政发〔2020〕1号")
    (('320500',), ('210000',), ('630000', '370200'))
    """
    for size in (4, 3, 2):
        if codes := _prefixes().get(number.strip()[:size]):
            return codes
    return ()


def province_of_number(number: str) -> str | None:
    """Return the province whose short form opens a number, for want of anything better: departments use it too.

    >>> province_of_number("湘市监法〔2024〕33号"), province_of_number("苏市监〔2024〕3号")
    ('430000', None)
    """
    codes = _prefixes().get(number.strip()[:1], ())
    return codes[0] if len(codes) == 1 else None
