"""Front matter, Markdown and links: what surrounds the text in files of static site generators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytext.text import Edit

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*\r?\n){0,200}?---[ \t]*(?:\r?\n|\Z)")
# Matches: [返回首页](//example.cn/) and <http://example.cn/a.html>. Not: [2022], 〔2022〕3号, <div>.
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]{0,200})\]\((?P<address>[^()\s]{0,500})\)|<https?://[^<>\s]{1,500}>")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|div|br|span|table|td|tr|section|strong|a)\b", re.IGNORECASE)
_REAL_TAG = re.compile(r"</?(?:p|div|br|span|table|td|tr|section|a)\b", re.IGNORECASE)
_ESCAPED = re.compile("&(lt|gt|quot|amp);")
_SIGNS = {"lt": "<", "gt": ">", "quot": '"', "amp": "&"}
_LINE = re.compile(r"[^\n]+")
# A line that is bold as a whole: **福州：一把尺子**. Not: 张**（已判刑）.
_BOLD_LINE = re.compile(r"^\*\*[^*\n]{2,60}\*\*\s*$", re.MULTILINE)
_MARK = re.compile(r"^(?:\#{1,6}[ ]+|>[ ]?)|\*\*|__", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_BETWEEN = re.compile(r"[\s|｜/\\·>»-]*")


def drop_front_matter(text: str) -> Iterator[Edit]:
    """Delete a YAML block at the head of the file.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("---\\ntitle: 通知\\n---\\n正文").clean(drop_front_matter).text
    '\\n正文'
    """
    match = _FRONT_MATTER.match(text)
    if match:
        yield Edit(*match.span(), "\n", kind="front_matter", rule="yaml block")


def to_tags(text: str) -> Iterator[Edit]:
    """Unescape the markup of a page that a database kept in escaped form: ``&lt;p&gt;``.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("&lt;p&gt;压缩时间。&lt;/p&gt;").clean(to_tags).text
    '<p>压缩时间。</p>'
    """
    if len(_ESCAPED_TAG.findall(text)) > 1 and not _REAL_TAG.search(text):
        for match in _ESCAPED.finditer(text):
            yield Edit(*match.span(), _SIGNS[match[1]], "markup", "entity")


def drop_links(text: str) -> Iterator[Edit]:
    """Delete Markdown links: whole where a line holds nothing else, else all but their words.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("见[公报](http://a.cn/1)。\\n[上一页](/a)｜[首页](/)").clean(drop_links).text
    '见公报。\\n'
    """
    for line in _LINE.finditer(text):
        links = list(_LINK.finditer(line[0]))
        if links and _BETWEEN.fullmatch(_LINK.sub("", line[0])):
            start, end = line.start() + links[0].start(), line.start() + links[-1].end()
            yield Edit(start, end, kind="navigation", rule="line of links")
            continue
        for link in links:
            start, end = line.start() + link.start(), line.start() + link.end()
            if link["text"]:
                yield Edit(start, line.start() + link.start("text"), kind="markup", rule="link")
                yield Edit(line.start() + link.end("text"), end, kind="markup", rule="link")
            else:
                yield Edit(start, end, kind="markup", rule="link")


def drop_marks(text: str) -> Iterator[Edit]:
    """Delete heading, quotation and bold marks of Markdown, in files with Markdown headings or two lines set in bold.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("## 第一章 总则\\n**第一条** 本办法").clean(drop_marks).text
    '第一章 总则\\n第一条 本办法'
    """
    if _HEADING.search(text) or len(_BOLD_LINE.findall(text)) > 1:
        for match in _MARK.finditer(text):
            yield Edit(*match.span(), kind="markup", rule="markdown")
