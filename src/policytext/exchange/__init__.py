"""Exchange with annotation tools: documents out, annotations in as gold forms."""

from policytext.exchange.doccano import read_doccano, to_doccano
from policytext.exchange.label_studio import read_label_studio, to_label_config, to_label_studio

__all__ = ["read_doccano", "read_label_studio", "to_doccano", "to_label_config", "to_label_studio"]
