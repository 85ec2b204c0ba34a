"""Errors that policytext raises: each message says what, where, and what is allowed."""


class PolicytextError(Exception):
    """Base of every error that policytext raises on purpose."""


class ReadError(PolicytextError):
    """A source cannot be read as text."""


class DataError(PolicytextError):
    """A lexicon, gazetteer or taxonomy file breaks its own rules."""


class UnknownNameError(PolicytextError):
    """A name is not among the ones that exist, for example of a taxonomy or a column."""
