"""PDF files with a text layer as raw text: the lines as printed, and beside them what the layout alone explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from policytext.errors import ReadError
from policytext.model import Heading, Issue
from policytext.read.pdf.blocks import Page, read_page
from policytext.read.pdf.furniture import Place, find_furniture
from policytext.read.pdf.layout import find_headings, find_paragraphs
from policytext.read.source import Source
from policytext.text import Edit, Span

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

# A yearbook has 800 pages; a plan of a province with all its attachments 300.
MAX_PAGES = 2000
# 2000 pages of 2500 characters, which is two pages of small print on one.
MAX_CHARS = 5_000_000
# A scanned page may carry a stamp or a page number as text, but no sentence.
STAMP = 20
# More lost characters than this are worth a word, as in files of other formats; beyond the second nothing can be read.
SOME_LOST, MOST_LOST = 0.005, 0.5

OCR = "run OCR first (for example ocrmypdf -l chi_sim)"

_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Latin letters up to those of Vietnamese, figures, and the marks that a blank follows or comes before.
_LATIN_END = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff,.;:!?)%\"']")
_LATIN_START = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff(\"']")
_HYPHENATED = re.compile(r"[A-Za-z]-$")
_HAN = re.compile("[\u2e80-\u9fff]")


class _Contents(NamedTuple):
    """The pages of a file, and the numbers, from 1, of those without text and of those that are damaged."""

    pages: tuple[Page, ...]
    silent: tuple[int, ...]
    damaged: tuple[int, ...]


def read_pdf(data: bytes, name: str) -> Source:
    """Read the text layer of a PDF.

    ``raw`` holds one printed line per line, running heads and page numbers included, in reading order; each page
    ends with a line break, a page without text is an empty line, and a tab parts the cells of a table. The text
    in a PDF is Unicode, so ``encoding`` is ``"pdf"``. ``edits`` drop page numbers and running heads (kind
    ``navigation``) and the line breaks inside paragraphs; ``headings`` are paragraphs in larger print.

    Pages without text, damaged pages and characters without Unicode become issues. Raises ReadError for a file that
    is damaged, locked with a password, too long, scanned, or without Unicode for most of its characters.
    """
    contents = _read_contents(data, name)
    pages = contents.pages
    if not any(page.lines for page in pages) and contents.silent:
        raise ReadError(f"{name}: no text layer: scanned pages; {OCR}")
    raw, starts, spans = _compose(pages)
    furniture = find_furniture(pages)
    paragraphs = find_paragraphs(pages, furniture)
    edits = [Edit(*spans[place], "", "navigation", rule) for place, rule in furniture.items()]
    edits += (edit for places in paragraphs for edit in _find_joins(raw, places, spans))
    headings = (
        Heading(Span(spans[paragraphs[number][0]].start, spans[paragraphs[number][-1]].end), level)
        for number, level in find_headings(pages, paragraphs).items()
    )
    issues = tuple(_find_issues(contents, raw, name))
    return Source(
        name, raw, "pdf", "pdf", issues, tuple(sorted(edits, key=lambda edit: edit.start)), starts, tuple(headings)
    )


def _read_contents(data: bytes, name: str) -> _Contents:
    """Open a file and read all its pages; every handle is closed again."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(f"{name}: locked with a password; save a copy without (qpdf --decrypt)") from error
        raise ReadError(f"{name}: not a PDF or damaged ({error}); download it again") from error
    try:
        return _read_pages(document, name)
    finally:
        document.close()


def _read_pages(document: PdfDocument, name: str) -> _Contents:
    from pypdfium2 import PdfiumError

    if not 0 < len(document) <= MAX_PAGES:
        allowed = "a PDF needs one" if not len(document) else f"the limit is {MAX_PAGES}; split the file"
        raise ReadError(f"{name}: {len(document)} pages; {allowed}")
    pages: list[Page] = []
    silent, damaged = [], []
    chars = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except PdfiumError:
            pages.append(Page())
            damaged.append(number + 1)
            continue
        try:
            pages.append(_read_text(page, name, MAX_CHARS - chars))
            size = sum(len(line.text) for line in pages[-1].lines)
            chars += size
            if size < STAMP and _is_picture(page, alone=not size):
                silent.append(number + 1)
        finally:
            page.close()
    return _Contents(tuple(pages), tuple(silent), tuple(damaged))


def _read_text(page: PdfPage, name: str, limit: int) -> Page:
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > limit:
            raise ReadError(f"{name}: more than {MAX_CHARS:,} characters; split the file")
        return read_page(page, textpage)
    finally:
        textpage.close()


def _is_picture(page: PdfPage, *, alone: bool) -> bool:
    """Tell whether a page shows something that is no text: anything at all, or a picture on half of the page."""
    import pypdfium2.raw as pdfium

    if alone:
        return next(page.get_objects(max_depth=1), None) is not None
    area = page.get_width() * page.get_height()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = picture.get_bounds()
        if 2 * (right - left) * (top - bottom) > area:
            return True
    return False


def _compose(pages: Sequence[Page]) -> tuple[str, tuple[int, ...], dict[Place, Span]]:
    """Write the pages one after another; returns the text, where pages begin, and where each line is."""
    parts: list[str] = []
    starts: list[int] = []
    spans: dict[Place, Span] = {}
    at = 0
    for number, page in enumerate(pages):
        starts.append(at)
        for index, line in enumerate(page.lines):
            after = "\n" if index + 1 == len(page.lines) else line.after
            spans[number, index] = Span(at, at + len(line.text))
            parts += line.text, after
            at += len(line.text) + 1
        if not page.lines:
            parts.append("\n")
            at += 1
    return "".join(parts), tuple(starts), spans


def _find_joins(raw: str, places: Sequence[Place], spans: Mapping[Place, Span]) -> Iterator[Edit]:
    """Yield the edits that make one line of a paragraph; furniture between its lines has edits of its own."""
    for one, two in pairwise(places):
        start = spans[one].end
        line, following = raw[spans[one].start : start], raw[slice(*spans[two])]
        glue = _glue(line, following)
        if _HYPHENATED.search(line) and following[:1].islower():
            start -= 1
        place = one
        while place != two:
            place = (place[0], place[1] + 1) if (place[0], place[1] + 1) in spans else (place[0] + 1, 0)
            yield Edit(start, spans[place].start, glue)
            start, glue = spans[place].end, ""


def _glue(line: str, following: str) -> str:
    """Return the blank between two Latin words, and nothing elsewhere; a number in a Chinese line is one number."""
    before, after = line[-1:], following[:1]
    if before.isdigit() and after.isdigit():
        return "" if _HAN.search(line) else " "
    return " " if _LATIN_END.fullmatch(before) and _LATIN_START.fullmatch(after) else ""


def _find_issues(contents: _Contents, raw: str, name: str) -> Iterator[Issue]:
    """Yield what the reader of a file should know; raises ReadError where most characters are lost."""
    for numbers, what in ((contents.silent, f"no text (scanned?); {OCR}"), (contents.damaged, "damage, left out")):
        if numbers:
            listed = ", ".join(map(str, numbers))
            yield Issue("read", f"page {listed} has {what}" if len(numbers) == 1 else f"pages {listed} have {what}")
    lost, chars = len(_LOST.findall(raw)), sum(not char.isspace() for char in raw)
    if lost > MOST_LOST * chars:
        raise ReadError(f"{name}: {lost} of {chars} characters have no Unicode in the fonts of this file; {OCR}")
    if "\ufffd" in raw or lost > SOME_LOST * chars:
        yield Issue("read", f"{lost} character{'s' * (lost > 1)} without Unicode in the fonts of this file")
