"""Decoding: which encoding fits, what is replaced, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext import ReadError
from policytext.read.encoding import decode

TEXT = "市政府办公室印发《若干措施》，共10条；请各区县抓好落实。\n"
TRADITIONAL = "市政府辦公廳印發《若干措施》，請各單位結合實際，認真抓好貫徹落實。\n"
SIMPLE = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
COMPLEX = "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過"
FILLER = "<script>var path = '/a/b.js';</script>\n" * 1000

# Codec that writes, name that is found.
SIMPLIFIED_CODECS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hz": "hz",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
TRADITIONAL_CODECS = {
    "utf-8": "utf-8",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}


def _check_round_trip(text: str, codec: str, found: str) -> None:
    data = text.encode(codec)
    decoded, encoding = decode(data, "a.txt")
    assert (decoded.lstrip("\ufeff"), encoding) == (text, found)
    assert decoded.encode(encoding) == data


@pytest.mark.parametrize(("codec", "found"), SIMPLIFIED_CODECS.items(), ids=SIMPLIFIED_CODECS)
@given(text=st.text(alphabet=SIMPLE + "，。、：；（）《》“”", min_size=20))
def test_simplified_text_comes_back(codec: str, found: str, text: str) -> None:
    _check_round_trip("各市：" + text, codec, found)


@pytest.mark.parametrize(("codec", "found"), TRADITIONAL_CODECS.items(), ids=TRADITIONAL_CODECS)
@given(text=st.text(alphabet=COMPLEX + "，。、：；（）《》「」", min_size=20))
def test_traditional_text_comes_back(codec: str, found: str, text: str) -> None:
    _check_round_trip("各縣：" + text, codec, found)


@given(data=st.binary(max_size=300))
def test_any_bytes_give_text_or_one_line(data: bytes) -> None:
    try:
        outcome = decode(data, "a.bin")[0]
    except ReadError as refusal:
        outcome = str(refusal)
        assert re.fullmatch("a.bin: [^\n]+", outcome)
    assert outcome.encode("utf-8") or not data


def _page(charset: str, body: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>{body}</html>'


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (_page("gb2312", TEXT), "utf-8", "utf-8"),
        (_page("utf-8", TEXT), "gbk", "gb18030"),
        (_page("big5", TEXT), "gbk", "gb18030"),
        (_page("gb2312", TRADITIONAL), "big5", "big5hkscs"),
        ('<?xml version="1.0" encoding="Big5"?><p>' + TRADITIONAL, "gbk", "gb18030"),
        (FILLER + TEXT + FILLER, "gbk", "gb18030"),
        (FILLER + TRADITIONAL + FILLER, "big5", "big5hkscs"),
        (FILLER + TRADITIONAL + FILLER, "gbk", "gb18030"),
        (FILLER + TEXT, "utf-16-le", "utf-16-le"),
        (FILLER + TEXT, "utf-16-be", "utf-16-be"),
        (FILLER * 3 + TEXT, "hz", "hz"),
        ("1\n00:00:01,000 --> 00:00:02,500\n大家好\n", "gbk", "gb18030"),
        ("1\n00:00:01,000 --> 00:00:02,500\n歡迎收看\n", "big5", "big5hkscs"),
        ("│指标│单位│\n├──┼──┤\n" * 3, "gbk", "gb18030"),
        ("一、\u3000总体要求", "utf-16-be", "utf-16-be"),
        ("措施落实", "utf-16-le", "utf-16-le"),
        ("各市人人人人人人人人", "utf-16-le", "utf-16-le"),
        ("這這這這這這這這這這這這", "big5", "big5hkscs"),
        ("深圳市㐂㙍镇𠮷屋村，共１２户。", "gb18030", "gb18030"),
        ("他住喺旺角嗰度，啲人話佢哋冇嘢做。", "big5hkscs", "big5hkscs"),
        ("比例為①百分之五，②百分之六。", "big5hkscs", "big5hkscs"),
        ("瑪麗‧陳說明，每戶補助１０～２０元。", "cp950", "cp950"),
        ("每戶補助２０€，由市政府辦理。", "cp950", "cp950"),
    ],
    ids=[
        "UTF-8 declared gb2312",
        "GBK declared utf-8",
        "GBK declared big5",
        "Big5 declared gb2312",
        "traditional GBK declared big5 in XML",
        "GBK far below the scripts",
        "Big5 far below the scripts",
        "traditional GBK far below the scripts",
        "UTF-16-LE far below the scripts",
        "UTF-16-BE far below the scripts",
        "HZ far below the scripts",
        "GBK subtitle",
        "Big5 subtitle",
        "GBK table of lines",
        "UTF-16-BE with a NUL in its characters",
        "UTF-16-LE without a control byte",
        "UTF-16-LE that repeats what is common in Big5 too",
        "Big5 that repeats what is common in UTF-16 too",
        "four bytes a character",
        "Hong Kong characters",
        "circled numbers of HKSCS",
        "symbols of code page 950",
        "euro of code page 950",
    ],
)
def test_content_decides(text: str, codec: str, found: str) -> None:
    assert decode(text.encode(codec), "a.html") == (text, found)


@pytest.mark.parametrize(
    ("head", "text", "encoding"),
    [
        ('<meta charset="big5">', "渝府辦發", "big5hkscs"),
        ("<?xml encoding='Big5-HKSCS'?>", "渝府辦發", "big5hkscs"),
        ('<meta charset="gb2312">', "袋┎快祇", "gb18030"),
        ("charset=x-gbk ", "袋┎快祇", "gb18030"),
        ("", "袋┎快祇", "gb18030"),
        ("\ufeffcharset=big5 ", "袋┎快祇", "gb18030"),
    ],
    ids=["big5", "big5 in XML", "gb2312", "gbk", "none", "a mark wins over it"],
)
def test_a_declaration_breaks_a_tie(head: str, text: str, encoding: str) -> None:
    data = head.encode("gb18030") + "渝府辦發".encode("big5")
    assert decode(data, "a.html") == (head + text, encoding)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ((TEXT * 9 + "市").encode()[:-1], TEXT * 9 + "\ufffd", "utf-8"),
        ((TEXT * 9 + "市").encode("gbk")[:-1], TEXT * 9 + "\ufffd", "gb18030"),
        ((TRADITIONAL * 9 + "市").encode("big5")[:-1], TRADITIONAL * 9 + "\ufffd", "big5hkscs"),
        ((TEXT * 9 + "市").encode("utf-16-le")[:-1], TEXT * 9 + "\ufffd", "utf-16-le"),
        ((TEXT * 9 + "市").encode("utf-16")[:-1], "\ufeff" + TEXT * 9 + "\ufffd", "utf-16-le"),
        ((TEXT + "㐂").encode("gb18030")[:-2], TEXT + "\ufffd", "gb18030"),
        (TEXT.encode("gbk") + b"\x80" + TEXT.encode("gbk"), TEXT + "€" + TEXT, "gb18030"),
        (TEXT.encode("gbk") + b"\x80 \xff", TEXT + "€ \ufffd", "gb18030"),
        (TEXT.encode("gbk") + b"\xff" + TEXT.encode("gbk"), TEXT + "\ufffd" + TEXT, "gb18030"),
        (TEXT.encode("gbk") + b"\xa0\n" + TEXT.encode("gbk"), TEXT + "\ufffd\n" + TEXT, "gb18030"),
        (TEXT.encode("gbk") + b"\x93 \x94\n", TEXT + "\ufffd \ufffd\n", "gb18030"),
        (TRADITIONAL.encode("big5") + b"\xff\n", TRADITIONAL + "\ufffd\n", "big5hkscs"),
        (TEXT.encode() + b"\xa0" + TEXT.encode(), TEXT + "\ufffd" + TEXT, "utf-8"),
        (TEXT.encode() + b"\xed\xa0\xbd\xed\xb8\x80", TEXT + "😀", "utf-8"),
        ((TEXT + "走\ufffd访" * 40).encode(), TEXT + "走\ufffd访" * 40, "utf-8"),
        (TEXT.encode() + b"\0\0\n", TEXT + "\0\0\n", "utf-8"),
        (TEXT.encode("gbk") + b"\0\0\n", TEXT + "\0\0\n", "gb18030"),
        (b"\xef\xbb\xbf" + TEXT.encode("gbk") * 3, TEXT * 3, "gb18030"),
        (b"\x84\x31\x95\x33" + TEXT.encode("gbk"), "\ufeff" + TEXT, "gb18030"),
        (TEXT.encode("utf-32"), "\ufeff" + TEXT, "utf-32-le"),
        (b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), "\ufeff" + TEXT, "utf-32-be"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "\ufeff" + TEXT, "utf-16-be"),
    ],
    ids=[
        "UTF-8 cut off",
        "GBK cut off",
        "Big5 cut off",
        "UTF-16 cut off",
        "UTF-16 with mark cut off",
        "four bytes cut off",
        "euro sign of code page 936",
        "euro sign beside a stray byte",
        "FF in GBK",
        "Latin-1 space in GBK",
        "Windows quotes in GBK",
        "FF in Big5",
        "Latin-1 space in UTF-8",
        "CESU-8",
        "U+FFFD that the file itself holds",
        "two NULs in UTF-8",
        "two NULs in GBK",
        "UTF-8 mark before GBK",
        "mark of GB 18030",
        "mark of UTF-32-LE",
        "mark of UTF-32-BE",
        "mark of UTF-16-BE",
    ],
)
def test_faults_are_mended_or_shown(data: bytes, text: str, encoding: str) -> None:
    assert decode(data, "a.txt") == (text, encoding)


def test_a_stretch_of_gbk_in_a_page_of_utf8_is_shown() -> None:
    text, encoding = decode((TEXT * 30).encode() + "友情链接".encode("gbk") + (TEXT * 30).encode(), "a.html")
    assert encoding == "utf-8"
    assert text.startswith(TEXT * 30)
    assert text.endswith(TEXT * 30)
    assert 4 <= text.count("\ufffd") <= 8


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"Notice:\n~{<:Ky2;S{#,NpJ)l6HK!#~}\nBye.\n", "Notice:\n己所不欲，勿施於人。\nBye.\n", "hz"),
        (b"a~~b ~{<:Ky~}~\n~{2;S{~}", "a~b 己所不欲", "hz"),
        (b"see /~wang: ~{<:Ky2;S{~}", "see /~wang: 己所不欲", "hz"),
        (b"~{<:Ky~} ~{2;S{\nBye.\n", "己所 不欲\nBye.\n", "hz"),
        (b"~{<:Ky~}\n~{2;S{", "己所\n不欲", "hz"),
        (b"awk '/~{/ {print}'", "awk '/~{/ {print}'", "utf-8"),
        (b"re = '~{nested~}' or '~{items~}'", "re = '~{nested~}' or '~{items~}'", "utf-8"),
        (b"a ~~ b", "a ~~ b", "utf-8"),
    ],
    ids=[
        "between ASCII lines",
        "escapes",
        "a mere tilde",
        "left open at the end of a line",
        "left open at the end of the file",
        "an opening brace in code",
        "braces that give rare characters",
        "two tildes",
    ],
)
def test_hz(data: bytes, text: str, encoding: str) -> None:
    assert decode(data, "a.txt") == (text, encoding)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, "a.doc: a binary file, not text"),
        (b"PK\x03\x04\x14\0\x06\0" + bytes(range(256)) * 4, "a.doc: a binary file, not text"),
        (TEXT.encode() + b"\0" * 400, "a.doc: a binary file, not text"),
        (bytes(byte for i in range(400) for byte in (i % 32, 0)), "a.doc: a binary file, not text"),
        (b"\x1b$)A\x0e<:Ky2;S{\x0f\n", "a.doc: ISO-2022-CN, which Python cannot decode; convert it to UTF-8"),
        (b"\xff\xff\xfe\x81" * 9, "a.doc: neither UTF-8 nor"),
        ((TEXT * 9).encode() + b"\xff" * 40, "a.doc: neither UTF-8 nor"),
        (b"\xff\xfe" + b"\x80\xd8\x34\x4e" * 90, "a.doc: neither UTF-8 nor"),
    ],
    ids=["picture", "archive", "many NULs", "counters", "ISO-2022-CN", "noise", "many faults", "half pairs"],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "a.doc")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "big5", "utf-16-le", "hz"])
def test_a_file_at_the_limit_is_decoded(codec: str) -> None:
    line = "<p>市政府印發若干措施，共10條。</p>\n" if codec == "big5" else "<p>市政府印发若干措施，共10条。</p>\n"
    data = (line * (20_000_000 // len(line.encode(codec)))).encode(codec)
    text, _ = decode(data + (b"" if codec == "hz" else b"\xff"), "a.txt")
    assert text.startswith(line * 1000)
