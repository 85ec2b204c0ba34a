"""Words in their contexts (KWIC), and the words that set groups of measures apart."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import log, sqrt
from pathlib import Path
from typing import TypeGuard

import pandas as pd

from policytext.compare import GROUPS, NONE, FactTables, compare
from policytext.errors import ReadError
from policytext.lexicon import Lexicon
from policytext.model import Document
from policytext.pipeline import clean, default_pipeline
from policytext.read import read_source
from policytext.segment import find_words
from policytext.tables import division_names, document_id, owner_of
from policytext.taxonomy import Taxonomy
from policytext.text import AlignedText, Span

KWIC_COLUMNS = {
    "doc_id": "string", "file": "string", "city": "string", "item_id": "string", "left": "string", "keyword": "string",
    "right": "string", "start": "Int64", "end": "Int64", "searched": "string",
}  # fmt: skip
TERM_COLUMNS = {
    "group": "string", "term": "string", "count": "Int64", "words": "Int64", "other_count": "Int64",
    "other_words": "Int64", "log_odds": "Float64", "z": "Float64",
}  # fmt: skip

PRIOR = 500.0
"""Words that the prior is worth: about those of one document, so that a word needs more than one to stand out."""

Row = tuple[object, ...]
Odds = tuple[str, str, int, int, int, int, float, float]  # a row of TERM_COLUMNS
Words = str | Iterable[str] | re.Pattern[str]


def kwic(source: Document | Iterable[Document] | FactTables, words: Words, *, window: int = 20) -> pd.DataFrame:
    """Return each occurrence of some words with ``window`` characters on both sides, a row each.

    ``words`` is a word, several words, or a compiled pattern; all are sought in the normal form. ``source`` is a document,
    several, a run or tables. For documents the body is searched; for a run too, where its files still are what they
    were (``searched`` is ``body``), otherwise the texts of its outermost items (``item``), whose characters have no place
    in the source of their own: ``start`` and ``end`` are then missing. ``item_id`` is the innermost item around.

    >>> from policytext.pipeline import analyze
    >>> doc = analyze("沈阳市出台措施。\\n一是走访企业200家。二是上门走访商户。\\n", name="a.txt")
    >>> kwic(doc, "走访", window=2)[["item_id", "left", "keyword", "right", "start"]].to_numpy().tolist()
    [['i1', '一是', '走访', '企业', 11], ['i2', '上门', '走访', '商户', 24]]
    """
    pattern = _pattern(words)
    if isinstance(source, Document):
        source = [source]
    if _is_tables(source):
        rows = _search_tables(source, pattern, window)
    elif isinstance(source, Iterable):
        rows = _search_documents(source, pattern, window)
    else:
        raise TypeError(f"kwic takes documents, a run or tables, not {type(source).__name__}")
    return pd.DataFrame(list(rows), columns=list(KWIC_COLUMNS)).astype(KWIC_COLUMNS)


def distinctive_terms(
    tables: FactTables, *, by: str = "city", terms: Iterable[str] = (), at_least: int = 5
) -> pd.DataFrame:
    """Return the words that set the measures of each group apart from those of all others, the strongest first.

    ``by`` is a group of documents (``GROUPS``) or an axis or scheme of labels, each of whose codes is a group. The
    measure is the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008, equations 15 to
    22): the prior has the shares of all words together and the weight of PRIOR words; ``z`` is the ratio by its
    standard error, below 0 where the others use the word more. Words are those of ``find_words``, at least two
    characters long and ``at_least`` times in all; words of the taxonomies, names of agencies as they stand, and
    ``terms`` are never split. A measure inside another counts once, reprints do not count.

    Raises UnknownNameError for an unknown ``by``, PolicytextError where no segmenter is installed.
    """
    lexicon = _protected(tables, terms)
    counts: dict[str, Counter[str]] = {}
    for group, text in _measures(tables, by):
        counts.setdefault(group, Counter()).update(_terms(text, lexicon))
    rows = [
        row for group in sorted(counts, key=lambda name: (name == NONE, name)) for row in _odds(group, counts, at_least)
    ]
    return pd.DataFrame(rows, columns=list(TERM_COLUMNS)).astype(TERM_COLUMNS)


def _pattern(words: Words) -> re.Pattern[str]:
    if isinstance(words, re.Pattern):
        return words
    wanted = [words] if isinstance(words, str) else list(words)
    if not all(wanted) or not wanted:
        raise ValueError("no word to look for; give a word, several, or a compiled pattern")
    return re.compile("|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True)))


def _is_tables(source: Iterable[Document] | FactTables) -> TypeGuard[FactTables]:
    return hasattr(source, "items") and hasattr(source, "documents")


def _search_documents(docs: Iterable[Document], pattern: re.Pattern[str], window: int) -> Iterator[Row]:
    for doc in docs:
        head = (document_id(doc), doc.file, division_names(doc.meta.jurisdiction)[1])
        yield from _search_text(doc.text, pattern, window, head, owner_of(doc.items))


def _search_tables(tables: FactTables, pattern: re.Pattern[str], window: int) -> Iterator[Row]:
    folder = getattr(tables, "folder", None)
    items = {str(key): group for key, group in tables.items.groupby("doc_id", sort=False)}
    for doc_id, file, city, sha256 in _cells(tables.documents, "doc_id", "file", "city", "sha256"):
        own = items.get(doc_id, tables.items.iloc[:0])
        text = _body(Path(folder) / file, sha256) if folder else None
        if text is not None:
            yield from _search_text(text, pattern, window, (doc_id, file, city), _owner(own))
            continue
        for item_id, words in _cells(own[own["parent"].isna()], "item_id", "text"):
            for left, keyword, right, _ in _matches(words, pattern, window):
                yield doc_id, file, city, item_id, left, keyword, right, None, None, "item"


def _search_text(
    text: AlignedText, pattern: re.Pattern[str], window: int, head: Row, owner: Callable[[Span], str | None]
) -> Iterator[Row]:
    for left, keyword, right, place in _matches(text.text, pattern, window):
        span = text.span(*place)
        yield *head, owner(span), left, keyword, right, *span, "body"


def _matches(text: str, pattern: re.Pattern[str], window: int) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    """Yield left side, match, right side, line breaks as spaces, and the place of each match that is not empty."""
    for match in pattern.finditer(text):
        start, end = match.span()
        if start < end:
            sides = (text[max(0, start - window) : start], match[0], text[end : end + window])
            left, keyword, right = (side.replace("\n", " ") for side in sides)
            yield left, keyword, right, (start, end)


def _body(path: Path, sha256: str) -> AlignedText | None:
    """Return the body of a file in normal form, unless the file is gone or not what it was."""
    try:
        raw = read_source(path)
    except ReadError:
        return None
    if hashlib.sha256(raw.raw.encode("utf-8", "surrogatepass")).hexdigest() != sha256:
        return None
    return clean(raw.raw, (lambda _: raw.edits, *default_pipeline().cleaners))[0]


def _owner(items: pd.DataFrame) -> Callable[[Span], str | None]:
    """Return a function that names the innermost of the items of a table around a span."""
    ranges = sorted((int(start), -int(end), key) for start, end, key in items[["start", "end", "item_id"]].to_numpy())
    starts = [start for start, _, _ in ranges]

    def find(span: Span) -> str | None:
        around = (key for _, end, key in reversed(ranges[: bisect_right(starts, span.start)]) if span.end <= -end)
        return next(around, None)

    return find


def _cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[str, ...]]:
    known = frame[list(columns)].astype(object)
    return known.where(known.notna(), None).itertuples(index=False, name=None)


def _protected(tables: FactTables, terms: Iterable[str]) -> Lexicon[None]:
    words = (word for name in Taxonomy.names() for topic in Taxonomy.load(name).topics for word in topic.words)
    agencies = tables.agencies.loc[~tables.agencies["generic"].fillna(value=False), "text"].dropna().unique()
    return Lexicon.of(dict.fromkeys([*words, *(str(agency) for agency in agencies), *terms]))


def _measures(tables: FactTables, by: str) -> Iterator[tuple[str, str]]:
    """Yield group and text of each measure that has none inside; one with two codes is in both groups."""
    if by in GROUPS:
        facts = compare(tables, by=by, of="kind").facts
        facts = facts[facts["kind"] == "measure"].assign(group=facts["group"])
    else:
        facts = compare(tables, by="jurisdiction", of=by).facts
        facts = facts.assign(group=facts["category"])
    outer = set(zip(facts["doc_id"], facts["parent"], strict=True))
    for doc_id, item_id, group, marker, text in _cells(facts, "doc_id", "item_id", "group", "marker", "text"):
        if (doc_id, item_id) not in outer:
            yield group, text.removeprefix(marker or "")


def _terms(text: str, lexicon: Lexicon[None]) -> Iterator[str]:
    for start, end in find_words(text, protected=lexicon):
        word = text[start:end]
        if len(word) > 1 and not word.isascii():
            yield word


def _odds(group: str, counts: Mapping[str, Counter[str]], at_least: int) -> list[Odds]:
    """Return a row per word of the group or of the others, the most distinctive first."""
    everything: Counter[str] = Counter()
    for words in counts.values():
        everything.update(words)
    here, total = counts[group], everything.total()
    size, rest = here.total(), total - here.total()
    if not rest:
        return []
    found: list[Odds] = []
    for word, count in everything.items():
        if count >= at_least:
            prior = PRIOR * count / total
            mine, others = here[word] + prior, count - here[word] + prior
            odds = log(mine / (size + PRIOR - mine)) - log(others / (rest + PRIOR - others))
            z = odds / sqrt(1 / mine + 1 / others)
            found.append((group, word, here[word], size, count - here[word], rest, odds, z))
    return sorted(found, key=lambda row: (-row[-1], row[1]))
