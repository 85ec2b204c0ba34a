"""Bytes to raw text: the decoded file is the only public coordinate system and never changes."""

from __future__ import annotations

import re
from pathlib import Path

from policytext.errors import ReadError
from policytext.model import Issue
from policytext.read.encoding import decode
from policytext.read.source import Source

__all__ = ["MAX_BYTES", "Source", "read_source"]

# Longer than any policy document met so far by a factor of twenty (a five-year plan has 100,000 characters).
MAX_BYTES = 20_000_000
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|div|table)\b", re.IGNORECASE)


def read_source(source: str | bytes | Path, *, name: str | None = None) -> Source:
    """Read a path, bytes or text.

    A str is taken for a path when it is one short line and such a file exists or it ends like a file name;
    otherwise it is the text itself. Raises ReadError when there is no such file, when it is empty, binary,
    longer than MAX_BYTES, or holds no Chinese character, and TypeError for anything else than these three.

    >>> read_source("各区人民政府：\\n现印发给你们。").encoding
    'text'
    """
    if isinstance(source, Path) or (isinstance(source, str) and _is_path(source)):
        path = Path(source)
        return _source(name or path.name, *decode(_load(path), path.name))
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _source(name or "bytes", *decode(bytes(source), name or "bytes"))
    if isinstance(source, str):
        return _source(name or "text", source, "text")
    raise TypeError(f"a source is a path, bytes or text, not {type(source).__name__}")


def _is_path(text: str) -> bool:
    if not 0 < len(text) < 500 or "\n" in text or "\0" in text:
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
        raise ReadError(f"{path}: no such file (to analyze the words themselves, end them with a line break)") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error


def _source(name: str, raw: str, encoding: str) -> Source:
    if raw.lstrip("\ufeff \r\n\t").startswith("---\n"):
        form = "markdown"
    else:
        form = "html" if _PAGE.search(raw, 0, 5000) else "text"
    replaced = raw.count("\ufffd")
    message = f"{replaced} undecodable or lost characters, shown as U+FFFD"
    return Source(name, raw, encoding, form, (Issue("read", message),) if replaced else ())
