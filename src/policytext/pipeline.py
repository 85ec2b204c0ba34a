"""The way from a file to its facts, as a value: a frozen list of plain functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from policytext.model import Agency, Boilerplate, Document, Duty, Issue, Item, Label, Metadata, Target
from policytext.read import Record, Source, read_source
from policytext.text import AlignedText, Cleaner

if TYPE_CHECKING:
    from policytext.taxonomy import Taxonomy


def _no_duties(text: AlignedText, items: Iterable[Item], agencies: Iterable[Agency], **_: object) -> Iterable[Duty]:
    return ()


def _no_issues(text: AlignedText, items: Iterable[Item], targets: Iterable[Target]) -> Iterable[Issue]:
    return ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The functions that make a document out of a source; swap one with ``dataclasses.replace``.

    ``cleaners`` run in order, each on the text that the one before left; what an edit of theirs names with a
    kind becomes boilerplate. The finders see the body in normal form, as they are called in ``analyze``::

        read(source, name=None)                      find_agencies(text, jurisdiction=code)
        find_items(text, marked=headings)            find_targets(text, items=items, agencies=agencies, meta=meta)
        find_metadata(raw, text, boilerplate)        label_items(text, items, taxonomies)
        find_issues(text, items, targets)            find_duties(text, items, agencies, merged=cells)
    """

    read: Callable[..., Source]
    cleaners: tuple[Cleaner, ...]
    find_items: Callable[..., tuple[Item, ...]]
    find_metadata: Callable[..., Metadata]
    find_agencies: Callable[..., Iterable[Agency]]
    find_targets: Callable[..., Iterable[Target]]
    label_items: Callable[..., Iterable[Label]]
    taxonomies: tuple[Taxonomy, ...]
    find_issues: Callable[..., Iterable[Issue]] = _no_issues
    find_duties: Callable[..., Iterable[Duty]] = _no_duties


@cache
def default_pipeline(*, mainland: bool = False) -> Pipeline:
    """Return the pipeline of the codebook, with the relation and the four-environments taxonomies.

    With ``mainland``, words of Taiwan's usage in traditional stretches are replaced by the mainland's.
    """
    from policytext.classify.label import label_items
    from policytext.clean.lines import drop_captions, drop_furniture
    from policytext.clean.markup import drop_front_matter, drop_links, drop_marks, to_tags
    from policytext.clean.pages import drop_html
    from policytext.clean.repeats import drop_copies, drop_spam
    from policytext.extract.agencies import find_agencies
    from policytext.extract.duties import find_duties
    from policytext.extract.items import find_count_issues, find_items
    from policytext.extract.metadata import find_metadata
    from policytext.extract.targets import find_targets
    from policytext.normal_form import drop_spaces, spelling, split_headings, to_lines
    from policytext.taxonomy import Taxonomy

    return Pipeline(
        read=read_source,
        cleaners=(
            drop_front_matter,
            to_tags,
            drop_html,
            drop_links,
            drop_marks,
            *spelling(mainland=mainland),
            to_lines,
            split_headings,
            drop_spam,
            drop_copies,
            drop_furniture,
            drop_captions,
            drop_spaces,
        ),
        find_items=find_items,
        find_metadata=find_metadata,
        find_agencies=find_agencies,
        find_targets=find_targets,
        label_items=label_items,
        taxonomies=(Taxonomy.load("relation"), Taxonomy.load("four-environments")),
        find_issues=find_count_issues,
        find_duties=find_duties,
    )


def clean(raw: str, cleaners: Iterable[Cleaner]) -> tuple[AlignedText, tuple[Boilerplate, ...]]:
    """Apply cleaners to a raw text; return what is left and what was removed, with kinds, rules and raw spans."""
    text = AlignedText.of(raw)
    removed: list[Boilerplate] = []
    for cleaner in cleaners:
        edits = tuple(cleaner(text.text))
        removed += (
            Boilerplate(edit.kind, text.span(edit.start, edit.end), edit.rule or cleaner.__name__)  # type: ignore[arg-type]  # kinds are checked in the tests
            for edit in edits
            if edit.kind
        )
        text = text.edit(edits)
    return text, _without_overlaps(removed)


def analyze(
    source: str | bytes | Path | Record, *, name: str | None = None, pipeline: Pipeline | None = None
) -> Document:
    """Read a path, bytes, text or a row of a table (``read_records``) and find all its facts.

    Raises ReadError when the source is missing, empty, too long, not Chinese, or of a format that is not read.

    >>> doc = analyze("大连市出台8项措施。\\n一是走访企业200余家。二是开设绿色通道。")
    >>> [item.lead for item in doc.items]
    ['走访企业200余家', '开设绿色通道']
    """
    from policytext.extract.metadata import take_known

    pipe = pipeline or default_pipeline()
    read = pipe.read(source, name=name)
    text, boilerplate = clean(read.raw, (lambda _: read.edits, *pipe.cleaners))
    meta, doubts = take_known(pipe.find_metadata(read.raw, text, boilerplate), read.known)
    items = pipe.find_items(text, marked=read.headings)
    agencies = tuple(pipe.find_agencies(text, jurisdiction=meta.jurisdiction))
    targets = tuple(pipe.find_targets(text, items=items, agencies=agencies, meta=meta))
    url = read.known.get("url")
    return Document(
        file=read.name,
        raw=read.raw,
        text=text,
        meta=meta,
        boilerplate=boilerplate,
        items=items,
        agencies=agencies,
        targets=targets,
        labels=tuple(pipe.label_items(text, items, pipe.taxonomies)),
        issues=(*read.issues, *doubts, *pipe.find_issues(text, items, targets)),
        source={"encoding": read.encoding, "format": read.format} | ({"url": url} if url else {}),
        pages=read.pages,
        axes=tuple(dict.fromkeys(taxonomy.axis for taxonomy in pipe.taxonomies)),
        duties=tuple(pipe.find_duties(text, items, agencies, merged=read.merged)),
    )


def _without_overlaps(removed: list[Boilerplate]) -> tuple[Boilerplate, ...]:
    """Order stretches by place; of two that overlap the outer one stays."""
    kept: list[Boilerplate] = []
    for stretch in sorted(removed, key=lambda b: (b.span.start, -b.span.end)):
        if not kept or stretch.span.start >= kept[-1].span.end:
            kept.append(stretch)
    return tuple(kept)
