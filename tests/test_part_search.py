from collections.abc import Sequence

from hits import make_hit
from passages import question

from assistant.answerer import DraftSentence, Quote
from assistant.bridges import Described, Named
from assistant.part_search import PartSearch
from assistant.questions import AnalyzedQuestion
from vectorstore.search import Hit

FEE, PLACE, PLAN, TOWN = (
    make_hit(text, document=name)
    for text, name in [
        ("利用料は500円です。", "fee.txt"),
        ("申込先は町民課です。", "office.txt"),
        ("計画の期間は10年です。", "plan.txt"),
        ("次回は汐見町で開きます。", "next.txt"),
    ]
)
TWO = "利用料はいくらですか。また、申込先はどこですか"
BRIDGE = "次回の懇談会が開かれる町では、利用料はいくらですか"


class Found:
    """A search that answers by what a question holds, and tells what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, asked: AnalyzedQuestion) -> Sequence[Hit]:
        self.asked.append(asked.text)
        if "利用料" in asked.text and "申込先" in asked.text:
            return [PLAN, FEE, PLACE]
        return [FEE, PLAN] if "利用料" in asked.text else [PLACE, PLAN] if "申込先" in asked.text else [TOWN, PLAN]


def named(_: Described, __: AnalyzedQuestion, ___: Sequence[Hit]) -> Named:
    return Named("汐見町", DraftSentence("次回は汐見町で開きます。", (Quote(TOWN, 0, 12),)))


def test_a_question_of_one_thing_is_searched_for_once() -> None:
    search = Found()
    evidence = PartSearch(question, search)(question("利用料はいくらですか"))
    assert (search.asked, evidence.hits, evidence.parts) == (["利用料はいくらですか"], [FEE, PLAN], ())


def test_each_part_is_searched_for_and_keeps_the_hits_of_the_whole_behind_its_own() -> None:
    search = Found()
    fee, office = PartSearch(question, search)(question(TWO)).parts
    assert search.asked == [TWO, "利用料はいくらですか", "申込先はどこですか"]
    assert fee.hits[0] == FEE
    assert office.hits[0] == PLACE
    assert set(fee.hits) == set(office.hits) == {FEE, PLACE, PLAN}


def test_the_best_of_the_parts_take_turns_in_what_is_shown() -> None:
    shown = PartSearch(question, Found())(question(TWO)).hits
    assert list(shown) == [FEE, PLACE, PLAN]


def test_every_part_is_put_in_order_by_itself() -> None:
    def by_evidence(asked: AnalyzedQuestion, hits: Sequence[Hit]) -> list[Hit]:
        return sorted(hits, key=lambda hit: hit.document, reverse="申込先" in asked.text)

    fee, office = PartSearch(question, Found(), by_evidence)(question(TWO)).parts
    assert [hit.document for hit in fee.hits] == ["fee.txt", "office.txt", "plan.txt"]
    assert [hit.document for hit in office.hits] == ["plan.txt", "office.txt", "fee.txt"]


def test_no_more_is_shown_than_the_whole_question_finds() -> None:
    evidence = PartSearch(question, Found(), name=named)(question(BRIDGE))
    assert list(evidence.hits) == [FEE, TOWN]


def test_the_name_is_searched_for_in_the_place_of_the_description() -> None:
    search = Found()
    (part,) = PartSearch(question, search, name=named)(question(BRIDGE)).parts
    assert search.asked == [BRIDGE, "次回の懇談会が開かれる町", "汐見町では、利用料はいくらですか"]
    assert part.question.text == "汐見町では、利用料はいくらですか"
    assert part.basis is not None
    assert part.remark == "「次回の懇談会が開かれる町」は、汐見町と読み取りました。"


def test_a_description_that_nothing_tells_leaves_the_question_whole() -> None:
    evidence = PartSearch(question, Found(), name=lambda *_: None)(question(BRIDGE))
    assert evidence.parts == ()
