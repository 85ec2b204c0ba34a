"""Decide what a quantity is: goal, result, scope, baseline or rule, from the words around it and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from policytext.extract.dates import When
from policytext.extract.targets.around import Around
from policytext.extract.targets.commitment import commitment_in
from policytext.extract.targets.learned import kind_features, kind_model, words_of
from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.rule import find_rule, is_regulated
from policytext.extract.targets.scene import GENRE_WEIGHT, Scene, section_at, weigh
from policytext.extract.targets.scope import EACH, find_scope, find_size
from policytext.extract.targets.words import target_cues, target_words
from policytext.model import TargetKind

# 原先跑了两趟, 以往要12天: what stood before the change, which the next clause tells.
_FORMERLY = re.compile(r"(?P<word>原先|原来|以往|从前)[^，。；0-9二两三四五六七八九十百千]{0,14}$")
_FROM = re.compile(r"(?:由|从)(?![^，。；]*(?:组成|构成))[^，。；]{0,18}$")


def decide_kind(quantity: Quantity, around: Around, scene: Scene, place: int) -> tuple[TargetKind, tuple[str, ...]]:
    """Return the kind of a quantity and what decided it: by rule, or where rules tie as coded documents teach."""
    kind, cues, score = kind_by_rule(quantity, around, scene, place)
    if kind not in ("goal", "result") or abs(score) > _TIE or _is_marked(around):
        return kind, cues
    model = kind_model()
    features = list(kind_features(quantity, around, scene, place, (kind, score)))
    learned = cast("TargetKind", model.best(features))
    return (kind, cues) if learned == kind else (learned, words_of(model.strongest(features, learned, len(features))))


def _is_marked(around: Around) -> bool:
    """Tell whether the clause itself says what it is: it must, it names its term (2025年底前), or it has a plain word of tense."""
    if _MUST.search(around.before) or (around.date is not None and around.date.role == "by"):
        return True
    return any(abs(weight) >= _PLAIN for weight, _ in weigh(f"{around.before}0{around.after}", 1.0))


# What a plain word of tense (已, 力争) weighs at least.
_PLAIN = 3.0
# Where only tense decides and its score is this weak, the model that coded documents taught is right more often;
# elsewhere the rules are (bench/kinds.py).
_TIE = 4.5


def kind_by_rule(
    quantity: Quantity, around: Around, scene: Scene, place: int
) -> tuple[TargetKind, tuple[str, ...], float]:
    """Return the kind that the rules give, the words that decided it, and the score of tense (goal above 0)."""
    score, cues = _tense(quantity, around, scene, place)
    if (found := _FROM.search(around.before)) and (change := _leads_on(around)):
        return "baseline", (found[0][:1], change), score
    if former := _FORMERLY.search(around.before):
        return "baseline", (former["word"],), score
    if (rule := find_rule(quantity, around, scene, score)) is not None:
        return "rule", (rule,), score
    if quantity.family in ("count", "person") and (scope := find_scope(quantity, around, score)) is not None:
        return "scope", (scope,), score
    if (size := find_size(quantity, around)) is not None and score < 0:
        return "scope", (size,), score
    if scene.genre == "regulation" and is_regulated(quantity, around):
        return "rule", (scene.genre,), score
    return ("goal" if score >= 0 else "result"), cues, score


def _leads_on(around: Around) -> str | None:
    """Return the words that lead from a number to a new level, also where the next clause has them, or None."""
    words = target_words().to_level
    found = words.search(around.after) or (words.match(around.following) if around.stop == "，" else None)
    return found[0] if found else None


_PAST_VERB = re.compile(r"[\u4e00-\u9fff](?<!为)了(?!解|结|然|如)")
_MUST = re.compile(
    r"(?:^|[，：])(?:一?要|还要|都要|也要|须|需|应|宜)(?!求|素|点|件|闻|急|对|用)"
    r"|(?<!必)须(?=[达保不])|应当?(?=达到|保持|不[低少超])"
    r"|(?<![主重需想必只])要(?=[达高不快超比有把从与降提力优低设办建开派配招引新突稳]|增长|实现|保持|控制|增加|减少|压[减缩]|建成|完成|$)"
)
# 用6个月时间: the time that something is given.
_GIVEN = re.compile(r"用$")
# 完成年度任务的82%, 占…的三成: a share of what was asked, or of a whole.
_SHARE_DONE = re.compile(r"完成[^，。；]{2,14}的$")
# 只用了3天办结 tells how long it took.
_TOOK = ("用", "用了", "花", "花了", "过", "了")
# What is set against others is oftener set as a goal than told.
_SET = 2.0
# A limit of time is a goal whatever else its sentence tells.
_LIMIT = 7.0
# A length of time behind these is a level that was or is to be reached, no limit of its own.
_REACHED = re.compile(r"(?:缩短|压缩|压减|减少|减|降|提速|精简)[了至到为]*$")
_BOUNDED_GOAL = re.compile(r"不(?:得|应)?(?:少于|低于|超过|高于|多于)|至少|最多|至多|控制在")


def _tense(quantity: Quantity, around: Around, scene: Scene, place: int) -> tuple[float, tuple[str, ...]]:
    """Weigh goal (positive) against result (negative): clause, form, passage, date, section, genre."""
    preamble = scene.genre == "plan" and place < scene.first_item
    cues: list[tuple[float, str]] = [(-0.5 if preamble else GENRE_WEIGHT[scene.genre], scene.genre), *around.passage]
    cues += weigh(f"{around.before}0{around.after}", 1.0)
    cues += _cues_of_clause(quantity, around)
    if quantity.family == "time":
        cues += _cues_of_time(quantity, around)
    if around.date is not None:
        cues.append(_dated(around.date, scene.today))
    if (section := section_at(scene, place)) is not None:
        cues.append((section.weight, section.cue))
    score = sum(weight for weight, _ in cues)
    told = sorted((pair for pair in cues if pair[0] * score > 0), key=lambda pair: -abs(pair[0]))
    return score, tuple(dict.fromkeys(cue for _, cue in told[:3]))


def _cues_of_clause(quantity: Quantity, around: Around) -> Iterator[tuple[float, str]]:
    """Yield what the verbs of the clause, its frequency and the form of the number say."""
    if (promise := commitment_in(around.before)) and promise not in target_cues().weights:
        yield _PLAIN, promise
    if past := _PAST_VERB.search(f"{around.before}0{around.after}"):
        yield -2.5, past[0]
    if must := _MUST.search(around.before):
        yield 2.0, must[0].strip("，：")
    if around.frequency is not None and not around.frequency.average:
        yield (4.0 if quantity.family in ("act", "count", "person", "time") else 1.0), around.frequency.period
    if quantity.family == "ratio" and (share := _SHARE_DONE.search(around.before)):
        yield -5.0, share[0][:2]
    if quantity.start < quantity.digits and (asked := _BOUNDED_GOAL.search(around.lead_in)):
        yield 2.5, asked[0]
    if quantity.family == "relative":
        yield _SET, "relative"
    if (each := EACH.search(around.before)) and "平均" not in around.before and quantity.family != "money":
        yield (4.0 if quantity.upper is not None or quantity.bound != "exact" else 2.0), each[0]


def _cues_of_time(quantity: Quantity, around: Around) -> Iterator[tuple[float, str]]:
    """Yield what makes a length of time a limit: 3日内, 用6个月时间, 5个工作日办结."""
    bare = quantity.start == quantity.digits
    if quantity.bound == "at_most" and bare and not _REACHED.search(around.before):
        yield _LIMIT, "内"
    if _GIVEN.search(around.before) and around.after.startswith("时间"):
        yield 3.0, "用"
    if target_words().served.match(around.after) and not around.before.endswith(_TOOK):
        yield 3.0, around.after[:2]


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
