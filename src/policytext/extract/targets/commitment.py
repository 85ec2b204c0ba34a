"""How firmly a goal is promised: 确保 against 力争."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from policytext.lexicon import check_choice, read_rows

STRENGTHS = ("firm", "soft")
# 保证金, 预期性指标, 拟 and 一般 inside other words, 计划 and 努力 as nouns (三年行动计划，…; 共同努力) promise nothing.
_NOT = r"保证(?![金人书])|有望(?!企业)|预期(?!性)|尽力(?!而为)|(?<![模虚草])拟(?![定态制])|一般(?![性都而]|公共)|(?<![的年动度项])计划(?=[到在于年新建投安培引实完用今明])|(?<![同的])努力(?!下)"


class _Commitments(NamedTuple):
    pattern: re.Pattern[str]
    strengths: dict[str, str]


@cache
def _commitments() -> _Commitments:
    rows = read_rows("commitments.csv", columns=("word", "strength"))
    strengths = {row["word"]: check_choice(row, "strength", STRENGTHS) for row in rows}
    guarded = ("拟", "一般", "计划", "努力", "保证", "有望", "预期", "尽力")
    plain = "|".join(sorted((word for word in strengths if word not in guarded), key=len, reverse=True))
    return _Commitments(re.compile(f"{plain}|{_NOT}"), strengths)


def commitment_in(*stretches: str) -> str | None:
    """Return the last word of promise in the first of the stretches that has one, or None.

    >>> commitment_in("办结率达到", "力争到2025年，"), commitment_in("走访企业"), commitment_in("确保化解率")
    ('力争', None, '确保')
    """
    for words in stretches:
        if found := _commitments().pattern.findall(words):
            return str(found[-1])
    return None


def strength_of(commitment: str | None) -> str | None:
    """Return ``firm`` or ``soft`` for a word of promise, None for none.

    >>> strength_of("确保"), strength_of("力争"), strength_of(None)
    ('firm', 'soft', None)
    """
    return None if commitment is None else _commitments().strengths.get(commitment)
