"""PDF files with a text layer: printed lines, and what in them the layout alone explains."""

from policytext.read.pdf.file import read_pdf

__all__ = ["read_pdf"]
