"""Brackets that say who is to act: in how many of them every member is found, and none is cut wrong.

    .venv/bin/python bench/brackets.py corpora/docs
    .venv/bin/python bench/brackets.py FOLDER FOLDER excerpts.jsonl --show 40

No gold is needed: a bracket like （责任单位：市财政局、市商务局） lists its members between known signs. Each is cut at
、，；labels and closing formulas (按职责分工负责) are taken off, and what is left must be exactly one mention, named or
collective, or several joined by a word for "and". Members that are no agencies by their last word (公司, 银行, 协会) must not be found and do
not count. A bracket inside a member (省数据局（省营商局）) is a member of its own. A file of JSON lines gives a text a line,
under ``text`` or ``raw``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from policytext import analyze
from policytext.errors import PolicytextError
from policytext.model import Document

INNER = r"[^（）〔〕\[\]\n]|[（〔\[][^（）〔〕\[\]\n]{0,40}[）〕\]]"
BRACKET = re.compile(rf"[（〔\[]((?:{INNER}){{2,400}})[）〕\]]")
DUTY = re.compile(
    "(?:责任|牵头|配合|承办|主办|协办|落实|参与|参加)(?:单位|部门|主体|处室|地区)[：:]|负责$|牵头[，；）]|牵头$|配合$"
)
LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
PARTS = re.compile(r"[、，；。 ]")
AND = re.compile("等?(?:以及|和|与|及|会同)")
TAIL = re.compile(
    r"(?:按(?:照|各自)?.{0,10}(?:分工|职责|职能).{0,6}|共同|分别|具体|牵头|负责|配合|落实|参与|实施|等?有关部门.{0,6}|等?(?:有关|相关)?(?:部门|单位)?等?|列第一位.*|下同|[和及]单位)$"
)
NO_AGENCY = re.compile(
    "^(?!.*(?:人民银行|人行)).*(?:银行|(?:公司|分行|集团|办事处|学校|大学|学院|医院|协会|商会|企业|开发商|平台|运营商|研究院)$)"
)


def find_members(words: str) -> Iterator[tuple[int, int, int]]:
    """Yield start and end of each member, and where its bracket begins."""
    for bracket in BRACKET.finditer(words):
        if not DUTY.search(bracket[1]):
            continue
        for clause in re.finditer(r"[^；。]+", bracket[1]):
            label = LABEL.match(clause[0])
            begin = bracket.start(1) + clause.start() + (label.end() if label else 0)
            for start, end in _cut(words, begin, bracket.start(1) + clause.end()):
                yield start, end, bracket.start()


def _cut(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, at = 0, start
    for place in range(start, end + 1):
        char = words[place] if place < end else "、"
        depth += (char in "（〔[") - (char in "）〕]")
        if depth == 0 and PARTS.match(char):
            member = words[at:place]
            while (shorter := TAIL.sub("", member)) != member:
                member = shorter
            inner = re.search(r"[（〔\[]([^）〕\]]+)[）〕\]]$", member)
            if inner and len(inner[1]) > 3:
                yield at + inner.start(1), at + inner.end(1)
                member = member[: inner.start()]
            lead = AND.match(member)
            begin = at + (lead.end() if lead else 0)
            if len(member) - (begin - at) > 1:
                yield begin, at + len(member)
            at = place + 1


def is_found(member: str, start: int, found: set[tuple[int, int]]) -> bool:
    """Tell whether a member is one mention, or several with "and" between them."""
    if (start, len(member)) in found:
        return True
    return any(
        is_found(member[: word.start()], start, found) and is_found(member[word.end() :], start + word.end(), found)
        for word in AND.finditer(member)
        if word.start() > 0 and word.end() < len(member)
    )


def check(doc: Document) -> Iterator[tuple[str, list[str]]]:
    """Yield each bracket with the members that are not found exactly."""
    words = doc.text.text
    found = {(doc.text.find_raw(a.span.start), len(a.quote.text)) for a in doc.agencies}
    brackets: dict[int, list[str]] = {}
    for start, end, bracket in find_members(words):
        wrong = brackets.setdefault(bracket, [])
        member = words[start:end]
        if is_found(member, start, found) == bool(NO_AGENCY.search(member)):
            wrong.append(member)
    for start, wrong in brackets.items():
        yield words[start : start + 60].split("\n")[0], wrong


def read(path: Path) -> Iterator[tuple[str, Document]]:
    """Yield the documents of a folder or of a file of JSON lines."""
    if path.is_dir():
        sources = [(file.name, file) for file in sorted(path.iterdir()) if file.is_file()]
    else:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        sources = [
            (f"{path.name}:{number}", (row.get("text") or row["raw"]) + "\n") for number, row in enumerate(rows, 1)
        ]
    for name, source in sources:
        try:
            yield name, analyze(source)
        except PolicytextError as error:
            print(f"{name}: {error}")


def main() -> None:
    """Count the brackets of all documents and list the failures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=50, help="failures to list")
    args = parser.parse_args()
    total = right = 0
    for path in args.paths:
        for name, doc in read(path):
            for bracket, wrong in check(doc):
                total += 1
                right += not wrong
                if wrong and total - right <= args.show:
                    print(f"{name[-30:]:32}{bracket}\n{'':34}not exactly one mention: {' | '.join(wrong)}")
    print(f"{total} brackets, {right} with every member found and none cut wrong ({right / max(total, 1):.1%})")


if __name__ == "__main__":
    main()
