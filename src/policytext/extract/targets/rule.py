"""Thresholds, caps, rates and amounts that hold as a condition or an entitlement."""

from __future__ import annotations

import re

from policytext.extract.targets.around import Around
from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.scene import GENRE_WEIGHT, Scene
from policytext.extract.targets.words import target_words

# A level that is reached or kept is measured, even where points are its unit.
_LEVEL = re.compile(r"(?:率|意度|占比|达到?|提高|提升|下降|降低|保持在?|稳定在|至|到)[^，。；]{0,2}$")
# Matches 从事一线管理(三年以上), 之日起(超过两年): a length of time that someone must have behind them.
# 满意度却只有81分, 得分85分: a rating that was reached.
_RATED = re.compile(rf"{_LEVEL.pattern}|(?:意度|得分|评分|成绩|均分)[^，。；]{{0,6}}$")
_REQUIRED = re.compile(
    r"(?:从事|工作|任职|经营(?!主体|者)|成立|参保|缴费|居住|从业|执业|注册|存续|之日起)[^，。；]{0,12}$"
)
_BARRED = re.compile(r"[^，。；]{0,16}的(?:企业|单位|人员|个人|机构|纳税人|项目|主体|经营主体|个体工商户)")
# A goal or result that is this sure is not taken for a condition.
_SURE = 7.0
_BOUND_FAMILIES = ("money", "time", "age", "length", "area", "weight", "energy", "act", "ratio")


def find_rule(quantity: Quantity, around: Around, scene: Scene, score: float) -> str | None:
    """Return the words that make a threshold, cap, rate or entitlement, or None."""
    if quantity.family == "age" or (quantity.unit == "分" and not _RATED.search(around.before)):
        return quantity.unit
    if weight := _WEIGHT.search(around.before):
        return weight[0]
    if quantity.family == "time":
        if quantity.bound == "at_most" and quantity.start == quantity.digits:
            return _limit(around)
        if term := _term(quantity, around):
            return term
    if score < _SURE and (held := _held(quantity, around, score)):
        return held
    without_genre = score - GENRE_WEIGHT[scene.genre]
    if relief := _relief(quantity, around, without_genre):
        return relief
    if quantity.family in ("money", "ratio", "count", "other") and around.frequency is None:
        return _entitled(quantity, around, without_genre)
    return None


def _held(quantity: Quantity, around: Around, score: float) -> str | None:
    """Return the words of a case, a condition or an offer, or None."""
    if case := _case(quantity, around):
        return case
    condition = _condition(quantity, around)
    if condition and (not _LEVEL.search(around.before) or around.after.startswith("的")):
        return condition
    return _offered(quantity, around, score)


def _limit(around: Around) -> str | None:
    """Return the words that make 3年内 or 7日内 the length of a bar or the time of a case, or None."""
    if around.after.startswith("有效"):
        return "有效"
    if required := _SINCE.search(around.before):
        return required[0]
    if forbidden := _FORBIDDEN.search(around.before):
        return forbidden[0]
    barred = target_words().barred_for.match(around.after) or (
        _CASE_END.match(around.after) if around.stop == "，" else None
    )
    return barred[0] if barred else None


# 毕业2年内, 成立3年以内: how long ago something may be.
_SINCE = re.compile(r"(?:毕业|成立|注册|退役|登记|入职|取得[^，。；]{1,6})(?:时间|年限)?$")
# 不准退休后三年以内到原管辖企业任职: how long something is forbidden.
_FORBIDDEN = re.compile(r"不准|不得|严禁|禁止")


def _offered(quantity: Quantity, around: Around, score: float) -> str | None:
    """Return the words that make a sum or share what each may get, pay or must reach, or None."""
    found: re.Match[str] | None = None
    if quantity.family == "money":
        found = _CAPPED.match(around.lead_in) or target_words().each_gets.search(around.before)
    elif quantity.family == "time" and quantity.start < quantity.digits:
        found = _LENT.search(around.before) if quantity.bound == "at_most" else None
    elif quantity.family != "time" and (forbidden := _MAY_NOT.match(around.lead_in)):
        found = forbidden
    elif quantity.family in ("ratio", "count", "person"):
        found = target_words().only_if.search(around.after)
        if found is None and quantity.unit in ("‰", "‱"):
            found = _OVERDUE.search(f"{around.before}{around.after}")
        if found is None and quantity.family == "ratio":
            found = _SHARE_OF_COST.search(around.before) if score > _PAID else None
            if found is None and _AT_RATE.search(around.before):
                found = target_words().taken_at.match(around.after)
    return found[0] if found else None


# A cap on money is what one may get or be charged: 单户不超过80万元.
# 单户使用不超过20天: how long one may have the money.
_LENT = re.compile(r"(?:用款|借款|使用|占用)(?:期限|时间)?$")
_CAPPED = re.compile(r"(?:一般|原则上|总额|累计)?(?:不得?超过|最多|至多|最高|不高于|不得高于|上限)")
# 时速不得超过30公里, 检查不得多于一次: what is forbidden is a rule; a length of time that must be kept is a goal.
_MAY_NOT = re.compile(r"不得(?:超过|高于|多于)")
# 逾期按日万分之五支付利息: what delay costs.
_OVERDUE = re.compile(r"逾期|按日|违约金|滞纳金|利息|加收")
# 按设备投入的10%给予奖补; not 按合同付了70%.
_AT_RATE = re.compile(r"按照?(?:[^，。；0-9了已]{1,14}的)?$")
_SHARE_OF_COST = re.compile(r"(?:承担|负担|分担|补贴|补助)$")


# 权重为8%, 满分100分: what something counts in a rating.
_WEIGHT = re.compile(r"(?:权重|分值|满分(?!率)|基准分)[^，。；]{0,4}$")


def is_regulated(quantity: Quantity, around: Around) -> bool:
    """Tell whether a number in articles of law is a plain condition: not asked for, no level, no length of time."""
    asked = quantity.start < quantity.digits or around.frequency is not None or _LEVEL.search(around.before)
    return not asked and quantity.family not in ("act", "time")


def _term(quantity: Quantity, around: Around) -> str | None:
    """Return the words that make a length of time a term of validity or a requirement, or None."""
    if around.lead_in.startswith("最长"):
        return "最长"
    if (found := target_words().validity.search(around.before)) and "判处" not in found.string:
        return found[0]
    if (required := _REQUIRED.search(around.before)) and quantity.bound in ("at_least", "more_than", "less_than"):
        return required[0]
    barred = _BARRED.match(around.after) if around.before.endswith("连续") else None
    return barred[0] if barred else None


# 复核期限缩至5日: a level that was or is to be reached.
_SHORTENED = ("缩", "压", "再压")

# 超30日未发放的, 两次提醒仍不改的: how long or how often before something follows.
_FAILED = re.compile(r"[^，。；]{0,8}(?:仍?未|没有?|仍不|拒不)[^，。；]{1,12}的(?!是)")

# Matches （含）以下的, 劳动合同的 where the clause ends: the case to which a rule applies.
_CASE_END = re.compile(r"^[^，。；]{0,12}的$")


def _case(quantity: Quantity, around: Around) -> str | None:
    """Return the words that make the clause a case (裁员率不超过20%的，…), or None."""
    if quantity.family in ("act", "time") and (failed := _FAILED.match(around.after)):
        return failed[0]
    found = _CASE_END.match(around.after)
    bounded = quantity.start < quantity.digits or quantity.end > quantity.close
    if found is None or around.stop != "，" or _LISTED.search(around.before):
        return None
    if quantity.family == "act":
        return "的" if _OFFENCE.search(f"{around.before}0{around.after}") else None
    return "的" if bounded or quantity.family in ("ratio", "time", "money") else None


# 两次反映仍不改的, 一年内被投诉三次的: how often before something follows.
_OFFENCE = re.compile(r"被|违反|违规|连续|仍|拒不|无故|投诉|不改")
_LISTED = re.compile(r"(?:已|累计|共|了|新增|完成|实现)[^，。；]{0,8}$")


def _relief(quantity: Quantity, around: Around, score: float) -> str | None:
    """Return the words of relief or a price that a share, sum or length of time belongs to, or None.

    ``score`` is the tense without the genre: what was paid or saved is a result.
    """
    words = target_words()
    if quantity.family not in ("ratio", "time") or score < _PAID or around.frequency is not None:
        return None
    clause = f"{around.before}0{around.after}"
    if words.told.search(around.before):
        return None
    if quantity.family == "time":
        if quantity.bound in ("at_most", "less_than") and quantity.start == quantity.digits:
            return None
        if around.lead_in.startswith(_SHORTENED):
            return None
        if (found := words.granted.search(around.before)) or (found := words.relief.search(around.after[:8])):
            return found[0]
        return None
    found = words.relief.search(clause)
    lowered = quantity.end > quantity.close and around.before.endswith(("降到", "降至", "压到", "压至", "低到"))
    return found[0] if found and not lowered else None


def _condition(quantity: Quantity, around: Around) -> str | None:
    """Return the words behind a threshold that say for whom it holds (50万元以下的纠纷), or None."""
    if quantity.end == quantity.close and quantity.start == quantity.digits:
        return None
    found = target_words().condition_after.match(around.after)
    if quantity.family == "money" and _FUND.search(around.before):
        return None
    if found is None or (quantity.family == "person" and found[0] == "的" and not _KIND_OF.match(around.after)):
        return None
    return found[0] if quantity.family in (*_BOUND_FAMILIES, "person") else None


# 不足五十人的小微企业: people as the size of a firm.
_KIND_OF = re.compile(r"的[^，。；、]{0,6}(?:企业|单位|项目|机构|村|社区|商户|个体工商户)")
# 安排不低于三千万元的专项资金: what is set aside, no condition.
_FUND = re.compile(r"(?:安排|设立|投入|筹集|统筹|拿出|出资|组建|发行|兑付)[^，。；每户]{0,10}$")
# Without the genre, a number that is this clearly a result is money paid, not money offered.
_PAID = -1.5


# 标准化达标率达到100%: a level, though 标准 stands before it.
_RATE_REACHED = re.compile(r"(?<![税费利])率(?:达到?|保持在?|稳定在|提高到|提升到)$")
# What one firm or person may get stays below this; larger sums are spent on all together.
_PROGRAMME = 100_000_000
# A sum below this that is named as a grant is what one gets, whatever verb pays it: 发放3万元补助.
_EACH_BELOW = 1_000_000
_CAP = re.compile(r"最高|最多|最低")
_PER_HEAD = re.compile(
    r"(?:给予|补助|补贴|奖励|按)[^，。；]*每[人户家亩吨天日月年辆台吨件个]|每(?:增加?|超过?|满)$|总额$"
)


def _is_spent_or_reached(quantity: Quantity, around: Around) -> bool:
    """Tell whether a sum is spent on all together, or a rate is a level, whatever words of grants stand around it."""
    if quantity.family == "money":
        return quantity.value >= _PROGRAMME or _FUND.search(around.before) is not None
    return quantity.family == "ratio" and _RATE_REACHED.search(around.before) is not None


def _entitled(quantity: Quantity, around: Around, score: float) -> str | None:
    words = target_words()
    if _is_spent_or_reached(quantity, around):
        return None
    if quantity.family == "money" and (cap := _CAP.match(around.lead_in) or _PER_HEAD.search(around.before)):
        return cap[0]
    each = quantity.family == "money" and quantity.value < _EACH_BELOW and score >= 0
    if words.done.search(around.before) and not (each and words.entitled_after.match(around.after)):
        return None
    if score < _PAID:
        return None
    if quantity.family == "ratio" and (share := words.shares.search(around.before)):
        return share[0][:2]
    if quantity.family in ("money", "ratio") and (behind := words.entitled_after.match(around.after)):
        return behind[0]
    if quantity.family == "ratio" and quantity.end > quantity.close and around.before.endswith(("到", "至")):
        return None  # 费率降到0.8%以下: a level to be reached
    found = list(words.entitled.finditer(around.before[-20:] + around.lead_in))
    if not found:
        return None
    word = found[-1][0]
    if quantity.family == "count" and not word.startswith("免费"):
        return None
    return word if quantity.bound in ("at_most", "less_than") or not words.capped.fullmatch(word) else None
