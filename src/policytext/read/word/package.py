"""An Office Open XML package: a zip of XML parts that relationships join (ECMA-376 Part 2, Open Packaging Conventions).

The standard library opens it. python-docx was weighed and left: it loads every picture, refuses a file over one picture
that is missing and files of the strict standard, and knows nothing of the numbers of lists.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from lzma import LZMAError
from typing import Final
from xml.etree import ElementTree as ET

from policytext.errors import ReadError

# The sum of all parts, by the directory of the zip; zipfile reads no part beyond the size that stands there.
MAX_UNPACKED: Final = 200_000_000
# One XML part: 29 MB of plain paragraphs (7 million characters) took 2 seconds, 46 MB of empty elements half a minute.
MAX_XML: Final = 50_000_000
# A text box in a cell of a table in a cell is some 30 deep. The walk recurses, and Python stops at 1,000 calls.
MAX_DEPTH: Final = 256

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT: Final = "math-t"
_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "math-",
    "http://purl.oclc.org/ooxml/officeDocument/math": "math-",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
}
_WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
# What zipfile raises on a damaged, locked or unknown member.
_ZIP_ERRORS: Final = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, RuntimeError, OSError)
_REPAIR: Final = "open it in Word or LibreOffice and save it again"


def damaged(name: str, what: str) -> ReadError:
    """Return the error for a file that is broken, with what to do next.

    >>> str(damaged("通知.docx", "no main part"))
    '通知.docx: damaged Word file: no main part; open it in Word or LibreOffice and save it again'
    """
    return ReadError(f"{name}: damaged Word file: {' '.join(what.split())}; {_REPAIR}")


@dataclass(frozen=True, slots=True)
class Package:
    """An open package: its name, the zip, and its members by part name in lower case, since part names have no case."""

    name: str
    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]

    def part(self, path: str) -> ET.Element | None:
        """Return the root of an XML part, None when there is no such part; raises ReadError when it cannot be read."""
        if (member := self.members.get(path.lower())) is None:
            return None
        if member.file_size > MAX_XML:
            size, limit = member.file_size / 1e6, MAX_XML / 1e6
            raise ReadError(
                f"{self.name}: {path} holds {size:.0f} MB, over the limit of {limit:.0f} MB; split the file"
            )
        try:
            return parse_xml(self.archive.read(member))
        except _ZIP_ERRORS as error:
            raise damaged(self.name, f"{path} cannot be unpacked ({error})") from error
        except (ET.ParseError, LookupError, ValueError) as error:
            raise damaged(self.name, f"{path} is no XML of Word ({error})") from error

    def related(self, path: str, kind: str) -> Iterator[str]:
        """Yield the parts to which a part (``""`` for the package) has a relationship of a kind, for example ``styles``.

        The kind is the last word of the type, the same in the transitional and the strict standard.
        """
        folder, file = posixpath.split(path)
        relationships = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relationship in () if relationships is None else relationships:
            if relationship.get("Type", "").endswith(f"/{kind}") and relationship.get("TargetMode") != "External":
                target = posixpath.join("/", folder, relationship.get("Target", ""))
                yield posixpath.normpath(target).lstrip("/")

    def related_part(self, path: str, kind: str) -> ET.Element | None:
        """Return the root of the first related part of a kind that exists."""
        roots = (self.part(target) for target in self.related(path, kind))
        return next((root for root in roots if root is not None), None)


def open_package(data: bytes, name: str) -> Package:
    """Open the bytes of a package; raises ReadError on a broken zip and on one that unpacks to over MAX_UNPACKED."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (*_ZIP_ERRORS, ValueError) as error:
        raise damaged(name, f"no zip archive ({error})") from error
    size = sum(member.file_size for member in archive.infolist())
    if size > MAX_UNPACKED:
        limit = MAX_UNPACKED / 1e6
        raise ReadError(f"{name}: unpacks to {size / 1e6:.0f} MB, over the limit of {limit:.0f} MB; split the file")
    members = {member.filename.replace("\\", "/").lower(): member for member in archive.infolist()}
    return Package(name, archive, members)


def parse_xml(data: bytes) -> ET.Element:
    """Parse an XML part; names of WordprocessingML and of relationships lose their namespace, the others keep it.

    Raises ParseError, or ValueError on a document type declaration, which a part must not have (ECMA-376 Part 2,
    8.1.4) and without which there are no entities, and on nesting deeper than MAX_DEPTH.

    >>> w = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    >>> parse_xml(f'<w:p xmlns:w="{w}"><w:r w:rsidR="1"/></w:p>'.encode()).find("r").attrib
    {'rsidR': '1'}
    """
    target = _PlainNames()
    parser = ET.XMLParser(target=target)  # noqa: S314 - the target refuses every DTD, so there are no entities
    parser.feed(data)
    root: ET.Element = parser.close()
    return root


@dataclass(slots=True)
class _PlainNames:
    """A target of the parser: builds the tree with plain names, within the bounds."""

    tree: ET.TreeBuilder = field(default_factory=ET.TreeBuilder)
    names: dict[str, str] = field(default_factory=dict)
    depth: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> ET.Element:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValueError(f"elements nested deeper than {MAX_DEPTH}")
        names = self.names
        plain = {names.get(key) or self._plain(key): text for key, text in attributes.items()}
        return self.tree.start(names.get(tag) or self._plain(tag), plain)

    def end(self, tag: str) -> ET.Element:
        self.depth -= 1
        return self.tree.end(self.names[tag])

    def data(self, text: str) -> None:
        self.tree.data(text)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ValueError(f"a document type declaration of {name!r} ({system or public or 'inline'})")

    def close(self) -> ET.Element:
        return self.tree.close()

    def _plain(self, name: str) -> str:
        space, _, local = name[1:].rpartition("}")
        prefix = _PREFIXES.get(space)
        self.names[name] = plain = name if prefix is None else prefix + local
        return plain


def value(element: ET.Element | None) -> str | None:
    """Return the ``w:val`` of an element, None when it has none or there is no element."""
    return None if element is None else element.get("val")


def whole_number(text: str | None) -> int | None:
    """Return a whole number as Word writes it, None for anything else and for what no Word file holds."""
    return int(text) if text is not None and _WHOLE_NUMBER.fullmatch(text) else None


def switch(element: ET.Element | None) -> bool | None:
    """Return what an on-off property says (ECMA-376 Part 1, 17.17.4), None when it is not there.

    >>> from xml.etree.ElementTree import Element
    >>> switch(Element("vanish")), switch(Element("vanish", val="false")), switch(None)
    (True, False, None)
    """
    return None if element is None else element.get("val", "1") not in {"0", "false", "off"}
