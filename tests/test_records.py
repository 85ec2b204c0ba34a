"""Tables of documents: which rows and columns are read, what the row says beside its text, and how it ends up in tables."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import policytext as pt
from policytext import Columns, ReadError, read_records
from policytext.lexicon import read_rows
from policytext.read.records import EXCEL_CELL

TEXT = '市司法局推出三项措施。\n一是走访企业200余家。\n二是开设绿色通道。\n三是落实"一网通办",今年内办结率达到95%以上。'
OTHER = "县发展改革局召开座谈会，听取企业意见建议。"


def write(folder: Path, name: str, rows: list[dict[str, str]], **options: str) -> Path:
    """Write rows as whatever the name's ending says."""
    path = folder / name
    if path.suffix == ".xlsx":
        pd.DataFrame(rows).to_excel(path, index=False)
    elif path.suffix in (".csv", ".tsv"):
        pd.DataFrame(rows).to_csv(path, index=False, **options)
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    else:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "options", "first"),
    [
        ("a.csv", {}, 2),
        ("a.csv", {"encoding": "utf-8-sig"}, 2),
        ("a.csv", {"encoding": "gbk"}, 2),
        ("a.csv", {"encoding": "utf-16"}, 2),
        ("a.csv", {"sep": ";"}, 2),
        ("a.tsv", {"sep": "\t"}, 2),
        ("a.xlsx", {}, 2),
        ("a.jsonl", {}, 1),
        ("a.ndjson", {}, 1),
        ("a.json", {}, 1),
    ],
)
def test_the_same_rows_in_every_form(tmp_path: Path, name: str, options: dict[str, str], first: int) -> None:
    path = write(tmp_path, name, [{"标题": "甲", "正文": TEXT}, {"标题": "乙", "正文": OTHER}], **options)
    records = read_records(path)
    assert [record.text for record in records] == [TEXT, OTHER]
    assert [record.known for record in records] == [{"title": "甲"}, {"title": "乙"}]
    assert [record.name for record in records] == [f"{name}#{first}", f"{name}#{first + 1}"]


@pytest.mark.parametrize(
    "row", read_rows("record_columns.csv", columns=["column", "name"]), ids=lambda row: row["name"]
)
def test_usual_names_are_known_in_any_case(tmp_path: Path, row: dict[str, str]) -> None:
    cells = {row["name"].upper(): OTHER} | ({} if row["column"] == "text" else {"text": TEXT})
    (record,) = read_records(write(tmp_path, "a.jsonl", [cells]))
    assert (record.text if row["column"] == "text" else record.known[row["column"]]) == OTHER


def test_chosen_columns_go_before_usual_ones(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", [{"text": "摘要", "全部内容": TEXT, "所属": "大连", "title": "某"}])
    (record,) = read_records(path, columns=Columns(text="全部内容", city="所属"))
    assert (record.text, record.known) == (TEXT, {"title": "某", "city": "大连"})


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            Columns(),
            r"a\.csv: no column of text under a usual name; .*columns=pt\.Columns\(text='NAME'\).*; the columns are 甲, 乙",
        ),
        (Columns(text="丙"), r"a\.csv: no column '丙'; the columns are 甲, 乙"),
        (Columns(text="甲", city="市"), r"no column '市'"),
    ],
)
def test_a_missing_column_is_told_with_those_there(tmp_path: Path, columns: Columns, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read_records(write(tmp_path, "a.csv", [{"甲": TEXT, "乙": "x"}]), columns=columns)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"", "not a CSV table"),
        ("a.csv", "正文,标题\n".encode(), "without rows"),
        ("a.xlsx", b"PK\x03\x04 rubbish", "not a readable workbook"),
        ("a.xlsx", b"plain", "not a readable workbook"),
        ("a.json", b"[1, 2", "not a JSON array"),
        ("a.jsonl", b"{\n", "not JSON"),
        ("a.jsonl", b"[" * 100_000, "not a JSON array"),
        ("a.txt", b"x", "not a table of documents"),
        ("a.csv", bytes(range(256)) * 40, "binary"),
    ],
)
def test_what_is_no_table_gets_one_clear_line(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError, match=message) as caught:
        read_records(path)
    assert "\n" not in str(caught.value)


def test_a_missing_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_records(tmp_path / "a.csv")


def test_a_bad_line_of_json_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{json.dumps({"text": TEXT})}\n\n{{"text": \n["甲"]\n{json.dumps({"title": "甲"})}\n', "utf-8")
    records = read_records(path)
    assert [record.name for record in records] == ["a.jsonl#1", "a.jsonl#3", "a.jsonl#4", "a.jsonl#5"]
    assert [record.fault is None for record in records] == [True, False, False, False]


def test_empty_rows_count_and_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"正文,标题\n{OTHER},甲\n,\n\n{OTHER},乙\n", "utf-8")
    assert [record.name for record in read_records(path)] == ["a.csv#2", "a.csv#5"]


def test_a_row_with_too_many_cells_is_a_fault_and_shifts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"标题,正文\n甲,{OTHER},\n乙,{OTHER},又一句\n丙,{OTHER}\n丁\n", "utf-8")
    records = read_records(path)
    assert [(record.known.get("title"), record.text) for record in records] == [
        ("甲", OTHER),
        (None, ""),
        ("丙", OTHER),
        ("丁", ""),
    ]
    assert [bool(record.fault) for record in records] == [False, True, False, False]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'标题,正文\n甲,{OTHER}\n乙,"{OTHER}\n丙,{OTHER}\n', "utf-8")
    records = read_records(path)
    assert records[0].text == OTHER
    assert [record.fault for record in records if record.fault] == [
        "a quotation mark is never closed: rows behind it may have been read as one"
    ]


def test_an_empty_column_of_a_usual_name_gives_way(tmp_path: Path) -> None:
    rows = [{"content": "", "html": f"<p>{TEXT}</p>"}, {"content": OTHER, "html": ""}]
    records = read_records(write(tmp_path, "a.jsonl", rows))
    assert [record.text for record in records] == [f"<p>{TEXT}</p>", OTHER]


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"正文,正文\n,{OTHER}\n{TEXT.splitlines()[0]},\n", "utf-8")
    assert [record.text for record in read_records(path)] == [OTHER, TEXT.splitlines()[0]]


def test_the_sheet_with_text_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path) as writer:
        pd.DataFrame({"说明": ["由某软件导出"]}).to_excel(writer, sheet_name="说明", index=False)
        pd.DataFrame({"正文": [TEXT]}).to_excel(writer, sheet_name="新闻", index=False)
    assert [record.text for record in read_records(path)] == [TEXT]


def test_a_cell_that_excel_filled_to_its_limit_is_an_issue(tmp_path: Path) -> None:
    long = (OTHER * (EXCEL_CELL // len(OTHER) + 1))[:EXCEL_CELL]
    (record, other) = read_records(write(tmp_path, "a.xlsx", [{"正文": long}, {"正文": OTHER}]))
    assert ["most that Excel keeps" in issue.message for issue in pt.analyze(record).issues] == [True]
    assert pt.analyze(other).issues == ()


def test_what_the_row_says_goes_before_what_the_text_says(tmp_path: Path) -> None:
    row = {"text": TEXT, "title": "惠企  措施", "date": "2024/5/6 08:00", "city": "沈阳", "url": "http://a.cn/1"}
    (record,) = read_records(write(tmp_path, "a.jsonl", [row]))
    doc = pt.analyze(record)
    assert (doc.meta.title, doc.meta.published, doc.meta.jurisdiction) == ("惠企 措施", "2024-05-06", "210100")
    assert [agency.name for agency in doc.agencies] == ["沈阳市司法局"]
    assert doc.source["url"] == "http://a.cn/1"


@pytest.mark.parametrize(
    ("date", "published"),
    [("20240506", "2024-05-06"), ("2024年5月6日", "2024-05-06"), ("2024-05-06T08:00:00Z", "2024-05-06")],
)
def test_dates_in_many_forms(tmp_path: Path, date: str, published: str) -> None:
    (record,) = read_records(write(tmp_path, "a.jsonl", [{"text": TEXT, "date": date}]))
    assert pt.analyze(record).meta.published == published


def test_a_date_or_city_that_means_nothing_is_an_issue(tmp_path: Path) -> None:
    (record,) = read_records(write(tmp_path, "a.jsonl", [{"text": TEXT, "date": "昨天", "city": "朝阳区"}]))
    doc = pt.analyze(record)
    assert [issue.stage for issue in doc.issues] == ["metadata", "metadata"]
    assert (doc.meta.published, doc.meta.jurisdiction) == (None, None)


def test_evidence_of_a_row_lies_in_its_cell(tmp_path: Path) -> None:
    (record,) = read_records(write(tmp_path, "a.csv", [{"content": f"<p>{TEXT}</p><p>{OTHER}</p>"}]))
    doc = pt.analyze(record)
    assert doc.source["format"] == "html" or doc.raw == record.text
    for fact in (*doc.agencies, *doc.targets):
        assert record.text[slice(*fact.span)] == fact.quote.text


def test_a_table_is_analyzed_row_by_row_and_resumed(tmp_path: Path) -> None:
    rows = [{"正文": TEXT + f"第{n}份", "城市": "大连"} for n in range(12)] + [{"正文": "plain English"}]
    path = write(tmp_path, "news.jsonl", rows)
    run = pt.analyze_folder(read_records(path), tmp_path / "out")
    assert list(run.documents["file"]) == [f"news.jsonl#{n}" for n in range(1, 13)]
    assert list(run.failures["file"]) == ["news.jsonl#13"]
    assert set(run.documents["city"]) == {"大连市"}
    assert run.folder == "news.jsonl"
    seen: list[str | None] = []
    rows[3]["正文"] = OTHER
    again = pt.analyze_folder(
        read_records(write(tmp_path, "news.jsonl", rows)),
        tmp_path / "out",
        progress=lambda step: seen.append(step.file),
    )
    assert seen == [None, "news.jsonl#4"]
    assert len(again.documents) == 12


def test_rows_of_the_same_name_and_no_rows_are_refused(tmp_path: Path) -> None:
    records = read_records(write(tmp_path, "a.jsonl", [{"text": TEXT}]))
    with pytest.raises(ReadError, match="same name"):
        pt.analyze_folder((*records, *records), tmp_path / "out")
    with pytest.raises(ReadError, match="no records"):
        pt.analyze_folder((), tmp_path / "out")


def test_a_table_is_not_taken_for_one_document(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", [{"正文": TEXT}])
    with pytest.raises(ReadError, match="its rows are documents"):
        pt.analyze(path)
