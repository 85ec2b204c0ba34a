"""The word lists that decide what a number is for, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from policytext.errors import DataError
from policytext.lexicon import check_choice, read_rows, read_word_lists

FILE = "target_words.toml"


def either(table: str, name: str) -> str:
    """Return the words of a list as one alternation."""
    return read_word_lists(FILE).either(table, name)


class TargetWords(NamedTuple):
    """The compiled patterns; each says in ``target_kind`` what it is for."""

    plan_title: re.Pattern[str]
    news_title: re.Pattern[str]
    report_title: re.Pattern[str]
    plan_body: re.Pattern[str]
    news_body: re.Pattern[str]
    goal_head: re.Pattern[str]
    result_head: re.Pattern[str]
    weak_head: re.Pattern[str]
    next_step: re.Pattern[str]
    scope_verb: re.Pattern[str]
    stated: re.Pattern[str]
    together: re.Pattern[str]
    structure: re.Pattern[str]
    bodies: re.Pattern[str]
    bodies_listed: re.Pattern[str]
    take_part: re.Pattern[str]
    agents: re.Pattern[str]
    happened: re.Pattern[str]
    acted: re.Pattern[str]
    opening_act: re.Pattern[str]
    locative: re.Pattern[str]
    examples: re.Pattern[str]
    scope_opening: re.Pattern[str]
    entitled: re.Pattern[str]
    entitled_after: re.Pattern[str]
    shares: re.Pattern[str]
    capped: re.Pattern[str]
    validity: re.Pattern[str]
    condition_after: re.Pattern[str]
    done: re.Pattern[str]
    announced: re.Pattern[str]
    relief: re.Pattern[str]
    told: re.Pattern[str]
    granted: re.Pattern[str]
    only_if: re.Pattern[str]
    each_gets: re.Pattern[str]
    taken_at: re.Pattern[str]
    barred_for: re.Pattern[str]
    served: re.Pattern[str]
    size: re.Pattern[str]
    matter: re.Pattern[str]
    rules_made: re.Pattern[str]
    to_level: re.Pattern[str]
    shared_noun: re.Pattern[str]


@cache
def target_words() -> TargetWords:
    """Compile the patterns of ``target_words.toml``."""
    clause = "[^，。；]"
    act, scope, stated = either("act", "verbs"), either("scope", "verbs"), either("scope", "stated")
    return TargetWords(
        plan_title=re.compile(f"{either('genre', 'plan_titles')}[”》]?(?:[（(〔][^）)〕]*[）)〕])?$"),
        news_title=re.compile(f"^(?!.*关于)(?!.*方案$).*{either('genre', 'news_titles')}"),
        report_title=re.compile(either("genre", "report_titles")),
        plan_body=re.compile(either("genre", "plan_body")),
        news_body=re.compile(either("genre", "news_body")),
        goal_head=re.compile(either("heads", "goal")),
        result_head=re.compile(either("heads", "result")),
        weak_head=re.compile(either("heads", "weak")),
        next_step=re.compile(f"(?:^|(?<=[\\n。])){either('heads', 'next')}", re.MULTILINE),
        scope_verb=re.compile(f"{scope}[了出为成到着的有共]?[^，。；0-9]{{0,12}}$|{either('scope', 'areas')}共?有?$"),
        stated=re.compile(f"{stated}[^，。；]{{0,30}}$|等共?$|[”》]$|^共?$|、[^，。；、]+$"),
        together=re.compile(f"(?:^|[，、]|[\u4e00-\u9fff])(?P<word>{either('scope', 'with')})$"),
        structure=re.compile(f"^大?[^，。；、的0-9]{{0,8}}?{either('scope', 'nouns')}"),
        bodies=re.compile(
            f"^[^，。；、的0-9]{{0,8}}?{either('scope', 'bodies')}(?=$|[，。；、：（和及的已共均都]|{either('scope', 'take_part')}|建立|开展|推|落)"
        ),
        bodies_listed=re.compile(f"^[^，。；、的0-9]{{0,8}}?{either('scope', 'bodies')}"),
        take_part=re.compile(either("scope", "take_part")),
        agents=re.compile(
            f"(?P<noun>[^，。；、的0-9]{{0,10}}?{either('scope', 'agents')})(?:全部|共同?|累计|均|都|轮流|随机|分别|每[天日周月]|今年)?{act}(?<![对为给将把])"
        ),
        happened=re.compile(either("scope", "happened")),
        acted=re.compile(f"(?P<verb>{act})[了出到过的]?[^，。；0-9]{{0,24}}$"),
        opening_act=re.compile(f"{act}(?<![对为给把将])[了出]?(?=[\u4e00-\u9fff]{{2}})"),
        locative=re.compile(f"^(?:在|从|面向|通过|由|会同|联合|组织|先行|随机){clause}{{1,22}}?(?={act}(?<![对为给]))"),
        # Matches 化解欠薪、用地等问题 and keeps 化解问题.
        examples=re.compile(f"^(?P<verb>{act}[了出]?)[^，。；]*?[、”][^，。；]*等(?P<noun>[^，。；]+)$"),
        scope_opening=re.compile(f"^.*(?:{scope}|{stated})[了出为成到]?"),
        entitled=re.compile(either("rule", "entitled")),
        entitled_after=re.compile(f"^的?{either('rule', 'entitled_after')}"),
        shares=re.compile(f"{either('rule', 'shares')}[^，。；]*的$"),
        capped=re.compile(either("rule", "capped")),
        validity=re.compile(f"{either('rule', 'validity')}[^，。；0-9]{{0,8}}$"),
        condition_after=re.compile(
            rf"^(?:[（(][^）)]{{0,8}}[）)])?(?:的(?!目标|同时|基础|情况)|且|或者?|[^，。；、]{{0,10}}的?{either('rule', 'condition_nouns')})"
        ),
        done=re.compile(either("rule", "done")),
        announced=re.compile(f"{either('genre', 'announcing')}[^。；\n]{{0,40}}?{either('genre', 'announced')}"),
        relief=re.compile(
            f"{either('rule', 'relief')}|{either('rule', 'prices')}[^，。；]{{0,10}}{either('rule', 'price_changes')}"
        ),
        told=re.compile("已|累计|同比|去年|上年|截至|先后|共计|[\u4e00-\u9fff]了(?!解)|今年以来"),
        granted=re.compile(f"{either('rule', 'granting')}$"),
        only_if=re.compile(either("rule", "only_if")),
        each_gets=re.compile(
            f"(?:每[\u4e00-\u9fff]{{1,3}}|单[户家个笔项])[^，。；]{{0,8}}{either('rule', 'each_gets')}[^，。；]{{0,6}}$"
        ),
        taken_at=re.compile(f"(?:的比例|的标准)?{either('rule', 'taken_at')}"),
        barred_for=re.compile(f"{either('rule', 'barring')}|[^，。；]{{1,10}}的，?{either('rule', 'sparing')}"),
        served=re.compile(f"(?:必须|必|内|就?能)?{either('rule', 'served')}"),
        size=re.compile(f"{either('scope', 'sizes')}[为达约近共]?$"),
        matter=re.compile(f"{either('scope', 'matters')}(?![项故务])"),
        rules_made=re.compile(f"{either('scope', 'rules_made')}[^，。；]{{0,12}}{either('scope', 'rules')}$"),
        to_level=re.compile(f"^[^，。；0-9]{{0,10}}?{either('change', 'to_level')}[\u4e00-\u9fff]{{0,3}}?[到至为成]"),
        shared_noun=re.compile(
            f"[\u4e00-\u9fff]{{1,6}}?(?P<tail>{either('indicator', 'shared_before')}?{either('indicator', 'shared')})$"
        ),
    )


class Cues(NamedTuple):
    """Words of tense and aspect: positive weights speak for a goal, negative ones for a result."""

    pattern: re.Pattern[str]
    weights: Mapping[str, float]


@cache
def target_cues() -> Cues:
    """Read ``target_cues.csv``; raise DataError with file and line on a bad row."""
    rows = read_rows("target_cues.csv", columns=("cue", "sense", "weight"))
    sign = {"goal": 1.0, "result": -1.0}
    weights: dict[str, float] = {}
    for row in rows:
        if row["cue"] in weights:
            raise DataError(f"{row.place}: duplicate cue {row['cue']!r}")
        weights[row["cue"]] = sign[check_choice(row, "sense", sign)] * float(row["weight"])
    words = sorted(weights, key=len, reverse=True)
    return Cues(re.compile("|".join(re.escape(word) for word in words)), weights)
