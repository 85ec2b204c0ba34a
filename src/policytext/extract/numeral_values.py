"""The values of numerals, Arabic and Chinese, exact."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

ONES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
LARGE = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))
MORE = "余多来"  # just above the number
SOME = "数几"  # a number that the text leaves open

# More digits than this are an account, a card or noise, not a quantity of a policy document.
MAX_DIGITS = 18
_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


@lru_cache(maxsize=4096)
def read_value(words: str) -> tuple[Decimal | None, str]:
    """Return the value of the words and the blurring words among them."""
    modifiers = "".join(char for char in words if char in MORE or char in SOME)
    bare = "".join(char for char in words if char not in MORE and char not in SOME and char not in ", ")
    if not bare:
        return (Decimal(1), modifiers) if modifiers else (None, "")
    if len(bare) > 2 * MAX_DIGITS:
        return None, ""
    if bare[0].isascii():
        return read_arabic(bare), modifiers
    if "点" in bare:
        whole, _, part = bare.partition("点")
        left = read_chinese(whole)
        digits = "".join(str(ONES[char]) for char in part)
        return (None if left is None else plain(Decimal(left) + Decimal(f"0.{digits}"))), modifiers
    value = read_chinese(bare)
    return (None if value is None else Decimal(value)), modifiers


def read_arabic(words: str) -> Decimal | None:
    """Read digits with magnitudes: 3.5万, 3万5千, 1亿2000万."""
    total = Decimal(0)
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and (words[end].isdigit() or words[end] == "."):
            end += 1
        if end == place or end - place > MAX_DIGITS:
            return None
        part = Decimal(words[place:end])
        while end < len(words) and not words[end].isdigit():
            part *= _FACTORS[words[end]]
            end += 1
        total += part
        place = end
    return plain(total)


def read_chinese(words: str) -> int | None:
    """Read a Chinese numeral, or None where the characters form none (三二一).

    >>> read_chinese("两万五"), read_chinese("一百零三"), read_chinese("二〇二五"), read_chinese("三二一")
    (25000, 103, 2025, None)
    """
    for name, factor in LARGE:
        if name in words:
            head, _, tail = words.partition(name)
            left = read_chinese(head) if head else 1
            if tail and tail[0] in "万亿":
                return None
            right = read_chinese(tail) if tail else 0
            if left is None or right is None:
                return None
            if len(tail) == 1 and tail in ONES:
                right *= factor // 10
            return left * factor + right
    if all(char in ONES for char in words):
        if len(words) == 1:
            return ONES[words]
        readable = len(words) <= MAX_DIGITS and ("〇" in words or "零" in words or len(words) == 4)
        return int("".join(str(ONES[char]) for char in words)) if readable else None
    return _below_ten_thousand(words)


def _below_ten_thousand(words: str) -> int | None:
    total, digit, last = 0, None, 10**4
    for char in words:
        if char in ONES:
            if digit not in (None, 0):
                return None
            digit = ONES[char]
        else:
            factor = SMALL[char]
            if factor >= last:
                return None
            total += factor if char in "廿卅" else (1 if digit is None else digit) * factor
            digit, last = None, 10 if char in "廿卅" else factor
    if digit:
        short = last >= 100 and words[-2] not in "零〇"
        total += digit * (last // 10 if short else 1)
    return total


def plain(value: Decimal) -> Decimal:
    """Drop trailing zeros but keep whole numbers without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
