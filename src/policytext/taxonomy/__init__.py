"""Taxonomies: official schemes of codes, each with its definition, the topics that earn it, and examples.

A scheme is a TOML file. Its codes give weights to *topics*; a topic is one kind of action with the words that
officials use for it. The topics of ``data/topics.toml`` serve every scheme, and a file may bring its own, so a new
official scheme needs weights and definitions, not new word lists.
"""

from __future__ import annotations

from policytext.taxonomy.model import HIDING, Clause, Code, Rule, Taxonomy, Topic, Weight
from policytext.taxonomy.read import built_in_topics, parse_taxonomy, parse_topics

__all__ = [
    "HIDING",
    "Clause",
    "Code",
    "Rule",
    "Taxonomy",
    "Topic",
    "Weight",
    "built_in_topics",
    "parse_taxonomy",
    "parse_topics",
]
