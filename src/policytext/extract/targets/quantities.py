"""Quantities: a number with its unit and the words that bound it, before anyone asks what it is for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from heapq import merge
from typing import cast

from policytext.extract.dates import When, find_dates
from policytext.extract.numerals import Numeral, find_numerals
from policytext.extract.targets.bounds import BARE, REACH, bound_after, bound_before, stack
from policytext.extract.targets.lengths import is_length, with_parts
from policytext.extract.targets.quantity import Quantity
from policytext.extract.units import Unit, match_unit
from policytext.model import Bound

_SHRINK = ("缩至", "缩到", "压缩", "压减", "压降", "缩短", "缩减", "精简")
_FROM = re.compile(r"[由从][^，。；]*?[0-9一二三四五六七八九十百]")
# 同比增长-2.1%, PPI为负2.2%; not 5-6%, 上年-3%: behind a digit or a noun the sign is a dash.
_MINUS = re.compile(r"(?:[长降涨升跌为是幅减速到至]了?|（)(?P<sign>[-－−负])$")
_HALF_UNIT = re.compile(r"个(?P<more>[多余半])(?P<unit>月|小时|星期|钟头|世纪)")
# 半个月, 半小时 (not 上半年, 每半年) is one half; 三年半, 3天半 a half more.
_HALF = re.compile(r"(?<![上下前后每过一])半(?=个?(?:月|小时|天|年(?!报|度)|学期))")
_TAIL_MORE = re.compile(r"[多余](?=[，。；：、！？）\n的]|$)")
_TITLE = re.compile(r"《[^《》\n]{0,200}》")
_QUOTED = re.compile(r"“([^“”\n]{1,14})”")
_INTERVAL = re.compile(r"[—–―\-~～－]{1,2}|至(?!少|多|今)|到")


def find_quantities(text: str, dates: Sequence[When] | None = None) -> Iterator[Quantity]:
    """Yield the quantities of a text in order (codebook, part 5), without deciding what they are for.

    Dates (``find_dates(text)``, where the caller has them already), ordinals, names and slogans in quotation marks,
    titles in 《》, and 一 in 一个, 一批 are left out.

    >>> [(q.unit, q.value, q.bound) for q in find_quantities("走访企业4000余家，化解率达到85%以上，每季度至少开展一次")]
    [('家', Decimal('4000'), 'more_than'), ('%', Decimal('85'), 'at_least'), ('次', Decimal('1'), 'at_least')]
    """
    taken = _Taken(text, tuple(find_dates(text)) if dates is None else dates)
    floor = 0
    pending: Quantity | None = None
    halves = [Numeral(match.start(), match.end(), Decimal("0.5")) for match in _HALF.finditer(text)]
    for found in merge(find_numerals(text), halves) if halves else find_numerals(text):
        numeral = _without_section(text, found, floor)
        if numeral.start < floor or taken.covers(numeral.start):
            continue
        quantity = _read(text, numeral, floor)
        if quantity is None or taken.is_name(text, quantity):
            continue
        floor = quantity.end
        if pending is not None:
            joined = _join(text, pending, quantity)
            if joined is not None:
                pending = joined
                continue
            yield pending
        pending = quantity
    if pending is not None:
        yield pending


# Between the numbers of one list.
_AND = re.compile(r"[、和及与]|以及")
_RESPECTIVELY = re.compile(r"分别[^，。；\n]{0,12}$")


def share_bounds(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Give the members of a bare list the bound that only its first or, behind 分别, only its last member has.

    >>> text = "突破5万户、3万户，产量分别达2050万吨、19万吨以上"
    >>> [quantity.bound for quantity in share_bounds(text, list(find_quantities(text)))]
    ['more_than', 'more_than', 'at_least', 'at_least']
    """
    shared: list[Quantity] = []
    start = 0
    for end in range(1, len(quantities) + 1):
        if end == len(quantities) or not _listed(text, quantities[end - 1], quantities[end]):
            shared += _with_one_bound(text, quantities[start:end])
            start = end
    return shared


def _with_one_bound(text: str, members: Sequence[Quantity]) -> Sequence[Quantity]:
    """Return the members of one list with the bound of the one that has it for all."""
    first, last = members[0], members[-1]
    if first.start < first.digits and all(member.bound == "exact" for member in members[1:]):
        bound = first.bound
    elif last.end > last.close and _RESPECTIVELY.search(text, max(0, first.start - REACH), first.start):
        bound = last.bound
    else:
        return members
    return [member._replace(bound=bound) if member.bound == "exact" else member for member in members]


def _listed(text: str, first: Quantity, second: Quantity) -> bool:
    """Tell whether two quantities of the same unit stand side by side in a list."""
    return first.unit == second.unit and _AND.fullmatch(text, first.end, second.start) is not None


def _read(text: str, numeral: Numeral, floor: int) -> Quantity | None:
    """Read the quantity of a numeral, or None where it counts nothing."""
    start, end = numeral.start, numeral.end
    unit, more = _unit(text, numeral)
    if unit is None or _is_part_of_name(text, start, end, unit):
        return None
    value = numeral.value
    if unit.family == "time":
        value, unit = with_parts(text, value, unit)
    elif unit.family == "ratio" and (minus := _MINUS.search(text, max(0, start - 4), start)):
        start, value = minus.start("sign"), -value
    head, before = bound_before(text, start, floor, share=unit.family == "ratio")
    tail, after = bound_after(text, unit)
    inside = "about" if set(numeral.modifiers) & {"数"} else "more_than" if numeral.modifiers or more else None
    if unit.name == "本" and "." in text[max(0, start - 1) : end]:
        return None  # 2.2本计划: the number of a section
    if (
        before is not None
        and head < start
        and text.startswith(_SHRINK, head)
        and _FROM.search(text, max(0, head - REACH), head)
    ):
        head, before = start, None  # 由5天压缩到2小时 names the level itself
    bound = stack(before, after, cast("Bound | None", inside))
    quantity = Quantity(head, tail, start, unit.end, value, numeral.upper, unit.name, unit.family, bound)
    return quantity if _counts(text, numeral, quantity, bounded=before is not None or after is not None) else None


def _unit(text: str, numeral: Numeral) -> tuple[Unit | None, bool]:
    """Return the unit behind a numeral, and whether 多 or 余 blurs it (3个多月, 20元多)."""
    if numeral.unit is not None:
        return Unit(numeral.end, numeral.unit, "ratio"), False
    half = _HALF_UNIT.match(text, numeral.end)
    if half is not None:
        return Unit(half.end(), "个" + half["unit"], "time"), half["more"] != "半"
    unit = match_unit(text, numeral.end)
    if unit is None:
        return None, False
    more = _TAIL_MORE.match(text, unit.end)
    return (Unit(more.end(), unit.name, unit.family), True) if more else (unit, False)


def _is_part_of_name(text: str, start: int, end: int, unit: Unit) -> bool:
    """Tell whether letters, signs or brackets around the number show a name or a document number."""
    before = text[start - 1 : start]
    if before in ("+", "×", "/", "*", "#", "〔", "[", "·", ":", "_", "№") or text.startswith("+", end):
        return True
    if before.isascii() and before.isalpha() and unit.family not in ("money", "ratio"):
        return True
    return before == "-" and text[start - 2 : start - 1].isalnum() and text[start - 2 : start - 1].isascii()


# What stands before the number of a section: nothing, an end of sentence or line, or the amount before (3541万元2.3本项目).
_SECTION_BEFORE = "\n\t 。；："
_SECTION = re.compile(r"(?P<mark>[0-9]{1,2}\.)(?P<count>[0-9]+)")


def _without_section(text: str, numeral: Numeral, floor: int) -> Numeral:
    """Return the numeral without the number of a list or section glued to it (1.50名农技员 is 50)."""
    start, end = numeral.start, numeral.end
    match = _SECTION.fullmatch(text, start, end)
    if match is None or (start not in (0, floor) and text[start - 1] not in _SECTION_BEFORE):
        return numeral
    unit = match_unit(text, end)
    if unit is None or unit.family not in ("count", "person", "act", "age"):
        return numeral
    return Numeral(match.start("count"), end, Decimal(match["count"]))


# 一 before these is a count only with a bound or a frequency; before the others it is the indefinite article.
_ACT_OR_COUNT = ("act", "count", "person")
_RANK_BEFORE = re.compile(r"(?:(?<![目此以之日])前|(?<![安编])排名?|位列|位居|名列|届|TOP|top|Top)$")
# 省十四届人大三次会议: the third session.
_SESSION = re.compile(r"届[^，。；\n]{0,16}$")
_RANKED = ("位", "名", "次", "批", "期", "个", "年", "家", "场")
_FREQUENCY_BEFORE = re.compile(
    r"(?:每[^，。；\n个人名户家]{0,4}[年季月周日天度期旬]|[按逐][年季月周日]|定期|年度)[^。；\n]{0,60}$"
)


def _counts(text: str, numeral: Numeral, quantity: Quantity, *, bounded: bool) -> bool:
    """Tell whether a number with a unit is a quantity at all (codebook, 'not coded')."""
    start = numeral.start
    words = text[start : numeral.end]
    before = text[max(0, start - 72) : start]
    if quantity.family in ("time", "age"):
        return is_length(text, quantity, words, before, bounded=bounded)
    if quantity.unit in _RANKED and _RANK_BEFORE.search(before[-4:]):
        return False
    if (
        quantity.unit == "次"
        and text.startswith(("会议", "全会", "全体会议"), quantity.end)
        and _SESSION.search(before)
    ):
        return False
    if words == "一" and quantity.unit == "番":
        return False  # 翻一番 is set against what was
    if words == "一":
        frequent = (
            quantity.unit.endswith(("次", "场", "期", "轮", "遍", "回"))
            and _FREQUENCY_BEFORE.search(before) is not None
        )
        return bounded or frequent or quantity.family in ("money", "ratio")
    if words == "二" and quantity.family in _ACT_OR_COUNT:
        return bounded or quantity.unit == "人"
    if set(words) <= BARE and quantity.bound == "exact":
        return False
    return not (quantity.unit in ("期", "档") and words[0] not in "0123456789" and len(words) == 1 and not bounded)


def _join(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Join the two ends of a range that both carry the unit: 5%—5.5%, 3000元至5000元, 一倍以上三倍以下."""
    if first.unit != second.unit or first.upper is not None or second.upper is not None or first.value >= second.value:
        return None
    bounded = (first.bound, second.bound) == ("at_least", "at_most") and first.end == second.digits == second.start
    if bounded and first.end > first.close and second.end > second.close:
        return second._replace(
            start=first.start, digits=first.digits, value=first.value, upper=second.value, bound="exact"
        )
    if first.end != first.close or not _INTERVAL.fullmatch(text, first.end, second.start):
        return None
    return second._replace(start=first.start, digits=first.digits, value=first.value, upper=second.value)


class _Taken:
    """The stretches of a text in which a number is no quantity: dates, titles, quoted names."""

    __slots__ = ("_sizes", "_starts", "_stretches", "_words")

    def __init__(self, text: str, dates: Sequence[When]) -> None:
        stretches = [(date.start, date.end) for date in dates]
        stretches += [match.span() for match in _TITLE.finditer(text)]
        quoted = [match for match in _QUOTED.finditer(text) if not re.search(r"[，。；！？]", match[1])]
        stretches += [match.span() for match in quoted]
        stretches.sort()
        self._stretches = stretches
        self._starts = [start for start, _ in stretches]
        self._words = {match[1] for match in quoted if len(match[1]) >= _SHORTEST_NAME}
        self._sizes = sorted({len(word) for word in self._words})

    def covers(self, position: int) -> bool:
        """Tell whether a stretch covers the position."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return False
        return position < self._stretches[index][1] or (index > 0 and position < self._stretches[index - 1][1])

    def is_name(self, text: str, quantity: Quantity) -> bool:
        """Tell whether the text elsewhere puts the words in quotation marks, as the name that they are."""
        start = quantity.digits
        return any(text[start : start + size] in self._words for size in self._sizes)


# Shorter words in quotation marks (两委) are too common to count as a name of their own.
_SHORTEST_NAME = 4
