"""Items of enumerations: ``find_items``, over markers of every family and heads without number."""

from policytext.extract.items.finder import find_items

__all__ = ["find_items"]
