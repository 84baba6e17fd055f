import pytest
from passages import Reading, read
from plan_versions import table

from assistant.tables.cell_subject import Subject, same_row, same_surroundings, subjects_of
from ingest.cell_values import Role
from vectorstore.search import Hit


def rows(source: Reading) -> list[Hit]:
    return [hit for hit in source.hits if hit.chunk.cells]


def subject(header: str, label: str = "新規就農者数", value: str = "6人") -> Subject:
    source = read(table(f"{label}\t{value}\t9人", header=f"指標\t{header}\t順位"))
    return subjects_of(rows(source)[0], source.sources)[0][2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("R5実績", "令和5年度 実績値"),
        ("目標値（R7）", "目標値(令和7年度)"),
        ("予算額（千円）", "予算額（円）"),
        ("実績値（単位：人）", "実績値"),
    ],
)
def test_headers_that_mean_one_column_give_one_subject(first: str, second: str) -> None:
    assert subject(first) == subject(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("R5実績", "R5目標"),
        ("R5実績", "R5見込"),
        ("令和5年度実績", "令和5年実績"),
        ("R5実績", "R4実績"),
        ("中間目標値", "最終目標値"),
        ("当初予算額", "補正後予算額"),
        ("収量（10a当たり）", "収量"),
        ("夏の料金", "冬の料金"),
    ],
)
def test_headers_that_mean_other_columns_give_other_subjects(first: str, second: str) -> None:
    assert subject(first) != subject(second)


def test_the_kind_of_value_and_the_year_are_read() -> None:
    found = subject("R5実績")
    assert (found.role, found.fiscal_year, found.year, found.column) == (Role.ACTUAL, 2023, None, "")
    assert found.has_year


@pytest.mark.parametrize(
    ("label", "specific"),
    [
        ("新規就農者数", True),
        ("観光入込客数", True),
        ("水産加工の出荷額", True),
        ("利用者数", False),
        ("年間参加者数", False),
        ("相談件数", False),
        ("合計", False),
    ],
)
def test_a_label_is_specific_by_what_is_left_without_general_words(label: str, specific: bool) -> None:
    assert subject("R5実績", label).is_specific is specific


def test_a_label_is_the_same_without_notes_units_and_blanks() -> None:
    first, second = "新規 就農者数（人）※1", "新規就農者数"
    source = read(table(f"{first}\t6人\t9人"), table(f"{second}\t6人\t9人"), table("新規就農者数（累計）\t6人\t9人"))
    noted, plain, other = rows(source)
    assert same_row(noted, plain)
    assert not same_row(plain, other)


@pytest.mark.parametrize(("first", "second"), [("5〜9歳", "59歳"), ("59歳", "60歳"), ("第1-2工区", "第12工区")])
def test_rows_that_figures_tell_apart_or_that_have_no_label_are_not_the_same(first: str, second: str) -> None:
    source = read(table(f"{first}\t6人\t9人", f"{second}\t6人\t9人", header="区分\tR5実績\t目標値"))
    one, other = rows(source)
    assert not same_row(one, other)


def test_a_part_carries_the_row_that_it_follows() -> None:
    source = read(table("職員数\t120人\t130人", "うち女性\t40人\t50人", header="区分\tR5実績\t目標値"))
    _, part = rows(source)
    assert subjects_of(part, source.sources)[0][2].labels == ("職員数", "うち女性")


def test_a_date_is_the_value_and_not_the_year_of_a_cell() -> None:
    assert not subject("完了時期", value="令和7年3月").has_year


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (table(version="（案）"), True),
        (table(heading="１ しごとをつくる"), True),
        (table(title="浜風町観光計画"), True),
        (table(title="浜風町観光計画", heading="観光の状況"), False),
        (table(title="浜風町観光計画", heading="浜風町観光計画"), False),
        (table(title="山辺町総合戦略 重要業績評価指標", place="山辺町"), False),
    ],
)
def test_tables_are_of_one_matter_in_versions_of_a_document_or_below_one_heading(other: str, same: bool) -> None:
    source = read(table(), other)
    first = rows(source)[0]
    second = next(hit for hit in rows(source) if hit.document == "1.txt")
    found = subjects_of(first, source.sources)[0][2]
    assert same_surroundings(found, first, second, source.sources) is same


def test_papers_that_only_have_a_number_are_not_versions_of_one() -> None:
    source = read(table(title="資料1", heading="観光"), table(title="資料1", heading="観光の状況", version="（案）"))
    first, *_, second = (hit for hit in rows(source) if "新規就農者数" in hit.chunk.text)
    found = subjects_of(first, source.sources)[0][2]
    assert not same_surroundings(found, first, second, source.sources)
