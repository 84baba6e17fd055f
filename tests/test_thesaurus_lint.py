from collections.abc import Sequence

import pytest

from vectorstore.thesaurus.concepts import Concept, read_concepts, shipped_files
from vectorstore.thesaurus.lint import problems


def concept(terms: str, everyday: str, line: int = 1, domain: str = "office") -> Concept:
    """Names with a blank between them."""
    return Concept(domain, line, tuple(terms.split()), tuple(everyday.split()), 0.9)


def lines_of(found: Sequence[str]) -> list[str]:
    return [text.split(": ")[0] for text in found]


SNOW = concept("除雪 排雪", "雪かき 雪をどける")


def test_a_sound_thesaurus_has_no_problems() -> None:
    assert problems([SNOW, concept("納税", "税を払う", 2)]) == []
    assert problems([]) == []


def test_a_problem_names_file_line_headword_and_what_to_do() -> None:
    assert problems([concept("除雪", "", 7)]) == [
        "office.tsv 7行目（除雪）: 言い方が1個あります。2個から8個にしてください。"
    ]


@pytest.mark.parametrize(("everyday", "count"), [(0, 0), (1, 0), (7, 0), (8, 1), (20, 1)])
def test_a_concept_has_some_expressions_and_not_too_many(everyday: int, count: int) -> None:
    terms = "除雪 排雪" if not everyday else "除雪"
    names = " ".join(f"雪の呼び名{number}" for number in range(everyday))
    found = problems([concept(terms, names)])
    assert len(found) == count
    assert all("8個にしてください" in text for text in found)


@pytest.mark.parametrize(
    ("terms", "everyday"), [("除雪 除雪", "雪かき"), ("除雪", "雪かき 雪かき"), ("除雪 雪かき", "雪かき")]
)
def test_an_expression_is_written_once(terms: str, everyday: str) -> None:
    found = problems([concept(terms, everyday)])
    assert any("が2回あります" in text for text in found)


def test_a_headword_begins_one_line_only() -> None:
    again = concept("除雪", "道の雪を除く", 9, "winter")
    assert problems([SNOW, again]) == [
        "winter.tsv 9行目（除雪）: 見出し語が office.tsv の1行目と同じです。1行にまとめてください。"
    ]
    assert problems([SNOW, concept("雪対策 除雪", "冬の備え", 2)]) == []


@pytest.mark.parametrize("name", ["町", "支援", "作る", "A", "7"])
def test_a_name_that_means_too_much_is_reported_in_either_column(name: str) -> None:
    for terms, everyday in ((f"除雪 {name}", "雪かき"), ("除雪", f"雪かき {name}")):
        assert any(f"「{name}」だけでは" in text for text in problems([concept(terms, everyday)]))


@pytest.mark.parametrize("name", ["町の支援", "雪", "AI"])
def test_a_name_that_says_enough_is_not(name: str) -> None:
    assert problems([concept("除雪", f"雪かき {name}")]) == []


@pytest.mark.parametrize(("meanings", "count"), [(6, 0), (7, 1)])
def test_an_everyday_expression_points_to_a_few_concepts_only(meanings: int, count: int) -> None:
    found = problems([concept(f"制度{number}", "お金をもらう", number) for number in range(1, meanings + 1)])
    assert len(found) == count
    assert all("「お金をもらう」が7行" in text for text in found)


def test_two_names_are_not_the_official_term_for_each_other() -> None:
    found = problems([SNOW, concept("雪かき", "除雪", 2)])
    assert lines_of(found) == ["office.tsv 1行目（除雪）", "office.tsv 2行目（雪かき）"]
    assert all("互いに" in text for text in found)


def test_an_everyday_expression_may_be_official_elsewhere() -> None:
    assert problems([SNOW, concept("雪かき", "屋根の雪を下ろす", 2)]) == []


def test_problems_come_in_the_order_of_files_and_lines() -> None:
    bad = [concept(f"語{domain}{line}", "", line, domain) for domain in ("b", "a") for line in (10, 2)]
    assert [text.split("（")[0] for text in problems(bad)] == [
        "a.tsv 2行目",
        "a.tsv 10行目",
        "b.tsv 2行目",
        "b.tsv 10行目",
    ]


def test_the_shipped_thesaurus_has_no_problems() -> None:
    assert problems(read_concepts(shipped_files())) == []
