"""Numeric expressions: ``find_targets``, over quantities, what they measure, and what kind of number they are."""

from policytext.extract.targets.finder import find_kind_examples, find_targets

__all__ = ["find_kind_examples", "find_targets"]
