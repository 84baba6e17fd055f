import pytest
from passages import Reading, read

from assistant.answers import Answer, Status, Verdict

PRESS = """灯町の予算の資料

灯町総務課

予算の規模

一般会計の総額は58億4,000万円で、前年度から2億1,500万円の増となりました。

主な新規事業

・通学路の照明の増設に2,400万円
・遊び場の整備に8,750万円
・買い物バスの運行に1,320万円

応援寄附

令和4年度の寄附は3,120件で、金額は4,680万円でした。令和5年度の寄附は4,275件に増え、金額は6,130万円になりました。

採用

採用した職員は、一般事務が7人、保健師が2人、土木技術が3人です。

調査

町に住み続けたいと答えた人は513人です。前回の調査では468人でした。

農業

新しく農業を始めた人は、令和3年度に6人いました。
研修中の人も含めると、令和5年度には11人になりました。

補修

町道の補修には、東地区で3,600万円、西地区で約2,900万円を使いました。

相談

相談は全部で359件で、うち電話が264件、窓口が38件です。
"""
BULLETIN = """広報ひまち　令和{year}年度決算特集

灯町財政課

町税の収入は{tax}です。

年度末の町債の残高は{debt}です。
"""


@pytest.fixture(scope="module")
def press() -> Reading:
    return read(PRESS)


@pytest.fixture(scope="module")
def bulletins() -> Reading:
    return read(
        BULLETIN.format(year=4, tax="8億7,400万円", debt="72億5,000万円"),
        BULLETIN.format(year=5, tax="8億9,100万円", debt="69億8,000万円"),
        "谷町の広報　令和5年度決算特集\n\n谷町財政課\n\n町税の収入は3億円です。\n",
    )


def proved(answer: Answer) -> bool:
    return bool(answer.citations) and all(c.verdict is Verdict.PROVED for c in answer.citations)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("灯町の新規事業3つの予算の合計はいくらですか", "合わせて1億2,470万円です"),
        ("灯町の通学路の照明の増設と買い物バスの運行を合わせるといくらですか", "合わせて3,720万円です"),
        ("灯町で採用した保健師と土木技術の職員は合わせて何人ですか", "合わせて5人です（保健師 2人、土木技術 3人"),
        ("灯町で採用した職員は全部で何人ですか", "合わせて12人です"),
        ("灯町の応援寄附は令和4年度と令和5年度で合わせて何件ですか", "合わせて7,395件です"),
        ("灯町の令和4年度と5年度の応援寄附の金額を合計すると", "合わせて1億810万円です"),
    ],
)
def test_figures_of_sentences_and_items_are_added_up(press: Reading, asked: str, said: str) -> None:
    answer = press.answer(asked)
    assert said in answer.text
    assert "計算した値" in answer.notice
    assert proved(answer)


def test_each_addend_is_cited_and_marked(press: Reading) -> None:
    answer = press.answer("灯町の通学路の照明の増設と買い物バスの運行を合わせるといくらですか")
    assert [PRESS[s:e] for c in answer.citations for s, e in c.marked] == ["2,400万円", "1,320万円"]


def test_an_addend_that_is_not_there_is_named_and_nothing_is_added_up(press: Reading) -> None:
    answer = press.answer("灯町の買い物バスの運行と街灯の設置を合わせるといくらですか")
    assert answer.status is Status.PARTIAL
    assert "買い物バスの運行 1,320万円" in answer.text
    assert "「街灯の設置」の値が見つからない" in answer.notice


@pytest.mark.parametrize(
    "asked",
    [
        "灯町の町道の補修は東地区と西地区を合わせていくらですか",
        "灯町で新しく農業を始めた人は令和3年度と令和5年度で何人違いますか",
        "灯町の新規事業5つの予算の合計はいくらですか",
        "灯町の相談は合計で何件ですか",
        "灯町の一般会計は前年度からいくら増えましたか",
        "東灯町の通学路の照明の増設と買い物バスの運行を合わせるといくらですか",
    ],
)
def test_what_is_rounded_contained_uncounted_or_of_another_town_is_not_reckoned_with(
    press: Reading, asked: str
) -> None:
    assert "計算した値" not in press.answer(asked).notice


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("灯町の応援寄附の件数は令和4年度から令和5年度に何件増えましたか", "1,155件増えました"),
        ("灯町の応援寄附の金額は前の年度に比べていくら増えましたか（令和5年度）", "1,450万円増えました"),
        ("灯町に住み続けたいと答えた人は前回より何人増えましたか", "45人増えました"),
        ("灯町の遊び場の整備は買い物バスの運行よりいくら多いですか", "遊び場の整備のほうが7,430万円多いです"),
        ("灯町の採用で一般事務は土木技術の何倍ですか", "2.3倍です（一般事務 7人、土木技術 3人"),
        ("灯町の採用で土木技術は一般事務の何倍ですか", "0.4倍です（土木技術 3人、一般事務 7人"),
    ],
)
def test_figures_of_two_sentences_are_compared(press: Reading, asked: str, said: str) -> None:
    answer = press.answer(asked)
    assert said in answer.text
    assert proved(answer)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("灯町の町税の収入は令和4年度から令和5年度にいくら増えましたか", "1,700万円増えました"),
        ("灯町の町債の残高は令和4年度末から令和5年度末にいくら減りましたか", "2億7,000万円減りました"),
    ],
)
def test_two_documents_of_a_series_are_compared_where_years_are_named(
    bulletins: Reading, asked: str, said: str
) -> None:
    answer = bulletins.answer(asked)
    assert said in answer.text
    assert {c.document for c in answer.citations} == {"0.txt", "1.txt"}
    assert proved(answer)


def test_a_year_of_which_there_is_no_document_is_not_compared(bulletins: Reading) -> None:
    answer = bulletins.answer("灯町の町税の収入は令和3年度から令和5年度にいくら増えましたか")
    assert "計算した値" not in answer.notice


def test_a_sentence_of_another_year_is_not_compared_in() -> None:
    source = read("灯町の雪対策\n\n灯町土木課\n\n令和4年度の除雪費は3億2,400万円で、排雪費は8,150万円でした。\n")
    assert "4倍です" in source.answer("灯町の令和4年度の除雪費は排雪費の何倍ですか").text
    assert "計算した値" not in source.answer("灯町の令和5年度の除雪費は排雪費の何倍ですか").notice


def test_two_measures_of_two_years_are_no_change_of_one() -> None:
    first = "令和4年度の歳入は61億円、歳出は59億円でした。"
    source = read(f"灯町の決算\n\n灯町財政課\n\n{first}令和5年度の歳入は60億円、歳出は58億円でした。\n")
    asked = "灯町の令和4年度の歳入と令和5年度の歳出の差はいくらですか"
    assert "計算した値" not in source.answer(asked).notice
    assert "1億円減りました" in source.answer("灯町の歳入は令和4年度から令和5年度にいくら減りましたか").text


def test_who_said_the_addends_is_said() -> None:
    said = "浜町議会 会議録\n\n○総務課長　主なものは、橋の補修に2,900万円、除雪車の更新に2,450万円であります。\n"
    answer = read(said).answer("浜町の橋の補修と除雪車の更新を合わせるといくらですか")
    assert answer.text.startswith("総務課長の発言によると、合わせて5,350万円です")
    assert proved(answer)
