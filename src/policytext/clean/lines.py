"""Lines around a text: front matter, navigation, credits and captions of plain pages.

The words that give such lines away are data (``page_furniture.csv``); a rule names a form, never a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from policytext.clean.blocks import NUMBERED
from policytext.lexicon import read_rows
from policytext.text import Edit

FORMS = ("field", "line", "start", "list", "tail")
RUNNING_LINE = 30
# In the middle of a text a line that begins like a control of the page is one only if it is so short.
SHORT_LINE = 20
SCENE_LENGTH = 12

_LINE = re.compile(r"[^\n]+")
_EDGE = " \u3000\t【】[]（）()|｜·-—_=*#>»<《》"
_STRAY = re.compile(r"[|｜\-—_=*·#+~\s\u3000【】\[\]]+")
_NUMBER = re.compile(r"[㐀-鿿]{2,12}[〔\[（(]\d{4}[〕\]）)]\d{1,4}号")
_STAMP = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_HOUR = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ \u3000]?\d{1,2}[:：]\d{2}|^\d{4}-\d{1,2}-\d{1,2}$")
_SENTENCE_END = re.compile(r"[。！？；…][”’）】]?$")
# Matches: （记者 李某 通讯员 王某）; （文章来源：某网）; （根据录音整理）. Not: （以下简称《意见》）.
_SIGNED = re.compile(
    r"[（(【](?:根据(?:现场)?录音整理|(?:本报|本网|特约|见习|实习)?"
    r"(?:记者|通讯员|作者|撰稿|供稿|摄影|文/图|图/文|文图|来源|文章来源|信息来源|稿件来源|责任编辑|责编|编辑|原题为?|本文来源|本文来自)[^（）()【】\n])"
    r"[^（）()【】\n]{0,80}[）)】][ ]*$",
    re.MULTILINE,
)
# Matches: 本条微信由“某发布”（微信号：x）编辑制作.
_WECHAT = re.compile(r"^本(?:条|篇|期)?(?:微信|图文|文)由.{1,60}(?:编辑|制作|发布|整理)")
# Matches: 喜欢就点个“在看”吧！
_APPLAUSE = re.compile(r"点(?:个|亮|击)?.{0,4}(?:赞|在看)|END$")
_ICP = re.compile(r"ICP备|公网安备|网站标识码|版权所有|Copyright ?[©(]|All Rights? Reserved", re.IGNORECASE)
# Where a page stands in its site: 您当前所在位置：首页 > 政务公开. Not: 位置偏远的企业.
_PATH = re.compile("[您你]?(?:现在|当前|目前)?(?:所在|所处)?的?位置(?:是|为)?[ ]?[：:]")
# The clock of a page: 今天是2024年5月6日 星期一 天气：晴. Not: 今天是第三十个世界环境日。
_CLOCK = re.compile(r"(?:今天|现在)是[：:]?[ ]?\d{4}年\d{1,2}月\d{1,2}日")
# The name of a site above its text: 某某市人民政府门户网站, 中国·某某. Not: 某某市推进政府网站建设.
_SITE = re.compile(r"中国·[㐀-鿿]{2,6}|[㐀-鿿·]{2,24}(?:门户网站?|政府网站?|官方网站|政务网|信息网|新闻网)")
MENU_ITEM_LENGTH, MENU_ITEMS = 6, 4
# Matches: 本文仅代表作者观点，不代表本网立场; 如有侵权请联系删除. Not: 严厉打击侵权假冒行为。
_DISCLAIMER = re.compile(
    "仅代表(?:作者|本人|该文)|不代表(?:本[网站台报号]|平台)|如有侵权|侵权(?:请|必究|联系)|(?:不得|禁止|谢绝)转载|转载(?:请|须|需)?(?:注明|联系)"
    "|未经.{0,8}(?:授权|许可).{0,6}转载|版权(?:归|均属|属于)|仅提供信息(?:存储|发布)|仅供(?:读者)?参考[，。]"
)
# Matches: ▲民警在企业走访; 图为座谈会现场.
_CAPTION = re.compile(r"^(?:[▲△▼↑↓◀▶]|图[为：:]|图[一二三四五六七八九十\d]+[：:为]|（图|资料图)")
# Matches: 民警在企业走访。王某 摄; 新闻发布会现场 图/某某; …设备情况（资料图）; 通讯员 供图.
_PICTURED = re.compile(r"(?:[ 　）”/]摄|图[/／][^ ]{2,6}|（(?:资料|示意|配|效果|视频截)图）|摄影报道|供图)[）)]?$")
# Matches: 市司法局副局长 王某某; 省长 李某. Not: 市长信箱.
_PERSON = re.compile(
    r"^[㐀-鿿、·（）]{0,40}(?:书记|常委|主任|局长|院长|检察长|[省市县区镇乡]长|部长|厅长|处长|科长|会长|主席|秘书长|委员|发言人"
    r"|经理|董事长|队长|所长|行长|庭长|专员|总监|总裁|校长|教授|研究员|律师|记者|主持人)[ 　]+[㐀-鿿]{1,2}[ 　]?[㐀-鿿]{1,2}$"
)
_NUMBERED = re.compile(rf"{NUMBERED}|附件")
# The date below an order, whose line above it names who signed; lists of members have such lines in a row, too.
_DATE_LINE = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{2,7}日")
_ACTOR = re.compile(
    "民警|干警|警官|交警|辅警|法官|检察官|律师|工作人员|工作专班|工作队|工作组|志愿者|网格员|调解员|代表|领导|干部|专员|记者|税务人员|执法人员|市民|群众|企业家"
)
_ACTING = re.compile(
    "走访|走进|深入|来到|听取|调研|了解|开展|讲解|介绍|宣传|座谈|参观|检查|巡逻|调解|办理|咨询|现场|解答|指导|送|为.+服务|查看|交流|发放|慰问|排查"
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str

    @property
    def running(self) -> bool:
        """Tell whether the line is a sentence of the text itself, to judge by its length and its end."""
        sentence = len(self.words) >= RUNNING_LINE and bool(_SENTENCE_END.search(self.words))
        return sentence and not _DISCLAIMER.search(self.words)


def drop_furniture(text: str) -> Iterator[Edit]:
    """Delete lines of front matter, navigation and credits.

    Fields such as 来源：… count before the text and behind it, not within.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("发布时间：2024-05-01　来源：某市发布\\n正文。\\n【打印本页】").clean(drop_furniture).text
    '\\n正文。\\n'
    """
    lines = [_Line(*match.span(), match[0].strip()) for match in _LINE.finditer(text)]
    running = [index for index, line in enumerate(lines) if line.running]
    head = running[0] if running else len(lines)
    tail = running[-1] if running else -1
    in_list = False
    for index, line in enumerate(lines):
        found = _furniture(line.words, edge=index < head or index > tail, behind=index > tail)
        if found and found[1] == "list of links":
            in_list = True
        elif found is None and in_list and not _SENTENCE_END.search(line.words) and not _NUMBERED.match(line.words):
            found = ("navigation", "list of links")
        elif found is None:
            in_list = False
        if found:
            yield Edit(line.start, line.end, "", *found)
        else:
            for match in _SIGNED.finditer(text, line.start, line.end):
                yield Edit(*match.span(), "", "credits", "signature in brackets")


def drop_captions(text: str) -> Iterator[Edit]:
    """Delete captions: lines with a picture mark, a person's office and name alone, or a scene without full stop.

    A scene (officials or staff doing something) counts only beside an empty line, where the picture stood.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("正文。\\n市司法局副局长 王小明\\n正文。").clean(drop_captions).text
    '正文。\\n\\n正文。'
    """
    spaced = text.count("\n\n") * 2 > text.count("\n")  # empty lines between all paragraphs say nothing
    lines = list(_LINE.finditer(text))
    shown = ["", *(line[0].strip() for line in lines), ""]
    for match, before, words, behind in zip(lines, shown, shown[1:], shown[2:], strict=False):
        if len(words) > 80 or _SENTENCE_END.search(words) or words.endswith("："):
            continue
        if _PICTURED.search(words):
            yield Edit(*match.span(), "", "caption", "picture credit")
        elif "。" in words:
            continue
        elif _CAPTION.search(words):
            yield Edit(*match.span(), "", "caption", "picture mark")
        elif _PERSON.search(words):
            if not (_PERSON.search(before) or _PERSON.search(behind) or _DATE_LINE.fullmatch(behind)):
                yield Edit(*match.span(), "", "caption", "office and name")
        elif not spaced and len(words) >= SCENE_LENGTH and _ACTOR.search(words) and _ACTING.search(words):
            gap = text[max(0, match.start() - 4) : match.start()].rstrip(" \u3000")
            if gap.endswith("\n\n") and gap != "\n\n\n\n":
                yield Edit(*match.span(), "", "caption", "scene beside a picture")


def _furniture(words: str, *, edge: bool, behind: bool) -> tuple[str, str] | None:
    """Return kind and rule of a line that is no part of the text, else None."""
    if _STRAY.fullmatch(words):
        return "markup", "stray separator"
    if len(words) > 200:
        return None
    terms = _terms()
    bare = words.strip(_EDGE)
    compact = re.sub(r"[ \u3000]", "", bare)
    if compact in terms["line"] or not compact:
        return terms["line"].get(compact, "markup"), "single word"
    key = re.split("[：:]", compact)[0]
    if key in terms["list"]:
        return "navigation", "list of links"
    short = edge or (len(bare) <= SHORT_LINE and "，" not in bare)
    if (short and compact.startswith(tuple(terms["start"]))) or (behind and _APPLAUSE.search(bare)):
        return "navigation", "page control"
    if behind and _DISCLAIMER.search(bare):
        return "navigation", "disclaimer"
    if _WECHAT.search(bare) or (_SIGNED.fullmatch(words) and len(words) < 90):
        return "credits", "signature"
    if not _SENTENCE_END.search(words) and (
        _ICP.search(words) or (behind and key in terms["tail"] and key != compact and words[0] not in "（(")
    ):
        return "navigation", "footer"
    if _are_controls(words) or (edge and not behind and _is_head_of_page(words)):
        return "navigation", "page controls"
    return _fields(words, edge=edge)


def _are_controls(words: str) -> bool:
    """Tell whether a line is nothing but buttons: 【大 中 小】 打印｜关闭."""
    terms = _terms()["line"]
    return all(part in terms for part in filter(None, re.split(r"[【】\[\] \u3000|｜丨/／\t]+", words)))


def _is_head_of_page(words: str) -> bool:
    """Tell whether a line is the path, the clock, the name or the menu of a site: 首页 新闻中心 政务公开 互动交流."""
    if _PATH.match(words) or _CLOCK.match(words) or _SITE.fullmatch(re.sub(r"[ \u3000]", "", words)):
        return True
    parts = re.split(r"[ \u3000|｜丨/／\t]+", words)
    return (
        parts[0] in ("首页", "网站首页")
        and len(parts) >= MENU_ITEMS
        and all(len(part) <= MENU_ITEM_LENGTH for part in parts)
    )


def _fields(words: str, *, edge: bool) -> tuple[str, str] | None:
    """Read a line of ``key：value`` pairs, or one that carries a stamp of day and hour."""
    if len(words) > 160 or _SENTENCE_END.search(words):
        return None
    keys = list(_keys().finditer(words))
    before = words[: keys[0].start()] if keys else words
    if keys and (_are_controls(before.strip(_EDGE)) or _STAMP.search(before) or _NUMBER.fullmatch(before.strip(_EDGE))):
        if edge or len(keys) > 1:
            return _terms()["field"][re.sub(r"\s", "", keys[0]["key"])], "fields"
    elif edge and len(words) <= 60 and _HOUR.search(words) and not re.search("[，；]", words):
        return "front_matter", "time stamp"
    return None


@cache
def _keys() -> re.Pattern[str]:
    """Keys of fields with their colon; blanks may stand between the characters (索 引 号：)."""
    keys = sorted(_terms()["field"], key=len, reverse=True)
    spaced = "|".join(r"[ \u3000]{0,4}".join(map(re.escape, key)) for key in keys)
    return re.compile(rf"(?<![㐀-鿿“])(?:(?<=[0-9\s】］\])）次])|^)?(?P<key>{spaced})[ \u3000]?[：:｜|丨／/]")


@cache
def _terms() -> dict[str, dict[str, str]]:
    """Terms of page furniture by form, with their kinds."""
    found: dict[str, dict[str, str]] = {form: {} for form in FORMS}
    for row in read_rows("page_furniture.csv", columns=["term", "kind", "form"]):
        found[row["form"]][row["term"]] = row["kind"]
    return found
