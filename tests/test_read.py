"""Reading: encodings, formats, and one clear line for what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytext import ReadError
from policytext.read import MAX_BYTES, read_source

TEXT = "市政府办公室印发《若干措施》，共10条。\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("hz", "hz"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, found: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    source = read_source(path)
    assert source.encoding == found
    assert source.raw.lstrip("\ufeff") == TEXT
    assert source.name == "a.txt"


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs"])
def test_traditional_encodings(encoding: str) -> None:
    text = "市政府辦公廳印發《若干措施》，請各單位結合實際，認真抓好貫徹落實。\n"
    source = read_source(text.encode(encoding))
    assert (source.raw, source.encoding) == (text, "big5hkscs")


def test_content_wins_over_declaration() -> None:
    page = '<html><head><meta charset="gb2312"></head><body>市政府办公室印发措施，共十条。</body></html>'
    assert read_source(page.encode("utf-8")).raw == page
    assert read_source(page.replace("gb2312", "utf-8").encode("gb18030")).raw == page.replace("gb2312", "utf-8")


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("---\ntitle: 措施\n---\n正文", "markdown"),
        ("<html><body>正文</body></html>", "html"),
        ("<div>正文</div>", "html"),
        ("正文", "text"),
    ],
)
def test_formats_are_seen_in_the_content(raw: str, form: str) -> None:
    assert read_source(raw).format == form


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "binary"),
        ("😀".encode(), "no Chinese character"),
        (b"plain English text", "no Chinese character"),
        (b"\xff\xff\xfe\x81" * 9, "neither|binary"),
    ],
    ids=["empty", "blank", "binary", "one emoji", "English", "undecodable"],
)
def test_bad_input_gets_one_clear_line(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=message) as caught:
        read_source(path)
    assert "bad.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadError, match=r"long\.txt: 20\.0 MB is over the limit of 20 MB"):
        read_source(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_source(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="no such file"):
        read_source("none.txt")
    with pytest.raises(ReadError):
        read_source(tmp_path)


def test_a_stray_byte_is_counted_not_fatal(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes((TEXT * 30).encode()[:-2])
    source = read_source(path)
    assert source.encoding == "utf-8"
    assert source.raw.startswith(TEXT)
    assert [issue.message for issue in source.issues] == ["1 undecodable or lost characters, shown as U+FFFD"]
    assert read_source(TEXT).issues == ()


@pytest.mark.parametrize("data", [b"\xff\xfe" + bytes(range(256)) * 8, b"\xff\xfe\x00\x00" + b"\xff\xff\xff\xff" * 9])
def test_noise_behind_a_byte_order_mark_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        read_source(data)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ReadError, match=r"half a character \(U\+D800\) at position 2"):
        read_source("政策\ud800走访")


@pytest.mark.parametrize("source", [None, 12, ["a.txt"]])
def test_what_is_no_source(source: object) -> None:
    with pytest.raises(TypeError, match="a path, bytes, text or a record"):
        read_source(source)  # type: ignore[arg-type]


def test_text_is_not_taken_for_a_path() -> None:
    assert read_source("市政府印发措施。").raw == "市政府印发措施。"
    assert read_source(TEXT.encode(), name="a.txt").name == "a.txt"
