import pytest

from vectorstore.thesaurus import keys
from vectorstore.thesaurus.concepts import Concept, read_concepts, shipped_files
from vectorstore.thesaurus.expansion import Thesaurus
from vectorstore.words import WordAnalyzer, searchable

ANALYZER = WordAnalyzer()


def test_the_stored_keys_are_those_of_the_shipped_files_and_of_this_dictionary() -> None:
    stored = keys.shipped_keys(ANALYZER)
    names = list(dict.fromkeys(name for c in read_concepts(shipped_files()) for name in c.expressions))
    assert sorted(stored) == sorted(names), "run: python -m vectorstore.thesaurus.keys"
    some = names[::97]
    assert {name: stored[name] for name in some} == keys.analysed(some, ANALYZER)


def test_keys_of_other_files_or_another_dictionary_are_not_used(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(keys, "KEYS_FILE", tmp_path / "keys.txt")
    assert keys.shipped_keys(ANALYZER) == {}
    (tmp_path / "keys.txt").write_text("other files, other dictionary\n雪かき\t雪掻き\t1\n", encoding="utf-8")
    assert keys.shipped_keys(ANALYZER) == {}


@pytest.mark.parametrize("known", [{}, {"雪かき": keys.Key(("雪掻き",), 1.0)}])
def test_an_offices_own_expressions_are_worked_out_beside_the_stored_ones(known) -> None:
    thesaurus = Thesaurus([Concept("own", 1, ("除雪",), ("雪かき",), 0.9)], ANALYZER, known)
    text = searchable("雪かきは誰が")
    (expansion,) = thesaurus.expand(text, ANALYZER.words(text))
    assert [alternative.term for alternative in expansion.alternatives] == ["除雪"]
