"""Which bodies an item gives something to do: roles of mentions, tied to the items that their words close."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from policytext.extract.agencies.labels import LABEL, open_bracket
from policytext.model import Agency, Duty, Item
from policytext.read import Merged
from policytext.text import AlignedText

_OPEN, _CLOSE = "（〔[", "）〕]"
_SENTENCE = re.compile("[。；！？]")
_REST = re.compile(r"[。；，\s]*$")
# 无牵头单位的，责任单位即为牵头单位，下同。
_LEADLESS = re.compile(
    "(?:无|没有|未明确|未列)牵头(?:单位|部门)的?，?(?:第一)?责任(?:单位|部门)(?:即|均|就)?为牵头(?:单位|部门)"
)
# 各区县政府负责，以下不再列出; …不再做分工，下同
_SAID_ONCE = re.compile("(?:以下)?(?:均)?不再(?:一一|逐一|重复|另行)?(?:列出|列明|标注|做分工|作分工)")


@dataclass(frozen=True, slots=True)
class _Place:
    """An item with its range in the text."""

    item: Item
    start: int
    end: int


def find_duties(
    text: AlignedText, items: Sequence[Item], agencies: Sequence[Agency], *, merged: Sequence[Merged] = ()
) -> tuple[Duty, ...]:
    """Tie each lead, responsible or partner body to the items whose words or bracket name it.

    A body belongs to the innermost item around it. A bracket that closes several members of a list holds for all of
    them, one in a head for the members below it that name none; what a document says once for all (以下不再列出,
    无牵头单位的，责任单位即为牵头单位) holds for every later item. A cell of a table that is ``merged`` downward holds for
    all its rows. ``rule`` says which of these it was.
    """
    places = [_Place(item, text.find_raw(item.span.start), text.find_raw(item.span.end)) for item in items]
    acting = [(agency, text.find_raw(agency.span.start)) for agency in agencies if agency.role not in (None, "issuer")]
    duties: dict[str, list[Duty]] = {item.id: [] for item in items}
    starts: dict[str, int] = {}
    for place, agency, at in _owners(places, acting):
        duties[place.item.id].append(Duty(place.item.id, agency, agency.role, "its own words"))  # type: ignore[arg-type]  # None is left out above
        starts.setdefault(place.item.id, at)
    _reach_down(merged, places, duties, starts)
    _close_lists(text.text, places, duties, starts)
    _hand_down(text.text, places, duties, starts)
    _say_once(text.text, places, duties, acting)
    if rule := _LEADLESS.search(text.text):
        for place in places:
            if place.end > rule.start():
                _lead(duties[place.item.id])
    return tuple(duty for found in duties.values() for duty in _once(found))


def _owners(places: Sequence[_Place], acting: Iterable[tuple[Agency, int]]) -> Iterator[tuple[_Place, Agency, int]]:
    """Yield each acting body with the innermost item around it."""
    stack: list[_Place] = []
    ahead = iter(places)
    following = next(ahead, None)
    for agency, at in acting:
        while following and following.start <= at:
            stack.append(following)
            following = next(ahead, None)
        while stack and stack[-1].end <= at:
            stack.pop()
        if stack:
            yield stack[-1], agency, at


def _reach_down(
    merged: Sequence[Merged], places: Sequence[_Place], duties: dict[str, list[Duty]], starts: dict[str, int]
) -> None:
    """Let the bodies in a merged cell act for the rows below as for the first one that it spans."""
    rows = [place for place in places if place.item.style == "table"]
    begins = [row.item.span.start for row in rows]
    for cell, end in merged:
        first, last = bisect_right(begins, cell.start) - 1, bisect_left(begins, end)
        if first < 0:
            continue
        own = [duty for duty in duties[rows[first].item.id] if cell.covers(duty.agency.span)]
        for row in rows[first + 1 : last] if own else ():
            duties[row.item.id] += [replace(duty, item_id=row.item.id, rule="merged cell") for duty in own]
            starts.setdefault(row.item.id, -1)


def _close_lists(words: str, places: Sequence[_Place], duties: dict[str, list[Duty]], starts: dict[str, int]) -> None:
    """Let a bracket behind a list hold for the members before that name nobody."""
    waiting: dict[str | None, list[_Place]] = {}
    for place in places:
        own = duties[place.item.id]
        members = waiting.setdefault(place.item.parent, [])
        if own and members and _closes(words, place, starts[place.item.id]):
            for member in members:
                duties[member.item.id] += [
                    replace(d, item_id=member.item.id, rule="bracket behind the list") for d in own
                ]
        if own:
            members.clear()
        else:
            members.append(place)


def _closes(words: str, place: _Place, at: int) -> bool:
    """Tell whether the bracket around a position stands behind a whole list: on its own line, or behind a prose list."""
    begin = open_bracket(words, at)
    end = max(words.rfind(sign, at, place.end) for sign in _CLOSE)
    if begin < place.start or end < 0 or not _REST.match(words, end + 1, place.end):
        return False
    return words[begin - 1] == "\n" or place.item.style == "inline"


def _hand_down(words: str, places: Sequence[_Place], duties: dict[str, list[Duty]], starts: dict[str, int]) -> None:
    """Let what a head says before its members hold for those below it that name nobody."""
    by_id = {place.item.id: place for place in places}
    first_child: dict[str, int] = {}
    for place in places:
        if place.item.parent:
            first_child.setdefault(place.item.parent, place.start)
    for place in places:
        above = by_id.get(place.item.parent or "")
        if above is None or duties[place.item.id]:
            continue
        head = duties[above.item.id]
        if head and starts.get(above.item.id, 0) < first_child[above.item.id] and _is_head(words, above, starts):
            duties[place.item.id] = [replace(duty, item_id=place.item.id, rule="head above") for duty in head]
            starts.setdefault(place.item.id, -1)


def _is_head(words: str, place: _Place, starts: dict[str, int]) -> bool:
    """Tell whether the first body of an item stands in its heading, in a bracket or behind a label, not in its prose."""
    at = starts.get(place.item.id, -1)
    if at < 0:
        return True  # handed down itself
    line = words.rfind("\n", place.start, at) + 1 or place.start
    in_heading = line == place.start and _SENTENCE.search(words, line, at) is None
    return in_heading or open_bracket(words, at) >= line or LABEL.match(words, line) is not None


def _say_once(
    words: str, places: Sequence[_Place], duties: dict[str, list[Duty]], acting: Sequence[tuple[Agency, int]]
) -> None:
    """Add the bodies that are said once for all to every later item that names others."""
    known: set[tuple[str, str | None]] = set()
    positions = [at for _, at in acting]
    for said in _SAID_ONCE.finditer(words):
        clause = _clause_start(words, said.start())
        named = acting[bisect_right(positions, clause) : bisect_left(positions, said.start())]
        bodies = [agency for agency, _ in named if _key(agency) not in known]
        known.update(map(_key, bodies))
        for place in places if bodies else ():
            if place.start > said.end() and duties[place.item.id]:
                duties[place.item.id] += [
                    Duty(place.item.id, body, body.role, "said once for all")  # type: ignore[arg-type]  # acting ones have a role
                    for body in bodies
                ]


def _clause_start(words: str, end: int) -> int:
    """Return where the clause before a position begins; brackets that close in it are passed over: 各区（市、县）."""
    depth = 0
    for at in range(end - 2, max(-1, end - 200), -1):
        sign = words[at]
        depth += sign in _CLOSE
        if depth == 0 and sign in "，；（〔[。\n":
            return at
        depth -= sign in _OPEN
    return max(0, end - 200)


def _key(agency: Agency) -> tuple[str, str | None]:
    """Return what makes two mentions one body in one role."""
    return agency.agency_id or agency.name or agency.quote.text, agency.role


def _once(duties: Sequence[Duty]) -> Iterator[Duty]:
    """Yield each body once in each role."""
    seen: set[tuple[str, str]] = set()
    for duty in duties:
        key = (_key(duty.agency)[0], duty.role)
        if key not in seen:
            seen.add(key)
            yield duty


def _lead(duties: list[Duty]) -> None:
    """Make the responsible bodies of an item without a lead its lead."""
    if not any(duty.role == "lead" for duty in duties):
        duties[:] = [
            replace(duty, role="lead", rule=f"{duty.rule}; responsible leads") if duty.role == "responsible" else duty
            for duty in duties
        ]
