"""Files as bytes, within limits, and with one clear line where they cannot be had."""

from __future__ import annotations

from pathlib import Path

from policytext.errors import ReadError


def load_file(path: Path, *, most: int, missing: str = "") -> bytes:
    """Return the bytes of a file; raises ReadError when it is missing, cannot be read or has more than ``most``.

    ``missing`` is what to add where there is no such file.
    """
    try:
        size = path.stat().st_size
        if size > most:
            raise ReadError(
                f"{path.name}: {size / 1e6:.1f} MB is over the limit of {most / 1e6:.0f} MB; split the file"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file{missing}") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
