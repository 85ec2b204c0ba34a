"""Mentions of bodies while a text is being read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytext.extract.agencies.prefix import Surroundings
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

    @classmethod
    def kind(cls, start: int, end: int, system: str) -> Mention:
        """Return a mention of a kind of body, or of several together."""
        return cls(start, end, None, None, None, system, generic=True)


JOINER = re.compile(r"(?:[、，和与及]|以及|或者?|会同|联合|/)?$")
# A short name goes back over this many mentions at most, so that long texts take linear time.
REACH = 400


@dataclass(frozen=True, slots=True)
class State:
    """What the scan knows when it reads a term: the surroundings, and the mentions so far."""

    around: Surroundings
    mentions: list[Mention]

    @property
    def floor(self) -> int:
        """The position before which everything is taken."""
        return self.mentions[-1].end if self.mentions else 0

    def last(self, key: str, *, system: str | None = None, since: int = 0) -> Mention | None:
        """Return the last named mention of the same body, or of a system."""
        for mention in reversed(self.mentions[-REACH:]):
            if mention.start < since:
                return None
            if (
                not mention.generic
                and mention.code
                and (mention.key == key if system is None else mention.system == system)
            ):
                return mention
        return None

    def follows_kinds(self, start: int) -> bool:
        """Tell whether this position goes on a list of kinds: 法院、检察院、税务局等部门."""
        last = self.mentions[-1] if self.mentions else None
        if last is None or not last.generic or last.system == "generic":
            return False
        between, words = self.around.text[last.end : start], self.around.text[last.start : last.end]
        return len(between) <= 2 and between != "，" and JOINER.fullmatch(between) is not None and "政府" not in words

    def joined(self, start: int) -> Mention | None:
        """Return the mention that this position goes on in a list, if there is one."""
        if not self.mentions:
            return None
        last = self.mentions[-1]
        between = self.around.text[last.end : start]
        return last if len(between) <= 2 and JOINER.fullmatch(between) and not last.generic else None
