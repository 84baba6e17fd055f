"""Comparing set-ups: the grid, what is kept, what a second run measures again, and the page."""

import json
import re
from pathlib import Path

import pytest
from eval_cases import PLAN
from eval_cases import PLAN_CASE as CASE
from hypothesis import given
from hypothesis import strategies as st

from assistant.measuring import sweep as sweeping
from assistant.measuring.evaluation import Run
from assistant.measuring.sweep import Grid, Setup, fusion_of, read_grid, sweep
from assistant.settings import Settings
from evals.errors import DatasetError
from evals.results import P50
from evals.sweep_report import Outcome, page, table
from vectorstore.weights import DEFAULT_FUSION, Fusion


def outcome(name: str = "設定", recall: float | None = 0.5, ms: float = 10.0) -> Outcome:
    return Outcome(name, {}, {"evidence recall@5": recall, P50: ms}, questions=1, chunks=3, megabytes=1.5)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "own.jsonl").write_text(json.dumps(CASE, ensure_ascii=False), encoding="utf-8")
    return Run("own", tmp_path / "own.jsonl", tmp_path / "corpus", None)


def test_the_grid_is_the_product_and_keeps_shared_indexes_together() -> None:
    setups = Grid(chunk_tokens=[160, 320, 160], passages=[8, 24], fusion=["", "bm25=1"]).setups(Settings())
    assert len(setups) == 8
    assert [setup.chunk_tokens for setup in setups] == [160] * 4 + [320] * 4
    assert Grid().setups(Settings()) == [Setup("", Settings().chunk_tokens, Settings().passages, "")]


def test_a_set_up_changes_what_it_names_and_keeps_the_larger_size_above() -> None:
    applied = Setup("model", 640, 8, "").applied_to(Settings(reranker="r"))
    assert (applied.embedding_model, applied.chunk_tokens, applied.passages, applied.reranker) == ("model", 640, 8, "r")
    assert applied.chunk_max_tokens >= applied.chunk_tokens


def test_weights_are_read_from_words() -> None:
    assert fusion_of("bm25=1, vector=0.5") == Fusion(bm25=1, vector=0.5)
    assert fusion_of("") is fusion_of("既定") is DEFAULT_FUSION


@pytest.mark.parametrize("text", ["bm25", "bm26=1", "bm25=x", "=1"])
def test_an_unknown_weight_is_refused_with_the_names(text: str) -> None:
    with pytest.raises(DatasetError, match="bm25、words"):
        fusion_of(text)


def test_a_grid_may_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "grid.toml"
    path.write_text('chunk_tokens = [160, 320]\nfusion = ["", "bm25=1"]\n', encoding="utf-8")
    assert read_grid(path) == Grid(chunk_tokens=[160, 320], fusion=["", "bm25=1"])
    for text, words in (("chunks = [1]", "chunks"), ("chunk_tokens = 1", "chunk_tokens"), ("=", "TOML")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DatasetError, match=words):
            read_grid(path)
    with pytest.raises(DatasetError, match="開けません"):
        read_grid(tmp_path / "none.toml")
    with pytest.raises(DatasetError, match="40 から"):
        Grid(chunk_tokens=[1]).setups(Settings())


def test_each_set_up_is_measured_once_and_kept(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setups = Grid(chunk_tokens=[160], fusion=["", "bm25=1"]).setups(Settings())
    kept = tmp_path / "kept"
    seen: list[tuple[str, int, int]] = []
    first = next(sweep(Settings(), run, setups, kept, on_progress=lambda *step: seen.append(step)))
    assert len(list(kept.glob("*.json"))) == 1
    assert seen == [(first.name, 1, 1)]
    both = list(sweep(Settings(), run, setups, kept, on_progress=lambda *step: seen.append(step)))
    assert [step[0] for step in seen] == [o.name for o in both]
    assert both[0] == first
    assert [o.metrics["evidence recall@5"] for o in both] == [1.0, 1.0]
    assert all(o.chunks >= 1 and o.megabytes > 0 for o in both)
    monkeypatch.setattr(sweeping, "ingest", None)  # nothing is indexed any more
    assert list(sweep(Settings(), run, setups, kept)) == both


def test_other_documents_or_questions_are_measured_anew(run: Run, tmp_path: Path) -> None:
    setups = Grid().setups(Settings())
    list(sweep(Settings(), run, setups, tmp_path / "kept"))
    (run.corpus / "more.txt").write_text("図書館は火曜に休みます。\n", encoding="utf-8")
    list(sweep(Settings(), run, setups, tmp_path / "kept"))
    assert len(list((tmp_path / "kept").glob("*.json"))) == 2


def test_other_settings_are_measured_anew_but_not_another_place(run: Run, tmp_path: Path) -> None:
    basis = sweeping._basis(Settings(), run)
    assert sweeping._basis(Settings(index=tmp_path, chunk_tokens=100, llm_api_key="key"), run) == basis
    assert sweeping._basis(Settings(ocr="off"), run) != basis


def test_broken_figures_are_measured_again(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    assert sweeping._kept(tmp_path / "a.json") is None
    assert sweeping._kept(tmp_path / "none.json") is None


def test_the_page_needs_nothing_else_and_escapes_names() -> None:
    shown = page([outcome("<b>名前</b>"), outcome(recall=None)], "設定の比較")
    assert "<b>名前" not in shown
    assert not re.search(r"https?://|<script|src=", shown)
    assert shown.count("<circle") == 3
    assert "—" in shown


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1e6)), min_size=1, max_size=8))
def test_every_point_lies_inside_the_plot(points: list[tuple[float, float]]) -> None:
    shown = page([outcome(recall=recall, ms=ms) for recall, ms in points], "図")
    for x, y in re.findall(r'cx="([^"]+)" cy="([^"]+)"', shown):
        assert 0 <= float(x) <= 620
        assert 0 <= float(y) <= 340


def test_the_table_has_a_row_for_each_set_up() -> None:
    assert table([outcome(), outcome("別")]).row_count == 2
