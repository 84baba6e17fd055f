import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from assistant.cli import KINDS, app
from assistant.compose import open_index
from assistant.errors import QuestionError
from assistant.ingestion import collect, ingest
from assistant.records import document_record, info_record, shown_document
from assistant.settings import Settings
from ingest.metadata import _KINDS
from vectorstore.index import Index

METADATA = {"title", "kind", "issuer", "places", "date", "fiscal_year", "ocr_pages", "ocr_confidence"} | {
    *("place", "prefecture", "place_code", "version", "revised", "found")
}


@pytest.fixture(scope="module")
def index(sample_index: Path) -> Iterator[Index]:
    with open_index(Settings(), sample_index) as opened:
        yield opened


def test_a_document_of_the_list_has_its_metadata_and_sizes(index: Index) -> None:
    records = [document_record(document) for document in index.documents()]
    assert [record["document"] for record in records] == sorted(record["document"] for record in records)
    for record in records:
        assert list(record) == ["document", "title", "metadata", "chunks", "characters"]
        assert set(record["metadata"]) == METADATA
        assert record["chunks"] == len(index.chunks(record["document"]))
        assert record["characters"] == len(index.text(record["document"]))


def test_a_shown_document_holds_its_text_and_where_its_chunks_are(index: Index) -> None:
    record = shown_document(index, "kpi_bureau_table.txt")
    assert list(record) == ["document", "title", "text", "metadata", "chunks"]
    assert set(record["metadata"]) == METADATA
    assert record["text"] == index.text("kpi_bureau_table.txt")
    chunks = index.chunks("kpi_bureau_table.txt")
    assert len(record["chunks"]) == len(chunks)
    for shown, chunk in zip(record["chunks"], chunks, strict=True):
        assert list(shown) == ["start", "end", "page", "section", "speaker", "kind", "cells"]
        assert record["text"][shown["start"] : shown["end"]] == chunk.text
        assert bool(shown["cells"]) == bool(chunk.cells)


def test_shown_minutes_hold_who_spoke_who_answered_whom_and_what_was_decided(index: Index) -> None:
    record = shown_document(index, "minutes_naradaira_assembly.txt")
    recorded, text = record["proceedings"], record["text"]
    assert (recorded["session"], recorded["date"]) == ("令和6年第4回楢平町議会定例会(第3号)", "2024-12-13")
    assert {"speaker": "8番議員", "role": "8番議員", "name": ""} in recorded["speakers"]
    assert [(hour["kind"], hour["time"]) for hour in recorded["hours"]][:2] == [("開議", "09:30"), ("休憩", "10:45")]
    question, answers = recorded["exchanges"][2]["question"], recorded["exchanges"][2]["answers"]
    assert question["speaker"] == "2番議員"
    assert text[question["start"] : question["end"]].startswith("○２番議員　２点お尋ねします。")
    assert [answer["speaker"] for answer in answers] == ["建設課長", "町長"]
    assert [(v["items"], v["result"], v["ayes"], v["noes"]) for v in recorded["votes"]] == [
        (("議案第48号",), "可決", None, None),
        (("議案第49号",), "可決", 9, 1),
        (("議案第50号",), "否決", 4, 6),
        (("陳情第3号",), "採択", None, None),
    ]


def test_an_unknown_document_is_named_with_what_to_do(index: Index) -> None:
    with pytest.raises(QuestionError, match=r"「ない\.txt」は索引にありません。shirube documents"):
        shown_document(index, "ない.txt")


def test_a_document_is_found_by_its_name_alone_when_no_other_ends_so(tmp_path: Path) -> None:
    for path in (
        "計画/令和6年度/除雪.txt",
        "計画/令和5年度/観光.txt",
        "観光.txt",
        "議事録/観光.txt",
        "議事録/令和6年度/移住.txt",
    ):
        (tmp_path / "文書" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "文書" / path).write_text(f"{path}の本文です。\n", encoding="utf-8")
    ingest(Settings(), tmp_path / "索引", collect([tmp_path / "文書"]).files)
    with open_index(Settings(), tmp_path / "索引") as opened:
        assert shown_document(opened, "除雪.txt")["document"] == "計画/令和6年度/除雪.txt"
        assert shown_document(opened, "令和6年度/移住.txt")["text"] == "議事録/令和6年度/移住.txtの本文です。\n"
        assert shown_document(opened, "観光.txt")["document"] == "観光.txt"
        with pytest.raises(QuestionError, match=r"「雪\.txt」は索引にありません。近い名前: .*計画/令和6年度/除雪\.txt"):
            shown_document(opened, "雪.txt")
        (tmp_path / "文書" / "観光.txt").unlink()
    ingest(Settings(), tmp_path / "索引", collect([tmp_path / "文書"]).files)
    with (
        open_index(Settings(), tmp_path / "索引") as opened,
        pytest.raises(QuestionError, match=r"2件あります.*計画/令和5年度/観光\.txt、議事録/観光\.txt"),
    ):
        shown_document(opened, "観光.txt")


def test_the_state_tells_what_the_index_was_built_with_and_no_secret(index: Index, sample_index: Path) -> None:
    record = info_record(index.info(), Settings(llm_api_key=SecretStr("himitsu"), llm="openai:local"))
    assert record["index"] == str(sample_index)
    assert record["documents"] == 11
    assert record["chunks"] == index.chunk_count
    assert record["llm"] == "openai:local"
    assert {"generation", "characters", "embedder", "analyzer", "chunker", "llm_base_url", "model_download"} <= set(
        record
    )
    assert "himitsu" not in json.dumps(record, ensure_ascii=False)
    assert "抜き出し" in info_record(index.info(), Settings())["llm"]


def test_the_help_names_every_kind_of_document() -> None:
    assert set(KINDS) == {kind for kind, _ in _KINDS} | {"other"}
    shown = "".join(CliRunner().invoke(app, ["ask", "--help"]).output.split())
    assert all(kind in shown for kind in KINDS)


def test_every_record_is_json(index: Index) -> None:
    records = [
        [document_record(document) for document in index.documents()],
        shown_document(index, "programme_migration.html"),
        info_record(index.info(), Settings()),
    ]
    assert json.loads(json.dumps(records, ensure_ascii=False))
