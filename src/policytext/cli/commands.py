"""The commands: documents, folders, comparisons."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policytext import __version__
from policytext.cli import taxonomy
from policytext.cli.evaluate import evaluate
from policytext.cli.progress import progress_bar
from policytext.cli.say import INTERRUPTED, MISUSE, SOME_FAILED, WIDE, complain, say
from policytext.cli.schemes import Schemes, with_schemes
from policytext.errors import PolicytextError, UnknownNameError

if TYPE_CHECKING:
    from policytext.model import Document
    from policytext.pipeline import Pipeline
    from policytext.read import Columns, Record


app = typer.Typer(
    help="Evidence from Chinese-language policy documents: measures, agencies, targets, taxonomy labels, "
    "each with its place in the source.",
    epilog="Exit codes: 0 all well, 1 some documents failed, 2 misuse or a system error.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

app.add_typer(taxonomy.app, name="taxonomy")

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", show_default=False, help="Text, Markdown, HTML, .docx or PDF files.")
]


def main() -> None:
    """Run the command line; texts go out as UTF-8 whatever the locale says, errors as one line."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    if sys.stdout is None:
        complain("standard output is closed; send it to a file, a pipe or /dev/null")
        sys.exit(MISUSE)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # a full disk is told here; later, the interpreter would tell it in its own way
    except PolicytextError as error:
        complain(str(error))
        sys.exit(MISUSE)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            reason = error.strerror or str(error)
            complain(f"{os.fsdecode(error.filename)}: {reason}" if isinstance(error.filename, str | bytes) else reason)
        with suppress(OSError, ValueError):  # what is still waiting to be written has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(MISUSE)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"policytext {__version__}\n")
        raise typer.Exit


@app.callback()
def _top(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command()
def extract(files: Files, schemes: Schemes = None) -> None:
    """Print the facts of each file, one JSON object per line.

    Positions are half-open ranges of Unicode code points in the decoded file.

    \b
    Examples:
      policytext extract release.html
      policytext extract news/*.txt > facts.jsonl
      policytext extract news/*.txt --taxonomy relation --taxonomy mine.toml > facts.jsonl
    """
    pipeline = with_schemes(schemes)
    failed = False
    for path in files:
        doc = _analyze(path, pipeline)
        failed |= doc is None
        if doc:
            sys.stdout.write(json.dumps(doc.to_dict(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
    raise typer.Exit(SOME_FAILED if failed else 0)


@app.command()
def analyze(  # noqa: PLR0913, PLR0917 - the options of a command are its parameters
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="Folder of documents, subfolders too; or a table with a document a row.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.", show_default=False)],
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME", help="Column of a table; fields: text, title, url, date, city.", show_default=False
        ),
    ] = None,
    mainland: Annotated[
        bool, typer.Option("--mainland", help="In traditional texts, replace Taiwan's wording by the mainland's.")
    ] = False,
    schemes: Schemes = None,
    workers: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
    progress: Annotated[
        bool | None, typer.Option("--progress/--no-progress", help="Show progress  [default: in a terminal]")
    ] = None,
) -> None:
    """Analyze a folder: tables and a report.

    Documents end in .txt, .text, .md, .markdown, .html, .htm, .shtml, .xhtml, .docx or .pdf; for .doc, .wps, .rtf,
    .odt, .ofd and .mht the list of failures says what to do. A file that fails is listed and the rest goes on. Run
    again, only new and changed files are analyzed; an interrupted run is taken up where it stopped. A folder with
    the results of another corpus is refused.

    A table ends in .csv, .tsv, .xlsx, .json, .jsonl or .ndjson. Name its columns where they do not have usual names
    (text, content, 正文, 标题, 发布日期, 城市, …). The title, date and city that it gives go before what a text says.

    \b
    Examples:
      policytext analyze news/ -o results/
      policytext analyze news/ -o results/ --workers 4
      policytext analyze news/ -o results/ --taxonomy liaoning-2019 --taxonomy mine.toml
      policytext analyze news.csv -o results/ --column text=新闻内容 --column city=所属地市
    """
    from policytext.batch import analyze_folder
    from policytext.read import is_table, read_records
    from policytext.report.page import write_report

    if column and not is_table(folder):
        raise PolicytextError(f"{folder}: --column is for tables of documents")
    source = read_records(folder, columns=_columns(column or [])) if is_table(folder) else folder
    if not isinstance(source, Path):
        _say_columns(source)
    pipeline = with_schemes(schemes, mainland=mainland)
    try:
        with progress_bar(wanted=sys.stderr.isatty() if progress is None else progress) as tell:
            run = analyze_folder(source, out, pipeline=pipeline, workers=workers, progress=tell)
    except KeyboardInterrupt:
        complain("stopped; what is done is kept: run the same command again to go on")
        raise typer.Exit(INTERRUPTED) from None
    write_report(run, out / "report.html")
    for failure in run.failures.itertuples():
        complain(f"{failure.file}: {failure.reason}")
    measures = int((run.items["kind"] == "measure").sum())
    say(
        f"{len(run.documents)} documents: {len(run.items)} items ({measures} measures), {len(run.agencies)} agencies, "
        f"{len(run.targets)} targets; {len(run.failures)} failed",
        f"Tables: {out / 'tables.xlsx'}; {out / 'tables'} has them as .csv and .parquet",
        f"Report: {out / 'report.html'}",
    )
    raise typer.Exit(SOME_FAILED if len(run.failures) else 0)


@app.command()
def compare(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder of results that 'analyze' wrote.", show_default=False)
    ],
    by: Annotated[
        str, typer.Option(help="Groups: city, province, county, jurisdiction, publisher, year or file.")
    ] = "city",
    of: Annotated[
        str,
        typer.Option(
            help="What to count: relation or environment, or a taxonomy by its name, such as four-environments "
            "(of measures), kind, style (of items), agency, agency_level, role (of agencies), target, bound, unit, "
            "change, commitment (of targets), polarity (of labels)."
        ),
    ] = "environment",
    reprints: Annotated[
        bool, typer.Option("--reprints", help="Count documents that say what another one says, too.")
    ] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV: one row per group and category, zeros too.")] = False,
) -> None:
    """Compare cities or other groups.

    Each cell has a count and its share of the group's total. A measure with two codes counts under both.

    \b
    Examples:
      policytext compare results/ --by city --of environment
      policytext compare results/ --by province --of target
      policytext compare results/ --by file --of relation --csv > relation.csv
    """
    from rich.console import Console

    from policytext.batch import load
    from policytext.terminal import show_comparison

    result = load(out).compare(by=by, of=of, reprints=reprints)
    if csv:
        sys.stdout.write(result.tidy.to_csv(index=False, lineterminator="\n"))
    else:
        console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else WIDE)
        for part in show_comparison(result, console):
            console.print(part)


@app.command()
def show(
    files: Files,
    boilerplate: Annotated[
        bool, typer.Option("--boilerplate", help="Show the raw text, with what was removed and why.")
    ] = False,
    schemes: Schemes = None,
) -> None:
    """Show files in the terminal, in colours.

    Items, agencies and targets stand out from the body in normal form; the last line says what the colours mean.

    \b
    Examples:
      policytext show release.html
      policytext show release.html --boilerplate | less -R
    """
    from rich.console import Console

    from policytext.terminal import show_document

    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    pipeline = with_schemes(schemes)
    failed = False
    for path in files:
        doc = _analyze(path, pipeline)
        failed |= doc is None
        for line in show_document(doc, boilerplate=boilerplate) if doc else ():
            console.print(line)
    raise typer.Exit(SOME_FAILED if failed else 0)


app.command()(evaluate)


def _say_columns(records: Sequence[Record]) -> None:
    """Tell which column held what, since a guess by usual names can be wrong."""
    from policytext.read import Columns

    columns = next((record.columns for record in records if record.columns), {})
    used = ", ".join(f"{field}={column}" for field, column in columns.items())
    missing = ", ".join(field.name for field in fields(Columns) if field.name not in columns)
    say(f"Columns: {used}" + (f"; none for {missing} (--column FIELD=NAME)" if missing else ""))


def _columns(choices: list[str]) -> Columns:
    """Read ``text=正文`` and its like."""
    from policytext.read import Columns

    chosen = dict(choice.partition("=")[::2] for choice in choices)
    if len(chosen) < len(choices):
        raise UnknownNameError("a field is named by two --column; give each of them once")
    allowed = [field.name for field in fields(Columns)]
    for name, column in chosen.items():
        if name not in allowed or not column:
            raise UnknownNameError(
                f"unknown --column {name}={column}; give FIELD=NAME with one of {', '.join(allowed)}"
            )
    return Columns(**chosen)


def _analyze(path: Path, pipeline: Pipeline) -> Document | None:
    """Analyze one file; whatever goes wrong is one line on stderr."""
    from policytext.pipeline import analyze as analyze_document

    try:
        if path.is_dir():
            raise PolicytextError(f"{path}: a folder; analyze it with 'policytext analyze {path} -o OUT'")  # noqa: TRY301 - told like any other failure
        return analyze_document(path, pipeline=pipeline)
    except PolicytextError as error:
        complain(str(error))
    except Exception as error:  # noqa: BLE001 - one bad document must not end the command; it is told
        complain(f"{path}: {type(error).__name__}: {error}")
    return None
