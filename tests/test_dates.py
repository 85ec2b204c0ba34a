"""Dates: deadlines, periods, frequencies, resolved against the day of the document."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extract.dates import find_dates, find_frequencies

TODAY = "2024-05-20"
DATES = [
    ("到2025年", "2025年", "2025", "by"),
    ("到2025年底", "2025年底", "2025-12", "by"),
    ("2024年6月底", "2024年6月底", "2024-06", "by"),
    ("10月底前", "10月底前", "2024-10", "by"),
    ("3月底前", "3月底前", "2025-03", "by"),
    ("年底前", "年底前", "2024-12", "by"),
    ("年内", "年内", "2024", "by"),
    ("全年", "全年", "2024", "in"),
    ("今年", "今年", "2024", "in"),
    ("明年", "明年", "2025", "in"),
    ("上半年", "上半年", "2024-06", "in"),
    ("2023年下半年", "2023年下半年", "2023-12", "in"),
    ("一季度", "一季度", "2024-03", "in"),
    ("前三季度", "前三季度", "2024-09", "in"),
    ("2025年6月30日前", "2025年6月30日前", "2025-06-30", "by"),
    ("1至10月", "1至10月", "2024-10", "in"),
    ("1—6月", "1—6月", "2024-06", "in"),
    ("2022—2024年", "2022—2024年", "2024", "in"),
    ("二〇二五年", "二〇二五年", "2025", "in"),
    ("今年以来", "今年以来", "2024", "since"),
    ("截至6月底", "6月底", "2024-06", "since"),
    ("去年", "去年", "2023", "since"),
    ("“十五五”期间", "“十五五”期间", "2030", "in"),
    ("近两年来", "近两年来", None, "age"),
    ("过去五年", "过去五年", None, "age"),
    ("三年行动", "三年行动", None, "age"),
    ("14:30", "14:30", None, "time"),
    ("9时30分", "9时30分", None, "time"),
]
NOT_DATES = ["3年内", "30日内", "5个工作日", "12345热线", "第14条", "2000余份", "内蒙古"]
FREQUENCIES = [
    ("每季度开展", "季度", False),
    ("每月走访", "月", False),
    ("每个月走访", "月", False),
    ("每周一次", "周", False),
    ("每年不少于", "年", False),
    ("每日巡逻", "日", False),
    ("每天巡逻", "日", False),
    ("日均接待", "日", True),
    ("年均增长", "年", True),
    ("按季度通报", "季度", False),
    ("一天两次", "日", False),
]


@pytest.mark.parametrize(("text", "words", "value", "role"), DATES, ids=[row[0] for row in DATES])
def test_date(text, words, value, role):
    (date,) = find_dates(text, today=TODAY)
    assert (text[date.start : date.end], date.value, date.role) == (words, value, role)


@pytest.mark.parametrize("text", NOT_DATES)
def test_not_a_date(text):
    assert list(find_dates(text, today=TODAY)) == []


def test_the_region_is_not_within_the_year():
    (date,) = find_dates("2026年内蒙古自治区", today=TODAY)
    assert (date.value, date.role) == ("2026", "in")


def test_a_year_of_the_text_stands_in_for_the_day_of_the_document():
    assert [date.value for date in find_dates("2023年上半年。\n10月底前")] == ["2023-06", "2023-10"]
    assert [date.value for date in find_dates("10月底前")] == [None]


@pytest.mark.parametrize(("text", "period", "average"), FREQUENCIES, ids=[row[0] for row in FREQUENCIES])
def test_frequency(text, period, average):
    (found,) = find_frequencies(text)
    assert (found.period, found.average) == (period, average)


def test_each_is_no_frequency():
    assert list(find_frequencies("每名干部，每个项目，平均")) == []


@given(st.text(alphabet="0123456789年月日底前内上半十五近以来至—到季度“”每今去", max_size=60) | st.text(max_size=40))
def test_any_text_survives(text):
    dates = list(find_dates(text, today=TODAY))
    assert all(0 <= date.start < date.end <= len(text) for date in dates)
    assert all(one.end <= other.start for one, other in pairwise(dates))
    list(find_frequencies(text))
