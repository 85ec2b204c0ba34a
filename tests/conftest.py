"""What several test files share: documents made in one call, and settings of the property tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from hypothesis import settings

from policytext.model import Agency, Boilerplate, Document, Issue, Item, Label, Metadata, Target
from policytext.text import AlignedText, Quote, Span

# A machine that runs two test processes at once is slow now and then; that is no failure.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

MakeDoc = Callable[..., Document]

RAW = "某市出台举措。一是市公安局开展走访，每月至少1户。二是严肃问责，化解率达到85%以上。联系有关部门。\n分享到"

CODES = (("i1", "relation", "亲"), ("i2", "relation", "清"), ("i1", "environment", "服务"))


@pytest.fixture
def make_doc() -> MakeDoc:
    return build_doc


def build_doc(
    file: str = "a.txt",
    *,
    jurisdiction: str | None = "210200",
    published: str | None = "2024-05-20",
    codes: Sequence[tuple[str, str, str]] = CODES,
    raw: str = RAW,
) -> Document:
    """Make a document with two measures, a named and a generic agency, two targets, one label per code."""

    def quote(words: str) -> Quote:
        start = raw.index(words)
        return Quote(words, Span(start, start + len(words)))

    first, second = "一是市公安局开展走访，每月至少1户。", "二是严肃问责，化解率达到85%以上。"
    share = raw.index("分享到")
    return Document(
        file=file,
        raw=raw,
        text=AlignedText.of(raw)[:share],
        meta=Metadata("某市出台举措", published, "某网", None, jurisdiction),
        boilerplate=(Boilerplate("navigation", Span(share, share + 3), "share"),),
        items=(
            Item("i1", quote(first), "一是", "inline", 1, None, "市公安局开展走访", "measure", "verb"),
            Item("i2", quote(second), "二是", "inline", 1, None, "严肃问责", "measure"),
        ),
        agencies=(
            Agency(quote("市公安局"), "大连市公安局", "city", jurisdiction, "responsible"),
            Agency(quote("有关部门"), None, None, None, None, generic=True),
        ),
        targets=(
            Target(quote("至少1户"), Decimal(1), None, "户", "at_least", "goal", "走访", None, "月", jurisdiction),
            Target(
                quote("85%以上"), Decimal(85), None, "%", "at_least", "goal", "化解率", "2024", None, None, ("达到",)
            ),
        ),
        labels=tuple(
            Label(item_id, axis, f"built-in-{axis}", code, 1.5, (quote("走访" if item_id == "i1" else "问责"),))
            for item_id, axis, code in codes
        ),
        issues=(Issue("read", "one undecodable byte", None),),
        source={"format": "text", "encoding": "utf-8"},
    )
