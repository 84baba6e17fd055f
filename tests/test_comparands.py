import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asked.comparands import comparands_of


@pytest.mark.parametrize(
    ("question", "first", "second", "measure", "scope"),
    [
        ("令和6年の人口は、潮見町と磯谷村のどちらが多いですか。", "潮見町", "磯谷村", "人口", "令和6年の"),
        ("潮見町のみかんは、早生と晩生でどちらが高いですか", "早生", "晩生", "みかん", "潮見町の"),
        ("本館と西分館では、どちらの蔵書が多いですか", "本館", "西分館", "蔵書", ""),
        ("公民館とかもめ館では、駐車場の台数はどちらが多い？", "公民館", "かもめ館", "駐車場の台数", ""),
        ("工作室の午前と音楽室の午前の使用料の差はいくらですか", "工作室の午前", "音楽室の午前", "使用料", ""),
        ("渡船のほうが連絡バスより利用者数は多いですか", "渡船", "連絡バス", "利用者数", ""),
        ("リサイクル率は潮見町より磯谷村のほうが高いですか", "磯谷村", "潮見町", "リサイクル率", ""),
        ("潮見町の人口は磯谷村より多いですか", "潮見町", "磯谷村", "人口", ""),
        ("渡船は連絡バスと比べて運賃が高いですか", "渡船", "連絡バス", "運賃", ""),
        ("渡船は連絡バスに比べて運賃がどのくらい高いですか", "渡船", "連絡バス", "運賃", ""),
        ("割合が令和5年に高いのは、上地区と下地区のどちらですか", "上地区", "下地区", "割合", "令和5年の"),
        ("肺がん検診と胃がん検診の受診率はどちらが高いですか", "肺がん検診", "胃がん検診", "受診率", ""),
        ("朝市と冬のおはなし会はどちらが先にありますか", "朝市", "冬のおはなし会", "", ""),
        ("貨物の取扱量と旅客の取扱量はどちらが多いですか", "貨物", "旅客", "取扱量", ""),
        ("潮見町の図書館と磯谷村の図書館では蔵書はどちらが多いですか", "潮見町の図書館", "磯谷村の図書館", "蔵書", ""),
        ("出生数と起業の件数の令和5年度の実績はどちらが多いですか", "出生数", "起業", "件数", ""),
        ("水産課では、底引き網と刺し網のどちらが多いですか", "底引き網", "刺し網", "", "水産課の"),
    ],
)
def test_the_two_things_and_what_is_compared_of_them_are_read(
    question: str, first: str, second: str, measure: str, scope: str
) -> None:
    found = comparands_of(question)
    assert found is not None
    assert (found.first, found.second, found.measure, found.scope) == (first, second, measure, scope)


def test_either_thing_is_asked_about_with_what_holds_for_both() -> None:
    found = comparands_of("令和6年の人口は、潮見町と磯谷村のどちらが多いですか")
    assert found is not None
    assert found.questions == ("令和6年の潮見町の人口は", "令和6年の磯谷村の人口は")


@pytest.mark.parametrize(
    "question",
    [
        "利用者は令和4年度と令和5年度でどちらが多いですか",
        "相談件数は前年度より多いですか",
        "相談件数は前の年よりどれくらい多いですか",
        "問い合わせは前の冬より何件少なくなりましたか",
        "相談件数は他の年と比べて多いですか",
        "渡船の便は例年より多いですか",
        "利用者は導入前より多いですか",
        "この議案は、賛成と反対のどちらが多かったですか",
        "町営バスはこれまでより何便多く走りますか",
        "出荷額は目標より高いですか",
        "除雪費は、当初予算と決算でいくら違いましたか",
        "1億円より多い事業はどれですか",
        "町長と議長はどちらが反対しましたか",
        "バスは統合後のほうが統合前より多くなりますか",
        "住みやすいと答えた人の割合は何％でしたか",
        "ふるさと納税の寄附額はいくらですか",
        "空家等と特定空家等の違いは何ですか",
        "一般会計と特別会計と企業会計を合わせた総計はいくらですか",
        "潮見町の人口は何人ですか",
    ],
)
def test_a_question_that_does_not_hold_two_things_against_each_other_has_none(question: str) -> None:
    assert comparands_of(question) is None


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error_and_the_things_differ(text: str) -> None:
    found = comparands_of(text)
    assert found is None or found.first != found.second


@given(st.sampled_from(["渡船", "連絡バス", "本館"]), st.sampled_from(["町民プール", "西分館", "朝市"]))
def test_the_things_keep_the_order_of_the_question(first: str, second: str) -> None:
    found = comparands_of(f"{first}と{second}では、利用者数はどちらが多いですか")
    assert found is not None
    assert found.names == (first, second)
