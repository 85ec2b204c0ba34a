"""Goals and results without a number: 高于全国平均水平, 与经济增长同步, 翻一番, 全覆盖, 清零, 只增不减."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from policytext.extract.targets.words import either
from policytext.model import Bound


class Relation(NamedTuple):
    """A comparison ``text[start:end]``: its bound, and against what it is, where the text says it."""

    start: int
    end: int
    bound: Bound
    comparator: str | None


class _Relations(NamedTuple):
    pattern: re.Pattern[str]
    bounds: dict[str, Bound]


@cache
def _relations() -> _Relations:
    names: dict[Bound, str] = {
        "more_than": "above", "less_than": "below", "at_least": "at_least", "at_most": "at_most"
    }  # fmt: skip
    sides = "|".join(f"(?P<{bound}>{either('relative', name)})" for bound, name in names.items())
    reference, manner = either("relative", "references"), either("relative", "manner")
    pattern = re.compile(
        # 高于全国平均水平, 不低于上年; not 高于80% (a number).
        rf"(?:{sides})(?P<reference>[\u4e00-\u9fffA-Z]{{0,10}}?{reference}(?:{reference}){{0,2}})"
        # 与经济增长基本同步, 和上年持平
        rf"|[与和同](?P<equal>[\u4e00-\u9fffA-Z“”、]{{2,16}}?)(?:基本|大体|保持){{0,2}}{either('relative', 'parity')}(?!{manner})"
        rf"|(?P<double>翻(?:了|上)?一?番(?:多|以上|有余)?)"
        # As in 社区养老全覆盖, but not in 全覆盖开展检查, which says how.
        rf"|{either('relative', 'absolute')}(?!{manner})"
        rf"|{either('relative', 'trends')}"
        rf"|{either('relative', 'at_end')}(?![\u4e00-\u9fff])"
        rf"|{either('relative', 'placing')}[\u4e00-\u9fff]{{0,8}}?{either('relative', 'ranks')}(?![十百0-9])"
    )
    return _Relations(pattern, {name: name for name in names})


# Names in quotation marks and titles are no goals: “清零”行动, 《…全覆盖方案》.
_NAMED = re.compile(r"“[^“”\n]{1,20}”|《[^《》\n]{0,200}》")


def find_relations(text: str) -> Iterator[Relation]:
    """Yield the comparisons of a text that set a goal or tell a result without a number, in order.

    >>> [(found.bound, found.comparator) for found in find_relations("增速高于全国平均水平，收入增长与经济增长同步，社区全覆盖")]
    [('more_than', '全国平均水平'), ('exact', '经济增长'), ('exact', None)]
    """
    named = [match.span() for match in _NAMED.finditer(text)]
    index = 0
    for match in _relations().pattern.finditer(text):
        while index < len(named) and named[index][1] <= match.start():
            index += 1
        if index < len(named) and named[index][0] < match.end():
            continue
        bound = next((name for name in _relations().bounds if match[name]), "exact")
        yield Relation(*match.span(), _relations().bounds.get(bound, "exact"), match["reference"] or match["equal"])
