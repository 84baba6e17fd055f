import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.readers import office_package
from ingest.readers.docx import read_docx
from tests.docx_files import NAMESPACES, PACKAGE, W, build, headings, item, p, read, run, tbl, tc, tr

RESTART = '<w:vMerge w:val="restart"/>'
CONTINUED = tc("", "<w:vMerge/>")
TABLE = tbl(tr("指標", "目標値"), tr("出生数", "120人"))


def test_paragraphs_are_lines_with_a_blank_line_between_them():
    assert read(p("谷川町の計画。") + p("") + p("花の里地区。")).text == "谷川町の計画。\n\n花の里地区。"


def test_runs_of_one_paragraph_join_without_a_blank():
    assert read(p(run("谷川") + run("町の") + run("計画"))).text == "谷川町の計画"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<w:tab/>", "甲 乙"),
        ("<w:br/>", "甲\n乙"),
        ("<w:cr/>", "甲\n乙"),
        ('<w:br w:type="page"/>', "甲乙"),
        ("<w:noBreakHyphen/>", "甲-乙"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "甲乙"),
        ("<w:t>\t\n </w:t>", "甲 乙"),
        ("<w:t>　</w:t>", "甲　乙"),
    ],
)
def test_breaks_tabs_and_symbols_inside_a_paragraph(markup, expected):
    assert read(p(f"{run('甲')}<w:r>{markup}</w:r>{run('乙')}")).text == expected


def test_ruby_keeps_the_base_and_drops_the_reading():
    ruby = f"<w:r><w:ruby><w:rt>{run('たにがわ')}</w:rt><w:rubyBase>{run('谷川')}</w:rubyBase></w:ruby></w:r>"
    assert read(p(ruby + run("町"))).text == "谷川町"


def test_hidden_text_is_dropped_whether_the_run_or_its_style_hides_it():
    body = run("甲") + run("秘", "<w:vanish/>") + run("密", '<w:rStyle w:val="hid"/>')
    assert read(p(body + run("乙", '<w:vanish w:val="0"/>'))).text == "甲乙"


def test_tracked_changes_read_as_accepted():
    body = f"<w:ins>{run('新しい')}</w:ins><w:del><w:r><w:delText>古い</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('前の')}</w:moveFrom><w:moveTo>{run('後の')}</w:moveTo>"
    assert read(p(body + moved + run("計画"))).text == "新しい後の計画"


def test_a_deleted_paragraph_end_joins_the_next_paragraph():
    assert read(p("谷川町は", properties="<w:rPr><w:del/></w:rPr>") + p("支援する。")).text == "谷川町は支援する。"


def test_deleted_table_rows_are_dropped():
    body = tbl(tr("指標", "値"), tr("旧", "1", properties="<w:del/>"), tr("新", "2"))
    assert read(body).text == "指標\t値\n新\t2"


def test_links_and_content_controls_are_read_but_placeholders_are_not():
    link = f"<w:hyperlink>{run('町のサイト')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('参照')}</w:sdtContent></w:sdt>"
    hint = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('ここに入力')}</w:sdtContent></w:sdt>"
    assert read(p(link + control + hint)).text == "町のサイト参照"


def test_equations_are_read_as_their_characters():
    assert read(p(f"{run('式')}<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>")).text == "式a=b"


def test_a_field_gives_its_result_and_not_its_instruction():
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = mark("begin") + run("条件") + mark("separate") + run("内側") + mark("end")
    code = "<w:r><w:instrText>REF _1</w:instrText></w:r>"
    body = mark("begin") + code + nested + mark("separate") + run("第２章") + mark("end") + run("を参照")
    assert read(p(body)).text == "第２章を参照"
    assert read(p(f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>')).text == "7"
    assert read(p(mark("begin")) + p("次の段落")).text == "次の段落"


@pytest.mark.parametrize("style", ["10", "11", "12"])
def test_the_table_of_contents_is_left_out(style):
    assert read(p("第１章 …… 1", style) + p("本文")).text == "本文"


def test_a_contents_control_is_left_out_whatever_its_styles():
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('第１章 1')}</w:sdtContent></w:sdt>"
    assert read(body + p("本文")).text == "本文"


def test_text_boxes_are_read_once_behind_their_paragraph():
    box = f"<w:txbxContent>{p('囲みの文')}{p('二行目')}</w:txbxContent>"
    choice = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    fallback = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    both = f"<mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    body = p(f"{run('谷川町')}<w:r>{both}</w:r>{run('の案')}") + p("続き")
    assert read(body).text == "谷川町の案\n\n囲みの文\n\n二行目\n\n続き"
    assert read(p(f"<w:r>{fallback}</w:r>")).text == "囲みの文\n\n二行目"


def test_notes_follow_the_paragraph_that_refers_to_them():
    def note(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    body = p(run("出生数は減った") + note("footnote", 1) + note("endnote", 1)) + p("対策を進める。")
    expected = "出生数は減った\n\n（注1）令和５年度の実績による。\n\n（注2）谷川町統計書を参照。\n\n対策を進める。"
    assert read(body).text == expected
    in_cell = tbl(tr("指標", "値"), tr(tc(p(run("出生数") + note("footnote", 2))), "120人")) + p("本文")
    assert read(in_cell).text == "指標\t値\n出生数\t120人\n\n（注1）町民課の調べ。\n\n本文"


def test_bullets_get_a_mark_unless_the_text_has_its_own():
    body = item("見守りの強化", 1) + item("・相談窓口", 1) + item("①広報", 1) + item("題", 1, style="1")
    assert read(body).text == "・見守りの強化\n\n・相談窓口\n\n①広報\n\n題"


def test_numbered_lists_carry_the_numbers_that_word_shows():
    body = item("総則", 2) + item("目的", 2, 1) + item("定義", 2, 1) + item("対象", 2, 2) + item("体制", 2)
    lines = ["1. 総則", "① 目的", "② 定義", "1-②-1 対象", "2. 体制", "① 会議", "1. 別表"]
    assert read(body + item("会議", 2, 1) + item("別表", 5)).text.split("\n\n") == lines


def test_numbers_come_through_the_style_too_and_belong_to_the_heading():
    raw = read(item("総則", 3, style="1") + p("町の責務", "jo") + p("町民の責務", "jo") + item("雑則", 3, style="1"))
    assert raw.text.split("\n\n") == ["第一章 総則", "第１条 町の責務", "第２条 町民の責務", "第二章 雑則"]
    assert headings(raw) == [("第一章 総則", 1), ("第二章 雑則", 1)]


def test_no_number_is_invented_for_an_unknown_form_or_list_or_twice():
    assert read(item("甲", 4) + item("乙", 9) + item("丙", 0) + item("1. 丁", 2)).text == "甲\n\n乙\n\n丙\n\n1. 丁"


def test_headings_come_from_the_style_name_or_outline_level_also_inherited():
    marks = [("総則", "1"), ("目的", "2"), ("体制", "sho"), ("予算", "out"), ("末尾", "7")]
    raw = read("".join(p(text, style) + p("本文。") for text, style in marks))
    assert headings(raw) == [("総則", 1), ("目的", 2), ("体制", 1), ("予算", 3)]


@pytest.mark.parametrize("style", ["honbun", "flat", "x", "none", "a"])
def test_a_style_that_only_sounds_like_a_heading_is_none(style):
    assert headings(read(p("本文です。", style))) == []


def test_a_heading_broken_over_lines_is_one_line():
    assert headings(read(p(f"{run('第１章')}<w:r><w:br/></w:r>{run('総則 ')}", "1"))) == [("第１章 総則", 1)]


def test_the_title_comes_from_the_title_style_then_from_the_properties():
    assert read(p("谷川町総合計画", "t") + p("本文"), core="別の題").title == "谷川町総合計画"
    assert read(p("本文"), core="花の里地区計画").title == "花の里地区計画"


@pytest.mark.parametrize("core", ["", "  ", "Microsoft Word - 計画案.doc"])
def test_an_empty_or_generated_title_is_none(core):
    assert read(p("本文"), core=core).title is None


def test_a_table_is_tabbed_rows_with_blank_lines_around():
    assert read(p("前") + TABLE + p("後")).text == "前\n\n指標\t目標値\n出生数\t120人\n\n後"


def test_whitespace_and_breaks_inside_a_cell_are_one_blank():
    cell = tc(p("<w:r><w:t>保育</w:t><w:tab/><w:br/><w:t>　所</w:t></w:r>") + p("定員"))
    assert read(tbl(tr("指標", "値"), tr(cell, "90"))).text == "指標\t値\n保育 所 定員\t90"


def test_a_cell_over_columns_leaves_the_others_blank():
    header = tr(tc("区分"), tc("目標値", '<w:gridSpan w:val="2"/>'))
    short = tr("後期", properties='<w:gridBefore w:val="1"/>')
    assert read(tbl(header, tr("子育て", "10", "20"), short)).text == "区分\t目標値\t\n子育て\t10\t20\n\t後期"


def test_a_cell_over_rows_is_blank_in_the_first_column_and_repeated_in_others():
    first = tr(tc("子育て", RESTART), "定員", tc("町民課", RESTART))
    body = tbl(tr("施策", "指標", "所管"), first, tr(CONTINUED, "待機", CONTINUED))
    assert read(body).text == "施策\t指標\t所管\n子育て\t定員\t町民課\n\t待機\t町民課"


def test_a_cell_over_the_header_rows_is_not_repeated():
    upper = tr("区分", tc("目標", '<w:gridSpan w:val="2"/>'), tc("所管", RESTART))
    body = tbl(upper, tr("", "前期", "後期", CONTINUED), tr("保育", "1", "2", "町民課"))
    assert read(body).text == "区分\t目標\t\t所管\n\t前期\t後期\t\n保育\t1\t2\t町民課"
    marked = "<w:tblHeader/>"
    upper = tr("区分", "値", properties=marked)
    second = tr("", tc("人", RESTART), properties=marked)
    assert read(tbl(upper, second, tr("甲", CONTINUED))).text == "区分\t値\n\t人\n甲\t"


def test_a_continued_cell_without_a_beginning_is_read_as_it_is():
    assert read(tbl(tr("甲", tc("乙", "<w:vMerge/>")))).text == "甲\t乙"


def test_nested_tables_are_text_of_their_cell():
    assert read(tbl(tr("施策", "指標"), tr(tc(p("保育") + TABLE), "3"))).text == (
        "施策\t指標\n保育 指標 目標値 出生数 120人\t3"
    )


def test_a_table_of_one_column_is_layout():
    raw = read(tbl(tr(tc(p("要旨", "1") + p("谷川町の計画。"))), tr(tc(TABLE + p("")))))
    assert raw.text == "要旨\n\n谷川町の計画。\n\n指標\t目標値\n出生数\t120人"
    assert headings(raw) == [("要旨", 1)]


def test_blank_rows_are_skipped():
    assert read(tbl(tr("指標", "値"), tr("", " "), tr("出生数", "120"))).text == "指標\t値\n出生数\t120"


def test_headers_and_footers_are_left_out():
    header = f"<w:hdr {NAMESPACES}>{p('谷川町')}</w:hdr>"
    assert read(p("本文"), parts={"word/header1.xml": header}).text == "本文"


def test_the_strict_dialect_and_a_main_part_of_another_name_are_read():
    main = f"<w:document {NAMESPACES}><w:body>{p('総則')}</w:body></w:document>"
    relation = '<Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" '
    relation += 'Target="word/main2.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>',
        "word/main2.xml": main.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    }
    assert read(p("別"), parts=parts).text == "総則"


def test_reading_twice_gives_the_same():
    body = p("総則", "1") + item("甲", 2) + TABLE
    assert read(body) == read(body)


def failure(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_docx("計画.docx", data)
    assert "計画.docx" in str(caught.value)
    assert str(caught.value).endswith("ください。")
    return caught.value


def test_a_document_without_text_is_empty():
    assert failure(build(p("") + p("<w:r><w:drawing/></w:r>"))).code == "EMPTY"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(range(256)) * 4,
        build(p("本文"))[:-200],
        build(p("本文"))[:300],
        build(p("本文")).replace(b"word/document.xml", b"word/dokument.xml"),
        build("<w:p>"),
        build(p("本文"), parts={"word/styles.xml": "<w:styles"}),
        build(p("本文"), parts={"word/document.xml": "<a/>"}),
        build("<w:p>" * 300 + "</w:p>" * 300),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_damaged_files_are_named_as_such(data):
    assert failure(data).code == "CORRUPT"


def test_a_protected_file_is_told_by_its_container():
    assert "パスワード" in str(failure(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


def test_entities_are_refused_quickly():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<!DOCTYPE x [<!ENTITY e0 "笑">{entities}]>'
    outside = '<!DOCTYPE x [<!ENTITY e11 SYSTEM "file:///etc/hostname">]>'
    body = f"<w:document {NAMESPACES}><w:body>{p('&e11;')}</w:body></w:document>"
    for declaration in (laughs, outside):
        assert failure(build("", parts={"word/document.xml": declaration + body})).code == "CORRUPT"


def test_a_file_that_swells_is_refused(monkeypatch):
    data = build(p("あ" * 200_000))
    assert read_docx("計画.docx", data).text
    for limits in ({"_TOTAL_LIMIT": 10_000}, {"_PART_LIMIT": 10_000}, {"_RATIO_LIMIT": 5, "_RATIO_FLOOR": 10_000}):
        with monkeypatch.context() as patch:
            for name, value in limits.items():
                patch.setattr(office_package, name, value)
            assert failure(data).code == "ARCHIVE_BOMB"


def test_an_archive_that_understates_its_size_is_damaged():
    data = build(p("あ" * 200_000))
    size = len(f"<w:document {NAMESPACES}><w:body>{p('あ' * 200_000)}<w:sectPr/></w:body></w:document>".encode())
    assert failure(data.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))).code == "CORRUPT"


def outcome(data: bytes) -> str | None:
    """Return the code of the refusal, None for a file that is read."""
    try:
        raw = read_docx("計画.docx", data)
    except ReadError as error:
        return error.code
    headings = [raw.text[start:end] for start, end, _ in raw.headings]
    return None if headings == [heading.strip() for heading in headings] else "wrong headings"


def test_elements_nested_as_deep_as_xml_may_go_are_read_or_refused():
    for opening, closing in [
        ("<w:p><w:r><w:drawing><w:txbxContent>", "</w:txbxContent></w:drawing></w:r></w:p>"),
        ("<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ]:
        assert outcome(build(opening * 60 + p("本文") + closing * 60)) in {"CORRUPT", None}


VALID = build(p("総則", "1") + item("甲", 2) + TABLE + p("本文"), core="題")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_any_mutated_file_is_read_or_refused(changes):
    data = bytearray(VALID)
    for position, value in changes:
        data[position] = value
    assert outcome(bytes(data)) in {"CORRUPT", "ARCHIVE_BOMB", "EMPTY", None}


MARKUP = st.recursive(
    st.sampled_from([run("文"), "<w:r><w:tab/><w:br/></w:r>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>']),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from(["p", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "r", "drawing", "txbxContent"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_any_nesting_of_elements_is_read_or_refused(markup):
    assert outcome(build(markup + p("総則", "1"))) in {"CORRUPT", None}
