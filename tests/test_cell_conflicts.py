import pytest
from passages import question, read
from plan_versions import HEADER, draft, final, table

from assistant.answers import Answer, Status, Verdict
from assistant.extractive import ExtractiveAnswerer

FARMERS = "新規就農者数の令和5年度の実績は何人ですか"
TARGET = "新規就農者数の目標値は何人ですか"
OLD_TARGET = ("\t6人\t12人", "\t6人\t10人")


def answer(asked: str, *texts: str) -> Answer:
    return read(*texts).answer(asked)


def is_one_value(found: Answer) -> bool:
    return len(found.sentences) == 1 and "異なります" not in found.notice


@pytest.mark.parametrize("texts", [(draft(OLD_TARGET), final()), (final(), draft(OLD_TARGET))])
def test_targets_that_differ_stand_side_by_side_the_final_version_first(texts: tuple[str, str]) -> None:
    found = answer(TARGET, *texts)
    assert found.status is Status.ANSWERED
    assert [s.text[:3] for s in found.sentences] == ["12人", "10人"]
    assert [s.citations for s in found.sentences] == [(1,), (2,)]
    assert found.notice.index("確定版、令和6年6月") < found.notice.index("案、令和6年2月")


def test_each_value_is_proved_by_its_own_row_with_its_cell_marked() -> None:
    texts = draft(OLD_TARGET), final()
    found = answer(TARGET, *texts)
    assert [c.document for c in found.citations] == ["1.txt", "0.txt"]
    assert all(c.verdict is Verdict.PROVED for c in found.citations)
    marked = [texts[int(c.document[0])][start:end] for c in found.citations for start, end in c.marked]
    assert marked == ["12人", "10人"]


def test_two_documents_are_compared_also_where_the_year_is_named() -> None:
    found = answer(FARMERS, draft(("\t6人\t12人", "\t5人\t12人")), final())
    assert [s.text for s in found.sentences] == [
        "6人です（新規就農者数、令和5年、実績値）。",
        "5人です（新規就農者数、令和5年、実績値）。",
    ]


def test_a_newer_edition_goes_before_an_older_one() -> None:
    older = table("観光入込客数\t40,000人\t48,000人\t51,000人\t60,000人", date="令和6年6月")
    newer = table("観光入込客数\t40,000人\t48,000人\t52,000人\t60,000人", date="令和7年6月")
    found = answer("観光入込客数の令和5年度の実績は", older, newer)
    assert [s.text.split("人")[0] for s in found.sentences] == ["52,000", "51,000"]


def test_without_a_year_the_latest_value_leads_and_what_the_other_says_of_it_is_told() -> None:
    found = answer("観光入込客数は何人ですか", draft(("52,000人", "集計中")), final())
    assert found.sentences[0].text.startswith("52,000人です")
    assert "（確定版、令和6年6月）の値です" in found.notice
    assert "（案、令和6年2月）では「集計中」となっています" in found.notice


def test_three_values_are_shown_by_version_and_date() -> None:
    revised = table("新規就農者数\t3人\t4人\t6人\t15人", version="（改定版）", date="令和7年3月")
    found = answer(TARGET, draft(OLD_TARGET), final(), revised)
    assert [s.text[:3] for s in found.sentences] == ["15人", "12人", "10人"]


def test_a_value_that_two_of_three_give_is_one_sentence_with_both_rows() -> None:
    revised = table("新規就農者数\t3人\t4人\t6人\t12人", version="（改定版）", date="令和7年3月")
    found = answer(TARGET, draft(OLD_TARGET), final(), revised)
    assert [s.text[:3] for s in found.sentences] == ["12人", "10人"]
    assert [len(s.citations) for s in found.sentences] == [2, 1]


def test_equal_values_are_one_sentence_with_both_rows_and_no_notice() -> None:
    found = answer(FARMERS, draft(), final())
    assert is_one_value(found)
    assert found.sentences[0].citations == (1, 2)
    assert not found.notice
    assert all(c.verdict is Verdict.PROVED for c in found.citations)


@pytest.mark.parametrize("written", ["18,000万円", "180,000千円", "1億8,000万円"])
def test_one_amount_in_other_units_is_no_conflict(written: str) -> None:
    assert is_one_value(answer("水産加工の出荷額のR5実績は", draft(("1.8億円", written)), final()))


def test_a_rounded_amount_agrees_with_the_exact_one_which_is_not_cited_for_it() -> None:
    found = answer("水産加工の出荷額のR5実績は", draft(("1.8億円", "179,655千円")), final())
    assert is_one_value(found)
    assert [c.document for c in found.citations] == ["1.txt"]


def test_amounts_further_apart_than_rounding_differ() -> None:
    found = answer("水産加工の出荷額のR5実績は", draft(("1.8億円", "169,655千円")), final())
    assert len(found.sentences) == 2


def test_a_question_that_names_the_draft_gets_the_draft_alone() -> None:
    found = answer("浜風町総合戦略の案では新規就農者数の目標値は何人ですか", final(), draft(OLD_TARGET))
    assert is_one_value(found)
    assert found.sentences[0].text.startswith("10人")


def test_a_question_that_names_the_final_version_gets_it_alone() -> None:
    found = answer("確定版では新規就農者数の目標値は何人ですか", draft(OLD_TARGET), final())
    assert is_one_value(found)
    assert found.sentences[0].text.startswith("12人")


def test_a_draft_that_is_asked_does_not_borrow_the_final_value() -> None:
    found = answer("案では観光入込客数の令和5年度の実績は何人ですか", draft(("52,000人", "集計中")), final())
    assert found.sentences[0].text.startswith("集計中")
    assert "52,000" not in found.text


def test_an_edition_that_is_named_gets_its_own_value() -> None:
    texts = [
        table(f"観光入込客数\t45,000人\t48,000人\t{value}\t60,000人", title=f"令和{year}年度版 浜風町指標一覧")
        for year, value in ((6, "51,000人"), (7, "52,000人"))
    ]
    found = answer("令和6年度版 浜風町指標一覧では観光入込客数の目標値は何人ですか", *texts)
    assert "異なります" not in found.notice


def test_a_final_version_that_stands_empty_is_told_beside_the_drafts_value() -> None:
    found = answer("観光入込客数の令和5年度の実績は何人ですか", draft(), final(("52,000人", "")))
    assert found.sentences[0].text.startswith("52,000人")
    assert "（案、令和6年2月）の値です" in found.notice
    assert "（確定版、令和6年6月）では空欄です" in found.notice


def test_an_older_edition_that_has_the_year_still_empty_is_no_news() -> None:
    assert not answer("観光入込客数の令和5年度の実績は何人ですか", draft(("52,000人", "")), final()).notice


OTHER_ROWS = {
    "a target and an actual value": table(
        "新規就農者数\t3人\t4人\t7人\t9人", header=HEADER.replace("R5実績", "R5目標"), version="（案）"
    ),
    "a calendar and a fiscal year": table(
        "新規就農者数\t3人\t4人\t7人\t9人", header=HEADER.replace("R5実績", "令和5年実績"), version="（案）"
    ),
    "a forecast and an actual value": table(
        "新規就農者数\t3人\t4人\t7人\t9人", header=HEADER.replace("R5実績", "R5見込"), version="（案）"
    ),
    "another year": table("新規就農者数\t3人\t4人\t7人\t9人", header=HEADER.replace("R5", "R3"), version="（案）"),
    "another town": table("新規就農者数\t3人\t4人\t7人\t9人", title="山辺町総合戦略 重要業績評価指標", place="山辺町"),
    "the prefecture": table(
        "新規就農者数\t3人\t4人\t7人\t9人", title="北海道総合戦略 重要業績評価指標", place="北海道"
    ),
    "another unit": table("新規就農者数\t3世帯\t4世帯\t7世帯\t9世帯", version="（案）"),
    "another label": table("新規就農者数（累計）\t3人\t4人\t7人\t9人", version="（案）"),
    "a bound": table("新規就農者数\t3人\t4人\t7人以上\t9人以上", version="（案）"),
    "an unrelated document": table(
        "新規就農者数\t3人\t4人\t7人\t9人", title="浜風町農業振興計画", heading="担い手の育成"
    ),
}


@pytest.mark.parametrize("other", OTHER_ROWS.values(), ids=OTHER_ROWS)
def test_cells_of_something_else_are_never_called_a_conflict(other: str) -> None:
    found = answer("浜風町の新規就農者数の令和5年度の実績は何人ですか", final(), other)
    assert "異なります" not in found.notice
    assert "7人" not in found.text


@pytest.mark.parametrize(
    ("columns", "other_columns"),
    [("収量（t）", "収量（t/ha）"), ("収量（10a当たり）", "収量"), ("中間目標値", "最終目標値"), ("男性", "女性")],
)
def test_columns_of_another_meaning_are_not_compared(columns: str, other_columns: str) -> None:
    texts = [
        table("たまねぎの作付\t120\t5", header=f"品目\t{name}\t順位", version=version).replace(
            "\t120\t", f"\t{value}\t"
        )
        for name, version, value in ((columns, "（案）", 120), (other_columns, "（確定版）", 130))
    ]
    assert "異なります" not in answer("たまねぎの作付の収量はいくつですか", *texts).notice


def test_parts_below_other_rows_are_not_compared() -> None:
    header = "区分\tR5実績\t目標値（R7）"
    first = table("職員数\t120人\t130人", "うち女性\t40人\t50人", header=header, version="（案）")
    second = table("議員数\t12人\t12人", "うち女性\t4人\t5人", header=header, version="（確定版）")
    assert "異なります" not in answer("うち女性の目標値は何人ですか", first, second).notice


def test_parts_below_the_same_row_are_compared() -> None:
    header = "区分\tR5実績\t目標値（R7）"
    first, second = (
        table("職員数\t120人\t130人", f"うち女性\t40人\t{value}人", header=header, version=version)
        for version, value in (("（案）", 50), ("（確定版）", 60))
    )
    assert "異なります" in answer("うち女性の目標値は何人ですか", first, second).notice


def test_a_general_label_under_another_heading_is_something_else() -> None:
    first = table("利用者数\t3人\t4人\t5人\t9人", heading="道の駅", version="（案）")
    second = table("利用者数\t3人\t4人\t6人\t9人", heading="図書館", version="（確定版）")
    assert "異なります" not in answer("利用者数の令和5年度の実績は何人ですか", first, second).notice


def test_a_label_that_a_document_has_twice_tells_nothing() -> None:
    twice = final() + "\n基本目標2 ひとを呼ぶ\n\n" + HEADER + "\n新規就農者数\t3人\t4人\t8人\t20人\n"
    assert "異なります" not in answer(TARGET, draft(OLD_TARGET), twice).notice


FEES = "施設\t基本料金\t暖房料"


def fees(price: str, date: str, title: str = "浜風町公民館の使用料") -> str:
    return table(f"大会議室\t{price}\t100円", title=title, date=date, header=FEES, heading="使用料")


def test_fees_without_a_year_hold_until_a_newer_page_replaces_them() -> None:
    found = answer("大会議室の基本料金はいくらですか", fees("400円", "令和4年4月1日"), fees("600円", "令和6年4月1日"))
    assert [s.text[:4] for s in found.sentences] == ["600円", "400円"]


def test_values_without_a_year_in_editions_of_two_years_are_not_compared() -> None:
    texts = [
        fees(price, f"令和{year}年4月1日", f"令和{year}年度 浜風町公民館の使用料")
        for price, year in (("400円", 4), ("600円", 6))
    ]
    assert "異なります" not in answer("大会議室の基本料金はいくらですか", *texts).notice


def test_counts_without_a_year_are_of_the_day_they_were_written() -> None:
    texts = [
        table(f"西地区\t{count}人\t9人", title="浜風町の地区", header="地区\t人数\t班長", date=f"令和{year}年4月1日")
        for count, year in ((120, 4), (110, 6))
    ]
    assert "異なります" not in answer("西地区の人数は何人ですか", *texts).notice


def test_both_rows_are_the_first_passages_whoever_words_the_answer() -> None:
    source = read(draft(OLD_TARGET), final())
    answerer = ExtractiveAnswerer(source.matcher, source.ranker, source.sources)
    first = answerer.order(question(TARGET), source.hits)[:2]
    assert {hit.document for hit in first} == {"0.txt", "1.txt"}
    assert all("新規就農者数" in hit.chunk.text for hit in first)


def test_what_is_reckoned_differs_where_the_versions_do() -> None:
    asked = "新規就農者数の令和5年度の実績と目標値の差は何人ですか"
    found = answer(asked, draft(OLD_TARGET), final())
    assert ["6人" in s.text and "12人" in s.text for s in found.sentences] == [True, False]
    assert "10人" in found.sentences[1].text
    assert found.notice.index("確定版") < found.notice.index("（案、")
    assert all(c.verdict is Verdict.PROVED for c in found.citations)


def test_what_is_reckoned_from_either_version_alike_is_told_once_from_the_final_one() -> None:
    found = answer("新規就農者数の令和5年度の実績と目標値の差は何人ですか", draft(), final())
    assert is_one_value(found)
    assert [c.document for c in found.citations] == ["1.txt"]


def test_one_sum_written_in_other_units_is_told_once() -> None:
    asked = "水産加工の出荷額の令和5年度の実績と目標値の差はいくらですか"
    assert is_one_value(answer(asked, draft(("1.8億円", "18,000万円")), final()))
