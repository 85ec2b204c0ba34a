"""Linear models over named features: fitted with scikit-learn, stored as JSON, read and applied without it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, isfinite, log
from pathlib import Path
from typing import Any

from policytext.errors import DataError

Features = Iterable[str] | Mapping[str, float]
# Scores further out than this are as good as certain.
_FAR = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """One weight per feature and class; a score is the bias plus the weights of the features that are there.

    ``weights`` maps a feature to one weight per class; ``digest`` tells what the model was fitted on.

    >>> model = LinearModel(("goal", "result"), (0.0, 0.5), {"力争": (2.0, -2.0)})
    >>> model.best(["力争"]), model.best([]), [round(share, 2) for share in model.shares(["力争"])]
    ('goal', 'result', [0.97, 0.03])
    """

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    digest: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)

    def scores(self, features: Features) -> list[float]:
        """Return the score of each class; a mapping says how much of a feature there is, else it counts 1."""
        totals = list(self.bias)
        weights = self.weights
        amounts = features if isinstance(features, Mapping) else None
        for feature in features:
            if (row := weights.get(feature)) is not None:
                amount = 1.0 if amounts is None else amounts[feature]
                for index, weight in enumerate(row):
                    totals[index] += weight * amount
        return totals

    def chances(self, features: Features) -> list[float]:
        """Return the probability of each class, where none or several of them can be right (logistic)."""
        return [1 / (1 + exp(-max(-_FAR, min(_FAR, score)))) for score in self.scores(features)]

    def best(self, features: Features) -> str:
        """Return the class with the highest score, the earlier one of equals."""
        scores = self.scores(features)
        return self.classes[scores.index(max(scores))]

    def shares(self, features: Features) -> list[float]:
        """Return the probability of each class, where one of them must be right (softmax)."""
        scores = self.scores(features)
        top = max(scores)
        parts = [exp(score - top) for score in scores]
        return [part / sum(parts) for part in parts]

    def strongest(self, features: Features, name: str, count: int) -> tuple[str, ...]:
        """Return the features that speak most for a class, at most ``count``, the strongest first."""
        index = self.classes.index(name)
        told = ((self.weights[feature][index], feature) for feature in features if feature in self.weights)
        return tuple(feature for weight, feature in sorted(told, key=lambda pair: (-pair[0], pair[1])) if weight > 0)[
            :count
        ]

    def to_json(self) -> str:
        """Return the model as text, one feature a line, in order."""
        head = {"classes": self.classes, "bias": self.bias, "digest": self.digest, "about": dict(self.about)}
        rows = ",\n".join(
            f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row)}" for name, row in sorted(self.weights.items())
        )
        return f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"weights": {{\n{rows}\n}}}}\n'


def parse_model(text: str, name: str) -> LinearModel:
    """Read a model from the text of its file; ``name`` stands in messages.

    >>> parse_model('{"classes": ["a"]}', "mine.json")
    Traceback (most recent call last):
    ...
    policytext.errors.DataError: mine.json: no linear model: missing 'bias'
    """
    try:
        table = json.loads(text)
        classes, bias = tuple(table["classes"]), tuple(map(float, _row(table["bias"])))
        weights = {feature: tuple(map(float, _row(row))) for feature, row in table["weights"].items()}
    except KeyError as error:
        raise DataError(f"{name}: no linear model: missing {error}") from error
    except (TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise DataError(f"{name}: no linear model: {error}") from error
    if not all(isinstance(code, str) for code in classes) or not isinstance(table.get("about", {}), dict):
        raise DataError(f"{name}: no linear model: classes must be strings, about a table")
    if not all(isfinite(number) for row in (bias, *weights.values()) for number in row):
        raise DataError(f"{name}: no linear model: bias and weights must be finite numbers")
    if any(len(row) != len(classes) for row in (bias, *weights.values())):
        raise DataError(f"{name}: bias and weights must have one number for each of {len(classes)} classes")
    return LinearModel(classes, bias, weights, str(table.get("digest", "")), table.get("about", {}))


def _row(numbers: Any) -> list[Any]:
    if not isinstance(numbers, list):
        raise TypeError(f"{numbers!r} is no list of numbers")
    return numbers


def read_model(path: str | Path) -> LinearModel:
    """Read a model file; raise DataError when it is none."""
    path = Path(path)
    return parse_model(path.read_text("utf-8"), path.name)


# Features in fewer examples than this say more about the example than about the class.
_SEEN = 2
# Weights below this move nothing and are left out of the file.
_LEAST = 0.02


def fit_linear(
    examples: Sequence[Features], answers: Sequence[str], *, strength: float, digest: str = ""
) -> LinearModel:
    """Fit a multinomial logistic regression: one class is right for each example.

    ``strength`` is scikit-learn's C, the inverse of the penalty. Deterministic: the same examples in the same order give
    the same model.

    >>> model = fit_linear([["力争"], ["力争"], ["累计"], ["累计"]], ["goal", "goal", "result", "result"], strength=1.0)
    >>> model.best(["力争"]), model.best(["累计"])
    ('goal', 'result')
    """
    matrix, names = _matrix(examples)
    fitted = _fit(matrix, list(answers), strength)
    classes = tuple(str(name) for name in fitted.classes_)
    table, bias = fitted.coef_, fitted.intercept_
    if len(classes) == len(table) + 1:  # two classes have one row, that of the second
        table, bias = [-table[0], table[0]], [-bias[0], bias[0]]
    return _model(classes, bias, table, names, digest)


def fit_codes(
    examples: Sequence[Features], answers: Sequence[Collection[str]], codes: Sequence[str], *, strength: float
) -> LinearModel:
    """Fit a logistic regression for each code: none or several are right for each example.

    A code that all or none of the examples have gets only a bias, and so do all where no feature recurs.

    >>> model = fit_codes([["走访"], ["走访"], ["严禁"], ["严禁"]], [["亲"], ["亲"], ["清"], ["清"]], ["亲", "清"], strength=1.0)
    >>> [chance > 0.5 for chance in model.chances(["走访"])]
    [True, False]
    """
    matrix, names = _matrix(examples)
    table, bias = [], []
    for code in codes:
        given = [code in answer for answer in answers]
        share = sum(given) / len(given)
        if share in (0, 1) or not len(names):
            table.append([0.0] * len(names))
            bias.append(log(share / (1 - share)) if 0 < share < 1 else _FAR if share else -_FAR)
            continue
        fitted = _fit(matrix, given, strength)
        table.append(fitted.coef_[0])
        bias.append(fitted.intercept_[0])
    return _model(tuple(codes), bias, table, names, "")


def _fit(matrix: Any, answers: list[Any], strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=5000).fit(matrix, answers)


def _matrix(examples: Sequence[Features]) -> tuple[Any, Sequence[str]]:
    """Return the matrix of the features that enough examples have, and their names in its order."""
    from sklearn.feature_extraction import DictVectorizer

    rows = [dict(row) if isinstance(row, Mapping) else dict.fromkeys(row, 1.0) for row in examples]
    seen = Counter(feature for row in rows for feature in row)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{feature: amount for feature, amount in row.items() if seen[feature] >= _SEEN} for row in rows]
    )
    return matrix, vectorizer.get_feature_names_out()


def _model(classes: tuple[str, ...], bias: Any, table: Any, names: Sequence[str], digest: str) -> LinearModel:
    columns = list(zip(*([round(float(weight), 3) for weight in row] for row in table), strict=True))
    weights = {name: row for name, row in zip(names, columns, strict=True) if max(map(abs, row)) >= _LEAST}
    return LinearModel(classes, tuple(round(float(value), 3) for value in bias), weights, digest)
