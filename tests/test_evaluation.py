import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import evaluation
from assistant.cli import app
from assistant.settings import Settings
from evals.errors import DatasetError

PLAN = "浜風町の除雪計画\n\n浜風町の除雪車は9台あります。\n\n浜風町役場\n"
CASES = [
    {"dataset": "own", "schema": 1, "corpus": "own", "title": "浜風町の質問"},
    {
        "id": "a",
        "question": "浜風町の除雪車は何台ありますか",
        "kind": "fact",
        "answerable": True,
        "evidence": [[{"document": "plan.txt", "quote": "除雪車は9台"}]],
        "facts": [["9台"]],
    },
    {"id": "b", "question": "浜風町の図書館の蔵書は何冊ですか", "kind": "unanswerable", "answerable": False},
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(PLAN, encoding="utf-8")
    lines = [json.dumps(case, ensure_ascii=False) for case in CASES]
    (tmp_path / "own.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def baseline(folder: Path, **floors: float) -> Path:
    path = folder / "baseline.json"
    path.write_text(json.dumps({"floors": floors}), encoding="utf-8")
    return path


def evaluated(own: Path, *options: str | Path) -> tuple[int, str]:
    arguments = ["eval", own / "own.jsonl", "--corpus", own / "corpus", *options]
    result = CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "200"})
    return result.exit_code, result.output


def test_a_set_of_one_s_own_is_measured_on_the_real_chain(own: Path) -> None:
    code, output = evaluated(own)
    assert code == 0
    assert "浜風町の質問" in output
    assert "fact recall" in output


def test_kept_floors_end_with_0_and_a_failing_floor_with_1(own: Path) -> None:
    code, output = evaluated(own, "--baseline", baseline(own, **{"fact recall": 1.0, "declined recall": 1.0}))
    assert code == 0
    assert "満たしていない" not in output
    code, output = evaluated(own, "--baseline", baseline(own, **{"fact recall": 1.5}))
    assert code == 1
    assert "満たしていない指標" in output
    assert "fact recall: 1 です（基準は 1.5 以上）" in output


def test_a_measure_that_was_not_taken_keeps_no_floor(own: Path) -> None:
    assert evaluated(own, "--baseline", baseline(own, **{"no such measure": 0.0}))[0] == 1


def test_a_report_is_written_for_people_and_programs(own: Path) -> None:
    code, _ = evaluated(own, "--report", own / "結果")
    assert code == 0
    page = (own / "結果" / "own" / "report.html").read_text(encoding="utf-8")
    assert "2問のうち2問" in page
    written = [path for path in (own / "結果" / "own").iterdir() if path.stat().st_size]
    assert len(written) >= 2
    assert any("浜風町の除雪車は何台ありますか" in path.read_text(encoding="utf-8") for path in written)


def test_what_is_not_there_is_named(own: Path) -> None:
    dataset = own / "own.jsonl"
    with pytest.raises(DatasetError, match=r"none\.jsonl"):
        evaluation.evaluate(Settings(), evaluation.Run("own", own / "none.jsonl", own / "corpus", None))
    with pytest.raises(DatasetError, match=r"none\.json を開けません"):
        evaluation.evaluate(Settings(), evaluation.Run("own", dataset, own / "corpus", own / "none.json"))
    with pytest.raises(DatasetError, match="がありません"):
        evaluation.planned(Settings(), dataset, own / "none", None)


def test_documents_that_do_not_fit_the_questions_are_refused(own: Path) -> None:
    (own / "corpus" / "plan.txt").write_text("山辺町の計画\n\n除雪車は4台です。\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="文書と合わない"):
        evaluation.evaluate(Settings(), evaluation.Run("own", own / "own.jsonl", own / "corpus", None))


def test_packaged_sets_whose_documents_are_at_hand_are_planned(tmp_path: Path) -> None:
    runs = evaluation.planned(Settings(seeds=tmp_path / "none"), None, None, None)
    assert [run.name for run in runs] == ["samples", "office"]
    assert all(run.baseline is not None and run.baseline.is_file() for run in runs)
    both = evaluation.planned(Settings(seeds=tmp_path), None, None, None)
    assert [(run.name, run.corpus) for run in both][1] == ("seeds", tmp_path)


@pytest.mark.parametrize(("place", "least"), [(0, 40), (1, 30)])
def test_the_sets_on_packaged_documents_run_without_a_crash(place: int, least: int) -> None:
    run = evaluation.planned(Settings(seeds=Path("/none")), None, None, None)[place]
    seen: list[int] = []
    outcome = evaluation.evaluate(Settings(), run, lambda done, total: seen.append(total - done))
    assert seen[-1] == 0
    assert len(outcome.report.results) >= least
    assert outcome.report.crashed == ()
    assert outcome.report.metrics["quote exact"] == 1.0
    assert outcome.report.metrics["declined recall"] is not None
