"""PowerPoint files are made in memory with python-pptx; damage is done to their bytes."""

import copy
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Cm

from ingest.errors import ReadError
from ingest.readers import office_package
from ingest.readers.pptx import read_pptx
from ingest.readers.raw import RawText
from ingest.warnings import ReadWarning, WarningCode

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOX = (Cm(1), Cm(1), Cm(8), Cm(2))


def build(*fill: Callable, layout: int = 5, title: str = "") -> bytes:
    """Make a file with a slide for each function, which fills it."""
    presentation = Presentation()
    presentation.core_properties.title = title
    for one in fill:
        one(presentation.slides.add_slide(presentation.slide_layouts[layout]))
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def read(*fill: Callable, layout: int = 5, title: str = "") -> RawText:
    raw = read_pptx("説明.pptx", build(*fill, layout=layout, title=title))
    assert all(raw.text[start:end] == raw.text[start:end].strip() != "" for start, end, _ in raw.headings)
    return raw


def headings(raw: RawText) -> list[tuple[str, int]]:
    return [(raw.text[start:end], level) for start, end, level in raw.headings]


def write(slide, text: str, top: float = 5, left: float = 1) -> None:
    slide.shapes.add_textbox(Cm(left), Cm(top), Cm(8), Cm(2)).text_frame.text = text


def titled(title: str, body: str = "") -> Callable:
    def fill(slide):
        slide.shapes.title.text_frame.text = title
        if body:
            write(slide, body)

    return fill


def table_of(slide, rows: list[list[str]]):
    table = slide.shapes.add_table(len(rows), len(rows[0]), *BOX).table
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(index, column).text = text
    return table


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for path in old.namelist():
            content = changes.get(path, old.read(path))
            if content is not None:
                new.writestr(path, content)
    return stream.getvalue()


def test_slides_are_divided_by_form_feeds_and_begin_with_their_title():
    raw = read(titled("谷川町の計画", "本文の一。"), titled("花の里地区", "本文の二。"))
    assert raw.text == "谷川町の計画\n\n本文の一。\n\f花の里地区\n\n本文の二。"
    assert headings(raw) == [("谷川町の計画", 1), ("花の里地区", 1)]


def test_a_slide_without_text_keeps_its_page():
    raw = read(titled(""), titled("二枚目"), titled(""))
    assert raw.text == "\n\f二枚目\n\f"
    assert headings(raw) == [("二枚目", 1)]


def test_a_title_over_lines_is_one_line_and_comes_first_wherever_it_stands():
    def fill(slide):
        write(slide, "上の文", top=0)
        slide.shapes.title.text_frame.text = "谷川町\v総合計画"
        slide.shapes.title.top = Cm(15)

    assert read(fill).text == "谷川町 総合計画\n\n上の文"


def test_the_title_comes_from_the_first_slide_then_from_the_properties():
    assert read(titled("谷川町の計画"), title="別の題").title == "谷川町の計画"
    assert read(titled("", "文"), title="花の里地区").title == "花の里地区"


@pytest.mark.parametrize("title", ["", "PowerPoint プレゼンテーション", "PowerPoint Presentation"])
def test_a_title_made_by_the_program_is_none(title):
    assert read(titled("", "文"), title=title).title is None


def test_shapes_are_read_from_top_to_bottom_then_from_left_to_right():
    def fill(slide):
        for text, top, left in [("三", 8, 1), ("二", 4, 9), ("一", 4, 1)]:
            write(slide, text, top, left)

    assert read(fill).text == "一\n\n二\n\n三"


def test_groups_are_read_at_their_place_with_their_members_in_order():
    def fill(slide):
        write(slide, "後", 12)
        outer = slide.shapes.add_group_shape()
        inner = outer.shapes.add_group_shape()
        for shapes, text, top in [(outer.shapes, "乙", 9), (inner.shapes, "甲", 6)]:
            shapes.add_textbox(Cm(1), Cm(top), Cm(5), Cm(1)).text_frame.text = text
        write(slide, "前", 4)

    assert read(fill).text == "前\n\n甲\n\n乙\n\n後"


def test_paragraphs_are_lines_and_deeper_levels_get_a_mark_unless_they_have_one():
    def fill(slide):
        frame = slide.shapes.add_textbox(*BOX).text_frame
        for text, level in [("施策", 0), ("見守り", 1), ("①広報", 1), ("", 1), ("相談\v窓口\t案内", 2), ("無印", 1)]:
            paragraph = frame.add_paragraph()
            paragraph.text, paragraph.level = text, level
        plain = frame.paragraphs[-1]._p.get_or_add_pPr()
        etree.SubElement(plain, f"{DRAWING}buNone")

    assert read(fill).text == "施策\n・見守り\n①広報\n・相談\n窓口 案内\n無印"


def test_tables_are_tabbed_rows_without_blank_ones():
    raw = read(lambda slide: table_of(slide, [["指標", "目標値"], ["", " "], ["出生\v数\n合計", "120\t人"]]))
    assert raw.text == "指標\t目標値\n出生 数 合計\t120 人"


def test_merged_cells_follow_the_rules_of_tables():
    def fill(slide):
        table = table_of(
            slide,
            [["区分", "目標", "", "所管"], ["", "前期", "後期", ""], ["保育", "1", "2", "町民課"], ["", "3", "4", ""]],
        )
        for first, last in [((0, 1), (0, 2)), ((0, 0), (1, 0)), ((0, 3), (1, 3)), ((2, 3), (3, 3)), ((2, 0), (3, 0))]:
            table.cell(*first).merge(table.cell(*last))

    lines = ["区分\t目標\t\t所管", "\t前期\t後期\t", "保育\t1\t2\t町民課", "\t3\t4\t町民課"]
    assert read(fill).text.split("\n") == lines


def test_a_table_of_one_column_is_layout():
    assert read(lambda slide: table_of(slide, [["要旨"], ["谷川町の\n計画"]])).text == "要旨\n\n谷川町の\n計画"


def test_charts_are_read_as_tabbed_rows_under_their_title():
    def fill(slide):
        data = CategoryChartData()
        data.categories = ["令和５年度", "令和６年度"]
        data.add_series("出生数", (120, None))
        data.add_series("死亡数", (130.5, 128))
        chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "人口動態"

    assert read(fill).text == "人口動態\n\n\t出生数\t死亡数\n令和５年度\t120\t130.5\n令和６年度\t\t128"


def test_shares_in_charts_are_written_as_shown():
    def fill(slide):
        data = CategoryChartData(number_format="0.0%")
        data.categories = ["保育", "教育"]
        data.add_series("構成比", (0.355, 0.645))
        slide.shapes.add_chart(XL_CHART_TYPE.PIE, *BOX, data)

    assert read(fill).text.endswith("\t構成比\n保育\t35.5%\n教育\t64.5%")


def test_a_chart_without_categories_is_left_out():
    def fill(slide):
        data = XyChartData()
        data.add_series("点").add_data_point(1, 2)
        slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *BOX, data)
        write(slide, "本文")

    assert read(fill).text == "本文"


def test_diagrams_are_read_a_paragraph_a_line():
    def fill(slide):
        points = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in ("計画", "実行", "評価"))
        model = f'<d xmlns:a="{DRAWING[1:-1]}">{points}</d>'.encode()
        part = Part(PackURI("/ppt/diagrams/data1.xml"), "application/xml", slide.part.package, model)
        relation = slide.part.relate_to(part, f"{OFFICE}/diagramData")
        frame = table_of(slide, [["", ""]])._graphic_frame.element
        data = frame.graphic.graphicData
        data.remove(data[0])
        data.set("uri", "http://schemas.openxmlformats.org/drawingml/2006/diagram")
        etree.SubElement(data, "{urn:diagram}relIds").set(f"{{{OFFICE}}}dm", relation)

    assert read(fill).text == "計画\n実行\n評価"


def test_notes_stand_at_the_end_of_their_slide():
    def fill(slide):
        slide.notes_slide.notes_text_frame.text = "説明の要点\n質問に備える"
        titled("計画", "本文")(slide)

    assert read(fill, titled("次")).text == "計画\n\n本文\n\nノート：\n説明の要点\n質問に備える\n\f次"


def test_hidden_slides_are_read_with_a_warning():
    def fill(slide):
        titled("予備")(slide)
        slide.element.set("show", "0")

    raw = read(titled("計画"), fill, titled("体制"), fill)
    assert "予備" in raw.text
    message = "説明.pptx の非表示のスライド（2、4枚目）も読み込みました。"
    assert raw.warnings == (ReadWarning(WarningCode.HIDDEN_CONTENT, message),)
    assert read(titled("計画")).warnings == ()


def filled_copy(placeholder):
    made = copy.deepcopy(placeholder.element)
    for paragraph in made.iter(f"{DRAWING}p"):
        etree.SubElement(etree.SubElement(paragraph, f"{DRAWING}r"), f"{DRAWING}t").text = "谷川町 12"
    return made


def test_slide_numbers_dates_and_footers_are_dropped():
    def fill(slide):
        titled("計画", "本文")(slide)
        for placeholder in slide.slide_layout.placeholders:
            if placeholder.placeholder_format.type.name in {"DATE", "FOOTER", "SLIDE_NUMBER"}:
                slide.shapes._spTree.append(filled_copy(placeholder))

    raw = read(fill)
    assert raw.text == "計画\n\n本文"


def test_reading_twice_gives_the_same():
    assert read(titled("計画", "本文")) == read(titled("計画", "本文"))


VALID = build(titled("計画", "本文"), lambda slide: table_of(slide, [["指標", "値"], ["出生数", "120"]]))
SLIDE = "ppt/slides/slide1.xml"
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


def failure(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_pptx("説明.pptx", data)
    assert "説明.pptx" in str(caught.value)
    assert str(caught.value).endswith("ください。")
    return caught.value


def test_a_file_without_text_is_empty():
    assert failure(build(titled(""), titled(" "))).code == "EMPTY"
    assert failure(build()).code == "EMPTY"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(range(256)) * 4,
        VALID[:-200],
        VALID[:500],
        repacked(VALID, {SLIDE: None}),
        repacked(VALID, {SLIDE: b"<p:sld"}),
        repacked(VALID, {SLIDE: b"<a/>"}),
        repacked(VALID, {"[Content_Types].xml": None}),
        repacked(VALID, {"ppt/presentation.xml": b"\xff\xfe"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_damaged_files_are_named_as_such(data):
    assert failure(data).code == "CORRUPT"


def test_a_word_document_under_a_wrong_name_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert failure(stream.getvalue()).code == "CORRUPT"


def test_entities_are_refused_quickly():
    laughs = f'<!DOCTYPE x [<!ENTITY e0 "笑">{LAUGHS}]><x>&e11;</x>'.encode()
    outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    for content in (laughs, outside):
        assert failure(repacked(VALID, {SLIDE: content})).code == "CORRUPT"


def test_a_file_that_swells_is_refused(monkeypatch):
    for limits in ({"_TOTAL_LIMIT": 10_000}, {"_PART_LIMIT": 2_000}, {"_RATIO_LIMIT": 1, "_RATIO_FLOOR": 10_000}):
        with monkeypatch.context() as patch:
            for name, value in limits.items():
                patch.setattr(office_package, name, value)
            assert failure(VALID).code == "ARCHIVE_BOMB"


def outcome(data: bytes) -> str | None:
    """Return the code of the refusal, None for a file that is read."""
    try:
        raw = read_pptx("説明.pptx", data)
    except ReadError as error:
        return error.code
    headings = [raw.text[start:end] for start, end, _ in raw.headings]
    return None if headings == [heading.strip() for heading in headings] else "wrong headings"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_mutated_file_is_read_or_refused(changes):
    data = bytearray(VALID)
    for position, value in changes:
        data[position] = value
    assert outcome(bytes(data)) in {"CORRUPT", "ARCHIVE_BOMB", "EMPTY", None}


CONTENT = zipfile.ZipFile(io.BytesIO(VALID)).read(SLIDE)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(CONTENT) - 1), st.binary(max_size=3)), min_size=1, max_size=4))
def test_any_mutated_slide_is_read_or_refused(changes):
    content = CONTENT
    for position, value in changes:
        content = content[:position] + value + content[position + 1 :]
    assert outcome(repacked(VALID, {SLIDE: content})) in {"CORRUPT", "ARCHIVE_BOMB", "EMPTY", None}
