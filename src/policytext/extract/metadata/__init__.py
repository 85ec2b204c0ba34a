"""What a document is: title, days, publisher, number, issuers, genre, jurisdiction, each with its evidence."""

from policytext.extract.metadata.finder import find_metadata, take_known
from policytext.extract.metadata.jurisdiction import guess_jurisdiction
from policytext.extract.metadata.numbers import places_of_number

__all__ = ["find_metadata", "guess_jurisdiction", "places_of_number", "take_known"]
