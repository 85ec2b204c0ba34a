"""Governments of towns, whose own names are in no gazetteer: 昆山市玉山镇人民政府."""

from __future__ import annotations

from policytext.extract.agencies.mentions import Mention, State
from policytext.extract.agencies.names import Term
from policytext.extract.agencies.parts import CUT
from policytext.extract.agencies.prefix import Prefix, read_prefix
from policytext.extract.places import gazetteer


def read_township(state: State, prefix: Prefix, end: int, term: Term) -> Mention:
    """Read the government of a town: its own name stands before the rank (永和|镇|政府)."""
    text = state.around.text
    low, outer = _town_name(state, prefix.start)
    stem = text[low : prefix.start]
    if not 2 <= len(stem) <= 4 or stem[-1] in "乡各" or prefix.kind:
        return Mention.kind(prefix.start, end, term.system)
    code = (outer.code if outer else None) or state.around.resolve("县", low) or state.around.resolve("区", low)
    code = code or (state.around.jurisdiction if not (state.around.jurisdiction or "00").endswith("00") else None)
    begin = outer.start if outer and outer.code else low
    body = term.bodies[0].template.replace("{J}", "")
    name = gazetteer().long_name(code) + stem + text[prefix.start] + body if code else text[begin:end]
    return Mention(begin, end, name, code, "township", term.system, "township")


def _town_name(state: State, end: int) -> tuple[int, Prefix | None]:
    """Return where the own name of a town begins, and the place or rank before it: 昆山市|玉山|镇, 县|里耶|镇."""
    text, floor = state.around.text, state.floor
    for size in (2, 3, 4):
        outer = read_prefix(state.around, end - size, floor) if end - size > floor else None
        if outer and not outer.kind and (outer.code or outer.unit in ("县", "区", "市")):
            return end - size, outer
    low = max(floor, end - 4)
    for stop in CUT.finditer(text, low, end):
        low = stop.end() if stop.end() < end or len(stop[0]) > 1 or not stop[0].isalpha() else low
    return low, None
