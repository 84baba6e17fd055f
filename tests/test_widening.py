"""A question widened by the thesaurus, through a real index."""

from pathlib import Path

from index_folders import ANALYZER, fill, reading

from vectorstore.thesaurus.concepts import Concept
from vectorstore.thesaurus.expansion import Thesaurus
from vectorstore.weights import Fusion


def test_everyday_words_find_what_the_documents_write_and_the_words_asked_count_still(tmp_path: Path) -> None:
    concepts = [Concept("own", 1, ("観光入込客数", "来訪者"), ("遊びに来た人の数",), 0.9)]
    fill(tmp_path)
    with reading(tmp_path, thesaurus=Thesaurus(concepts, ANALYZER)) as widened, reading(tmp_path) as plain:
        question = "北見に遊びに来た人の数は"
        (expansion,) = widened.expansions(question)
        assert expansion.asked == "遊びに来た人の数"
        assert [alternative.term for alternative in expansion.alternatives] == ["観光入込客数"]
        assert "113,600人" in widened.search(question, 1)[0].chunk.text
        assert plain.expansions(question) == ()
        without = Fusion(bm25=1, near=1, vector=1)
        same = "北見市の観光入込客数"
        assert widened.search(same, 5, fusion=without) == plain.search(same, 5, fusion=without)


def test_a_question_that_asks_twice_in_one_breath_is_searched(tmp_path: Path) -> None:
    fill(tmp_path)
    concepts = [Concept("own", 1, ("集計", "取りまとめ"), ("まとめる",), 0.9)]
    with reading(tmp_path, thesaurus=Thesaurus(concepts, ANALYZER)) as opened:
        assert opened.search("観光の計画をまとめて教えて", 3)
