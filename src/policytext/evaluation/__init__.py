"""How far codings agree with gold codings: figures with intervals, codes, confusion, and every error."""

from policytext.evaluation.evaluate import Evaluation, evaluate
from policytext.evaluation.forms import Codings, Form, read_forms

__all__ = ["Codings", "Evaluation", "Form", "evaluate", "read_forms"]
