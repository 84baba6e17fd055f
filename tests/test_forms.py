import pytest
from hits import make_hit
from passages import question

from assistant.passages.forms import heading_of, is_fragment, kind_found, labelled, mislabelled, unknown_quotation
from assistant.passages.units import Unit, units_of


def unit(text: str, *, heading: str = "", before: str = "", item: bool = False, **hit: object) -> Unit:
    found = units_of(make_hit(text, **hit))[0]  # type: ignore[arg-type]
    return Unit(found.hit, found.start, found.end, text, heading, before, "", item, 0)


@pytest.mark.parametrize(
    ("asked", "with_it", "without_it"),
    [
        ("出席者は何人でしたか", "出席者は32人でした。", "多くの方が出席しました。"),
        ("運賃はいくらですか", "運賃は300円です。", "運賃は昨年と変わりません。"),
        ("講習会はいつですか", "令和6年12月8日に開きます。", "多くの方が参加しました。"),
        ("開館は何年ですか", "平成7年に開館しました。", "5月に開館しました。"),
        ("開会は何時ですか", "午前9時に始めます。", "令和6年12月8日に開きます。"),
        ("開会は何月何日ですか", "12月8日に開きます。", "令和6年度に開きます。"),
        ("問い合わせ先の電話は", "電話は0199-00-1234です。", "産業課が担当します。"),
        ("担当は誰ですか", "担当は農林課長です。", "昨年の夏に決めました。"),
        ("説明会はどこで開かれますか", "浜風町公民館で開きます。", "夜に開きます。"),
        ("なぜ減ったのですか", "海水温が高かったためです。", "水揚量は3年続けて減りました。"),
    ],
)
def test_the_form_of_the_answer_is_told_from_other_text(asked: str, with_it: str, without_it: str) -> None:
    assert kind_found(question(asked), unit(with_it)) > kind_found(question(asked), unit(without_it))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("出席者は何人でしたか", "多くの方が出席しました。"),
        ("講習会はいつですか", "役場で開きます。"),
        ("電話は", "産業課です。"),
    ],
)
def test_a_formal_answer_without_its_form_is_no_answer(asked: str, text: str) -> None:
    assert kind_found(question(asked), unit(text)) == 0.0


@pytest.mark.parametrize("text", ["砂箱は32か所です。", "費用は32円です。", "令和5年です。"])
def test_a_number_of_another_unit_is_not_the_number_asked_for(text: str) -> None:
    assert kind_found(question("出席者は何人でしたか"), unit(text)) == 0.0


def test_a_share_answers_what_a_thing_costs_in_part() -> None:
    assert kind_found(question("助成額はいくらですか"), unit("工事費の2分の1を助成します。")) == 0.5


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("橋が架かったのは何年ですか", "橋は紀元前27年に架かりました。"),
        ("寺が建ったのは何年ですか", "寺は741年に建ちました。"),
        ("用水ができたのはいつですか", "用水は江戸時代にできました。"),
        ("居住は何年以上必要ですか", "5年以上の居住が条件です。"),
        ("賞金はいくらですか", "賞金は2万ドルです。"),
    ],
)
def test_old_dates_spans_and_other_money_have_the_form_asked_for(asked: str, text: str) -> None:
    assert kind_found(question(asked), unit(text)) == 1.0


def test_a_span_does_not_tell_when() -> None:
    assert kind_found(question("講習会はいつですか"), unit("講習会は5年以上の経験を求めます。")) == 0.0


def test_until_when_wants_an_end() -> None:
    asked = question("協定はいつまで有効ですか")
    assert kind_found(asked, unit("令和12年3月31日まで有効です。")) > kind_found(
        asked, unit("令和7年1月1日に結びました。")
    )


@pytest.mark.parametrize(
    ("asked", "heading", "text"),
    [
        ("締結式の場所はどこですか", "場所", "浜風町役場"),
        ("講習会はいつですか", "", "開催日：令和6年12月8日"),
        ("会議はどこで開かれましたか", "会場", "公民館"),
        ("何を話し合いましたか、議題は", "次第", "冬の暮らし"),
    ],
)
def test_a_label_that_names_the_kind_of_answer_is_seen(asked: str, heading: str, text: str) -> None:
    assert labelled(question(asked), unit(text.replace("：", ":"), heading=heading)) == 1.0


def test_the_word_before_a_number_labels_it_less_surely_than_a_heading() -> None:
    number = unit("直通 0142-21-1111")
    assert 0.0 < labelled(question("締結式の電話番号は"), number) < 1.0
    assert labelled(question("締結式の電話番号は"), unit("直通 0142-21-1111", heading="電話")) == 1.0
    assert labelled(question("締結式はいつですか"), number) == 0.0


def test_a_label_of_another_kind_is_none() -> None:
    assert labelled(question("締結式の場所はどこですか"), unit("浜風町役場", heading="主催")) == 0.0
    assert labelled(question("締結式の場所はどこですか"), unit("浜風町役場で開きます。")) == 0.0


def test_scraps_of_layout_are_fragments_and_sentences_are_not() -> None:
    asked = question("除雪の取組について")
    assert is_fragment(asked, unit("冬の号"))
    assert not is_fragment(asked, unit("雪を下ろします。"))
    assert not is_fragment(asked, unit("砂箱を置く", item=True))
    assert not is_fragment(asked, unit("砂箱を置く", heading="主な取組"))
    assert not is_fragment(question("砂箱は何か所ですか"), unit("32か所"))


def test_the_heading_right_above_goes_before_the_section() -> None:
    assert heading_of(unit("公民館", heading="場所", section=("第１章", "２ 日時"))) == "場所"
    assert heading_of(unit("公民館", section=("第１章", "２ 日時"))) == "日時"
    assert heading_of(unit("公民館")) == ""


def test_a_name_in_quotation_marks_must_stand_in_the_document() -> None:
    document = "お試し住宅\n浜の家 1泊2,000円\n知事は「非常に心強い」と述べた。"
    assert unknown_quotation(question("お試し住宅「港の家」は1泊いくらですか"), document)
    assert not unknown_quotation(question("お試し住宅「浜の家」は1泊いくらですか"), document)
    assert not unknown_quotation(question("「とても頼もしい」と述べたのは誰ですか"), document)


def test_what_each_person_gets_is_no_number_of_people() -> None:
    asked = question("利用したのは何人ですか")
    assert kind_found(asked, unit("利用は2人です。")) == 1.0
    assert kind_found(asked, unit("1人当たり10万円を補助します。")) == 0.0


def test_a_sentence_that_points_below_tells_neither_where_nor_when() -> None:
    pointing, told = unit("締結式を次のとおり行います。"), unit("浜風町公民館　2階会議室", heading="場所")
    for asked in ("締結式はどこで行われますか", "締結式はいつですか"):
        assert mislabelled(question(asked), pointing)
        assert not mislabelled(question(asked), told)
    assert not mislabelled(question("締結式を行うのはなぜですか"), pointing)
