"""One run at a time in a folder of results."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policytext.errors import PolicytextError

LOCK_FILE = "policytext-run.lock"
"""Holds the process id and the host of the run that writes here."""


@contextmanager
def only_run(out: Path) -> Iterator[None]:
    """Keep other runs out of the folder of results; the lock of a run that died is taken over.

    Raises PolicytextError when another run is at work there.
    """
    lock = out / LOCK_FILE
    own = f"{os.getpid()} {socket.gethostname()}"
    if not _take(lock, own):
        holder = lock.read_text("utf-8") if lock.exists() else ""
        if _may_live(holder):
            raise PolicytextError(
                f"{out}: another run writes there (process {holder}); wait for it, or remove {lock} if there is none"
            )
        lock.unlink(missing_ok=True)
        if not _take(lock, own):
            raise PolicytextError(f"{out}: another run has just begun to write there; wait for it")
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path, own: str) -> bool:
    try:
        with lock.open("x", encoding="utf-8") as stream:
            stream.write(own)
    except FileExistsError:
        return False
    return True


def _may_live(holder: str) -> bool:
    """Tell whether the process of a lock may be at work; of other hosts, and on Windows, nobody can ask.

    On Windows the signal 0, which asks elsewhere, is Ctrl-C.
    """
    number, _, host = holder.partition(" ")
    if not number.isdecimal() or not host:
        return False  # a kill between making the file and writing to it
    if host != socket.gethostname() or os.name == "nt":
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's process lives, too
        return True
    return True
