"""Decide what a quantity is: goal, result, scope, baseline or rule, from the words around it and its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from policytext.extract.dates import Frequency, When
from policytext.extract.targets.quantities import Quantity
from policytext.extract.targets.scene import GENRE_WEIGHT, Scene, section_at, weigh
from policytext.extract.targets.words import target_words
from policytext.model import TargetKind


class Around(NamedTuple):
    """The words around one quantity.

    ``before`` and ``after`` are its clause, ``lead_in`` its own bounding word; ``date`` and ``frequency`` govern it.
    ``stop`` is the character that ends the clause, ``passage`` holds the weighed cues of the sentence and of what stands before it in the paragraph.
    """

    before: str
    after: str
    stop: str
    lead_in: str
    date: When | None
    frequency: Frequency | None
    passage: tuple[tuple[float, str], ...]


# Matches 提高到, 缩短为, 增至, 降到 behind a number: the number was the old level. Not 提高3个百分点 (a change by).
_CHANGE_TO = re.compile(
    r"^[^，。；0-9]{0,10}?(?:提高|提升|增加|增长|上升|扩大|压缩|压减|缩短|下降|降低|减少|精简|调整|变|优化|攀升|跃升|拓展|放宽|扩展|延长|延伸|合并|并|降|减|增|升|跃|扩|压)"
    r"[\u4e00-\u9fff]{0,3}?[到至为成]"
)
_FROM = re.compile(r"(?:由|从)(?![^，。；]*(?:组成|构成))[^，。；]{0,18}$")


def decide_kind(quantity: Quantity, around: Around, scene: Scene, place: int) -> tuple[TargetKind, tuple[str, ...]]:
    """Return the kind of a quantity and the words that decided it."""
    if (found := _FROM.search(around.before)) and (change := _CHANGE_TO.search(around.after)):
        return "baseline", (found[0][:1], change[0])
    score, cues = _tense(quantity, around, scene, place)
    if (rule := _rule(quantity, around, scene, score)) is not None:
        return "rule", (rule,)
    if quantity.family in ("count", "person") and (scope := _scope(quantity, around, score)) is not None:
        return "scope", (scope,)
    if scene.genre == "regulation" and _regulated(quantity, around):
        return "rule", (scene.genre,)
    return ("goal" if score >= 0 else "result"), cues


# A level that is reached or kept is measured, even where points are its unit.
_LEVEL = re.compile(r"(?:率|意度|占比|达到?|提高|提升|下降|降低|保持在?|稳定在|至|到)[^，。；]{0,2}$")
# Matches 从事一线管理(三年以上), 之日起(超过两年): a length of time that someone must have behind them.
_REQUIRED = re.compile(
    r"(?:从事|工作|任职|经营(?!主体|者)|成立|参保|缴费|居住|从业|执业|注册|存续|之日起)[^，。；]{0,12}$"
)
_BARRED = re.compile(r"[^，。；]{0,16}的(?:企业|单位|人员|个人|机构|纳税人|项目|主体|经营主体|个体工商户)")
# A goal or result that is this sure is not taken for a condition.
_SURE = 7.0
_BOUND_FAMILIES = ("money", "time", "age", "length", "area", "weight", "energy", "act", "ratio")


def _rule(quantity: Quantity, around: Around, scene: Scene, score: float) -> str | None:
    """Return the words that make a threshold, cap, rate or entitlement, or None."""
    limit = quantity.family == "time" and quantity.bound == "at_most" and quantity.start == quantity.digits
    level = _LEVEL.search(around.before)
    if quantity.family == "age" or (quantity.unit == "分" and not level):
        return quantity.unit
    if limit:
        return "有效" if around.after.startswith("有效") else None
    if quantity.family == "time" and (term := _term(quantity, around)):
        return term
    if score < _SURE and (case := _case(quantity, around)):
        return case
    if score < _SURE and (condition := _condition(quantity, around)) and (not level or around.after.startswith("的")):
        return condition
    if relief := _relief(quantity, around, score - GENRE_WEIGHT[scene.genre]):
        return relief
    if quantity.family in ("money", "ratio", "count", "other") and around.frequency is None:
        return _entitled(quantity, around, score - GENRE_WEIGHT[scene.genre])
    return None


def _regulated(quantity: Quantity, around: Around) -> bool:
    """Tell whether a number in articles of law is a plain condition: not asked for, no level, no length of time."""
    asked = quantity.start < quantity.digits or around.frequency is not None or _LEVEL.search(around.before)
    return not asked and quantity.family not in ("act", "time")


def _term(quantity: Quantity, around: Around) -> str | None:
    """Return the words that make a length of time a term of validity or a requirement, or None."""
    if around.lead_in.startswith("最长"):
        return "最长"
    if found := target_words().validity.search(around.before):
        return found[0]
    if (required := _REQUIRED.search(around.before)) and quantity.bound in ("at_least", "more_than", "less_than"):
        return required[0]
    barred = _BARRED.match(around.after) if around.before.endswith("连续") else None
    return barred[0] if barred else None


# Matches （含）以下的, 劳动合同的 where the clause ends: the case to which a rule applies.
_CASE_END = re.compile(r"^[^，。；]{0,12}的$")


def _case(quantity: Quantity, around: Around) -> str | None:
    """Return the words that make the clause a case (裁员率不超过20%的，…), or None."""
    found = _CASE_END.match(around.after)
    bounded = quantity.start < quantity.digits or quantity.end > quantity.close
    if found is None or around.stop != "，" or quantity.family == "act" or _LISTED.search(around.before):
        return None
    return "的" if bounded or quantity.family in ("ratio", "time", "money") else None


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
        if (found := words.granted.search(around.before)) or (found := words.relief.search(around.after[:8])):
            return found[0]
        return None
    found = words.relief.search(clause)
    return found[0] if found else None


def _condition(quantity: Quantity, around: Around) -> str | None:
    """Return the words behind a threshold that say for whom it holds (50万元以下的纠纷), or None."""
    if quantity.end == quantity.close and quantity.start == quantity.digits:
        return None
    found = target_words().condition_after.match(around.after)
    if found is None or (quantity.family == "person" and found[0] == "的"):
        return None
    return found[0] if quantity.family in (*_BOUND_FAMILIES, "person") else None


# Without the genre, a number that is this clearly a result is money paid, not money offered.
_PAID = -1.5


# What one firm or person may get stays below this; larger sums are spent on all together.
_PROGRAMME = 100_000_000
_CAP = re.compile(r"最高|最多|最低")
_PER_HEAD = re.compile(
    r"(?:给予|补助|补贴|奖励|按)[^，。；]*每[人户家亩吨天日月年辆台吨件个]|每(?:增加?|超过?|满)$|总额$"
)


def _entitled(quantity: Quantity, around: Around, score: float) -> str | None:
    words = target_words()
    if quantity.family == "money" and quantity.value >= _PROGRAMME:
        return None
    if quantity.family == "money" and (cap := _CAP.match(around.lead_in) or _PER_HEAD.search(around.before)):
        return cap[0]
    if words.done.search(around.before):
        return None
    if score < _PAID:
        return None
    if quantity.family == "ratio" and (share := words.shares.search(around.before)):
        return share[0][:2]
    if quantity.family in ("money", "ratio") and (behind := words.entitled_after.match(around.after)):
        return behind[0]
    found = list(words.entitled.finditer(around.before[-20:] + around.lead_in))
    if not found:
        return None
    word = found[-1][0]
    if quantity.family == "count" and not word.startswith("免费"):
        return None
    return word if quantity.bound in ("at_most", "less_than") or not words.capped.fullmatch(word) else None


_MADE_UP = re.compile(r"^[^，。；]{0,4}?(?:组成|构成|的[^，。；]{0,6}(?:团|队|小组|专班|组))")
_DIVIDED = re.compile(r"[分划归]为|[分划]成|包括")
# Matches 有225名员工在岗; not 没有, 所有, 已有.
_THERE_IS = re.compile(r"(?<![没所还已未具享拥])有$")
# Matches 出台营商举措 in front of 2140条.
_RULES_BEFORE = re.compile(
    r"(?:出台|制定|推出|形成|印发|提出|发布|明确)[^，。；]{0,12}(?:举措|措施|政策|意见|规定|任务|条款|标准|清单)$"
)
_KINDS_OF = ("类", "种", "大类")
# A longer run of words behind a number that opens its clause holds a verb: something happened.
_BARE_NOUN = 10
# Above this a number in a bare list is rather something to be reached.
_PLANNED = 3.0


def _scope(quantity: Quantity, around: Around, score: float) -> str | None:
    """Return the words that say that something exists, is covered, is listed or takes part, or None."""
    before, after, words = around.before, around.after, target_words()
    asked = quantity.start < quantity.digits and quantity.bound in ("at_least", "at_most")
    if asked or around.frequency is not None or (quantity.upper is not None and _EACH.search(before)):
        return None
    if made := _MADE_UP.match(after):
        return made[0]
    acted, verb = words.acted.search(before), words.scope_verb.search(before)
    named = words.structure.match(after)
    if named and (words.stated.search(before) or acted is None):
        return named[0]
    if verb and not (acted and acted.start() > verb.start()):
        return verb[0][:4]
    if quantity.unit in _KINDS_OF and (acted is None or _DIVIDED.search(before)):
        return quantity.unit
    if acted is None and "之一" in after:
        return quantity.unit
    if (there := _THERE_IS.search(before)) and after and not words.happened.search(after):
        return there[0]
    if quantity.unit == "条" and (rules := _RULES_BEFORE.search(before)):
        return rules[0]
    if not after and _AND_SO_ON.search(before):
        return "等"
    return None if score > _PLANNED else _standing(around, acted=acted is not None)


# Matches 企业、医院、院校等共 in front of a number that closes the list.
_AND_SO_ON = re.compile(r"、[^，。；]*等共?计?$")


def _standing(around: Around, *, acted: bool) -> str | None:
    """Return the words of a number of bodies, or of people and things that stand without a verb, or None."""
    words, after = target_words(), around.after
    body = words.bodies.match(after)
    if body is None and around.before.endswith("等"):
        body = words.bodies_listed.match(after)
    if body and (not acted or words.together.search(around.before)):
        return body[0]
    if around.before.strip("“”") or not after or not "\u4e00" <= after[0] <= "\u9fff":
        return None
    if part := words.take_part.search(after):
        return part[0]
    return after[:4] if len(after) <= _BARE_NOUN and not words.happened.search(after) else None


_PAST_VERB = re.compile(r"[\u4e00-\u9fff](?<!为)了(?!解|结|然|如)")
_MUST = re.compile(r"(?:^|[，：])(?:一?要|还要|都要|也要|须|需|应|宜)(?!求|素|点|件|闻|急|对|用)")
# A limit of time is a goal whatever else its sentence tells.
_LIMIT = 7.0
# A length of time behind these is a level that was or is to be reached, no limit of its own.
_REACHED = re.compile(r"(?:缩短|压缩|压减|减少|减|降|提速|精简)[了至到为]*$")
_EACH = re.compile(r"每[名人个家户位项件]")
_BOUNDED_GOAL = re.compile(r"不(?:得|应)?(?:少于|低于|超过|高于|多于)|至少|最多|至多")


def _tense(quantity: Quantity, around: Around, scene: Scene, place: int) -> tuple[float, tuple[str, ...]]:
    """Weigh goal (positive) against result (negative): clause, passage, date, section, genre."""
    preamble = scene.genre == "plan" and place < scene.first_item
    cues: list[tuple[float, str]] = [(-0.5 if preamble else GENRE_WEIGHT[scene.genre], scene.genre), *around.passage]
    clause = f"{around.before}0{around.after}"
    cues += weigh(clause, 1.0)
    if past := _PAST_VERB.search(clause):
        cues.append((-2.5, past[0]))
    if must := _MUST.search(around.before):
        cues.append((2.0, must[0].strip("，：")))
    if around.frequency is not None and not around.frequency.average:
        cues.append((4.0 if quantity.family in ("act", "count", "person", "time") else 1.0, around.frequency.period))
    if quantity.start < quantity.digits and (asked := _BOUNDED_GOAL.search(around.lead_in)):
        cues.append((2.5, asked[0]))
    if (
        quantity.family == "time"
        and quantity.bound == "at_most"
        and quantity.start == quantity.digits
        and not _REACHED.search(around.before)
    ):
        cues.append((_LIMIT, "内"))
    if (quantity.upper is not None or quantity.bound != "exact") and (each := _EACH.search(around.before)):
        cues.append((4.0, each[0]))
    if around.date is not None:
        cues.append(_dated(around.date, scene.today))
    if (section := section_at(scene, place)) is not None:
        cues.append((section.weight, section.cue))
    score = sum(weight for weight, _ in cues)
    told = sorted((pair for pair in cues if pair[0] * score > 0), key=lambda pair: -abs(pair[0]))
    return score, tuple(dict.fromkeys(cue for _, cue in told[:3]))


def _dated(date: When, today: str | None) -> tuple[float, str]:
    """Weigh the date that governs a number: behind the day of the document it is a goal, before it a result."""
    if date.role == "since":
        return -3.0, "since"
    by = (4.0, "by") if date.role == "by" else (0.0, "in")
    if date.value is None or today is None:
        return by
    size = min(len(date.value), len(today), 7)
    if date.value[:size] > today[:size]:
        return (6.0 if date.role == "by" else 4.5), date.value
    return (-2.5, date.value) if date.value[:size] < today[:size] else by
