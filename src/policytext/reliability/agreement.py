"""Agreement between coders: coefficients for each variable, document, code and pair of coders, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations

import pandas as pd

from policytext.columns import SEPARATOR
from policytext.errors import DataError
from policytext.evaluation.forms import Codings, Form, read_forms
from policytext.reliability.coefficients import Coefficients, measure_agreement
from policytext.reliability.spans import SPAN_COLUMNS, measure_spans
from policytext.reliability.units import Variable, units_of_forms, units_of_table

ONE, SEVERAL = "one code per unit", "yes or no per code"
_TEXTS = ("variable", "scale", "document", "code", "coder", "other", "coders_compared", "reason", "unit", "text")


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How far coders agree.

    ``variables``, ``documents``, ``codes`` (each code against the rest) and ``pairs`` of coders have the same measures:
    ``units`` coded by two coders or more, ``coders``, ``percent``, ``cohen_kappa`` (of more than two coders the mean
    over pairs), ``fleiss_kappa``, ``alpha`` (Krippendorff, nominal), ``ac1`` (Gwet), and the ``reason`` why one is
    missing. A variable of which a unit can have several codes is measured on yes and no for each unit and code
    (``scale``). ``spans`` has α for unitizing: whether the coders marked the same stretches. ``disagreements`` lists the
    units on which coders differ, with a column for each coder.
    """

    coders: tuple[str, ...]
    variables: pd.DataFrame
    documents: pd.DataFrame
    codes: pd.DataFrame
    pairs: pd.DataFrame
    spans: pd.DataFrame
    disagreements: pd.DataFrame

    def _repr_html_(self) -> str:
        head = f"{len(self.coders)} coders: {', '.join(self.coders)}; {len(self.disagreements)} disagreements"
        shown = (self.variables, self.codes, self.spans)
        return f"<p>{escape(head)}</p>" + "".join(t.round(3).to_html(border=0, index=False, na_rep="") for t in shown)


def agreement(codings: Mapping[str, Codings] | pd.DataFrame) -> Agreement:
    """Measure how far any number of coders agree.

    ``codings`` maps each coder to codings (a folder, a file, documents or gold forms, as in ``evaluate``), or is a tidy
    table with a row per ``unit``, ``coder`` and ``code``, and ``document`` and ``variable`` where there are several. A
    coder may have left units or whole documents out. Nothing is 1 by default: where a coefficient is not defined it is
    missing, and ``reason`` says why.

    Raises DataError for fewer than two coders, and as ``evaluate`` does.

    >>> table = pd.DataFrame({"unit": [1, 2, 3] * 2, "coder": ["a"] * 3 + ["b"] * 3, "code": list("亲亲清亲清清")})
    >>> agreement(table).variables[["units", "percent", "cohen_kappa"]].round(2).to_numpy().tolist()
    [[3, 0.67, 0.4]]
    """
    if isinstance(codings, pd.DataFrame):
        coders, variables = units_of_table(codings)
        spans: list[tuple[object, ...]] = []
        forms: list[dict[str, Form]] = []
    else:
        coders = tuple(codings)
        forms = [read_forms(coding) for coding in codings.values()]
        _check_sizes(coders, forms)
        variables = units_of_forms(forms)
        spans = list(measure_spans(coders, forms))
    if len(coders) < 2:
        raise DataError(f"agreement needs two coders or more; there is {', '.join(coders) or 'none'}")
    return Agreement(
        coders,
        _frame(["variable", "scale"], _of_variables(variables)),
        _frame(["variable", "document"], _of_documents(variables)),
        _frame(["variable", "code"], _of_codes(variables)),
        _frame(["variable", "coder", "other"], _of_pairs(variables, coders)),
        _typed(pd.DataFrame(spans, columns=list(SPAN_COLUMNS))),
        _disagreements(variables, coders),
    )


def _check_sizes(coders: Sequence[str], forms: Sequence[Mapping[str, Form]]) -> None:
    """Refuse codings of different texts under one name."""
    first: dict[str, tuple[str, object]] = {}
    for coder, coding in zip(coders, forms, strict=True):
        for file, form in coding.items():
            other, size = first.setdefault(file, (coder, form.get("chars")))
            if size != form.get("chars"):
                raise DataError(
                    f"{file}: {other} coded a text of {size} characters, {coder} one of {form.get('chars')}"
                )


def _everybody(variable: Variable) -> range:
    return range(len(variable.units[0].codes) if variable.units else 0)


def _of_variables(variables: Sequence[Variable]) -> Iterator[tuple[object, ...]]:
    for variable in variables:
        found = measure_agreement(variable.ratings(_everybody(variable)))
        yield variable.name, SEVERAL if variable.several else ONE, *found


def _of_documents(variables: Sequence[Variable]) -> Iterator[tuple[object, ...]]:
    for variable in variables:
        for document in dict.fromkeys(unit.document for unit in variable.units):
            part = variable.within(document)
            yield variable.name, document, *measure_agreement(part.ratings(_everybody(part)))


def _of_codes(variables: Sequence[Variable]) -> Iterator[tuple[object, ...]]:
    for variable in variables:
        for code in variable.codes:
            yield variable.name, code, *measure_agreement(variable.ratings_of(code, _everybody(variable)))


def _of_pairs(variables: Sequence[Variable], coders: Sequence[str]) -> Iterator[tuple[object, ...]]:
    for variable in variables:
        for one, other in combinations(range(len(coders)), 2):
            yield variable.name, coders[one], coders[other], *measure_agreement(variable.ratings([one, other]))


def _disagreements(variables: Sequence[Variable], coders: Sequence[str]) -> pd.DataFrame:
    columns = ["variable", "document", "unit", "text", "start", "end"]
    rows = [
        (variable.name, *unit[:5], *(None if codes is None else SEPARATOR.join(sorted(codes)) for codes in unit.codes))
        for variable in variables
        for unit in variable.units
        if len({frozenset(codes) for codes in unit.codes if codes is not None}) > 1
    ]
    names = [f"coder {coder}" if coder in columns else coder for coder in coders]
    frame = pd.DataFrame(rows, columns=[*columns, *names])
    return _typed(frame).astype(dict.fromkeys(names, "string") | {"start": "Int64", "end": "Int64"})


def _frame(keys: list[str], rows: Iterator[tuple[object, ...]]) -> pd.DataFrame:
    return _typed(pd.DataFrame(list(rows), columns=[*keys, *Coefficients._fields]))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give texts, numbers of units and coefficients the same dtypes however few rows there are."""
    whole = ("units", "coders", "spans")
    return frame.astype(
        {
            name: "string" if name in _TEXTS else "Int64" if name in whole else "Float64"
            for name in frame.columns
            if name in (*_TEXTS, *whole, *Coefficients._fields)
        }
    )
