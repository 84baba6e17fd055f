import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from paragraphs import KITAMI, OTARU, RUMOI, document, split, stamp

from vectorstore.catalog import FILE_NAME
from vectorstore.errors import IndexDamaged, IndexLocked, IndexMismatch, IndexMissing
from vectorstore.filters import Filters
from vectorstore.index import Index, IndexWriter
from vectorstore.words import WordAnalyzer

ANALYZER = WordAnalyzer()
TEXTS = {"kitami.txt": KITAMI, "otaru.txt": OTARU, "rumoi.txt": RUMOI}
MANY = {
    f"{number:02d}.txt": f"計画{number}\n\n{number}番目の町は観光に{number * 7}億円を使います。" for number in range(40)
}


class OtherAnalyzer(WordAnalyzer):
    @property
    def identity(self) -> str:
        return "other dictionary"


def writing(directory: Path, **options: object) -> IndexWriter:
    settings = {"embedder": FakeEmbedder(), "analyzer": ANALYZER, "chunker_identity": "c1", **options}
    return IndexWriter.open(directory, **settings)  # type: ignore[arg-type]


def put(writer: IndexWriter, path: str, text: str, **metadata: object) -> None:
    source = document(path, text, **metadata)  # type: ignore[arg-type]
    writer.put(source, split(source), stamp(text))


def fill(directory: Path, texts: Mapping[str, str] = TEXTS, **options: object) -> bool:
    with writing(directory, **options) as writer:
        for path, text in texts.items():
            put(writer, path, text)
        return writer.publish()


def reading(directory: Path, **options: object) -> Index:
    return Index.open(directory, **{"embedder": FakeEmbedder(), "analyzer": ANALYZER, **options})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    directory = tmp_path_factory.mktemp("index")
    fill(directory)
    with reading(directory) as opened:
        yield opened


def test_the_chunk_that_answers_comes_first(index: Index) -> None:
    best = index.search("北見市の観光入込客数は何人ですか。", 3)[0]
    assert best.document == "kitami.txt"
    assert best.title == "北見市の観光振興計画"
    assert "113,600人" in best.chunk.text
    assert index.text(best.document)[best.chunk.start : best.chunk.end] == best.chunk.text


@pytest.mark.parametrize("question", ["R5の入込客数", "2023年度の入込客数", "令和五年度の入込客数"])
def test_a_year_is_found_however_it_is_asked(index: Index, question: str) -> None:
    assert "令和5年度" in index.search(question, 1)[0].chunk.text


def test_scores_lie_between_nothing_and_everything(index: Index) -> None:
    near = index.search("小樽市は除雪の予算を52.0％増やします", 10)
    far = index.search("量子コンピュータの市場価格を教えてください", 10)
    for hit in near + far:
        assert 0.0 <= hit.score <= 1.0
        assert 0.0 <= hit.word_score <= 1.0
        assert 0.0 <= hit.vector_score <= 1.0
    assert near[0].score > 0.8
    assert all(hit.score < 0.4 for hit in far)


@pytest.mark.parametrize("question", ["", " \n", "？？！", "■◆…〜", "それは何ですか？", "🎉"])
def test_a_question_without_words_finds_nothing(index: Index, question: str) -> None:
    assert index.search(question) == []


def test_a_very_long_question_is_searched_by_its_rare_words(index: Index) -> None:
    question = "これについて考えたいと思います。" * 1_300 + "除排雪はどうですか。"
    assert len(question) > 20_000
    assert "除排雪" in index.search(question, 1)[0].chunk.text


def test_a_polite_request_does_not_lower_the_score(index: Index) -> None:
    plain = index.search("除雪の予算", 1)[0]
    polite = index.search("除雪の予算について教えてください。", 1)[0]
    assert polite.chunk == plain.chunk
    assert polite.word_score == plain.word_score


def test_k_hits_are_returned_in_a_stable_order(index: Index) -> None:
    hits = index.search("計画", 4)
    assert len(hits) == 4
    assert index.search("計画", 2) == hits[:2]
    assert index.search("計画", 0) == []


def test_equal_chunks_are_ordered_by_id(tmp_path: Path) -> None:
    fill(tmp_path, {f"{number}.txt": KITAMI for number in range(6)})
    with reading(tmp_path) as index:
        ids = [hit.chunk.chunk_id for hit in index.search("観光入込客数", 6)]
    assert ids == sorted(ids)


def test_filters_choose_documents(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        put(writer, "a.txt", KITAMI, places=("北見市",), year=2023)
        put(writer, "b.txt", OTARU, places=("小樽市",), year=2024)
        writer.publish()
    with reading(tmp_path) as index:
        for filters in (Filters(places=("小樽",)), Filters(fiscal_years=(2024,)), Filters(documents=("b.txt",))):
            assert {hit.document for hit in index.search("観光の計画", filters=filters)} == {"b.txt"}
        assert index.search("観光の計画", filters=Filters(kinds=("minutes",))) == []


def test_boosts_find_what_the_question_does_not_name(index: Index) -> None:
    plain = [hit.chunk for hit in index.search("雪かき", 3)]
    boosted = index.search("雪かき", 3, boosts=["除雪"])
    assert "除雪" in boosted[0].chunk.text
    assert boosted[0].chunk not in plain or boosted[0].word_score > 0
    assert index.search("？", boosts=["除雪"])[0].chunk == boosted[0].chunk


def test_it_tells_what_it_holds(index: Index) -> None:
    assert [stored.path for stored in index.documents()] == sorted(TEXTS)
    assert index.chunk_count == sum(stored.chunk_count for stored in index.documents()) == 8
    assert index.chunks("rumoi.txt") == split(document("rumoi.txt", RUMOI))
    assert index.text("rumoi.txt") == RUMOI
    assert index.document_frequency("除雪") == 3
    info = index.info()
    assert (info.generation, info.documents, info.chunks) == (1, 3, 8)
    assert info.characters == len(KITAMI + OTARU + RUMOI)
    assert info.identity.embedder == "fake/32"


def test_an_unknown_document_has_no_text_and_no_chunks(index: Index) -> None:
    assert index.chunks("none.txt") == []
    with pytest.raises(KeyError, match=r"none\.txt"):
        index.text("none.txt")


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert fill(tmp_path, {})
    with reading(tmp_path) as index:
        assert index.search("観光") == []
        assert index.documents() == []
        assert index.chunk_count == index.document_frequency("観光") == 0


def test_a_document_without_text_can_be_stored(tmp_path: Path) -> None:
    fill(tmp_path, {"empty.txt": "", **TEXTS})
    with reading(tmp_path) as index:
        assert index.text("empty.txt") == ""


def test_a_large_index_finds_the_same_through_chroma(tmp_path: Path) -> None:
    fill(tmp_path, MANY)
    with reading(tmp_path) as exact, reading(tmp_path, exact_up_to=0) as through:
        for question in ("観光に使う予算", "7番目の町", "計画の費用"):
            assert through.search(question, 5) == exact.search(question, 5)
        assert through._generation is not None
        assert through._generation.dense._chroma is not None


def test_readers_notice_a_new_generation(tmp_path: Path) -> None:
    fill(tmp_path)
    with reading(tmp_path) as index:
        assert index.search("炭鉄港", 1)[0].word_score < 0.3
        with writing(tmp_path) as writer:
            put(writer, "sorachi.txt", "空知の計画\n\n炭鉄港を活用します。")
            writer.remove("otaru.txt")
            assert [stored.path for stored in index.documents()] == sorted(TEXTS)
            assert index.text("otaru.txt") == OTARU
            writer.publish()
        assert index.search("炭鉄港", 1)[0].document == "sorachi.txt"
        assert index.info().generation == 2
        assert "otaru.txt" not in {stored.path for stored in index.documents()}


def test_an_index_that_grew_answers_as_one_built_at_once(tmp_path: Path) -> None:
    fill(tmp_path / "grown", {"otaru.txt": RUMOI, "old.txt": KITAMI})
    with writing(tmp_path / "grown") as writer:
        writer.remove("old.txt")
        writer.publish()
    fill(tmp_path / "grown", {"rumoi.txt": RUMOI, "otaru.txt": OTARU, "kitami.txt": KITAMI})
    fill(tmp_path / "fresh")
    with reading(tmp_path / "grown") as grown, reading(tmp_path / "fresh") as fresh:
        for question in ("観光入込客数", "除雪の予算", "計画", "留萌市長は何を述べましたか"):
            assert grown.search(question) == fresh.search(question)


def test_threads_search_while_a_writer_publishes(tmp_path: Path) -> None:
    fill(tmp_path, MANY)
    with reading(tmp_path) as index, ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(index.search, "観光に使う費用", 5) for _ in range(40)]
        for number in range(4):
            fill(tmp_path, {f"new{number}.txt": OTARU})
            searches += [pool.submit(index.search, "観光に使う費用", 5) for _ in range(20)]
        assert all(len(search.result()) == 5 for search in searches)
        assert index.info().generation == 5


def test_publishing_without_changes_does_nothing(tmp_path: Path) -> None:
    assert fill(tmp_path)
    assert not fill(tmp_path, {})
    with writing(tmp_path) as writer:
        writer.touch("kitami.txt", replace(stamp(KITAMI), mtime_ns=5))
        assert writer.stamps()["kitami.txt"].mtime_ns == 5
        writer.remove("unknown.txt")
        assert not writer.publish()


def test_a_text_is_embedded_once_for_ever(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    seen: list[tuple[int, int]] = []
    with writing(tmp_path, embedder=embedder) as writer:
        put(writer, "a.txt", KITAMI)
        put(writer, "b.txt", KITAMI)
        writer.publish(lambda done, total: seen.append((done, total)))
    assert embedder.embedded == 3
    assert seen == [(3, 3)]
    fill(tmp_path, {"c.txt": KITAMI}, embedder=embedder)
    fill(tmp_path, {"a.txt": KITAMI}, embedder=embedder, rebuild=True)
    assert embedder.embedded == 3


def test_only_folders_of_the_last_two_generations_stay(tmp_path: Path) -> None:
    for text in (KITAMI, OTARU, RUMOI, KITAMI):
        fill(tmp_path, {"a.txt": text})
    assert len(list((tmp_path / "built").iterdir())) == 2
    assert len(list((tmp_path / "chroma").iterdir())) <= 2


def test_a_small_change_keeps_the_chroma_collection(tmp_path: Path) -> None:
    fill(tmp_path, MANY)
    before = list((tmp_path / "chroma").iterdir())
    fill(tmp_path, {"00.txt": OTARU})
    assert list((tmp_path / "chroma").iterdir()) == before
    with reading(tmp_path) as exact, reading(tmp_path, exact_up_to=0) as through:
        assert through.search("小樽の除雪", 5) == exact.search("小樽の除雪", 5)
    fill(tmp_path, {f"{number:02d}.txt": OTARU for number in range(20)})
    assert list((tmp_path / "chroma").iterdir()) != before


def test_chunks_must_be_stretches_of_the_text(tmp_path: Path) -> None:
    source = document("a.txt", KITAMI)
    wrong = replace(split(source)[1], text="別の文")
    with writing(tmp_path) as writer, pytest.raises(ValueError, match=r"a\.txt"):
        writer.put(source, [wrong], stamp(KITAMI))


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(IndexLocked, match="shirube ingest"):
        writing(tmp_path)
    fill(tmp_path)


def test_a_writer_that_fails_to_open_releases_the_lock(tmp_path: Path) -> None:
    fill(tmp_path)
    for _ in range(2):
        with pytest.raises(IndexMismatch):
            writing(tmp_path, chunker_identity="c2")


def test_a_missing_index_is_reported_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="shirube ingest"):
        reading(tmp_path)
    with writing(tmp_path) as writer:
        put(writer, "a.txt", KITAMI)
    with pytest.raises(IndexMissing, match="shirube ingest"):
        reading(tmp_path)


@pytest.mark.parametrize(
    ("options", "label"),
    [({"embedder": FakeEmbedder(name="other")}, "埋め込みモデル"), ({"analyzer": OtherAnalyzer()}, "単語の辞書")],
)
def test_an_index_of_another_identity_is_refused(tmp_path: Path, options: dict[str, object], label: str) -> None:
    fill(tmp_path)
    for use in (reading, writing):
        with pytest.raises(IndexMismatch, match=f"{label}.*shirube ingest フォルダ --rebuild"):
            use(tmp_path, **options)


def test_only_the_writer_cares_for_the_chunker(tmp_path: Path) -> None:
    fill(tmp_path)
    with pytest.raises(IndexMismatch, match="分割の方法"):
        writing(tmp_path, chunker_identity="c2")
    reading(tmp_path).close()


def test_an_index_of_another_schema_is_refused_and_can_be_rebuilt(tmp_path: Path) -> None:
    fill(tmp_path)
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.close()
    for use in (reading, writing):
        with pytest.raises(IndexMismatch, match=r"索引の形式.*--rebuild"):
            use(tmp_path)
    assert fill(tmp_path, rebuild=True)
    reading(tmp_path).close()


def test_a_rebuild_is_seen_when_it_is_published(tmp_path: Path) -> None:
    fill(tmp_path)
    with reading(tmp_path) as index, writing(tmp_path, chunker_identity="c2", rebuild=True) as writer:
        assert writer.stamps() == {}
        put(writer, "kitami.txt", KITAMI)
        assert len(index.documents()) == 3
        assert writer.publish()
        assert len(index.documents()) == 1


def test_a_reader_refuses_a_generation_of_another_model(tmp_path: Path) -> None:
    fill(tmp_path)
    with reading(tmp_path) as index:
        fill(tmp_path, embedder=FakeEmbedder(name="other"), rebuild=True)
        with pytest.raises(IndexMismatch, match="埋め込みモデル"):
            index.search("観光")


def test_a_rebuild_that_was_cut_short_is_finished_by_the_next_writer(tmp_path: Path) -> None:
    fill(tmp_path)
    with writing(tmp_path, chunker_identity="c2", rebuild=True) as writer:
        put(writer, "kitami.txt", KITAMI)
    with writing(tmp_path, chunker_identity="c2") as writer:
        assert list(writer.stamps()) == ["kitami.txt"]
        put(writer, "otaru.txt", OTARU)
        assert writer.publish()
    with reading(tmp_path) as index:
        assert [stored.path for stored in index.documents()] == ["kitami.txt", "otaru.txt"]


def test_a_rebuild_that_was_cut_short_is_undone_by_the_old_settings(tmp_path: Path) -> None:
    fill(tmp_path)
    with writing(tmp_path, chunker_identity="c2", rebuild=True) as writer:
        put(writer, "kitami.txt", KITAMI)
    with writing(tmp_path) as writer:
        assert sorted(writer.stamps()) == sorted(TEXTS)
        assert not writer.publish()


@pytest.mark.parametrize("lost", ["built", "built/000001/words", "built/000001/vectors/vectors.npy"])
def test_lost_files_are_reported_and_built_anew_without_reading_again(tmp_path: Path, lost: str) -> None:
    embedder = FakeEmbedder()
    fill(tmp_path, embedder=embedder)
    target = tmp_path / lost
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    with pytest.raises(IndexDamaged, match="shirube ingest"):
        reading(tmp_path)
    assert fill(tmp_path, {}, embedder=embedder)
    assert embedder.embedded == 8
    with reading(tmp_path) as index:
        assert index.search("観光入込客数", 1)[0].document == "kitami.txt"


def test_a_lost_chroma_folder_does_no_harm(tmp_path: Path) -> None:
    fill(tmp_path)
    shutil.rmtree(tmp_path / "chroma")
    with reading(tmp_path, exact_up_to=0) as index:
        assert index.search("観光入込客数", 1)[0].document == "kitami.txt"


def test_a_damaged_catalogue_can_be_rebuilt(tmp_path: Path) -> None:
    fill(tmp_path)
    for leftover in tmp_path.glob(f"{FILE_NAME}-*"):
        leftover.unlink()
    (tmp_path / FILE_NAME).write_bytes(b"broken" * 1_000)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        writing(tmp_path)
    assert fill(tmp_path, rebuild=True)
    with reading(tmp_path) as index:
        assert len(index.documents()) == 3


def test_importing_the_index_imports_nothing_heavy() -> None:
    program = (
        "import sys, vectorstore.index, vectorstore.sync\n"
        "heavy = {'chromadb', 'torch', 'sentence_transformers', 'gradio', 'langchain_core.retrievers'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])
