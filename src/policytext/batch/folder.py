"""Analyze a folder: plan what is new, analyze it in parts, combine the tables."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import count
from math import ceil
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from policytext.batch.combine import combine
from policytext.batch.fingerprint import fingerprint
from policytext.batch.inputs import Input, list_inputs, list_records
from policytext.batch.learn import with_templates
from policytext.batch.lock import only_run
from policytext.batch.parts import Failure, Part, analyze_part, list_parts, remove
from policytext.batch.run import Run, is_finished, load
from policytext.errors import PolicytextError, ReadError
from policytext.pipeline import Pipeline, default_pipeline
from policytext.read import Record

PART_SIZE = 25
"""Documents in a part: what a kill loses at most. About a second of work; writing a part takes less than a tenth of that."""

PART_BYTES = 2_000_000
"""Bytes of the documents in a part, for folders of long ones; a longer document is a part by itself."""


class Progress(NamedTuple):
    """How far a batch is: ``done`` of ``total`` documents, the last one and its failure; ``file`` is None at first."""

    done: int
    total: int
    file: str | None = None
    failure: Failure | None = None


class _Plan(NamedTuple):
    """What is kept, what is to do, what can go, the numbers of new parts; ``settled`` when the parts say it all."""

    kept: tuple[Part, ...]
    todo: tuple[Input, ...]
    stale: tuple[Part, ...]
    numbers: Iterator[int]
    settled: bool


def analyze_folder(
    folder: str | Path | Sequence[Record],
    out: str | Path,
    *,
    pipeline: Pipeline | None = None,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Analyze the documents of a folder and its subfolders, write tables to ``out`` and return them.

    The rows of a table (``read_records``) can stand in the folder's place. A file or row that cannot be analyzed becomes a row of ``failures`` and the batch goes on. Run again, only files that are
    new or changed are analyzed, or all of them when the pipeline changed; what a kill interrupted is taken up again.
    Lines that recur over the pages of one site are learned first and count as boilerplate.
    The tables are the same whatever the number of worker processes and however often the run was interrupted.
    With ``workers`` above 1 a script needs the usual ``if __name__ == "__main__":``, and ``pipeline`` must pickle.

    Raises ReadError when the folder is missing or holds no documents, PolicytextError when ``out`` is the folder
    itself or holds the results of another folder or table (known by its name), another run writes there, or a
    worker process dies.
    """
    out = Path(out)
    if out.exists() and not out.is_dir():
        raise PolicytextError(f"{out}: not a folder; results need one")
    if workers < 1:
        raise PolicytextError(f"{workers} worker processes are too few; 1 or more")
    inputs, origin = _inputs(folder, out)
    out.mkdir(parents=True, exist_ok=True)
    with only_run(out):
        _refuse_others(inputs, out, origin)
        _update(inputs, out, origin, pipeline, workers, progress or (lambda _: None))
        return load(out)


def _inputs(folder: str | Path | Sequence[Record], out: Path) -> tuple[tuple[Input, ...], str]:
    """List what to analyze, and say where it came from."""
    if not isinstance(folder, str | Path):
        return list_records(folder), ", ".join(dict.fromkeys(record.name.rpartition("#")[0] for record in folder))
    if Path(folder).resolve() == out.resolve():
        raise PolicytextError(f"{out}: results cannot go into the folder of the documents; name another")
    return list_inputs(Path(folder), skip=out), str(Path(folder).absolute())


def _refuse_others(inputs: Sequence[Input], out: Path, origin: str) -> None:
    """Keep the results of other documents from being replaced: of another folder, with none of these in it."""
    try:
        before = load(out).folder
    except ReadError:  # no finished run, or a damaged one, which this run mends
        return
    if Path(before).resolve() == Path(origin).resolve():
        return
    known = {(file, entry.sha256) for part in list_parts(out / "parts") for file, entry in part.entries.items()}
    if not any((entry.file, entry.digest()) in known for entry in inputs):
        raise PolicytextError(
            f"{out}: holds the results of {before}, which would be replaced; name another folder for those of {origin}, "
            f"or remove {out}"
        )


def _update(
    inputs: Sequence[Input],
    out: Path,
    folder: str,
    pipeline: Pipeline | None,
    workers: int,
    progress: Callable[[Progress], None],
) -> None:
    """Bring the results up to date with the documents."""
    base = pipeline or default_pipeline()
    chosen = with_templates(base, inputs, out)
    mark = fingerprint(chosen)
    plan = _plan(inputs, out / "parts", mark)
    tick = _counter(progress, len(inputs), len(inputs) - len(plan.todo))
    if plan.settled and is_finished(out, fingerprint=mark):
        return
    if workers == 1 or len(plan.todo) <= 1:
        made = [analyze_part(chunk, place, chosen, mark, tick) for chunk, place in _chunks(plan, out, PART_SIZE)]
    else:
        size = min(PART_SIZE, ceil(len(plan.todo) / (workers * 4)))
        sent = pipeline if chosen is base else chosen
        made = _in_processes(list(_chunks(plan, out, size)), sent, mark, workers, tick)
    combine([*plan.kept, *made], inputs, out, folder=folder, fingerprint=mark)
    for part in plan.stale:
        with suppress(OSError):  # what stays is stale in the next run, too, and harms nobody
            remove(part.folder)


def _plan(inputs: Sequence[Input], folder: Path, mark: str) -> _Plan:
    """Compare the files with the parts: keep what is still true, and list what has to be analyzed."""
    parts = list(list_parts(folder))
    hashes: dict[str, str | None] = {}
    by_file = {entry.file: entry for entry in inputs}
    kept, stale = [], []
    known: set[str] = set()
    for part in parts:
        current = {}
        for file, entry in part.entries.items() if part.fingerprint == mark else ():
            if file in by_file and file not in known and entry.sha256 is not None:
                if file not in hashes:
                    hashes[file] = by_file[file].digest()
                if hashes[file] == entry.sha256:
                    current[file] = entry
        known |= current.keys()
        if current:
            kept.append(Part(part.folder, part.fingerprint, current))
        else:
            stale.append(part)
    todo = tuple(entry for entry in inputs if entry.file not in known)
    last = max((int(part.folder.name) for part in parts), default=0)
    settled = not todo and not stale and len(known) == sum(len(part.entries) for part in parts)
    return _Plan(tuple(kept), todo, tuple(stale), count(last + 1), settled)


def _chunks(plan: _Plan, out: Path, size: int) -> Iterator[tuple[tuple[Input, ...], Path]]:
    """Cut the work into parts of at most ``size`` files and PART_BYTES bytes, each with a new place on disk."""
    chunk: list[Input] = []
    room = PART_BYTES
    for entry in plan.todo:
        weight = _size(entry)
        if chunk and (len(chunk) == size or weight > room):
            yield tuple(chunk), out / "parts" / f"{next(plan.numbers):05}"
            chunk, room = [], PART_BYTES
        chunk.append(entry)
        room -= weight
    if chunk:
        yield tuple(chunk), out / "parts" / f"{next(plan.numbers):05}"


def _size(entry: Input) -> int:
    """Return the bytes of a document; 0 when a file cannot be asked, and its analysis will say why."""
    try:
        return len(entry.record.text) * 3 if entry.record else entry.path.stat().st_size
    except OSError:
        return 0


def _counter(progress: Callable[[Progress], None], total: int, done: int) -> Callable[[str, Failure | None], None]:
    progress(Progress(done, total))

    def tick(file: str, failure: Failure | None) -> None:
        nonlocal done
        done += 1
        progress(Progress(done, total, file, failure))

    return tick


def _in_processes(
    chunks: Sequence[tuple[tuple[Input, ...], Path]],
    pipeline: Pipeline | None,
    mark: str,
    workers: int,
    tick: Callable[[str, Failure | None], None],
) -> list[Part]:
    """Analyze parts in worker processes; each is told when its whole part is done.

    Workers are spawned, not forked: a fork of a process with threads (a progress bar is one) can hang.
    """
    made = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=start_worker) as pool:
        tasks = [pool.submit(_work, chunk, place, pipeline, mark) for chunk, place in chunks]
        try:
            for task in as_completed(tasks):
                part, ticks = task.result()
                made.append(part)
                for file, failure in ticks:
                    tick(file, failure)
        except BrokenProcessPool:
            raise PolicytextError(
                "a worker process died, perhaps of too little memory; run again with fewer, what is done is kept"
            ) from None
        except BaseException:
            # Waiting, so that nobody writes here any more when the lock is given back.
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return sorted(made, key=lambda part: part.folder)


def start_worker() -> None:
    """Make a worker process end with its parent, and leave Ctrl-C, which goes to all processes, to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()  # a pipe that closes when the parent is gone, by whatever signal: nothing is polled
        os._exit(1)


def _work(
    chunk: tuple[Input, ...], place: Path, pipeline: Pipeline | None, mark: str
) -> tuple[Part, list[tuple[str, Failure | None]]]:
    ticks: list[tuple[str, Failure | None]] = []
    part = analyze_part(chunk, place, pipeline or default_pipeline(), mark, lambda *seen: ticks.append(seen))
    return part, ticks
