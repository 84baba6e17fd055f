"""Questions of two things over the sample documents: one half tuned the rules, the other was written before them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.compose import open_assistant
from assistant.settings import Settings
from evals.cases import Case, load_dataset
from evals.matching import states_any

CASES = load_dataset(Path(__file__).parent / "data" / "two_part_questions.jsonl").cases


@pytest.fixture(scope="module")
def answers(sample_index: Path) -> Iterator[dict[str, Answer]]:
    assistant = open_assistant(Settings(), sample_index)
    yield {case.id: assistant.ask(case.question) for case in CASES}
    assistant.close()


def is_right(case: Case, answer: Answer) -> bool:
    return all(states_any(answer.text, forms) for forms in case.facts)


def finds_all(case: Case, answer: Answer) -> bool:
    """Whether the first five passages hold evidence for every part."""
    first = [(passage.document, passage.text) for passage in answer.retrieved[:5]]
    return all(any(g.document == d and g.quote in text for g in group for d, text in first) for group in case.evidence)


@pytest.mark.parametrize(("split", "right", "found"), [("dev", 0.8, 0.9), ("held_out", 0.7, 0.85)])
def test_both_parts_are_found_and_answered(answers: dict[str, Answer], split: str, right: float, found: float) -> None:
    cases = [case for case in CASES if case.split == split]
    assert len(cases) == 33
    assert sum(is_right(case, answers[case.id]) for case in cases) >= right * len(cases)
    assert sum(finds_all(case, answers[case.id]) for case in cases) >= found * len(cases)


def test_every_citation_is_verbatim_and_numbered_in_order(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
        marked = {number for sentence in answer.sentences for number in sentence.citations}
        assert marked == {citation.number for citation in answer.citations}
