"""Lines of a site's template: what recurs over its pages around every text, learned from the pages themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from policytext.clean.article import compact
from policytext.clean.blocks import NUMBERED
from policytext.text import Edit

# A line belongs to a template when it stands on this share of a site's pages, and on so many of them.
TEMPLATE_SHARE = 0.6
LEAST_PAGES = 5
# Sentences from this length on do not recur by chance; shorter ones do (特此通知。).
SENTENCE_LENGTH = 20
LINE_LENGTH = 120

_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[。！？；…][”’）】]?$")
# What the template of a site says: it invites, reminds, or tells who may copy. Texts of one kind have lines in common,
# too (此件公开发布, 本通知自印发之日起施行。), and those are theirs.
_INVITING = re.compile(
    "扫|关注|客户端|APP|热线|提醒|声明|转载|版权|编辑|二维码|下载|分享|点击|微信|微博|网友|阅读|打开|登录|随身|掌上|指尖|订阅|投稿|报料|邀您|欢迎"
    "|浏览器|本网|本站|网站|在线|频道|评论|举报|广告|收藏|点赞",
    re.IGNORECASE,
)
# What opens or closes a text in many documents of one kind and is part of each: salutations, heads, notes in brackets.
_PART_OF_TEXT = re.compile(rf"[：:]$|^(?:[（(【〔]|{NUMBERED}|附[件表])")
_META_SITE = re.compile(
    r"<meta\b[^<>]{0,80}?\b(?:name|property)\s*=\s*[\"']?(?:SiteName|og:site_name|SiteDomain)\b[^<>]{0,40}?"
    r"\bcontent\s*=\s*[\"']?(?P<site>[^\"'<>]{2,80})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"<(?:link\b[^<>]{0,80}?\brel\s*=\s*[\"']?canonical\b[^<>]{0,40}?\bhref|base\b[^<>]{0,40}?\bhref"
    r"|meta\b[^<>]{0,80}?\b(?:og:url|name\s*=\s*[\"']?Url)\b[^<>]{0,40}?\bcontent)\s*=\s*[\"']?(?P<url>https?://[^\"'<>\s]{4,500})",
    re.IGNORECASE,
)
HEAD_LENGTH = 60_000


@dataclass(frozen=True, slots=True)
class TemplateLines:
    """A cleaner that deletes known lines: short ones before and behind the text, long sentences anywhere.

    >>> from policytext.text import AlignedText
    >>> drop = TemplateLines(("某某在线客户端",))
    >>> AlignedText.of("某某在线客户端\\n市政府召开会议，研究部署优化营商环境有关工作，要求抓好落实。").clean(drop).text
    '\\n市政府召开会议，研究部署优化营商环境有关工作，要求抓好落实。'
    """

    lines: tuple[str, ...]

    def __call__(self, text: str) -> Iterator[Edit]:
        """Yield an edit for each line of the template."""
        known = frozenset(self.lines)
        lines = [(match.start(), match.end(), compact(match[0])) for match in _LINE.finditer(text)]
        running = [index for index, (_, _, words) in enumerate(lines) if _is_sentence(words) and words not in known]
        for index, (start, end, words) in enumerate(lines):
            edge = not running or not running[0] < index < running[-1]
            if words in known and (edge or _is_sentence(words)):
                yield Edit(start, end, "", "navigation", "line of the site's template")


def find_site(raw: str, url: str | None = None) -> str | None:
    """Return what tells the site of a page: the host of its address, or the name that its meta tags give.

    >>> find_site('<head><meta name="SiteName" content="某市政府网"></head>'), find_site("", "http://www.example.cn/a.html")
    ('某市政府网', 'www.example.cn')
    """
    if url and (host := urlsplit(url).hostname):
        return host
    head = raw[:HEAD_LENGTH]
    if address := _ADDRESS.search(head):
        return urlsplit(address["url"]).hostname
    site = _META_SITE.search(head)
    return site["site"].strip() if site else None


def learn_templates(pages: Iterable[tuple[str, str]]) -> TemplateLines:
    """Learn the lines that recur over the pages of one site; each page is its site and its body in normal form.

    >>> pages = [("a.cn", f"第{n}次会议召开。\\n某某在线客户端\\n特此通知。") for n in range(6)]
    >>> learn_templates(pages).lines
    ('某某在线客户端',)
    """
    counts: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    for site, body in pages:
        sizes[site] += 1
        lines = {compact(line) for line in body.split("\n") if "\t" not in line}
        counts.setdefault(site, Counter()).update(filter(_may_recur, lines))
    least = {site: max(LEAST_PAGES, TEMPLATE_SHARE * size) for site, size in sizes.items()}
    return TemplateLines(
        tuple(sorted({words for site, seen in counts.items() for words, count in seen.items() if count >= least[site]}))
    )


def _may_recur(words: str) -> bool:
    """Tell whether a line may be one of a template at all."""
    if not 1 < len(words) <= LINE_LENGTH or _PART_OF_TEXT.search(words) or not _INVITING.search(words):
        return False
    return _is_sentence(words) or not _SENTENCE_END.search(words)


def _is_sentence(words: str) -> bool:
    return len(words) >= SENTENCE_LENGTH and bool(_SENTENCE_END.search(words))
