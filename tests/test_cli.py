"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.console import Console

from policytext import __version__
from policytext.batch.inputs import SUFFIXES
from policytext.cli import app, main
from policytext.compare import compare
from policytext.read import MAX_BYTES
from policytext.tables import to_tables
from policytext.taxonomy import Taxonomy
from policytext.terminal import paint, show_comparison, visible

TEXT = "沈阳市出台若干举措\n一是市公安局开展入企走访、上门服务，每月至少1户。\n二是严肃问责，化解率达到85%以上。\n"
COMMANDS = [
    *sorted(command.callback.__name__ for command in app.registered_commands if command.callback),
    *(
        f"{group.name} {command.name or command.callback.__name__}"
        for group in app.registered_groups
        for command in group.typer_instance.registered_commands
    ),
]


MINE = """name = "mine"
axis = "mine"
title = "我的"
source = "made up"
[[codes]]
code = "歌"
name = "歌"
slot = "人文"
terms = [{ words = "歌咏" }]
definition = "Songs."
examples = ["举办歌咏比赛。"]
"""


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command line inside this process."""

    def call(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["policytext", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    return folder


def command(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "policytext", *map(str, arguments)], capture_output=True, check=False, **options
    )


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\r\n\t", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "emoji.txt": ("😀".encode(), "no Chinese"),
    "zip.txt": (b"PK\x03\x04" + b"\x00\x01" * 500, "archive"),
}


def test_extract_prints_one_json_object_per_line(run, docs):
    (docs / "b.txt").write_text(TEXT, "utf-8")
    code, out, err = run("extract", docs / "a.txt", docs / "b.txt")
    facts = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [doc["file"] for doc in facts] == ["a.txt", "b.txt"]
    assert [item["marker"] for item in facts[0]["items"]] == ["一是", "二是"]
    assert facts[0]["chars"] == len(TEXT)


@pytest.mark.parametrize(("name", "content", "words"), [(name, *case) for name, case in BAD.items()], ids=BAD)
@pytest.mark.parametrize("verb", ["extract", "show"])
def test_a_bad_file_is_one_clear_line_and_the_rest_goes_on(run, docs, verb, name, content, words):
    (docs / name).write_bytes(content)
    code, out, err = run(verb, docs / name, docs / "a.txt")
    assert code == 1
    assert err.startswith("error: ")
    assert name in err
    assert words in err
    assert err.count("\n") == 1
    assert "走访" in out


def test_missing_files_and_folders_are_one_clear_line(run, docs):
    code, out, err = run("extract", docs / "none.txt", docs)
    assert (code, out) == (1, "")
    assert [re.match(r"error: .*?: (no such file|a folder)\b", line)[1] for line in err.splitlines()] == [
        "no such file",
        "a folder",
    ]


def test_a_huge_file_is_one_clear_line(run, docs):
    with (docs / "huge.txt").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)  # a hole in the file: nothing is written
    code, _, err = run("extract", docs / "huge.txt", docs / "a.txt")
    assert code == 1
    assert "over the limit" in err
    assert err.count("\n") == 1


def test_analyze_writes_tables_and_report_and_lists_failures(run, docs, tmp_path):
    for name, (content, _) in BAD.items():
        (docs / name).write_bytes(content)
    out = tmp_path / "out"
    code, said, err = run("analyze", docs, "-o", out)
    assert code == 1
    assert sorted(re.findall(r"^error: (\S+): ", err, re.MULTILINE)) == sorted(BAD)
    assert said.startswith("1 documents: 2 items (2 measures)")
    assert f"{len(BAD)} failed" in said
    assert "report.html" in said
    assert (out / "tables.xlsx").stat().st_size > 0
    assert "<html" in (out / "report.html").read_text("utf-8")
    assert run("analyze", docs, "-o", out).code == 1


def test_analyze_shows_progress_when_asked(run, docs, tmp_path):
    assert run("analyze", docs, "-o", tmp_path / "out").err == ""
    assert "1/1" in run("analyze", docs, "-o", tmp_path / "other", "--progress").err


def test_an_interrupted_run_says_how_to_go_on(run, docs, tmp_path, monkeypatch):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("policytext.batch.analyze_folder", stop)
    code, out, err = run("analyze", docs, "-o", tmp_path / "out")
    assert (code, out) == (130, "")
    assert err == "error: stopped; what is done is kept: run the same command again to go on\n"


MISUSE = {
    "no command": ([], ""),
    "unknown command": (["frobnicate"], "No such command"),
    "no file": (["extract"], "Missing argument"),
    "no output folder": (["analyze", "docs"], "Missing option"),
    "no such folder": (["analyze", "nowhere", "-o", "out"], "error: nowhere: no such folder"),
    "folder without documents": (["analyze", "void", "-o", "out"], "error: void: no documents here"),
    "output is input": (["analyze", "docs", "-o", "docs"], "error: docs: results cannot go into"),
    "no workers": (["analyze", "docs", "-o", "out", "--workers", "0"], "--workers"),
    "no results": (
        ["compare", "docs"],
        "error: docs: no results there; analyze the documents first (policytext analyze",
    ),
    "a document for a folder": (
        ["analyze", "docs/a.txt", "-o", "out"],
        "not a folder; name the folder that the documents lie in, or a table of documents, which ends in .jsonl, .ndjson,",
    ),
}


@pytest.mark.parametrize(("arguments", "words"), MISUSE.values(), ids=MISUSE)
@pytest.mark.usefixtures("docs")
def test_misuse_is_told_and_has_its_exit_code(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "void").mkdir()
    code, _, err = run(*arguments)
    assert code == 2
    assert words in err
    assert "Traceback" not in err


@pytest.fixture
def results(run, docs, tmp_path) -> Path:
    assert run("analyze", docs, "-o", tmp_path / "out").code == 0
    return tmp_path / "out"


def test_compare_prints_a_table(run, results):
    code, out, _ = run("compare", results, "--by", "file", "--of", "relation")
    assert code == 0
    assert "measures by file and relation" in out
    assert re.search(r"a\.txt .* 2 +$", out, re.MULTILINE)


NAMES = ("社会", "市场", "司法", "服务")


@pytest.fixture
def comparison(make_doc):
    codes = [(item, "environment", name) for item, name in zip(("i1", "i2") * 2, NAMES, strict=True)]
    return compare(
        to_tables([make_doc("a.txt", codes=codes), make_doc("b.txt", jurisdiction="370200"), make_doc("c.txt")])
    )


@pytest.mark.parametrize(
    ("width", "tables", "shares"),
    [
        pytest.param(1000, 1, True, id="a pipe"),
        pytest.param(100, 1, True, id="wide"),
        pytest.param(56, 1, False, id="without shares"),
        pytest.param(38, 2, False, id="in two tables"),
        pytest.param(20, 6, False, id="a column at a time"),
    ],
)
def test_a_comparison_fits_the_terminal(comparison, width, tables, shares):
    console = Console(file=io.StringIO(), width=width)
    for part in show_comparison(comparison, console):
        console.print(part)
    out = console.file.getvalue()
    lines = out.splitlines()
    assert all(name in out for name in (*NAMES, "(none)", "total"))
    assert out.count("大连市") == tables
    assert "…" not in out
    assert len([line for line in lines if re.match(r"\s+\d", line)]) == 0, "a cell wraps"
    assert ("(25%)" in out) == shares
    assert (" ".join(" ".join(lines).split()).endswith("shares are left out; --csv has them")) == (not shares)


def test_compare_prints_csv(run, results):
    rows = list(csv.DictReader(io.StringIO(run("compare", results, "--of", "kind", "--csv").out)))
    assert [(row["kind"], row["count"], row["total"], row["share"]) for row in rows] == [("measure", "2", "2", "1.0")]


@pytest.mark.parametrize("option", ["--by", "--of"])
def test_compare_answers_unknown_names_with_the_known(run, results, option):
    code, _, err = run("compare", results, option, "colour")
    assert code == 2
    assert re.search(r"^error: cannot compare .*'colour'; available: ", err)


def test_show_marks_facts_and_explains_colours(run, docs):
    code, out, _ = run("show", docs / "a.txt")
    assert code == 0
    assert "[i1 measure" in out
    assert "一是市公安局开展入企走访" in out
    assert out.rstrip().splitlines()[-1].startswith("legend:  item  lead  agency")


def test_show_names_all_issuers_together_and_the_publisher_beside_them(run, docs):
    words = "大连市财政局 大连市商务局关于印发办法的通知\n一、开展检查。\n大连市财政局\n大连市商务局\n2024年5月6日\n"
    (docs / "n.txt").write_text(words, "utf-8")
    head = run("show", docs / "n.txt").out.splitlines()[1]
    assert " · 大连市财政局、大连市商务局 · " in head
    assert head.count("大连市财政局、") == 1
    assert " · 大连市财政局 · " not in head


def test_show_begins_a_line_with_each_item(run, docs):
    (docs / "p.txt").write_text("某市出台举措。一是开展入企走访；二是严肃问责干部。\n三是优化审批。\n", "utf-8")
    lines = run("show", docs / "p.txt").out.splitlines()
    assert [line[:3] for line in lines if line.startswith("[i")] == ["[i1", "[i2", "[i3"]
    assert "某市出台举措。" in lines
    assert not re.search(r"\n\n\[i", "\n".join(lines))
    assert "；[i2" in run("show", docs / "p.txt", "--boilerplate").out


def test_show_boilerplate_shows_what_was_removed(run, docs):
    page = f"<html><body><script>var x = 1;</script><p>{TEXT}</p></body></html>"
    (docs / "p.html").write_text(page, "utf-8")
    assert "var x" not in run("show", docs / "p.html").out
    out = run("show", docs / "p.html", "--boilerplate").out
    assert "var x" in out
    assert not re.search(r"^markup ", out, re.MULTILINE)


def test_show_boilerplate_says_why_and_where(run, docs):
    (docs / "q.txt").write_text(f"{TEXT.strip()}\n【打印本页】\n", "utf-8")
    place = TEXT.strip().__len__() + 1
    out = run("show", docs / "q.txt", "--boilerplate").out
    assert re.search(rf"^navigation +single word +{place}-{place + 6} +【打印本页】$", out, re.MULTILINE)
    assert "single word" not in run("show", docs / "q.txt").out


def test_show_is_safe_against_markup_and_control_characters(run, docs):
    (docs / "x.txt").write_text(TEXT * 9 + "[red]不是标记[/red]，[/] 也不是\u202e。\x1b[2J\n", "utf-8")
    out = run("show", docs / "x.txt", "--boilerplate").out
    assert "[red]不是标记[/red]" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_file_names_cannot_fake_lines(run, docs):
    bad = docs / "x\nerror: y\x1b[2J.txt"
    bad.write_bytes(b"")
    err = run("extract", bad).err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_chips_and_marks_stay_in_place():
    painted = paint("abcdef", [], {0: "<", 3: "-", 6: ">"})
    assert painted.plain == "<abc-def>"
    assert len(visible("\x00\x1b\u202e\ud800\n")) == 5


def test_help_names_its_arguments_and_all_endings(run):
    for verb in ("extract", "show"):
        usage, *_, argument = re.findall(r"^.*FILE.*$", run(verb, "--help").out, re.MULTILINE)
        assert re.search(r"\[OPTIONS\] \{?FILE\}?\.\.\.$", usage)
        assert "..." not in argument
    words = set(re.findall(r"\.\w+", run("analyze", "--help").out))
    assert words >= set(SUFFIXES)


def test_a_table_is_analyzed_by_its_columns(run, tmp_path):
    table = tmp_path / "news.csv"
    table.write_text(f'内容简介,新闻,所在\n略,"{TEXT.strip()}",大连\n', "utf-8")
    code, out, _ = run("analyze", table, "-o", tmp_path / "out", "--column", "text=新闻", "--column", "city=所在")
    assert code == 0
    assert out.startswith("Columns: text=新闻, city=所在; none for title, url, date (--column FIELD=NAME)\n1 documents")
    assert "大连市" in (tmp_path / "out" / "tables" / "documents.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("news.csv", "--column", "body=新闻"), "unknown --column body=新闻; give FIELD=NAME with one of text, title"),
        (("news.csv", "--column", "text=没有"), "no column '没有'; the columns are 新闻"),
        ((".", "--column", "text=新闻"), "--column is for tables"),
    ],
)
def test_columns_that_do_not_exist(run, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.csv").write_text(f'新闻\n"{TEXT.strip()}"\n', "utf-8")
    code, _, err = run("analyze", *arguments, "-o", "out")
    assert code == 2
    assert message in err


def test_wording_of_the_mainland_on_request(run, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("一是持續最佳化營商環境。二是壓縮辦理時間。", "utf-8")
    for switch, lead in (((), "持续最佳化营商环境"), (("--mainland",), "持续优化营商环境")):
        run("analyze", tmp_path / "docs", "-o", tmp_path / "out", *switch)
        assert lead in (tmp_path / "out" / "tables" / "items.csv").read_text("utf-8")


def test_help_of_compare_names_all_that_can_be_counted(run, results):
    offered = run("compare", results, "--of", "colour").err.partition("available: ")[2].strip().split(", ")
    assert "four-environments" in offered
    assert set(offered) <= set(re.findall(r"[\w-]+", run("compare", "--help").out))


@pytest.mark.parametrize("table", ["tables.xlsx", "tables/items.csv", "tables/targets.csv", "tables/boilerplate.csv"])
def test_results_are_no_documents(run, docs, results, tmp_path, table):
    (docs / "b.txt").write_text(TEXT + "分享到：\n", "utf-8")
    run("analyze", docs, "-o", results)
    assert "a folder of results of policytext" in run("analyze", results, "-o", tmp_path / "again").err
    code, _, err = run("analyze", results / table, "-o", tmp_path / "again")
    name = Path(table).name
    assert (code, err) == (
        2,
        f"error: {name}: a table of results of policytext, not of documents; open results with compare or load\n",
    )


@pytest.mark.parametrize("verb", COMMANDS)
def test_help_has_examples(run, verb):
    code, out, _ = run(*verb.split(), "--help")
    assert code == 0
    assert re.search(rf"policytext {verb}\b", out.split("Examples:")[1])


def test_taxonomies_are_listed(run):
    code, out, _ = run("taxonomy", "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == list(Taxonomy.names())
    assert re.search(r"^national-indicators +indicator +18 +2019 +中国营商环境评价指标", out, re.MULTILINE)


def test_a_taxonomy_is_shown(run, tmp_path):
    code, out, _ = run("taxonomy", "show", "policy-tools")
    assert code == 0
    assert "Rothwell" in out
    assert "税收优惠 (under 环境型)" in out
    assert "  - subsidies (资金投入)" in out
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, "utf-8")
    assert (
        run("taxonomy", "show", mine).out
        == "mine: 我的 (axis mine)\nSource: made up\n\n歌 (slot 人文)\n  Songs.\n  yes: 举办歌咏比赛。\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "lines"),
    [
        pytest.param("", "", 0, ["mine.toml: sound; 1 codes, 1 examples and counterexamples come out"], id="sound"),
        pytest.param("举办歌咏", "举办", 1, ["mine.toml:11: code 歌: example '举办比赛。' gets no code"], id="example"),
        pytest.param(
            'slot = "人文"\nterms',
            'slot = "歌坛"\nterm',
            1,
            [
                "mine.toml:8: code 歌: unknown slot '歌坛'; available: 政务, ",
                "mine.toml:9: code 歌: unknown key 'term'",
            ],
            id="several",
        ),
    ],
)
def test_a_taxonomy_is_checked(run, tmp_path, old, new, code, lines):
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE.replace(old, new, 1), "utf-8")
    done = run("taxonomy", "check", mine)
    assert (done.code, done.err) == (code, "")
    assert len(done.out.splitlines()) == len(lines)
    for line, start in zip(done.out.splitlines(), lines, strict=True):
        assert line.startswith(start)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "four"), "error: unknown taxonomy 'four'; available: acfic-2019, "),
        (("show", "no.toml"), "error: cannot read taxonomy no.toml: "),
        (("check", "no.toml"), "error: cannot read taxonomy no.toml: "),
    ],
)
def test_taxonomies_that_do_not_exist(run, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("taxonomy", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(message)


def test_version(run):
    assert run("--version") == (0, f"policytext {__version__}\n", "")


def test_output_is_utf8_whatever_the_locale(docs):
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = command("extract", docs / "a.txt", env=environment)
    assert done.returncode == 0
    assert "入企走访" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("verb", ["extract", "show"])
def test_a_closed_pipe_is_silent(docs, verb):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "policytext", verb, *[str(docs / "a.txt")] * 3],
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writer)
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["extract", "a.txt"], ["show", "a.txt"], ["--version"]], ids=" ".join)
def test_a_full_disk_is_one_clear_line(docs, arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "policytext", *arguments], stdout=full, stderr=subprocess.PIPE, check=False, cwd=docs
        )
    assert (done.returncode, done.stderr) == (2, b"error: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="the shell of Windows cannot close a stream")
def test_a_closed_output_is_one_clear_line(docs):
    code = f'"{sys.executable}" -m policytext extract a.txt >&-'
    done = subprocess.run(["/bin/sh", "-c", code], stderr=subprocess.PIPE, check=False, cwd=docs)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: standard output is closed")
    silent = subprocess.run(["/bin/sh", "-c", f"{code} 2>&-"], check=False, cwd=docs)
    assert silent.returncode == 2


def test_a_folder_that_cannot_be_made_is_one_clear_line(run, docs, tmp_path):
    (tmp_path / "plain").write_text("x")
    code, out, err = run("analyze", docs, "-o", tmp_path / "plain" / "out")
    assert (code, out) == (2, "")
    assert err == f"error: {tmp_path / 'plain' / 'out'}: Not a directory\n"


README = Path(__file__).parents[1] / "README.md"


@pytest.mark.skipif(not README.is_file() or not README.stat().st_size, reason="the README is not part of this copy")
@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_is_in_the_readme(verb):
    assert re.search(rf"^policytext {verb}\b", README.read_text("utf-8"), re.MULTILINE)


def test_a_taxonomy_of_ones_own_labels(run, docs, tmp_path):
    scheme = tmp_path / "visits.toml"
    scheme.write_text(
        'name = "visits"\naxis = "contact"\ntitle = "t"\nsource = "s"\n[[codes]]\ncode = "访"\nname = "访"\n'
        'definition = "d"\nterms = [{words = "入企走访"}]\n',
        "utf-8",
    )
    path = next(docs.glob("*.txt"))
    item = json.loads(run("extract", path, "--taxonomy", scheme).out)["items"][0]
    assert item["contact"] == ["访"]
    assert "relation" not in item
    assert run("analyze", docs, "-o", tmp_path / "out", "--taxonomy", scheme, "--taxonomy", "relation").code == 0
    assert "contact" in run("compare", tmp_path / "out", "--of", "contact").out
    assert "unknown taxonomy" in run("show", path, "--taxonomy", "nope").err
