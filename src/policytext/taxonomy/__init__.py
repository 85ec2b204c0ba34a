"""Taxonomies: official schemes of codes, each with its definition, what earns it, and examples.

A scheme is a TOML file. Its codes give weights to *topics*, to *terms* of their own, or stand in a *slot* and take its
weights. A topic is one kind of action with the words that officials use for it; the topics of ``data/topics.toml``
serve every scheme, and a file may bring its own. The slots of ``data/slots.toml`` say which codes of several schemes
mean the same.
"""

from __future__ import annotations

from policytext.taxonomy.check import Problem, find_problems, line_of
from policytext.taxonomy.crosswalk import crosswalk
from policytext.taxonomy.data import built_in_topics, parse_topics, slot_topics, slots
from policytext.taxonomy.model import HIDING, Clause, Code, Rule, Scope, Slot, Taxonomy, Terms, Topic, Weight, read_file
from policytext.taxonomy.read import parse_taxonomy
from policytext.taxonomy.shape import Fault

__all__ = [
    "HIDING",
    "Clause",
    "Code",
    "Fault",
    "Problem",
    "Rule",
    "Scope",
    "Slot",
    "Taxonomy",
    "Terms",
    "Topic",
    "Weight",
    "built_in_topics",
    "crosswalk",
    "find_problems",
    "line_of",
    "parse_taxonomy",
    "parse_topics",
    "read_file",
    "slot_topics",
    "slots",
]
