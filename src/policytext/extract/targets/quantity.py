"""One quantity in a text."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from policytext.model import Bound


class Quantity(NamedTuple):
    """A quantity ``text[start:end]``; ``digits`` is where its number begins and ``close`` where its unit ends.

    ``start`` is before ``digits`` where a bounding word opens the expression (至少开展一次); ``family`` is the unit's.
    """

    start: int
    end: int
    digits: int
    close: int
    value: Decimal
    upper: Decimal | None
    unit: str
    family: str
    bound: Bound
