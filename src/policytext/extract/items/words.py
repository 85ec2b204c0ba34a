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
    opener: re.Pattern[str]
    no_heading: re.Pattern[str]
    no_section: re.Pattern[str]
    hard_end: re.Pattern[str]
    notes: re.Pattern[str]
    attachments: re.Pattern[str]
    remark: re.Pattern[str]
    final: re.Pattern[str]
    organ: re.Pattern[str]
    signature: re.Pattern[str]
    aim_head: re.Pattern[str]
    matter_head: re.Pattern[str]
    gathering_head: re.Pattern[str]
    short_head: re.Pattern[str]
    contact: re.Pattern[str]
    validity: re.Pattern[str]
    aim_intro: re.Pattern[str]
    short_intro: re.Pattern[str]
    shortcoming: re.Pattern[str]
    answer: re.Pattern[str]
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
    no_heading = rf"^(?:{either('heads', 'outside')}|\d+\t)|\t|\d{{4}}年\d{{1,2}}月\d{{1,2}}日"
    validity = f"本{either('ends', 'selves')}[^。]{{0,20}}{either('ends', 'validity')}"
    short = either("kind", "shortcomings")
    duty = f"^(?!{either('columns', 'collective')}).*{either('columns', 'duties')}$"
    organ = f"[㐀-鿿、 ]{{2,40}}{either('ends', 'organs')}(?:供稿)?"
    return OutlineWords(
        scenes=either("markers", "scenes"),
        pairs=either("markers", "pairs"),
        note=re.compile(either("heads", "notes")),
        no_runin=re.compile(rf"[，；！？]|^(?:{either('heads', 'telling')}|\d{{1,4}}[年月])|了$|[吗呢]$"),
        opener=re.compile(either("heads", "openers")),
        no_heading=re.compile(f"{no_heading}|关于.*{either('heads', 'titles')}$"),
        no_section=re.compile(f"{no_heading}|^{either('heads', 'captions')}|{either('heads', 'titles')}$|作者"),
        # Matches at a paragraph's head: 特此通知; 注释：; 附注 alone. Not: 备注栏应当填写; 注：以上数据….
        hard_end=re.compile(f"{either('ends', 'hard')}|{either('ends', 'notes')}[：:]?$", re.MULTILINE),
        # Matches: 名词解释 alone; 注：1.本表…. Not: 注册资本.
        notes=re.compile(rf"{either('ends', 'notes')}[：:]?(?:$|(?<=[：:])\d)", re.MULTILINE),
        # Matches: 附件：1.…; 附件1 alone; 附：. Not: 附件1所列事项.
        attachments=re.compile(r"附[件表]?[ ]?\d{0,2}(?:[：:]|(?=\n|$))"),
        # Matches: 总之，; 同时也要看到，; 我们也清醒地认识到. Not: 看到企业的困难，.
        remark=re.compile(
            rf"""{either("ends", "remarks")}
            |(?:(?:同时|但|当然)，?)?(?:我们)?(?:也|还)(?:要|应|应当|必须)?(?:清醒|深刻|充分)?地?(?:看到|认识到|意识到)
            |(?:(?:同时|但|当然)，?)?(?:我们)?(?:要|应|应当|必须)?(?:清醒|深刻)地?(?:看到|认识到|意识到)""",
            re.VERBOSE,
        ),
        # Matches: 本方案自印发之日起施行; 下一步，. Not: 本方案所称….
        final=re.compile(
            rf"""{either("ends", "final")}
            |{validity}
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
        # Matches: 存在的主要问题; 问题和不足; 当前面临的困难挑战. Not: 解决突出问题.
        short_head=re.compile(
            f"^(?:当前|目前|.{{0,8}}(?:存在|面临)的?)?(?:主要|突出)?{short}(?:[、和与及以]{{0,2}}{short})*$"
        ),
        contact=re.compile(f"^[^，。；：\n]{{0,12}}{either('kind', 'contacts')}[：:]"),
        # Matches: 本预案自印发之日起实施; 本办法由市商务局负责解释. Not: 本行动由市商务局牵头.
        validity=re.compile(f"{validity}[^。\n]{{0,40}}?(?:起|施行|解释|有效|执行|废止)"),
        aim_intro=re.compile(f"{either('kind', 'principles')}[^。\n]{{0,12}}[：:]\\s*$"),
        # Matches: 我们的工作还有不少差距：; 也清醒看到，发展还不充分：; 短板依然突出。. Not: 解决三方面问题：.
        short_intro=re.compile(
            f"(?:(?:存在|面临|还有|仍有|尚有)[^。：；\n]{{0,40}}{short}[^。：；，\n]{{0,8}}|{short}[^。：；，\n]{{0,4}}(?:依然|仍然|仍|还|比较)[^。：；，\n]{{0,6}}"
            "|(?:清醒|深刻|充分)地?(?:看到|认识到?|意识到)[^。：；\n]{0,60}|也(?:要|应|应当|必须)?(?:看到|认识到|意识到)[^。：；\n]{0,60})[：:。，]?\\s*$"
        ),
        shortcoming=re.compile(short),
        answer=re.compile(either("kind", "answers")),
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
