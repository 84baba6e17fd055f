"""Whole documents: our samples are read as their layout means, and known facts of the seeds are where they belong."""

from pathlib import Path

import pytest

import ingest
from ingest.chunking import split
from ingest.documents import BlockKind, document_id_of
from ingest.lines import split_lines
from ingest.load import document_of, load_document
from ingest.readers.raw import RawText

SAMPLES = Path(ingest.__file__).parent / "samples"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
FILES = sorted(p for p in SAMPLES.iterdir() if p.suffix in {".txt", ".md", ".html"} and p.name != "SOURCES.md")


def _sample(name):
    return load_document(SAMPLES / name, name)


def _seed(prefix):
    found = sorted(SEEDS.glob(f"{prefix}_*.txt")) if SEEDS.is_dir() else []
    if not found:
        pytest.skip("the seed documents are not part of the project")
    return load_document(found[0], found[0].name)


def _chunks(document):
    return split(document, count_tokens=lambda text: int(len(text) * 0.8))


def _chunk_with(document, words):
    start = document.text.index(words)
    return next(c for c in _chunks(document) if c.start <= start < c.end)


def _row(document, label, *, section=""):
    rows = [b for b in document.blocks if b.cells and any(c.text == label for c in b.cells)]
    row = next(b for b in rows if any(section in part for part in b.section) or not section)
    return {cell.header: cell.text for cell in row.cells}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_line_of_a_sample_is_in_a_block_and_every_chunk_is_verbatim(file):
    document = load_document(file, file.name)
    for line in split_lines(document.text):
        held = [b for b in document.blocks if b.start < line.end and line.start < b.end]
        assert held or line.text.strip("|-: ") == "", line.text
    chunks = _chunks(document)
    assert all(document.text[c.start : c.end] == c.text for c in chunks)
    assert all(b.kind is not BlockKind.FURNITURE for c in chunks for b in document.blocks if c.start <= b.start < c.end)


def test_the_same_file_gives_the_same_document():
    assert _sample("plan_sanaminai.txt") == _sample("plan_sanaminai.txt")


def test_a_document_is_known_by_its_path_and_its_content():
    one, other = document_of(RawText("雪の町です。"), "a/b.txt"), document_of(RawText("海の町です。"), "a/b.txt")
    assert one.document_id == other.document_id == document_id_of("a/b.txt")
    assert one.content_hash != other.content_hash


def test_a_lone_surrogate_is_carried_through():
    assert document_of(RawText("雪の\ud800町です。"), "x.txt").blocks


def test_the_plan_is_read_by_chapters_without_its_page_furniture():
    document = _sample("plan_sanaminai.txt")
    chunk = _chunk_with(document, "運賃は1回300円")
    assert chunk.section[:2] == ("第3章 前期基本計画", "第3節 公共交通(基本目標5)")
    assert all("- 4 -" not in c.text for c in _chunks(document))
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.FURNITURE].count(
        "- 4 -"
    ) == 1


def test_the_flattened_indicators_are_rows_under_their_goal():
    row = _row(_sample("kpi_shiobetsu_flat.txt"), "社会増減", section="基本目標2")
    assert row == {
        "指標名": "社会増減",
        "基準値(H30)": "△82人",
        "実績値(R5)": "△45人",
        "目標値(R6)": "△30人",
        "達成度": "Ｃ",
    }


def test_the_tabbed_indicators_keep_blank_years_blank():
    row = _row(_sample("kpi_bureau_table.txt"), "農業産出額", section="一覧")
    assert row["プロジェクト"] == "１ 産業"
    assert (row["R5"], row["R6"], row["目標値(目標年)"]) == ("集計中", "", "135.0億円 (R7)")


def test_each_speech_of_the_assembly_is_its_speakers():
    document = _sample("minutes_shiranire_assembly.txt")
    assert _chunk_with(document, "捕獲頭数は612頭").speaker == "農林課長"
    assert _chunk_with(document, "町民の不安は小さくありません").speaker == "3番議員"
    assert _chunk_with(document, "午前１１時４２分").speaker is None


def test_each_comment_of_the_conference_is_its_speakers():
    document = _sample("conference_sanaminai.txt")
    assert _chunk_with(document, "加工場では外国から").speaker == "汐別漁業協同組合 組合長"
    assert _chunk_with(document, "次回の懇談会は").speaker is None


def test_the_questions_of_the_page_head_their_answers():
    chunk = _chunk_with(_sample("programme_migration.html"), "確定申告が必要")
    assert "支援金に税金はかかりますか。" in chunk.text
    assert chunk.section[-2:] == ("よくあるご質問", "支援金に税金はかかりますか。")


def test_the_markdown_table_has_its_header():
    row = _row(_sample("faq_shiobetsu.md"), "丘の家")
    assert row == {"住宅": "丘の家", "4月から11月": "1泊2,500円", "12月から3月": "1泊1,250円", "定員": "6人"}


@pytest.mark.parametrize(
    ("prefix", "kind", "date", "fiscal_year"),
    [
        ("001", "minutes", "2025-10-08", 2025),
        ("002", "programme", "2024-01-24", 2023),
        ("003", "kpi", None, 2024),
        ("004", "press_release", "2024-02-16", 2023),
    ],
)
def test_what_the_seeds_tell_of_themselves(prefix, kind, date, fiscal_year):
    metadata = _seed(prefix).metadata
    assert (metadata.kind, metadata.date, metadata.fiscal_year) == (kind, date, fiscal_year)


def test_a_speaker_of_the_seed_minutes_is_known():
    document = _seed("001")
    assert _chunk_with(document, "苫前学").speaker == "苫前町長"
    assert document.metadata.issuer is None


def test_the_indicators_of_the_seed_report_are_rows():
    document = _seed("003")
    flat = _row(document, "炭鉄港推進協議会構成市町の観光入込客数")
    assert flat["実績値(実績年)"] == "集計中(R5)"
    assert _row(document, "新規高卒者管内企業就職率", section="一覧")["R5"] == "52.0%"
    assert _row(document, "認定こども園設置数", section="一覧")["プロジェクト名"].startswith("空知と多様な形")


def test_the_broken_lines_of_the_seed_release_are_joined():
    document = _seed("004")
    chunk = _chunk_with(document, "安定生産体制の確")
    assert chunk.section[-1] == "○ 包括連携協定の締結に至った経緯"
    block = next(b for b in document.blocks if b.start <= document.text.index("安定生産体制の確") < b.end)
    assert document.text[block.start : block.end].rstrip().endswith("課題となっています。")
