"""What a taxonomy is: topics with words, codes that weigh them, a rule."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from policytext.errors import ReadError, UnknownNameError

Clause = Literal["any", "free", "forbidden"]

HIDING = "none"  # the topic whose words only hide the shorter words inside them


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of action or matter and the words for it.

    ``clause`` says where they count: ``free`` outside clauses that forbid (words of help), ``forbidden`` only
    in such clauses, ``any`` everywhere.
    """

    name: str
    about: str
    words: tuple[str, ...]
    clause: Clause = "any"

    def __hash__(self) -> int:
        return hash((self.name, len(self.words)))  # quick: taxonomies are keys of caches, once per document


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a topic counts for a code: ``text`` wherever it stands, ``lead`` in addition for a topic of the lead."""

    topic: str
    text: float = 0.0
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a taxonomy: what it means, what belongs to it, and which topics earn it."""

    code: str
    name: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    weights: tuple[Weight, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """How topics become codes.

    ``threshold``: the least score of a label. ``second``: the least share of the best score that a second label
    needs. ``lead``: how many further words of the text one word of the lead is worth. ``inherit``: how many
    words of the item's own text one word in the lead of an enclosing head is worth.
    """

    threshold: float
    second: float
    lead: float
    inherit: float


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """An ordered set of codes on one axis, with its source and the rule that assigns them.

    >>> scheme = Taxonomy.load("four-environments")
    >>> [(code.code, code.name) for code in scheme.codes][0]
    ('社会', '安全稳定的社会环境')
    >>> Taxonomy.load("four")
    Traceback (most recent call last):
    ...
    policytext.errors.UnknownNameError: unknown taxonomy 'four'; available: four-environments, relation
    """

    name: str
    axis: str
    title: str
    source: str
    date: str
    rule: Rule
    codes: tuple[Code, ...]
    topics: tuple[Topic, ...]

    def __hash__(self) -> int:
        return hash((self.name, self.axis, self.date))

    def __getitem__(self, code: str) -> Code:
        """Return one code; UnknownNameError lists the codes that there are."""
        for entry in self.codes:
            if entry.code == code:
                return entry
        raise UnknownNameError(
            f"unknown code {code!r} of {self.name}; available: {', '.join(entry.code for entry in self.codes)}"
        )

    @staticmethod
    def names() -> tuple[str, ...]:
        """Return the names of the built-in taxonomies, sorted."""
        entries = (files("policytext") / "data" / "taxonomies").iterdir()
        return tuple(sorted(entry.name[:-5] for entry in entries if entry.name.endswith(".toml")))

    @staticmethod
    def load(name: str) -> Taxonomy:
        """Return a built-in taxonomy; UnknownNameError lists the ones that there are."""
        from policytext.taxonomy.read import load

        return load(name)

    @staticmethod
    def read(path: str | Path) -> Taxonomy:
        """Read a taxonomy from a user's own TOML file.

        Raises ReadError when the file cannot be read and DataError, with file and place, when it breaks a rule.
        """
        path = Path(path)
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(f"cannot read taxonomy {path}: {error}") from error
        from policytext.taxonomy.read import parse_taxonomy

        return parse_taxonomy(text, path.name)
