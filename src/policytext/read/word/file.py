"""Word files (.docx): the body walked in order, with the numbers of lists, text boxes, tables and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from policytext.errors import ReadError
from policytext.model import Heading, Issue
from policytext.read.source import Merged, Source
from policytext.read.word.grid import Cell, lay_out, read_grid
from policytext.read.word.numbering import Counters, read_numbering
from policytext.read.word.package import MATH_TEXT, MC, Package, damaged, open_package, switch, value, whole_number
from policytext.read.word.styles import Style, Styles, outline_level, read_styles
from policytext.text import Edit, Span

# Properties, and text that the reader of the printed page does not see: deleted or moved away, instructions of fields,
# the phonetic guide over a word.
_SKIPPED: Final = frozenset(
    {"pPr", "rPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "smartTagPr"}
    | {"customXmlPr", "rubyPr", "rt", "del", "moveFrom", "delText", "instrText", "delInstrText"}
)
_PICTURES: Final = frozenset({"drawing", "pict", "object"})
_EMBEDDED: Final = frozenset({"altChunk", "subDoc"})
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_WORD: Final = re.compile(r"[A-Za-z0-9]{2}")


class _Line(NamedTuple):
    """A line to be: a paragraph with the number of its list, or a row of a table with its cells that hold for several rows."""

    text: str
    number: str = ""
    level: int | None = None
    navigation: bool = False
    merged: tuple[tuple[int, int, int], ...] = ()

    @property
    def shown(self) -> str:
        """The words with their number; a number alone is none of the author's words."""
        return self.number + self.text if self.text.strip() else ""


@dataclass(slots=True)
class _File:
    """What all paragraphs of a file share, and what they leave to be done at its end."""

    styles: Styles
    counters: Counters
    notes: dict[tuple[str, str], None] = field(default_factory=dict)
    embedded: int = 0


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while its runs are read: words so far, its text boxes, and the fields that are open.

    Each field tells whether it still instructs; ``instructing`` counts those that do, and their words are not shown.
    """

    file: _File
    style: Style
    words: list[str]
    boxes: list[_Line] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    instructing: int = 0

    def mark_field(self, kind: str | None) -> None:
        """Note where a field begins, where its result does, and where it ends (ECMA-376 Part 1, 17.16.18)."""
        if kind == "begin":
            self.fields.append(True)
            self.instructing += 1
        elif kind in {"separate", "end"} and self.fields:
            self.instructing -= self.fields.pop()
            if kind == "separate":
                self.fields.append(False)


def read_docx(data: bytes, name: str) -> Source:
    """Read the bytes of a Word file: one line per paragraph and per table row, as a reader of the printed page has it.

    Insertions are in, deletions and hidden text out. Numbers of lists are written out, text boxes stand before the
    paragraph that they hang on, cells are parted by tabs (one for each column that a merged cell takes), foot- and endnotes follow at the end; page headers,
    footers and comments are left out. ``headings`` come from styles and outline levels, not from inside tables, as in
    Word's own navigation; the table of contents is in ``edits``. ``encoding`` is "docx", since the text inside is
    Unicode. Rules: ECMA-376 Part 1, 17 (WordprocessingML), transitional and strict.

    Raises ReadError, with what to do next, when the file is damaged, too large, not of Word, or holds pictures only.

    >>> read_docx(b"PK", "通知.docx")
    Traceback (most recent call last):
    policytext.errors.ReadError: 通知.docx: damaged Word file: no zip archive (File is not a zip file); open it in ...
    """
    package = open_package(data, name)
    main, body = _body(package)
    styles = read_styles(package.related_part(main, "styles"))
    file = _File(styles, read_numbering(package.related_part(main, "numbering"), styles))
    lines = [*_blocks(body, file), *_notes(package, main, file)]
    raw = "\n".join(line.shown for line in lines)
    if not raw.strip() and any(element.tag in _PICTURES for element in body.iter()):
        raise ReadError(f"{name}: the file holds pictures only, no text; run OCR on it and read the result")
    issues = (_embedded_issue(file.embedded),) if file.embedded else ()
    edits, headings, merged = tuple(_contents(lines)), tuple(_headings(lines)), tuple(_merged(lines))
    return Source(name, raw, "docx", "docx", issues=issues, edits=edits, headings=headings, merged=merged)


def _body(package: Package) -> tuple[str, Element]:
    """Return the name of the main part and its body; raises ReadError when the package is not one of Word."""
    main = next(package.related("", "officeDocument"), None)
    root = None if main is None else package.part(main)
    if main is None or root is None:
        raise damaged(package.name, f"no {main or 'main'} part")
    if root.tag != "document":
        raise ReadError(f"{package.name}: not a Word file (its main part is {main}); save it as .docx or as text")
    if (body := root.find("body")) is None:
        raise damaged(package.name, f"{main} has no body")
    return main, body


def _embedded_issue(count: int) -> Issue:
    what = "embedded file" if count == 1 else "embedded files"
    return Issue("read", f"{count} {what} (altChunk) left out; open the document in Word and save it to take them in")


def _blocks(parent: Element, file: _File, *, navigation: bool = False) -> list[_Line]:
    """Return the lines of a body, cell, text box, note or content control, in order."""
    lines: list[_Line] = []
    words: list[str] = []  # of paragraphs whose end was deleted: they go on in the next one (17.13.5.15)
    for element in parent:
        if element.tag == "p":
            lines += _paragraph(element, file, words, navigation=navigation)
            continue
        if element.tag == "tbl":
            lines += _left_over(words)
        lines += _block(element, file, navigation=navigation)
    return lines + _left_over(words)


def _left_over(words: list[str]) -> list[_Line]:
    """Take the words that no paragraph is left for, before a table and at the end, as a line."""
    text = "".join(words)
    words.clear()
    return [_Line(text)] if text.strip() else []


def _block(element: Element, file: _File, *, navigation: bool) -> list[_Line]:
    """Return the lines of anything in a body that is no paragraph."""
    if element.tag == "tbl":
        return _table(element, file, navigation=navigation)
    if element.tag == f"{MC}AlternateContent":
        options = (_blocks(option, file, navigation=navigation) for option in element)
        return next((option for option in options if _has_words(option)), [])
    if element.tag in _EMBEDDED:
        file.embedded += 1
        return []
    if element.tag in _SKIPPED:
        return []
    gallery = value(element.find("sdtPr/docPartObj/docPartGallery"))
    return _blocks(element, file, navigation=navigation or gallery == "Table of Contents")


def _has_words(lines: Iterable[_Line]) -> bool:
    return any(line.text.strip() for line in lines)


def _paragraph(element: Element, file: _File, words: list[str], *, navigation: bool) -> list[_Line]:
    """Return the text boxes of a paragraph and its own line; a paragraph that only carries boxes has none.

    ``words`` come from paragraphs before, and are left for the next where the end of this one was deleted too.
    """
    properties = element.find("pPr")
    properties = Element("pPr") if properties is None else properties
    style = file.styles.get(value(properties.find("pStyle")), "paragraph")
    paragraph = _Paragraph(file, style, words)
    _runs(element, paragraph)
    if any(properties.find(f"rPr/{mark}") is not None for mark in ("del", "moveFrom")):
        return paragraph.boxes
    text = "".join(words).strip("\n")
    words.clear()
    if not text.strip() and _has_words(paragraph.boxes):
        return paragraph.boxes
    unseen = not text.strip() and switch(properties.find("rPr/vanish"))
    counted = "" if unseen else file.counters.next(properties, style)
    outline = whole_number(value(properties.find("outlineLvl")))
    level = style.level if outline is None else outline_level(outline)
    navigation = navigation or style.navigation
    return [*paragraph.boxes, _Line(text, counted, None if navigation else level, navigation)]


def _runs(parent: Element, paragraph: _Paragraph, *, hidden: bool = False) -> None:
    """Read the words, signs and text boxes below an element into the paragraph."""
    for element in parent:
        tag = element.tag
        if tag in _SKIPPED:
            continue
        if tag == "r":
            _runs(element, paragraph, hidden=_is_hidden(element, paragraph))
        elif tag == f"{MC}AlternateContent":
            _choose(element, paragraph, hidden=hidden)
        elif tag == "fldChar":
            paragraph.mark_field(element.get("fldCharType"))
        elif hidden or paragraph.instructing:
            continue
        elif tag == "txbxContent":
            paragraph.boxes += _blocks(element, paragraph.file)
        elif tag in _NOTES:
            paragraph.file.notes[_NOTES[tag], element.get("id", "")] = None
        elif (sign := _sign(element)) is not None:
            paragraph.words.append(sign)
        else:
            _runs(element, paragraph, hidden=hidden)


def _is_hidden(run: Element, paragraph: _Paragraph) -> bool:
    """Tell whether a run is hidden: by itself, or by one of paragraph and character style but not both (17.7.3)."""
    if (own := switch(run.find("rPr/vanish"))) is not None:
        return own
    character = value(run.find("rPr/rStyle"))
    return paragraph.style.hidden != (
        character is not None and paragraph.file.styles.get(character, "character").hidden
    )


def _choose(element: Element, paragraph: _Paragraph, *, hidden: bool) -> None:
    """Read the first of several copies of one content that has words (ECMA-376 Part 3, 7.5)."""
    for option in element:
        words, boxes = len(paragraph.words), len(paragraph.boxes)
        _runs(option, paragraph, hidden=hidden)
        if "".join(paragraph.words[words:]).strip() or _has_words(paragraph.boxes[boxes:]):
            return


def _sign(element: Element) -> str | None:
    """Return what a leaf of a run stands for, None for other elements."""
    if element.tag in {"t", MATH_TEXT}:
        return (element.text or "").replace("\n", " ")
    if element.tag == "sym":
        return _symbol(element.get("char", ""))
    return _SIGNS.get(element.tag)


def _symbol(code: str) -> str:
    """Return a sign of a symbol font, in the private use area, to which its code may or may not be shifted (17.3.3.30).

    >>> ascii(_symbol("F0FE") + _symbol("A8") + _symbol("D800"))
    "'\\\\uf0fe\\\\uf0a8\\\\ufffd'"
    """
    sign = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0xFFFD
    if 0xD800 <= sign <= 0xDFFF:
        return "\ufffd"
    return chr(sign + 0xF000 if sign < 0x100 else sign)


def _table(table: Element, file: _File, *, navigation: bool) -> list[_Line]:
    """Return one line per row, cells parted by tabs, one for each column; a frame of one cell keeps the lines inside it."""
    grid = read_grid(table)
    if len(grid) == 1 and len(grid[0]) == 1:
        return _blocks(grid[0][0].element, file, navigation=navigation)
    words = ([_cell(cell, file) for cell in row] for row in grid)
    rows = (lay_out(*each) for each in zip(grid, words, strict=True))
    return [_Line(text, navigation=navigation, merged=tuple(merged)) for text, merged in rows]


def _cell(cell: Cell, file: _File) -> str:
    return "" if cell.continued else _flatten(_blocks(cell.element, file))


def _flatten(lines: Iterable[_Line]) -> str:
    """Join lines to one; Chinese needs no space at the join, two Latin words do, and so do rows of an inner table."""
    parts: list[str] = []
    before = ""
    for part in (part.strip() for line in lines for part in line.shown.split("\n")):
        if part:
            spaced = "\t" in before + part or _WORD.fullmatch(before[-1:] + part[0])
            parts += (" ", part) if spaced and before else (part,)
            before = part
    return "".join(parts).replace("\t", " ")


def _notes(package: Package, main: str, file: _File) -> Iterator[_Line]:
    """Yield the notes that the text refers to, footnotes first, one line each, in order of reference.

    The lines that part notes from the text are notes as well, but nothing refers to them (17.11.23).
    """
    for kind in _NOTES.values():
        root = package.related_part(main, kind)
        notes = {note.get("id", ""): note for note in (() if root is None else root)}
        for where, note_id in tuple(file.notes):
            if where == kind and note_id in notes and (text := _flatten(_blocks(notes[note_id], file))):
                yield _Line(text)


def _spans(lines: Iterable[_Line]) -> Iterator[tuple[_Line, Span]]:
    """Yield each line with its place in the raw text."""
    start = 0
    for line in lines:
        end = start + len(line.shown)
        yield line, Span(start, end)
        start = end + 1


def _headings(lines: Iterable[_Line]) -> Iterator[Heading]:
    for line, span in _spans(lines):
        if line.level is not None and (words := line.shown.strip()):
            start = span.start + line.shown.index(words)
            yield Heading(Span(start, start + len(words)), line.level)


def _merged(lines: Sequence[_Line]) -> Iterator[Merged]:
    """Yield the cells that hold for several rows; each row is a line."""
    spans = [span for _, span in _spans(lines)]
    for index, line in enumerate(lines):
        for start, end, rows in line.merged:
            first = spans[index].start
            yield Merged(Span(first + start, first + end), spans[min(index + rows, len(spans)) - 1].end)


def _contents(lines: Iterable[_Line]) -> Iterator[Edit]:
    """Yield one edit per table of contents: neighbouring lines of one are one stretch."""
    for navigation, group in groupby(_spans(lines), key=lambda each: each[0].navigation):
        if navigation:
            spans = [span for _, span in group]
            if spans[0].start < spans[-1].end:
                yield Edit(spans[0].start, spans[-1].end, "", kind="navigation", rule="table of contents")
