"""The word lists behind an outline, compiled once; the lists themselves are in ``outline_words.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from policytext.lexicon import read_word_lists

FILE = "outline_words.toml"
_DATE = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_COUNT = "两二三四五六七八九十几多数\\d"


class OutlineWords(NamedTuple):
    """The compiled patterns; the word lists say what each is for."""

    scenes: str
    pairs: str
    note: re.Pattern[str]
    no_runin: re.Pattern[str]
    no_section: re.Pattern[str]
    hard_end: re.Pattern[str]
    attachments: re.Pattern[str]
    remark: re.Pattern[str]
    final: re.Pattern[str]
    organ: re.Pattern[str]
    signature: re.Pattern[str]
    aim_head: re.Pattern[str]
    matter_head: re.Pattern[str]
    gathering_head: re.Pattern[str]
    aim_intro: re.Pattern[str]
    thing_intro: re.Pattern[str]
    one_of: re.Pattern[str]
    action_intro: re.Pattern[str]
    case_intro: re.Pattern[str]
    finding: re.Pattern[str]
    attitude: re.Pattern[str]
    task: re.Pattern[str]
    task_column: re.Pattern[str]
    duty_column: re.Pattern[str]
    number_column: re.Pattern[str]
    column: re.Pattern[str]
    total: re.Pattern[str]


@cache
def outline_words() -> OutlineWords:
    """Compile the patterns of ``outline_words.toml``."""
    either = read_word_lists(FILE).either
    things = either("kind", "things")
    duty = f"^(?!{either('columns', 'collective')}).*{either('columns', 'duties')}$"
    organ = f"[㐀-鿿、 ]{{2,40}}{either('ends', 'organs')}(?:供稿)?"
    return OutlineWords(
        scenes=either("markers", "scenes"),
        pairs=either("markers", "pairs"),
        note=re.compile(either("heads", "notes")),
        no_runin=re.compile(rf"[，；！？]|^(?:{either('heads', 'telling')}|\d{{1,4}}[年月])|了$|[吗呢]$"),
        no_section=re.compile(
            rf"^(?:{either('heads', 'outside')}|\d+\t)|\t|{either('heads', 'titles')}$|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|作者"
        ),
        # Matches at a paragraph's head: 特此通知; 注释：; 附注 alone. Not: 备注栏应当填写; 注：以上数据….
        hard_end=re.compile(f"{either('ends', 'hard')}|{either('ends', 'notes')}[：:]?$", re.MULTILINE),
        # Matches: 附件：1.…; 附件1 alone; 附：. Not: 附件1所列事项.
        attachments=re.compile(r"附[件表]?[ ]?\d{0,2}(?:[：:]|(?=\n|$))"),
        remark=re.compile(either("ends", "remarks")),
        # Matches: 本方案自印发之日起施行; 下一步，. Not: 本方案所称….
        final=re.compile(
            rf"""{either("ends", "final")}
            |本{either("ends", "selves")}[^。]{{0,20}}{either("ends", "validity")}
            |[^\n]*{either("ends", "wishes")}[^\n]*$""",
            re.VERBOSE | re.MULTILINE,
        ),
        organ=re.compile(organ),
        # Matches: 某某市人民政府办公厅 and below it 2024年5月6日.
        signature=re.compile(rf"{organ}[ ]?\n?[（(]?{_DATE}[）)]?$|{_DATE}$", re.MULTILINE),
        aim_head=re.compile(f"{either('kind', 'aims')}|^.{{0,4}}(?:原则|目标)$"),
        matter_head=re.compile(
            f"^(?:.{{0,6}}{either('kind', 'matters')}|{either('kind', 'matter_verbs')}?(?:的)?{either('kind', 'matter_nouns')})$"
        ),
        gathering_head=re.compile(f"^(?:主要|重点|工作|具体|政策|核心)?{either('kind', 'gathering')}$"),
        aim_intro=re.compile(f"{either('kind', 'principles')}[^。\n]{{0,12}}[：:]\\s*$"),
        # Matches: 有下列情形之一的：; 申请材料，包括：; 存在两类问题。. Not: 全体人员必须遵守：; 监管乳品企业。.
        thing_intro=re.compile(
            f"{things}(?:之一)?(?:，(?:包括|有|即))?[^。\n；，]{{0,6}}[：:]\\s*$|[{_COUNT}][个项类点种大条方面]{{1,2}}[^，。；]{{0,6}}{things}。?\\s*$"
            f"|{things}(?:主要)?有[{_COUNT}][个点条种大方面]{{1,2}}[。：]?\\s*$"
            f"|(?:从|按照?)[{_COUNT}]个[^，。；]{{0,6}}{things}[^，。；]{{0,12}}。?\\s*$"
        ),
        # Matches: 有下列情形之一的; 符合下列条件的; 由以下单位组成. Not: 采取下列措施.
        one_of=re.compile(
            f"(?:下列|以下|如下)[^，。：]{{0,4}}?(?:{things}|{either('kind', 'cases')})(?:之一)?的|由(?:下列|以下)[^。：]{{1,10}}组成"
        ),
        action_intro=re.compile(either("kind", "actions")),
        case_intro=re.compile(f"{either('kind', 'cases')}[^。\n]{{0,60}}[：:]\\s*$"),
        finding=re.compile(f"是?{either('kind', 'findings')}|.{{2,12}}是否"),
        attitude=re.compile(f"(?:我们|大家|干部|必须)?要?{either('kind', 'attitudes')}"),
        task=re.compile(either("kind", "tasks")),
        # Matches: 重点任务; 责任单位; 序号. Not: 各有关部门.
        task_column=re.compile(f"{either('columns', 'tasks')}$"),
        duty_column=re.compile(duty),
        number_column=re.compile(f"^{either('columns', 'numbers')}$"),
        column=re.compile(f"{duty}|{either('columns', 'tasks', 'numbers', 'others')}$"),
        total=re.compile(either("columns", "totals")),
    )
