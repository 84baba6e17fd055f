import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from eval_cases import PLAN, PLAN_CASE
from typer.testing import CliRunner

from assistant.cli import app
from assistant.measuring import evaluation
from assistant.settings import Settings
from evals import corpora
from evals.errors import DatasetError

CASES = [
    {"dataset": "own", "schema": 1, "corpus": "own", "title": "浜風町の質問"},
    PLAN_CASE,
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


def accepted(own: Path, *options: str | Path) -> Path:
    path = own / "accepted.json"
    code, output = evaluated(own, "--baseline", path, "--accept", "最初の採用", *options)
    assert code == 0, output
    assert "採用しました" in output
    return path


def test_an_accepted_result_is_held_against_the_next_one(own: Path) -> None:
    path = accepted(own)
    written = path.read_bytes()
    code, output = evaluated(own, "--baseline", path, "--junit", own / "j.xml", "--summary", own / "s.md")
    assert code == 0
    assert "採用した結果との差: 悪化 なし、改善 なし" in output
    assert ET.parse(own / "j.xml").getroot().find("testsuite/testcase") is not None
    assert "✅ 合格" in (own / "s.md").read_text(encoding="utf-8")
    assert path.read_bytes() == written


def test_the_same_result_writes_the_same_baseline_and_the_same_results(own: Path) -> None:
    path = accepted(own)
    written = path.read_bytes()
    code, output = evaluated(own, "--baseline", path, "--accept", "もう一度", "--report", own / "one")
    assert code == 0
    assert "採用した結果と同じです" in output
    assert path.read_bytes() == written
    evaluated(own, "--report", own / "other")
    results = [(own / name / "own" / "results.json").read_bytes() for name in ("one", "other")]
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("changed", "label"),
    [("question", "質問集が"), ("document", "質問集の文書が"), ("model", "モデルと索引の設定が")],
)
def test_what_rests_on_something_else_is_refused_with_4_until_it_is_accepted(
    own: Path, monkeypatch: pytest.MonkeyPatch, changed: str, label: str
) -> None:
    path = accepted(own)
    written = path.read_bytes()
    if changed == "question":
        dataset = own / "own.jsonl"
        dataset.write_text(dataset.read_text(encoding="utf-8").replace("何冊", "何万冊"), encoding="utf-8")
    elif changed == "document":
        (own / "corpus" / "more.txt").write_text("浜風町の港\n\n港は2か所です。\n", encoding="utf-8")
    else:
        monkeypatch.setenv("SHIRUBE_CHUNK_TOKENS", "300")
    code, output = evaluated(own, "--baseline", path)
    assert code == 4
    assert "採用した結果とは比べられません" in output
    assert label in output
    assert f"--baseline {path} --accept" in output
    assert path.read_bytes() == written
    assert evaluated(own, "--baseline", path, "--accept", "入れ替えた")[0] == 0
    assert evaluated(own, "--baseline", path)[0] == 0
    assert json.loads(path.read_text(encoding="utf-8"))["accepted"] == ["入れ替えた", "最初の採用"]


def test_a_failing_gate_is_1_even_where_nothing_can_be_compared(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = accepted(own)
    limited = json.loads(path.read_text(encoding="utf-8")) | {"floors": {"fact recall": 1.5}}
    path.write_text(json.dumps(limited), encoding="utf-8")
    monkeypatch.setenv("SHIRUBE_CHUNK_TOKENS", "300")
    assert evaluated(own, "--baseline", path)[0] == 1


@pytest.mark.parametrize(
    ("limits", "options", "words"),
    [
        ({"floors": {"fact recall": 1.5}}, ["--accept", "理由"], "基準は 1.5 以上"),
        ({"must_pass": ["none"]}, ["--accept", "理由"], "質問集にありません"),
        ({}, ["--accept", " "], "理由を書いてください"),
    ],
)
def test_what_fails_on_its_own_is_not_accepted(
    own: Path, limits: dict[str, object], options: list[str], words: str
) -> None:
    path = own / "b.json"
    path.write_text(json.dumps(limits), encoding="utf-8")
    result = CliRunner().invoke(
        app, ["eval", str(own / "own.jsonl"), "--corpus", str(own / "corpus"), "--baseline", str(path), *options]
    )
    assert isinstance(result.exception, DatasetError)
    assert words in str(result.exception)
    assert json.loads(path.read_text(encoding="utf-8")) == limits


def test_accepting_needs_a_file_and_one_set_for_it(own: Path) -> None:
    result = CliRunner().invoke(
        app, ["eval", str(own / "own.jsonl"), "--corpus", str(own / "corpus"), "--accept", "理由"]
    )
    assert isinstance(result.exception, DatasetError)
    assert "--baseline" in str(result.exception)
    assert CliRunner().invoke(app, ["eval", "--baseline", str(own / "b.json"), "--accept", "理由"]).exit_code == 2


def test_a_packaged_set_goes_by_its_name(tmp_path: Path) -> None:
    (run,) = evaluation.planned(Settings(), Path("office"), None, None)
    assert (run.name, run.baseline) == ("office", corpora.baseline_path("office"))
    assert run.mend == 'shirube eval office --accept "理由"'
    absent = evaluation.skipped(evaluation.planned(Settings(seeds=tmp_path / "none"), None, None, None))
    assert absent == ["seeds", "officials", "colloquial"]


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
    none = tmp_path / "none"
    runs = evaluation.planned(Settings(seeds=none, public_data=none), None, None, None)
    assert [run.name for run in runs] == ["samples", "office", "challenge"]
    assert all(run.baseline is not None and run.baseline.is_file() for run in runs)
    both = evaluation.planned(Settings(seeds=tmp_path, public_data=tmp_path), None, None, None)
    assert {run.name: run.corpus for run in both}["seeds"] == tmp_path
    assert {run.name: run.corpus for run in both}["public"] == tmp_path
    assert all(run.baseline is not None and run.baseline.is_file() for run in both)


@pytest.mark.parametrize(("place", "least"), [(0, 40), (1, 30), (2, 90)])
def test_the_sets_on_packaged_documents_run_without_a_crash(place: int, least: int) -> None:
    absent = Settings(seeds=Path("/none"), public_data=Path("/none"))
    run = evaluation.planned(absent, None, None, None)[place]
    seen: list[int] = []
    outcome = evaluation.evaluate(Settings(), run, lambda done, total: seen.append(total - done))
    assert seen[-1] == 0
    assert len(outcome.report.results) >= least
    assert outcome.report.crashed == ()
    assert outcome.report.metrics["quote exact"] == 1.0
    assert outcome.report.metrics["declined recall"] is not None


def test_only_the_documents_of_a_corpus_are_read(own: Path) -> None:
    """The folder of public data holds papers and training data that no question of `public` asks about."""
    lines = (own / "own.jsonl").read_text(encoding="utf-8").splitlines()
    head = {"dataset": "own", "schema": 2, "corpus": "public"}
    moved = [line.replace('"plan.txt"', '"minutes/plan.txt"') for line in lines if '"dataset"' not in line]
    (own / "own.jsonl").write_text("\n".join([json.dumps(head), *moved]), encoding="utf-8")
    (own / "corpus" / "minutes").mkdir()
    (own / "corpus" / "plan.txt").rename(own / "corpus" / "minutes" / "plan.txt")
    (own / "corpus" / "README.md").write_text("浜風町の除雪車は12台あります。\n", encoding="utf-8")
    run = evaluation.Run("own", own / "own.jsonl", own / "corpus", None)
    results = evaluation.evaluate(Settings(), run).report.results
    assert all(result.scores for result in results)
    assert "12台" not in " ".join(result.answer for result in results)
