"""Numerals: values, ranges, what blurs them, and words that only look like numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extract.numeral_values import read_chinese
from policytext.extract.numerals import find_numerals
from policytext.lexicon import read_rows

VALUES = [
    ("1,058辆", "1058"),
    ("3 000元", "3000"),
    ("3.75%", "3.75"),
    ("3万5千人", "35000"),
    ("1亿2000万元", "120000000"),
    ("1.5万亿元", "1500000000000"),
    ("7000余万元", "70000000"),
    ("256万余元", "2560000"),
    ("500千瓦", "500"),
    ("三千克", "3"),
    ("十二项", "12"),
    ("二十一名", "21"),
    ("廿五家", "25"),
    ("两百零三件", "203"),
    ("一百二户", "120"),
    ("两万五千里", "25000"),
    ("一万零一十二元", "10012"),
    ("一亿三千万元", "130000000"),
    ("二〇二五", "2025"),
    ("三点五倍", "3.5"),
    ("百分之九十", "90"),
    ("百分之十五点五", "15.5"),
    ("千分之三", "3"),
    ("万分之五", "5"),
    ("三分之二", "66.6667"),
    ("八成", "80"),
    ("七成半", "75"),
    ("8.5成", "85"),
    ("一半以上", "50"),
    ("数十家", "10"),
    ("几百名", "100"),
    ("十几位", "10"),
    ("百余名", "100"),
]
RANGES = [
    ("30—50名", "30", "50"),
    ("10—20亿元", "1000000000", "2000000000"),
    ("100亿—120亿元", "10000000000", "12000000000"),
    ("5-20%", "5", "20"),
    ("30至50名", "30", "50"),
    ("3~5家", "3", "5"),
    ("两三家", "2", "3"),
    ("三五个", "3", "5"),
    ("一至两次", "1", "2"),
]
NOTHING = [
    "队伍", "统一", "一时", "十分重要", "万一", "千方百计", "三心二意", "一带一路", "第一", "进一步", "一系列", "唯一",
    "第三次", "第14条", "星期五", "十四五", "三农", "双一流", "两会", "一致", "数据", "几乎", "成千上万", "百花齐放",
    "12345678901234567890", "01把", "最多跑一次",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_value(text, value):
    assert next(find_numerals(text)).value == Decimal(value)


@pytest.mark.parametrize(("text", "low", "high"), RANGES, ids=[text for text, _, _ in RANGES])
def test_range(text, low, high):
    numeral = next(find_numerals(text))
    assert (numeral.value, numeral.upper) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", NOTHING)
def test_words_are_no_numbers(text):
    assert list(find_numerals(text)) == []


def test_modifiers_are_kept():
    found = [numeral.modifiers for numeral in find_numerals("4000余万元，30多家，数十名，5家")]
    assert found == ["余", "多", "数", ""]


@pytest.mark.parametrize("row", read_rows("numeral_words.csv", columns=("word", "kind")), ids=lambda row: row["word"])
def test_each_fixed_word_counts_nothing(row):
    start = min(
        (row["word"].find(char) for char in "零〇一二两三四五六七八九十廿卅百千万亿数几" if char in row["word"]),
        default=0,
    )
    inside = [numeral for numeral in find_numerals(row["word"]) if numeral.start == start == 0]
    assert inside == []


def spell(number: int) -> str:
    """Write a number below a hundred million in Chinese, as a check from the other side."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]

    def small(part: int) -> str:
        words, gap = "", False
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if digit:
                words += ("零" if gap and words else "") + digits[digit] + units[place]
                gap = False
            else:
                gap = True
        return words

    high, low = divmod(number, 10**4)
    if not high:
        return small(low)
    return small(high) + "万" + (("零" if low < 1000 else "") + small(low) if low else "")


@given(st.integers(1, 10**8 - 1))
def test_chinese_numerals_read_back(number):
    assert read_chinese(spell(number)) == number


@given(st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_arabic_values_are_exact(value):
    numeral = next(find_numerals(f"约{value:f}元"))
    assert numeral.value == value


@given(st.text(alphabet="0123456789.,一二三十百千万亿余多几数—至到分之成 半个", max_size=80))
def test_any_text_survives(text):
    for numeral in find_numerals(text):
        assert 0 <= numeral.start < numeral.end <= len(text)
        assert numeral.upper is None or numeral.upper > numeral.value
