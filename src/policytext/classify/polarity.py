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
from policytext.lexicon import read_word_lists
from policytext.model import Polarity

FILE = "polarity_words.toml"


class _Words(NamedTuple):
    permitted: re.Pattern[str]
    advised: re.Pattern[str]
    heads: dict[Polarity, re.Pattern[str]]


@cache
def _words() -> _Words:
    lists = read_word_lists(FILE)
    heads: dict[Polarity, re.Pattern[str]] = {
        "prohibited": re.compile(lists.either("heads", "prohibited")),
        "permitted": re.compile(lists.either("heads", "permitted")),
        "advised": re.compile(lists.either("heads", "advised")),
    }
    clause = r"[^，。；！？\n]*"
    return _Words(
        re.compile(f"{lists.either('clauses', 'permitted')}{clause}"),
        re.compile(f"{lists.either('clauses', 'advised')}{clause}"),
        heads,
    )


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
