"""How a measure stands to what its label names: required, permitted, advised or prohibited.

亲 and 清 are no polarity: 严禁高高在上、敷衍塞责 forbids a failure of 亲, 严禁收受礼金 one of 清, and 可以参加企业座谈会
permits what serves 亲.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from policytext.classify.scope import FORBIDDING
from policytext.lexicon import WordLists, read_word_lists
from policytext.model import Polarity

FILE = "polarity_words.toml"


class _Words(NamedTuple):
    permitted: re.Pattern[str]
    advised: re.Pattern[str]
    heads: dict[Polarity, re.Pattern[str]]


# 引导基金, 鼓励类: nouns.
_NOUNS = "基金|资金|类|目录"


@cache
def _words() -> _Words:
    lists = read_word_lists(FILE)
    names: tuple[Polarity, ...] = ("prohibited", "permitted", "advised")
    heads = {name: _head(lists, name) for name in names}
    clause = r"[^，。；！？\n]*"
    return _Words(
        re.compile(f"(?<![不勿未非]){lists.either('clauses', 'permitted')}{clause}"),
        re.compile(f"(?<![不勿未非]){lists.either('clauses', 'advised')}(?!{_NOUNS}){clause}"),
        heads,
    )


def _head(lists: WordLists, name: Polarity) -> re.Pattern[str]:
    """Match a head that is such a list as a whole, ends in the name of one, or opens one."""
    whole, end, opening = (lists.either("heads", f"{name}{part}") for part in ("_alone", "", "_of"))
    return re.compile(f"^{whole}{_CLOSING}|{end}{_CLOSING}|{opening}")


# （试行）： behind the name of a list.
_CLOSING = "(?:[（(][^（）()]*[）)])?[：:。”]*$"


def polarity_of(words: str, evidence: Sequence[int], heads: Sequence[str]) -> Polarity:
    """Return the polarity of a label from the clauses that its evidence stands in, else from the heads above it.

    ``words`` are the item's, ``evidence`` the positions of the label's words in it, ``heads`` the leads of the items that
    enclose it, innermost first.

    >>> polarity_of("严禁高高在上、敷衍塞责。", [2], []), polarity_of("参加企业座谈会。", [2], ["可以开展的交往"])
    ('prohibited', 'permitted')
    >>> polarity_of("鼓励商会参与调解。", [6], []), polarity_of("每月走访企业。", [2], [])
    ('advised', 'required')
    """
    kinds: tuple[tuple[Polarity, re.Pattern[str]], ...] = (
        ("prohibited", FORBIDDING), ("permitted", _words().permitted), ("advised", _words().advised)
    )  # fmt: skip
    for polarity, pattern in kinds:
        stretches = [match.span() for match in pattern.finditer(words)]
        inside = sum(any(start <= place < end for start, end in stretches) for place in evidence)
        if stretches and 2 * inside >= max(1, len(evidence)):
            return polarity
    for head in heads:
        for polarity, pattern in _words().heads.items():
            if pattern.search(head):
                return polarity
    return "required"
