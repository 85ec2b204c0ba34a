"""Outlines of real documents: numbers that are missing in a list, and numbers that no item took up.

    .venv/bin/python bench/outline.py corpora/docs
    .venv/bin/python bench/outline.py FOLDER FOLDER --show 40

No gold is needed: an official text numbers its own heads. Two listings for each document:

``gap``        members of one list (same parent, same family of markers) whose numbers do not count on: 一、 二、 四、
``unclaimed``  a number in the manner of a heading, at the head of a line or behind a stop, with which no item begins

The patterns of this script are wide and know nothing of the library's: a line that begins with a quantity is listed
as well. Each line is for a person to explain: an error of the source, no heading at all, or a heading that was lost.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from policytext import analyze
from policytext.errors import PolicytextError
from policytext.extract.items.markers import read_number
from policytext.model import Document, Item

DIGITS = "一二三四五六七八九十百零"
AT_LINE = re.compile(
    rf"^[ \t]*(?:[{DIGITS}]+[、.．，]|[（(〔\[]\s?(?:[{DIGITS}]+|\d{{1,2}})\s?[）)〕\]]|第[{DIGITS}]+[章节条编部]|\d{{1,2}}[.．、）)]|[①-⑳㈠-㈩⑴-⒇]"
    rf"|[{DIGITS}]{{1,3}}是|其[{DIGITS}])",
    re.MULTILINE,
)
IN_LINE = re.compile(
    rf"(?<=[。；：！])[ ]?(?:[{DIGITS}]+、|（(?:[{DIGITS}]+|\d{{1,2}})）|\d{{1,2}}[.．、](?!\d)|[①-⑳]|[{DIGITS}]{{1,3}}是|[{DIGITS}]要)"
)
TAIL = 24


def find_gaps(items: Iterable[Item]) -> Iterator[tuple[str, Item]]:
    """Yield the members that do not count on, with the marker before them.

    Numbers may begin anew anywhere, and may run on through all chapters.
    """
    last: dict[tuple[str | None, str], str] = {}
    for item in items:
        number = read_number(item.marker or "")
        if not number:
            continue
        family = re.sub(rf"[{DIGITS}\d]+", "#", item.marker or "")
        before = last.get((item.parent, family), "")
        if (
            number > 1
            and number != read_number(before) + 1
            and number != read_number(last.get(("any", family), "")) + 1
        ):
            yield before or "nothing", item
        last[item.parent, family] = last["any", family] = item.marker or ""


def find_unclaimed(doc: Document) -> Iterator[int]:
    """Yield where a number stands in the manner of a heading and no item begins."""
    words = doc.text.text
    claimed = {doc.text.find_raw(item.span.start) for item in doc.items}
    places = {m.start() + len(m[0]) - len(m[0].lstrip()) for p in (AT_LINE, IN_LINE) for m in p.finditer(words)}
    yield from sorted(places - claimed)


def main() -> None:
    """List gaps and unclaimed numbers of all files in some folders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=20, help="lines for each document")
    args = parser.parse_args()
    print(f"{'document':44}{'items':>7}{'numbered':>10}{'gaps':>6}{'unclaimed':>11}")
    totals = [0, 0, 0, 0]
    for path in (file for folder in args.folders for file in sorted(folder.iterdir()) if file.is_file()):
        try:
            doc = analyze(path)
        except PolicytextError as error:
            print(f"{path.name[-42:]:44}{error}")
            continue
        words = doc.text.text
        gaps, unclaimed = list(find_gaps(doc.items)), list(find_unclaimed(doc))
        numbered = sum(bool(item.marker and read_number(item.marker)) for item in doc.items)
        row = [len(doc.items), numbered, len(gaps), len(unclaimed)]
        totals = [total + figure for total, figure in zip(totals, row, strict=True)]
        print(f"{path.name[-42:]:44}{row[0]:7}{row[1]:10}{row[2]:6}{row[3]:11}")
        for before, item in gaps[: args.show]:
            print(f"    gap        {before} -> {item.marker} {item.lead[:TAIL]}")
        for start in unclaimed[: args.show]:
            print(f"    unclaimed  {words[max(0, start - 8) : start]!r} {words[start : start + TAIL]!r}")
    print(f"{'all':44}{totals[0]:7}{totals[1]:10}{totals[2]:6}{totals[3]:11}")


if __name__ == "__main__":
    main()
