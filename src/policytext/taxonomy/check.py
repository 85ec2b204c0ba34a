"""What is wrong with a taxonomy file, each fault with its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from policytext.taxonomy.data import built_in_topics, parse_toml, slot_topics, slots, topic_faults
from policytext.taxonomy.model import HIDING, Clause, Scope
from policytext.taxonomy.shape import CODE, FILE, RULE, TERMS, TOPIC, Fault, sound_tables

# [[codes]]   code = "歌"   not: [codes.topics], codes = []
CODE_HEAD = re.compile(r"^\s*\[\[\s*codes\s*\]\]")
CODE_KEY = re.compile(r"(?<![\w-])code\s*=")

# Expected '=' after a key in a key/value pair (at line 3, column 5)   not: (at end of document)
TOML_LINE = re.compile(r"at line (\d+)")


class Problem(NamedTuple):
    """Something wrong with a file: its line, counted from 1, and what is allowed.

    >>> str(Problem("mine.toml", 12, "duplicate code '歌' (first on line 3)"))
    "mine.toml:12: duplicate code '歌' (first on line 3)"
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def find_problems(text: str, file: str) -> list[Problem]:
    """Return all that is wrong with the text of a taxonomy file, by line; its examples are not run here.

    >>> [problem.message for problem in find_problems('name = "mine"', "mine.toml")][:2]
    ["missing key 'axis'", "missing key 'title'"]
    """
    try:
        table = parse_toml(text)
    except ValueError as error:
        line = TOML_LINE.search(str(error))
        return [Problem(file, int(line[1]) if line else max(1, len(text.splitlines())), f"not TOML: {error}")]
    found = [Problem(file, line_of(fault, text), fault.message) for fault in _faults(table)]
    return sorted(dict.fromkeys(found), key=lambda problem: problem.line)


def line_of(fault: Fault, text: str) -> int:
    """Return the line that has the words of a fault, counted from 1; where none has, that of its table.

    >>> line_of(Fault("no such topic", ("dance",), code=0), '[[codes]]\\ncode = "歌"\\ntopics = { dance = 1 }')
    3
    """
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if CODE_HEAD.match(line)]
    heads = heads or [number for number, line in enumerate(lines) for _ in CODE_KEY.findall(line)]
    start, end = 0, len(lines)
    if fault.code is not None and fault.code < len(heads):
        start, end = (
            heads[fault.code],
            next((head for head in heads[fault.code + 1 :] if head > heads[fault.code]), end),
        )
    for word in fault.words:
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        hits = [n for n in range(start, end) if not lines[n].lstrip().startswith("#") and pattern.search(lines[n])]
        if hits:
            return hits[-1 if fault.last else 0] + 1
    return start + 1


def _faults(table: Mapping[str, Any]) -> Iterator[Fault]:
    yield from FILE.faults(table)
    yield from _source_faults(table)
    topics = table.get("topics", {})
    if isinstance(topics, dict):
        yield from topic_faults(topics)
        for name in topics:
            if name in _shared():
                yield Fault(f"topic {name} has the name of a built-in one; take another", (f"topics.{name}", name))
    codes = table.get("codes")
    if isinstance(codes, list):
        yield from _code_faults(codes, topics if isinstance(topics, dict) else {})


def _source_faults(table: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the place and the rule of a scheme."""
    jurisdiction = table.get("jurisdiction", "")
    if isinstance(jurisdiction, str) and not re.fullmatch(r"(?:[0-9]{6})?", jurisdiction):
        yield Fault(f"jurisdiction {jurisdiction!r} must have six digits or be empty", ("jurisdiction",))
    rule = table.get("rule", {})
    if not isinstance(rule, dict) or not rule:
        return
    faults = RULE.faults(rule, label="rule: ", words=("rule",))
    yield from faults
    if not faults and not (
        rule["threshold"] > 0 and 0 <= rule["second"] <= 1 and rule["lead"] >= 0 and rule["inherit"] >= 0
    ):
        yield Fault("rule: threshold must be above 0, second in 0..1, lead and inherit not negative", ("rule",))


def _code_faults(codes: Sequence[Any], topics: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with codes: each for itself, and all together."""
    if not codes:
        yield Fault("no codes", ("codes",))
    faulty: set[int] = set()
    for number, table in enumerate(codes):
        for fault in CODE.faults(table, label=f"{_label(table, number)}: ", code=number):
            faulty.add(number)
            yield fault
    fitting = {number: CODE.fitting(table) for number, table in enumerate(codes)}
    named = {number: table for number, table in fitting.items() if "code" in table}
    names = [table["code"] for table in named.values()]
    known = _shared() | set(topics)
    for number, table in named.items():
        yield from _relation_faults(number, table, names)
        yield from _earning_faults(number, table, known - {HIDING})
    yield from _duplicate_faults(named)
    yield from _circle_faults(named)
    yield from (fault for fault in _idle_faults(named) if fault.code not in faulty)
    yield from _claim_faults(named, topics)


def _shared() -> set[str]:
    """Return the names of the topics that come with the package."""
    return {topic.name for topic in (*built_in_topics(), *slot_topics())}


def _label(table: Any, number: int) -> str:
    code = table.get("code") if isinstance(table, dict) else None
    return f"code {code if isinstance(code, str) else number + 1}"


def _relation_faults(number: int, table: Mapping[str, Any], names: Sequence[str]) -> Iterator[Fault]:
    """Yield a parent or a slot that does not exist."""
    code, parent, slot = table["code"], table.get("parent"), table.get("slot")
    if parent is not None and parent not in names:
        allowed = ", ".join(name for name in dict.fromkeys(names) if name != code)
        yield Fault(f"code {code}: unknown parent {parent!r}; available: {allowed}", ("parent",), number)
    if slot is not None and slot not in slots():
        yield Fault(f"code {code}: unknown slot {slot!r}; available: {', '.join(slots())}", ("slot",), number)


def _earning_faults(number: int, table: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    """Yield topics that do not exist, and terms without words or with an unknown scope or clause."""
    code = table["code"]
    for name in dict.fromkeys((*table.get("topics", {}), *table.get("lead", {}))):
        if name not in known:
            allowed = ", ".join(sorted(known))
            yield Fault(f"code {code}: unknown topic {name!r}; available: {allowed}", (name,), number)
    for terms in table.get("terms", ()):
        faults = TERMS.faults(terms, label=f"code {code}: terms: ", words=("terms",), code=number)
        yield from faults
        if faults:
            continue
        if not terms["words"].split():
            yield Fault(f"code {code}: terms without words", ("terms",), number)
        for key, allowed_values in (("scope", get_args(Scope)), ("clause", get_args(Clause))):
            value = terms.get(key, allowed_values[0])
            if value not in allowed_values:
                yield Fault(
                    f"code {code}: unknown {key} {value!r}; allowed: {', '.join(allowed_values)}", (value, key), number
                )


def _duplicate_faults(codes: Mapping[int, Mapping[str, Any]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, table in codes.items():
        if table["code"] in seen:
            yield Fault(f"duplicate code {table['code']!r}; each code stands once", ("code",), number)
        seen.add(table["code"])


def _circle_faults(codes: Mapping[int, Mapping[str, Any]]) -> Iterator[Fault]:
    parents = {table["code"]: table.get("parent") for table in codes.values()}
    for number, table in codes.items():
        above, steps = parents.get(table["code"]), 0
        while above is not None and above != table["code"] and steps < len(parents):
            above, steps = parents.get(above), steps + 1
        if above == table["code"]:
            yield Fault(f"code {above}: is its own parent; a parent stands above", ("parent",), number)


def _idle_faults(codes: Mapping[int, Mapping[str, Any]]) -> Iterator[Fault]:
    parents = Counter(table.get("parent") for table in codes.values())
    for number, table in codes.items():
        if not any(table.get(key) for key in ("topics", "lead", "terms", "slot")) and not parents[table["code"]]:
            yield Fault(f"code {table['code']}: nothing earns it; give it terms, topics or a slot", ("code",), number)


def _claim_faults(codes: Mapping[int, Mapping[str, Any]], topics: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the words that two codes claim, or a code and a topic of the file."""
    owners = {word: f"topic {name}" for name, table in sound_tables(topics, TOPIC) for word in table["words"].split()}
    for number, table in codes.items():
        for terms in table.get("terms", ()):
            if TERMS.faults(terms):
                continue
            for word in terms["words"].split():
                if word in owners:
                    yield Fault(
                        f"code {table['code']}: term {word!r} is claimed by {owners[word]}, too; only one can have it",
                        (word,),
                        number,
                        last=True,
                    )
                owners.setdefault(word, f"code {table['code']}")
