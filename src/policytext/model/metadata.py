"""What a document is: title, days, publisher, number, issuers, genre, area, each value with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

from policytext.text import Span

Genre = Literal[
    "通知", "意见", "方案", "措施", "办法", "条例", "规定", "细则", "决定", "公告", "通告", "通报", "报告", "函", "批复",
    "清单", "规划", "计划", "要点", "讲话", "公报", "纪要", "解读", "指南", "预案", "倡议书", "答复", "新闻", "发布会", "专题",
]  # fmt: skip


class Evidence(NamedTuple):
    """The raw span of the words that gave a field of the metadata, and the rule that read them."""

    field: str
    span: Span
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Return the gold form."""
        return {"field": self.field, "start": self.span.start, "end": self.span.end, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document is: a field is None, or empty, where the file does not say it.

    Days are ``YYYY-MM-DD``: ``published`` made public, ``signed`` written (成文日期), ``effective`` from which it applies,
    ``expires`` to which it is valid. ``jurisdiction`` is a six-digit division code (GB/T 2260). ``evidence`` names the
    words behind each field, several for one that holds several; what came beside the text has none.
    """

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    document_number: str | None = None
    jurisdiction: str | None = None
    subtitle: str | None = None
    signed: str | None = None
    effective: str | None = None
    expires: str | None = None
    original_source: str | None = None
    issuers: tuple[str, ...] = ()
    addressees: str | None = None
    attachments: tuple[str, ...] = ()
    genre: Genre | None = None
    evidence: tuple[Evidence, ...] = ()

    def values_of(self, field: str) -> tuple[str, ...]:
        """Return the values of a field: none, one, or several.

        >>> meta = Metadata(title="通知", issuers=("市财政局", "市商务局"))
        >>> meta.values_of("title"), meta.values_of("issuers"), meta.values_of("signed")
        (('通知',), ('市财政局', '市商务局'), ())
        """
        value = getattr(self, field)
        return value if isinstance(value, tuple) else (value,) if value else ()

    def to_dict(self) -> dict[str, Any]:
        """Return the gold form: the five fields of the codings first."""
        return {
            "title": self.title,
            "published": self.published,
            "publisher": self.publisher,
            "document_number": self.document_number,
            "jurisdiction": self.jurisdiction,
            "subtitle": self.subtitle,
            "signed": self.signed,
            "effective": self.effective,
            "expires": self.expires,
            "original_source": self.original_source,
            "issuers": list(self.issuers),
            "addressees": self.addressees,
            "attachments": list(self.attachments),
            "genre": self.genre,
            "evidence": [stretch.to_dict() for stretch in self.evidence],
        }


METADATA_FIELDS = tuple(field.name for field in fields(Metadata) if field.name != "evidence")
