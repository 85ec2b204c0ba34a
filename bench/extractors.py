"""Functions that take the text of a page and return its main text: this project's cleaning and the peers'.

Each loader imports its package and returns the function; worker.py times them, body.py compares what they return. The
peers get the settings that their documentation names for this purpose, and for jusText those that suit Chinese.
"""

from __future__ import annotations

from collections.abc import Callable

Extractor = Callable[[str], str]


def load_policytext() -> Extractor:
    """Return the cleaning step of the default pipeline, which includes the normal form and offsets."""
    from policytext.pipeline import clean, default_pipeline

    cleaners = default_pipeline().cleaners
    return lambda page: clean(page, cleaners)[0].text


def load_trafilatura() -> Extractor:
    """Return trafilatura without readers' comments; its fallbacks run, as by default."""
    from trafilatura import extract

    return or_nothing(lambda page: extract(page, include_comments=False) or "")


def load_trafilatura_fast() -> Extractor:
    """Return trafilatura without comments and without its fallbacks."""
    from trafilatura import extract

    return or_nothing(lambda page: extract(page, include_comments=False, fast=True) or "")


def load_readability() -> Extractor:
    """Return readability-lxml: the text of its summary."""
    from lxml.html import fromstring
    from readability import Document

    return or_nothing(lambda page: fromstring(Document(page).summary()).text_content())


def load_justext() -> Extractor:
    """Return jusText for a language without spaces: shorter blocks, no stop words, since it ships none for Chinese."""
    from justext import justext

    def extract(page: str) -> str:
        paragraphs = justext(page, frozenset(), length_low=20, length_high=60, stopwords_low=0, stopwords_high=0)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return or_nothing(extract)


def load_boilerpy() -> Extractor:
    """Return boilerpy3's extractor of articles."""
    from boilerpy3.extractors import ArticleExtractor

    return or_nothing(ArticleExtractor().get_content)


def load_resiliparse() -> Extractor:
    """Return Resiliparse's main content, without comments and texts that stand in for pictures."""
    from resiliparse.extract.html2text import extract_plain_text

    return or_nothing(lambda page: extract_plain_text(page, main_content=True, alt_texts=False, comments=False))


def load_gne() -> Extractor:
    """Return GNE, the extractor for Chinese news pages."""
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()
    return or_nothing(lambda page: extractor.extract(page)["content"])


def load_all_text() -> Extractor:
    """Return all text of a page but scripts and styles: what one has without any extraction."""
    from lxml import etree
    from lxml.html import document_fromstring

    def extract(page: str) -> str:
        tree = document_fromstring(page)
        etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
        return str(tree.text_content())

    return or_nothing(extract)


def or_nothing(extract: Extractor) -> Extractor:
    """Let an extractor that raises on a page have found nothing there."""

    def extract_or_not(page: str) -> str:
        try:
            return extract(page)
        except Exception:  # noqa: BLE001 - whatever a peer raises, it has no text for this page, and that is counted
            return ""

    return extract_or_not


EXTRACTORS: dict[str, Callable[[], Extractor]] = {
    "policytext": load_policytext,
    "trafilatura": load_trafilatura,
    "trafilatura fast": load_trafilatura_fast,
    "readability-lxml": load_readability,
    "jusText": load_justext,
    "boilerpy3": load_boilerpy,
    "Resiliparse": load_resiliparse,
    "GNE": load_gne,
    "all text": load_all_text,
}
