"""The command line: arguments to calls, nothing else."""

from __future__ import annotations

from policytext.cli.commands import app, main

__all__ = ["app", "main"]
