"""Tables of tasks: the same rows as lines with tabs, as a page and as a Word file give the same items and duties."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext import analyze, normalize
from policytext.model import Document

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases" / "task_tables.toml").read_text("utf-8"))["case"]
TITLE, END = "大连市重点任务分工表", "特此通知。"
CELLS = st.lists(st.sampled_from(["任务", "市商务局", "1", "", " ", "\t", "\n", "\n\n", "\t\t", "。", "\u3000", "\r\n"]), max_size=30)  # fmt: skip


def to_text(rows: list[list[str]]) -> bytes:
    lines = ("\t".join("" if cell in ("^", "<") else cell for cell in row) for row in rows)
    return "\n".join((TITLE, *lines, END)).encode()


def to_page(rows: list[list[str]]) -> bytes:
    """Write a page as editors do it: cells indented by tabs, merged ones by attributes."""

    def span(row: int, column: int) -> str:
        down = right = 1
        while row + down < len(rows) and rows[row + down][column] == "^":
            down += 1
        while column + right < len(rows[row]) and rows[row][column + right] == "<":
            right += 1
        return f"<td rowspan='{down}' colspan=\"{right}\">\n\t\t\t{rows[row][column]}\n\t\t</td>\n"

    cells = (
        "".join(span(row, column) for column, cell in enumerate(line) if cell not in ("^", "<"))
        for row, line in enumerate(rows)
    )
    table = "\n".join(f"\t<tr>\n{row}\t</tr>" for row in cells)
    return f"<html><body><p>{TITLE}</p><table>{table}</table><p>{END}</p></body></html>".encode()


def to_docx(rows: list[list[str]]) -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(rows[0]))
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            if cell == "^":
                table.cell(row - 1, column).merge(table.cell(row, column))
            elif cell == "<":
                table.cell(row, column - 1).merge(table.cell(row, column))
            else:
                table.cell(row, column).text = cell
    document.add_paragraph(END)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def shown(doc: Document) -> list[tuple[int, str, str]]:
    numbers = {item.id: at for at, item in enumerate(doc.items, 1)}
    return sorted((numbers[duty.item_id], duty.agency.quote.text, str(duty.role)) for duty in doc.duties)


@pytest.mark.parametrize("form", [to_text, to_page, to_docx], ids=["text", "html", "docx"])
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any], form: Any) -> None:
    doc = analyze(form(case["rows"]), name={to_text: "a.txt", to_page: "a.html", to_docx: "a.docx"}[form])
    below = case.get("below", []) if form is not to_text else []
    assert [[item.marker or "", item.lead] for item in doc.items] == case["items"], case["why"]
    assert shown(doc) == sorted(map(tuple, [*case["duties"], *below])), case["why"]
    assert {item.kind for item in doc.items} == {"measure"}
    for agency in doc.agencies:
        assert doc.raw[slice(*agency.span)] == agency.quote.text


def test_the_rule_says_that_a_merged_cell_gave_the_duty() -> None:
    rows = [["任务", "牵头单位"], ["改革", "市商务局"], ["服务", "^"], ["监管", "^"]]
    doc = analyze(to_page(rows), name="a.html")
    assert [(duty.item_id, duty.rule) for duty in doc.duties] == [
        ("i1", "its own words"), ("i2", "merged cell"), ("i3", "merged cell"),
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [["指标", "数量"], ["姓名", "职务"]])
def test_another_head_ends_a_table(columns: list[str]) -> None:
    rows = [["重点任务", "牵头单位"], ["培育企业", "市商务局"], columns, ["走访", "市公安局"]]
    doc = analyze(to_text(rows), name="a.txt")
    assert [item.lead for item in doc.items] == ["培育企业"]


def test_a_row_that_names_many_is_no_head() -> None:
    rows = [["重点任务", "责任单位"], ["落实年度任务", "各有关单位"], ["开展专项行动", "市公安局"]]
    assert [item.lead for item in analyze(to_text(rows), name="a.txt").items] == ["落实年度任务", "开展专项行动"]


def test_all_rows_of_a_long_table_have_their_duties() -> None:
    rows = [["序号", "重点任务", "牵头单位"], *([str(at), f"推进第{at}项改革", "市商务局"] for at in range(1, 301))]
    doc = analyze(to_text(rows), name="a.txt")
    assert [duty.item_id for duty in doc.duties] == [item.id for item in doc.items]
    assert len(doc.duties) == 300


def test_a_long_cell_does_not_part_a_body_from_its_head() -> None:
    rows = [["序号", "重点任务", "牵头单位"], ["1", "推进改革，优化服务。" * 300, "市商务局"]]
    assert shown(analyze(to_text(rows), name="a.txt")) == [(1, "市商务局", "lead")]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>任务<td>牵头单位" + "<tr><td>改革<td rowspan=9999>市商务局" * 2000,
        "<table><tr><td>任务<td>牵头单位" + "<tr><td colspan=9999>改革<td colspan=9999>市商务局" * 2000,
        "<table><tr><td>任务<td>牵头单位<tr>" + "<td></td>" * 20_000,
    ],
    ids=["rows", "columns", "empty cells"],
)
def test_spans_without_end_come_to_an_end(page: str) -> None:
    start = time.perf_counter()
    assert len(analyze(f"<p>{TITLE}</p>{page}", name="a.html").duties) < 200_000
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("单位：\t\t某局\n\t\t特此通知。", "单位：\t某局\n特此通知。"),
        ("\t\t一、总则\n\t\t1.\t目标\n\t\t2.\t任务", "一、总则\n1.\t目标\n2.\t任务"),
        ("任务\t牵头\t配合\n改革\t \t市公安局\n\n\t\t市司法局\n\t\t特此通知。", "任务\t牵头\t配合\n改革\t\t市公安局\n\t\t市司法局\n特此通知。"),
        ("任务\t牵头\t配合\n改革\t甲\t乙\n服务\t\t\n监管\t\t\n审批\t丙\n结束", "任务\t牵头\t配合\n改革\t甲\t乙\n服务\t\n监管\t\n审批\t丙\n结束"),
        ("\t牵头\t配合\n改革\t甲\t乙\t\n服务\t丙\t\n监管\t丁\t\t\t戊", "\t牵头\t配合\n改革\t甲\t乙\n服务\t丙\n监管\t丁\t戊"),
    ],
    ids=["prose", "indented list", "empty cells", "first cells alone", "first and last cells"],
)  # fmt: skip
def test_tabs_are_cells_in_tables_only(raw: str, text: str) -> None:
    assert normalize(raw).text == text


@given(CELLS.map("\t".join))
def test_normalizing_twice_changes_nothing(raw: str) -> None:
    text = normalize(raw)
    assert normalize(text.text).text == text.text
    for at, character in enumerate(text.text):
        assert character == "\n" or character in raw[slice(*text.span(at, at + 1))]
