"""Agreement between coders: coefficients for codes, α for unitizing for spans, and where coders differ."""

from policytext.reliability.agreement import Agreement, agreement

__all__ = ["Agreement", "agreement"]
