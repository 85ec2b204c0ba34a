"""A mention of a body while a text is being read."""

from __future__ import annotations

from dataclasses import dataclass

from policytext.model import Level


@dataclass(frozen=True, slots=True)
class Mention:
    """A body at ``text[start:end]``: ``key`` tells which body it is, ``parent`` the name of the one that it is part of.

    ``joint`` marks bodies that committee and government may share (信访局).
    """

    start: int
    end: int
    name: str | None
    code: str | None
    level: Level | None
    system: str
    key: str = ""
    generic: bool = False
    parent: str | None = None
    joint: bool = False
