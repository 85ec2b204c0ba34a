"""What a taxonomy is: topics with words, codes that weigh them, a rule."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from policytext.errors import ReadError, UnknownNameError
from policytext.linear import LinearModel

Clause = Literal["any", "free", "forbidden"]
Scope = Literal["text", "lead"]

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
class Terms:
    """Words that a code claims for itself, with their weight.

    ``scope`` says whether they count wherever they stand (``text``) or only in the lead; ``clause`` is that of a topic.
    """

    words: tuple[str, ...]
    weight: float = 2.0
    scope: Scope = "text"
    clause: Clause = "any"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the crosswalk, in which the codes of several schemes stand, and the topics that speak for it."""

    name: str
    definition: str
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a taxonomy: what it means, what belongs to it, and what earns it.

    ``weights`` has all that earns it: its topics, its own ``terms`` (a topic each), or else the topics of its slot.
    """

    code: str
    name: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    weights: tuple[Weight, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    terms: tuple[Terms, ...] = ()
    parent: str | None = None
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How topics become codes.

    ``threshold``: the least score of a label. ``second``: the least share of the best score that a second label
    needs. ``lead``: how many further words of the text one word of the lead is worth. ``inherit``: how many
    words of the item's own text one word in the lead of an enclosing head is worth.
    """

    threshold: float = 1.2
    second: float = 0.5
    lead: float = 3.0
    inherit: float = 0.3


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """An ordered set of codes on one axis, with its source and the rule that assigns them.

    ``jurisdiction`` is a code of six digits, or empty where the scheme belongs to no place. ``model`` was fitted on coded
    items and weighs what the words of the topics score together with further phrases; without one the ``rule`` decides.

    >>> scheme = Taxonomy.load("four-environments")
    >>> [(code.code, code.name) for code in scheme.codes][0]
    ('社会', '安全稳定的社会环境')
    >>> Taxonomy.load("four")
    Traceback (most recent call last):
    ...
    policytext.errors.UnknownNameError: unknown taxonomy 'four'; available: acfic-2019, ...
    """

    name: str
    axis: str
    title: str
    source: str
    jurisdiction: str
    document: str
    year: int | None
    rule: Rule
    codes: tuple[Code, ...]
    topics: tuple[Topic, ...]
    model: LinearModel | None = None

    def __hash__(self) -> int:
        return hash((self.name, self.axis, self.year))

    def __getitem__(self, code: str) -> Code:
        """Return one code; UnknownNameError lists the codes that there are."""
        for entry in self.codes:
            if entry.code == code:
                return entry
        raise UnknownNameError(
            f"unknown code {code!r} of {self.name}; available: {', '.join(entry.code for entry in self.codes)}"
        )

    def path(self, code: str) -> tuple[Code, ...]:
        """Return a code and those above it, the outermost first.

        >>> [code.code for code in Taxonomy.load("policy-tools").path("税收优惠")]
        ['环境型', '税收优惠']
        """
        found = [self[code]]
        while found[-1].parent:
            found.append(self[found[-1].parent])
        return tuple(reversed(found))

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

        Raises ReadError when the file, or the model that it names, cannot be read, and DataError, with file and line,
        when it breaks a rule.
        """
        from policytext.taxonomy.read import parse_taxonomy

        return parse_taxonomy(read_file(path), Path(path).name, lambda name: read_file(Path(path).parent / name))


def read_file(path: str | Path) -> str:
    """Return the text of a taxonomy file; ReadError when it cannot be read."""
    try:
        return Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot read taxonomy {path}: {error}") from error
