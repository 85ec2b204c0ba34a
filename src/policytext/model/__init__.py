"""The facts of a document, all frozen; ``Document.to_dict()`` gives the gold form of the codebook."""

from policytext.model.document import Document, Issue
from policytext.model.facts import (
    Agency,
    Boilerplate,
    BoilerplateKind,
    Bound,
    Change,
    Duty,
    Heading,
    Item,
    ItemKind,
    ItemStyle,
    Label,
    Level,
    Polarity,
    Role,
    System,
    Target,
    TargetKind,
)
from policytext.model.metadata import METADATA_FIELDS, Evidence, Genre, Metadata

__all__ = [
    "METADATA_FIELDS",
    "Agency",
    "Boilerplate",
    "BoilerplateKind",
    "Bound",
    "Change",
    "Document",
    "Duty",
    "Evidence",
    "Genre",
    "Heading",
    "Issue",
    "Item",
    "ItemKind",
    "ItemStyle",
    "Label",
    "Level",
    "Metadata",
    "Polarity",
    "Role",
    "System",
    "Target",
    "TargetKind",
]
