"""A level against a change by: 提高到85% is a level, 提高3个百分点 an increase."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from policytext.extract.targets.words import either
from policytext.model import Change


class _Direction(NamedTuple):
    """How one direction is said: a verb or rate right before a number, a verb with its object, a noun behind it."""

    before: re.Pattern[str]
    with_object: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _directions() -> tuple[tuple[Change, _Direction], ...]:
    return ("increase", _direction("increase", "rates_up")), ("decrease", _direction("decrease", "rates_down"))


def _direction(verbs: str, rates: str) -> _Direction:
    verb, rate = either("change", verbs), either("change", rates)
    # 了, 约 and the like may stand between; 到, 至 and 为 lead to a level, but behind a rate (增幅为6%).
    close = rf"(?<!新)(?:{verb}[了约近超逾达过]{{0,2}}|{rate}[\u4e00-\u9fff]{{0,3}})$"
    return _Direction(
        re.compile(close),
        re.compile(rf"(?<!新){verb}(?![到至为成])了?[\u4e00-\u9fff]{{2,10}}$"),
        re.compile(rf"的(?:{verb}|{rate})"),
    )


# Behind these a number is a level, whatever verb stands before.
_TO = re.compile(r"[到至为成在达是的]$")


def change_of(before: str, after: str, *, lead_in: str, family: str) -> Change:
    """Return whether a number is a level or how much something rose or fell.

    ``before`` and ``after`` are its clause, ``lead_in`` its own bounding word, ``family`` that of its unit.

    >>> change_of("营业收入增长", "", lead_in="", family="ratio"), change_of("办结率提高到", "", lead_in="", family="ratio")
    ('increase', 'level')
    >>> change_of("压减办理时限", "", lead_in="", family="ratio"), change_of("实现", "的增长", lead_in="", family="ratio")
    ('decrease', 'increase')
    """
    if lead_in.endswith(("到", "至", "为", "在")):
        return "level"
    close = [(found.start(), change) for change, said in _directions() if (found := said.before.search(before))]
    if close:
        return max(close)[1]  # 涨幅回落: the verb nearest to the number
    for change, said in _directions():
        if said.after.match(after):
            return change
        if family == "ratio" and said.with_object.search(before) and not _TO.search(before):
            return change
    return "level"
