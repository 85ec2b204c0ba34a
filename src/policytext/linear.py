"""Linear models over named features: fitted with scikit-learn, stored as JSON, read and applied without it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path

from policytext.errors import DataError


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
    about: Mapping[str, str] = field(default_factory=dict)

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the score of each class."""
        totals = list(self.bias)
        weights = self.weights
        for feature in features:
            if (row := weights.get(feature)) is not None:
                for index, weight in enumerate(row):
                    totals[index] += weight
        return totals

    def best(self, features: Iterable[str]) -> str:
        """Return the class with the highest score, the earlier one of equals."""
        scores = self.scores(features)
        return self.classes[scores.index(max(scores))]

    def shares(self, features: Iterable[str]) -> list[float]:
        """Return the probability of each class, where one of them must be right (softmax)."""
        scores = self.scores(features)
        top = max(scores)
        parts = [exp(score - top) for score in scores]
        return [part / sum(parts) for part in parts]

    def strongest(self, features: Iterable[str], name: str, count: int) -> tuple[str, ...]:
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
        classes, bias = tuple(table["classes"]), tuple(map(float, table["bias"]))
        weights = {feature: tuple(map(float, row)) for feature, row in table["weights"].items()}
    except KeyError as error:
        raise DataError(f"{name}: no linear model: missing {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{name}: no linear model: {error}") from error
    if any(len(row) != len(classes) for row in (bias, *weights.values())):
        raise DataError(f"{name}: bias and weights must have one number for each of {len(classes)} classes")
    return LinearModel(classes, bias, weights, str(table.get("digest", "")), table.get("about", {}))


def read_model(path: str | Path) -> LinearModel:
    """Read a model file; raise DataError when it is none."""
    path = Path(path)
    return parse_model(path.read_text("utf-8"), path.name)


# Features in fewer examples than this say more about the example than about the class.
_SEEN = 2
# Weights below this move nothing and are left out of the file.
_LEAST = 0.02


def fit_linear(
    examples: Sequence[Iterable[str]], answers: Sequence[str], *, strength: float, digest: str = ""
) -> LinearModel:
    """Fit a multinomial logistic regression; ``strength`` is scikit-learn's C, the inverse of the penalty.

    Deterministic: the same examples in the same order give the same model.

    >>> model = fit_linear([["力争"], ["力争"], ["累计"], ["累计"]], ["goal", "goal", "result", "result"], strength=1.0)
    >>> model.best(["力争"]), model.best(["累计"])
    ('goal', 'result')
    """
    from collections import Counter

    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [dict.fromkeys(example, 1.0) for example in examples]
    seen = Counter(feature for row in rows for feature in row)
    rows = [{feature: 1.0 for feature in row if seen[feature] >= _SEEN} for row in rows]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    fitted = LogisticRegression(C=strength, max_iter=5000).fit(matrix, list(answers))
    classes = tuple(str(name) for name in fitted.classes_)
    table, bias = fitted.coef_, fitted.intercept_
    if len(classes) == len(table) + 1:  # two classes have one row, that of the second
        table, bias = [-table[0], table[0]], [-bias[0], bias[0]]
    columns = zip(*([round(float(weight), 3) for weight in row] for row in table), strict=True)
    weights = {
        name: row
        for name, row in zip(vectorizer.get_feature_names_out(), columns, strict=True)
        if max(map(abs, row)) >= _LEAST
    }
    return LinearModel(classes, tuple(round(float(value), 3) for value in bias), weights, digest)
