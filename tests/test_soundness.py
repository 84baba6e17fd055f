"""An answer against its own citations: markers, amounts, units, years and speakers."""

from typing import Any

import pytest

from evals.results import QUOTE_EXACT
from evals.soundness import CITATION_VALIDITY, GROUNDEDNESS, SPEAKER_MATCH, soundness

TEXTS = {
    "m.txt": "○町長　登録は、令和6年5月末で47件であります。予算は4,200千円です。\n○教育長　朝を2便といたします。\n",
    "t.txt": "予算\n（単位：千円）\n除雪\t58,600\n図書館 1冊400円\n",
}


def record(answer: str, quote: str, document: str = "m.txt", speaker: str | None = None, **more: Any) -> dict[str, Any]:
    start = TEXTS[document].index(quote)
    place = {"document": document, "start": start, "end": start + len(quote), "quote": quote, "speaker": speaker}
    others = [{"document": "m.txt", "start": 0, "end": 1, "speaker": name} for name in ("町長", "教育長")]
    return {"question": "", "answer": answer, "citations": [{"number": 1} | place], "retrieved": others} | more


@pytest.mark.parametrize(("answer", "value"), [("47件です。[1]", 1.0), ("47件です。[99]", 0.0), ("47件。[1][2]", 0.5)])
def test_a_marker_needs_a_citation(answer: str, value: float) -> None:
    assert soundness(record(answer, "47件"), TEXTS)[CITATION_VALIDITY] == value


def test_an_answer_without_markers_has_none_to_check() -> None:
    assert CITATION_VALIDITY not in soundness(record("47件です。", "47件"), TEXTS)


@pytest.mark.parametrize(
    ("answer", "quote", "document", "value"),
    [
        ("予算は4,200千円です。", "予算は4,200千円", "m.txt", 1.0),
        ("予算は4,200円です。", "予算は4,200千円", "m.txt", 0.0),
        ("令和6年です。", "令和6年5月末", "m.txt", 1.0),
        ("令和7年です。", "令和6年5月末", "m.txt", 0.0),
        ("58,600です（単位：千円）。", "除雪\t58,600", "t.txt", 1.0),
        ("58,600です（単位：円）。", "除雪\t58,600", "t.txt", 0.0),
    ],
)
def test_amounts_units_and_years_stand_in_what_is_cited(answer: str, quote: str, document: str, value: float) -> None:
    assert soundness(record(answer, quote, document), TEXTS)[GROUNDEDNESS] == value


def test_a_year_of_the_question_may_be_repeated() -> None:
    asked = record("2023年は47件です。", "47件", question="令和5年の登録は？")
    assert soundness(asked, TEXTS)[GROUNDEDNESS] == 1.0


@pytest.mark.parametrize(("speaker", "value"), [("教育長", 1.0), ("町長", 0.0)])
def test_the_speaker_cited_is_the_one_whose_heading_stands_above(speaker: str, value: float) -> None:
    assert soundness(record("朝は2便です。", "朝を2便", speaker=speaker), TEXTS)[SPEAKER_MATCH] == value


def test_a_quote_that_is_not_the_text_at_its_offsets_is_not_exact() -> None:
    sound = record("47件です。[1]", "47件")
    assert soundness(sound, TEXTS)[QUOTE_EXACT] == 1.0
    shifted = [citation | {"start": citation["start"] + 1} for citation in sound["citations"]]
    assert soundness(sound | {"citations": shifted}, TEXTS)[QUOTE_EXACT] == 0.0
