import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from evals.benchmarks import langchain
from evals.benchmarks.langchain import Cost, middle, table

OURS = Cost(10.0, 5.0, 400_000_000, 20_000_000, 1_000)
THEIRS = Cost(25.0, 10.0, 800_000_000, 30_000_000, 500)


def test_costs_of_several_runs_are_their_medians() -> None:
    runs = [Cost(seconds, 1.0, 10, 5, 7) for seconds in (9.0, 1.0, 2.0)]
    assert middle(runs) == Cost(2.0, 1.0, 10, 5, 7)


def test_the_table_tells_how_many_times_ours_the_other_way_costs() -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(table({"shirube ingest": OURS, "LangChain": THEIRS}))
    rows = {line.split("│")[1].strip(): line.split("│")[2:4] for line in capture.get().splitlines() if "│" in line}
    ratios = {name: [cell.strip() for cell in cells] for name, cells in rows.items()}
    assert ratios["wall / ours"] == ["1.00", "2.50"]
    assert ratios["disk / ours"] == ["1.00", "1.50"]
    assert ratios["disk a chunk / ours"] == ["1.00", "3.00"]


def test_our_way_is_run_and_measured(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("浜風町の除雪計画\n\n浜風町の除雪車は9台あります。\n", encoding="utf-8")
    cost = langchain._cost("shirube ingest", tmp_path / "texts", tmp_path / "out")
    assert cost.chunks >= 1
    assert cost.disk > 10_000
    assert cost.cpu > 0
    assert cost.peak > 50_000_000


def test_only_texts_that_both_ways_read_are_compared(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("計画", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes("計画".encode("cp932"))
    (tmp_path / "in" / "c.pdf").write_bytes(b"%PDF-")
    assert [file.name for file in langchain._texts(tmp_path / "in", tmp_path / "out").iterdir()] == ["a.txt"]
    with pytest.raises(SystemExit, match="txt"):
        langchain._texts(tmp_path / "out" / "none", tmp_path / "out")


def test_without_the_libraries_the_command_that_brings_them_is_told(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['langchain_chroma'] = None; import runpy; sys.argv = ['x', 'a', 'b', 'c']; "
    module = "runpy.run_module('evals.benchmarks.langchain_baseline', run_name='__main__')"
    ended = subprocess.run(
        [sys.executable, "-c", hidden + module], check=False, capture_output=True, text=True, cwd=tmp_path
    )
    assert ended.returncode == 1
    assert "pip install 'shirube[bench]'" in ended.stderr
