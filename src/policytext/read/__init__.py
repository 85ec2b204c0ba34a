"""Bytes to raw text: the decoded file is the only public coordinate system and never changes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from policytext.errors import ReadError

# Longer than any policy document met so far by a factor of twenty (a five-year plan has 100,000 characters).
MAX_BYTES = 20_000_000
# Scraped text holds a stray control character now and then; a picture or an archive has them in every line.
MAX_CONTROLS = 4

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile("[㐀-䶿一-鿿]")
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|div|table)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as text: its name, the raw text, the encoding that fitted and the format seen in the content."""

    name: str
    raw: str
    encoding: str
    format: str


def read_source(source: str | bytes | Path, *, name: str | None = None) -> Source:
    """Read a path, bytes or text.

    A str is taken for a path when it is one short line and such a file exists or it ends like a file name;
    otherwise it is the text itself. Raises ReadError when there is no such file, when it is empty, binary,
    longer than MAX_BYTES, or holds no Chinese character.

    >>> read_source("各区人民政府：\\n现印发给你们。").encoding
    'text'
    """
    if isinstance(source, Path) or (isinstance(source, str) and _is_path(source)):
        path = Path(source)
        return _source(name or path.name, *_decode(_load(path), path.name))
    if isinstance(source, bytes):
        return _source(name or "bytes", *_decode(source, name or "bytes"))
    return _source(name or "text", source, "text")


def _is_path(text: str) -> bool:
    if "\n" in text or not 0 < len(text) < 500:
        return False
    try:
        return bool(re.search(r"\.[A-Za-z0-9]{1,5}$", text)) or Path(text).is_file()
    except (OSError, ValueError):
        return False


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            size, limit = path.stat().st_size / 1e6, MAX_BYTES / 1e6
            raise ReadError(f"{path.name}: {size:.1f} MB is over the limit of {limit:.0f} MB; split the file")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error


def _source(name: str, raw: str, encoding: str) -> Source:
    if not raw.strip():
        raise ReadError(f"{name}: the file is empty")
    if not _HAN.search(raw):
        raise ReadError(f"{name}: no Chinese character in it")
    if raw.lstrip("\ufeff \r\n\t").startswith("---\n"):
        form = "markdown"
    else:
        form = "html" if _PAGE.search(raw, 0, 5000) else "text"
    return Source(name, raw, encoding, form)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode by byte-order mark, else as UTF-8, else as GB 18030, the superset of GB 2312 and GBK."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    sample = data[:100_000].decode("latin-1")
    if len(_CONTROL.findall(sample)) > max(MAX_CONTROLS, len(sample) * 0.002):
        raise ReadError(f"{name}: a binary file, not text; give .txt, .md or .html")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ReadError(f"{name}: neither UTF-8 nor GB 18030 text")
