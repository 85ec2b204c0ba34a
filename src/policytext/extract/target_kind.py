"""Decide what a quantity is: goal, result, scope, baseline or rule, from the words around it and its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from policytext.extract.dates import Frequency, When
from policytext.extract.quantities import Quantity
from policytext.lexicon import check_choice, read_rows
from policytext.model import Item, Metadata, TargetKind
from policytext.text import AlignedText

Genre = Literal["plan", "regulation", "report", "news"]


class Section(NamedTuple):
    """A stretch of the text whose head says goal (positive weight) or result (negative), and the words that say it."""

    start: int
    end: int
    weight: float
    cue: str


class Scene(NamedTuple):
    """What a document says about all its numbers: its genre, the day it is from, and its sections."""

    genre: Genre
    today: str | None
    sections: tuple[Section, ...]


class Around(NamedTuple):
    """The words around one quantity: its clause before and after, its sentence, dates and frequency."""

    before: str
    after: str
    sentence: str
    lead_in: str
    date: When | None
    frequency: Frequency | None


class _Cues(NamedTuple):
    pattern: re.Pattern[str]
    weights: Mapping[str, float]


@cache
def _cues() -> _Cues:
    rows = read_rows("target_cues.csv", columns=("cue", "sense", "weight"))
    sign = {"goal": 1.0, "result": -1.0}
    weights = {row["cue"]: sign[check_choice(row, "sense", sign)] * float(row["weight"]) for row in rows}
    words = sorted(weights, key=len, reverse=True)
    return _Cues(re.compile("|".join(re.escape(word) for word in words)), weights)


# Titles end in the genre: 实施方案, 若干措施, 工作报告; not 印发“若干措施” in the middle of a headline.
_PLAN_TITLE = re.compile(
    r"(?:措施|方案|意见|通知|规划|计划|要点|清单|任务|指引|指南|工作安排|分工|目标|行动|办法|细则|规定|政策|倡议书|公告|通告|承诺书|举措|\d+条|[一二三四五六七八九十]条)(?:[（(〔][^）)〕]*[）)〕])?$"
)
_REGULATION_TITLE = re.compile(r"(?:条例|法|办法|细则|规定|规则|标准)(?:[（(〔][^）)〕]*[）)〕])?$")
_REPORT_TITLE = re.compile(r"(?:工作报告|工作总结|情况报告|情况的报告|述职|白皮书|公报|年度报告|年报)")
_PLAN_BODY = re.compile(r"责任单位|牵头单位|完成时限|责任部门|配合单位|现印发给|贯彻执行|贯彻落实。|请(?:认真|结合|各)|制定(?:本|如下|以下)|特制定|以下措施|如下措施|任务分工")
_NEWS_BODY = re.compile(r"记者|日前|近日|据悉|据介绍|了解到|通讯员|新闻发布会|召开|今年以来|介绍说?，")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条", re.MULTILINE)
_GOAL_HEAD = re.compile(r"目标|任务|下一步|打算|工作安排|今后|未来|展望|部署|思路|总体要求|计划|接下来|下一阶段|工作要求|重点工作|保障措施|承诺")
_RESULT_HEAD = re.compile(r"回顾|总结|过去|成效|成绩|完成情况|进展|开展情况|主要做法|典型做法|以来|工作情况|战果|亮点")
_NEXT = re.compile(r"(?:^|(?<=[\n。]))(?:下一步|接下来|下一阶段|今后一个时期|下阶段|下半年)", re.MULTILINE)
_YEAR = re.compile(r"(20[0-9]{2})年")
# A document with this many articles is a regulation, whatever its title.
_ARTICLES = 5
_HEAD_LENGTH = 45


def read_scene(text: AlignedText, items: Sequence[Item], meta: Metadata) -> Scene:
    """Read genre and sections of a document from its title, its wording and the heads of its items."""
    body = text.text
    genre = _genre(body, meta.title)
    sections = list(_sections(text, items, meta))
    for match in _NEXT.finditer(body):
        end = body.find("\n", match.end())
        sections.append(Section(match.start(), len(body) if end < 0 else end, 3.0, match[0]))
    sections.sort()
    return Scene(genre, meta.published, tuple(sections))


def _genre(body: str, title: str | None) -> Genre:
    if len(_ARTICLE.findall(body)) >= _ARTICLES:
        return "regulation"
    head = (title or body[:80].partition("\n")[0]).strip()
    if _REPORT_TITLE.search(head):
        return "report"
    if _REGULATION_TITLE.search(head) and not _NEWS_BODY.search(head):
        return "plan"
    if _PLAN_TITLE.search(head):
        return "plan"
    plan, news = len(_PLAN_BODY.findall(body)), len(_NEWS_BODY.findall(body))
    return "plan" if plan > news else "news"


def _sections(text: AlignedText, items: Sequence[Item], meta: Metadata) -> list[Section]:
    found = []
    year = (meta.published or "")[:4] or None
    named = _YEAR.findall(meta.title or "")
    year = max(named) if named else year
    for item in items:
        if item.style not in ("heading", "section", "run_in") or len(item.lead) > _HEAD_LENGTH:
            continue
        goal, result = _GOAL_HEAD.search(item.lead), _RESULT_HEAD.search(item.lead)
        if bool(goal) == bool(result):
            continue
        weight, cue = (3.0, goal[0]) if goal else (-4.0, result[0] if result else "")
        if year and goal and (years := _YEAR.findall(item.lead)) and max(years) < year:
            weight, cue = -3.0, years[0]
        found.append(Section(text.find_raw(item.span.start), text.find_raw(item.span.end), weight, cue))
    return found


def section_at(scene: Scene, place: int) -> Section | None:
    """Return the innermost section with a sense that covers the place."""
    index = bisect_right(scene.sections, (place, 1 << 60, 0.0, "")) - 1
    while index >= 0:
        if scene.sections[index].end > place:
            return scene.sections[index]
        index -= 1
    return None


_CHANGE_TO = re.compile(r"^[^，。；0-9]{0,10}?(?:提高|提升|增加|增长|上升|扩大|压缩|压减|缩短|下降|降低|降|减少|精简|减|增|升|调整|变|优化|攀升|跃升|拓展|跃|扩)[\u4e00-\u9fff]{0,3}?[到至为成]")
_FROM = re.compile(r"(?:由|从)(?![^，。；]*(?:组成|构成))[^，。；]{0,18}$")
_ENTITLED = re.compile(r"补助|补贴|奖励|奖补|资助|贴息|给予|罚款|处以|减按|免征|标准为|标准|额度|限额|上限|保费|税率|费率|利率(?:不|最|按|为|执)|首付|赔偿|补偿|抵扣|减半|按照?[^，。；]{0,16}的?$|注册资本|营业收入|年收入|主营业务|纳税额?|标的额|投资额|总投资|产值|免费刻制|免费|每人每[月年天]|每亩|每平方米|每户每|每吨|扣分?|扣除|加分?|计分?|权重|占比?分|满分|得分|记分?|赋分")
_VALIDITY = re.compile(r"有效期[限为]?|保质期|试用期|任期|聘期|缓刑|有期徒刑|期限[为不]|服务期|贷款期|还款期|宽限期|续贷|质保")
_CONDITION_AFTER = re.compile(r"^(?:[（(][^）)]{0,8}[）)])?(?:的(?!目标)|且|或者?(?=[\u4e00-\u9fff0-9])|[^，。；、]{0,10}的(?:企业|项目|单位|个人|人员|案件|纠纷|部分|车辆|机构|经营主体|市场主体|家庭|人才|产品|合同|贷款|用户|情形|违法|罚款|行为))")
_CONDITION_BEFORE = re.compile(r"(?:^|[，。；：、])(?:对于?|凡|如|若|年龄|[^，。；]{0,6}(?:从事|工作|任职|经营|成立|参保|缴费|缴存|居住|服务|注册|租期|研发投入))[^，。；]{0,16}$")
_DONE = re.compile(r"已|了|累计|发放|兑现|落实|拨付|支付|投入|下达|筹集|减免了|共|完成|争取|同比|增长|节约|节省|到位|收回|实现|减负")
_CONDITIONED = ("money", "time", "age", "ratio", "length", "area", "weight", "energy", "volume", "count", "person")


def decide_kind(quantity: Quantity, around: Around, scene: Scene, place: int) -> tuple[TargetKind, tuple[str, ...]]:
    """Return the kind of a quantity and the words that decided it."""
    if (found := _FROM.search(around.before)) and (change := _CHANGE_TO.search(around.after)):
        return "baseline", (found[0][:1], change[0])
    score, cues = _tense(quantity, around, scene, place)
    if (rule := _rule(quantity, around, scene, score)) is not None:
        return "rule", (rule,)
    if quantity.family in ("count", "person") and (scope := _scope(quantity, around, score)) is not None:
        return "scope", (scope,)
    return ("goal" if score >= 0 else "result"), cues


def _rule(quantity: Quantity, around: Around, scene: Scene, score: float) -> str | None:
    """Return the words that make a threshold, cap, rate or entitlement, or None."""
    before, after = around.before, around.after
    if quantity.unit == "分" or quantity.family == "age":
        return quantity.unit
    if found := _VALIDITY.search(before[-12:]):
        return found[0]
    limit = quantity.family == "time" and quantity.bound == "at_most"
    suffix = quantity.end > quantity.close
    condition = _CONDITION_AFTER.match(after)
    if suffix and condition and not limit and quantity.family in ("money", "time", "age", "length", "area", "weight", "energy") and score < _SURE:
        return condition[0]
    if (entitled := _ENTITLED.search(before[-20:])) and quantity.family in ("money", "ratio", "count", "other") and not limit and not around.frequency:
        if _DONE.search(before) or score < 0 or (quantity.family == "count" and entitled[0] not in ("免费", "免费刻制")):
            return None
        return entitled[0]
    if scene.genre == "regulation" and not limit and around.frequency is None and quantity.family != "act":
        return "regulation"
    return None


# A goal or result that is this sure is not taken for a condition.
_SURE = 7.0
_STRUCTURE = re.compile(
    r"^(?:大)?[^，。；、的]{0,8}?(?:方面|领域|类|阶段|原则|角度|环节|部分|要求|内容|举措|措施|条款|规定|任务|专项行动|专班|工作组|小组|配套|章节|步骤|板块|维度|层面|要点|清单|机制|制度|情形|职责|指标|主题|议题|模块|等级|档次|标准|专题|系列|子|要素|政策|行为|工程|行动|重点工作|工作)"
)
_BODY = re.compile(r"^[^，。；、的]{0,8}?(?:部门|单位|区县|市县|市州|县区|区市|城市|乡镇|街道|社区|村|国家|地区|省份|省区市|省市|行业|商会|协会|机构|成员|委员|委办局|县|区|市|镇|专业|高校|学科)")
_SCOPE_VERB = re.compile(
    r"(?:公布|列入|列明|列出|明确|涵盖|覆盖|涉及|包括|包含|囊括|下设|设有|共有|现有|拥有|分为|分成|提出|细化|确定|围绕|聚焦|牵涉|规定|分|从|含|其中|组成|划分|构成|现行|保留|存在|目前有|由|与|和|同|联合|会同|全市|全省|全区|全县|全国|县内|市内|区内|省内|辖区|境内|所辖|列席)(?:了|出|为|成|到|着|的|有|共)?[^，。；0-9]{0,12}$"
)
_STATED_BEFORE = re.compile(r"(?:制定|出台|推出|印发|发布|形成|明确|落实|梳理|开展|部署|编制|列出|提出|设|细化|围绕|坚持|做好|抓好|实施|按照|分)[^，。；]{0,30}$|等$|^$|共$")
_MADE_UP = re.compile(r"^[^，。；]{0,4}?(?:组成|构成|的[^，。；]{0,6}(?:团|队|小组|专班|组))")
_TAKE_PART = re.compile(r"参加|参与|出席|分赴|派员|派驻|组成|列席|联合|共同|协同|进驻|均|都|分布|齐聚|共聚|已建立|包括|常驻")
_HAPPENED = re.compile(r"获|入选|受益|保住|到账|落户|开工|投产|通过|实现|建成|完成|上榜|得到|解决|享|达|增|用上|恢复|兑现|签约|上线|落地|免除|脱贫|免予|竣工|开业|纳入|办理|化解|调解|联网|整合|优化|破产|重整|修复|减|启动|投入")
_ACTED_BEFORE = re.compile(r"(?:对|为|向|给|帮助|助力|支持|推动|促成|促进|引导|组织|选派|邀请|走访|结对|培育|新增|新建|建成|建立|设立|打造|完成|办理|查处|破获|化解|解决|整治|清理|引进|吸引|抽调|抽取|选聘|聘请|招募|评选|认定|处理|处分|问责|拘留|抓获|联系到?|举办|召开|举行|培训|服务|惠及|收集|征集|整改|关停|取消|压减|精简|下放|调解|核查|建设|发放|组建|成立|开设)(?:了|出|到|过|的)?[^，。；0-9]{0,24}$")


def _scope(quantity: Quantity, around: Around, score: float) -> str | None:
    """Return the words that say that something exists, is covered, is listed or takes part, or None."""
    before, after = around.before, around.after
    if quantity.start < quantity.digits and quantity.bound in ("at_least", "at_most") or around.frequency is not None:
        return None
    if made := _MADE_UP.match(after):
        return made[0]
    named = _STRUCTURE.match(after)
    if named and (_STATED_BEFORE.search(before) or not _ACTED_BEFORE.search(before)):
        return named[0]
    acted = _ACTED_BEFORE.search(before)
    verb = _SCOPE_VERB.search(before)
    if verb and not (acted and acted.start() > verb.start()):
        return verb[0][:4]
    if score > _PLANNED:
        return None
    body = _BODY.match(after)
    if body and not acted:
        return body[0]
    if not before.strip("“”") and after and "\u4e00" <= after[0] <= "\u9fff":
        if _HAPPENED.search(after) and not _TAKE_PART.search(after):
            return None
        return after[:4]
    return None


# Above this a number in a bare list is rather something to be reached.
_PLANNED = 3.0
_PAST_VERB = re.compile(r"[\u4e00-\u9fff](?<!为)了(?!解|结|然|如)")
_MUST = re.compile(r"(?:^|[，：])(?:一?要|还要|都要|也要|须|需|应|宜)(?!求|素|点|件|闻|急|对|用)")
_EACH = re.compile(r"每[名人个家户位项件]")
_REVIEWED = {"plan": 2.0, "regulation": 2.0, "report": -1.5, "news": -2.0}
_BOUNDED_GOAL = re.compile(r"不(?:得|应)?(?:少于|低于|超过|高于|多于)|至少|最多|至多")


def _tense(quantity: Quantity, around: Around, scene: Scene, place: int) -> tuple[float, tuple[str, ...]]:
    """Weigh goal (positive) against result (negative): clause, sentence, date, section, genre."""
    cues: list[tuple[float, str]] = [(_REVIEWED[scene.genre], scene.genre)]
    clause = around.before + "0" + around.after
    cues += _found(clause, 1.0)
    cues += _found(around.sentence.replace(around.before, "", 1), 0.5)
    if past := _PAST_VERB.search(clause):
        cues.append((-2.0, past[0]))
    if must := _MUST.search(around.before):
        cues.append((2.0, must[0].strip("，：")))
    if around.frequency is not None and not around.frequency.average:
        cues.append((4.0 if quantity.family in ("act", "count", "person", "time") else 1.0, around.frequency.period))
    if quantity.start < quantity.digits and (asked := _BOUNDED_GOAL.search(around.lead_in)):
        cues.append((2.5, asked[0]))
    if quantity.family == "time" and quantity.bound == "at_most" and quantity.start == quantity.digits:
        cues.append((5.0, "内"))
    if quantity.upper is not None or quantity.bound != "exact":
        each = _EACH.search(around.before)
        cues += [(2.0, each[0])] if each else []
    if around.date is not None:
        cues.append(_dated(around.date, scene.today))
    if (section := section_at(scene, place)) is not None:
        cues.append((section.weight, section.cue))
    score = sum(weight for weight, _ in cues)
    told = [(weight, cue) for weight, cue in cues if weight * score > 0]
    return score, tuple(cue for _, cue in sorted(told, key=lambda pair: -abs(pair[0]))[:3])


def _found(words: str, factor: float) -> list[tuple[float, str]]:
    pattern, weights = _cues()
    found = {match[0]: weights[match[0]] * factor for match in pattern.finditer(words)}
    return [(weight, cue) for cue, weight in found.items()]


def _dated(date: When, today: str | None) -> tuple[float, str]:
    """Weigh the date that governs a number: behind the day of the document it is a goal, before it a result."""
    if date.role == "since":
        return -3.0, "since"
    if date.value is None:
        return (2.0, "by") if date.role == "by" else (0.0, "in")
    if today is None:
        return (2.0, "by") if date.role == "by" else (0.0, "in")
    size = min(len(date.value), len(today), 7)
    if date.value[:size] > today[:size]:
        return 3.0, date.value
    if date.value[:size] < today[:size]:
        return -2.5, date.value
    return (2.0, "by") if date.role == "by" else (0.0, "in")
