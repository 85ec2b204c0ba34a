"""Labels that give a role to the bodies behind them: （牵头单位：…；责任单位：…）, and heads of table columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import zip_longest

from policytext.model import Role

ROLES: tuple[Role, ...] = ("lead", "partner", "responsible", "issuer")
_WORDS = r"(?P<lead>总?牵头(?:责任)?|主办|主责)|(?P<partner>配合|协办|协同|协作|参与|参加)|(?P<responsible>责任|承办|落实|实施)"
# （责任单位：市司法局、…；牵头单位：市公安局）; 牵头：市司法局; 责任单位为市司法局.
LABEL = re.compile(rf"(?:{_WORDS})(?:(?:单位|部门|主体|领导)(?:[：:]|为|是)|(?<=[（〔；;\n]..)[：:])")
HEADER = re.compile(rf"(?:{_WORDS})(?:单位|部门|主体|科室|处室)")
# A label holds up to the end of its bracket, sentence or line, and no farther than this.
_REACH = 300
# A bracket that names who acts is not longer.
BRACKET_LENGTH = 600
_BRACKET = re.compile(r"[（）〔〕\[\]]")
_SIGN = re.compile(r"[（）〔〕\[\]。\n\t]")
# 责任单位为市商务局，… is a clause, and ends like one.
_CLAUSE_END = re.compile("[，；。]")
_OPENING, _CLOSING = "（〔[", "）〕]"


@dataclass(frozen=True, slots=True)
class _Label:
    """A label: where what it names begins and ends, its role, and the stretches in which verbs go before it."""

    start: int
    end: int
    role: Role | None
    inner: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a text in order."""

    starts: list[int]
    labels: list[_Label]

    @classmethod
    def of(cls, text: str) -> Labels:
        """Find the labels of a text; each holds up to the next one or the end of its own bracket.

        >>> labels = Labels.of("（责任单位：市府办（市政务办）、市司法局）市审计局")
        >>> [labels.role_at(at) for at in (6, 10, 16, 21)]
        ['responsible', 'responsible', 'responsible', None]
        """
        matches = list(LABEL.finditer(text))
        labels = [
            _read(text, match, min(following.start() if following else len(text), match.end() + _REACH))
            for match, following in zip_longest(matches, matches[1:])
        ]
        return cls([label.start for label in labels], labels)

    def _at(self, position: int) -> _Label | None:
        index = bisect_right(self.starts, position) - 1
        label = self.labels[index] if index >= 0 else None
        return label if label and position < label.end else None

    def role_at(self, position: int) -> Role | None:
        """Return the role that a label gives to a body that begins at a position."""
        label = self._at(position)
        return label.role if label else None

    def yields_at(self, position: int) -> bool:
        """Tell whether a verb of duty goes before the label: in a bracket inside it, and behind 实施主体是."""
        label = self._at(position)
        return label is not None and any(start < position < end for start, end in label.inner)


def _read(text: str, match: re.Match[str], end: int) -> _Label:
    """Read how far a label holds: brackets that open behind it close again within."""
    open_: list[int] = []
    inner: list[tuple[int, int]] = []
    for sign in _SIGN.finditer(text, match.end(), end):
        if sign[0] in _OPENING:
            open_.append(sign.start())
        elif sign[0] in _CLOSING and open_:
            inner.append((open_.pop(), sign.start()))
        else:
            end = sign.start()
            break
    if match[0][-1] in "为是":
        clause = _CLAUSE_END.search(text, match.end(), end)
        end = clause.start() if clause else end
        inner = [(match.end() - 1, end)]
    return _Label(match.end(), end, which(match), tuple(inner))


def open_bracket(text: str, position: int) -> int:
    """Return where the innermost bracket around a position opens on its line, -1 outside of brackets.

    >>> open_bracket("改革。（各县（市、区）政府负责）", 12), open_bracket("（试行）", 4)
    (3, -1)
    """
    low = max(text.rfind("\n", 0, position) + 1, position - BRACKET_LENGTH)
    open_: list[int] = []
    for sign in _BRACKET.finditer(text, low, position):
        if sign[0] in _OPENING:
            open_.append(sign.start())
        elif open_:
            open_.pop()
    return open_[-1] if open_ else -1


def which(match: re.Match[str]) -> Role | None:
    """Return the role whose group of a pattern has matched."""
    return next((role for role in ROLES if role in match.re.groupindex and match[role] is not None), None)
