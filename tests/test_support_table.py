"""The support check against sentences made false in one fact: the thresholds that an official's signature rests on."""

from pathlib import Path

import pytest

from assistant.measuring import support_table
from assistant.measuring.support_gold import packaged_documents
from assistant.measuring.support_table import HALVES, Outcome, half_of, lines, main, measure
from evals.claim_mutations import NUMERIC, SWAPPED_VALUES, SWAPPED_WORDS, WORDED, Fault


@pytest.fixture(scope="module", params=HALVES)
def outcome(request: pytest.FixtureRequest) -> Outcome:
    return measure(packaged_documents(), half=request.param)


def test_no_false_figure_unit_year_or_date_is_shown_as_proved(outcome: Outcome) -> None:
    proved, total = outcome.proved_false(NUMERIC)
    assert total >= 500
    assert proved == 0, [wrong for fault in NUMERIC for wrong in outcome.faults[fault].wrong]


def test_hardly_a_false_name_or_direction_is_shown_as_proved(outcome: Outcome) -> None:
    proved, total = outcome.proved_false(WORDED)
    assert total >= 300
    assert proved <= 0.03 * total, [wrong for fault in WORDED for wrong in outcome.faults[fault].wrong]


def test_true_sentences_stay_proved_in_other_words_too(outcome: Outcome) -> None:
    assert sum(tally.total for tally in outcome.unchanged.values()) >= 400
    assert sum(tally.proved for tally in outcome.unchanged.values()) >= 0.97 * sum(
        tally.total for tally in outcome.unchanged.values()
    )
    assert outcome.proved_true() >= 0.97, [wrong for t in outcome.reworded.values() for wrong in t.wrong]


def test_values_and_names_taken_from_the_quote_itself_are_caught(outcome: Outcome) -> None:
    for fault in (Fault.FIGURE_OF_QUOTE, Fault.YEAR_OF_QUOTE, Fault.SWAPPED_FIGURES):
        assert outcome.faults[fault].total >= 10
    proved, total = outcome.proved_false(SWAPPED_VALUES)
    assert proved <= 0.02 * total, [wrong for fault in SWAPPED_VALUES for wrong in outcome.faults[fault].wrong]
    proved, total = outcome.proved_false(SWAPPED_WORDS)
    assert proved <= 0.03 * total, [wrong for fault in SWAPPED_WORDS for wrong in outcome.faults[fault].wrong]
    assert outcome.reworded_faults.total >= 10
    assert outcome.reworded_faults.share <= 0.05, outcome.reworded_faults.wrong


def test_quotes_of_alike_things_side_by_side_are_told_apart(outcome: Outcome) -> None:
    true, false = outcome.framed[True], outcome.framed[False]
    assert min(true.total, false.total) >= 200
    assert true.share >= 0.9, true.wrong
    assert false.share <= 0.1, false.wrong


def test_statements_worded_by_hand_are_told_apart(outcome: Outcome) -> None:
    true, false = outcome.reworded[support_table.WORDED_BY_HAND], outcome.by_hand
    assert min(true.total, false.total) >= 30
    assert true.share >= 0.85, true.wrong
    assert false.share <= 0.2, false.wrong


def test_a_measurement_can_be_repeated() -> None:
    files = [f for f in packaged_documents() if half_of(f.name) == "dev"][:3]
    first, second = (measure(files, half="dev", most=20) for _ in range(2))
    assert {k: (t.total, t.proved) for k, t in first.faults.items()} == {
        k: (t.total, t.proved) for k, t in second.faults.items()
    }


def test_halves_do_not_move_when_documents_are_added() -> None:
    assert half_of("plan_sanaminai.txt") == "dev"
    assert half_of("faq_shiobetsu.md") == "held_out"


def test_the_table_tells_each_fault_and_the_time(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plan = tmp_path / "plan_sanaminai.txt"
    plan.write_text("令和5年度の利用者は1,310人でした。町は橋を9か所で直しました。", encoding="utf-8")
    assert main([str(plan), "--half", "both", "--examples", "1"]) == 0
    printed = capsys.readouterr().out
    assert "## dev" in printed
    assert "false: unit" in printed
    assert "median" in printed


def test_a_false_figure_that_passes_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan_sanaminai.txt"
    plan.write_text("令和5年度の利用者は1,310人でした。", encoding="utf-8")
    monkeypatch.setattr(support_table, "check", lambda *_: PROVED)
    assert main([str(plan), "--half", "dev"]) == 1
    assert "100.0%" in capsys.readouterr().out


def test_an_empty_half_has_a_table_too() -> None:
    assert "true sentences shown as proved: 0.0%" in "\n".join(lines("dev", Outcome(), 3))


PROVED = support_table.check("町です。", "町です。")
