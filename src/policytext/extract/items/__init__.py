"""Items of enumerations: ``find_items``, over markers of every family and heads without number, and their counts."""

from policytext.extract.items.counts import find_count_issues
from policytext.extract.items.finder import find_items

__all__ = ["find_count_issues", "find_items"]
