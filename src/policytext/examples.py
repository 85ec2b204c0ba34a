"""Taxonomy files put to the test: their examples must come out as they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policytext.classify.label import label_items
from policytext.errors import DataError, ReadError
from policytext.model import Item
from policytext.taxonomy import Fault, Problem, Taxonomy, find_problems, line_of, parse_taxonomy, read_file
from policytext.text import AlignedText


def check_taxonomy(path: str | Path) -> tuple[Problem, ...]:
    """Return all that is wrong with a taxonomy file, each with its line: its form, and examples that come out otherwise.

    Examples are run once the form is right. Raises ReadError when the file cannot be read.
    """
    text, file = read_file(path), Path(path).name
    problems = find_problems(text, file)
    if not problems:
        try:
            scheme = parse_taxonomy(text, file, lambda model: read_file(Path(path).parent / model))
        except (DataError, ReadError) as error:  # the form is right, so it is the model
            faults = [Fault(str(error).removeprefix(f"{file}: "), ("model",))]
        else:
            faults = list(find_misses(scheme))
        problems = [Problem(file, line_of(fault, text), fault.message) for fault in faults]
    return tuple(problems)


def find_misses(scheme: Taxonomy) -> Iterator[Fault]:
    """Yield the examples that do not get their code and the counterexamples that get it."""
    for number, code in enumerate(scheme.codes):
        for kind, sentences in (("example", code.examples), ("counterexample", code.counterexamples)):
            for words in sentences:
                codes = codes_of(words, scheme)
                above = {entry.code for name in codes for entry in scheme.path(name)}
                if (code.code in above) != (kind == "example"):
                    got = f"gets {'、'.join(codes)}" if codes else "gets no code"
                    must = "must get" if kind == "example" else "must not get"
                    yield Fault(f"code {code.code}: {kind} {words!r} {got}; it {must} {code.code}", (words,), number)


def codes_of(words: str, scheme: Taxonomy) -> tuple[str, ...]:
    """Return the codes that a sentence gets as a measure, the best first; up to its first comma it is the lead.

    >>> codes_of("走访企业，听取诉求。", Taxonomy.load("relation"))
    ('亲',)
    """
    text = AlignedText.of(words)
    lead = words.rstrip("。").partition("，")[0]
    item = Item("i1", text.quote(0, len(text)), None, "inline", 1, None, lead, "measure")
    return tuple(label.code for label in label_items(text, [item], [scheme]))
