"""Administrative divisions: the gazetteer of GB/T 2260, and the places that a text names."""

from policytext.extract.places.finder import (
    AUTHORITY,
    WORD_NAMES,
    Place,
    find_county_shorts,
    find_places,
    find_short_names,
    place_called,
)
from policytext.extract.places.gazetteer import MUNICIPALITIES, Division, Gazetteer, gazetteer

__all__ = [
    "AUTHORITY",
    "MUNICIPALITIES",
    "WORD_NAMES",
    "Division",
    "Gazetteer",
    "Place",
    "find_county_shorts",
    "find_places",
    "find_short_names",
    "gazetteer",
    "place_called",
]
