"""Functions that take a text and return the numbers in it with their units: this project's targets and the peers'.

Each loader imports its package and returns the function; worker.py times them, quantities.py compares what they return:
tuples of start, end, numbers and unit. The unit is empty for a bare number, the numbers are missing for dates and times
of day; a span of time that JioNLP reckons from a given day (3日内) has a unit and no number. The peers are called as
their documentation shows, on the whole text.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

Reading = tuple[int, int, tuple[str, ...], str]
Reader = Callable[[str], list[Reading]]

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E[+-]?\d+)?")
# What JioNLP reckons relative times from.
_TODAY = (2022, 3, 7, 0, 0, 0, 0, 0, 0)


def load_quantities() -> Reader:
    """Return the numbers of a text in normal form with their units and bounds, as the peers find them."""
    from policytext.extract.targets.page import close_gaps
    from policytext.extract.targets.quantities import find_quantities
    from policytext.text import AlignedText

    def read(words: str) -> list[Reading]:
        text = AlignedText.of(words).clean(close_gaps)
        found = find_quantities(text.text)
        return [(*text.quote(one.start, one.end).span, _ends(one.value, one.upper), one.unit) for one in found]

    return read


def load_targets() -> Reader:
    """Return the targets of a body in normal form, which includes what is measured, by when, where, goal or result."""
    from policytext.extract.targets import find_targets
    from policytext.model import Metadata
    from policytext.text import AlignedText

    return lambda text: [
        (*target.quote.span, _ends(target.value, target.upper), target.unit)
        for target in find_targets(AlignedText.of(text), items=(), agencies=(), meta=Metadata())
        if not target.relative
    ]


def _ends(value: Any, upper: Any) -> tuple[str, ...]:
    return (str(value),) if upper is None else (str(value), str(upper))


def load_recognizers(*models: str) -> Reader:
    """Return what the named models of Recognizers-Text find in Chinese text."""
    import recognizers_suite

    chinese = recognizers_suite.Culture.Chinese
    calls = [or_nothing(getattr(recognizers_suite, f"recognize_{model}")) for model in models]
    return lambda text: [_read_result(result) for call in calls for result in call(text, chinese)]


def _read_result(result: Any) -> Reading:
    found = result.resolution or {}
    values = found.get("values")
    if values is None:  # a number, a percentage, or a number with the name of its unit
        numbers = tuple(_NUMBER.findall(found.get("value") or ""))
        unit = "%" if result.type_name == "percentage" else found.get("unit", "") if numbers else ""
    else:  # a time: durations have a number (P3M), the rest are dates
        unit = "time" if values[0]["type"] == "duration" else ""
        numbers = tuple(_NUMBER.findall(values[0]["timex"])) if unit else ()
    return result.start, result.end + 1, numbers, unit


def load_jionlp() -> Reader:
    """Return the sums of money and the times that JioNLP extracts and parses."""
    from jionlp import ner

    logging.disable()  # it logs each time that it cannot parse
    today = time.mktime(_TODAY)
    money, times = or_nothing(ner.extract_money), or_nothing(ner.extract_time)
    return lambda text: [
        *map(_read_entity, money(text, with_parsing=True)),
        *map(_read_entity, times(text, time_base=today, with_parsing=True)),
    ]


def _read_entity(entity: dict[str, Any]) -> Reading:
    detail, kind = entity["detail"], entity["type"]
    if kind == "money":  # one number, or a list of both ends
        numbers = tuple(_NUMBER.findall(str(detail["num"])))
        unit = detail["case"]
    else:  # a duration has its numbers by unit, the rest are dates
        numbers = tuple(_NUMBER.findall(str(detail["time"]))) if kind == "time_delta" else ()
        unit = "time" if kind in ("time_delta", "time_span") else ""
    return (*entity["offset"], numbers, unit)


def load_assembled() -> Reader:
    """Return what is usually assembled of both: money and times of JioNLP, the fast models of Recognizers-Text."""
    readers = (load_jionlp(), load_recognizers("number", "percentage"))
    return lambda text: [reading for read in readers for reading in read(text)]


def or_nothing(call: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
    """Let a peer that raises on a text have found nothing there."""

    def call_or_not(*args: Any, **options: Any) -> Iterable[Any]:
        try:
            return call(*args, **options)
        except Exception:  # noqa: BLE001 - whatever a peer raises, it found nothing in this text, and that is counted
            return ()

    return call_or_not


READERS: dict[str, Callable[[], Reader]] = {
    "quantities": load_quantities,
    "targets": load_targets,
    "Recognizers-Text": lambda: load_recognizers("number", "percentage", "currency", "dimension"),
    "with times": lambda: load_recognizers("number", "percentage", "currency", "dimension", "datetime"),
    "JioNLP": load_jionlp,
    "assembled": load_assembled,
}
