"""The command ``policytext evaluate``: arguments to a call, and its result to the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policytext.cli.say import SOME_FAILED, WIDE
from policytext.terminal import visible

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from policytext.evaluation import Evaluation


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD", help="Gold codings: a folder of .json files, or a .json or .jsonl file.", show_default=False
        ),
    ],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="What 'extract' printed, a .jsonl file.", show_default=False)
    ],
    sources: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the files: white space does not count, errors show the source.", show_default=False
        ),
    ] = None,
    resamples: Annotated[int, typer.Option(min=0, help="Resamples of the documents for the intervals.")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="Print all tables as one JSON object.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List every error with its words, too.")] = False,
) -> None:
    """Compare facts with gold codings.

    For each figure and each code: how many facts there are in the gold codings, how many were found, how many are right
    in all fields; precision, recall, F1 and its 95 % interval over the documents. A gold document without output counts
    as empty and is named; then the exit code is 1.

    \b
    Examples:
      policytext extract docs/*.txt > facts.jsonl
      policytext evaluate gold/ facts.jsonl
      policytext evaluate gold/ facts.jsonl --sources docs/ --errors
      policytext evaluate gold/ facts.jsonl --json > evaluation.json
    """
    from policytext.evaluation import evaluate as evaluate_codings

    result = evaluate_codings(gold, out, sources=sources, resamples=resamples)
    for file in result.without_output:
        sys.stderr.write(f"no output for {visible(file)}: it counts as empty\n")
    for file in result.without_gold:
        sys.stderr.write(f"no gold coding for {visible(file)}: it is left out\n")
    if as_json:
        sys.stdout.write(json.dumps(to_json(result), ensure_ascii=False) + "\n")
    else:
        _show(result, errors=errors)
    raise typer.Exit(SOME_FAILED if result.without_output else 0)


def to_json(result: Evaluation) -> dict[str, object]:
    """Return an evaluation as plain values: rows of the tables, missing values as null."""
    return {
        "documents": result.documents,
        "without_output": list(result.without_output),
        "without_gold": list(result.without_gold),
        "figures": _records(result.figures),
        "codes": _records(result.codes),
        "confusion": {
            axis: {str(gold): dict(row) for gold, row in table.to_dict("index").items()}
            for axis, table in result.confusion.items()
        },
        "errors": _records(result.errors),
    }


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(table.to_json(orient="records", double_precision=6))
    return rows


def _show(result: Evaluation, *, errors: bool) -> None:
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else WIDE)
    for title, table in _tables(result):
        console.print(title)
        console.print(table)
    for line in _error_lines(result) if errors else ():
        console.out(visible(line), highlight=False)


def _error_lines(result: Evaluation) -> Iterator[str]:
    for row in result.errors.astype(object).fillna("-").itertuples(index=False, name=None):
        document, figure, gold, got, text, start, end = (" ".join(str(cell).split()) for cell in row)
        place = "" if start == "-" else f"  {start}-{end}"
        yield f"{document}  {figure}{place}  gold: {gold}  got: {got}  | {text}"


def _tables(result: Evaluation) -> Iterator[tuple[str, Table]]:
    yield f"{result.documents} documents", _table(result.figures, ["figure"])
    yield "codes", _table(result.codes, ["axis", "code"])
    for axis, counts in result.confusion.items():
        yield f"{visible(axis)}: gold in rows, found in columns", _table(counts.rename_axis("").reset_index(), [""])


def _table(frame: pd.DataFrame, keys: list[str]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE)
    for name in frame.columns:
        table.add_column(Text(visible(str(name))), justify="left" if name in keys else "right", no_wrap=True)
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(Text(visible(_cell(value))) for value in row))
    return table


def _cell(value: object) -> str:
    """Spell a share with three digits, as benches do, and a missing one as a dash."""
    if isinstance(value, float):
        return format(value, ".3f")
    spelled = str(value)
    return "-" if spelled == "<NA>" else spelled
