import pytest
from passages import question

from assistant.reckoning.asked_conditions import asked_condition, bound_in
from assistant.reckoning.conditions import Relation


@pytest.mark.parametrize(
    ("asked", "relation", "said"),
    [
        ("予算額が1億円以上の事業はどれですか", Relation.AT_LEAST, "1億円以上"),
        ("受診率が50％未満の指標はいくつありますか", Relation.BELOW, "50%未満"),
        ("利用者が1万人を超える施設は", Relation.ABOVE, "1万人を超える"),
        ("利用者が100人以下の地区を教えてください", Relation.AT_MOST, "100人以下"),
        ("人口が8,000人を下回ったのはどの年ですか", Relation.BELOW, "8,000人未満"),
        ("目標を達成した指標を全部挙げてください", Relation.REACHED, ""),
        ("目標値に届いていないものはどれですか", Relation.MISSED, ""),
        ("目標を上回った指標はいくつですか", Relation.OVER_TARGET, ""),
        ("前年度より減った区分はどれですか", Relation.FELL, ""),
        ("令和4年度から令和5年度に児童数が増えた学校は", Relation.ROSE, ""),
    ],
)
def test_the_condition_on_rows_is_read_from_the_question(asked: str, relation: Relation, said: str) -> None:
    found = asked_condition(question(asked))
    assert found is not None
    assert found.is_of_rows("")
    assert (found.condition.relation, found.condition.said) == (relation, said)


@pytest.mark.parametrize(
    "asked",
    [
        "65歳以上の人口は何人ですか",
        "目標を何件上回っていますか",
        "相談件数は目標を達成しましたか",
        "相談件数は前年度より何件増えましたか",
        "除雪費が前年度より増えたのはなぜですか",
        "前年度より減らなかった区分はどれですか",
    ],
)
def test_a_value_a_difference_and_a_denial_set_no_condition_on_rows(asked: str) -> None:
    found = asked_condition(question(asked))
    assert found is None or not found.is_of_rows("指標")


@pytest.mark.parametrize(
    ("asked", "relation"),
    [
        ("除雪費は1億円を超えていますか", Relation.ABOVE),
        ("人口は8,000人を切っていますか", Relation.BELOW),
        ("寄附額は100万円に達していますか", Relation.AT_LEAST),
        ("寄附額は100万円に達していませんか", Relation.BELOW),
    ],
)
def test_a_bound_is_read_however_it_is_asked_about(asked: str, relation: Relation) -> None:
    found = bound_in(question(asked).normal)
    assert found is not None
    assert found.condition.relation is relation


@pytest.mark.parametrize("asked", ["除雪費はいくらですか", "橋は令和5年を過ぎて完成しましたか", "第3位以上ですか"])
def test_what_names_no_bound_of_an_amount_has_none(asked: str) -> None:
    assert bound_in(question(asked).normal) is None
