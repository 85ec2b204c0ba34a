"""Dates, periods, deadlines and frequencies in Chinese text, resolved against the day of the document."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Literal, NamedTuple

DateRole = Literal["by", "in", "since", "age", "time"]


class When(NamedTuple):
    """A date expression ``text[start:end]``.

    ``value`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, the last day that the words allow (上半年 is June), or None.
    ``role``: ``by`` (到2025年, 10月底前), ``in`` (2024年, 全年), ``since`` (今年以来, 截至10月底), ``age`` for lengths of
    time that date a fact (近两年, 三年行动) and ``time`` for times of day. ``first`` is where a period begins
    (2022—2024年, 十四五期间).
    """

    start: int
    end: int
    value: str | None
    role: DateRole
    first: str | None = None


class Frequency(NamedTuple):
    """How often (每季度): ``text[start:end]`` and its period 年, 季度, 月, 周, 日 or several of them (半年, 两个月)."""

    start: int
    end: int
    period: str
    average: bool


_N = "0-9〇零一二三四五六七八九十"
_YEAR = rf"""
    (?:(?P<year>(?:19|20)[0-9]{{2}}|二[〇零][{_N[3:]}]{{2}})
       (?:年?(?:[—–\-~～]{{1,2}}|至|到|、)(?P<year_to>20[0-9]{{2}}))? (?:年度|年)
     |(?P<relative>今年|明年|新的?一年|去年|后年|前年|本年度|本年|当年|上一?年度|上一?年|次年|翌年))
"""
# Matches 2024年6月底前, 10月底, 2025年底, 上半年, 年内, 今年以来; not 内蒙古 in 2026年内蒙古 or 月 in 月均.
_DATE = re.compile(
    rf"""
    (?:{_YEAR}(?:全年|期间)?)?
    (?:(?P<month>[{_N}]{{1,2}})(?:月份?)?(?:[—–\-~～至到]{{1,2}}(?P<month_to>[{_N}]{{1,2}}))?月份?
         (?:(?P<day>[{_N}]{{1,3}})日?(?:[—–\-~～至到]{{1,2}}(?:[{_N}]{{1,2}}月)?(?P<day_to>[{_N}]{{1,3}}))?[日号](?!常|均|报|益))?
         (?P<month_end>[上中下]旬|底|末|初)?
      |前(?P<months>[0-9]{{1,2}}|[二两三四五六七八九十]|十一)个月
      |(?P<half>上半年|下半年)
      |(?:第|前)?(?P<quarter>[一二两三四1-4])个?季度(?P<quarter_end>末|底)?
      |(?P<year_end>(?<![0-9〇零一二两三四五六七八九十百多余几半])(?:年底|年末|年终|年内)(?![蒙地陆江外部需生容在控])|(?<=年)[底末内初中](?![蒙地陆江外部需生容在控])|年初|全年|年中(?!心)|本月底|月底|当月|本月|本季度)
      |(?P<plan>“?十[二三四五六]五”?(?:期末|规?划?末|期间|时期))
    )?
    (?P<tail>之前|以前|前(?![三五一二]|[两四六七八九十0-9]{{1,2}}个|往|来|提|景|沿|期|端|后|置|瞻|者|列)|之内|以内|内(?![蒙地陆江外部需生容在控])|以来|来(?!自|源|华|到|说|临|访)|为?止|起|期间)?
    """,
    re.VERBOSE,
)
# Where a date can begin: one character, so that the search stays fast; then _DATE must match more than nothing.
_FIRST = re.compile(r"[0-9〇零一二三四五六七八九十两几数今明去后前本当上下次翌年全月第近过最未这头“]")
# What can follow there, so that the full patterns are tried only where a date is likely.
_LIKELY = re.compile(
    r"[0-9〇零一二三四五六七八九十两几数半百]{1,9}[多余来]?(?:[年月日号时点:：天周季个]|[—–\-~～至到、])"
    r"|[今明去后前本当上次翌]一?年|[上下]半年|年[底末终内初中]|全年|月底|[本当][月季]|[第前][0-9一二两三四五六七八九十几数]"
    r"|近|过去|最近|未来|今后|这|“?十[二三四五六]五"
)
_LENGTH = rf"(?:[{_N}两几数半百]{{1,5}}[多余来几]?(?:年|个多?月|天|周|日|个季度|个五年|个年头|个年度)[多半]?)"
# Matches 近两年来, 过去五年, 三年行动, 5年前; not 3年内 (a time limit).
_AGE = re.compile(
    rf"""
    (?:近|最近|过去|前|未来|今后|这)的?这?{_LENGTH}(?:时间)?(?:以来|来|间|里|内)?
    |{_LENGTH}(?:以来|来(?!自|源|到)|前(?!往)|后|间(?!隔|接))
    |(?<![连持]续)(?<![0-9])[{_N}两]{{1,4}}年(?!时间|内|以|左右|之|多)[“”]?(?:[一-龥]{{0,6}}?)(?:行动|计划|规划|攻坚|专项|倍增|滚动|整治|改革|期|活动|工程|任务|目标|大庆|斗争|会战|纲要|方案|战略)
    """,
    re.VERBOSE,
)
# Matches 上午9时30分, 14:30, 下午3点; not 3点建议.
_TIME = re.compile(
    r"[0-9]{1,2}[:：][0-9]{2}(?![0-9])(?::[0-9]{2})?|[0-9]{1,2}[时点](?:[0-9]{1,2}分|整|半)?(?![一-龥]*?建议)"
)
_SINCE_BEFORE = re.compile(r"(?:截至|截止|截止到|截至到|自|从|始于)$")
_BY_BEFORE = re.compile(r"(?:到|至|力争|确保|赶在|于)$")
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLAN_YEARS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
_PLAN_LENGTH = 5
_RELATIVE = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "明年": 1, "次年": 1, "翌年": 1, "后年": 2, "新的一年": 0, "新一年": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1, "上一年度": -1, "前年": -2}  # fmt: skip
_QUARTER_END = {"1": 3, "2": 6, "3": 9, "4": 12}

# Matches 每季度, 每个月, 日均, 按月, 每两周, 每周三下午; not 每名, 每个 (each).
_FREQUENCY = re.compile(
    r"每(?P<several>[半两一二三四五六七八九十0-9]{0,2})个?(?P<each>年|季度|季|月|周|星期|日|天|学期)(?!均|报)"
    r"(?:[一二三四五六日天]?[上下]午|[末底]前?|(?<=[周期])[一二三四五六日天](?![次场回期个轮名户家批项件条小天]))?|(?P<mean>[日周月年])均(?!衡|匀|可|为|已|要)"
    r"|(?<![0-9十百同])一(?P<one>[天日周月年])(?=[0-9两一二三四五六]+[次场回])"
    r"|(?:按|逐|分)(?P<by>季度|季|月|周|日|年)(?!均)|(?P<yearly>(?<![0-9上本全财])年度(?=[一-龥]{0,8}(?:不|最多|至少|[0-9])))"
)
_PERIODS = {"季": "季度", "星期": "周", "天": "日", "学期": "年"}


def find_frequencies(text: str) -> Iterator[Frequency]:
    """Yield how often something is done, in order.

    >>> [(text.period, text.average) for text in find_frequencies("每季度上门1次，日均接待200人次")]
    [('季度', False), ('日', True)]
    >>> [text.period for text in find_frequencies("每半年督查一次，每两个月会商一次")]
    ['半年', '两个月']
    """
    for match in _FREQUENCY.finditer(text):
        word = match["each"] or match["mean"] or match["by"] or match["one"] or "年"
        several = match["several"] not in (None, "", "一", "1")
        period = text[match.start("several") : match.end("each")] if several else _PERIODS.get(word, word)
        yield Frequency(match.start(), match.end(), period, match["mean"] is not None)


def find_dates(text: str, *, today: str | None = None) -> Iterator[When]:
    """Yield the dates, periods and times of day of a text, in order, without overlaps.

    ``today`` is the day of the document (``YYYY-MM-DD``) that months without a year are counted from; a year that the
    text names itself, earlier in the same sentence or else in the text, is used where there is none.

    >>> [date.value for date in find_dates("到2025年底达标，10月底前完成，年内见效", today="2023-07-23")]
    ['2025-12', '2025-10', '2023']
    >>> [(date.value, date.role) for date in find_dates("2023年上半年办结。确保10月底化解")]
    [('2023-06', 'in'), ('2023-10', 'by')]
    """
    context = _Context(today)
    at = 0
    while (hit := _FIRST.search(text, at)) is not None:
        start = hit.start()
        found = _read_at(text, start, context)
        if found is None:
            at = start + 1
            while at < len(text) and text[start].isdigit() and text[at].isdigit():
                at += 1
            continue
        yield found
        at = found.end


class _Context:
    """The year and month that an expression without them means."""

    __slots__ = ("last", "month", "place", "told", "year")

    def __init__(self, today: str | None) -> None:
        self.year = int(today[:4]) if today else None
        self.month = int(today[5:7]) if today and len(today) > 6 else None
        self.last: int | None = None
        self.told: int | None = None
        self.place = 0

    def see(self, year: int, place: int, *, term: bool) -> None:
        """Remember a year that the text names; a term (到2027年) says nothing about the year of later sentences."""
        self.last, self.place = year, place
        self.told = self.told if term else year

    def year_at(self, text: str, start: int) -> int | None:
        """Return the year meant at ``start``: named before in the sentence, else of the document, else named last."""
        if self.last is not None and text.find("。", self.place, start) < 0 and text.find("\n", self.place, start) < 0:
            return self.last
        return self.year if self.year is not None else self.told


def _read_at(text: str, start: int, context: _Context) -> When | None:
    if _LIKELY.match(text, start) is None:
        return None
    for pattern, role in ((_AGE, "age"), (_TIME, "time")):
        match = pattern.match(text, start)
        if match is not None and not (role == "age" and _is_year(match[0])):
            return When(start, match.end(), None, "age" if role == "age" else "time")
    match = _DATE.match(text, start)
    if match is None or match.end() == start:
        return None
    parts = match.groupdict()
    if not any(parts[name] for name in ("year", "relative", "month", "months", "half", "quarter", "year_end", "plan")):
        return None
    if parts["month"] and not _valid_month(parts):
        return None
    value = _resolve(text, match, context)
    return When(start, match.end(), value, _role(text, match), _first_of(parts, value))


def _is_year(words: str) -> bool:
    """Tell whether the words open with a calendar year (2023年前), which is no length of time."""
    return words[:4].isdigit() and words[:2] in ("19", "20") and words[4:5] == "年"


def _valid_month(parts: dict[str, str | None]) -> bool:
    month = _number(parts["month_to"] or parts["month"])
    return 1 <= month <= 12


def _number(words: str | None) -> int:
    if not words:
        return 0
    if words.isdigit() and words.isascii():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS.get(char, char)) for char in words))


def _resolve(text: str, match: re.Match[str], context: _Context) -> str | None:
    """Return the date that the parts name, or None without a year."""
    parts = match.groupdict()
    if parts["plan"]:
        digit = parts["plan"].lstrip("“")[1]
        return f"{_PLAN_YEARS[digit]}"
    named = parts["year_to"] or parts["year"]
    if named:
        year: int | None = _number(named) if named.isascii() else int("".join(str(_DIGITS[char]) for char in named))
        context.see(
            year or 0, match.start(), term=_BY_BEFORE.search(text, max(0, match.start() - 4), match.start()) is not None
        )
    elif parts["relative"]:
        base = context.year if context.year is not None else context.told
        year = None if base is None else base + _offset(parts["relative"], context.month)
    else:
        of_document = parts["year_end"] is not None and context.year is not None
        year = context.year if of_document else context.year_at(text, match.start())
    if year is None:
        return None
    month = _month(parts, context)
    if month is None:
        return f"{year:04d}"
    rolled = parts["month"] and not named and not parts["relative"] and year == context.year
    if rolled and context.month and month < context.month and _role(text, match) == "by" and _is_ahead(parts):
        year += 1
    day = _number(parts["day_to"] or parts["day"])
    last = monthrange(year, month)[1] if year else 31
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if 1 <= day <= last else "")


# From this month on the new year (新的一年) is the next one.
_LATE = 10


def _offset(relative: str, month: int | None) -> int:
    """Return how many years 去年, 今年, 新的一年 lie from the document's own."""
    return 1 if relative.startswith("新") and (month or 1) >= _LATE else _RELATIVE[relative]


def _first_of(parts: dict[str, str | None], value: str | None) -> str | None:
    """Return the first year or month of a period: 2021 of 十四五期间, 2024-03 of 2024年3—6月."""
    if value is None:
        return None
    if (plan := parts["plan"]) and plan.endswith(("期间", "时期")):
        return f"{int(value) - _PLAN_LENGTH + 1}"
    if parts["year_to"] and parts["year"] and parts["year"].isascii():
        return parts["year"] if parts["year"] < value else None
    if parts["month_to"] and parts["month"]:
        return f"{value[:4]}-{_number(parts['month']):02d}"
    return None


def _is_ahead(parts: dict[str, str | None]) -> bool:
    return parts["tail"] in ("前", "之前", "以前")


def _month(parts: dict[str, str | None], context: _Context) -> int | None:
    if parts["month"]:
        return _number(parts["month_to"] or parts["month"])
    if parts["months"]:
        return _number(parts["months"])
    if parts["half"]:
        return 6 if parts["half"] == "上半年" else 12
    if parts["quarter"]:
        return _QUARTER_END[str(_number(parts["quarter"]))]
    end = parts["year_end"] or ""
    if end in ("年底", "年末", "年终", "底", "末"):
        return 12
    return context.month if end in ("本月底", "月底", "当月", "本月") else None


def _role(text: str, match: re.Match[str]) -> DateRole:
    before = text[max(0, match.start() - 4) : match.start()]
    if (match["plan"] or "").endswith("末"):
        return "by"
    tail, end = match["tail"] or "", match["year_end"] or match["month_end"] or match["quarter_end"] or ""
    if tail in ("以来", "来", "起", "止", "为止") or _SINCE_BEFORE.search(before):
        return "since"
    if _BY_BEFORE.search(before) or tail.endswith(("前", "内")) or end.endswith(("底", "末", "内")):
        return "by"
    if match["relative"] in ("去年", "前年"):
        return "since"
    return "age" if (match["relative"] or "").startswith("上") else "in"
