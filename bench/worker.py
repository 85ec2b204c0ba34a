"""One side of a bench: loads its functions, then times a pass over the documents for each line it reads.

    python bench/worker.py DOCS.json own
    python bench/worker.py DOCS.json peer PEER.py SEG NUMBERS
    python bench/worker.py DOCS.json normalize|tables|opencc|zhconv|agencies|posseg
    python bench/worker.py PAGES.json policytext|trafilatura|…    # a name of extractors.EXTRACTORS
    python bench/worker.py DOCS.json targets|JioNLP|…             # a name of quantity_readers.READERS

DOCS.json holds a list of texts. Each answer is a line of JSON: first import and first document in seconds, then for
each line of standard input the seconds of a pass, or, where the line says "show", what the texts became; at the end
of the input the peak memory in MiB.
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

from extractors import EXTRACTORS
from quantity_readers import READERS


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


def load_normalize() -> Callable[[str], object]:
    """Return the normal form with offsets."""
    from policytext import normalize

    return normalize


def load_tables() -> Callable[[str], object]:
    """Return the plain conversion by OpenCC's tables, without guards and without asking which script a text is in."""
    from policytext.normal_form.script import read_conversion
    from policytext.text import AlignedText

    conversion = read_conversion(guarded=False)
    return lambda text: AlignedText.of(text).edit(conversion.find_changes(text, 0, len(text)))


def load_opencc() -> Callable[[str], object]:
    """Return the conversion of whichever package of the name is installed: OpenCC, or its rewrite in Python."""
    from opencc import OpenCC

    convert: Callable[[str], object] = OpenCC("t2s").convert
    return convert


def load_zhconv() -> Callable[[str], object]:
    """Return the conversion of zhconv."""
    from zhconv import convert

    return lambda text: convert(text, "zh-cn")


# Tags of words that a merged name may hold, and its last words.
NAME_TAGS = frozenset({"ns", "nt", "n", "j", "nz", "nr", "b", "f"})
OFFICE_ENDS = ("局", "院", "委", "委员会", "办", "办公室", "厅", "所", "政府", "工商联", "中心", "分局")


def load_agencies() -> Callable[[str], object]:
    """Return the agencies of a body in normal form, with names and roles."""
    from policytext.extract.agencies import find_agencies
    from policytext.text import AlignedText

    return lambda text: list(find_agencies(AlignedText.of(text), jurisdiction=None))


def load_posseg() -> Callable[[str], list[tuple[int, int]]]:
    """Return the merge of tagger output that is usually assembled: runs of nouns that end like an office."""
    import jieba
    from jieba import posseg

    jieba.setLogLevel(60)

    def find(text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        start = end = at = 0
        for word, tag in ((pair.word, pair.flag) for pair in posseg.cut(text)):
            if tag in NAME_TAGS:
                start = start if end == at and end > start else at
                end = at + len(word)
                if text.endswith(OFFICE_ENDS, start, end) and end - start > 2:
                    found = [*found[:-1], (start, end)] if found and found[-1][0] == start else [*found, (start, end)]
            at += len(word)
        return found

    return find


SIDES: dict[str, Callable[..., Callable[[str], object]]] = {
    "own": load_own,
    "peer": load_peer,
    "normalize": load_normalize,
    "tables": load_tables,
    "opencc": load_opencc,
    "zhconv": load_zhconv,
    "agencies": load_agencies,
    "posseg": load_posseg,
    **EXTRACTORS,
    **READERS,
}


def main(docs: str, side: str, *options: str) -> None:
    """Answer on standard output until the input ends."""
    sys.stdout = sys.stderr  # what a package prints must not mix with the answers
    texts = json.loads(Path(docs).read_text(encoding="utf-8"))
    start = time.perf_counter()
    analyze = SIDES[side](*options)
    analyze(texts[0])
    answer({"warm_up": time.perf_counter() - start})
    for line in sys.stdin:
        if line.strip() == "show":
            answer({"texts": [str(analyze(text)) for text in texts]})
            continue
        start = time.perf_counter()
        for text in texts:
            analyze(text)
        answer({"seconds": time.perf_counter() - start})
    answer({"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def answer(values: dict[str, object]) -> None:
    """Write one line at once."""
    sys.__stdout__.write(json.dumps(values) + "\n")
    sys.__stdout__.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
