import pytest
from passages import question, read

from assistant.answers import Status
from assistant.asked.predicates import asserted_figure, decides, is_yes_no
from assistant.questions import Kind
from vectorstore.years import index_text

NOTICE = """浜風町 健診のお知らせ

１　集団健診
会場は浜風町公民館です。
受診料はかかりません。受診する方は問診票をお持ちください。
結果は3週間後に郵送します。

２　体操の会
参加費は1回100円です。65歳以上の方ならどなたでも参加できます。
送迎はありません。
定員は20人です。

３　浜の湯
浜の湯には犬を連れて入れません。
"""
MINUTES = """令和6年第2回浜風町議会定例会　会議録

令和6年6月12日（水曜日）午前10時開議

○議長　これより一般質問を行います。3番議員。

○3番議員　給食費について伺います。

○町長　物価が上がっているため、改定を提案しました。

○議長　これより採決に入ります。
議案第28号　浜風町手数料条例の一部改正について。本案に賛成の議員の起立を求めます。
（賛成者起立）起立全員であります。よって、議案第28号は原案のとおり可決されました。
議案第29号　浜風町学校給食費の改定について。本案に賛成の議員の起立を求めます。
（賛成者起立）起立少数であります。よって、議案第29号は否決されました。

○議長　本日はこれにて散会いたします。
"""


@pytest.mark.parametrize(
    "asked",
    ["受診料は無料ですか", "送迎はありますか", "犬を連れて入れますか", "定員は30人ですか", "町長は賛成していますか？"],
)
def test_what_is_answered_by_yes_or_no_is_known(asked: str) -> None:
    assert is_yes_no(index_text(asked))


@pytest.mark.parametrize(
    "asked",
    [
        "受診料はいくらですか",
        "送迎はどこからですか",
        "誰が反対しましたか",
        "会場を教えてください",
        "送迎について",
        "何人いますか",
    ],
)
def test_a_question_for_more_than_yes_or_no_is_told_from_it(asked: str) -> None:
    assert not is_yes_no(index_text(asked))


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("受診料は無料ですか", Kind.YES_NO),
        ("会場に駐車場はありますか", Kind.YES_NO),
        ("電話で予約できますか", Kind.YES_NO),
        ("定員は30人ですか", Kind.NUMBER),
        ("犬を預ける場所はありますか", Kind.PLACE),
        ("町長は移住に反対ですか", Kind.STATEMENT),
    ],
)
def test_the_kind_says_what_a_yes_or_no_is_about(asked: str, kind: Kind) -> None:
    assert question(asked).kind is kind


def test_a_figure_to_be_confirmed_is_asked_for_and_need_not_be_found() -> None:
    asked = question("定員は30人ですか")
    figure = asserted_figure(asked.normal)
    assert figure is not None
    assert figure.unit == "人"
    assert asked.units == ("人",)
    assert "30" in asked.asking


@pytest.mark.parametrize("asked", ["65歳以上は無料ですか", "令和6年に始まりましたか", "2人で参加できますか"])
def test_a_figure_that_is_a_condition_is_not_to_be_confirmed(asked: str) -> None:
    assert asserted_figure(index_text(asked)) is None


@pytest.mark.parametrize(
    ("asked", "decisive", "other"),
    [
        ("受診料は無料ですか", "受診料はかかりません。", "受診料は毎年見直します。"),
        ("予約は必要ですか", "3日前までにお申し込みください。", "毎週開いています。"),
        ("送迎はありますか", "送迎はありません。", "送迎の要望が寄せられました。"),
        ("犬と入れますか", "犬はご遠慮ください。", "犬の鑑札をお渡しします。"),
    ],
)
def test_what_decides_is_preferred_however_it_is_said(asked: str, decisive: str, other: str) -> None:
    normal = index_text(asked)
    assert decides(normal, decisive) > decides(normal, other)


def test_a_question_decides_nothing_and_an_opinion_put_as_one_may() -> None:
    assert decides("送迎はありますか", "送迎はありますか。") == 0.0
    assert decides("送迎はありますか", "送迎があるべきではないか。") > 0.0


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("浜風町の健診は無料ですか", "受診料はかかりません"),
        ("体操の会に送迎はありますか", "送迎はありません"),
        ("体操の会は無料ですか", "100円"),
        ("体操の会の定員は30人ですか", "20人"),
        ("浜の湯に犬を連れて入れますか", "入れません"),
    ],
)
def test_the_sentence_that_decides_is_shown(asked: str, part: str) -> None:
    answer = read(NOTICE).answer(asked)
    assert answer.status is Status.ANSWERED
    assert part in answer.text


@pytest.mark.parametrize(
    "asked", ["集団健診に託児はありますか", "体操の会の昼食代は無料ですか", "子宮頸がん検診は無料ですか"]
)
def test_a_thing_of_which_no_passage_has_a_word_is_declined(asked: str) -> None:
    assert read(NOTICE).answer(asked).status is Status.DECLINED


@pytest.mark.parametrize(
    ("asked", "result"),
    [("学校給食費の改定は可決されましたか", "否決"), ("手数料条例の一部改正は可決されましたか", "可決")],
)
def test_the_vote_on_a_bill_is_found_by_what_the_bill_is_called(asked: str, result: str) -> None:
    answer = read(MINUTES).answer(asked)
    assert answer.status is Status.ANSWERED
    assert f"{result}されました" in answer.text


TALK = """令和6年第1回浜風町意見交換会　議事録

＜浜風町長＞
- デジタル技術の活用に力を入れている。
- 風車の建設には、漁業者の理解が得られない現状では反対である。
"""


def test_who_is_for_or_against_is_told_only_where_a_side_is_taken() -> None:
    talk = read(TALK)
    assert "反対" in talk.answer("浜風町長は風車の建設に賛成ですか").text
    assert talk.answer("浜風町長はデジタル技術の活用に反対しましたか").status is Status.DECLINED
