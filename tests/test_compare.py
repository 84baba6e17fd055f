"""Two results files side by side."""

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from evals.compare import compare, render, to_markdown
from evals.errors import DatasetError


def results(path: Path, *passed: bool, **changed: Any) -> Path:
    cases = [
        {
            "id": f"c{number}",
            "question": f"質問|{number}",
            "scores": {"fact recall": float(ok), "over-refusal": float(not ok)},
            "passed": ok,
            "outcome": "正答" if ok else "値が足りない",
            "elapsed_ms": 10.0,
        }
        for number, ok in enumerate(passed)
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"dataset": "own", "results": cases} | changed, ensure_ascii=False), encoding="utf-8")
    return path


def test_measures_differ_by_pairs_and_flips_are_named(tmp_path: Path) -> None:
    a = results(tmp_path / "a.json", *[False] * 30, True)
    b = results(tmp_path / "b.json", *[True] * 30, False)
    found = compare(a, b)
    facts, refusals, elapsed = found.differences
    assert (facts.measure, facts.n, facts.verdict) == ("fact recall", 31, "良くなった")
    assert facts.change == pytest.approx(29 / 31)
    assert refusals.verdict == "良くなった"
    assert refusals.change < 0
    assert (elapsed.measure, elapsed.verdict) == ("elapsed ms", "差があるとは言えない")
    assert len(found.fixed) == 30
    assert [flip.id for flip in found.broken] == ["c30"]


def test_wordings_of_one_question_are_one_witness(tmp_path: Path) -> None:
    before, after = [False] * 4 + [True] * 16, [True] * 20
    alone = compare(results(tmp_path / "a.json", *before), results(tmp_path / "b.json", *after))
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    for number, case in enumerate(record["results"]):
        case["family"] = f"f{number // 4}"
    together = compare(results(tmp_path / "c.json", **record), tmp_path / "b.json")
    assert alone.differences[0].verdict == "良くなった"
    assert together.differences[0].change == alone.differences[0].change
    assert together.differences[0].verdict == "差があるとは言えない"


def test_the_same_results_differ_in_nothing_whatever_their_order(tmp_path: Path) -> None:
    a = results(tmp_path / "a.json", True, False, True)
    record = json.loads(a.read_text(encoding="utf-8"))
    record["results"].reverse()
    b = results(tmp_path / "b.json", **record)
    found = compare(a, b)
    assert all(d.change == 0 and d.interval == (0, 0) for d in found.differences)
    assert found.fixed == found.broken == ()


def test_the_comparison_is_shown_and_written(tmp_path: Path) -> None:
    found = compare(results(tmp_path / "a.json", True, False), results(tmp_path / "b.json", True, True))
    console = Console(width=200, record=True, quiet=False, file=(tmp_path / "out.txt").open("w", encoding="utf-8"))
    console.print(render(found))
    shown = console.export_text()
    assert "fact recall" in shown
    assert "c1 質問|1（値が足りない → 正答）" in shown
    written = to_markdown(found)
    assert "| fact recall | 0.500 | 1.000 | +0.500 |" in written
    assert "| c1 | 質問\\|1 | 値が足りない | 正答 |" in written
    console.file.close()


def test_folders_of_reports_are_compared_too(tmp_path: Path) -> None:
    results(tmp_path / "a" / "report.json", True)
    results(tmp_path / "b" / "results.json", False)
    assert len(compare(tmp_path / "a", tmp_path / "b").broken) == 1


def test_times_that_are_written_beside_the_results_are_compared(tmp_path: Path) -> None:
    for name, elapsed in (("a", 10.0), ("b", 30.0)):
        path = results(tmp_path / name / "results.json", True)
        record = json.loads(path.read_text(encoding="utf-8"))
        del record["results"][0]["elapsed_ms"]
        path.write_text(json.dumps(record), encoding="utf-8")
        (tmp_path / name / "times.json").write_text(json.dumps({"elapsed_ms": {"c0": elapsed}}), encoding="utf-8")
    times = compare(tmp_path / "a", tmp_path / "b").differences[-1]
    assert (times.measure, times.change, times.verdict) == ("elapsed ms", 20.0, "悪くなった")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"passed": (True,)}, "Aだけにある質問 1件（c1）"),
        ({"passed": (True, True, True)}, "Bだけにある質問 1件（c2）"),
        ({"hashes": {"dataset": "other"}}, "照合値が違います"),
    ],
)
def test_results_of_different_sets_are_refused(tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    a = results(tmp_path / "a.json", True, True)
    b = results(tmp_path / "b.json", *changed.pop("passed", (True, True)), **changed)
    with pytest.raises(DatasetError, match="違う質問集") as caught:
        compare(a, b)
    assert words in str(caught.value)


def test_a_question_with_other_words_is_another_set(tmp_path: Path) -> None:
    a, b = results(tmp_path / "a.json", True), results(tmp_path / "b.json", True)
    b.write_text(b.read_text(encoding="utf-8").replace("質問|0", "別の質問"), encoding="utf-8")
    with pytest.raises(DatasetError, match=r"文の違う質問 1件（c0）"):
        compare(a, b)


@pytest.mark.parametrize(
    "content", ["", "[1]", "{}", '{"dataset": "x", "results": []}', '{"dataset": "x", "results": [{}]}']
)
def test_what_is_no_result_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match="評価の結果として読めません"):
        compare(tmp_path / "a.json", results(tmp_path / "b.json", True))


def test_missing_results_and_ids_used_twice_are_explained(tmp_path: Path) -> None:
    good = results(tmp_path / "b.json", True)
    with pytest.raises(DatasetError, match="開けません"):
        compare(tmp_path / "none.json", good)
    record = json.loads(good.read_text(encoding="utf-8"))
    twice = results(tmp_path / "c.json", results=record["results"] * 2)
    with pytest.raises(DatasetError, match="同じid"):
        compare(twice, twice)
