from passages import document, hits_of

from assistant.answers import Status
from assistant.proof.evidence import evidence_of
from assistant.support import check
from assistant.talk.sittings import sitting

MINUTES = """潮見町議会会議録

令和６年６月12日（水曜日）午前10時開議

○議長　前回の会議は令和6年6月5日でした。
"""


def test_the_line_that_dates_the_minutes_is_quoted() -> None:
    chunks = [hit.chunk for hit in hits_of(document(MINUTES))]
    draft = sitting(chunks, "minutes.txt", "潮見町議会会議録", "2024-06-12")
    (told,) = draft.sentences
    assert told.text == "令和6年6月12日の会議です（潮見町議会会議録）。"
    assert told.quotes[0].text == "令和６年６月12日（水曜日）午前10時開議"
    assert check(told.text, evidence_of(told.quotes)).proved


def test_minutes_without_a_day_are_declined() -> None:
    chunks = [hit.chunk for hit in hits_of(document(MINUTES))]
    for date in (None, "2024-06", "2024-07-01"):
        assert sitting(chunks, "minutes.txt", "潮見町議会会議録", date).status is Status.DECLINED
