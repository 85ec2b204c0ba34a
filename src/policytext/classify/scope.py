"""Where words count: brackets that say who is responsible, clauses that forbid, permit or advise."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

# （责任单位：市司法局、市公安局）  [牵头部门：市营商局]   not: （责任单位是市司法局）
# Who carries a measure out does not say what it does.
RESPONSIBLE = re.compile(r"[（(〔\[](?:牵头|责任|配合|参与|主办|协办|承办)(?:单位|部门|地区|领导)?[:：][^）)〕\]\n]*")

# 严禁以调研为名接受宴请   不得干扰企业经营   not: 不得不, 不准确, 不得少于两次 (a bound), 禁止类项目
FORBIDDING = re.compile(
    r"(?:严禁|禁止(?![性类])|不准(?![确时])|不许|不允许|不可以|不得(?![不已人]|少于|低于|高于|超过|多于|晚于|小于|大于|收费的))[^，。；！？\n]*"
)


class Stretches:
    """Ordered, disjoint stretches of a text that know whether they hold a position."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        pairs = list(spans)
        self._starts = [start for start, _ in pairs]
        self._ends = [end for _, end in pairs]

    def __contains__(self, position: int) -> bool:
        if not self._starts:
            return False
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]
