"""Which codes of several schemes stand in the same slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policytext.taxonomy.model import Taxonomy

if TYPE_CHECKING:
    import pandas as pd


def crosswalk(*names: str) -> pd.DataFrame:
    """Return a row for each code of the named built-in schemes, of all where none is named.

    The columns are ``scheme``, ``code``, ``name`` and ``slot``, the last one missing where a code stands for itself.
    Raises UnknownNameError for a scheme that does not exist.

    >>> table = crosswalk("four-environments", "liaoning-2019")
    >>> table[table["slot"] == "法治"][["scheme", "code"]].values.tolist()
    [['four-environments', '司法'], ['liaoning-2019', '法治']]
    """
    import pandas as pd

    rows = [
        (scheme.name, code.code, code.name, code.slot)
        for scheme in map(Taxonomy.load, names or Taxonomy.names())
        for code in scheme.codes
    ]
    return pd.DataFrame(rows, columns=["scheme", "code", "name", "slot"], dtype="string")
