"""policytext: evidence from Chinese-language policy documents and government news releases.

>>> import policytext as pt
>>> doc = pt.analyze("一是开展入企走访。二是设立服务专窗。", name="note.txt")   # a path, bytes or text
>>> [item.lead for item in doc.items]
['开展入企走访', '设立服务专窗']

Names are loaded on first use, so that importing the package reads no file and takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from policytext.errors import DataError, PolicytextError, ReadError, UnknownNameError
from policytext.text import AlignedText, Edit, Quote, Span

if TYPE_CHECKING:
    from policytext.batch import Run, analyze_folder, load
    from policytext.classify.train import fit_labels
    from policytext.concordance import distinctive_terms, kwic
    from policytext.evaluation import Evaluation, evaluate
    from policytext.examples import check_taxonomy
    from policytext.exchange import read_doccano, read_label_studio, to_doccano, to_label_config, to_label_studio
    from policytext.model import Agency, Boilerplate, Document, Duty, Issue, Item, Label, Metadata, Target
    from policytext.networks import co_issue, lead_support
    from policytext.normal_form import normalize
    from policytext.pipeline import Pipeline, analyze, default_pipeline
    from policytext.read import Columns, Record, read_records
    from policytext.reliability import Agreement, agreement
    from policytext.tables import Tables, to_tables
    from policytext.taxonomy import Taxonomy, crosswalk

__version__ = "0.1.0"

__all__ = [
    "Agency",
    "Agreement",
    "AlignedText",
    "Boilerplate",
    "Columns",
    "DataError",
    "Document",
    "Duty",
    "Edit",
    "Evaluation",
    "Issue",
    "Item",
    "Label",
    "Metadata",
    "Pipeline",
    "PolicytextError",
    "Quote",
    "ReadError",
    "Record",
    "Run",
    "Span",
    "Tables",
    "Target",
    "Taxonomy",
    "UnknownNameError",
    "agreement",
    "analyze",
    "analyze_folder",
    "check_taxonomy",
    "co_issue",
    "crosswalk",
    "default_pipeline",
    "distinctive_terms",
    "evaluate",
    "fit_labels",
    "kwic",
    "lead_support",
    "load",
    "normalize",
    "read_doccano",
    "read_label_studio",
    "read_records",
    "to_doccano",
    "to_label_config",
    "to_label_studio",
    "to_tables",
]

_HOMES = {
    "policytext.batch": ("Run", "analyze_folder", "load"),
    "policytext.classify.train": ("fit_labels",),
    "policytext.concordance": ("distinctive_terms", "kwic"),
    "policytext.evaluation": ("Evaluation", "evaluate"),
    "policytext.exchange": ("read_doccano", "read_label_studio", "to_doccano", "to_label_config", "to_label_studio"),
    "policytext.examples": ("check_taxonomy",),
    "policytext.model": ("Agency", "Boilerplate", "Document", "Duty", "Issue", "Item", "Label", "Metadata", "Target"),
    "policytext.networks": ("co_issue", "lead_support"),
    "policytext.normal_form": ("normalize",),
    "policytext.pipeline": ("Pipeline", "analyze", "default_pipeline"),
    "policytext.read": ("Columns", "Record", "read_records"),
    "policytext.reliability": ("Agreement", "agreement"),
    "policytext.tables": ("Tables", "to_tables"),
    "policytext.taxonomy": ("Taxonomy", "crosswalk"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'policytext' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
