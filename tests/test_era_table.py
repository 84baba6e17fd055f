from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.compose import open_assistant
from assistant.conversation import Assistant
from assistant.measuring.era_table import Wordings, measured, report, wordings
from assistant.settings import Settings
from evals.cases import load_dataset
from evals.corpora import dataset_path


@pytest.fixture(scope="module")
def assistant(sample_index: Path) -> Iterator[Assistant]:
    opened = open_assistant(Settings(), sample_index)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("令和5年度の件数は？", ("2023年度の件数は?", "令和5年度の件数は?", "R5年度の件数は?")),
        ("2019年の人口は？", ("2019年の人口は?", "令和元年の人口は?", "R1年の人口は?")),
        ("R6.2.27の式は？", ("2024年2月27日の式は?", "令和6年2月27日の式は?", "R6.2.27の式は?")),
        ("平成30年と令和2年の差は？", ("2018年と2020年の差は?", "平成30年と令和2年の差は?", "H30年とR2年の差は?")),
        ("人口は？", ()),
    ],
)
def test_a_question_is_worded_in_every_calendar(question: str, asked: tuple[str, ...]) -> None:
    assert wordings(question) == asked


@pytest.mark.parametrize("name", ["samples", "challenge"])
def test_every_wording_finds_the_same_five_passages_and_answers_alike(assistant: Assistant, name: str) -> None:
    questions = dict.fromkeys(c.question for c in load_dataset(dataset_path(name)).cases if c.kind.value == "era")
    found = measured(assistant, list(questions))
    assert found
    assert [w.asked for w in found if not w.same or w.answers > 1] == []


def test_a_difference_is_listed() -> None:
    told = report("samples", [Wordings(("2023年", "令和5年"), 1, 1), Wordings(("2022年", "令和4年"), 2, 1)])
    assert told == "| samples | 2 | 1 | 2 |\n  2022年 / 令和4年\n"
