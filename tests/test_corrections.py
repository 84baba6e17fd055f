from passages import read

SPEECH = """浜風市議会会議録
令和７年第２回定例会 本会議録
2025-06-11

○市長（山野太郎）　予算の規模については、一般会計7,412億円、特別会計31億円となっています。{behind}
"""
CORRECTED = "読み間違いがありましたので、訂正します。予算の規模です。一般会計74億1,200万円です。"
OTHER_FIGURE = "資料に誤字がありましたので、訂正します。桟橋の費用は3億円です。"


def test_a_figure_is_shown_with_what_its_speaker_corrects_it_to() -> None:
    answer = read(SPEECH.format(behind=CORRECTED)).answer("一般会計の予算の規模はいくらですか")
    quotes = [citation.quote for citation in answer.citations]
    assert quotes[0].startswith("予算の規模については")
    assert quotes[1:] == ["一般会計74億1,200万円です。"]
    assert "訂正" in answer.notice


def test_a_correction_of_something_else_is_left_out() -> None:
    answer = read(SPEECH.format(behind=OTHER_FIGURE)).answer("一般会計の予算の規模はいくらですか")
    assert [citation.quote[:8] for citation in answer.citations] == ["予算の規模につい"]
    assert "訂正" not in answer.notice


def test_a_correction_of_what_is_not_asked_about_is_left_out() -> None:
    answer = read(SPEECH.format(behind=CORRECTED)).answer("特別会計の予算の規模はいくらですか")
    assert [citation.quote[:8] for citation in answer.citations] == ["予算の規模につい"]


def test_a_correction_by_another_speaker_is_left_out() -> None:
    behind = f"\n\n○副市長（岸三郎）　{CORRECTED}"
    answer = read(SPEECH.format(behind=behind)).answer("一般会計の予算の規模はいくらですか")
    assert {citation.speaker for citation in answer.citations} == {"市長(山野太郎)"}
