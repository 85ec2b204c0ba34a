"""How often a detector tells GB 18030 from Big5, by encoding and length, beside how long it takes.

    .venv/bin/python bench/encodings.py                          # the sample corpus
    .venv/bin/python bench/encodings.py --docs FOLDER            # every text and page below a folder

Each document is cut at its first Chinese character, after a third and in the middle, simplified as it is and
traditional as OpenCC converts it. Rows with "damaged" have a stray byte FF behind the first character. Right is an
answer of the right family: GB 2312, GBK and GB 18030 are one; Big5, code page 950 and HKSCS are one. "Confined" is the
same detector with no other candidates than these two. Detectors are measured where they are installed:
charset-normalizer, chardet, faust-cchardet.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from opencc import OpenCC

from policytext.errors import ReadError
from policytext.read.encoding import decode

DOCS = Path(__file__).resolve().parent.parent / "corpora" / "docs"
LENGTHS = (8, 20, 50, 200, 2000)
# Row: OpenCC's conversion, if any, and the codec that writes it.
FORMS = {
    "gb18030, simplified": (None, "gb18030"),
    "gb18030, traditional": ("s2t", "gb18030"),
    "big5, traditional": ("s2tw", "big5"),
}
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
HAN = re.compile("[一-鿿]")
FAMILY = re.compile(r"(?P<gb18030>gb|cp936)|(?P<big5>big5|cp950)", re.IGNORECASE)


def read_texts(folder: Path) -> list[str]:
    """Read the files below a folder without their tags."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".txt", ".md", ".html", ".shtml"}:
            text = TAGS.sub("", decode(path.read_bytes(), path.name)[0])
            texts.append(re.sub(r"\s*\n\s*", "\n", text)[:30_000])
    return texts


def cut(texts: list[str], codec: str, length: int) -> Iterator[bytes]:
    """Give three stretches of each text in an encoding, without what the encoding lacks."""
    for text in texts:
        fitting = text.encode(codec, errors="ignore").decode(codec)
        starts = [match.start() for match in HAN.finditer(fitting)]
        for start in {starts[len(starts) * part // 6] for part in (0, 2, 3)} if starts else ():
            if len(fitting) >= start + length // 2:
                yield fitting[start : start + length].encode(codec)


def find_detectors() -> dict[str, Callable[[bytes], str | None]]:
    """List the detectors that are installed, as functions from bytes to the name of an encoding."""

    def policytext(data: bytes) -> str | None:
        try:
            return decode(data, "cut")[1]
        except ReadError:
            return None

    found: dict[str, Callable[[bytes], str | None]] = {"policytext": policytext}
    if importlib.util.find_spec("charset_normalizer"):
        from_bytes = importlib.import_module("charset_normalizer").from_bytes
        two = {"cp_isolation": ["gb18030", "big5"], "threshold": 1.0}
        found["charset-normalizer"] = lambda data: getattr(from_bytes(data).best(), "encoding", None)
        found["normalizer conf."] = lambda data: getattr(from_bytes(data, **two).best(), "encoding", None)
    if importlib.util.find_spec("chardet"):
        chardet = importlib.import_module("chardet")
        pair = ["gb18030", "big5hkscs", "big5", "cp950"]
        found["chardet"] = lambda data: chardet.detect(data)["encoding"]
        found["chardet confined"] = lambda data: chardet.detect(data, include_encodings=pair)["encoding"]
    if importlib.util.find_spec("cchardet"):
        cchardet = importlib.import_module("cchardet")
        found["faust-cchardet"] = lambda data: cchardet.detect(data)["encoding"]
    return found


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=DOCS)
    texts = read_texts(parser.parse_args().docs)
    detectors = find_detectors()
    seconds = dict.fromkeys(detectors, 0.0)
    cuts = 0
    print(f"{len(texts)} documents\n{'':32}{'length':>6}{'cuts':>6}", *(f"{name:>18}" for name in detectors))
    for form, (conversion, codec) in FORMS.items():
        converted = [OpenCC(conversion).convert(text) for text in texts] if conversion else texts
        for damaged in (False, True):
            for length in LENGTHS:
                pieces = list(cut(converted, codec, length))
                if damaged:
                    pieces = [piece[:2] + b"\xff" + piece[2:] for piece in pieces]
                cuts += len(pieces)
                row = f"{form + ', damaged' * damaged:32}{length:>6}{len(pieces):>6}"
                for name, detect in detectors.items():
                    start = time.perf_counter()
                    answers = [FAMILY.match(detect(piece) or "") for piece in pieces]
                    seconds[name] += time.perf_counter() - start
                    right = sum(1 for answer in answers if answer and answer.lastgroup == codec)
                    row += f"{right / max(1, len(pieces)):>19.1%}"
                print(row)
    print(f"{'milliseconds a cut':44}" + "".join(f"{1000 * value / cuts:>19.3f}" for value in seconds.values()))


if __name__ == "__main__":
    main()
