"""The words that bound a number: 不少于 and 至少开展 before it, 以上 and 左右 behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, cast

from policytext.extract.units import Unit
from policytext.lexicon import check_choice, read_rows
from policytext.model import Bound

BOUNDS = ("exact", "at_least", "more_than", "at_most", "less_than", "about")
# 近, 满 and 约 at the end of another word bound nothing.
_IS_OTHER_WORD = re.compile(r"[最附靠临邻就远]近|[圆美丰充布修读干服]满|(?:[签履邀预续违公]|(?<!折)合)约")
# How far before a number a bounding word with a verb may begin.
REACH = 14
# Behind 最低 and 最高 these make a name.
_NAMED = ("生活保障", "工资", "气温", "人民", "价", "学历", "标准")
_REACHED = ("到", "至", "达")
# A bounding word is not sought beyond these.
_STOP = re.compile(r"[，。；：、！？（）\n\t“”《》0-9]")
# Powers of ten that stand alone: 上百户.
BARE = frozenset("百千万亿")


class _Bounds(NamedTuple):
    """The bounding words before and after a number, as patterns, and what each means."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    of_share: re.Pattern[str]
    meaning: dict[str, Bound]


@cache
def _bounds() -> _Bounds:
    rows = read_rows("bounds.csv", columns=("word", "side", "bound"), optional=("verb",))
    meaning = {row["word"]: cast("Bound", check_choice(row, "bound", BOUNDS)) for row in rows}
    plain = [row["word"] for row in rows if row["side"] == "before"]
    verbal = [row["word"] for row in rows if row["verb"]]
    after = [row["word"] for row in rows if row["side"] == "after"]
    # Matches 不少于 and 至少开展 at the end of what stands before a number.
    before = rf"(?:(?P<verbal>{_either(verbal)})(?P<verb>[可应须给予]{{0,3}}[\u4e00-\u9fff]{{0,6}})|(?P<plain>{_either(plain)}))(?:了|有|为|在|至)?$"
    # Matches 不低于省级奖励 in front of a share (不低于省级奖励50%): what the share is of stands between.
    negated = _either([word for word in plain if word.startswith("不")])
    of_share = rf"(?P<plain>{negated})(?P<verb>)(?P<verbal>)[\u4e00-\u9fff]{{2,9}}$"
    return _Bounds(re.compile(before), re.compile(_either(after)), re.compile(of_share), meaning)


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def bound_before(text: str, start: int, floor: int, *, share: bool) -> tuple[int, Bound | None]:
    """Return where the bounding word before a number begins, and what it means; ``share`` for a ratio."""
    window = text[max(floor, start - REACH) : start]
    stops = list(_STOP.finditer(window))
    window = window[stops[-1].end() :] if stops else window
    found = _bounds().before.search(window)
    if found is None and share:
        found = _bounds().of_share.search(window)
    if found is None:
        return start, None
    word = found["plain"] or found["verbal"]
    head = start - len(window) + found.start()
    if _IS_OTHER_WORD.search(text, max(0, head - 1), head + 1) or (word == "上" and text[start] not in BARE):
        return start, None
    if (found["verb"] or "").startswith(_NAMED) or text.startswith("的", head + len(word)):
        return start, None  # 最低生活保障人数为8343人: the name of a thing; 得分最低的3名: a rank
    if found["verb"] and found["verb"].endswith(_REACHED) and not found["verb"].startswith(("可", "给", "达")):
        return start, None  # 最高负荷冲到2360万千瓦: the highest, not at most
    inner = _bounds().before.search(found["verb"] or "")
    if inner is not None and not _IS_OTHER_WORD.search(found["verb"], max(0, inner.start() - 1), inner.start() + 1):
        word = inner["plain"] or inner["verbal"]
    return head, _bounds().meaning[word]


def verb_inside(lead_in: str) -> str:
    """Return the words between a bounding word and its number.

    >>> verb_inside("至少走访企业"), verb_inside("不少于")
    ('走访企业', '')
    """
    found = _bounds().before.search(lead_in)
    return (found["verb"] or "").lstrip("可应须给予") if found else ""


def bound_after(text: str, unit: Unit) -> tuple[int, Bound | None]:
    """Return where the bounding word behind a unit ends, and what it means; 内 bounds lengths of time and space."""
    found = _bounds().after.match(text, unit.end)
    if found is not None:
        return found.end(), _bounds().meaning[found[0]]
    if (
        unit.family in ("time", "length")
        and text.startswith("内", unit.end)
        and text[unit.end + 1 : unit.end + 2] not in ("蒙", "容")
    ):
        return unit.end + 1, "at_most"
    return unit.end, None


def stack(before: Bound | None, after: Bound | None, inside: Bound | None) -> Bound:
    """Settle the bounds of stacked words: 控制在3%左右 is about, 最高20万元以下 at most, 超过200余次 more than."""
    if after == "about":
        return "about"
    if before in ("at_most", "less_than", "at_least") and after in (None, "at_most", "about", before):
        return before
    return after or before or inside or "exact"
