"""What a text says of its own enumerations, against what was found: declared counts and numbers that are missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from policytext.extract.items.markers import read_number
from policytext.model import Issue, Item, Target
from policytext.text import AlignedText

# Matches, behind a number: 条, 项具体举措, 个方面, 大工程. Not: 个部门, 家企业.
_COUNTED = re.compile(
    r"(?:[大个项条类批][^，。；：、部门单位企业家]{0,5}?)?(?:举措|措施|任务|方面|事项|政策|行动|工程|意见|要求|条款|环节|重点|条)"
)


def find_count_issues(text: AlignedText, items: Sequence[Item], targets: Sequence[Target]) -> Iterator[Issue]:
    """Yield an issue for each declared count that no level of the outline has, and for each gap in its numbers.

    A count is declared by a number of measures, tasks, aspects or articles before the first item (推出4个方面30条举措).
    It fits when as many items stand on some level, below one of them, or are innermost, or in all.
    """
    if items:
        yield from _declared(text, items, targets)
        yield from _gaps(items)


def _declared(text: AlignedText, items: Sequence[Item], targets: Sequence[Target]) -> Iterator[Issue]:
    parents = Counter(item.parent for item in items)
    sizes = {len(items), *Counter(item.level for item in items).values(), *parents.values()}
    sizes |= {sum(item.id not in parents for item in items), sum(item.kind == "measure" for item in items)}
    told: set[Decimal] = set()
    for target in targets:
        if target.span.end > items[0].span.start or target.kind != "scope" or target.bound != "exact" or target.upper:
            continue
        if target.value is None or target.unit is None:
            continue
        start = text.find_raw(target.span.start)
        words = text.text[start + len(target.quote.text) - len(target.unit) :][:20]
        if _COUNTED.match(words) and target.value > 1 and target.value not in {*map(Decimal, sizes), *told}:
            told.add(target.value)
            found = ", ".join(map(str, sorted(sizes - {1}, reverse=True))) or "1"
            said = text.text[start : start + len(target.quote.text)]
            yield Issue("items", f"the text declares {said}; items found by level and list: {found}", target.span)


def _gaps(items: Sequence[Item]) -> Iterator[Issue]:
    """Yield an issue where the numbers of one list jump or stand twice."""
    last: dict[tuple[str | None, str], tuple[int, Item]] = {}
    for item in items:
        number = read_number(item.marker or "")
        if not number or item.style != "heading":
            continue
        family = re.sub(r"[一二三四五六七八九十百零\d]+", "#", item.marker or "")
        before = last.get((item.parent, family))
        last[item.parent, family] = number, item
        if before and number != before[0] + 1 and number > 1:
            what = f"{item.marker} follows {before[1].marker}"
            yield Issue("items", f"{what}: a number is missing or stands twice", item.span)
