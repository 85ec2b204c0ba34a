"""One side of the speed bench: loads its pipeline, then times a pass over the documents for each line it reads.

    python bench/worker.py DOCS.json own
    python bench/worker.py DOCS.json peer PEER.py SEG NUMBERS

DOCS.json holds a list of texts. Each answer is a line of JSON: first import and first document in seconds, then for
each line of standard input the seconds of a pass; at the end of the input the peak memory in MiB.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path


def load_own() -> Callable[[str], object]:
    """Return the analysis of this project, tables left out: text in, facts out."""
    from policytext.pipeline import analyze

    return lambda text: analyze(text, name="bench.txt")


def load_peer(path: str, seg: str, numbers: str) -> Callable[[str], object]:
    """Return the analysis of a peer script: its ``build(numbers, seg)`` gives a function of text and clock."""
    spec = importlib.util.spec_from_file_location("peer", path)
    assert spec, path
    assert spec.loader, path
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    run = module.build(numbers, seg)
    return lambda text: run(text, Counter())


def main(docs: str, side: str, *options: str) -> None:
    """Answer on standard output until the input ends."""
    sys.stdout = sys.stderr  # what a package prints must not mix with the answers
    texts = json.loads(Path(docs).read_text(encoding="utf-8"))
    start = time.perf_counter()
    analyze = load_own() if side == "own" else load_peer(*options)
    analyze(texts[0])
    answer({"warm_up": time.perf_counter() - start})
    for _ in sys.stdin:
        start = time.perf_counter()
        for text in texts:
            analyze(text)
        answer({"seconds": time.perf_counter() - start})
    answer({"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def answer(values: dict[str, float]) -> None:
    """Write one line at once."""
    sys.__stdout__.write(json.dumps(values) + "\n")
    sys.__stdout__.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
