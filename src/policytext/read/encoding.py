"""Which encoding a file has: its bytes decide, what it declares does not."""

from __future__ import annotations

import codecs
import re

from policytext.errors import ReadError

# A cut-off download or a stray byte spoils a few characters; more than this share means another encoding.
MAX_REPLACED = 0.005
# Scraped text holds a stray control character now and then; a picture or an archive has them in every line.
MAX_CONTROLS = 4
# So much of a file is looked at to tell binary files and encodings apart.
SAMPLE = 100_000

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Matches 7-bit text with ~{<:Ky~}: HZ (RFC 1843).
_HZ = re.compile(rb"~\{(?:[!-~]{2})+~\}")
# Families of names a detector gives, and the superset that is read in their place.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
}


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode a file and name its encoding; what does not fit becomes U+FFFD as long as it is little.

    In this order: byte-order mark, UTF-8, HZ, UTF-16 without mark, then GB 18030 (the superset of GB 2312 and GBK)
    against Big5-HKSCS, for which charset-normalizer weighs the bytes. Raises ReadError for binary files and where
    nothing fits; ``name`` stands in the message.

    >>> decode("市政府印发措施".encode("gbk"), "a.txt"), decode("市政府印發措施，請各單位遵照執行".encode("big5"), "b.txt")[1]
    (('市政府印发措施', 'gb18030'), 'big5hkscs')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_mostly(data, encoding), name), encoding
    wide = _wide(data)
    if wide is not None:
        return _checked(_mostly(data, wide), name), wide
    if len(_CONTROL_BYTE.findall(data[:SAMPLE])) > max(MAX_CONTROLS, min(len(data), SAMPLE) * 0.002):
        raise ReadError(f"{name}: a binary file, not text; give .txt, .md or .html")
    if data.isascii() and _HZ.search(data):
        return _checked(_mostly(data, "hz"), name), "hz"
    text = _mostly(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    guess = _guess(data)
    return _checked(_mostly(data, guess), name), guess


def _guess(data: bytes) -> str:
    """Decide between GB 18030 and Big5-HKSCS, whose byte ranges overlap."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    found = _SUPERSETS.get(best.encoding) if best else None
    if found and _mostly(data, found) is not None:
        return found
    return next((encoding for encoding in ("gb18030", "big5hkscs") if _mostly(data, encoding) is not None), "gb18030")


def _wide(data: bytes) -> str | None:
    """Recognize UTF-16 without mark: most high bytes, at one parity, are those of Chinese characters or of ASCII.

    Counters and tables of numbers in a binary file look alike; they hold control characters, a text does not.
    """
    sample = data[: SAMPLE // 10 * 2]
    if len(sample) < 8 or len(data) % 2 or b"\0" not in sample:
        return None
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[start::2]
        chinese = sum(0x4E <= byte <= 0x9F for byte in high)
        narrow = high.count(0)
        if not chinese or chinese + narrow + high.count(0x30) + high.count(0xFF) <= 0.95 * len(high):
            continue
        if len(_CONTROL.findall(sample.decode(encoding, errors="replace"))) <= MAX_CONTROLS:
            return encoding
    return None


def _mostly(data: bytes, encoding: str) -> str | None:
    """Decode with U+FFFD for what does not fit, or return None where that is more than MAX_REPLACED."""
    text = data.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= max(1, MAX_REPLACED * len(text)) else None


def _checked(text: str | None, name: str) -> str:
    if text is None:
        raise ReadError(f"{name}: neither UTF-8 nor GB 18030 nor Big5 text")
    return text
