"""Reprints: one release on several sites counts once."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

import policytext as pt
from policytext.compare import compare
from policytext.read import read_source
from policytext.reprints import SHINGLE, find_reprints, sign

DOCS = sorted((Path(__file__).parent.parent / "corpora" / "docs").glob("*.txt"))
RELEASE = (
    "4月8日，徐州市召开新闻发布会，介绍优化营商环境有关情况。一季度，全市新登记企业2316户，办理时限压缩至0.5个工作日。"
    "市数据局牵头推行一业一证，已发放综合许可证180张。\n一是减环节，取消重复提交的材料27项。\n二是减时限，工程审批提速三成。"
    "\n三是减成本，为小微企业减免费用1900万元。下一步，将开展政策回头看，逐项检查落实情况。\n"
)
OTHER = "连云港市司法局组织律师走进产业园区，开展法治体检活动，为48家企业出具风险提示书，帮助修改合同文本160份。" * 3


def shingles(words: str) -> set[str]:
    return {words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1)}


def test_signatures_estimate_what_two_bodies_share() -> None:
    chance = random.Random(1)  # noqa: S311 - texts, no secret
    words = "".join(chance.choice("政务服务优化营商环境办理时限压缩企业群众") for _ in range(3000))
    for cut in (0, 200, 600, 1200):
        one, other = words[cut:], words[: len(words) - cut]
        exact = len(shingles(one) & shingles(other)) / len(shingles(one) | shingles(other))
        first, second = sign(one), sign(other)
        assert first
        assert second
        same = sum(first[at : at + 8] == second[at : at + 8] for at in range(0, len(first), 8)) * 8 / len(first)
        assert abs(same - exact) < 0.15


@pytest.mark.parametrize(
    "copy",
    [
        RELEASE,
        RELEASE.replace("。", "。 "),
        "本报讯（记者 王某某）" + RELEASE,
        RELEASE.removesuffix("下一步，将开展政策回头看，逐项检查落实情况。\n"),
        RELEASE.replace("，", ","),
        "<html><body><ul><li><a href='/'>首页</a></li></ul><div><p>" + RELEASE.replace("\n", "</p><p>") + "</p></div></body></html>",
    ],
    ids=["same", "blanks", "dateline", "cut", "punctuation", "page"],
)  # fmt: skip
def test_copies_are_reprints(copy: str) -> None:
    docs = [pt.analyze(text, name=f"{n}.txt") for n, text in enumerate((RELEASE, OTHER, copy + "\n"))]
    documents = pt.to_tables(docs).documents
    ids = list(documents["doc_id"])
    assert [key for key in documents["duplicate_of"] if not pd.isna(key)] in ([ids[0]], [ids[2]])
    assert pd.isna(documents["duplicate_of"][1])


def test_the_next_quarter_of_a_series_is_no_reprint() -> None:
    later = RELEASE
    for old, new in (
        ("4月8日", "7月9日"),
        ("一季度", "上半年"),
        ("2316", "4977"),
        ("180", "365"),
        ("27", "41"),
        ("1900", "3350"),
    ):
        later = later.replace(old, new)
    later = later.replace("工程审批提速三成", "工程审批提速四成").replace(
        "政策回头看，逐项检查落实情况", "满意度调查，公布结果"
    )
    assert find_reprints([sign(RELEASE), sign(later)]) == [None, None]


def test_sample_documents_are_all_originals() -> None:
    assert set(find_reprints(sign(read_source(path).raw) for path in DOCS)) == {None}


def test_the_earliest_is_the_original_and_its_measures_count_once(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, date in (("a", "2024-04-10"), ("b", "2024-04-08"), ("c", "2024-04-09")):
        (folder / f"{name}.txt").write_text(f"发布时间：{date} 09:00 来源：某网\n{RELEASE}", "utf-8")
    (folder / "d.txt").write_text(OTHER, "utf-8")
    run = pt.analyze_folder(folder, tmp_path / "out")
    documents = run.documents.set_index("file")
    original = documents["doc_id"]["b.txt"]
    assert documents["duplicate_of"].fillna("").to_dict() == {
        "a.txt": original,
        "b.txt": "",
        "c.txt": original,
        "d.txt": "",
    }
    once, all_of_them = run.compare(by="year", of="relation"), run.compare(by="year", of="relation", reprints=True)
    assert (once.reprints, all_of_them.reprints) == (2, 0)
    assert int(all_of_them.tidy["count"].sum()) == 3 * int(once.tidy["count"].sum()) > 0
    assert "without 2 reprints" in once._repr_html_()
    assert len(compare(run, by="file", of="relation").counts) == 4


def test_short_bodies_are_never_reprints() -> None:
    documents = pt.to_tables([pt.analyze("详见附件。\n", name=name) for name in ("a", "b")]).documents
    assert documents["duplicate_of"].isna().all()
