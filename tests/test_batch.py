"""Batches: inputs, failures, resuming, worker processes, and tables that open anywhere."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from policytext.batch import Progress, analyze_folder, load
from policytext.batch.fingerprint import fingerprint
from policytext.batch.inputs import list_inputs
from policytext.batch.lock import LOCK_FILE
from policytext.batch.parts import Entry, list_parts
from policytext.batch.spreadsheet import write_csv, write_workbook
from policytext.columns import COLUMNS
from policytext.errors import PolicytextError, ReadError
from policytext.model import Heading, Item, Metadata
from policytext.pipeline import Pipeline
from policytext.read import read_source
from policytext.tables import to_frame
from policytext.text import AlignedText


def one_item(text: AlignedText, *, marked: Sequence[Heading]) -> tuple[Item, ...]:
    """Stand in for the real finder: the whole text is a measure, and a text about 火灾 breaks it."""
    if "火灾" in text.text:
        raise ValueError("no\nluck")
    return (Item("i1", text.quote(0, len(text)), None, "section", 1, None, text.text[:4], "measure"),)


def other_item(text: AlignedText, *, marked: Sequence[Heading]) -> tuple[Item, ...]:
    return one_item(text, marked=marked)


def nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def no_metadata(*_: object) -> Metadata:
    return Metadata()


PLAIN = Pipeline(read_source, (), one_item, no_metadata, nothing, nothing, nothing, ())

Fill = Callable[..., Path]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Return a function that writes files into a folder of documents."""

    def write(**files: str | bytes) -> Path:
        folder = tmp_path / "docs"
        for name, content in files.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


def run_counting(folder: Path, out: Path, **options: object) -> tuple[list[str | None], pd.DataFrame]:
    """Run a batch; return the files that were analyzed and the items."""
    seen: list[Progress] = []
    run = analyze_folder(folder, out, **({"pipeline": PLAIN} | options), progress=seen.append)
    return [step.file for step in seen if step.file], run.items


def test_inputs_are_documents_below_the_folder_in_order(fill):
    folder = fill(
        b_txt="乙", a__c_HTML="丙", a__d_md="丁", _hidden_txt="x", _git__e_txt="x", f_csv="x", g_zip="x", out__h_txt="x"
    )
    (folder / "old").mkdir()
    (folder / "old" / "policytext-run.json").write_text("{}")
    (folder / "old" / "report.html").write_text("x")
    (folder / "~$b.docx").write_text("x")
    assert [entry.file for entry in list_inputs(folder, skip=folder / "out")] == ["a/c.HTML", "a/d.md", "b.txt"]


def test_missing_and_empty_folders_say_so(fill, tmp_path):
    with pytest.raises(ReadError, match="nowhere: no such folder"):
        list_inputs(tmp_path / "nowhere", skip=tmp_path)
    with pytest.raises(
        ReadError, match=r"no documents here; looked for files that end in \.txt.*; a\.csv may be a table"
    ):
        list_inputs(fill(a_csv="x"), skip=tmp_path / "out")
    with pytest.raises(ReadError, match="not a folder"):
        list_inputs(fill(a_txt="x") / "a.txt", skip=tmp_path / "out")


def test_results_never_go_among_the_documents(fill):
    folder = fill(a_txt="甲")
    with pytest.raises(PolicytextError, match="cannot go into the folder of the documents"):
        analyze_folder(folder, folder)


def test_bad_files_become_failures_and_the_batch_goes_on(fill, tmp_path):
    folder = fill(a_txt="平安建设", b_txt="", c_txt=b"\x00\x01" * 500, d_txt="火灾防治", e_txt="😀", f_txt="优化环境")
    os.mkfifo(folder / "g.txt")
    (folder / "h.txt").symlink_to("nowhere")
    run = analyze_folder(folder, tmp_path / "out", pipeline=PLAIN)
    assert run.documents["file"].tolist() == ["a.txt", "f.txt"]
    assert run.failures["file"].tolist() == ["b.txt", "c.txt", "d.txt", "e.txt", "g.txt", "h.txt"]
    assert run.failures["stage"].tolist() == ["read", "read", "pipeline", "read", "read", "read"]
    assert run.failures["reason"].tolist()[2] == "ValueError: no luck"
    assert not run.failures["reason"].str.contains("txt:|\n").any()


def test_tables_have_the_described_columns_also_when_all_fails(fill, tmp_path):
    run = analyze_folder(fill(a_txt=""), tmp_path / "out", pipeline=PLAIN)
    for name, columns in COLUMNS.items():
        assert {column: str(dtype) for column, dtype in getattr(run, name).dtypes.items()} == {
            column: spec.dtype for column, spec in columns.items()
        }
    assert run.compare().counts.empty


def test_a_second_run_analyzes_only_what_is_new_or_changed(fill, tmp_path):
    out = tmp_path / "out"
    folder = fill(a_txt="甲", b_txt="乙", c_txt="火灾")
    assert run_counting(folder, out)[0] == ["a.txt", "b.txt", "c.txt"]
    assert run_counting(folder, out)[0] == []
    fill(b_txt="改乙", d_txt="丁")
    (folder / "a.txt").unlink()
    seen, items = run_counting(folder, out)
    assert seen == ["b.txt", "d.txt"]
    assert items["text"].tolist() == ["改乙", "丁"]
    assert load(out).failures["file"].tolist() == ["c.txt"]


def test_a_changed_pipeline_analyzes_all_and_clears_old_parts(fill, tmp_path):
    folder, out = fill(a_txt="甲", b_txt="乙"), tmp_path / "out"
    run_counting(folder, out)
    other = replace(PLAIN, find_items=other_item)
    assert fingerprint(other) != fingerprint(PLAIN)
    assert run_counting(folder, out, pipeline=other)[0] == ["a.txt", "b.txt"]
    assert len(list((out / "parts").iterdir())) == 1


def test_a_renamed_file_is_a_new_document(fill, tmp_path):
    folder, out = fill(a_txt="甲"), tmp_path / "out"
    run_counting(folder, out)
    (folder / "a.txt").rename(folder / "z.txt")
    seen, items = run_counting(folder, out)
    assert seen == ["z.txt"]
    assert items["file"].tolist() == ["z.txt"]


def test_an_interrupted_run_keeps_its_parts_and_ends_as_if_never_interrupted(fill, tmp_path, monkeypatch):
    folder, out = fill(**{f"d{n}_txt": f"文{n}" for n in range(6)}), tmp_path / "out"
    monkeypatch.setattr("policytext.batch.folder.PART_SIZE", 2)

    def stop(step: Progress) -> None:
        if step.done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyze_folder(folder, out, pipeline=PLAIN, progress=stop)
    with pytest.raises(ReadError, match="did not finish; run it again"):
        load(out)
    (out / "parts" / "00009.partial").mkdir()
    (out / "parts" / "00009.partial" / "items.parquet").write_bytes(b"half")
    seen, items = run_counting(folder, out)
    assert seen == ["d5.txt"]
    whole = analyze_folder(folder, tmp_path / "other", pipeline=PLAIN)
    pd.testing.assert_frame_equal(items, whole.items)
    assert [part.folder.name for part in list_parts(out / "parts")] == ["00001", "00002", "00003", "00004"]


def test_the_default_parts_are_small(fill, tmp_path, monkeypatch):
    folder, out = fill(**{f"d{n:03}_txt": f"文{n}" for n in range(60)}), tmp_path / "out"

    def die(step: Progress) -> None:
        if step.done == 55:
            raise SystemError  # what no room handles, as a kill: the part at hand is lost

    with pytest.raises(SystemError):
        analyze_folder(folder, out, pipeline=PLAIN, progress=die)
    assert len(run_counting(folder, out)[0]) == 10
    monkeypatch.setattr("policytext.batch.folder.PART_BYTES", 8)
    analyze_folder(fill(long_txt="文" * 9), tmp_path / "other", pipeline=PLAIN)
    assert max(len(part.entries) for part in list_parts(tmp_path / "other" / "parts")) == 2


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def turn_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 255
    path.write_bytes(data)


def swap_for_file(path: Path) -> None:
    for inner in path.iterdir():
        inner.unlink()
    path.rmdir()
    path.write_text("x")


# What can happen to a folder of results: (file, what happens to it, whether the documents must be analyzed anew).
DAMAGES = {
    "manifest is garbage": ("parts/00001/part.json", lambda path: path.write_bytes(b"\xff{"), True),
    "manifest is empty": ("parts/00001/part.json", lambda path: path.write_text("{}"), True),
    "manifest is a list": ("parts/00001/part.json", lambda path: path.write_text("[1]"), True),
    "manifest is gone": ("parts/00001/part.json", Path.unlink, True),
    "part's table is cut": ("parts/00001/items.parquet", cut, True),
    "part's table has a wrong byte": ("parts/00001/items.parquet", turn_byte, True),
    "part's table is gone": ("parts/00001/items.parquet", Path.unlink, True),
    "part is a plain file": ("parts/00001", swap_for_file, True),
    "partial is a plain file": ("parts/00007.partial", lambda path: path.write_text("x"), False),
    "table is cut": ("tables/items.parquet", cut, False),
    "table has a wrong byte": ("tables/items.parquet", turn_byte, False),
    "table is gone": ("tables/items.parquet", Path.unlink, False),
    "CSV is gone": ("tables/items.csv", Path.unlink, False),
    "workbook is gone": ("tables.xlsx", Path.unlink, False),
    "run file is garbage": ("policytext-run.json", lambda path: path.write_bytes(b"\xff{"), False),
    "run file is empty": ("policytext-run.json", lambda path: path.write_text("{}"), False),
}


@pytest.mark.parametrize(("name", "damage", "anew"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_folder_of_results_is_mended_by_the_next_run(fill, tmp_path, name, damage, anew):
    folder, out = fill(a_txt="甲", b_txt="乙"), tmp_path / "out"
    _, items = run_counting(folder, out)
    damage(out / name)
    seen, again = run_counting(folder, out)
    assert seen == (["a.txt", "b.txt"] if anew else [])
    pd.testing.assert_frame_equal(items, again)
    assert pd.read_csv(out / "tables" / "items.csv")["text"].tolist() == ["甲", "乙"]
    assert len(openpyxl.load_workbook(out / "tables.xlsx").sheetnames) == 10
    assert len(list((out / "parts").iterdir())) == 1
    assert run_counting(folder, out)[0] == []


@pytest.mark.parametrize("name", ["tables/items.parquet", "policytext-run.json"])
def test_damaged_results_say_what_to_do(fill, tmp_path, name):
    analyze_folder(fill(a_txt="甲"), tmp_path / "out", pipeline=PLAIN)
    cut(tmp_path / "out" / name)
    with pytest.raises(ReadError, match=r"damaged; run 'policytext analyze' again"):
        _ = load(tmp_path / "out").items


def dead_process() -> int:
    """Return the id of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as done:
        pass
    return done.pid


def test_two_runs_do_not_write_to_one_folder(fill, tmp_path):
    folder, out = fill(a_txt="甲", b_txt="乙"), tmp_path / "out"
    refused: list[str] = []

    def run_beside(step: Progress) -> None:
        if step.done == 1:
            with pytest.raises(PolicytextError, match="another run writes there") as error:
                analyze_folder(folder, out, pipeline=PLAIN)
            refused.append(str(error.value))

    assert len(analyze_folder(folder, out, pipeline=PLAIN, progress=run_beside).documents) == 2
    assert refused
    assert str(os.getpid()) in refused[0]
    assert not (out / LOCK_FILE).exists()


LOCKS = {
    "of a process that ended": (lambda: f"{dead_process()} {socket.gethostname()}", True),
    "empty": (lambda: "", True),
    "of a living process": (lambda: f"{os.getppid()} {socket.gethostname()}", False),
    "of another host": (lambda: f"{dead_process()} elsewhere.invalid", False),
}


@pytest.mark.parametrize(("holder", "free"), LOCKS.values(), ids=LOCKS)
def test_a_lock_counts_while_its_run_may_live(fill, tmp_path, holder, free):
    folder, out = fill(a_txt="甲"), tmp_path / "out"
    out.mkdir()
    (out / LOCK_FILE).write_text(holder(), "utf-8")
    if free:
        assert run_counting(folder, out)[0] == ["a.txt"]
        assert not (out / LOCK_FILE).exists()
    else:
        with pytest.raises(PolicytextError, match=f"remove .*{LOCK_FILE}"):
            analyze_folder(folder, out, pipeline=PLAIN)
        assert (out / LOCK_FILE).exists()


def test_an_interrupt_cancels_what_the_workers_have_not_begun(fill, tmp_path, monkeypatch):
    folder, out = fill(**{f"d{n}_txt": f"一是开展走访{n}次。" for n in range(60)}), tmp_path / "out"
    monkeypatch.setattr("policytext.batch.folder.PART_SIZE", 1)

    def stop(step: Progress) -> None:
        if step.file:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyze_folder(folder, out, workers=2, progress=stop)
    # The queue holds a few parts ahead, which are awaited; only this process, which has stopped, could fill it again.
    assert 2 < len(list((out / "parts").iterdir())) < 60
    assert not list((out / "parts").glob("*.partial"))


ORPHAN = """
import os, signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from policytext.batch.folder import start_worker
pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=start_worker)
print(pool.submit(os.getpid).result(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_run_leaves_no_workers():
    # The worker has the pipe too, so reading it ends only when the worker has.
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, check=False, timeout=100)
    assert int(done.stdout) > 0


def test_a_folder_that_cannot_be_read_is_a_failure(fill, tmp_path, monkeypatch):
    folder = fill(a_txt="甲", closed__b_txt="乙", half__c_txt="丙")

    def guard(real: Callable[..., object], *names: str) -> Callable[..., object]:
        def ask(path: str | Path, *arguments: object, **options: object) -> object:
            if {Path(path).name, Path(path).parent.name} & set(names):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *arguments, **options)

        return ask

    monkeypatch.setattr(os, "scandir", guard(os.scandir, "closed"))
    for name in ("exists", "is_file", "open"):
        monkeypatch.setattr(Path, name, guard(getattr(Path, name), "closed", "half"))
    run = analyze_folder(folder, tmp_path / "out", pipeline=PLAIN)
    assert run.documents["file"].tolist() == ["a.txt"]
    assert run.failures["file"].tolist() == ["closed/", "half/c.txt"]
    assert "this folder cannot be read" in run.failures["reason"][0]
    monkeypatch.undo()
    assert len(analyze_folder(folder, tmp_path / "out", pipeline=PLAIN).documents) == 3


def test_worker_processes_give_the_same_tables(fill, tmp_path):
    folder = fill(a_txt="一是开展走访。", b_txt="", c_txt="二是严肃问责。", d_txt="😀")
    alone = analyze_folder(folder, tmp_path / "one")
    seen: list[Progress] = []
    many = analyze_folder(folder, tmp_path / "two", workers=2, progress=seen.append)
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(alone, name), getattr(many, name))
    assert seen[-1].done == seen[-1].total == 4


def test_results_of_other_documents_are_not_replaced(fill, tmp_path):
    out = tmp_path / "out"
    first = fill(a_txt="一是开展走访。", b_txt="二是严肃问责。")
    analyze_folder(first, out, pipeline=PLAIN)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("三是优化审批。", "utf-8")
    with pytest.raises(PolicytextError, match=rf"holds the results of {first}, .* of {other}, or remove"):
        analyze_folder(other, out, pipeline=PLAIN)
    assert len(load(out).documents) == 2
    assert not list(out.glob("*.lock"))
    (other / "b.txt").write_text("二是严肃问责。", "utf-8")  # the same corpus somewhere else, and changed
    assert analyze_folder(other, out, pipeline=PLAIN).items["text"].tolist() == ["三是优化审批。", "二是严肃问责。"]
    for path in other.iterdir():
        path.write_text("四是简化流程。", "utf-8")
    assert set(analyze_folder(other, out, pipeline=PLAIN).items["text"]) == {"四是简化流程。"}


def test_folders_of_one_name_are_not_taken_for_one(tmp_path, monkeypatch):
    for place, text in (("one", "一是开展走访。"), ("two", "二是严肃问责。")):
        (tmp_path / place / "docs").mkdir(parents=True)
        (tmp_path / place / "docs" / "a.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path / "one")
    analyze_folder("docs", tmp_path / "out", pipeline=PLAIN)
    monkeypatch.chdir(tmp_path / "two")
    with pytest.raises(PolicytextError, match=r"holds the results of .*docs, which would be replaced"):
        analyze_folder("docs", tmp_path / "out", pipeline=PLAIN)


def test_load_says_what_is_missing(tmp_path):
    with pytest.raises(ReadError, match="no such folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(ReadError, match="no results there"):
        load(tmp_path)


def test_run_shows_itself(fill, tmp_path):
    run = analyze_folder(fill(a_txt="甲<b>"), tmp_path / "out", pipeline=PLAIN)
    assert str(run).startswith("1 documents, 1 items, 0 agencies, 0 targets, 0 failures")
    assert "<table" in run._repr_html_()
    assert json.loads((run.out / "policytext-run.json").read_text("utf-8"))["files"] == 1


HOSTILE = ["=1+1", "+86", "-推进", "@name", "\tx", "\x07a\ufffeb", "字" * 40_000, "😀" * 20_000, "-", "平安", "<b>&"]


def test_spreadsheets_get_text_never_formulas(tmp_path):
    frame = to_frame("failures", [(text, "read", "") for text in HOSTILE])
    for name in COLUMNS:
        (frame if name == "failures" else to_frame(name, [])).to_parquet(tmp_path / f"{name}.parquet")
    write_workbook(tmp_path / ".", tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["failures"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[:6]] == ["=1+1", "+86", "-推进", "@name", "\tx", "ab"]
    assert all(len(cell.value.encode("utf-16-le")) // 2 <= 32_767 for cell in cells)
    assert cells[6].value.endswith("[cut; 40000 characters in full]")
    assert [cell.value for cell in cells[8:]] == ["-", "平安", "<b>&"]


def test_csv_opens_in_excel_and_holds_no_formulas(tmp_path):
    write_csv(to_frame("failures", [(text, "read", "一\n二") for text in HOSTILE]), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbffile,stage,reason\n")
    back = pd.read_csv(tmp_path / "t.csv", encoding="utf-8-sig", keep_default_na=False)
    assert back["file"].tolist()[:5] == ["'=1+1", "'+86", "'-推进", "'@name", "'\tx"]
    assert back["file"].tolist()[8:] == HOSTILE[8:]
    assert set(back["reason"]) == {"一\n二"}


def test_an_entry_of_a_failed_file_is_kept_with_its_hash(fill, tmp_path):
    analyze_folder(fill(a_txt=""), tmp_path / "out", pipeline=PLAIN)
    (part,) = list_parts(tmp_path / "out" / "parts")
    assert part.entries["a.txt"].doc_id is None
    assert isinstance(part.entries["a.txt"], Entry)
    assert len(part.entries["a.txt"].sha256 or "") == 64


def test_a_run_with_nothing_new_leaves_the_tables_alone(fill, tmp_path):
    folder, out = fill(a_txt="甲", b_txt="乙", c_txt=""), tmp_path / "out"
    run_counting(folder, out)
    before = (out / "tables" / "items.csv").stat().st_mtime_ns
    run_counting(folder, out)
    assert (out / "tables" / "items.csv").stat().st_mtime_ns == before
    (folder / "c.txt").unlink()
    run_counting(folder, out)
    assert len(load(out).failures) == 0


def test_the_fingerprint_knows_the_models(monkeypatch):
    from dataclasses import replace

    from policytext.batch.fingerprint import fingerprint
    from policytext.pipeline import default_pipeline

    pipeline = default_pipeline()
    relation, *others = pipeline.taxonomies
    changed = replace(relation, model=replace(relation.model, bias=(0.0, 0.0)))
    assert fingerprint(replace(pipeline, taxonomies=(changed, *others))) != fingerprint(pipeline)
