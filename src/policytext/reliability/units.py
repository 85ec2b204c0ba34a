"""What coders coded: units and the codes that each coder gave to them, from codings in gold form or from a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from policytext.compare import NONE
from policytext.errors import DataError
from policytext.evaluation.figures import CODED, Axis, Key, codes_of, list_axes, words_of
from policytext.evaluation.forms import Form
from policytext.reliability.coefficients import Ratings

Codes = tuple[str, ...]


class Unit(NamedTuple):
    """What was coded: where it is, its words, and the codes of each coder, None where the coder did not code it."""

    document: str
    name: str
    text: str
    start: int | None
    end: int | None
    codes: tuple[Codes | None, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """Units that are coded on one variable. With ``several`` codes for a unit each code is a yes or no of its own."""

    name: str
    units: tuple[Unit, ...]
    codes: Codes
    several: bool

    @classmethod
    def of(cls, name: str, units: Iterable[Unit], *, several: bool) -> Variable:
        """Make a variable of the codes that its units have; ``(none)`` is a code where each unit has one."""
        units = tuple(units)
        met = (code for unit in units for codes in unit.codes for code in codes or ())
        return cls(name, units, tuple(dict.fromkeys(met)), several)

    def within(self, document: str) -> Variable:
        """Return the same variable, with the same codes, on the units of one document."""
        return replace(self, units=tuple(unit for unit in self.units if unit.document == document))

    def ratings(self, coders: Sequence[int]) -> Ratings:
        """Return what some coders gave, a row per unit, or per unit and code where a unit can have several."""
        if self.several:
            return [row for code in self.codes for row in self.ratings_of(code, coders)]
        return [[unit_codes[0] if unit_codes else None for unit_codes in _of(unit, coders)] for unit in self.units]

    def ratings_of(self, code: str, coders: Sequence[int]) -> Ratings:
        """Return whether some coders gave a code, yes or no."""
        return [
            [None if codes is None else "yes" if code in codes else "no" for codes in _of(unit, coders)]
            for unit in self.units
        ]


def _of(unit: Unit, coders: Sequence[int]) -> Iterator[Codes | None]:
    return (unit.codes[coder] for coder in coders)


def units_of_forms(codings: Sequence[Mapping[str, Form]]) -> tuple[Variable, ...]:
    """Return the variables that some coders coded: the axes of labels, kinds of items, roles of agencies, kinds of targets.

    A fact is the same for two coders when it begins (item), stands (agency) or stands with its number (target) at the
    same place. Who coded the document without it, has not coded it.
    """
    labelled = list_axes(form for coding in codings for form in coding.values())
    return tuple(_variable(axis, codings, several=axis in labelled) for axis in (*labelled, *CODED))


def _variable(axis: Axis, codings: Sequence[Mapping[str, Form]], *, several: bool) -> Variable:
    units = []
    for document in dict.fromkeys(file for coding in codings for file in coding):
        seen = [codes_of(coding[document], axis) if document in coding else {} for coding in codings]
        facts: dict[Key, Form] = {key: fact for found in seen for key, (fact, _) in found.items()}
        for key, fact in sorted(facts.items(), key=lambda entry: (entry[1]["start"], entry[1]["end"])):
            given = tuple(found[key][1] if key in found else None for found in seen)
            codes = given if several else tuple(map(_single, given))
            units.append(
                Unit(document, f"{axis.table} {fact['start']}", words_of(fact), fact["start"], fact["end"], codes)
            )
    return Variable.of(axis.name, units, several=several)


def _single(codes: Codes | None) -> Codes | None:
    """Return the one code of a unit; ``(none)`` where it was looked at and none given."""
    return codes if codes is None else codes[:1] or (NONE,)


COLUMNS = ("unit", "coder", "code")


def units_of_table(table: pd.DataFrame) -> tuple[tuple[str, ...], tuple[Variable, ...]]:
    """Return coders and variables of a tidy table: ``unit``, ``coder``, ``code``, and ``document`` or ``variable`` if it has them.

    A missing code says that the coder did not code the unit; ``(none)`` that no code fits. Where a coder gave a unit
    several codes in several rows, each code of the variable is a yes or no. Raises DataError where a column is missing.
    """
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        raise DataError(f"no column {', '.join(missing)}; a table of codes has unit, coder, code (document, variable)")
    for column in ("unit", "coder"):
        if (empty := table[column].isna()).any():
            raise DataError(f"row {table.index[empty][0]}: no {column}; every code is one coder's of one unit")
    table = table.dropna(subset=["code"])
    table = table.assign(
        **{name: table[name].astype(str) for name in COLUMNS},
        document=table["document"].astype(str) if "document" in table.columns else "",
        variable=table["variable"].astype(str) if "variable" in table.columns else "code",
    )
    coders = tuple(dict.fromkeys(table["coder"]))
    variables = (_variable_of_table(str(name), group, coders) for name, group in table.groupby("variable", sort=False))
    return coders, tuple(variables)


def _variable_of_table(name: str, table: pd.DataFrame, coders: Sequence[str]) -> Variable:
    rows = table.drop_duplicates(["document", "unit", "coder", "code"])
    several = bool(rows.duplicated(["document", "unit", "coder"]).any())
    given: dict[tuple[str, str], dict[str, Codes]] = {}
    for document, unit, coder, code in rows[["document", "unit", "coder", "code"]].itertuples(index=False, name=None):
        codes = given.setdefault((document, unit), {})
        codes[coder] = codes.get(coder, ()) + ((code,) if code != NONE or not several else ())
    units = (
        Unit(document, unit, "", None, None, tuple(codes.get(coder) for coder in coders))
        for (document, unit), codes in given.items()
    )
    return Variable.of(name, units, several=several)
