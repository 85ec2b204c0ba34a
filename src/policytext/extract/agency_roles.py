"""The role that a text gives a body: issuer, lead, responsible or partner."""

from __future__ import annotations

import re

from policytext.model import Role

# （责任单位：市司法局、…；牵头单位：市公安局）: a label holds for all bodies up to the next label, ； or ）.
LABEL = re.compile(r"(?P<lead>牵头(?:单位|部门)?|主办(?:单位)?|总牵头)|(?P<partner>配合(?:单位|部门)?|协办(?:单位)?|参与单位|参加单位)|(?P<responsible>责任(?:单位|部门|主体)|承办(?:单位)?|落实单位|实施单位)")
LABELLED = re.compile(r"(?:牵头|配合|责任|承办|主办|协办|参与|参加|落实|实施)(?:单位|部门|主体)[：:]")
AFTER = re.compile(
    r"(?P<lead>牵头)|(?P<partner>(?:等[^，。；]{0,10})?(?:配合|协助|参与))|(?P<responsible>(?:等[^，。；]{0,12})?(?:按照?)?(?:各自)?(?:职责)?(?:分工)?负责)"
    r"|(?P<issuer>(?:联合)?(?:今日|近日|日前|今天|正式|共同)?(?:联合)?(?:印发|发布|出台|公布|召开|举办|制定出台|研究制定))"
)
LIST = re.compile(r"[^，。；：！？（）\n]{0,60}?$")


def find_role(text: str, start: int, end: int) -> Role | None:
    """Return the role of the body at ``text[start:end]``, None where the text does not say it.

    >>> text = "（牵头单位：市公安局；责任单位：市司法局、市财政局）"
    >>> [find_role(text, start, start + 4) for start in (6, 16, 21)]
    ['lead', 'responsible', 'responsible']
    """
    return _by_label(text, start) or _by_verb(text, start, end)


def _by_label(text: str, start: int) -> Role | None:
    """Read the label before the body in its bracket or cell."""
    begin = max(text.rfind(stop, max(0, start - 200), start) for stop in "（；。\n\t〔")
    label = None
    for match in LABELLED.finditer(text, max(begin, 0), start):
        label = match
    if label is None:
        return None
    word = label[0]
    if word.startswith(("牵头", "主办")):
        return "lead"
    return "partner" if word.startswith(("配合", "协办", "参与", "参加")) else "responsible"


def _by_verb(text: str, start: int, end: int) -> Role | None:
    return None
