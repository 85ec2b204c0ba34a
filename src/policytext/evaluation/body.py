"""Body and boilerplate of two codings of a document, character by character."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from policytext.columns import EXCERPT
from policytext.evaluation.forms import Form


def count_body(gold: Form, found: Form | None, raw: str | None) -> tuple[int, int, int]:
    """Return characters of body in the gold coding, in the output and in both; without an output nothing was found.

    White space counts as neither, where the source is at hand.

    >>> gold = {"chars": 6, "boilerplate": [{"start": 4, "end": 6}]}
    >>> count_body(gold, {"boilerplate": []}, "一是 走分享")
    (3, 5, 3)
    """
    size = _size(gold, found, raw)
    wanted = _body(gold, size)
    got = np.zeros(size, dtype=bool) if found is None else _body(found, size)
    if raw is not None:
        solid = _solid(raw)
        wanted, got = wanted & solid, got & solid
    return int(wanted.sum()), int(got.sum()), int((wanted & got).sum())


def find_body_errors(gold: Form, found: Form, raw: str | None) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield each stretch on which the codings differ: what it is in the gold coding, in the output, words and range."""
    size = _size(gold, found, raw)
    wanted, got = _body(gold, size), _body(found, size)
    differ = wanted != got
    if raw is not None:
        differ &= _solid(raw)
    places = np.flatnonzero(differ)
    for stretch in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if len(places) else ():
        start, end = int(stretch[0]), int(stretch[-1]) + 1
        words = "" if raw is None else raw[start:end]
        names = ("body", "boilerplate") if wanted[start] else ("boilerplate", "body")
        yield *names, words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…", start, end


def _size(gold: Form, found: Form | None, raw: str | None) -> int:
    """Return the length of the text; a coding that does not say it reaches as far as its boilerplate."""
    if raw is not None:
        return len(raw)
    cuts = [*(gold.get("boilerplate") or ()), *((found or {}).get("boilerplate") or ())]
    return int(gold.get("chars") or (found or {}).get("chars") or max((cut["end"] for cut in cuts), default=0))


def _body(form: Form, size: int) -> NDArray[np.bool_]:
    body = np.ones(size, dtype=bool)
    for cut in form.get("boilerplate") or ():
        body[cut["start"] : cut["end"]] = False
    return body


def _solid(raw: str) -> NDArray[np.bool_]:
    return np.fromiter((not char.isspace() for char in raw), dtype=bool, count=len(raw))
