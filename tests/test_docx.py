"""Word files: what the printed page shows becomes text, once and in order, and nothing hostile gets through."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytext import ReadError
from policytext.read.source import Source
from policytext.read.word import package
from policytext.read.word.file import read_docx
from policytext.read.word.numbering import format_number
from policytext.text import AlignedText

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}/relationships" xmlns:m="{OFFICE}/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def blank() -> dict[str, bytes]:
    """Return the parts of the file that python-docx makes."""
    data = io.BytesIO()
    docx.Document().save(data)
    with zipfile.ZipFile(data) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


BLANK = blank()


def pack(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


def make(body: str, *, numbering: str = "", styles: str = "", **notes: str) -> bytes:
    """Return a Word file with this body, these lists, further styles, and footnotes or endnotes."""
    parts = dict(BLANK)
    parts["word/document.xml"] = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()
    parts["word/numbering.xml"] = f"<w:numbering {SPACES}>{numbering}</w:numbering>".encode()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", f"{styles}</w:styles>".encode())
    for kind, content in notes.items():
        parts[f"word/{kind}.xml"] = f"<w:{kind} {SPACES}>{content}</w:{kind}>".encode()
        relationship = f'<Relationship Id="{kind}" Type="{OFFICE}/relationships/{kind}" Target="{kind}.xml"/>'
        rels = parts["word/_rels/document.xml.rels"]
        parts["word/_rels/document.xml.rels"] = rels.replace(
            b"</Relationships>", f"{relationship}</Relationships>".encode()
        )
    return pack(parts)


def read(body: str, **parts: str) -> Source:
    return read_docx(make(body, **parts), "通知.docx")


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, style: str = "", properties: str = "") -> str:
    runs = "".join(part if part.startswith("<") else r(part) for part in content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def tbl(*rows: list[str]) -> str:
    """Return a table; a cell that is no markup yet is a paragraph."""
    return wrap("tbl", *(wrap("tr", *(wrap("tc", c if c.startswith("<") else p(c)) for c in row)) for row in rows))


def wrap(tag: str, *content: str) -> str:
    return f"<w:{tag}>{''.join(content)}</w:{tag}>"


def box(text: str, drawing: str = "w:drawing") -> str:
    return f"<{drawing}><w:txbxContent>{text}</w:txbxContent></{drawing}>"


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    instruction = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" if "<" not in instruction else instruction
    return mark("begin") + instruction + mark("separate") + r(result) + mark("end")


def choice(first: str, second: str) -> str:
    return f"<mc:AlternateContent><mc:Choice Requires='wps'>{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"


def sdt(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


DELETED_MARK = "<w:rPr><w:del w:id='1'/></w:rPr>"
RUNS = [
    pytest.param(p("减税", "降费。"), "减税降费。", id="runs of one word are joined"),
    pytest.param(p("一、", "<w:r><w:tab/></w:r>", "目标"), "一、\t目标", id="tab"),
    pytest.param(p("上行", "<w:r><w:br/><w:t>下行</w:t><w:cr/></w:r>"), "上行\n下行", id="line break, none at the end"),
    pytest.param(p("<w:r><w:br w:type='page'/></w:r>", "附件"), "附件", id="page break before a paragraph"),
    pytest.param(p("<w:r><w:lastRenderedPageBreak/><w:t>附件</w:t></w:r>"), "附件", id="rendered page break"),
    pytest.param(p("5", "<w:r><w:noBreakHyphen/><w:t>8月</w:t><w:softHyphen/></w:r>"), "5-8月", id="hyphens"),
    pytest.param(p("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", "适用"), "\uf0fe适用", id="symbol"),
    pytest.param(
        p("<w:r><w:sym w:font='Wingdings' w:char='FE'/></w:r>", "适用"), "\uf0fe适用", id="symbol, not shifted"
    ),
    pytest.param(
        p("<w:r><w:sym w:char='x1'/><w:sym w:char='DC00'/></w:r>", "适用"), "\ufffd\ufffd适用", id="no symbol"
    ),
    pytest.param(p("补贴", f"<w:ins>{r('一次性')}</w:ins>", "资金"), "补贴一次性资金", id="insertion"),
    pytest.param(p("补贴", "<w:del><w:r><w:delText>两次</w:delText></w:r></w:del>", "资金"), "补贴资金", id="deletion"),
    pytest.param(p("补", "<w:del><w:r><w:tab/></w:r></w:del>", "贴"), "补贴", id="deleted tab"),
    pytest.param(
        p("甲", f"<w:moveFrom>{r('移走')}</w:moveFrom>", f"<w:moveTo>{r('移来')}</w:moveTo>"), "甲移来", id="move"
    ),
    pytest.param(p("前半", properties=DELETED_MARK) + p("后半"), "前半后半", id="deleted paragraph mark"),
    pytest.param(p(properties=DELETED_MARK) + p("后半"), "后半", id="deleted empty paragraph"),
    pytest.param(
        p("前", properties=DELETED_MARK) + tbl(["甲", "乙"]) + p("后"),
        "前\n甲\t乙\n后",
        id="deleted mark before a table",
    ),
    pytest.param(sdt(p("末", properties=DELETED_MARK)), "末", id="deleted mark at the end of a control"),
    pytest.param(p(field("HYPERLINK x", "市财政局")), "市财政局", id="field: the result"),
    pytest.param(p(field(field("DATE", "三月"), "四月")), "四月", id="field inside an instruction"),
    pytest.param(
        p("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "失") + p("目标"),
        "\n目标",
        id="open field ends with its paragraph",
    ),
    pytest.param(p(f"<w:fldSimple w:instr='DATE'>{r('三月')}</w:fldSimple>"), "三月", id="simple field"),
    pytest.param(p(f"<w:hyperlink r:id='x'>{r('链接')}</w:hyperlink>", "文字"), "链接文字", id="hyperlink"),
    pytest.param(
        p(f"<w:smartTag>{r('北京')}</w:smartTag>", sdt(r("二〇三〇年"))),
        "北京二〇三〇年",
        id="smart tag, inline control",
    ),
    pytest.param(sdt(p("控件内")) + p("控件外"), "控件内\n控件外", id="block content control"),
    pytest.param(p("明", r("密", "<w:vanish/>"), r("示", "<w:vanish w:val='0'/>")), "明示", id="hidden text"),
    pytest.param(p("明", r("密", "<w:rStyle w:val='Secret'/>")), "明", id="hidden by a character style"),
    pytest.param(p("密", style="Hidden") + p("明"), "\n明", id="hidden by a paragraph style"),
    pytest.param(p(r("明", "<w:rStyle w:val='Secret'/>"), style="Hidden"), "明", id="hidden twice is shown"),
    pytest.param(
        p(f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('xié')}</w:rt><w:rubyBase>{r('协')}</w:rubyBase></w:ruby></w:r>", "商"),
        "协商",
        id="ruby: the base",
    ),
    pytest.param(p("<m:oMath><m:r><m:t>增速=6%</m:t></m:r></m:oMath>", "以上"), "增速=6%以上", id="formula"),
    pytest.param(p("正文<!-- c -->", "<w:r><w:commentReference w:id='1'/></w:r>"), "正文", id="comment"),
    pytest.param(p("甲") + p() + p("乙"), "甲\n\n乙", id="empty paragraph"),
    pytest.param(p("<w:r><w:t>甲\n乙</w:t></w:r>"), "甲 乙", id="line break in the markup is a space"),
]
BOXES = [
    pytest.param(p(box(p("某市文件")), "各区人民政府："), "某市文件\n各区人民政府：", id="before its paragraph"),
    pytest.param(p(box(p("某市文件"))) + p("正文"), "某市文件\n正文", id="a paragraph of boxes only has no line"),
    pytest.param(
        p(choice(box(p("某市文件")), box(p("某市文件"), "w:pict")), "正文"), "某市文件\n正文", id="two copies are one"
    ),
    pytest.param(
        p(choice(box(p()), box(p("某市文件"), "w:pict")), "正文"), "\n某市文件\n正文", id="fallback of an empty choice"
    ),
    pytest.param(p(r("正文"), choice(r("甲"), r("乙"))), "正文甲", id="copies of words"),
    pytest.param(choice(p("甲"), p("乙")), "甲", id="copies of paragraphs"),
    pytest.param(p(f"<w:r><w:rPr><w:vanish/></w:rPr>{box(p('密'))}</w:r>", "明"), "明", id="hidden box"),
]
MERGED = "<w:tcPr><w:{}/></w:tcPr>"
TABLES = [
    pytest.param(tbl(["项目", "金额"], ["补贴", "5万元"]), "项目\t金额\n补贴\t5万元", id="rows and cells"),
    pytest.param(tbl([p("市教") + p("育局"), "乙"]), "市教育局\t乙", id="paragraphs of a cell are joined"),
    pytest.param(tbl([p("GDP") + p("growth"), "乙"]), "GDP growth\t乙", id="Latin words are kept apart"),
    pytest.param(
        tbl([p("市<w:br/>局"), "乙"]).replace("<w:br/>", "</w:t><w:br/><w:tab/><w:t>"), "市局\t乙", id="breaks"
    ),
    pytest.param(
        tbl([MERGED.format("gridSpan w:val='2'") + p("合计"), "9"], ["甲", "乙", "1"]),
        "合计\t\t9\n甲\t乙\t1",
        id="spanned cell",
    ),
    pytest.param(
        tbl([MERGED.format("vMerge w:val='restart'") + p("财政局"), "1"], [MERGED.format("vMerge") + p("残"), "2"]),
        "财政局\t1\n\t2",
        id="cell merged downward",
    ),
    pytest.param(
        tbl(["甲", MERGED.format("hMerge") + p("残"), "乙"], ["1", "2", "3"]), "甲\t\t乙\n1\t2\t3", id="old merge"
    ),
    pytest.param(tbl([tbl(["甲", "乙"], ["1", "2"]) + p(), "外"]), "甲 乙 1 2\t外", id="table in a cell"),
    pytest.param(tbl([p("第一段") + p("第二段")]), "第一段\n第二段", id="frame of one cell"),
    pytest.param(tbl([tbl(["甲", "乙"]) + p("注")]), "甲\t乙\n注", id="table in a frame"),
    pytest.param(
        tbl(["甲", "乙"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>") + p("后"), "后", id="deleted row"
    ),
    pytest.param(
        wrap("tbl", sdt(wrap("tr", sdt(wrap("tc", p("甲"))), wrap("tc", p("乙"))))),
        "甲\t乙",
        id="rows and cells in controls",
    ),
]
HIDING = (
    '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(("body", "raw"), [*RUNS, *BOXES, *TABLES])
def test_text(body: str, raw: str) -> None:
    assert read(body + p("完"), styles=HIDING).raw == f"{raw}\n完"


def lvl(depth: int, form: str, text: str, more: str = "", *, start: int = 1) -> str:
    head = f"<w:start w:val='{start}'/><w:numFmt w:val='{form}'/>"
    return f"<w:lvl w:ilvl='{depth}'>{head}{more}<w:lvlText w:val='{text}'/></w:lvl>"


def lists(*levels: str, override: str = "") -> str:
    """Return a definition of a list, list 1 that uses it, and list 2 that uses it with an override."""
    definition = f"<w:abstractNum w:abstractNumId='7'>{''.join(levels)}</w:abstractNum>"
    use = "<w:num w:numId='{}'><w:abstractNumId w:val='7'/>{}</w:num>".format
    return definition + use(1, "") + use(2, override)


def item(text: str, depth: int | None = 0, list_id: int = 1, style: str = "") -> str:
    level = "" if depth is None else f"<w:ilvl w:val='{depth}'/>"
    return p(text, style=style, properties=f"<w:numPr>{level}<w:numId w:val='{list_id}'/></w:numPr>")


OFFICIAL = lists(
    lvl(0, "chineseCounting", "%1、"),
    lvl(1, "chineseCounting", "（%2）"),
    lvl(2, "decimal", "%3."),
    lvl(3, "decimal", "(%4)"),
)
NESTED = [
    (0, "一、"),
    (1, "（一）"),
    (2, "1. "),
    (2, "2. "),
    (3, "(1)"),
    (1, "（二）"),
    (2, "1. "),
    (0, "二、"),
    (1, "（一）"),
]


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    """Return what stands before 文 on each line."""
    return [line.partition("文")[0] for line in read(body, numbering=numbering, styles=styles).raw.split("\n")]


def test_levels_of_an_official_document() -> None:
    body = "".join(item("文", depth) for depth, _ in NESTED)
    assert numbers(body, OFFICIAL) == [shown for _, shown in NESTED]


@pytest.mark.parametrize(
    ("numbering", "items", "shown"),
    [
        pytest.param(lists(lvl(0, "decimal", "%1.", start=3)), [(0, 1), (0, 1)], ["3. ", "4. "], id="start"),
        pytest.param(
            lists(lvl(0, "decimal", "%1.")),
            [(0, 1), (0, 2), (0, 1)],
            ["1. ", "2. ", "3. "],
            id="two lists, one counter",
        ),
        pytest.param(
            lists(
                lvl(0, "decimal", "%1."),
                override="<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>",
            ),
            [(0, 1), (0, 2), (0, 2)],
            ["1. ", "5. ", "6. "],
            id="start override, once",
        ),
        pytest.param(
            lists(
                lvl(0, "decimal", "%1."),
                override=f"<w:lvlOverride w:ilvl='0'>{lvl(0, 'upperRoman', '%1）')}</w:lvlOverride>",
            ),
            [(0, 1), (0, 2)],
            ["1. ", "II）"],
            id="level override",
        ),
        pytest.param(
            lists(lvl(0, "chineseCounting", "第%1章"), lvl(1, "decimal", "%1.%2", "<w:isLgl/>")),
            [(0, 1), (1, 1), (1, 1)],
            ["第一章 ", "1.1 ", "1.2 "],
            id="isLgl",
        ),
        pytest.param(
            lists(
                lvl(0, "chineseCounting", "第%1章"), lvl(1, "chineseCounting", "第%2条", "<w:lvlRestart w:val='0'/>")
            ),
            [(0, 1), (1, 1), (0, 1), (1, 1)],
            ["第一章 ", "第一条 ", "第二章 ", "第二条 "],
            id="articles go on through chapters",
        ),
        pytest.param(
            lists(
                lvl(0, "decimal", "%1."),
                lvl(1, "decimal", "%1.%2."),
                lvl(2, "decimal", "%3)", "<w:lvlRestart w:val='1'/>"),
            ),
            [(0, 1), (1, 1), (2, 1), (1, 1), (2, 1), (0, 1), (2, 1)],
            ["1. ", "1.1. ", "1)", "1.2. ", "2)", "2. ", "1)"],
            id="set back by the first level only",
        ),
        pytest.param(
            lists(lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2")),
            [(1, 1), (0, 1)],
            ["1.1 ", "2. "],
            id="begins below",
        ),
        pytest.param(lists(lvl(0, "bullet", "\uf0b7")), [(0, 1)], ["\uf0b7 "], id="bullet"),
        pytest.param(
            lists(lvl(0, "bullet", "l").replace("</w:lvl>", "<w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr></w:lvl>")),
            [(0, 1)],
            ["\uf06c "],
            id="bullet that is a letter of a symbol font",
        ),
        pytest.param(lists(lvl(0, "none", "附件：")), [(0, 1)], ["附件："], id="no number, but text"),
        pytest.param(
            lists(lvl(0, "decimal", "%1.", "<w:suff w:val='nothing'/>")), [(0, 1)], ["1."], id="nothing behind"
        ),
        pytest.param(lists(lvl(0, "decimal", "第%1条 ")), [(0, 1)], ["第1条 "], id="space of its own"),
        pytest.param(lists(lvl(0, "chineseCounting", "%1")), [(0, 1)], ["一 "], id="bare numeral"),
        pytest.param(lists(lvl(0, "decimalEnclosedCircle", "%1")), [(0, 1)], ["①"], id="circle"),
        pytest.param(lists(lvl(0, "decimal", "%2%1、")), [(0, 1)], ["1、"], id="a level that does not exist"),
        pytest.param(
            lists(lvl(0, "decimal", "%1、")), [(5, 1), (0, 9), (0, 0)], ["", "", ""], id="no such level, no such list"
        ),
        pytest.param(
            lists(
                lvl(0, "custom", "%1.").replace(
                    "<w:numFmt w:val='custom'/>", choice("", "<w:numFmt w:val='lowerRoman'/>")
                )
            ),
            [(0, 1)],
            ["i. "],
            id="format with a fallback",
        ),
    ],
)
def test_counters(numbering: str, items: list[tuple[int, int]], shown: list[str]) -> None:
    assert numbers("".join(item("文", *each) for each in items), numbering) == shown


def style(style_id: str, name: str, properties: str = "", based_on: str = "") -> str:
    based = f"<w:basedOn w:val='{based_on}'/>" if based_on else ""
    name = f"<w:name w:val='{name}'/>"
    return f"<w:style w:type='paragraph' w:styleId='{style_id}'>{name}{based}<w:pPr>{properties}</w:pPr></w:style>"


IN_LIST = "<w:numPr>{}<w:numId w:val='1'/></w:numPr>".format
LIST_STYLES = (
    style("A", "章", IN_LIST(""))
    + style("B", "条", IN_LIST(""))
    + style("C", "附章", based_on="A")
    + style("D", "款", IN_LIST("<w:ilvl w:val='2'/>"))
    + style("E", "白", "<w:numPr><w:numId w:val='0'/></w:numPr>", based_on="A")
)
TIED = lists(
    lvl(0, "chineseCounting", "第%1章", "<w:pStyle w:val='A'/>"),
    lvl(1, "decimal", "%1.%2.", "<w:pStyle w:val='B'/>"),
    lvl(2, "decimal", "%3)"),
)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        pytest.param(p("文", style="A") + p("文", style="B"), ["第一章 ", "一.1. "], id="tied levels"),
        pytest.param(p("文", style="C"), ["第一章 "], id="inherited"),
        pytest.param(p("文", style="D"), ["1)"], id="level named by the style"),
        pytest.param(p("文", style="E") + item("文", 0, 0, "A"), ["", ""], id="taken out of the list"),
        pytest.param(item("文", 2, 1, "A"), ["1)"], id="the paragraph overrules its style"),
        pytest.param(p("文", style="A", properties="<w:numPr><w:ilvl w:val='2'/></w:numPr>"), ["1)"], id="level only"),
    ],
)
def test_lists_of_styles(body: str, shown: list[str]) -> None:
    assert numbers(body, TIED, LIST_STYLES) == shown


def test_a_list_style_defined_elsewhere() -> None:
    link = "<w:abstractNum w:abstractNumId='8'><w:numStyleLink w:val='L'/></w:abstractNum>"
    use = "<w:num w:numId='3'><w:abstractNumId w:val='8'/></w:num>"
    linked = style("L", "清单", IN_LIST("")).replace("paragraph", "numbering")
    assert numbers(item("文", 0, 3) + item("文", 0, 1), link + OFFICIAL + use, linked) == ["一、", "二、"]


def test_an_empty_paragraph_counts_but_shows_no_number() -> None:
    hidden = item("").replace("</w:numPr>", "</w:numPr><w:rPr><w:vanish/></w:rPr>")
    assert read(item("甲") + item("") + hidden + item("丙"), numbering=OFFICIAL).raw == "一、甲\n\n\n三、丙"


def test_the_number_of_a_deleted_paragraph_goes_with_it() -> None:
    deleted = item("前").replace("</w:numPr>", f"</w:numPr>{DELETED_MARK}")
    assert read(deleted + item("后"), numbering=OFFICIAL).raw == "一、前后"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "1 10 11 20 101"),
        ("decimalZero", "01 10 11 20 101"),
        ("decimalFullWidth", "１ １０ １１ ２０ １０１"),
        ("chineseCounting", "一 十 十一 二十 一〇一"),
        ("taiwaneseCounting", "一 十 十一 二十 一〇一"),
        ("chineseCountingThousand", "一 十 十一 二十 一百零一"),
        ("taiwaneseCountingThousand", "一 十 十一 二十 一百零一"),
        ("japaneseCounting", "一 十 十一 二十 百一"),
        ("ideographDigital", "一 一〇 一一 二〇 一〇一"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 壹佰零壹"),
        ("ideographLegalTraditional", "壹 壹拾 壹拾壹 貳拾 壹佰零壹"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 101"),
        ("decimalEnclosedCircleChinese", "① ⑩ ⑪ ⑳ 101"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ 101"),
        ("decimalEnclosedFullstop", "⒈ ⒑ ⒒ ⒛ 101"),
        ("ideographTraditional", "甲 癸 11 20 101"),
        ("ideographZodiac", "子 酉 戌 20 101"),
        ("ideographEnclosedCircle", "㊀ ㊉ 11 20 101"),
        ("upperRoman", "I X XI XX CI"),
        ("lowerRoman", "i x xi xx ci"),
        ("upperLetter", "A J K T WWWW"),
        ("lowerLetter", "a j k t wwww"),
        ("hebrew1", "1 10 11 20 101"),
    ],
)
def test_formats_of_numbers(form: str, shown: str) -> None:
    assert [format_number(count, form) for count in (1, 10, 11, 20, 101)] == shown.split()


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (100, "一百"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (9999, "九千九百九十九"),
        (0, "0"),
        (10000, "10000"),
    ],
)
def test_long_counts(count: int, shown: str) -> None:
    assert format_number(count, "chineseCountingThousand") == shown


CUSTOM = (
    style("1", "heading 1")
    + style("2a", "标题 2")
    + style("Own", "处室标题", based_on="2a")
    + style("Plain", "正文样式", "<w:outlineLvl w:val='9'/>", based_on="1")
    + style("Third", "Überschrift", "<w:outlineLvl w:val='2'/>")
    + style("T", "Title")
    + style("TOC1", "toc 1")
    + style("TOCHeading2", "TOC Heading", "<w:outlineLvl w:val='9'/>", based_on="1")
    + style("X", "甲", based_on="Y")
    + style("Y", "乙", based_on="X")
)


@pytest.mark.parametrize(
    ("paragraph", "level"),
    [
        pytest.param(p("总则", style="1"), 1, id="heading 1"),
        pytest.param(p("总则", style="2a"), 2, id="name in Chinese"),
        pytest.param(p("总则", style="Own"), 2, id="based on a heading"),
        pytest.param(p("总则", style="Plain"), None, id="back to running text"),
        pytest.param(p("总则", style="Third"), 3, id="outline level of a style"),
        pytest.param(p("总则", style="Heading3"), 3, id="style of the template"),
        pytest.param(p("总则", style="T"), 0, id="title"),
        pytest.param(p("总则", style="标题1"), 1, id="style that is not in the file"),
        pytest.param(p("总则", properties="<w:outlineLvl w:val='1'/>"), 2, id="outline level of a paragraph"),
        pytest.param(p("总则", style="1", properties="<w:outlineLvl w:val='9'/>"), None, id="paragraph taken out"),
        pytest.param(p("总则", style="X"), None, id="styles in a circle"),
        pytest.param(p("总则"), None, id="running text"),
        pytest.param(tbl([p("总则", style="1"), "乙"]), None, id="inside a table"),
        pytest.param(tbl([p("总则", style="1")]), 1, id="inside a frame"),
        pytest.param(p(box(p("总则", style="T")), "正文"), 0, id="inside a text box"),
        pytest.param(p(" ", style="1") + p("总则"), None, id="empty heading"),
        pytest.param(p("　总则 ", style="1"), 1, id="blanks around"),
    ],
)
def test_headings(paragraph: str, level: int | None) -> None:
    source = read(p("前言") + paragraph + p("正文"), styles=CUSTOM)
    found = [(source.raw[slice(*heading.span)], heading.level) for heading in source.headings]
    assert found == ([] if level is None else [("总则", level)])


def test_a_heading_shows_its_number() -> None:
    source = read(
        p("前言") + item("总则", style="1"), numbering=lists(lvl(0, "chineseCounting", "第%1章")), styles=CUSTOM
    )
    assert source.raw[slice(*source.headings[0].span)] == "第一章 总则"


CONTENTS = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param(p("一、目标	1", style="TOC1") + p("二、任务	2", style="TOC1"), id="styles"),
        pytest.param(sdt(p("目录", style="1") + p("一、目标	1"), CONTENTS), id="control"),
        pytest.param(p("目录", style="TOCHeading2") + p("一、目标	1", style="TOC1"), id="heading of its own style"),
    ],
)
def test_a_table_of_contents_is_layout(contents: str) -> None:
    source = read(p("通知") + contents + p("总则", style="1"), styles=CUSTOM)
    assert "一、目标	1" in source.raw
    assert [(edit.kind, edit.rule) for edit in source.edits] == [("navigation", "table of contents")]
    assert AlignedText.of(source.raw).edit(source.edits).text == "通知\n\n总则"
    assert len(source.headings) == 1


def test_contents_at_the_end_of_the_file() -> None:
    source = read(p("正文") + p("一、目标	1", style="TOC1"), styles=CUSTOM)
    assert AlignedText.of(source.raw).edit(source.edits).text == "正文\n"


def note(kind: str, note_id: int, *paragraphs: str, more: str = "") -> str:
    return f"<w:{kind} w:id='{note_id}' {more}>{''.join(paragraphs)}</w:{kind}>"


def test_notes_follow_in_the_order_of_their_references() -> None:
    refer = "<w:r><w:{}Reference w:id='{}'/></w:r>".format
    source = read(
        p("甲", refer("footnote", 2), "乙", refer("endnote", 1)) + p("丙", refer("footnote", 1)),
        footnotes=note("footnote", 0, p("线"), more="w:type='separator'")
        + note("footnote", 1, p("<w:r><w:footnoteRef/></w:r>", " 注一"))
        + note("footnote", 2, p("注二"), p("续"))
        + note("footnote", 3, p("无人引用")),
        endnotes=note("endnote", 1, p("尾注")),
    )
    assert source.raw == "甲乙\n丙\n注二续\n注一\n尾注"


def test_headers_footers_and_properties_stay_out() -> None:
    doc = docx.Document()
    doc.add_paragraph("正文")
    doc.sections[0].header.paragraphs[0].text = "页眉"
    doc.sections[0].footer.paragraphs[0].text = "页脚"
    doc.core_properties.title = "Microsoft Word - 文档1"
    data = io.BytesIO()
    doc.save(data)
    source = read_docx(data.getvalue(), "a.docx")
    assert (source.name, source.raw, source.encoding, source.format) == ("a.docx", "正文", "docx", "docx")
    assert (source.known, source.pages, source.issues, source.edits) == ({}, (), (), ())


def test_embedded_files_are_an_issue() -> None:
    source = read(p("正文") + "<w:altChunk r:id='x'/>")
    assert source.raw == "正文"
    assert [issue.stage for issue in source.issues] == ["read"]
    assert "1 embedded file (altChunk)" in source.issues[0].message


def changed(name: str = "", part: bytes | None = b"") -> bytes:
    """Return a file with one part exchanged, or left out (None)."""
    parts = {**BLANK, "word/document.xml": document(p("正文")), **({name: part} if name else {})}
    return pack({name: part for name, part in parts.items() if part is not None})


def document(body: str) -> bytes:
    return f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()


ENTITY = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;">]>'


def encrypted() -> bytes:
    data = bytearray(changed())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(sign), bytes(data)):
            data[match.start() + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "damaged Word file: no zip archive", id="nothing"),
        pytest.param(b"PK\x03\x04" + bytes(99), "no zip archive", id="no zip"),
        pytest.param(changed()[:-200], "no zip archive", id="cut off"),
        pytest.param(changed().replace(b"PK\x03\x04", b"PK\x00\x00"), "cannot be unpacked", id="broken members"),
        pytest.param(encrypted(), "cannot be unpacked .*encrypted", id="encrypted members"),
        pytest.param(pack({"a.txt": b"a"}), "damaged Word file: no main part", id="another zip"),
        pytest.param(changed("word/document.xml", None), "no word/document.xml part", id="no main part"),
        pytest.param(changed("word/document.xml", b"<w:document"), "is no XML", id="broken XML"),
        pytest.param(changed("word/document.xml", b""), "is no XML", id="empty part"),
        pytest.param(changed("word/document.xml", document("<w:p/>").replace(b"<w:document", b"<?xml version='1.0' encoding='x-no'?><w:document")), "is no XML", id="unknown encoding"),
        pytest.param(changed("word/document.xml", f"<w:document {SPACES}/>".encode()), "has no body", id="no body"),
        pytest.param(changed("word/document.xml", b"<workbook/>"), "not a Word file", id="a spreadsheet"),
        pytest.param(changed("word/styles.xml", b"<w:styles"), "word/styles.xml is no XML", id="broken styles"),
        pytest.param(changed("word/document.xml", ENTITY.encode() + document(p("&a;"))), "document type declaration", id="external entity"),
        pytest.param(changed("word/document.xml", LAUGHS.encode() + document(p("&b;"))), "document type declaration", id="billion laughs"),
        pytest.param(changed("word/document.xml", (ENTITY + document(p("&a;")).decode()).encode("utf-16")), "document type declaration", id="entity in UTF-16"),
        pytest.param(make(p("密", "<w:r><w:drawing/></w:r>").replace("密", " ")), "pictures only, no text; run OCR", id="pictures only"),
        pytest.param(make(p(" ")), "the file is empty", id="nothing in it"),
        pytest.param(make(p("plain English")), "no Chinese character", id="English"),
        pytest.param(make("<w:tbl><w:tr><w:tc>" * 3000 + p("底") + "</w:tc></w:tr></w:tbl>" * 3000), "nested deeper than 256", id="3000 tables"),
        pytest.param(make("<w:sdt><w:sdtContent>" * 3000 + p("底") + "</w:sdtContent></w:sdt>" * 3000), "nested deeper", id="3000 controls"),
    ],
)  # fmt: skip
def test_bad_files_get_one_line(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read_docx(data, "坏.docx")
    assert str(caught.value).startswith("坏.docx: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("limit", "message"), [("MAX_UNPACKED", "unpacks to"), ("MAX_XML", "word/document.xml holds")])
def test_bombs_are_refused_before_they_unpack(monkeypatch: pytest.MonkeyPatch, limit: str, message: str) -> None:
    monkeypatch.setattr(package, limit, 3_000_000)
    data = make(p("哈" * 1_100_000))
    assert len(data) < 100_000
    with pytest.raises(ReadError, match=message):
        read_docx(data, "a.docx")


DEEPEST = {
    "tables": (("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 83), "底"),
    "text boxes": (("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>", 83), "底"),
    "controls": (("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 125), "底"),
    "runs": (("<w:p>" + "<w:ins>" * 249, "</w:ins>" * 249 + "</w:p>", 1), ""),
}


@pytest.mark.parametrize(("nest", "raw"), DEEPEST.values(), ids=DEEPEST)
def test_what_is_nested_as_deep_as_allowed_is_read(nest: tuple[str, str, int], raw: str) -> None:
    opening, closing, times = nest
    body = opening * times + (p(raw) if raw else r("底")) + closing * times
    assert read(body).raw.strip() == "底"


def test_broken_ends_of_a_package_do_no_harm() -> None:
    """A picture, numbering or notes that are missing, and parts in another case, are no reason to refuse the text."""
    parts = {**BLANK, "word/document.xml": document(item("正文"))}
    del parts["word/numbering.xml"], parts["word/styles.xml"]
    picture = f'<Relationship Id="p" Type="{OFFICE}/relationships/image" Target="NULL"/></Relationships>'.encode()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(b"</Relationships>", picture)
    parts["Word\\Document.XML"] = parts.pop("word/document.xml")
    assert read_docx(pack(parts), "a.docx").raw == "正文"


def test_the_strict_standard() -> None:
    strict = "http://purl.oclc.org/ooxml"
    parts = dict(BLANK)
    for name in ("word/document.xml", "word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        part = document(p("总则", style="Heading1")) if name == "word/document.xml" else parts[name]
        part = part.replace(W.encode(), f"{strict}/wordprocessingml/main".encode())
        parts[name] = part.replace(OFFICE.encode(), f"{strict}/officeDocument".encode())
    source = read_docx(pack(parts), "a.docx")
    assert (source.raw, len(source.headings)) == ("总则", 1)


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(p("推进改革。"), id="paragraphs"),
        pytest.param(p("推进", properties=DELETED_MARK), id="deleted marks"),
        pytest.param(p("改", "<w:r><w:fldChar w:fldCharType='begin'/><w:fldChar w:fldCharType='separate'/></w:r>"), id="fields"),
        pytest.param(item("推进改革。"), id="items"),
        pytest.param(tbl(["甲", "乙"]), id="tables"),
        pytest.param(p("一", style="TOC1"), id="contents"),
    ],
)  # fmt: skip
def test_long_files_come_to_an_end(unit: str) -> None:
    """Where time grows with the square of the size, this does not end within minutes."""
    source = read_docx(make(unit * 20_000 + p("完"), numbering=OFFICIAL, styles=CUSTOM), "a.docx")
    assert source.raw.endswith("完")


def test_fields_open_in_one_paragraph_come_to_an_end() -> None:
    marks = "<w:r><w:fldChar w:fldCharType='begin'/><w:fldChar w:fldCharType='separate'/><w:t>改</w:t></w:r>"
    assert read(p(marks * 20_000)).raw == "改" * 20_000


PARAGRAPHS = st.lists(
    st.tuples(
        st.text("改革开放12、（）\t ", max_size=8),
        st.sampled_from(["", "1", "2a", "T", "TOC1", "A", "D"]),
        st.sampled_from([p, lambda words, style: sdt(p(words, style=style)), lambda words, style: tbl([p(words, style=style)])]),
    ),
    max_size=12,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(PARAGRAPHS)
def test_places_hold_in_any_document(paragraphs: list) -> None:
    body = "".join(shape(words, style=style) for words, style, shape in paragraphs)
    source = read(body + p("完"), numbering=TIED, styles=CUSTOM + LIST_STYLES)
    levels = {"1": 1, "2a": 2, "T": 0}
    expected = [(words.strip(), levels[style]) for words, style, _ in paragraphs if style in levels and words.strip()]
    assert [(source.raw[slice(*heading.span)], heading.level) for heading in source.headings] == expected
    left = AlignedText.of(source.raw).edit(source.edits).text
    kept = [words for words, style, _ in paragraphs if style != "TOC1"]
    assert len(left) <= len(source.raw)
    at = 0
    for words in (*kept, "完"):
        at = left.index(words.strip(), at) + len(words.strip())


def test_reading_loads_no_other_program() -> None:
    code = "import sys, policytext.read.word.file; sys.exit(bool({'docx', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
