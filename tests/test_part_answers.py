from hits import make_hit
from passages import question

from assistant.answerer import Draft, DraftSentence, Part, Quote
from assistant.answers import Status
from assistant.part_answers import grounded, joined

TOLD = Draft((DraftSentence("120人と340人です。"),), 0.9, Status.ANSWERED)
HIT = make_hit("次回は汐見町で開きます。")
BASIS = DraftSentence("次回は汐見町で開きます。", (Quote(HIT, 0, 12),))


def part(basis: DraftSentence | None) -> Part:
    return Part(
        question("汐見町の人口は何人ですか"),
        [HIT],
        basis,
        "「次回開く町」は、汐見町と読み取りました。" if basis else "",
    )


def test_one_sentence_for_both_parts_is_said_once() -> None:
    surely = joined([("a", TOLD), ("b", Draft(TOLD.sentences, 0.7, Status.ANSWERED))])
    assert surely == Draft(TOLD.sentences, 0.7, Status.ANSWERED)


def test_the_part_that_nothing_answers_is_named() -> None:
    partly = joined([("定員は", TOLD), ("料金は", Draft((), 0.1, Status.DECLINED))])
    assert partly is not None
    assert (partly.status, partly.sentences) == (Status.PARTIAL, TOLD.sentences)
    assert partly.notice == "「料金は」については、資料に見当たりませんでした。"


def test_without_any_part_answered_there_is_nothing_to_join() -> None:
    assert joined([("a", Draft((), 0.1, Status.DECLINED))]) is None
    assert joined([]) is None


def test_what_tells_whom_the_question_means_stands_behind_the_answer() -> None:
    told = grounded(part(BASIS), TOLD)
    assert told.sentences == (*TOLD.sentences, BASIS)
    assert "汐見町と読み取りました" in told.notice


def test_an_answer_that_needs_no_basis_or_is_none_stays_as_it_is() -> None:
    declined = Draft((), 0.1, Status.DECLINED)
    assert grounded(part(None), TOLD) is TOLD
    assert grounded(part(BASIS), declined) is declined
