import json

from assistant.answers import (
    Answer,
    Citation,
    Passage,
    Sentence,
    Status,
    Verdict,
    Widening,
    citation_record,
    passage_record,
)

CITATION = Citation(
    number=1,
    document="plan.txt",
    title="浜風町の計画",
    page=None,
    section="第１章 › 除雪",
    speaker=None,
    quote="除雪車は9台あります。",
    start=123,
    end=134,
    chunk_id="a" * 24,
)
PASSAGE = Passage(
    "a" * 24, "plan.txt", "b" * 16, "浜風町の計画", "除雪", "町長", 3, 120, 134, "（略）除雪車は9台", 0.834567
)
ANSWER = Answer(
    question="除雪車は何台？",
    status=Status.ANSWERED,
    sentences=(Sentence("除雪車は9台です。", (1,)), Sentence("昨年と同じです。")),
    citations=(CITATION,),
    retrieved=(PASSAGE,),
    confidence=0.912345,
    standalone="除雪車は何台？",
    elapsed_ms=41,
)


def test_the_record_has_exactly_the_fields_of_the_contract_in_order() -> None:
    assert ANSWER.to_record("q1") == {
        "id": "q1",
        "question": "除雪車は何台？",
        "status": "answered",
        "answer": "除雪車は9台です。[1]\n昨年と同じです。",
        "citations": [
            {
                "number": 1,
                "document": "plan.txt",
                "title": "浜風町の計画",
                "page": None,
                "section": "第１章 › 除雪",
                "speaker": None,
                "quote": "除雪車は9台あります。",
                "start": 123,
                "end": 134,
                "verdict": "proved",
            }
        ],
        "retrieved": [
            {
                "document": "plan.txt",
                "title": "浜風町の計画",
                "section": "除雪",
                "speaker": "町長",
                "page": 3,
                "start": 120,
                "end": 134,
                "text": "（略）除雪車は9台",
                "score": 0.8346,
            }
        ],
        "confidence": 0.9123,
        "elapsed_ms": 41,
    }
    keys = ["id", "question", "status", "answer", "citations", "retrieved", "confidence", "elapsed_ms"]
    assert list(ANSWER.to_record("q1")) == keys


def test_a_record_without_an_id_leaves_it_out() -> None:
    assert "id" not in ANSWER.to_record()
    assert next(iter(ANSWER.to_record())) == "question"


def test_what_was_understood_is_added_only_where_it_differs() -> None:
    follow_up = Answer("前の年は？", Status.DECLINED, standalone="令和4年の件数は？")
    assert follow_up.to_record()["standalone"] == "令和4年の件数は？"
    assert "standalone" not in ANSWER.to_record()
    assert "standalone" not in Answer("件数は？", Status.DECLINED).to_record()


def test_a_notice_is_added_only_where_there_is_one() -> None:
    assert Answer("件数は？", Status.DECLINED, notice="空欄です。").to_record()["notice"] == "空欄です。"
    assert "notice" not in ANSWER.to_record()


def test_an_unproved_citation_says_why_and_a_proved_one_has_no_reason() -> None:
    unproved = Citation(
        **{name: getattr(CITATION, name) for name in CITATION.__slots__}
        | {"verdict": Verdict.UNPROVED, "reason": "数値がありません。"}
    )
    assert citation_record(unproved)["verdict"] == "unproved"
    assert citation_record(unproved)["reason"] == "数値がありません。"
    assert "reason" not in citation_record(CITATION)


def test_records_are_json_and_keep_every_character() -> None:
    record = ANSWER.to_record("q1")
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record
    assert passage_record(PASSAGE) == record["retrieved"][0]


def test_every_status_has_its_word() -> None:
    assert [status.value for status in Status] == ["answered", "partial", "declined", "error"]
    assert [verdict.value for verdict in Verdict] == ["proved", "unproved"]


def test_markers_follow_their_sentence() -> None:
    assert (
        Answer("", Status.ANSWERED, (Sentence("甲です。", (1, 3)), Sentence("乙です。"))).text
        == "甲です。[1][3]\n乙です。"
    )
    assert Answer("", Status.DECLINED).text == ""


def test_the_time_taken_does_not_make_answers_differ() -> None:
    assert Answer("件数は？", Status.DECLINED, elapsed_ms=3) == Answer("件数は？", Status.DECLINED, elapsed_ms=900)


def test_what_was_searched_as_well_is_said_and_recorded_only_where_there_is_something() -> None:
    widened = Answer("雪かきは？", Status.ANSWERED, widenings=(Widening("雪かき", ("除雪", "除排雪")),))
    assert widened.widened == "「雪かき」→「除雪」「除排雪」でも検索しました"
    assert widened.to_record()["widenings"] == [{"asked": "雪かき", "terms": ["除雪", "除排雪"]}]
    assert ANSWER.widened == ""
    assert "widenings" not in ANSWER.to_record()
