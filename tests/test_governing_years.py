from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import Reading, read

from assistant.answers import Status
from assistant.passages.governing_years import announced_year, is_compared
from ingest.wareki import find_years
from vectorstore.words import searchable

BUDGET_SPEECH = """鳴瀬町議会会議録

{day}

○町長（沖田）　本日、{year}予算案をはじめ、関係する議案の御審議に先立ち、町政の方針について所信を申し上げます。
初めに、港の改修を進め、浜の通りを明るくしてまいります。
次に、{year}の予算案について御説明いたします。
町税は{before}を上回ると見込んでいます。予算規模は、一般会計{general}、特別会計{special}、総計{total}となっています。
これを{before}と比較しますと、総計では2億1,000万円の増となっています。
次に、条例案について御説明いたします。受益者の負担を見直し、桟橋の使用料を改めるものです。
○12番（浜野議員）　町営の浴場には、いくらの経費がかかりましたか。
○総務課長（岬）　浴場の経費は、合わせて3,400万円です。
"""
FORMER = BUDGET_SPEECH.format(
    day="平成31年2月20日",
    year="平成31年度",
    before="平成30年度",
    general="41億2,000万円",
    special="17億3,000万円",
    total="58億5,000万円",
)
LATTER = BUDGET_SPEECH.format(
    day="令和2年2月21日",
    year="令和2年度",
    before="令和元年度",
    general="42億6,000万円",
    special="18億円",
    total="60億6,000万円",
)


@cache
def reading(*texts: str) -> Reading:
    return read(*texts)


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("港の改修", 2020),
        ("予算規模は", 2020),
        ("総計では2億", 2020),
        ("受益者の負担", None),
        ("いくらの経費", None),
        ("合わせて3,400万円", None),
        ("本日、", None),
    ],
)
def test_an_announced_year_holds_until_another_matter_or_another_speaker(words: str, year: int | None) -> None:
    assert announced_year(LATTER, LATTER.index(words)) == year


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("令和５年度の事業計画について御説明いたします。", 2023),
        ("続いて、Ｒ５年度の決算の概要を御報告申し上げます。", 2023),
        ("それでは、令和5年度予算についてであります。", 2023),
        ("令和5年度及び令和6年度の計画について御説明いたします。", None),
        ("令和4年度と比較した令和5年度の予算について御説明いたします。", 2023),
        ("令和5年度の計画について御説明ください。", None),
        ("令和5年度に桟橋を直しました。", None),
        ("令和5年度の港の整備について御礼を申し上げます。", None),
    ],
)
def test_only_who_tells_of_a_year_announces_it(sentence: str, year: int | None) -> None:
    text = f"○町長（沖田）　{sentence}港の改修は3億円です。"
    assert announced_year(text, text.index("港の改修")) == year


@given(st.text(alphabet="○令和元年度512の予算について御説明します。\n", max_size=80), st.integers(0, 100))
def test_what_is_announced_stands_before(text: str, offset: int) -> None:
    year = announced_year(text, offset)
    assert year is None or year in {found.year for found in find_years(searchable(text[:offset]).replace(" ", ""))}


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("平成30年度と比較しますと3億円の増です。", True),
        ("平成30年度末と比較をして減少します。", True),
        ("平成30年度より増収となります。", True),
        ("平成30年度を上回る見込みです。", True),
        ("平成30年度に比べて多くなりました。", True),
        ("平成30年度から3億円増加しました。", True),
        ("平成30年度から始めました。", False),
        ("平成30年度の総計は3億円です。", False),
        ("平成30年度と平成31年度の実績です。", False),
        ("平成30年度末は3億円です。", False),
    ],
)
def test_a_year_that_is_only_compared_with_is_told_from_one_that_is_spoken_of(text: str, compared: bool) -> None:
    assert is_compared(text, find_years(text)[0]) is compared


@pytest.mark.parametrize(
    ("asked", "amount"),
    [
        ("平成31年度の一般会計の予算は", "41億2,000万円"),
        ("令和元年度の特別会計", "17億3,000万円"),
        ("2019年度予算の総計は", "58億5,000万円"),
        ("令和2年度の一般会計の予算は", "42億6,000万円"),
        ("R2年度の特別会計はいくらですか", "18億円"),
    ],
)
@pytest.mark.parametrize("texts", [(FORMER, LATTER), (LATTER, FORMER)])
def test_a_budget_answers_for_the_year_that_is_announced(asked: str, amount: str, texts: tuple[str, str]) -> None:
    found = reading(*texts).answer(asked)
    assert found.status is Status.ANSWERED
    assert amount in found.sentences[0].text


@pytest.mark.parametrize(
    "asked",
    [
        "平成20年度の一般会計の予算は",
        "平成28年度の特別会計は",
        "令和3年度の一般会計の予算は",
        "平成30年度の予算の総計は",
        "平成30年度の特別会計はいくらですか",
    ],
)
def test_a_budget_of_another_year_is_declined(asked: str) -> None:
    assert reading(FORMER, LATTER).answer(asked).status is Status.DECLINED


@pytest.mark.parametrize("asked", ["令和2年度の予算の総計はいくらですか", "令和2年度の総計は"])
def test_by_how_much_a_sum_has_grown_is_not_the_sum(asked: str) -> None:
    assert "総計60億6,000万円" in reading(LATTER).answer(asked).sentences[0].text


def test_a_change_is_told_by_the_year_that_is_compared_with() -> None:
    found = reading(FORMER).answer("平成30年度と比較して総計はいくら増えましたか")
    assert found.status is Status.ANSWERED
    assert "2億1,000万円" in found.sentences[0].text


def test_a_year_that_the_speech_has_come_to_is_not_the_announced_one() -> None:
    told = "次に、令和2年度の予算案について御説明いたします。"
    come = told + "令和元年度は、港で祭りを開きました。天候に恵まれました。来場者は5,200人でした。"
    ranked = read(LATTER.replace(told, come)).ranked("令和元年度の祭りの来場者は何人ですか")
    assert next(entry for entry in ranked if "5,200人" in entry.unit.text).year > 0.5


def test_without_a_year_in_the_question_none_is_minded() -> None:
    assert reading(FORMER).answer("一般会計の予算規模は").status is Status.ANSWERED


@pytest.mark.parametrize("asked", ["平成31年度の浴場の経費はいくらですか", "平成29年度の浴場の経費はいくらですか"])
def test_what_no_year_governs_may_be_of_the_years_around_its_day(asked: str) -> None:
    found = reading(FORMER).ranked(asked)
    assert next(entry for entry in found if "3,400万円" in entry.unit.text).year > 0.0


def test_what_no_year_governs_is_of_no_year_far_from_its_day() -> None:
    found = reading(FORMER).ranked("平成20年度の浴場の経費はいくらですか")
    assert next(entry for entry in found if "3,400万円" in entry.unit.text).year == 0.0


def test_prose_without_a_day_or_a_speaker_keeps_its_figures() -> None:
    source = read("鳴瀬町の浴場\n\n町の浴場の利用者は1,200人です。\n")
    ranked = source.ranked("平成20年度の浴場の利用者は何人ですか")
    assert all(entry.year > 0.0 for entry in ranked)
