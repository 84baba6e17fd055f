"""`python -m evals.benchmarks.kills`: an ingest is killed again and again; then nothing may be lost, doubled or wrong.

Documents are made up, so that everybody can run it. Moments are drawn from a fixed seed, evenly over the time that an
undisturbed ingest of a few changes takes; between the kills documents change and go. A run that was done before its
moment came does not count.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_SEED = 7
_TOPICS = "除雪 観光 移住 防災 保育 図書館 下水道 路線バス 空き家 農業".split()
_CHANGED, _DELETES, _TRIES = 5, 3, 4


def main() -> None:
    """Print what was found; exit with 1 when the index is not what it would have been without any kill."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=200)
    arguments = parser.parse_args()
    chance = random.Random(_SEED)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory(prefix="shirube-kills-") as folder:
        root = Path(folder)
        documents, disturbed, quiet = root / "documents", root / "disturbed", root / "quiet"
        documents.mkdir()
        for number in range(arguments.documents):
            _write(documents, number, 0)
        _run("ingest", documents, "--index", quiet)
        killed = turn = 0
        span = _change(documents, chance, turn, quiet)
        while killed < arguments.kills and turn < _TRIES * arguments.kills:
            turn += 1
            killed += _killed(chance.uniform(0, span), "ingest", str(documents), "--index", str(disturbed), "--force")
            _change(documents, chance, turn)
        for index in (disturbed, quiet):
            _run("ingest", documents, "--index", index, "--force")
        health = _run("doctor", "--index", disturbed).strip()
        differing = _differences(disturbed, quiet)
    sys.stdout.write(f"killed {killed} times in {turn} runs; doctor: {health}; differences: {differing}\n")
    sys.exit(1 if differing or "正常" not in health else 0)


def _change(documents: Path, chance: random.Random, turn: int, index: Path | None = None) -> float:
    """Change some documents and delete one; return the seconds that an index needs to follow, 0 without one."""
    present = sorted(documents.iterdir())
    for file in chance.sample(present, _CHANGED):
        _write(documents, int(file.stem), turn + 1)
    if turn % _DELETES == 0:
        chance.choice(present).unlink()
    started = time.monotonic()
    if index is None:
        return 0.0
    _run("ingest", documents, "--index", index)
    return time.monotonic() - started


def _write(folder: Path, number: int, version: int) -> None:
    topic = _TOPICS[number % len(_TOPICS)]
    lines = [
        f"{number}番地区の{topic}計画（第{version}版）",
        *(f"{topic}の費用は令和{year}年度に{number * 37 + year * 11 + version}万円です。" for year in range(1, 9)),
    ]
    (folder / f"{number:03d}.txt").write_text("\n\n".join(lines), encoding="utf-8")


def _killed(seconds: float, *arguments: str) -> bool:
    """Start the program and kill it after so long; False when it was done before."""
    with subprocess.Popen(_command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own fixed commands
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return False
        process.kill()
        return True


def _differences(one: Path, other: Path) -> list[str]:
    """Return what two indexes say differently: documents, chunks, or hits."""
    found = []
    if _json("documents", "--json", "--index", one) != _json("documents", "--json", "--index", other):
        found.append("documents")
    for topic in _TOPICS:
        asked = ("search", f"{topic}の費用は令和5年度にいくらですか", "-k", "20", "--json", "--index")
        if _json(*asked, one) != _json(*asked, other):
            found.append(topic)
    return found


def _json(*arguments: str | Path) -> Any:  # noqa: ANN401 - whatever the program prints
    return json.loads(_run(*arguments))


def _run(*arguments: str | Path) -> str:
    command = _command(*map(str, arguments))
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout  # noqa: S603 - as above


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant.cli", *arguments]


if __name__ == "__main__":
    main()
