"""Fit the model of a taxonomy on coded items."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from policytext.classify.phrases import features, find_phrases, phrases_of
from policytext.classify.scope import RESPONSIBLE
from policytext.classify.terms import find_profiles, prepare, score_codes
from policytext.errors import DataError
from policytext.lexicon import Lexicon
from policytext.linear import LinearModel, fit_codes
from policytext.model import Item
from policytext.normal_form import normalize
from policytext.segment import find_words
from policytext.taxonomy import Taxonomy
from policytext.text import AlignedText

if TYPE_CHECKING:
    import pandas as pd

# scikit-learn's C; the best of .1, .3 and 1 in cross-validation by document.
STRENGTH = 0.3
# Parts of the table that are held out in turn to set the threshold, and the thresholds tried.
FOLDS = 6
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
# Thresholds whose F1 differs by less are equals: other documents decide otherwise between them.
_NEAR = 0.01
# Phrases in fewer items than this are not learned.
_SEEN = 2
# Words of grammar make no phrase with a neighbour.
_FUNCTION = frozenset("的了和与及或在对为将把从等要并以于由被向使让就也都还其各这那该本所而且但是有")


@dataclass(frozen=True, slots=True)
class Example:
    """A coded item: its text, its lead, the leads of the heads above it, its codes, and the group it belongs to."""

    text: str
    lead: str
    heads: tuple[str, ...]
    codes: tuple[str, ...]
    group: str


def fit_labels(table: pd.DataFrame, taxonomy: Taxonomy, *, codes: str, group: str | None = None) -> Taxonomy:
    """Fit a model on a table of coded items and return the taxonomy with it.

    ``table`` has a row for each item: ``text``, the column named by ``codes`` (one or more codes separated by ``|``,
    empty for none; whole numbers are taken as words), and if it has them ``lead`` (else the words up to the first mark), ``heads`` (leads of the enclosing
    items, innermost first, separated by ``|``) and the column named by ``group`` (documents or places): rows of one
    group, or of one text where no group is named, are never on both sides when the threshold is set by
    cross-validation; ``about["f1"]`` is what that reached. Texts are read in normal form, as documents are. Deterministic. Needs scikit-learn and
    jieba (``pip install 'policytext[learn]'``). Raises DataError on a missing column, an unknown code or an empty table.

    >>> import pandas as pd
    >>> from policytext.taxonomy import Taxonomy
    >>> rows = [("上门走访企业，听取诉求。", "亲"), ("走访商会，解决难题。", "亲"), ("严肃问责。", "清"), ("违者严肃问责。", "清")]
    >>> table = pd.DataFrame(rows, columns=["text", "code"])
    >>> taxonomy = fit_labels(table, Taxonomy.load("relation"), codes="code")
    >>> taxonomy.model.classes, "严肃问责" in taxonomy.model.weights
    (('亲', '清'), True)
    """
    examples = tuple(_examples(table, taxonomy, codes=codes, group=group))
    held = replace(taxonomy, model=None)
    threshold, reached = _threshold(examples, held)
    model = _fit(examples, held)
    about = {"scheme": taxonomy.name, "threshold": threshold, "items": len(examples), "f1": round(reached, 3)}
    return replace(taxonomy, model=replace(model, digest=_digest(examples), about=about))


def _examples(table: pd.DataFrame, taxonomy: Taxonomy, *, codes: str, group: str | None) -> Iterator[Example]:
    for column in ("text", codes, *([group] if group else [])):
        if column not in table.columns:
            raise DataError(f"no column {column!r} in the table; it has {', '.join(map(str, table.columns))}")
    if table.empty:
        raise DataError("the table has no rows to learn from")
    known = {code.code for code in taxonomy.codes}
    for number, row in enumerate(table.to_dict("records")):
        if not isinstance(row["text"], str) or not row["text"].strip():
            raise DataError(f"row {number}: no text, but {row['text']!r}")
        given = _split(row[codes], f"row {number}")
        for code in given:
            if code not in known:
                raise DataError(
                    f"row {number}: unknown code {code!r} of {taxonomy.name}; allowed: {', '.join(sorted(known))}"
                )
        text = normalize(row["text"]).text
        lead = row.get("lead")
        named = normalize(lead).text if isinstance(lead, str) and lead else first_clause(text)
        heads = tuple(normalize(head).text for head in _split(row.get("heads"), f"row {number}"))
        yield Example(text, named, heads, given, str(row[group]) if group else text)


def _split(cell: Any, place: str) -> tuple[str, ...]:
    """Return the parts of a cell: words separated by ``|``, a list of them, a whole number, or nothing.

    >>> _split("亲 | 清", ""), _split(2.0, ""), _split(float("nan"), ""), _split(["亲"], "")
    (('亲', '清'), ('2',), (), ('亲',))
    """
    if isinstance(cell, str):
        return tuple(part.strip() for part in cell.split("|") if part.strip())
    if isinstance(cell, Iterable):
        return tuple(part for member in cell for part in _split(member, place))
    import pandas as pd

    if pd.isna(cell):
        return ()
    if not isinstance(cell, bool) and str(cell).removesuffix(".0").isdigit():
        return (str(cell).removesuffix(".0"),)
    raise DataError(f"{place}: {cell!r} is no code: allowed are words, lists of them, whole numbers and empty cells")


def first_clause(text: str) -> str:
    """Return the words up to the first mark.

    >>> first_clause("走访企业，听取诉求。")
    '走访企业'
    """
    for place, character in enumerate(text):
        if character in "，。；：！？\n":
            return text[:place]
    return text


def _threshold(examples: Sequence[Example], taxonomy: Taxonomy) -> tuple[float, float]:
    """Return the threshold with the best F1 over the groups held out in turn, of near equals the middle, and its F1."""
    groups = sorted({example.group for example in examples})
    if len(groups) < 2:
        raise DataError("items of two groups or more are needed, to hold some out; the table has one")
    told: list[tuple[Example, list[float]]] = []
    for fold in range(min(FOLDS, len(groups))):
        out = set(groups[fold::FOLDS])
        model = _fit([example for example in examples if example.group not in out], taxonomy)
        held = [example for example in examples if example.group in out]
        told += zip(held, (model.chances(row) for row in _rows(held, taxonomy, phrases_of(model))), strict=True)
    names = [code.code for code in taxonomy.codes]
    reached = {threshold: _f1(told, names, threshold) for threshold in THRESHOLDS}
    near = max(reached.values()) - _NEAR
    equals = [threshold for threshold, f1 in reached.items() if f1 >= near]
    chosen = equals[(len(equals) - 1) // 2]
    return chosen, reached[chosen]


def _f1(told: Sequence[tuple[Example, list[float]]], names: Sequence[str], threshold: float) -> float:
    right = given = found = 0
    for example, chances in told:
        best = sorted(zip(chances, names, strict=True), reverse=True)[:2]
        codes = {name for chance, name in best if chance >= threshold}
        right += len(codes & set(example.codes))
        given += len(example.codes)
        found += len(codes)
    return 2 * right / (given + found) if given + found else 0.0


def _fit(examples: Sequence[Example], taxonomy: Taxonomy) -> LinearModel:
    phrases = Lexicon.of(dict.fromkeys(_phrases(examples, taxonomy)), overlapping=True)
    rows = list(_rows(examples, taxonomy, phrases))
    codes = [code.code for code in taxonomy.codes]
    return fit_codes(rows, [example.codes for example in examples], codes, strength=STRENGTH)


def _phrases(examples: Iterable[Example], taxonomy: Taxonomy) -> list[str]:
    """Return the words, and pairs of words side by side, that enough items have; terms of the topics are never split."""
    protected = Lexicon.of(dict.fromkeys(prepare(taxonomy).words.lexicon.terms))
    seen: Counter[str] = Counter()
    for example in examples:
        text = RESPONSIBLE.sub("", example.text)
        found: set[str] = set()
        last = (-1, -1)
        for start, end in find_words(text, protected=protected):
            if text[start:end].isascii():
                continue
            if end - start > 1:
                found.add(text[start:end])
            if text[start:end] in _FUNCTION:
                continue
            if last[1] == start:
                found.add(text[last[0] : end])
            last = start, end
        seen.update(found)
    return sorted(phrase for phrase, count in seen.items() if count >= _SEEN)


def _rows(examples: Iterable[Example], taxonomy: Taxonomy, phrases: Lexicon[None]) -> Iterator[dict[str, float]]:
    for example in examples:
        found = find_phrases(example.text, phrases).found
        yield features(_scores(example, taxonomy), (phrase.feature for phrase in found))


def _scores(example: Example, taxonomy: Taxonomy) -> dict[str, float]:
    """Return what the words of topics score for an item that stands alone, below its heads."""
    scheme = prepare(taxonomy)
    text = AlignedText.of("\n".join((example.text, *example.heads)))
    items, at = [], 0
    for number, (words, lead) in enumerate([(example.text, example.lead), *((head, head) for head in example.heads)]):
        items.append(Item(f"i{number}", text.quote(at, at + len(words)), None, "inline", 1, None, lead, "measure"))
        at += len(words) + 1
    own, *above = (profile for _, profile in find_profiles(text, items, scheme.words))
    scores = score_codes(own, [profile.lead for profile in above], scheme)
    return dict(zip((code.code for code in taxonomy.codes), scores, strict=True))


def _digest(examples: Collection[Example]) -> str:
    """Return a digest of what a model is fitted on."""
    told = [(example.text, example.codes) for example in examples]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]
