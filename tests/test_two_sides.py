import pytest
from passages import Reading, read

from assistant.answers import Answer, Status, Verdict

REGION = """湾岸地域の人口と世帯

湾岸地域協議会

人口の推移

町村\t令和2年\t令和6年
潮見町\t8,120\t7,940
磯谷村\t1,530\t1,530
岬町\t3,310\t集計中

高齢化率の推移

町村\t令和2年\t令和6年
潮見町\t38.2\t40.1
磯谷村\t44.6\t43.9
岬町\t41.0\t41.8
"""
FEES = """公民館の使用料

潮見町教育委員会

部屋\t午前\t午後\t夜間\t定員
本館 工作室\t800円\t1,100円\t1,300円\t20人
本館 音楽室\t700円\t900円\t1,200円\t30人
分館 和室\t400円\t500円\t無料\t16人
"""
SHIOMI = """潮見町の福祉

潮見町

福祉避難所は4施設です。これを7施設に増やします。
町民1人当たりの貸出しは、令和5年度に7.5冊でした。
一時預かりの料金は1時間400円です。
リサイクル率は31.2％です。
"""
ISOYA = """磯谷村の防災

磯谷村

福祉避難所は3か所です。
村民1人当たりの貸出しは、令和5年度に6.2冊で、前年度の6.8冊から減りました。
病児保育の料金は1日2,000円です。
リサイクル率は、令和4年度に28.4％でした。
"""
LIBRARIES = """図書館のご案内

潮見町

中央館
蔵書は6万2,000冊です。駐車場は40台分あります。

東分館
蔵書は9,800冊です。駐車場は6台分あります。

講座室大は1時間600円、講座室小は1時間350円です。
"""


@pytest.fixture(scope="module")
def region() -> Reading:
    return read(REGION)


@pytest.fixture(scope="module")
def fees() -> Reading:
    return read(FEES)


@pytest.fixture(scope="module")
def towns() -> Reading:
    return read(SHIOMI, ISOYA)


@pytest.fixture(scope="module")
def libraries() -> Reading:
    return read(LIBRARIES)


def proved(answer: Answer) -> bool:
    return bool(answer.citations) and all(c.verdict is Verdict.PROVED for c in answer.citations)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("令和6年の人口は、潮見町と磯谷村のどちらが多いですか", "潮見町のほうが6,410多いです"),
        ("令和6年の高齢化率は、潮見町と磯谷村のどちらが高いですか", "磯谷村のほうが3.8高いです"),
        ("磯谷村の高齢化率は潮見町より高いですか", "磯谷村のほうが3.8高いです"),
    ],
)
def test_the_heading_that_names_what_is_asked_decides_between_tables_of_one_header(
    region: Reading, asked: str, said: str
) -> None:
    answer = region.answer(asked)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert proved(answer)


@pytest.mark.parametrize(
    "asked",
    [
        "令和6年の出生率は、潮見町と磯谷村のどちらが高いですか",
        "令和4年の人口は、潮見町と磯谷村のどちらが多いですか",
        "令和6年の観光客数は、潮見町と磯谷村のどちらが多いですか",
    ],
)
def test_what_no_table_tells_is_not_compared_by_another_figure(region: Reading, asked: str) -> None:
    answer = region.answer(asked)
    assert answer.status is Status.DECLINED


def test_a_town_that_is_not_told_of_is_named(region: Reading) -> None:
    answer = region.answer("令和6年の人口は、潮見町と峰越町のどちらが多いですか")
    assert answer.status is Status.PARTIAL
    assert "7,940" in answer.text
    assert "「令和6年の峰越町の人口」については、資料に見当たりませんでした。" in answer.notice


def test_a_value_that_is_being_counted_is_shown_beside_the_other_and_not_compared(region: Reading) -> None:
    answer = region.answer("令和6年の人口は、潮見町と岬町のどちらが多いですか")
    assert answer.status is Status.PARTIAL
    assert "7,940" in answer.text
    assert "集計中" in answer.text
    assert "のほうが" not in answer.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("工作室の午後と音楽室の午後の使用料の差はいくらですか", "差は200円です"),
        ("工作室と音楽室の定員はどちらが多いですか", "10人多いです"),
        ("工作室と和室では、午前の使用料はどちらが安いですか", "400円安いです"),
    ],
)
def test_a_row_is_named_by_a_part_of_its_label_and_a_column_by_the_rest(fees: Reading, asked: str, said: str) -> None:
    answer = fees.answer(asked)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert proved(answer)


def test_a_cell_of_words_is_shown_beside_a_figure(fees: Reading) -> None:
    answer = fees.answer("夜間の使用料は、工作室と和室のどちらが安いですか")
    assert answer.status is Status.PARTIAL
    assert "1,300円" in answer.text
    assert "無料" in answer.text


def test_figures_of_two_documents_are_compared_in_one_unit_and_year(towns: Reading) -> None:
    answer = towns.answer("1人当たりの貸出しは、潮見町と磯谷村のどちらが少ないですか")
    assert answer.status is Status.ANSWERED
    assert "磯谷村のほうが1.3冊少ないです" in answer.text
    assert {citation.document for citation in answer.citations} == {"0.txt", "1.txt"}
    assert proved(answer)


def test_figures_of_different_years_are_shown_side_by_side() -> None:
    of_another_year = ISOYA.replace("令和5年度に6.2冊で、前年度の6.8冊から減りました", "令和3年度に6.2冊でした")
    answer = read(SHIOMI, of_another_year).answer("1人当たりの貸出しは、潮見町と磯谷村のどちらが少ないですか")
    assert answer.status is Status.PARTIAL
    assert "7.5冊" in answer.text
    assert "6.2冊" in answer.text
    assert "のほうが" not in answer.text


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("福祉避難所は、今は潮見町と磯谷村のどちらが多いですか", ("4施設", "3か所")),
        ("一時預かりと病児保育の料金の差はいくらですか", ("400円", "2,000円")),
    ],
)
def test_what_is_counted_or_priced_otherwise_is_shown_side_by_side(
    towns: Reading, asked: str, values: tuple[str, str]
) -> None:
    answer = towns.answer(asked)
    assert answer.status is Status.PARTIAL
    assert all(value in answer.text for value in values)
    assert "比較や計算はしていません" in answer.notice


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("中央館と東分館では、どちらの蔵書が多いですか", "中央館のほうが52,200冊多いです"),
        ("駐車場は、中央館と東分館のどちらが広いですか", "中央館のほうが34台"),
        ("講座室大と講座室小の1時間の料金の差はいくらですか", "差は250円です"),
    ],
)
def test_the_line_above_a_sentence_says_what_it_is_of(libraries: Reading, asked: str, said: str) -> None:
    answer = libraries.answer(asked)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert proved(answer)


@pytest.mark.parametrize(
    "asked",
    ["中央館と東分館では、職員の数はどちらが多いですか", "中央館と東分館では、どちらの閲覧席が多いですか"],
)
def test_figures_of_something_else_are_not_taken_for_what_is_asked(libraries: Reading, asked: str) -> None:
    assert libraries.answer(asked).status is Status.DECLINED


def test_equal_values_are_said_to_be_equal() -> None:
    answer = read(REGION.replace("7,940", "1,530")).answer("令和6年の人口は、潮見町と磯谷村のどちらが多いですか")
    assert "潮見町と磯谷村は同じです" in answer.text
    assert proved(answer)


def test_a_name_inside_a_longer_one_is_another_thing() -> None:
    clubs = "児童クラブの状況\n\n潮見町\n\nクラブ\t定員\n第二東クラブ\t40人\n東クラブ\t70人\n西クラブ\t60人\n"
    answer = read(clubs).answer("東クラブと第二東クラブの定員はどちらが多いですか")
    assert "東クラブのほうが30人多いです" in answer.text
    assert proved(answer)


def test_the_target_is_compared_where_the_target_is_asked_for() -> None:
    indicators = (
        "指標の状況\n\n潮見町\n\n指標\t実績値（R5）\t目標値（R6）\n受診率\t36.4％\t45.0％\n定住率\t62.5％\t70.0％\n"
    )
    answer = read(indicators).answer("受診率と定住率では、どちらの目標が高いですか")
    assert "定住率のほうが25ポイント高いです" in answer.text


def test_dates_stand_side_by_side() -> None:
    events = "行事の予定\n\n潮見町\n\n期日\t行事\n9月3日\t浜の朝市\n11月8日\t町民音楽会\n12月1日\t冬のおはなし会\n"
    answer = read(events).answer("浜の朝市と冬のおはなし会はどちらが早いですか")
    assert answer.status is Status.PARTIAL
    assert "9月3日" in answer.text
    assert "12月1日" in answer.text
    assert "11月8日" not in answer.text


def test_what_is_said_in_a_meeting_is_compared_as_said() -> None:
    minutes = """令和6年第1回潮見町議会定例会会議録

○教育長　お答えいたします。
　生徒数は、本年5月1日の時点で南中学校が74名、北中学校が16名であります。
"""
    answer = read(minutes).answer("南中学校は北中学校より生徒が多いですか")
    assert answer.status is Status.ANSWERED
    assert "教育長の発言によると、南中学校のほうが58名多いです" in answer.text
    assert proved(answer)


@pytest.mark.parametrize("asked", ["工作室と音楽室はどちらが駅に近いですか", "工作室は音楽室より新しいですか"])
def test_figures_that_do_not_go_with_the_adjective_are_not_compared(fees: Reading, asked: str) -> None:
    assert "のほうが" not in fees.answer(asked).text
