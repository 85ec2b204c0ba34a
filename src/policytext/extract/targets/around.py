"""What stands around one quantity."""

from __future__ import annotations

from typing import NamedTuple

from policytext.extract.dates import Frequency, When


class Around(NamedTuple):
    """The words around one quantity.

    ``before`` and ``after`` are its clause, ``lead_in`` its own bounding word; ``date`` and ``frequency`` govern it.
    ``stop`` is the character that ends the clause, ``following`` opens the next one, ``passage`` holds the weighed cues of the sentence and of what
    stands before it in the paragraph.
    """

    before: str
    after: str
    stop: str
    following: str
    lead_in: str
    date: When | None
    frequency: Frequency | None
    passage: tuple[tuple[float, str], ...]
