"""What each column of each table holds; it is the only place where that is written down.

Every table but ``failures`` joins the others on ``doc_id``; ``items``, ``agencies``, ``targets`` and ``labels`` also on
``item_id``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, get_args

from policytext.model import System

TEXT, WHOLE, REAL, TRUTH = "string", "Int64", "Float64", "boolean"

SEPARATOR = "|"
"""Stands between the codes, words or ranges of a cell that holds several."""

LIST_SEPARATOR = "；"
"""Stands between the names and titles of a cell, which may hold other signs."""

EXCERPT = 120
"""Characters of removed text that ``boilerplate`` shows: scripts of a page can fill megabytes."""


class Column(NamedTuple):
    """A column of a table: its pandas dtype (all of them can be missing) and what it holds."""

    dtype: str
    meaning: str


_DOC = {
    "doc_id": Column(TEXT, "key of the document: 12 hex digits made from file name and content"),
    "file": Column(TEXT, "file name; in a run, the path inside the analyzed folder"),
}
_RANGE = {
    "start": Column(WHOLE, "first character in the source, counted in Unicode code points of the decoded file"),
    "end": Column(WHOLE, "one past the last character in the source"),
}
_PLACE = {**_RANGE, "page": Column(WHOLE, "page on which it begins, where the format has pages (PDF)")}
_ITEM = {"item_id": Column(TEXT, "the innermost item that the fact stands in; missing outside all items")}

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "documents": {
        **_DOC,
        "title": Column(TEXT, "title; missing when the file has none"),
        "published": Column(TEXT, "date of publication, YYYY-MM-DD"),
        "year": Column(WHOLE, "year of publication"),
        "publisher": Column(TEXT, "who published it, as named"),
        "document_number": Column(TEXT, "official document number (文号)"),
        "subtitle": Column(TEXT, "line with a dash under the title, without the dash"),
        "signed": Column(TEXT, "date of signature (成文日期), YYYY-MM-DD"),
        "effective": Column(TEXT, "date from which it applies (施行日期), YYYY-MM-DD"),
        "expires": Column(TEXT, "last date on which it is valid, YYYY-MM-DD"),
        "original_source": Column(TEXT, "where it stood first, when somebody else published it"),
        "issuers": Column(TEXT, "bodies that issued it, separated by ；"),
        "addressees": Column(TEXT, "whom it addresses (主送)"),
        "attachments": Column(TEXT, "titles of its attachments, separated by ；"),
        "genre": Column(TEXT, "通知, 意见, 方案, 条例, 新闻 and so on, see the codebook"),
        "jurisdiction": Column(TEXT, "six-digit division code (GB/T 2260) of the area that the document is about"),
        "province": Column(TEXT, "province-level division of the jurisdiction"),
        "city": Column(TEXT, "prefecture-level division of the jurisdiction, or the municipality itself"),
        "county": Column(TEXT, "county-level division of the jurisdiction"),
        "url": Column(TEXT, "address of the document, where a table of documents gave one"),
        "format": Column(TEXT, "format that was read: text, markdown, html, docx or pdf"),
        "encoding": Column(TEXT, "encoding that the bytes were in; docx and pdf for what is Unicode inside them"),
        "sha256": Column(TEXT, "SHA-256 of the decoded text: equal for exact copies"),
        "duplicate_of": Column(TEXT, "doc_id of the document that this one reprints; missing for originals"),
        "chars": Column(WHOLE, "characters of the decoded file"),
        "body_chars": Column(WHOLE, "characters of the body in normal form"),
        "items": Column(WHOLE, "number of rows in items"),
        "measures": Column(WHOLE, "number of items of kind measure"),
        "agencies": Column(WHOLE, "number of rows in agencies, generic ones left out"),
        "targets": Column(WHOLE, "number of rows in targets"),
        "issues": Column(WHOLE, "number of rows in issues"),
    },
    "items": {
        **_DOC,
        "item_id": Column(TEXT, "key of the item within its document"),
        "parent": Column(TEXT, "item_id of the enclosing item"),
        "level": Column(WHOLE, "depth in the document's outline, 1 is outermost"),
        "marker": Column(TEXT, "the marker as it stands (一、, （一）, 一是, ①); missing for heads without one"),
        "style": Column(TEXT, "heading, inline, run_in, section, bullet or table"),
        "kind": Column(TEXT, "measure, principle, group or other"),
        "lead": Column(TEXT, "heading, or first clause, in normal form"),
        "text": Column(TEXT, "the whole item in normal form"),
        "relation": Column(TEXT, "codes on the axis relation (亲, 清), separated by |"),
        "environment": Column(TEXT, "codes on the axis environment, separated by |"),
        "agencies": Column(WHOLE, "named agencies mentioned inside, children included"),
        "targets": Column(WHOLE, "numeric expressions inside, children included"),
        "deadlines": Column(WHOLE, "targets inside that have a deadline"),
        "lead_agencies": Column(
            TEXT, "bodies that lead it, separated by |: official names, or the words of collective ones"
        ),
        "responsible_agencies": Column(TEXT, "bodies responsible for it, likewise"),
        "partner_agencies": Column(TEXT, "bodies that take part, likewise"),
        **_PLACE,
        "reason": Column(TEXT, "the rule that decided the kind"),
    },
    "agencies": {
        **_DOC,
        **_ITEM,
        "text": Column(TEXT, "the words in normal form"),
        "name": Column(TEXT, "official full name; missing when generic"),
        "agency_id": Column(
            TEXT,
            "one id for all forms of a body: the code of its area (000000: none), and its official name without it",
        ),
        "system": Column(TEXT, f"branch of party and state: {', '.join(get_args(System))}"),
        "current_name": Column(TEXT, "the name of its successor, where a reform ended it"),
        "since": Column(TEXT, "year, or year and month, from which the successor is in place"),
        "level": Column(TEXT, "national, province, city, county or township"),
        "place": Column(TEXT, "six-digit division code of the body's area"),
        "place_name": Column(TEXT, "name of that division"),
        "role": Column(TEXT, "issuer, lead, responsible or partner, where the text says it"),
        "generic": Column(TRUTH, "a kind of body (有关部门) rather than one body"),
        **_PLACE,
    },
    "duties": {
        **_DOC,
        "item_id": Column(TEXT, "the item that gives a body something to do"),
        "text": Column(TEXT, "how the text calls the body"),
        "name": Column(TEXT, "its official full name; missing when generic"),
        "agency_id": Column(TEXT, "as in agencies"),
        "role": Column(TEXT, "lead, responsible or partner"),
        "generic": Column(TRUTH, "a kind of body (各区县政府) rather than one body"),
        "rule": Column(
            TEXT, "what tied the two: its own words, bracket behind the list, head above, said once for all"
        ),
        **_PLACE,
    },
    "targets": {
        **_DOC,
        **_ITEM,
        "text": Column(TEXT, "the words in normal form"),
        "value": Column(
            REAL,
            "number in the unit, without 万 or 亿, as a float (15 digits); text keeps the words; missing if relative",
        ),
        "upper": Column(REAL, "upper end of a range"),
        "unit": Column(TEXT, "unit or counter as in the text: 元, %, 件, 个工作日, …"),
        "bound": Column(TEXT, "exact, at_least, more_than, at_most, less_than or about"),
        "kind": Column(TEXT, "goal, result, scope, baseline or rule"),
        "indicator": Column(TEXT, "what is measured, in the text's words"),
        "change": Column(TEXT, "level (提高到85%), increase (提高3个百分点) or decrease (下降5%)"),
        "relative": Column(TRUTH, "a goal or result without a number of its own (高于全国平均水平, 全覆盖)"),
        "comparator": Column(TEXT, "what it is measured against: 全国平均水平, 上年同期, …"),
        "commitment": Column(TEXT, "the word that makes a goal firm or soft: 确保, 力争, …"),
        "strength": Column(TEXT, "firm or soft, of that word"),
        "deadline": Column(TEXT, "YYYY, YYYY-MM or YYYY-MM-DD"),
        "deadline_text": Column(TEXT, "the words of the deadline, also where no year is known"),
        "starts": Column(TEXT, "first year or month where the deadline ends a period (2022—2024年)"),
        "period": Column(TEXT, "of frequencies: 年, 季度, 月, 周 or 日"),
        "place": Column(TEXT, "six-digit division code of the place that the number is about"),
        "place_name": Column(TEXT, "name of that division"),
        "cues": Column(
            TEXT,
            "what decided the kind: words of the text, or what section and document are (plan, news, mixed, …), or learned, separated by |",
        ),
        **_PLACE,
    },
    "labels": {
        **_DOC,
        "item_id": Column(TEXT, "the labelled item"),
        "scheme": Column(TEXT, "name of the taxonomy"),
        "axis": Column(TEXT, "relation, environment, or another axis of the taxonomy"),
        "code": Column(TEXT, "the code that was given"),
        "score": Column(REAL, "probability of the code; of a taxonomy without a model, what its words score"),
        "polarity": Column(TEXT, "required, permitted, advised or prohibited: what the item does about it"),
        "evidence": Column(TEXT, "the words that earned the label, separated by |"),
        "ranges": Column(TEXT, "their ranges in the source, start-end, separated by |"),
    },
    "metadata": {
        **_DOC,
        "field": Column(TEXT, "field of documents: title, published, issuers, …"),
        "value": Column(TEXT, "its value; a field with several values has several rows"),
        "rule": Column(TEXT, "the rule that read it, such as signature; given: it came beside the text"),
        **_PLACE,
    },
    "boilerplate": {
        **_DOC,
        "kind": Column(TEXT, "front_matter, markup, navigation, credits, caption, spam, duplicate or residue"),
        "rule": Column(TEXT, "the rule that removed it"),
        "chars": Column(WHOLE, "characters removed"),
        "text": Column(TEXT, f"the removed words, cut after {EXCERPT} characters"),
        **_RANGE,
    },
    "issues": {
        **_DOC,
        "stage": Column(TEXT, "the step that noticed something"),
        "message": Column(TEXT, "what its reader should know"),
        **_RANGE,
    },
    "failures": {
        "file": Column(TEXT, "path inside the analyzed folder"),
        "stage": Column(TEXT, "the step that failed"),
        "reason": Column(TEXT, "what went wrong"),
    },
}

FACT_TABLES = tuple(name for name in COLUMNS if name != "failures")
