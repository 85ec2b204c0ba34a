"""Lengths of time: which are quantities, and how they are told in two units."""

from __future__ import annotations

import re
from decimal import Decimal

from policytext.extract.numeral_values import read_value
from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.words import target_words
from policytext.extract.units import Unit

_AND_HALF = re.compile(r"半(?=[，。；：、！？）\n的内以左]|$)")
# 1年零6个月, 3年6个月, 2小时30分钟: a length of time in two units is told in the smaller one.
_AND_PARTS = re.compile(r"零?(?P<count>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?P<unit>个月|分钟)")
_PARTS = {"年": ("个月", 12), "小时": ("分钟", 60), "个小时": ("分钟", 60)}


def with_parts(text: str, value: Decimal, unit: Unit) -> tuple[Decimal, Unit]:
    """Add what a length of time says in a smaller unit, or 半, behind its unit."""
    if _AND_HALF.match(text, unit.end):
        return value + Decimal("0.5"), unit._replace(end=unit.end + 1)
    parts = _AND_PARTS.match(text, unit.end)
    name, size = _PARTS.get(unit.name, ("", 1))
    if parts is None or parts["unit"] != name:
        return value, unit
    count = read_value(parts["count"])[0]
    return (value, unit) if count is None else (value * size + count, Unit(parts.end(), name, "time"))


_LASTING = re.compile(
    r"(?:连续|持续|为期|历时|试行|[花用拖耗]了?|[等跑转]了|有效期[限为]?|期限[为]?|[需用]|(?:暂停|禁止|限制|停止|取消|平均)[^，。；]{0,12}|耗时|用时|时长|时间|周期|缩短|压缩|压减|减少|节约|节省|提前|延长|延期|顺延|提速|提升|增加|平均|仅|只|达|为|到|由|从|天数|至|[上满]|时限|限期|工期|任期|[累合]计)(?:[为了至到约近]|不少于)?$"
)
# 3年至5年: the first end of a range that says its unit twice.
_GOES_ON = re.compile(r"(?:[—–\-~～]{1,2}|至|到)[0-9一二两三四五六七八九十]{1,4}(?:年|周|天|星期|个)(?!底|末|内|初)")
# A bare 25日 is a date; after these it is a number of days.
_LASTING_DAYS = re.compile(r"(?:连续|持续|为期|期限[为是]?|期[为是]|缩短|提前|延长|延期|顺延|耗时|用时)[了至到为]*$")
_LASTING_AFTER = re.compile(
    r"(?:就[^，。；]{1,6}|时间|缩短|压缩|减少|提高|提速|拿证|出证|办结|办理|完成|响应|答复|反馈|的?有效期|减至|降至|降到|压减)"
)
_CIRCLE = re.compile(r"[\u4e00-\u9fff]{0,4}(?:圈|热线|不打烊|自助|营业|在线|值班|值守|全天候|服务|待命|开放)")


# 全天24小时 is no length.
_DAY_LONG = re.compile(r"(?:天|日|夜|每|供|×)$")

# 不到五个月，… tells how soon something followed.
_ELAPSED = re.compile(r"(?:时间)?，")

# Matches 被通报三次以上 behind 一年内: a window in which something is counted, no limit.
_WINDOW = re.compile(r"[^，。；]{0,8}(?:先后|多[个次家]|[两二三四五六七八九0-9]次|累计|两个|[0-9]+(?:起|件)以上)")


def is_length(text: str, quantity: Quantity, words: str, before: str, *, bounded: bool) -> bool:
    """Tell whether a length of time is a quantity: a limit, a duration that was kept or saved, not an age or a date."""
    after = text[quantity.end : quantity.end + 8]
    if quantity.family == "age":
        return bounded or quantity.upper is not None
    if words == "一" and quantity.value == 1 and not bounded:
        return target_words().served.match(after) is not None  # 一个工作日办结
    if _is_other(text, quantity, before, after, bounded=bounded):
        return False
    if bounded or quantity.upper is not None or _GOES_ON.match(text, quantity.end):
        return True
    if quantity.unit == "日":
        return _LASTING_DAYS.search(before) is not None
    if quantity.unit in _ALSO_AGES:
        return _LASTING.search(before) is not None or _LASTING_AFTER.match(after) is not None
    return True


# Units in which texts also tell how old something is: 三年行动, 两周年.
_ALSO_AGES = ("年", "周", "天", "星期", "个季度", "个年度", "个学期", "个学年", "个周", "个礼拜")


def _is_other(text: str, quantity: Quantity, before: str, after: str, *, bounded: bool) -> bool:
    """Tell whether the words are a frequency, the name of a service, a window in which something is counted, or an age."""
    if before.endswith("每"):
        return True  # 每两个月, 每10天
    if quantity.unit in ("小时", "分钟", "个小时") and quantity.bound == "exact" and _CIRCLE.match(after):
        return True
    if quantity.value == 24 and quantity.unit == "小时" and not bounded:
        return after[:1].isalpha() or _DAY_LONG.search(before) is not None
    if quantity.bound == "at_most" and _WINDOW.match(text, quantity.end):
        return True
    if quantity.bound == "less_than" and quantity.start < quantity.digits and _ELAPSED.match(after):
        return True
    return bounded and (
        before.endswith(("近", "过去", "未来")) or (quantity.unit == "年" and after[:1] in ("来", "间"))
    )
