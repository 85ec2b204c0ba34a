"""What every command says in the same way: lines, errors, exit codes."""

from __future__ import annotations

import sys

from policytext.terminal import visible

SOME_FAILED, MISUSE, INTERRUPTED = 1, 2, 130
WIDE = 1000  # columns of a table for a file or a pipe: as wide as it needs to be


def say(*lines: str) -> None:
    """Write lines, with nothing in them that a terminal would obey."""
    sys.stdout.write("".join(f"{visible(line)}\n" for line in lines))


def complain(message: str) -> None:
    """Write an error as one line, with nothing in it that a terminal would obey."""
    sys.stderr.write(f"error: {visible(' '.join(message.split()))}\n")
