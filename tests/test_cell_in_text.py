import pytest
from passages import read
from plan_versions import final, table

from assistant.answers import Answer, Verdict

ASKED = "観光入込客数の令和5年度の実績は何人ですか"
SAID = "令和5年度の観光入込客数は54,000人でした。"


def page(sentence: str, *, place: str = "浜風町", heading: str = "観光の話題") -> str:
    return f"広報{place[:-1]}\n\n令和6年9月\n{place}\n\n{heading}\n\n{sentence}\n町では催しを続けます。\n"


def answer(asked: str, *texts: str) -> Answer:
    return read(*texts).answer(asked)


def test_a_sentence_with_another_figure_stands_beside_the_cell() -> None:
    found = answer(ASKED, final(), page(SAID))
    assert [s.text for s in found.sentences] == ["52,000人です（観光入込客数、令和5年、実績値）。", SAID]
    assert [c.document for c in found.citations] == ["0.txt", "1.txt"]
    assert all(c.verdict is Verdict.PROVED for c in found.citations)
    assert "異なります" in found.notice


def test_the_figure_in_the_sentence_is_marked_and_the_quote_is_the_sentence() -> None:
    text = page(SAID)
    citation = answer(ASKED, final(), text).citations[1]
    assert citation.quote == SAID
    assert [text[start:end] for start, end in citation.marked] == ["54,000人"]


def test_a_newer_sentence_goes_before_a_drafts_cell() -> None:
    found = answer(ASKED, table(version="（案）"), page(SAID))
    assert found.sentences[0].text == SAID


def test_what_is_still_being_counted_in_the_table_is_told_beside_the_sentence() -> None:
    found = answer(ASKED, final(("52,000人", "集計中")), page(SAID))
    assert found.sentences[0].text == SAID
    assert "では「集計中」となっています" in found.notice


@pytest.mark.parametrize(
    "other",
    [
        page("令和5年度の観光入込客数は52,000人でした。"),
        page("令和5年度の観光入込客数は5.2万人でした。"),
        page("令和5年の観光入込客数は54,000人でした。"),
        page("令和4年度の観光入込客数は54,000人でした。"),
        page("令和5年度の観光入込客数の目標は54,000人です。"),
        page("令和5年度の道の駅の観光入込客数は54,000人でした。"),
        page("令和5年度の観光入込客数は2,000人の増でした。"),
        page("令和5年度の観光入込客数は54,000人泊でした。"),
        page("令和5年度の観光入込客数は54,000人を見込んでいます。"),
        page("令和5年度の観光入込客数は54,000人で、前の年度より2,000人増えました。"),
        page("観光入込客数は54,000人でした。"),
        page(SAID, place="山辺町"),
        page(SAID, heading="道の駅はまかぜ"),
    ],
)
def test_sentences_of_something_else_are_never_called_a_conflict(other: str) -> None:
    found = answer(f"浜風町の{ASKED}", final(), other)
    assert "異なります" not in found.notice
    assert "54,000" not in found.text


def test_a_general_label_is_not_looked_for_in_sentences() -> None:
    first = table("利用者数\t3人\t4人\t5人\t9人", heading="道の駅")
    found = answer("利用者数の令和5年度の実績は何人ですか", first, page("令和5年度の利用者数は7人でした。"))
    assert "異なります" not in found.notice
