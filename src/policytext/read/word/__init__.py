"""Word files (.docx): body, styles, numbers of lists, over the package that holds them."""

from policytext.read.word.file import read_docx

__all__ = ["read_docx"]
