"""How many exist, are covered, are listed or take part."""

from __future__ import annotations

import re

from policytext.extract.targets.around import Around
from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.words import target_words

# Units in which a text counts its own parts.
PARTS = ("条", "款", "类", "种", "章", "编", "节")
EACH = re.compile(r"每[名人个家户位项件]")
_MADE_UP = re.compile(r"^[^，。；]{0,4}?(?:组成|构成|的[^，。；]{0,6}(?:团|队|小组|专班|组))")
_DIVIDED = re.compile(r"[分划归]为|[分划]成|包括|分$")
# Matches 有225名员工在岗; not 没有, 所有, 已有.
_THERE_IS = re.compile(r"(?<![没所还已未具享拥])有$|[市县区省州旗镇乡村国地城我内共现](?:现)?有[^，。；0-9]{2,12}$")
# Units in which a speaker counts what he sets out to tell: 三件事.
_MATTERS = ("件", "桩", "点", "个")
# 共24项, 合计14条 as a clause of its own: how long the list is.
_COUNTED_PARTS = ("条", "项", "款", "章", "张", "类")
_ALL_TOLD = re.compile(r"共|共计|合计|总共|一共")
# 免罚清单62项: how many a list has.
_LISTED = ("条", "项", "类", "个", "种")
_LISTING = re.compile(r"(?:清单|目录|名录|台账)[”》]?(?:共|计|共计)?$")
_KINDS_OF = ("类", "种", "大类")
# A longer run of words behind a number that opens its clause holds a verb: something happened.
_BARE_NOUN = 10
# Above this a number in a bare list is rather something to be reached.
_PLANNED = 3.0


def find_scope(quantity: Quantity, around: Around, score: float) -> str | None:
    """Return the words that say that something exists, is covered, is listed or takes part, or None."""
    asked = quantity.start < quantity.digits and quantity.bound in ("at_least", "at_most")
    if asked or around.frequency is not None or (quantity.upper is not None and EACH.search(around.before)):
        return None
    if (whole := _whole(quantity, around)) or (stated := _stated(quantity, around)):
        return whole or stated
    if (agents := _agents(around)) is not None:
        return agents
    if (members := _members(quantity, around)) is not None:
        return members
    if not around.after and _AND_SO_ON.search(around.before):
        return "等"
    return None if score > _PLANNED else _standing(around, acted=target_words().acted.search(around.before) is not None)


def _whole(quantity: Quantity, around: Around) -> str | None:
    """Return the words that make a number the parts of a whole, or what a speaker sets out to tell, or None."""
    before, after = around.before, around.after
    if made := _MADE_UP.match(after):
        return made[0]
    if quantity.unit in _MATTERS and (matter := target_words().matter.match(after)):
        return matter[0]
    if quantity.unit in _COUNTED_PARTS and not after and _ALL_TOLD.fullmatch(before):
        return before
    if quantity.unit in _LISTED and (listing := _LISTING.search(before)):
        return listing[0]
    if quantity.family == "person" and after.startswith("是"):
        return "是"
    if quantity.unit in PARTS and _DIVIDED.search(before):
        return quantity.unit
    if quantity.unit == "条" and (rules := target_words().rules_made.search(before)):
        return rules[0]
    return None


def _stated(quantity: Quantity, around: Around) -> str | None:
    """Return the verb of stating, covering or being there that a number belongs to, or its noun of structure, or None."""
    before, after, words = around.before, around.after, target_words()
    acted, verb = words.acted.search(before), words.scope_verb.search(before)
    named = words.structure.match(after)
    if named and (words.stated.search(before) or acted is None):
        return named[0]
    if (
        verb
        and not words.happened.match(after)
        and (quantity.unit in PARTS or not (acted and acted.start() > verb.start()))
    ):
        return verb[0][:4]
    if acted is None and (quantity.unit in _KINDS_OF or "之一" in after):
        return quantity.unit
    there = _THERE_IS.search(before)
    return there[0] if there and (after or acted is None) and not words.happened.search(after) else None


# A number this large counts no list that stands before it.
_FEW = 9
_MEMBER = re.compile(r"[、]|[和与及](?![同谐平解])")


def _members(quantity: Quantity, around: Around) -> str | None:
    """Return the noun of a number that only counts the list before it: 铁矿石、煤炭、成套设备三类货物."""
    listed = around.before.rstrip("”》）")
    if not around.after or not 1 < quantity.value <= _FEW or quantity.bound != "exact" or listed.endswith(("等", "、")):
        return None
    joints = len(_MEMBER.findall(listed))
    return around.after[:4] if joints and joints + 1 == quantity.value else None


# Longer words before a number say what was done, not only where or whose it is.
_OWNERS = 12


def _agents(around: Around) -> str | None:
    """Return the noun of those who act where a number opens its clause: 12名监督员随机抽看…, 全市86个调解组织化解…."""
    words = target_words()
    if len(around.before) > _OWNERS or words.acted.search(around.before) or words.happened.search(around.after[:8]):
        return None
    found = words.agents.match(around.after)
    return found["noun"] if found else None


# Matches 企业、医院、院校等共 in front of a number that closes the list.
_AND_SO_ON = re.compile(r"、[^，。；]*等共?计?$")


def find_size(quantity: Quantity, around: Around) -> str | None:
    """Return the words that make an area, length or sum the size of something that exists, or None."""
    found = target_words().size.search(around.before) if quantity.family in ("area", "length", "money") else None
    return found[0] if found else None


def _standing(around: Around, *, acted: bool) -> str | None:
    """Return the words of a number of bodies, or of people and things that stand without a verb, or None."""
    words, after = target_words(), around.after
    body = words.bodies.match(after)
    if body is None and around.before.endswith("等"):
        body = words.bodies_listed.match(after)
    if body and (not acted or words.together.search(around.before)):
        return body[0]
    if body and around.before.endswith("在") and not acted:
        return "在"
    if around.before.strip("“”") or not after or not "\u4e00" <= after[0] <= "\u9fff":
        return None
    if part := words.take_part.search(after):
        return part[0]
    return after[:4] if len(after) <= _BARE_NOUN and not words.happened.search(after) else None
