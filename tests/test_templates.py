"""Lines that recur over the pages of one site go; what recurs in texts of one kind stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import policytext as pt
from policytext.clean.templates import find_site, learn_templates

PLACES = ("姑苏区", "吴江区", "常熟市", "昆山市", "太仓市", "相城区")
BODY = (
    "<p>各街道办事处：</p><p>一、总体要求</p><p>{place}今年将办理时限压缩{n}天，建立联系企业制度，组织干部上门服务企业{n}0家。</p>"
    "<p>二、主要任务</p><p>开设专窗{n}个，由专人负责解答企业咨询，做到件件有回音、事事有着落。</p><p>特此通知。</p>"
)
PAGE = (
    "<html><head><title>{place}通知</title><meta name='SiteName' content='苏州某网'></head><body><div class='x'>"
    "<p>苏城热线随身看</p>"
    + BODY
    + "<p>掌上苏城邀您同行</p><p>苏城热线提醒您：网络阅读请注意保护视力，每阅读四十分钟远眺一次。</p></div></body></html>"
)


def fill(folder: Path, *, site: bool = True) -> Path:
    folder.mkdir()
    for n, place in enumerate(PLACES, 1):
        page = PAGE.format(place=place, n=n)
        (folder / f"{n}.html").write_text(page if site else page.replace("SiteName", "author"), "utf-8")
    return folder


def test_lines_of_the_template_go_and_those_of_the_texts_stay(tmp_path: Path) -> None:
    run = pt.analyze_folder(fill(tmp_path / "docs"), tmp_path / "out")
    learned = json.loads((tmp_path / "out" / "templates.json").read_text("utf-8"))["lines"]
    assert learned == sorted(
        ["苏城热线随身看", "掌上苏城邀您同行", "苏城热线提醒您：网络阅读请注意保护视力，每阅读四十分钟远眺一次。"]
    )
    rules = run.boilerplate[run.boilerplate["rule"] == "line of the site's template"]
    assert len(rules) == 3 * len(PLACES)
    assert set(run.items["marker"]) == {"一、", "二、"}
    assert len(run.items) == 2 * len(PLACES)


def test_pages_that_tell_no_site_teach_nothing(tmp_path: Path) -> None:
    run = pt.analyze_folder(fill(tmp_path / "docs", site=False), tmp_path / "out")
    assert not (run.boilerplate["rule"] == "line of the site's template").any()


def test_a_second_run_learns_nothing_anew_and_analyzes_nothing(tmp_path: Path) -> None:
    docs = fill(tmp_path / "docs")
    first = pt.analyze_folder(docs, tmp_path / "out")
    seen: list[str | None] = []
    again = pt.analyze_folder(docs, tmp_path / "out", progress=lambda step: seen.append(step.file))
    assert seen == [None]
    assert again.fingerprint == first.fingerprint


def test_worker_processes_know_what_was_learned(tmp_path: Path) -> None:
    docs = fill(tmp_path / "docs")
    one = pt.analyze_folder(docs, tmp_path / "one")
    two = pt.analyze_folder(docs, tmp_path / "two", workers=2)
    assert two.boilerplate.equals(one.boilerplate)
    assert two.fingerprint == one.fingerprint


def test_the_address_of_a_row_tells_its_site(tmp_path: Path) -> None:
    rows = [
        {"text": PAGE.format(place=place, n=n).replace("SiteName", "author"), "url": f"http://www.example.cn/{n}.html"}
        for n, place in enumerate(PLACES, 1)
    ]
    table = tmp_path / "news.jsonl"
    table.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    run = pt.analyze_folder(pt.read_records(table), tmp_path / "out")
    assert (run.boilerplate["rule"] == "line of the site's template").sum() == 3 * len(PLACES)


@pytest.mark.parametrize(
    ("page", "site"),
    [
        ("<link rel='canonical' href='https://www.example.gov.cn/a/b.html'>", "www.example.gov.cn"),
        ('<meta property="og:url" content="http://news.example.cn/1">', "news.example.cn"),
        ('<meta name="SiteName" content="某市人民政府"/>', "某市人民政府"),
        ("<p>某市人民政府网</p>", None),
    ],
)
def test_what_tells_the_site(page: str, site: str | None) -> None:
    assert find_site(page) == site


@pytest.mark.parametrize(
    "line", ["各区、县人民政府：", "一、总体要求", "（此件公开发布）", "特此通知。", "附件：任务清单", "指标\t数量"]
)
def test_parts_of_texts_are_no_template(line: str) -> None:
    assert learn_templates([("a.cn", f"{line}\n第{n}份") for n in range(9)]).lines == ()
