"""PDF: printed lines in reading order, and what the layout alone explains told beside them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from policytext import ReadError
from policytext.read.pdf import file, read_pdf
from policytext.read.source import Source
from policytext.text import AlignedText

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

# A page of 20 characters of 16 points to the line: the edges are at 120 and 440.
LEFT, TOP, SIZE, LEAD, WIDTH = 120, 720, 16, 28, 20
FIRST = (
    "为推进城乡生活垃圾分类，完善投放收集运输处理体系，市人民政府决定在全市开展示范片区建设，到二〇二七年底基本覆盖。"
)
SECOND = "各区人民政府要落实属地责任，安排专项资金，每季度向市城市管理局报送进展情况，不得以任何理由拖延。"
THIRD = "对工作成效显著的街道和社区，由市财政局给予一次性奖励，奖励标准另行制定，并向社会公布。"
EMPTY = ""

Print = tuple[float, float, str] | tuple[float, float, str, float]


def make(*pages: Sequence[Print], size: tuple[float, float] = (595, 842), **options: object) -> bytes:
    """Print pages of (x, y, text) or (x, y, text, font size)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, **options)
    for page in pages:
        for x, y, text, *font in page:
            canvas.setFont("STSong-Light", font[0] if font else SIZE)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def wrap(text: str, top: float = TOP, *, indent: int = 2, left: float = LEFT, width: int = WIDTH) -> list[Print]:
    """Break a paragraph into lines, the first set in."""
    lines = [(left + indent * SIZE, top, text[: width - indent])]
    for start in range(width - indent, len(text), width):
        lines.append((left, top - len(lines) * LEAD, text[start : start + width]))
    return lines


def flow(*texts: str, top: float = TOP, gap: float = 0, **options: int) -> list[Print]:
    """Set paragraphs one below the other."""
    lines: list[Print] = []
    for text in texts:
        lines += wrap(text, top, **options)
        top = lines[-1][1] - LEAD - gap
    return lines


def centre(y: float, text: str, size: float = SIZE) -> Print:
    return (280 - len(text) * size / 2, y, text, size)


def body(source: Source) -> list[str]:
    """Return the paragraphs that are left when the layout is taken away."""
    return [line for line in AlignedText.of(source.raw).edit(source.edits).text.split("\n") if line]


def dropped(source: Source) -> list[str]:
    return [source.raw[edit.start : edit.end] for edit in source.edits if edit.kind]


SPLIT = (wrap(FIRST, 220), 2)  # the lines of a paragraph, and how many of them end the first page
TITLE = [centre(760, "某市生活垃圾分类", 22), centre(730, "示范片区建设方案", 22)]

PARAGRAPHS = {
    "lines of a paragraph are joined": ([flow(FIRST)], [FIRST]),
    "a first line is set in": ([flow(FIRST, SECOND, THIRD)], [FIRST, SECOND, THIRD]),
    # 38 characters fill two lines of which the first is set in, so only the indent parts them.
    "a first line below a full one": ([flow(FIRST[:38], SECOND)], [FIRST[:38], SECOND]),
    "blocks without indent stand apart": (
        [flow(FIRST[:40], SECOND[:40], THIRD[:40], indent=0, gap=20)],
        [FIRST[:40], SECOND[:40], THIRD[:40]],
    ),
    "a short line ends, without indent": ([flow(FIRST, SECOND, indent=0)], [FIRST, SECOND]),
    "a mark after a full, finished line": (
        [flow(FIRST[:39] + "。", "二、" + SECOND, indent=0)],
        [FIRST[:39] + "。", "二、" + SECOND],
    ),
    "a mark inside an unfinished sentence": (
        [flow(FIRST[:40] + "第三条" + SECOND, indent=0)],
        [FIRST[:40] + "第三条" + SECOND],
    ),
    "a title in two centred lines": (
        [[*TITLE, *flow(FIRST, top=680)]],
        ["某市生活垃圾分类", "示范片区建设方案", FIRST],
    ),
    "title lines nearly as wide as the text": (
        [[centre(760, FIRST[:13], 21), centre(730, SECOND[:12], 21), *flow(THIRD, top=680)]],
        [FIRST[:13], SECOND[:12], THIRD],
    ),
    "a long title with its last line centred": (
        [[(LEFT, 760, SECOND[:16], 20), centre(730, SECOND[16:22], 20), *flow(THIRD, top=680)]],
        [SECOND[:22], THIRD],
    ),
    "a line short because a long word follows": (
        [
            [
                *flow(FIRST, SECOND, top=700),
                (LEFT, 500, "对标国际通行规则推进本市绿色金融"),
                (LEFT, 472, "Sustainability标准衔接。"),
            ]
        ],
        [FIRST, SECOND, "对标国际通行规则推进本市绿色金融Sustainability标准衔接。"],
    ),
    "a block that is set in as a whole": (
        [[*flow(FIRST), *((LEFT + 32, 600 - LEAD * row, SECOND[18 * row :][:18]) for row in range(3))]],
        [FIRST, SECOND],
    ),
    "finished lines set in alike": (
        [
            [
                *flow(FIRST),
                *((LEFT + 32, 600 - LEAD * row, f"{text[:17]}。") for row, text in enumerate((SECOND, THIRD, FIRST))),
            ]
        ],
        [FIRST, *(f"{text[:17]}。" for text in (SECOND, THIRD, FIRST))],
    ),
    "text that hangs below its mark": (
        [[*flow(FIRST), (LEFT, 600, "（一）" + SECOND[:17]), (LEFT + 48, 572, SECOND[17:30]), (LEFT, 544, THIRD[:10])]],
        [FIRST, "（一）" + SECOND[:30], THIRD[:10]],
    ),
    "margins of left and right pages": (
        [
            flow(FIRST, SECOND, THIRD, FIRST, SECOND, THIRD, FIRST[:40], THIRD, left=left, indent=0, gap=0)
            for left in (90, 150)
        ],
        [FIRST, SECOND, THIRD, FIRST, SECOND, THIRD, FIRST[:40] + THIRD] * 2,
    ),
    "words printed from right to left": (
        [[(340, 720, "二〇二六年"), (LEFT, 720, "市人民政府"), *flow(FIRST, top=660)]],
        ["市人民政府 二〇二六年", FIRST],
    ),
    "words printed after their line": (
        [
            [
                (LEFT, 720, "各区人民政府"),
                (LEFT + 128, 720, "落实属地责任"),
                *flow(FIRST, top=660),
                (LEFT + 96, 720, "应当"),
            ]
        ],
        ["各区人民政府应当落实属地责任", FIRST],
    ),
    "cells printed from right to left": (
        [[(340, 720, "市城市管理"), (340, 700, "局"), (LEFT, 710, "责任单位"), *flow(FIRST, top=660)]],
        ["责任单位\t市城市管理局", FIRST],
    ),
    "a line printed after its neighbours": (
        [[(LEFT, 720, "市财政局"), (LEFT, 680, "市教育局"), (LEFT, 700, "市民政局"), *flow(FIRST, top=620)]],
        ["市财政局", "市民政局", "市教育局", FIRST],
    ),
    "a raised figure": (
        [[(LEFT, 720, "面积一千"), (184, 720, "m"), (197, 726, "2", 9), (202, 720, "以上"), *flow(FIRST, top=660)]],
        ["面积一千m2以上", FIRST],
    ),
    "a heading as wide as the text": (
        [[(LEFT, 740, FIRST[:16], 20), *flow(SECOND, top=700, indent=0)]],
        [FIRST[:16], SECOND],
    ),
    "a list of short lines": (
        [[(LEFT, TOP - LEAD * row, f"市{name}局") for row, name in enumerate(["财政", "教育", "城市管理", "民政"])]],
        ["市财政局", "市教育局", "市城市管理局", "市民政局"],
    ),
    "a table of contents": (
        [
            [
                (LEFT, TOP - LEAD * row, f"{mark}" + "…" * 15 + str(row + 3))
                for row, mark in enumerate(["总体要求", "重点任务", "保障措施"])
            ]
        ],
        ["总体要求" + "…" * 15 + "3", "重点任务" + "…" * 15 + "4", "保障措施" + "…" * 15 + "5"],
    ),
    "over a full page": (
        [
            [*flow(SECOND, THIRD), *wrap(FIRST, 220)[:2]],
            [(x, 720 + y - 164, text) for x, y, text in wrap(FIRST, 220)[2:]],
        ],
        [SECOND, THIRD, FIRST],
    ),
    "a page left half empty ends": (
        [[*flow(SECOND, THIRD, FIRST, SECOND, THIRD)], flow(FIRST[:38]), flow(THIRD, indent=0)],
        [SECOND, THIRD, FIRST, SECOND, THIRD, FIRST[:38], THIRD],
    ),
    "a page between without text": ([flow(FIRST[:38]), [], flow(SECOND[:40], indent=0)], [FIRST[:38], SECOND[:40]]),
    "two columns": (
        [[*TITLE, *flow(FIRST + SECOND, top=680, width=10, left=80), *flow(THIRD * 2, top=680, width=10, left=300)]],
        ["某市生活垃圾分类", "示范片区建设方案", FIRST + SECOND, THIRD * 2],
    ),
    "a paragraph over two columns": (
        [
            [
                *flow(FIRST[:-1] + "五成，", top=680, width=10, left=80),
                *flow(SECOND * 2, top=680, width=10, left=300, indent=0),
            ]
        ],
        [FIRST[:-1] + "五成，" + SECOND * 2],
    ),
    "a Latin word divided": (
        [[(LEFT, 720, "本市推进绿色金融标准与国际develop-"), (LEFT, 692, "ment机构衔接。")]],
        ["本市推进绿色金融标准与国际development机构衔接。"],
    ),
    "two Latin words": (
        [[(LEFT, 720, "本市推进绿色金融标准与国际通行的Green"), (LEFT, 692, "Bond原则衔接。")]],
        ["本市推进绿色金融标准与国际通行的Green Bond原则衔接。"],
    ),
    "a number broken in two": (
        [[(LEFT, 720, "本市推进绿色金融标准与国际通行规则衔20"), (LEFT, 692, "27年底完成。")]],
        ["本市推进绿色金融标准与国际通行规则衔2027年底完成。"],
    ),
    "figures beside Chinese": (
        [[(LEFT, 720, "本市推进绿色金融标准与国际通行规则衔接到"), (LEFT, 692, "2027年底完成。")]],
        ["本市推进绿色金融标准与国际通行规则衔接到2027年底完成。"],
    ),
    "a short note on a line of its own": ([[*flow(FIRST[:38]), (330, 640, "市人民政府")]], [FIRST[:38], "市人民政府"]),
    "words far apart in one line": (
        [[(LEFT, 720, "市政发〔2026〕3号"), (350, 720, "签发人：王某"), *flow(FIRST, top=660)]],
        ["市政发〔2026〕3号 签发人：王某", FIRST],
    ),
}


@pytest.mark.parametrize(("pages", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_paragraphs(pages: list[list[Print]], expected: list[str]) -> None:
    assert body(read_pdf(make(*pages), "a.pdf")) == expected


def test_raw_is_as_printed() -> None:
    source = read_pdf(make([*flow(SECOND), centre(60, "— 1 —")], [*flow(THIRD), centre(60, "— 2 —")]), "a.pdf")
    assert source.raw.split("\n") == [
        *(SECOND[:18], SECOND[18:38], SECOND[38:], "— 1 —"),
        *(THIRD[:18], THIRD[18:38], THIRD[38:], "— 2 —", EMPTY),
    ]
    assert (source.format, source.encoding, source.name, source.issues) == ("pdf", "pdf", "a.pdf", ())


NUMBERS = {
    "dashes": "— {} —",
    "hyphens": "- {} -",
    "bare": "{}",
    "Chinese": "第{}页 共4页",
    "share": "{}/4",
    "full width": "－{}－",
    "English": "Page {} of 4",
}


@pytest.mark.parametrize("form", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("height", [60, 790], ids=["foot", "head"])
def test_page_numbers(form: str, height: float) -> None:
    pages = [
        [*flow(text), centre(height, form.format(number + 1))] for number, text in enumerate([FIRST, SECOND, THIRD])
    ]
    source = read_pdf(make(*pages), "a.pdf")
    assert body(source) == [FIRST, SECOND, THIRD]
    assert dropped(source) == [form.format(number) for number in (1, 2, 3)]
    assert {(edit.kind, edit.rule) for edit in source.edits if edit.kind} == {("navigation", "page number")}


@pytest.mark.parametrize(
    "figures", [["i", "ii", "iii"], ["Ⅰ", "Ⅱ", "Ⅲ"], ["１", "２", "３"]], ids=["small", "Roman", "wide"]
)
def test_page_numbers_in_other_figures(figures: list[str]) -> None:
    pages = [[*flow(text), centre(60, figure)] for figure, text in zip(figures, [FIRST, SECOND, THIRD], strict=True)]
    assert body(read_pdf(make(*pages), "a.pdf")) == [FIRST, SECOND, THIRD]


KEPT = {
    "a year at the foot": [[*flow(FIRST), centre(60, "2026")]],
    "figures that do not go up": [
        [*flow(text), centre(60, figure)] for text, figure in ((FIRST, "12"), (SECOND, "7"), (THIRD, "9"))
    ],
    "a marked figure in the text": [[*flow(FIRST), centre(400, "— 3 —"), *flow(SECOND, top=360)]],
    "titles that recur": [[centre(780, "项目申报表", 22), *flow(text)] for text in (FIRST, SECOND, THIRD)],
    "attachments in a row": [
        [(LEFT, 780, f"附件{number}"), *flow(text)] for number, text in enumerate((FIRST, SECOND, THIRD), 1)
    ],
    "text that recurs": [flow("一、基本情况", text, top=750) for text in (FIRST, SECOND, THIRD)],
    "a line at other heights": [
        [(LEFT, height, "某市人民政府公报", 10), *flow(text, top=680)]
        for height, text in ((800, FIRST), (780, SECOND), (740, THIRD))
    ],
    "a head on one page only": [[(LEFT, 800, "某市人民政府公报", 10), *flow(FIRST)], flow(SECOND)],
    "a line below other text": [
        [(LEFT, 800, text[:9]), (LEFT, 780, "某市人民政府公报", 10), *flow(text)] for text in (FIRST, SECOND, THIRD)
    ],
    "a cell at the foot": [
        [*flow(FIRST), (LEFT, 108, "项目", 12), (340, 108, "完成", 12), (LEFT, 90, "合计", 12), (340, 90, "3/4", 12)]
    ],
    "small notes on two pages": [
        [*flow(text), (LEFT, 100, "数据来源：市统计局", 10), (LEFT, 116, f"注：{text[:8]}", 10)]
        for text in (FIRST, SECOND)
    ],
}


@pytest.mark.parametrize("pages", KEPT.values(), ids=KEPT)
def test_no_furniture(pages: list[list[Print]]) -> None:
    assert dropped(read_pdf(make(*pages), "a.pdf")) == []


def test_running_heads() -> None:
    """Heads of left and right pages take turns, the first page has none, and issue numbers differ."""
    heads = [
        [],
        *(
            [(LEFT, 800, f"某市人民政府公报 2026年第{number}期", 10)] if number % 2 else [(300, 800, "规范性文件", 10)]
            for number in range(5)
        ),
    ]
    pages = [[*flow(FIRST), *head] for head in heads]
    source = read_pdf(make(*pages), "a.pdf")
    assert body(source) == [FIRST] * 6
    assert dropped(source) == [head[0][2] for head in heads if head]


def test_running_head_on_two_pages_stands_off() -> None:
    source = read_pdf(make(*([*flow(text), (LEFT, 800, "某市人民政府公报")] for text in (FIRST, SECOND))), "a.pdf")
    assert dropped(source) == ["某市人民政府公报"] * 2


def test_paragraph_goes_on_around_furniture() -> None:
    first, second = wrap(FIRST, 220)[:2], [(x, TOP, text) for x, _, text in wrap(FIRST, 220)[2:]]
    furniture = [(LEFT, 800, "某市人民政府公报", 10), centre(60, "— 7 —")]
    source = read_pdf(make([*flow(SECOND, THIRD), *first, *furniture], [*second[:1], *furniture]), "a.pdf")
    assert body(source)[-1] == FIRST[: 18 + 20 + 20]
    assert dropped(source) == ["某市人民政府公报", "— 7 —"] * 2


ROWS = [["1", "建设分类投放点", "市城市管理局"], ["2", "推广绿色建筑", "市住房城乡建设局"]]
COLUMNS = (LEFT, 170, 340)


def table(cells: list[list[list[str]]], top: float = TOP) -> list[Print]:
    """Print rows of cells of lines, cell by cell, each cell centred in the height of its row."""
    out: list[Print] = []
    for row in cells:
        height = max(len(lines) for lines in row)
        for x, lines in zip(COLUMNS, row, strict=True):
            shift = (height - len(lines)) * 18 / 2
            out += ((x, top - shift - 18 * index, line, 12) for index, line in enumerate(lines))
        top -= 18 * height + 8
    return out


def test_table() -> None:
    cells = [[[cell] for cell in row] for row in (["序号", "任务", "责任单位"], *ROWS)]
    source = read_pdf(make([*table(cells), *flow(FIRST, top=560)]), "a.pdf")
    assert source.raw.startswith("序号\t任务\t责任单位\n1\t建设分类投放点\t市城市管理局\n2\t")
    assert body(source) == ["序号\t任务\t责任单位", *("\t".join(row) for row in ROWS), FIRST]


def test_wrapped_cells_are_joined_in_their_row() -> None:
    cells = [
        [["序", "号"], ["任务"], ["责任单位"]],
        [["1"], ["建设分类投放点和收集", "站，完善运输体系，到", "明年全部建成"], ["市城市管理局、市", "发展改革委"]],
        [["2"], ["推广绿色建筑"], ["市住房城乡建设局"]],
    ]
    around = [(LEFT, 790, "某市公报", 10), (LEFT, 60, "内部资料", 10)]
    source = read_pdf(make([*around, *flow(FIRST), *table(cells, 560)]), "a.pdf")
    assert body(source) == [
        "某市公报",
        FIRST,
        "序号\t任务\t责任单位",
        "1\t建设分类投放点和收集站，完善运输体系，到明年全部建成\t市城市管理局、市发展改革委",
        "2\t推广绿色建筑\t市住房城乡建设局",
        "内部资料",
    ]


def test_rows_of_fewer_cells_are_not_joined() -> None:
    lines = [(LEFT, 720, "任务", 12), (240, 720, "责任单位", 12), (340, 720, "时限", 12)]
    lines += [(LEFT, 690, "合计", 12), (240, 690, "三项", 12), (LEFT, 660, "附注", 12), (240, 660, "另发", 12)]
    assert body(read_pdf(make(lines), "a.pdf")) == ["任务\t责任单位\t时限", "合计\t三项", "附注\t另发"]


def test_a_line_above_a_cell_is_not_in_it() -> None:
    lines = [(LEFT, 746, "附表", 12), *table([[["建设", "投放", "点位"], ["市局"], ["年底"]]])]
    lines[-2:] = [(170, TOP, "市局", 12), (340, TOP, "年底", 12)]
    assert body(read_pdf(make(lines), "a.pdf")) == ["附表", "建设投放点位\t市局\t年底"]


def test_one_row_of_wrapped_cells() -> None:
    source = read_pdf(make(table([[["1"], ["建设分类投放点和收集", "站"], ["市城市管理局"]]])), "a.pdf")
    assert body(source) == ["1\t建设分类投放点和收集站\t市城市管理局"]


def test_order_is_that_of_the_paper() -> None:
    """Programs print heads and feet before or after the text, in any order."""
    lines = [centre(60, "— 1 —"), *flow(SECOND, top=500), *flow(FIRST), (LEFT, 790, "某市公报", 10)]
    raw = read_pdf(make(lines), "a.pdf").raw
    places = [raw.index(start) for start in ("某市公报", FIRST[:5], SECOND[:5], "— 1 —")]
    assert places == sorted(places)


def test_turned_page_and_watermark() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for _ in range(2):
        canvas.saveState()
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.setFont("STSong-Light", SIZE)
        for x, y, text in flow(FIRST, SECOND, top=500):
            canvas.drawString(x, y, text)
        canvas.translate(200, 300)
        canvas.rotate(40)
        canvas.setFont("STSong-Light", 40)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    source = read_pdf(buffer.getvalue(), "a.pdf")
    assert body(source) == [FIRST, SECOND] * 2
    assert dropped(source) == ["内部资料"] * 2


def test_spaces() -> None:
    """Blanks that are only gaps between Chinese characters go, blanks of the file and between Latin words stay."""
    spread = [(LEFT + 21 * index, 720, char) for index, char in enumerate("完善投放体系")]
    source = read_pdf(make([*spread, (LEFT, 640, "推进 Green Bond 市场")]), "a.pdf")
    assert body(source) == ["完善投放体系", "推进 Green Bond 市场"]


def test_headings() -> None:
    lines = [
        centre(790, "某市人民政府文件", 32),
        centre(740, "某市生活垃圾分类", 22),
        centre(710, "示范片区建设方案", 22),
        (LEFT + 32, 670, "一、总体要求", 20),
        *flow(FIRST, SECOND, top=630),
        (LEFT + 32, 410, "（一）工作目标", 18.5),
        *flow(THIRD, top=380),
    ]
    source = read_pdf(make(lines), "a.pdf")
    assert [(source.raw[slice(*heading.span)], heading.level) for heading in source.headings] == [
        ("某市生活垃圾分类", 0),
        ("示范片区建设方案", 0),
        ("一、总体要求", 1),
        ("（一）工作目标", 2),
    ]


def picture(pages: Sequence[list[Print] | None]) -> bytes:
    """Print pages, with a picture all over those that are None."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    image = ImageReader(Image.new("RGB", (8, 8), "grey"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in pages:
        if page is None:
            canvas.drawImage(image, 0, 0, 595, 842)
        canvas.setFont("STSong-Light", SIZE)
        for x, y, text in page or [(LEFT, 60, "第3页")] * (len(pages) > 3):
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_scanned_pages_among_others() -> None:
    source = read_pdf(picture([flow(FIRST), None, flow(SECOND)]), "a.pdf")
    assert body(source) == [FIRST, SECOND]
    assert [issue.message for issue in source.issues] == [
        "page 2 has no text (scanned?); run OCR first (for example ocrmypdf -l chi_sim)"
    ]
    assert [source.raw[start : start + 3] for start in source.pages] == [FIRST[:3], "\n" + SECOND[:2], SECOND[:3]]


def test_scanned_pages_with_a_stamp() -> None:
    source = read_pdf(picture([flow(FIRST), None, None, flow(SECOND)]), "a.pdf")
    assert source.issues[0].message.startswith("pages 2, 3 have no text (scanned?)")


def lock(password: str) -> bytes:
    return make(flow(FIRST), encrypt=StandardEncryption(password, ownerPassword="owner"))


def unmapped(data: bytes) -> bytes:
    """Take the key from a font by which its characters would be known."""
    assert b"/UniGB-UCS2-H" in data
    return data.replace(b"/UniGB-UCS2-H", b"/Identity-H  ").replace(b"(GB1)", b"(XY1)")


ERRORS: dict[str, tuple[Callable[[], bytes], str]] = {
    "fonts without characters": (
        lambda: unmapped(make(flow(FIRST))),
        r"a\.pdf: 56 of 56 characters have no Unicode .*ocrmypdf",
    ),
    "scanned": (lambda: picture([None, None]), r"a\.pdf: no text layer: scanned pages; run OCR first .*ocrmypdf"),
    "locked": (lambda: lock("secret"), r"a\.pdf: locked with a password; .*qpdf --decrypt"),
    "no PDF": (lambda: b"no such thing", r"a\.pdf: not a PDF or damaged"),
    "no bytes": (lambda: b"", r"a\.pdf: not a PDF or damaged"),
    "cut off": (lambda: make(flow(FIRST))[:300], r"a\.pdf: not a PDF or damaged"),
    "blank": (lambda: make([]), r"a\.pdf: the file is empty"),
    "no Chinese": (lambda: make([(LEFT, 700, "Notes")]), r"a\.pdf: no Chinese character"),
}


@pytest.mark.parametrize(("data", "message"), ERRORS.values(), ids=ERRORS)
def test_errors(data: Callable[[], bytes], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read_pdf(data(), "a.pdf")


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([flow("\ue5e5" + FIRST)], "1 character without Unicode in the fonts of this file"),
        ([flow(FIRST), flow(SECOND)], "page 2 has damage, left out"),
    ],
    ids=["private use", "a page is missing"],
)
def test_issues(pages: list[list[Print]], message: str) -> None:
    data = re.sub(rb"/Kids \[ (\d+ 0 R) \d+ 0 R \]", rb"/Kids [ \1 99 0 R ]", make(*pages))
    source = read_pdf(data, "a.pdf")
    assert [issue.message for issue in source.issues] == [message]
    assert FIRST in body(source)[0]


def test_no_pages() -> None:
    data = re.sub(rb"/Count 1", b"/Count 0", re.sub(rb"/Kids \[[^\]]*\]", b"/Kids []", make(flow(FIRST))))
    with pytest.raises(ReadError, match=r"a\.pdf: (0 pages; a PDF needs one|not a PDF or damaged)"):
        read_pdf(data, "a.pdf")


def test_locked_against_changes_only() -> None:
    assert body(read_pdf(lock(""), "a.pdf")) == [FIRST]


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    data = make(flow(FIRST), flow(SECOND), flow(THIRD))
    monkeypatch.setattr(file, "MAX_CHARS", 80)
    with pytest.raises(ReadError, match="more than 80 characters; split the file"):
        read_pdf(data, "a.pdf")
    monkeypatch.setattr(file, "MAX_PAGES", 2)
    with pytest.raises(ReadError, match="3 pages; the limit is 2; split the file"):
        read_pdf(data, "a.pdf")


def test_edits_and_pages_are_in_order() -> None:
    furniture = [(LEFT, 800, "某市人民政府公报", 10), centre(60, "— 7 —")]
    source = read_pdf(
        make(*([*flow(FIRST, SECOND), *furniture] for _ in range(4)), [], [*flow(THIRD), *furniture]), "a.pdf"
    )
    lines = {(match.start(), match.end()) for match in re.finditer(r"[^\n\t]+", source.raw)}
    marked = [edit for edit in source.edits if edit.kind]
    assert len(marked) == 10
    assert all((edit.start, edit.end) in lines and not edit.text for edit in marked)
    assert all(set(source.raw[edit.start : edit.end]) <= set("\n-") for edit in source.edits if not edit.kind)
    assert all(one.end <= two.start for one, two in zip(source.edits, source.edits[1:], strict=False))
    assert len(source.pages) == 6
    assert list(source.pages) == sorted(set(source.pages))
    assert source.pages[-1] < len(source.raw)
    assert {source.raw[start - 1] for start in source.pages[1:]} == {"\n"}


def test_cells_strewn_over_a_page_come_to_an_end() -> None:
    """Upwards over the page is the worst order: with a square of their number this does not end within minutes."""
    count = 8000
    data = make([(30 + 90 * (index % 6), 20 + index * 800 / count, f"市{index}局", 4) for index in range(count)])
    assert read_pdf(data, "a.pdf").raw.count("局") == count
