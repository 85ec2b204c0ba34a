"""Reprints: documents of a corpus whose bodies say nearly the same, by MinHash signatures.

A release that ten sites carry is one release. Its copies differ in credits, cuts and page furniture, so their bodies
are compared by their sets of five-character pieces (shingles), estimated from signatures that are made once a
document (Broder 1997).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Bodies that share at least this part of their shingles are one. A cut of a tenth or a paragraph more leaves reprints above,
# releases of one series that differ in their figures below; notices by one form, as weather warnings, can come near it.
SIMILAR = 0.85
PERMUTATIONS = 128
SHINGLE = 5
# Shorter bodies are too alike by chance, as 全文如下 or a caption.
LEAST_LETTERS = 60
# Signatures are looked up by bands of this many values: two of similarity .85 share one in 99 of 100 cases, two of .5
# in 6, so that forms in common cost no time.
BAND = 8

_SIGN = re.compile(r"[\W_]+")


def sign(words: str) -> str | None:
    """Return the signature of a body as hex digits, eight for each value; None for bodies that are too short.

    >>> len(sign("市政府办公室印发若干措施，支持民营经济发展。" * 5)), sign("见附件。")
    (1024, None)
    """
    from rensa import RMinHash

    letters = _SIGN.sub("", words)
    if len(letters) < LEAST_LETTERS:
        return None
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update(sorted({letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1)}))
    return "".join(f"{value:08x}" for value in minhash.digest())


def find_reprints(signatures: Iterable[str | None], places: Sequence[str | None] = ()) -> list[int | None]:
    """Return for each document the first one that it reprints, by position, or None for originals.

    Documents come in the order in which they may be originals, for example by date. ``places`` are the division codes
    that they are about, where it is known: the same words about two cities are two documents, for a study of how
    policies spread not the least.

    >>> words = "市政府办公室印发若干措施，支持民营经济发展，减环节、减材料、减时限，让企业少跑腿、好办事、快办事。" * 3
    >>> find_reprints([sign(words), None, sign("一场秋雨过后，" + words), sign(words[::-1])])
    [None, None, 0, None]
    >>> find_reprints([sign(words), sign(words), sign(words)], ["210200", "210100", None])
    [None, None, 0]
    """
    originals: dict[str, list[int]] = {}  # by band, with its place in front
    values: list[tuple[str, ...]] = []
    found: list[int | None] = []
    for index, signature in enumerate(signatures):
        own = _values(signature)
        values.append(own)
        bands = [f"{at}:{''.join(own[at : at + BAND])}" for at in range(0, len(own), BAND)]
        candidates = list(dict.fromkeys(other for band in bands for other in originals.get(band, ())))
        candidates = [other for other in candidates if not places or _may_be_one(places[index], places[other])]
        first = min((other for other in candidates if _similarity(own, values[other]) >= SIMILAR), default=None)
        found.append(first)
        if first is None:
            for band in bands:
                originals.setdefault(band, []).append(index)
    return found


def _values(signature: str | None) -> tuple[str, ...]:
    return tuple(signature[at : at + 8] for at in range(0, len(signature), 8)) if signature else ()


def _may_be_one(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _similarity(one: Sequence[str], other: Sequence[str]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / PERMUTATIONS
