"""What holds for every file, the samples of the project and, where they lie beside it, real ones that it does not hold."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from policytext import normalize
from policytext.read import read_source

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "real"
ENDINGS = {".txt", ".md", ".html", ".shtml"}
SAMPLES = sorted((ROOT / "corpora" / "docs").iterdir())
FILES = [
    *(pytest.param(path, id=path.name) for path in SAMPLES),
    *(pytest.param(path, id=path.name) for path in sorted(REAL.rglob("*")) if path.suffix in ENDINGS),
]
if not REAL.is_dir():
    FILES.append(
        pytest.param(None, id="real files", marks=pytest.mark.skip(reason="no real files beside this checkout"))
    )

HAN = frozenset(map(chr, range(0x4E00, 0xA000)))
ONLY_SIMPLIFIED = frozenset(
    "业东两个为义么习务办动劳华单卫厅参发变叶号团园围国图坚报护担择择据数断无时显术机权来标树样检欢步气汉济测济点热爱环现确种积称税竞结给统经维网职联节营规计认议设证识评该请财责质购资车转软较输边达过还进远违连选邮针锋镇长门问间难项顺须领题风馆验龙"
)
ONLY_TRADITIONAL = frozenset(
    "業東兩個為義習務辦動勞華單衛廳參發變葉號團園圍國圖堅報護擔擇據數斷無時顯術機權來標樹樣檢歡氣漢濟測點熱愛環現確種積稱稅競結給統經維網職聯節營規計認議設證識評該請財責質購資車轉軟較輸邊達過還進遠違連選郵針鋒鎮長門問間難項順須領題風館驗龍"
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "hz", "big5hkscs")


@pytest.mark.parametrize("path", FILES)
def test_the_normal_form_is_aligned_and_a_fixed_point(path: Path) -> None:
    raw = read_source(path).raw
    text = normalize(raw)
    spans = [text.span(at, at + 1) for at in range(len(text))]
    assert text.raw == raw
    assert all(0 <= span.start < span.end <= len(raw) for span in spans)
    assert all(before.start <= after.start and before.end <= after.end for before, after in pairwise(spans))
    assert normalize(text.text).text == text.text


@pytest.mark.parametrize("path", FILES)
def test_no_character_of_a_simplified_file_changes(path: Path) -> None:
    raw = read_source(path).raw
    simplified = sum(c in ONLY_SIMPLIFIED for c in raw)
    if simplified <= sum(c in ONLY_TRADITIONAL for c in raw):
        pytest.skip("this file is traditional")
    kept = [c for c in raw if c in HAN]
    assert [c for c in normalize(raw).text if c in HAN] == kept


@pytest.mark.parametrize("path", FILES)
def test_a_file_reads_the_same_in_every_encoding_that_can_hold_it(path: Path, tmp_path: Path) -> None:
    raw = read_source(path).raw.lstrip("\ufeff").replace("\r\n", "\n")
    held = 0
    for encoding in ENCODINGS:
        try:
            data = raw.encode(encoding)
        except UnicodeEncodeError:
            continue
        held += 1
        assert read_source(data).raw.lstrip("\ufeff") == raw, encoding
    assert held >= 6
