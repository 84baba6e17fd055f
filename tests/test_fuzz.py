"""A short slice of `python -m tests.fuzz`, by number of inputs; and the fuzzer itself."""

import itertools
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.normalize import Normalized
from tests import fuzz
from tests.fuzz import TEXT_TARGETS, cases, kind_of, limited, run

INPUTS, SEED = 600, 20


@pytest.mark.filterwarnings("ignore")
def test_changed_texts_and_files_crash_nothing(tmp_path: Path) -> None:
    failed: dict[str, int] = {}
    for number, case in itertools.islice(cases(SEED), INPUTS):
        try:
            run(case, tmp_path)
        except Exception as error:
            failed[kind_of(error)] = number
    assert failed == {}, f"python -m tests.fuzz --seed {SEED} --first N --inputs 1"


def test_an_input_is_the_same_every_time_and_by_its_number() -> None:
    some = list(itertools.islice(cases(3), 40))
    assert some == list(itertools.islice(cases(3), 40))
    assert next(cases(3, 17)) == some[17]
    assert [case for _, case in some] != [case for _, case in itertools.islice(cases(4), 40)]


def test_every_target_and_every_format_has_its_turn() -> None:
    drawn = [case for _, case in itertools.islice(cases(1), 400)]
    assert {case.target for case in drawn} == {"file", *TEXT_TARGETS}
    assert {case.suffix for case in drawn} >= {".txt", ".md", ".html", ".csv", ".docx", ".xlsx", ".pptx", ".pdf"}


def test_a_crash_ends_with_1_and_leaves_its_input_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> Normalized:
        raise KeyError("a")

    monkeypatch.setattr(fuzz, "normalize", broken)
    monkeypatch.setattr(sys, "argv", ["fuzz", "--inputs", "20", "--seed", "2", "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as ended:
        fuzz.main()
    assert ended.value.code == 1
    saved = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert saved == ["2-4-offsets.txt", "2-4.traceback.txt"]
    wanted = next(case for number, case in cases(2, 4)).data
    assert (tmp_path / "out" / "2-4-offsets.txt").read_bytes() == wanted


def test_sound_inputs_end_with_0(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--inputs", "4", "--out", str(tmp_path / "out")]
    root = Path(fuzz.__file__).parent.parent
    ended = subprocess.run(command, check=False, cwd=root, capture_output=True, text=True)
    assert (ended.returncode, "failures: {}" in ended.stdout) == (0, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm there")
def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(fuzz.TooSlow), limited(600):
        signal.raise_signal(signal.SIGALRM)
