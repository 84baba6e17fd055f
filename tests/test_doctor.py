"""`shirube doctor`, and the report that `shirube ingest` leaves."""

import json
from pathlib import Path

from command_line import Shirube


def test_doctor_finds_nothing_wrong_or_mends_it(shirube: Shirube, folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shirube("ingest", folder, "--index", index)
    sound = shirube("doctor", "--index", index)
    assert (sound.code, sound.out.strip()) == (0, "索引は正常です。")
    for file in index.glob("built/*/words/meta.json"):
        file.write_text("x", encoding="utf-8")
    mended = shirube("doctor", "--index", index)
    assert mended.code == 0
    assert "作り直しました" in mended.out
    assert shirube("doctor", "--index", tmp_path / "ない").code == 1


def test_ingest_leaves_a_report_of_every_file(shirube: Shirube, folder: Path, tmp_path: Path) -> None:
    (folder / "秘密.pdf").write_bytes(b"%PDF-1.7")
    ended = shirube("ingest", folder, "--index", tmp_path / "index")
    assert ended.code == 3
    assert "ingest-report.jsonl" in ended.err
    lines = (tmp_path / "index" / "ingest-report.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["outcome"] for line in lines} == {"added", "failed"}
