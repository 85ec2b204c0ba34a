"""The aligned text: edits compose, slices keep their map, every character knows its raw range."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.text import AlignedText, Edit, Span

RAW = st.text(alphabet="一二三四AB12(ā) \n", max_size=40)


@st.composite
def edited_texts(draw: st.DrawFn) -> AlignedText:
    """Make a text that went through a few rounds of random edits."""
    text = AlignedText.of(draw(RAW))
    for _ in range(draw(st.integers(0, 4))):
        edits, at = [], 0
        while at < len(text):
            start = at + draw(st.integers(0, 6))
            end = start + draw(st.integers(1, 5))
            if end > len(text):
                break
            edits.append(Edit(start, end, draw(st.sampled_from(["", "甲", "乙丙", "丁戊己", "庚辛壬癸子"]))))
            at = end
        text = text.edit(edits)
    return text


def test_an_untouched_text_maps_to_itself() -> None:
    text = AlignedText.of("市委政法委")
    assert text.span(1, 3) == (1, 3)
    assert text.edit([]) is text


def test_a_deletion_before_the_end_of_a_span_stays_inside_it() -> None:
    text = AlignedText.of("政協(xié)會議").edit([Edit(2, 7)])
    assert text.text == "政協會議"
    assert text.span(0, 2) == (0, 2)
    assert text.span(0, 3) == (0, 8)


def test_a_replacement_of_another_length_is_one_piece() -> None:
    text = AlignedText.of("網際網路平台").edit([Edit(0, 4, "互联网")])
    assert text.text == "互联网平台"
    assert text.span(1, 2) == (0, 4)
    assert text.span(3, 5) == (4, 6)


def test_a_slice_needs_no_offset() -> None:
    text = AlignedText.of("前言(x)正文内容").edit([Edit(2, 5)])
    part = text[2:]
    assert part.quote(0, 2) == ("正文", Span(5, 7))


@pytest.mark.parametrize(
    "edits", [[Edit(2, 2)], [Edit(3, 4), Edit(1, 2)], [Edit(0, 9)], [Edit(0, 3), Edit(2, 4)]], ids=str
)
def test_wrong_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        AlignedText.of("一二三四五").edit(edits)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 9)])
def test_spans_outside_the_text_are_refused(start: int, end: int) -> None:
    with pytest.raises(IndexError):
        AlignedText.of("一二三").span(start, end)


@given(edited_texts())
def test_raw_ranges_follow_the_order_of_the_text(text: AlignedText) -> None:
    spans = [text.span(i, i + 1) for i in range(len(text))]
    assert all(0 <= span.start < span.end <= len(text.raw) for span in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))


@given(edited_texts())
def test_characters_that_no_edit_touched_are_shown_by_their_span(text: AlignedText) -> None:
    for index, character in enumerate(text.text):
        span = text.span(index, index + 1)
        if character in "一二三四AB12()ā" and span.end - span.start == 1:
            assert text.raw[span.start] == character or character not in text.raw


@given(edited_texts(), st.integers(0, 40), st.integers(0, 40))
def test_slices_agree_with_the_whole(text: AlignedText, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    part = text[start:end]
    assert part.text == text.text[start:end]
    for i in range(len(part)):
        assert part.span(i, i + 1) == text.span(start + i, start + i + 1)


@given(edited_texts())
def test_find_raw_leads_back(text: AlignedText) -> None:
    for i in range(len(text)):
        span = text.span(i, i + 1)
        assert text.span(text.find_raw(span.start), text.find_raw(span.start) + 1).start <= span.start
