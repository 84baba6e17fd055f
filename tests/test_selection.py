from dataclasses import replace

import pytest
from hits import make_hit
from passages import question

from assistant.passages.coverage import Coverage
from assistant.passages.ranking import Ranked
from assistant.passages.selection import shown_units
from assistant.passages.units import Unit, units_of
from assistant.questions import AnalyzedQuestion

HOW = question("除雪車の整備の担当はどのように決まりますか")
SAID = question("町長は渡船について何と述べましたか")
WHERE = question("除雪車の車庫はどこですか")
MUCH = question("除雪車の整備について理由を教えてください")
ALL = question("除雪車の整備をすべて挙げてください")
BEST = "除雪車の整備は町が行います。"
OTHER = "整備の日は毎年変わります。"


def ranked(
    text: str,
    score: float,
    *,
    start: int = 0,
    section: tuple[str, ...] = ("除雪",),
    covered: float = 0.8,
    own: float = 0.8,
    cosine: float = 0.5,
    kind_found: float = 0.5,
) -> Ranked:
    hit = make_hit(text, start=start, section=section)
    unit = Unit(hit, start, start + len(text), text, "", "", "", False, 0)
    return Ranked(
        unit=unit,
        score=score,
        coverage=Coverage(covered, (), 0.0),
        own=own,
        attribute=1.0,
        bound=1.0,
        kind_found=kind_found,
        labelled=0.0,
        year=0.5,
        speaker=0.5,
        conflict=0.0,
        cosine=cosine,
    )


def shown(asked: AnalyzedQuestion, *units: Ranked) -> list[str]:
    return [unit.text for unit in shown_units(asked, units)]


def test_a_near_second_sentence_is_shown() -> None:
    assert shown(HOW, ranked(BEST, 2.0), ranked(OTHER, 1.9, start=100, covered=0.5, cosine=0.1)) == [BEST, OTHER]


def test_under_a_heading_one_that_is_behind_in_everything_is_left_out() -> None:
    behind = ranked(OTHER, 1.7, start=100, covered=0.5, own=0.2, cosine=0.1)
    assert shown(HOW, ranked(BEST, 2.0), behind) == [BEST]


@pytest.mark.parametrize("ahead", [{"covered": 0.9}, {"own": 0.9}, {"cosine": 0.6}])
def test_one_that_is_ahead_in_something_is_shown(ahead: dict[str, float]) -> None:
    merits = {"covered": 0.5, "own": 0.2, "cosine": 0.1} | ahead
    assert shown(HOW, ranked(BEST, 2.0), ranked(OTHER, 1.7, start=100, **merits)) == [BEST, OTHER]


def test_without_headings_a_second_sentence_pays() -> None:
    best = ranked(BEST, 2.0, section=())
    behind = ranked(OTHER, 1.7, start=100, section=(), covered=0.5, own=0.2, cosine=0.1, kind_found=0.3)
    assert shown(HOW, best, behind) == [BEST, OTHER]


def test_one_without_the_kind_of_answer_is_left_out_where_the_best_has_it() -> None:
    second = ranked(OTHER, 1.95, start=100, kind_found=0.3)
    assert shown(WHERE, ranked(BEST, 2.0, kind_found=1.0), second) == [BEST]
    assert shown(WHERE, ranked(BEST, 2.0, kind_found=0.3), second) == [BEST, OTHER]


def test_what_is_left_out_is_not_replaced() -> None:
    left_out = ranked(OTHER, 1.7, start=100, covered=0.5, own=0.2, cosine=0.1)
    third = ranked("担当は町民課です。", 1.6, start=200)
    assert shown(HOW, ranked(BEST, 2.0), left_out, third) == [BEST]


@pytest.mark.parametrize("asked", [MUCH, ALL])
def test_where_much_is_wanted_what_is_behind_is_shown_too(asked: AnalyzedQuestion) -> None:
    behind = ranked(OTHER, 1.78, start=100, covered=0.5, own=0.2, cosine=0.1)
    assert shown(asked, ranked(BEST, 2.0), behind) == [BEST, OTHER]


def test_a_row_is_shown_once_and_not_its_cells_beside_it() -> None:
    row = ranked("整備費 町民課。", 2.0)
    cell = ranked("町民課", 1.99)
    cell = replace(cell, unit=replace(cell.unit, hit=row.unit.hit, start=4, end=7))
    assert shown(ALL, row, cell) == ["整備費 町民課。"]
    assert shown(ALL, cell, row) == ["整備費 町民課。"]


def test_the_same_words_are_said_once() -> None:
    assert shown(HOW, ranked(BEST, 2.0), ranked(BEST, 1.95, start=100)) == [BEST]


def test_a_sentence_that_points_back_is_led_in_by_the_one_before_it() -> None:
    hit = make_hit("渡船は夏に増便します。これは島の店を支えるためです。この便は9時に出ます。", speaker="町長")
    first, second, third = (replace(ranked("", 2.0), unit=unit) for unit in units_of(hit))
    assert shown(SAID, second) == [first.unit.text, second.unit.text]
    assert shown(SAID, second, replace(first, score=1.9)) == [first.unit.text, second.unit.text]
    assert shown(SAID, third) == [third.unit.text]
    assert shown(SAID, first) == [first.unit.text]
