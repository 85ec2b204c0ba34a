"""From file to facts: every fact shows its place, on the sample corpus and on damaged copies of it."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policytext as pt
from policytext.read import read_source

CORPUS = Path(__file__).parent.parent / "corpora"
DOCS = sorted((CORPUS / "docs").iterdir())
REAL = CORPUS.parent.parent / "shared" / "real"
FILES = [
    *(pytest.param(path, id=path.stem) for path in DOCS),
    *(pytest.param(path, id=path.stem) for path in sorted(REAL.rglob("*.*")) if "json" not in path.suffix),
]
if not REAL.is_dir():
    FILES.append(pytest.param(None, id="real", marks=pytest.mark.skip(reason="no real files beside this checkout")))
MARKUP = r"<(script|style)\b.*?</\1|<!--.*?-->|<[^<>]*>|&[a-z#0-9]+;"
PINYIN = ("(fā)", "（zhí）", "(jiān)", "(huán)", "(yè)")


def facts(doc: pt.Document) -> Iterator[pt.Quote]:
    """Yield the quotes of all facts of a document."""
    for item in doc.items:
        yield item.quote
    for fact in (*doc.agencies, *doc.targets):
        yield fact.quote
    for label in doc.labels:
        yield from label.evidence


@cache
def converter(mode: str) -> Any:
    """Return a converter of the opencc package, which takes long to make."""
    from opencc import OpenCC

    return OpenCC(mode)


def letters(words: str) -> str:
    """Reduce a text to letters and digits that must agree between a raw span and a quote, by other means than ours."""
    words = re.sub("[\u200b\u00ad]", "", words)
    words = re.sub(r"(?<=[㐀-鿿])(?:[(（][ ]?[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+[ ]?[)）])+", "", words)
    words = converter("t2s").convert(unicodedata.normalize("NFKC", words))
    return re.sub(r"[^㐀-鿿0-9A-Za-z%.]", "", words).replace("著", "着")


def plain(words: str) -> str:
    """Reduce a text as ``letters`` does, without its tags and entities."""
    return letters(re.sub(MARKUP, "", words, flags=re.DOTALL))


def shown(doc: pt.Document, quote: pt.Quote) -> str:
    """Return what the raw span shows, less the credits and controls of the page that the document says lie inside."""
    start, end = quote.span
    for cut in doc.boilerplate:
        if cut.kind not in ("markup", "residue") and start <= cut.span.start and cut.span.end <= end:
            return doc.raw[start : cut.span.start] + shown(doc, quote._replace(span=pt.Span(cut.span.end, end)))
    return doc.raw[start:end]


def is_inside(part: str, whole: str) -> bool:
    """Tell whether the characters of the part stand in the whole in the same order."""
    rest = iter(whole)
    return all(character in rest for character in part)


def damage(raw: str, seed: int, *, tags: bool) -> str:
    """Put residue, full-width digits, traditional characters, invisible marks and broken tags into a text."""
    chance = random.Random(seed)  # noqa: S311 - damage, no secret
    traditional = converter("s2t")
    parts = []
    for character in raw:
        dice = chance.random()
        if dice < 0.01 and "一" <= character <= "鿿":
            parts.append(character + chance.choice(PINYIN))
        elif dice < 0.05 and character.isdigit():
            parts.append(chr(ord(character) + 0xFEE0))
        elif dice < 0.10:
            parts.append(traditional.convert(character))
        elif dice < 0.11 and "一" <= character <= "鿿":
            parts.append(character + "\u200b")
        elif tags and dice < 0.2 and character in "<>":
            continue
        else:
            parts.append(character)
    return "".join(parts)


@pytest.mark.parametrize("path", FILES)
def test_every_fact_is_shown_by_its_raw_span(path: Path) -> None:
    doc = pt.analyze(path)
    assert doc.items or path not in DOCS
    for quote in facts(doc):
        start, end = quote.span
        assert 0 <= start < end <= len(doc.raw)
        assert plain(shown(doc, quote)) == plain(quote.text)


@settings(max_examples=40)
@given(st.sampled_from(DOCS), st.integers(0, 10_000))
def test_every_fact_is_shown_in_damaged_documents(path: Path, seed: int) -> None:
    doc = pt.analyze(damage(read_source(path).raw, seed, tags=False) + "\n", name=path.name)
    for quote in facts(doc):
        start, end = quote.span
        assert 0 <= start < end <= len(doc.raw)
        assert plain(shown(doc, quote)) == plain(quote.text)


@settings(max_examples=40)
@given(st.sampled_from([path for path in DOCS if path.suffix != ".txt"]), st.integers(0, 10_000))
def test_every_fact_is_shown_on_pages_with_broken_tags(path: Path, seed: int) -> None:
    doc = pt.analyze(damage(read_source(path).raw, seed, tags=True) + "\n", name=path.name)
    for quote in facts(doc):
        start, end = quote.span
        assert is_inside(letters(quote.text), letters(doc.raw[start:end]))
        for raw, character in ((doc.raw[start], quote.text[0]), (doc.raw[end - 1], quote.text[-1])):
            assert letters(raw) == letters(character)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.stem)
def test_the_gold_form_has_the_fields_of_the_codings(path: Path) -> None:
    gold = json.loads((CORPUS / "gold" / f"{path.stem}.json").read_text("utf-8"))
    found = json.loads(json.dumps(pt.analyze(path).to_dict(), ensure_ascii=False))
    assert list(found)[: len(gold)] == list(gold)
    assert found["file"] == gold["file"]
    assert found["chars"] == gold["chars"]
    assert list(found["meta"])[: len(gold["meta"])] == list(gold["meta"])
    for kind in ("items", "agencies", "targets", "boilerplate"):
        if gold[kind] and found[kind]:
            assert set(found[kind][0]) >= set(gold[kind][0])


@given(st.text(alphabet="一二三是要、。（）：市委政法局法院100%元以上个\n<p>(ā)", min_size=1, max_size=80))
def test_any_chinese_text_gives_a_document(raw: str) -> None:
    try:
        doc = pt.analyze(raw + "各区\n")
    except pt.ReadError:
        return
    for quote in facts(doc):
        assert doc.raw[slice(*quote.span)]


def test_a_pipeline_is_a_value(tmp_path: Path) -> None:
    from dataclasses import replace

    without = replace(pt.default_pipeline(), find_targets=lambda *_, **__: ())
    doc = pt.analyze(DOCS[0], pipeline=without)
    assert doc.targets == ()
    assert doc.items
