import pytest

from assistant.proof.modality import planned_only


@pytest.mark.parametrize(
    ("sentence", "quote", "verb"),
    [
        ("補修を実施しました。", "補修を実施する予定です。", "実施"),
        ("対応を検討しました。", "対応を検討してまいります。", "検討"),
        ("費用は54万円増えました。", "費用は54万円増える見込みです。", "増"),
        ("バスを4台に増やしました。", "バスを4台に増やし、45分を超えないようにいたします。", "増"),
        ("区域を広げました。", "区域を、令和7年度までに市内全域へ広げます。", "広"),
    ],
)
def test_what_is_planned_is_not_told_as_done(sentence: str, quote: str, verb: str) -> None:
    assert planned_only(sentence, quote) == verb


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("補修を実施する予定です。", "補修を実施する予定です。"),
        ("補修を実施しました。", "補修を実施しました。点検も実施する予定です。"),
        ("町長は、補修を検討すると説明しました。", "補修を検討してまいります。後で説明する予定です。"),
        ("補修を実施しました。", "補修の実施は令和5年度です。"),
        ("議案は可決されました。", "議案を可決することに決しました。"),
    ],
)
def test_what_is_done_or_told_may_be_told(sentence: str, quote: str) -> None:
    assert planned_only(sentence, quote) == ""
