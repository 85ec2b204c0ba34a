"""Bodies of the party and the state: ``find_agencies``, over a gazetteer of bodies and the grammar of their names."""

from policytext.extract.agencies.finder import find_agencies

__all__ = ["find_agencies"]
