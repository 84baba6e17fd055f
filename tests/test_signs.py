import pytest

from vectorstore.signs import Sign, asked_for, signs_of


@pytest.mark.parametrize(
    ("question", "sign"),
    [
        ("完成するのはいつですか", Sign.DATE),
        ("家賃の補助はいくらですか", Sign.MONEY),
        ("研修生は何人いますか", Sign.PEOPLE),
        ("無線の機械は何年使えますか", Sign.SPAN),
        ("避難所は何か所ありますか", Sign.COUNT),
        ("港の船を新しくする理由は", Sign.NONE),
    ],
)
def test_a_question_asks_for_a_kind_of_figure(question: str, sign: Sign) -> None:
    assert asked_for(question) == sign


def test_a_passage_shows_every_kind_of_figure_it_has() -> None:
    found = signs_of("令和5年度は町内の3か所に、1,200万円で備え付けました。", None)
    assert Sign.DATE | Sign.MONEY | Sign.COUNT in found
    assert Sign.PEOPLE not in found
    assert signs_of("港の船を新しくします。", None) is Sign.NONE


@pytest.mark.parametrize("speaker", ["議員(代表)", "12番", "12番議員"])
def test_a_member_of_an_assembly_asks(speaker: str) -> None:
    assert Sign.ASKS in signs_of("いかがですか。", speaker)


@pytest.mark.parametrize("speaker", ["市長", "保健所長(代理)", "委員", "委員長", None])
def test_whoever_else_speaks_answers(speaker: str | None) -> None:
    assert Sign.ASKS not in signs_of("検討してまいります。", speaker)


def test_a_question_about_what_members_said_wants_their_words() -> None:
    assert Sign.ASKS in asked_for("除雪について議員はどんな指摘をしましたか")
    assert Sign.ASKS not in asked_for("教育委員会は何を決めましたか")
