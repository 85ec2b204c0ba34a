"""The commands for taxonomies: which there are, what one holds, whether a file of one's own is sound."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policytext.cli.say import SOME_FAILED, WIDE, say
from policytext.cli.schemes import read_scheme

if TYPE_CHECKING:
    from policytext.taxonomy import Code, Taxonomy

app = typer.Typer(
    help="List, show and check taxonomies.",
    epilog="Exit codes: 0 all well, 1 a file has problems, 2 misuse or a system error.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"max_content_width": 100},
)


@app.command(name="list")
def list_names() -> None:
    """List the taxonomies that come with policytext.

    \b
    Examples:
      policytext taxonomy list
    """
    from rich.console import Console
    from rich.table import Table

    from policytext.taxonomy import Taxonomy

    table = Table("name", "axis", "codes", "place", "year", "title", box=None, pad_edge=False)
    for name in Taxonomy.names():
        scheme = Taxonomy.load(name)  # a code that nothing earns is the heading of others and does not count
        row = (
            scheme.axis,
            str(sum(bool(code.weights) for code in scheme.codes)),
            scheme.jurisdiction,
            str(scheme.year or ""),
            scheme.title,
        )
        table.add_row(name, *row)
    width = None if sys.stdout.isatty() else WIDE
    Console(file=sys.stdout, highlight=False, markup=False, width=width).print(table)


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", show_default=False, help="Name of a taxonomy, or a file that ends in .toml."),
    ],
) -> None:
    """Show the codes of a taxonomy, with what they mean.

    \b
    Examples:
      policytext taxonomy show four-environments
      policytext taxonomy show mine.toml
    """
    scheme = read_scheme(name)
    say(*_lines(scheme))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="A taxonomy of your own, in TOML.")],
) -> None:
    """Check a taxonomy file: each problem with its line.

    Duplicate codes, parents, slots and topics that do not exist, terms that two codes claim, keys that are unknown or
    missing; once the form is right, examples that do not get their code and counterexamples that do.

    \b
    Examples:
      policytext taxonomy check mine.toml
    """
    from policytext.examples import check_taxonomy
    from policytext.taxonomy import Taxonomy

    problems = check_taxonomy(file)
    if problems:
        say(*map(str, problems))
        raise typer.Exit(SOME_FAILED)
    codes = Taxonomy.read(file).codes
    examples = sum(len(code.examples) + len(code.counterexamples) for code in codes)
    say(f"{file.name}: sound; {len(codes)} codes, {examples} examples and counterexamples come out as they should")


def _lines(scheme: Taxonomy) -> Iterator[str]:
    yield f"{scheme.name}: {scheme.title} (axis {scheme.axis})"
    for label, value in (("Document", scheme.document), ("Year", scheme.year), ("Source", scheme.source)):
        if value:
            yield f"{label}: {value}"
    for code in scheme.codes:
        yield ""
        yield from _code_lines(code)


def _code_lines(code: Code) -> Iterator[str]:
    where = [f"{key} {value}" for key, value in (("under", code.parent), ("slot", code.slot)) if value]
    name = f" {code.name}" if code.name != code.code else ""
    yield f"{code.code}{name}" + (f" ({', '.join(where)})" if where else "")
    yield f"  {code.definition}"
    for mark, entries in (
        ("+", code.include),
        ("-", code.exclude),
        ("yes:", code.examples),
        ("no:", code.counterexamples),
    ):
        yield from (f"  {mark} {entry}" for entry in entries)
