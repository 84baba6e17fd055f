import pytest
from passages import question

from assistant.reckoning.arithmetic import Operation
from assistant.reckoning.operations import AskedOperation, asked_operation, asks_for_rows


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("受診率は令和4年から令和5年に何ポイント下がりましたか", Operation.DIFFERENCE),
        ("相談件数は前の年よりどれだけ増えましたか", Operation.DIFFERENCE),
        ("浜中学校と山中学校の生徒数の差は", Operation.DIFFERENCE),
        ("普通車と電動車ではどちらがいくら安いですか", Operation.DIFFERENCE),
        ("目標まであといくらですか", Operation.DIFFERENCE),
        ("出荷額の増減率を教えてください", Operation.CHANGE_RATE),
        ("来場者は前年から何％増えましたか", Operation.CHANGE_RATE),
        ("来場者は10年前の何倍ですか", Operation.RATIO),
        ("除雪費は予算全体の何％を占めますか", Operation.SHARE),
        ("出荷額は目標の何％に達していますか", Operation.SHARE),
        ("小学校と中学校を合わせていくらですか", Operation.SUM),
        ("3年間の来場者の平均は何人ですか", Operation.MEAN),
        ("歳入に占める町税の割合は", Operation.SHARE),
        ("受診率は目標に対して何ポイント不足していますか", Operation.DIFFERENCE),
        ("貸出冊数は目標にどれだけ届きませんでしたか", Operation.DIFFERENCE),
        ("相談件数は増えましたか", Operation.DIFFERENCE),
        ("受診率は下がっていますか", Operation.DIFFERENCE),
        ("貸出冊数は目標に届きましたか", Operation.DIFFERENCE),
        ("受診率は目標を達成しましたか", Operation.DIFFERENCE),
        ("3泊するといくらになりますか", Operation.PRODUCT),
        ("予算額が最も大きい事業は", Operation.MAXIMUM),
        ("最も予算額が大きい事業は", Operation.MAXIMUM),
        ("一番来館者が少ない施設は", Operation.MINIMUM),
        ("一番安い部屋はどれですか", Operation.MINIMUM),
        ("来場者が2番目に多い行事は", Operation.MAXIMUM),
        ("相談件数はどう変わりましたか", Operation.DIFFERENCE),
    ],
)
def test_the_reckoning_asked_for_is_read_from_the_question(asked: str, expected: Operation) -> None:
    found = asked_operation(question(asked))
    assert found is not None
    assert found.operation is expected


@pytest.mark.parametrize(
    "asked",
    [
        "令和5年の相談件数は何件ですか",
        "相談件数が減った理由は何ですか",
        "除雪車は何台ありますか",
        "住宅の目標値は",
        "締結式の場所はどこですか",
        "対前年比はいくらですか",
        "町長は増えた相談について何と述べましたか",
        "トップセールスはいつ行いますか",
        "トンネルはどのくらい長いですか",
        "補助金の最大額はいくらですか",
        "上位計画は何ですか",
        "相談件数が増えたのはなぜですか",
        "増えた相談に対応しましたか",
        "目標を定めた計画はありますか",
        "村長は子どもが減ったと述べましたか",
        "制度はどう変わりましたか",
    ],
)
def test_a_value_as_it_stands_is_no_reckoning(asked: str) -> None:
    assert asked_operation(question(asked)) is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("予算額の上位3つを教えて", AskedOperation(Operation.MAXIMUM, top=3)),
        ("料金が安い順に2つ教えて", AskedOperation(Operation.MINIMUM, lesser=True, adjective="安", top=2)),
        ("除雪費は何番目に大きいですか", AskedOperation(Operation.MAXIMUM, place=0)),
        ("3番目に高い部屋は", AskedOperation(Operation.MAXIMUM, adjective="高", place=3)),
        ("2人で5泊するといくらですか", AskedOperation(Operation.PRODUCT, number=(2, "人"))),
    ],
)
def test_how_many_and_which_place_are_read_too(asked: str, expected: AskedOperation) -> None:
    assert asked_operation(question(asked)) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("達成度がAの指標はいくつありますか", True), ("達成度がAの指標を教えて", True), ("達成度の意味は", False)],
)
def test_rows_may_be_asked_for_by_number_or_by_name(asked: str, *, expected: bool) -> None:
    assert asks_for_rows(question(asked).normal) is expected
