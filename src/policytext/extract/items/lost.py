"""Items whose number was lost in the source: 1. 2. … 4., with the head of the third without its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from policytext.extract.items.markers import Marker
from policytext.segment import find_paragraphs

# A head sentence with its text behind it: 规范信用修复。建立… Not: 财政部门要安排经费，…
_RUN_IN = re.compile(r"[^\s，。；：！？]{3,20}。(?=[^\n]{6})")
# A head alone on its line, above a paragraph. Not: 联系人：….
_ALONE = re.compile(r"[^\s，。；：！？]{4,25}\n(?=[^\n]{15})")


def find_lost(words: str, headings: Sequence[Marker], ranks: Mapping[str, float]) -> Iterator[Marker]:
    """Yield a marker without number for each gap of one that a single head of the same style fills.

    >>> words = "1.减环节。全部压缩到一个环节办理。\\n减材料。所有证明材料一律清理取消。\\n3.减时间。全部事项一律限时办结。"
    >>> headings = [Marker(0, 2, "arabic", 1), Marker(37, 39, "arabic", 3)]
    >>> [words[marker.start:][:3] for marker in find_lost(words, headings, {"arabic": 6})]
    ['减材料']
    """
    last: dict[str, Marker] = {}
    for marker in headings:
        before = last.get(marker.family)
        head = next((style for style in (_RUN_IN, _ALONE) if before and style.match(words, before.end)), None)
        if before and head and marker.number == before.number + 2:
            between = [
                start
                for start, _ in find_paragraphs(words, before.end, marker.start)
                if start > before.end and head.match(words, start)
            ]
            if len(between) == 1:
                yield Marker(between[0], between[0], marker.family, 0)
        last = {name: other for name, other in last.items() if ranks[name] < ranks[marker.family]}
        last[marker.family] = marker
