from dataclasses import replace
from decimal import Decimal

import pytest
from passages import document, hits_of

from assistant.answerer import Quote
from assistant.proof.computed_proof import prove
from assistant.reckoning.arithmetic import Computation, Operand, Operation, compute, count_of
from assistant.reckoning.conditions import Condition, Relation

TEXT = "浜風町の表\n\n事業名\t令和4年度\t令和5年度\n事業2の経費\t4,275千円\t4,900千円\n"


def parts() -> tuple[Computation, Quote]:
    (hit,) = [h for h in hits_of(document(TEXT)) if h.chunk.cells]
    operands = []
    for label, cell in zip(("令和4年度", "令和5年度"), hit.chunk.cells[1:], strict=True):
        value = Decimal(cell.text.removesuffix("千円").replace(",", "")) * 1000
        operands.append(Operand(label, value, "円", cell.text, hit.document, cell.start, cell.end))
    computed = replace(compute(Operation.DIFFERENCE, operands), subject="事業2の経費")
    return computed, Quote(hit, hit.chunk.start, hit.chunk.end)


def test_a_sentence_with_the_result_and_its_operands_is_proved() -> None:
    computed, quote = parts()
    text = "事業2の経費は625千円増えました（令和4年度 4,275千円 → 令和5年度 4,900千円）。"
    assert prove(text, computed, [quote]).proved


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("事業2の経費は626千円増えました（令和4年度 4,275千円 → 令和5年度 4,900千円）。", "626千円"),
        ("事業2の経費は625千円増えました（令和4年度 4,276千円 → 令和5年度 4,900千円）。", "4,276千円"),
        ("事業2の経費は625千円、14件増えました。", "14件"),
    ],
)
def test_a_figure_that_is_neither_result_nor_operand_is_not_proved(text: str, stated: str) -> None:
    computed, quote = parts()
    support = prove(text, computed, [quote])
    assert not support.proved
    assert stated in support.reason


def test_without_its_quote_nothing_is_proved() -> None:
    computed, _ = parts()
    assert not prove("625千円増えました。", computed, []).proved


def test_a_wrong_result_is_not_proved_even_where_the_sentence_states_it() -> None:
    computed, quote = parts()
    wrong = replace(computed, result=Decimal(626_000))
    assert "計算の結果" in prove("626千円増えました。", wrong, [quote]).reason


def counted(relation: Relation, bound: int) -> tuple[Computation, Quote]:
    computed, quote = parts()
    condition = Condition(relation, Decimal(bound), "円", f"{bound}円以上")
    met = [operand for operand in computed.operands if condition.holds([operand.value])]
    others = [operand.value for operand in computed.operands if operand not in met]
    return count_of(condition, met, others), quote


def test_a_count_is_proved_by_those_that_meet_the_condition_and_by_no_others() -> None:
    computed, quote = counted(Relation.AT_LEAST, 4_500_000)
    assert prove("4,500千円以上のものは1件です（令和5年度 4,900千円。2件の値を比べました）。", computed, [quote]).proved
    wider = replace(computed, condition=Condition(Relation.AT_LEAST, Decimal(4_000_000), "円"))
    assert not prove("4,000千円以上のものは1件です（令和5年度 4,900千円）。", wider, [quote]).proved
    narrower = replace(computed, condition=Condition(Relation.AT_LEAST, Decimal(5_000_000), "円"))
    assert not prove("5,000千円以上のものは1件です（令和5年度 4,900千円）。", narrower, [quote]).proved


def test_a_count_with_another_number_or_figure_is_not_proved() -> None:
    computed, quote = counted(Relation.AT_LEAST, 4_500_000)
    assert not prove("4,500千円以上のものは3件です（令和5年度 4,900千円）。", computed, [quote]).proved
    assert not prove("4,500千円以上のものは1件です（令和5年度 4,990千円）。", computed, [quote]).proved
    assert not prove("1件です。", replace(computed, result=Decimal(2)), [quote]).proved
