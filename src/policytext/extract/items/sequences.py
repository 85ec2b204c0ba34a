"""Which markers belong to an enumeration: those that count on, in any order of families the document uses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from policytext.extract.items.ends import Stretch
from policytext.extract.items.markers import Marker, find_numbers, find_prose

Steps = tuple[int, ...]

# Families of which a single member, numbered one, is a heading: a text may have one chapter.
_LONE = frozenset({"chinese", "bracketed", "chapter", "section", "article", "part"})
# Longest line that is a head where nothing but its place says so: 01 抓招商, 1 总则.
_SHORT_LINE = 30
_STOP = re.compile("[。；，！？]")
# Families without a stop behind the number: a head only on a short line, and counting from one.
_BARE = frozenset({"padded", "label", "spaced", "glued"})
# A line that ends without a stop goes on in the next one.
_HARD_BREAK = re.compile("[。！？；：”）】]\n")


def find_headings(text: str, without: Sequence[Stretch] = (), inside: Collection[int] = ()) -> list[Marker]:
    """Return the numbered markers at line starts that belong to a sequence, in order.

    ``without`` are stretches whose numbers head nothing: tables of contents, lists of attachments. ``inside`` are the
    places of numbers that count on within their paragraph.

    >>> [marker.number for marker in find_headings("一、总则\\n二、任务\\n1.5亿元\\n一、二审案件")]
    [1, 2]
    """
    by_family: dict[str, list[Marker]] = {}
    decimals: list[tuple[Marker, Steps]] = []
    stretches = iter((*without, Stretch(len(text), len(text))))
    stretch = next(stretches)
    for marker, match in find_numbers(text):
        while stretch.end <= marker.start:
            stretch = next(stretches)
        if stretch.start <= marker.start or marker.start in inside:
            continue
        if match["decimal"]:
            decimals.append((marker, tuple(map(int, re.split("[.．]", match["decimal"])))))
        elif marker.family not in _BARE or _is_short(text, marker):
            by_family.setdefault(marker.family, []).append(marker)
    glued = by_family.pop("glued", [])  # 1总则: a head only above 1.1
    wholes = by_family.get("spaced") or glued or by_family.get("arabic", [])
    found = _in_tree(wholes, decimals) if len(decimals) > 1 else []
    taken = {marker.start for marker in found}
    for family, markers in by_family.items():
        free = [marker for marker in markers if marker.start not in taken]
        found += _from_one(free) if family in _BARE else in_sequence(free)
    return sorted(found, key=lambda marker: marker.start)


def find_chains(text: str) -> Iterator[list[Marker]]:
    """Yield prose enumerations, each as the list of its markers: 一是 with 二是, 首先 with 其次, （1） with （2）.

    A marker without its partner is none: a lone 首先 or 一方面 is not yielded.

    >>> [[marker.number for marker in chain] for chain in find_chains("要求：一是快。二是准。首先，不急。")]
    [[1, 2]]
    """
    for markers in find_prose(text).values():
        chain: list[Marker] = []
        for marker in markers:
            if chain and _continues(text, chain[-1], marker):
                chain.append(marker)
                continue
            if len(chain) > 1:
                yield chain
            chain = [marker] if marker.number == 1 else []
        if len(chain) > 1:
            yield chain


def in_sequence(markers: list[Marker]) -> Iterator[Marker]:
    """Keep markers of one family that count on; numbers may be missing, doubled or start anew."""
    if len(markers) == 1 and markers[0].start == 0:
        yield from markers  # a text that was cut out of a longer one
        return
    for index, marker in enumerate(markers):
        before = markers[index - 1].number if index else 0
        after = markers[index + 1].number if index + 1 < len(markers) else 0
        follows = before and 0 <= marker.number - before <= 3
        begins = marker.number == 1 and (marker.family in _LONE or 1 < after <= 3)
        if follows or begins or (0 < after - marker.number <= 2 and marker.number < 100):
            yield marker


def _from_one(markers: list[Marker]) -> Iterator[Marker]:
    """Keep markers that count on without a gap from one, at least two: 01 02, NO.1 NO.2."""
    run: list[Marker] = []
    for marker in (*markers, None):
        if marker and marker.number == (run[-1].number + 1 if run else 1):
            run.append(marker)
            continue
        if len(run) > 1:
            yield from run
        run = [marker] if marker and marker.number == 1 else []


def _in_tree(wholes: list[Marker], decimals: list[tuple[Marker, Steps]]) -> list[Marker]:
    """Keep decimal numbers that count on in their tree (1.1, 1.2, 1.2.1, 2.1), and the whole numbers that head it.

    A whole number heads the tree where the decimal behind it is its own (2 组织机构, 2.1 指挥部) or none is left, and
    so does one above it that counts up to such a head and has no sections (1 适用范围).
    """
    found: list[Marker] = []
    last: Steps = ()
    numbers: list[tuple[Marker, Steps]] = [(marker, (marker.number,)) for marker in wholes]
    ahead: Steps | None = None
    heads = set()
    following = 0
    first = decimals[0][0].start
    for marker, steps in sorted((*numbers, *decimals), key=lambda pair: pair[0].start, reverse=True):
        bare = marker.family in _BARE or marker.start < first
        if len(steps) > 1:
            ahead = steps
        elif ahead is None or ahead[0] == steps[0] or (bare and following == marker.number + 1):
            heads.add(marker.start)
            following = marker.number
    for marker, steps in sorted((*numbers, *decimals), key=lambda pair: pair[0].start):
        if (len(steps) > 1 or marker.start in heads) and _counts_on(last, steps):
            found.append(replace(marker, family=f"decimal{len(steps)}"))
            last = steps
    return found


def _counts_on(last: Steps, steps: Steps) -> bool:
    """Tell whether a number of a tree may stand behind another: one of its parent's members has been lost at most."""
    *parent, own = steps
    before = last[: len(steps)]
    if tuple(parent) == before[: len(parent)]:
        return own == 1 if len(before) < len(steps) else 0 < own - before[-1] <= 2
    return own == 1 and (not last or (len(parent) == 1 and 0 < parent[0] - last[0] <= 2))


def _is_short(text: str, marker: Marker) -> bool:
    """Tell whether a marker's line is a head by its looks."""
    end = text.find("\n", marker.start)
    line = text[marker.start : end if end >= 0 else len(text)]
    return len(line) <= _SHORT_LINE and not _STOP.search(line)


def _continues(text: str, last: Marker, marker: Marker) -> bool:
    step = marker.number - last.number
    if not (0 < step <= 2 or (marker.number == 9 and step > 0 and marker.family == "first")):
        return False
    between = text[last.end : marker.start]
    if not _HARD_BREAK.search(between):
        return True
    at_start = marker.start == 0 or text[marker.start - 1] == "\n"
    first_at_start = last.start == 0 or text[last.start - 1] == "\n"
    return at_start and (first_at_start or between.count("\n") == 1) and between.count("\n") <= 12
