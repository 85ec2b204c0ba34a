"""What a document is: title, date, publisher, number, jurisdiction (codebook, part 6).

Sources in order of trust: the YAML block, meta tags, fields around the text, the first lines, the signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policytext.extract.jurisdiction import guess_jurisdiction
from policytext.extract.places import place_called
from policytext.extract.tags import read_tags, read_yaml, to_plain
from policytext.model import Boilerplate, Issue, Metadata
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

TITLE_LENGTH = 100
TITLE_LINES = 3

_META_TITLE = ("articletitle", "ld:headline", "og:title", "title")
_META_DATE = (
    "pubdate",
    "ld:datepublished",
    "article:published_time",
    "publishdate",
    "publishtime",
    "weibo:article:create_at",
    "og:release_date",
)
_META_SOURCE = (
    "contentsource",
    "ld:publisher",
    "source",
    "og:article:author",
    "article:author",
    "sitename",
    "og:site_name",
)
_NUMBER = re.compile(
    r"(?P<organ>[㐀-鿿]{2,14}?)[〔\[（(﹝［]?(?P<year>(?:19|20)\d{2})[〕\])）﹞］](?P<serial>第?\d{1,4}号)"
)
_DECREE = re.compile(r"[㐀-鿿]{2,30}令?[（(]?第?[ ]?\d{1,5}号[）)]?")
_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})")
_COMPACT_DATE = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})")
_CHINESE_DATE = re.compile(
    "([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_SOURCE = re.compile(
    r"(?:文章|信息|稿件|内容|新闻|本文)?(?:来源|来自|转载自|来源单位)[：:｜|][ ]?(?P<name>(?!访问|浏览|点击|阅读|字[号体]|发布|时间|日期|作者|编辑|责任)[^ 　：:|｜，。（）()\n\t\[【]{2,30})"
)
_ISSUER = re.compile(
    r"(?:发布机构|发文机关|发布单位|制发机关|公开主体|发布者)[：:\t ]+(?P<name>[^ 　：:|｜，。（）()\n\t]{2,30})"
)
_WECHAT = re.compile(
    r"(?:微信|图文|文章?)由[“\"「]?(?P<name>[^”\"」（(，。 ]{2,20})[”\"」]?[^。\n]{0,40}(?:编辑|制作|整理|发布)"
)
_ORGAN = re.compile(
    r"[㐀-鿿（）、 ]{2,40}(?:委员会|政府|办公室|办公厅|[局厅部院署]|法院|检察院|联合会|领导小组|委|指挥部|总工会|工商联)"
)
_PROMULGATED = re.compile(
    r"(?:^|[，；（ ])(?P<name>[㐀-鿿]{2,30}?)(?:19|20)\d{2}年\d{1,2}月\d{1,2}日(?:公布|发布|颁布)"
)
# Matches: 新华社杭州2月5日电; 某某日报讯（记者. Not: 本报讯.
_DATELINE = re.compile(
    r"^(?P<name>(?![本据])[㐀-鿿]{2,6}(?:社|[日晚早时]报|网|在线))(?:[㐀-鿿]{0,6}(?:\d{4}年)?\d{1,2}月\d{1,2}日)?(?:电|讯|消息)",
    re.MULTILINE,
)
_NO_TITLE = re.compile(
    r"。|[；！？…]$|[：:]$|记者|通讯员|(?:社|[日晚早]报|新闻网|在线|网)[^，。]{0,12}(?:电|讯|消息)|^(?:【编者按|编者按|编前|导语|——|（|\d{4}年\d{1,2}月\d{1,2}日|附件|目录|各[省市县区州部委直]|第[一二三四五六七八九十]+[章条])|^[一二三四五六七八九十]+、"
)
_KIND_OF_TEXT = re.compile(
    "(?:通知|意见|方案|措施|办法|条例|规定|细则|决定|公告|通告|通报|报告|函|批复|清单|规划|计划|要点|讲话|公报|决议|说明|解读|公示|指南|指引|预案|纪要|倡议书|答复)(?:（[^（）]{1,12}）)?$"
)
_SUFFIX = re.compile(r"\s*(?:[_|｜]|--| - |(?:-[^-]{2,12})*-(?=[^-]*(?:网|政府|频道|在线|公众平台)$)).*$")


def find_metadata(raw: str, text: AlignedText, boilerplate: Sequence[Boilerplate]) -> Metadata:
    """Find what the document is, in its body in normal form and in what was removed around it.

    >>> raw = "某市稳外贸若干措施\\n2024-05-06 来源：某市日报\\n为稳定外贸，我市出台八条措施，自发布之日起施行。"
    >>> find_metadata(raw, AlignedText.of(raw), ()).title
    '某市稳外贸若干措施'
    """
    tags = read_tags(raw)
    yaml = read_yaml(raw)
    around = [to_plain(raw[b.span.start : b.span.end]) for b in boilerplate if b.kind in ("front_matter", "credits")]
    around += [
        to_plain(raw[b.span.start : b.span.end])
        for b in boilerplate
        if b.rule == "outside the article" and text.text and b.span.end <= text.span(0, 1).start
    ]
    title = yaml.get("title") or _title(text.text, _first(tags, _META_TITLE) or _titled(around))
    number = _number(text.text, around)
    signature, signed = _signature(text.text)
    publisher = _publisher(tags, around) or signature or _promulgator(text.text) or _agency_line(text.text)
    return Metadata(
        title=title,
        published=_published(text.text, tags, yaml, around) or signed or _dateline(text.text),
        publisher=publisher,
        document_number=number,
        jurisdiction=guess_jurisdiction(
            title, "\n".join(filter(None, (number, publisher, signature))), _DATELINE.sub("", text.text)
        ),
    )


def take_known(meta: Metadata, known: Mapping[str, str]) -> tuple[Metadata, tuple[Issue, ...]]:
    """Let title, date and city that came beside a text stand in place of what was found in it.

    A date or a city that cannot be read is left, and told as an issue.

    >>> take_known(Metadata(title="措施"), {"date": "2024/5/6 08:00", "city": "大连"})[0]
    Metadata(title='措施', published='2024-05-06', publisher=None, document_number=None, jurisdiction='210200')
    """
    issues = []
    if "title" in known:
        meta = replace(meta, title=to_plain(known["title"]))
    if "date" in known:
        date = _read_date(known["date"]) or _read_date(_COMPACT_DATE.sub(r"\1-\2-\3", known["date"]))
        meta = replace(meta, published=date or meta.published)
        if not date:
            issues.append(Issue("metadata", f"the date given, {known['date']!r}, is no date with year, month and day"))
    if "city" in known:
        place = place_called(to_plain(known["city"]))
        meta = replace(meta, jurisdiction=place or meta.jurisdiction)
        if not place:
            issues.append(Issue("metadata", f"the city given, {known['city']!r}, names no division or several"))
    return meta, tuple(issues)


def _first(tags: dict[str, str], names: Sequence[str]) -> str | None:
    return next((tags[name] for name in names if tags.get(name)), None)


def _title(words: str, tagged: str | None) -> str | None:
    """Return the title: as tagged, cut where the text's first lines end (a site's name follows), else those lines."""
    lines = _title_lines(words)
    if not tagged:
        return "".join(lines) or None
    cut = _SUFFIX.sub("", tagged).strip()
    tagged = cut if len(cut) >= 8 else tagged
    shown = ""
    for line in lines:
        if not _compact(tagged).startswith(_compact(shown + line)):
            break
        shown += line
    return shown if len(shown) >= 8 else tagged


def _titled(around: Sequence[str]) -> str | None:
    """Return the field 标题：… of an information table."""
    found = (re.match("(?:标题|名称)[：: ]+(?P<title>.{6,})", piece) for piece in around)
    return next((match["title"] for match in found if match), None)


def _compact(words: str) -> str:
    return re.sub(r"\s", "", words)


def _title_lines(words: str) -> list[str]:
    """Return the first lines of the text as far as they can be its title."""
    lines = [words[start:end] for start, end in find_paragraphs(words, 0, min(len(words), 1500))]
    while lines and (_NUMBER.fullmatch(lines[0]) or _DECREE.fullmatch(lines[0])):
        lines.pop(0)
    title: list[str] = []
    for line in lines[: min(TITLE_LINES, len(lines) - 1)]:
        longest = TITLE_LENGTH if _KIND_OF_TEXT.search(line) else TITLE_LENGTH // 2
        if _NO_TITLE.search(line) or _NUMBER.fullmatch(line) or len(line) > longest or "\t" in line:
            break
        if title and (len(line) > 36 or line in title or _KIND_OF_TEXT.search("".join(title))):
            break
        title.append(line)
    return title


def _published(words: str, tags: dict[str, str], yaml: dict[str, str], around: Sequence[str]) -> str | None:
    for source in (yaml.get("date"), _first(tags, _META_DATE), *_dated(around)):
        date = _read_date(source or "")
        if date:
            return date
    return None


def _dated(around: Sequence[str]) -> Iterator[str]:
    """Yield stretches that tell the day of publication, the named ones first."""
    yield from (piece for piece in around if re.search("(?:发布|发稿|发表|公开)(?:时间|日期)[：:]", piece))
    yield from (piece for piece in around if re.search("(?<!成文|生成|施行|实施|印发)(?:时间|日期)[：:]", piece))
    yield from around


def _dateline(words: str) -> str | None:
    """Return the first full date of the opening: the day of adoption, of the meeting or of the report."""
    opening = words[:600]
    issued = re.search(r"((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)[^。；，）]{0,10}(?:公布|发布|印发)", opening)
    return _read_date(issued[1] if issued else opening)


def _read_date(words: str) -> str | None:
    match = _DATE.search(words)
    if match and 1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31:
        return f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}"
    match = _CHINESE_DATE.search(words)
    if not match:
        return None
    year = "".join(str("〇一二三四五六七八九".index("〇" if c in "○零" else c)) for c in match[1])
    return f"{year}-{_small_number(match[2]):02d}-{_small_number(match[3]):02d}"


def _small_number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens) if tens else 1) * 10 * bool(ten) + (digits.index(ones) if ones else 0)


def _publisher(tags: dict[str, str], around: Sequence[str]) -> str | None:
    for pattern in (_SOURCE, _WECHAT, _ISSUER):
        for piece in around:
            match = pattern.search(piece)
            if match:
                return match["name"].strip('“”"')
    return _first(tags, _META_SOURCE)


def _promulgator(words: str) -> str | None:
    """Return the organ that a note under the title names with the day it made the text public."""
    match = _PROMULGATED.search(words[:600])
    return match["name"] if match else None


def _agency_line(words: str) -> str | None:
    """Return the news agency or paper of a dateline at the head of a paragraph: 新华社某地2月5日电."""
    match = _DATELINE.search(words[:600])
    return match["name"] if match else None


def _number(words: str, around: Sequence[str]) -> str | None:
    """Return the document's own number: in a field, or on a line of its own near the head."""
    lines = [words[start:end] for start, end in find_paragraphs(words, 0, min(len(words), 2000))][:14]
    for line in (*around, *lines):
        match = _NUMBER.search(re.sub(r"^[^：:\t]{0,8}[：:\t ]+", "", line))
        if match and len(match[0]) >= 0.4 * len(line.strip()) and "《" not in line[: match.start() or 1]:
            return f"{match['organ']}〔{match['year']}〕{match['serial']}"
    return None


def _signature(words: str) -> tuple[str | None, str | None]:
    """Return the signing organ and date that stand on lines of their own behind the text or its cover note."""
    lines = [words[start:end].strip() for start, end in find_paragraphs(words)]
    for index in range(len(lines) - 1, 0, -1):
        match = re.fullmatch(
            r"[（(]?(.{0,40}?)((?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九]{4}年.{2,7}日)[）)]?",
            lines[index],
        )
        if not match:
            continue
        organ = match[1] or lines[index - 1]
        if _ORGAN.fullmatch(organ) and len(organ) <= 40:
            return organ, _read_date(match[2])
    return None, None
