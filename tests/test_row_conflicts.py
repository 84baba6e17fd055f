import pytest
from passages import read
from plan_versions import table

from assistant.answers import Answer, Status, Verdict

HEADER = "事業名\t担当\t完了時期\t事業費"
ROW = "浜風橋の架替え\t建設課\t{when}\t{cost}"


def programme(when: str = "令和8年3月", cost: str = "1.5億円", version: str = "（確定版）", row: str = ROW) -> str:
    date = "令和5年9月" if version == "（案）" else "令和6年3月"
    rows = row.format(when=when, cost=cost), "公民館の改修\t生涯学習課\t令和6年度\t5,000千円"
    return table(*rows, header=HEADER, version=version, date=date, title="浜風町実施計画", heading="主な事業")


def answer(asked: str, *texts: str) -> Answer:
    return read(*texts).answer(asked)


def test_dates_that_differ_are_shown_in_both_rows_with_the_date_marked() -> None:
    texts = programme("令和7年3月", version="（案）"), programme()
    found = answer("浜風橋の架替えはいつ完了しますか", *texts)
    assert found.status is Status.ANSWERED
    assert ["令和8年3月" in s.text for s in found.sentences] == [True, False]
    marked = [texts[int(c.document[0])][start:end] for c in found.citations for start, end in c.marked]
    assert marked == ["令和8年3月", "令和7年3月"]
    assert all(c.verdict is Verdict.PROVED for c in found.citations)
    assert found.notice.index("（確定版、令和6年3月）") < found.notice.index("（案、令和5年9月）")


def test_costs_that_differ_are_shown_in_both_rows() -> None:
    found = answer("浜風橋の架替えの事業費はいくらですか", programme(cost="1.2億円", version="（案）"), programme())
    assert ["1.5億円" in s.text for s in found.sentences] == [True, False]


@pytest.mark.parametrize(
    ("asked", "drafted"),
    [
        ("浜風橋の架替えの事業費はいくらですか", programme("令和7年3月", version="（案）")),
        ("浜風橋の架替えはいつ完了しますか", programme(cost="1.2億円", version="（案）")),
        ("浜風橋の架替えの事業費はいくらですか", programme(cost="150,000千円", version="（案）")),
        ("浜風橋の架替えはいつ完了しますか", programme("令和8年", version="（案）")),
        ("案では浜風橋の架替えはいつ完了しますか", programme("令和7年3月", version="（案）")),
        ("浜風橋の架替えはいつ完了しますか", programme("令和7年3月", version="（案）", row=f"夕凪{ROW}")),
        ("浜風橋の架替えはいつ完了しますか", programme("令和7年3月", version="（案）").replace("浜風町", "山辺町")),
    ],
    ids=["another column", "another column again", "equal amounts", "a coarser date", "a version", "a row", "a town"],
)
def test_nothing_is_set_beside_what_does_not_differ_in_what_is_asked(asked: str, drafted: str) -> None:
    assert "異なります" not in answer(asked, programme(), drafted).notice


def test_what_is_done_goes_beside_what_was_planned_where_the_dates_differ() -> None:
    planned = "浜風町の事業\n\n令和5年4月\n浜風町\n\n浜風橋の架替えは、令和7年3月に完成する予定です。\n"
    done = "浜風町の事業\n\n令和7年7月\n浜風町\n\n浜風橋の架替えは、令和7年6月に完成しました。\n"
    found = answer("浜風橋の架替えはいつ完成しますか", planned, done)
    assert ["完成しました" in s.text for s in found.sentences] == [True, False]
    assert "異なります" in found.notice
