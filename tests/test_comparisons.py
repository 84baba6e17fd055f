import pytest
from passages import Reading, read

from assistant.answers import Answer, Status, Verdict

KPI = """浜風地域の推進状況

浜風地域創生会議

指標\t基準値（基準年）\tR3\tR4\tR5\tR6\t目標値（目標年）\t評価
砂箱の設置数\t18か所 (R1)\t21か所\t27か所\t32か所\t\t40か所 (R7)\tＢ
移住相談件数\t133件 (R1)\t176件\t241件\t298件\t\t250件 (R7)\tＡ
水産加工の出荷額\t16.2億円 (R1)\t17.0億円\t17.8億円\t集計中\t\t21.0億円 (R7)\tＢ
健診の受診率\t48.5% (R1)\t60.3%\t52.0%\t55.1%\t\t65.0% (R7)\tＣ
"""
FEES = """貸し自転車の料金

浜風観光協会

車種\t4月から10月の料金\t11月から3月の料金\t台数
普通車\t1日500円\t1日300円\t12台
電動車\t1日900円\t1日700円\t5台
三輪車\t1日600円\t1日450円\t3台
"""
BUDGET = """浜風町 令和6年度当初予算

浜風町財政課

（単位：千円）
事業名\t前年度\t本年度\t増減
除雪車の購入\t42,000\t58,500\t16,500
給食費の助成\t12,300\t15,800\t3,500
空き家の解体\t6,000\t4,500\t△1,500
合計\t60,300\t78,800\t18,500
"""
TWICE = """浜風町の主な事業

浜風町財政課

事業名\t予算額\t担当
除雪車の購入\t4,200千円\t建設課
除雪車の購入\t4,900千円\t建設課
給食費の助成\t1,230千円\t教育課
"""


@pytest.fixture(scope="module")
def kpi() -> Reading:
    return read(KPI)


@pytest.fixture(scope="module")
def fees() -> Reading:
    return read(FEES)


def proved(answer: Answer) -> bool:
    return bool(answer.citations) and all(c.verdict is Verdict.PROVED for c in answer.citations)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("健診の受診率は令和3年から令和4年に何ポイント下がりましたか", "8.3ポイント下がりました"),
        ("移住相談件数はR3からR5までに何件増えましたか", "122件増えました（令和3年 176件 → 令和5年 298件から計算）"),
        ("2021年と比べて2023年の移住相談件数はどれだけ増えましたか", "122件増えました"),
        ("移住相談件数の令和4年から令和5年の増加率は", "23.7％増えました"),
        ("移住相談件数は令和3年から令和5年で何倍になりましたか", "1.7倍です"),
        ("移住相談件数は令和3年から令和5年までの合計で何件ですか", "715件です"),
        ("移住相談件数は基準値からどれだけ増えましたか", "165件増えました（基準値（令和元年） 133件"),
        ("砂箱の設置数は目標まであとどれだけですか", "8か所下回っています"),
        ("令和5年の移住相談件数は目標を何件上回りましたか", "48件上回っています"),
        ("健診の受診率は目標の何％に達していますか", "84.8％です"),
        ("水産加工の出荷額は令和3年から令和4年にいくら増えましたか", "0.8億円増えました"),
        ("令和5年の健診の受診率は前の年から何ポイント上がりましたか", "3.1ポイント上がりました"),
        ("移住相談件数は令和3年と令和5年でどちらが多いですか", "移住相談件数は令和5年のほうが122件多いです"),
        ("移住相談件数は令和3年と令和5年でどちらが少ないですか", "移住相談件数は令和3年のほうが122件少ないです"),
    ],
)
def test_two_times_of_an_indicator_are_reckoned_with(kpi: Reading, asked: str, said: str) -> None:
    answer = kpi.answer(asked)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert "計算した値" in answer.notice
    assert proved(answer)


def test_every_operand_is_quoted_verbatim(kpi: Reading) -> None:
    answer = kpi.answer("移住相談件数はR3からR5までに何件増えましたか")
    (citation,) = answer.citations
    assert KPI[citation.start : citation.end] == citation.quote
    assert "176件" in citation.quote
    assert "298件" in citation.quote


@pytest.mark.parametrize(
    "asked",
    [
        "水産加工の出荷額は令和4年から令和5年にいくら増えましたか",
        "水産加工の出荷額は目標まであといくらですか",
        "水産加工の出荷額は令和3年から令和5年までの合計でいくらですか",
    ],
)
def test_a_value_that_is_not_there_yet_is_said_and_no_neighbour_takes_its_place(kpi: Reading, asked: str) -> None:
    answer = kpi.answer(asked)
    assert answer.status is Status.PARTIAL
    assert "令和5年の値は「集計中」です" in answer.text
    assert "計算していません" in answer.notice


def test_a_blank_cell_is_called_blank(kpi: Reading) -> None:
    answer = kpi.answer("移住相談件数は令和5年から令和6年に何件増えましたか")
    assert answer.status is Status.PARTIAL
    assert "令和6年の値は空欄です" in answer.notice
    assert "298件" in answer.text
    assert {citation.verdict for citation in answer.citations} == {Verdict.PROVED}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("砂箱の設置数は増えましたか", "14か所増えました"),
        ("健診の受診率は目標を達成しましたか", "目標を9.9ポイント下回っています"),
        ("移住相談件数は目標に届きましたか", "目標を48件上回っています"),
    ],
)
def test_yes_or_no_is_told_by_how_much(kpi: Reading, asked: str, told: str) -> None:
    answer = kpi.answer(asked)
    assert told in answer.text
    assert proved(answer)


def test_the_year_of_a_target_is_not_the_year_of_the_value() -> None:
    found = read(KPI.replace("\tR6\t", "\tR7\t"))
    plain = found.answer("移住相談件数は目標まであと何件ですか")
    dated = found.answer("移住相談件数の令和7年の目標まであと何件ですか")
    assert "48件上回っています" in plain.text
    assert dated.text == plain.text
    assert proved(dated)
    assert "令和7年の値は空欄です" in found.answer("移住相談件数の令和7年の実績は目標を何件上回りましたか").notice


def test_rounding_is_said_where_the_result_is_rounded(kpi: Reading) -> None:
    assert "四捨五入" in kpi.answer("移住相談件数の令和4年から令和5年の増加率は").notice
    assert "四捨五入" not in kpi.answer("移住相談件数はR3からR5までに何件増えましたか").notice


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("普通車と電動車の台数の差は何台ですか", "7台"),
        ("夏の料金は普通車と電動車のどちらがいくら安いですか", "普通車のほうが400円安いです"),
        ("11月から3月の料金は三輪車が普通車よりいくら高いですか", "三輪車のほうが150円高いです"),
        ("普通車と電動車の台数は合わせて何台ですか", "17台です"),
        ("普通車の台数は三輪車の台数の何倍ですか", "4倍です"),
        ("貸し自転車の台数が最も多いのはどれですか", "普通車で、12台です"),
        ("貸し自転車で台数が2番目に多いのは", "電動車で、5台です"),
        ("貸し自転車の台数が少ない順に2つ教えてください", "三輪車 3台、電動車 5台"),
        ("貸し自転車の台数は全部で何台ですか", "20台です"),
        ("電動車を7月に3日借りるといくらになりますか", "2,700円です"),
        ("電動車を12月に3日借りるといくらになりますか", "2,100円です"),
    ],
)
def test_rows_of_a_table_are_reckoned_with(fees: Reading, asked: str, said: str) -> None:
    answer = fees.answer(asked)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert proved(answer)


def test_the_sum_of_three_rows_cites_all_three(fees: Reading) -> None:
    quotes = [c.quote for c in fees.answer("貸し自転車の台数は全部で何台ですか").citations]
    assert [quote.split("\t")[0] for quote in quotes] == ["普通車", "電動車", "三輪車"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("評価がＢの指標はいくつありますか", "評価がBのものは2件です（砂箱の設置数、水産加工の出荷額）"),
        ("評価がＡの指標はどれですか", "評価がAのものは1件です（移住相談件数）"),
    ],
)
def test_rows_with_a_property_are_counted_and_named(kpi: Reading, asked: str, said: str) -> None:
    answer = kpi.answer(asked)
    assert said in answer.text
    assert proved(answer)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("浜風町の当初予算の本年度の合計は", "78,800"),
        ("本年度の当初予算で除雪車の購入が全体に占める割合は何％ですか", "74.2％です"),
        ("除雪車の購入は前年度からいくら増えましたか", "16,500"),
    ],
)
def test_a_total_or_a_difference_that_the_table_states_is_taken_from_it(asked: str, said: str) -> None:
    answer = read(BUDGET).answer(asked)
    assert said in answer.text
    assert answer.citations


def test_a_year_is_not_compared_with_itself(kpi: Reading) -> None:
    answer = kpi.answer("令和5年と2023年の移住相談件数の差は")
    assert "計算" not in answer.text
    assert "298件" in answer.text


def test_rows_that_the_table_does_not_tell_apart_are_not_mixed() -> None:
    answer = read(TWICE).answer("予算額が最も大きい事業は何ですか")
    assert answer.status is Status.DECLINED


def test_indicators_of_different_units_have_no_highest(kpi: Reading) -> None:
    assert kpi.answer("令和5年の値が一番大きい指標は何ですか").status is Status.DECLINED


def test_a_reason_is_not_a_reckoning(kpi: Reading) -> None:
    assert "計算した値" not in kpi.answer("健診の受診率が令和4年に下がった理由は何ですか").notice


def test_the_year_of_the_highest_value_is_found(kpi: Reading) -> None:
    answer = kpi.answer("健診の受診率が最も高かった年はいつですか")
    assert "令和3年で、60.3%です" in answer.text
    assert proved(answer)


def test_whether_a_target_is_reached_is_not_answered_by_the_target_alone(kpi: Reading) -> None:
    answer = kpi.answer("移住相談件数は目標を達成しましたか")
    assert "目標を48件上回っています" in answer.text
    assert "298件" in answer.text
    assert "250件" in answer.text


YEARLESS = """令和6年度 浜風町の事業

浜風町財政課

事業名\t予算額
広聴の推進\t4,200千円
多言語の案内\t900千円
"""


def test_rows_of_another_years_document_are_not_reckoned_with() -> None:
    source = read(YEARLESS)
    right, wrong = (
        source.answer(f"{year}の広聴の推進と多言語の案内は合わせていくらですか") for year in ("令和6年度", "令和2年度")
    )
    assert "5,100千円" in right.text
    assert "計算した値" not in wrong.notice


def test_a_word_in_a_name_is_no_comparing_word() -> None:
    answer = read(YEARLESS).answer("広聴の推進と多言語の案内はどちらがいくら多いですか")
    assert "広聴の推進のほうが3,300千円多いです" in answer.text
