"""Reckoning with figures of documents: differences, rates, shares, ratios, sums and ranks, exact until they are shown.

Pure arithmetic: operands come in as exact decimals, quotients are rounded once, half away from zero (四捨五入). A
computed sentence is proved by its operands, each of which must stand in a quote, and by reckoning once more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assistant.errors import ReckoningError
from assistant.reckoning.conditions import Condition, holds_of_some_only
from ingest.cell_numbers import parse_number
from ingest.numerals import find_quantities
from vectorstore.words import searchable

# Percentages and ratios are shown to one decimal, means to two.
QUOTIENT_DIGITS, MEAN_DIGITS = 1, 2


class Operation(StrEnum):
    """What is reckoned from the operands, in their order."""

    DIFFERENCE = "difference"  # the second less the first
    CHANGE_RATE = "change_rate"  # by how many per cent of the first the second differs from it
    SHARE = "share"  # the first as per cent of the second
    SHARE_OF_SUM = "share_of_sum"  # the first as per cent of all together, itself among them
    RATIO = "ratio"  # how many times the second the first is
    SUM = "sum"
    PRODUCT = "product"
    MEAN = "mean"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    COUNT = "count"
    RANK = "rank"  # the place of the first among all, the highest first
    RANK_BELOW = "rank_below"  # the place of the first among all, the lowest first


RANKS = frozenset({Operation.MAXIMUM, Operation.MINIMUM})
# Units of which a sum says nothing.
RATES = frozenset({"%", "ポイント", "倍", "割", "度", "位", "歳", "年"})
_ADDED = frozenset({Operation.SUM, Operation.SHARE_OF_SUM})


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure of a document.

    Attributes:
        label: What it is called in an answer: 令和5年, 小学校.
        value: Exact and scaled, as `ingest.numerals` reads it; 1 for a cell that is counted for its words.
        unit: Canonical unit, empty where none is given.
        written: The figure as it is shown: 60.3%, 4,275千円; the words of a cell that is counted.
        document: Path of the document.
        start: Offset of the cell or figure in the document.
        end: Offset after it.
        noted_unit: The unit that the table gives outside the cell; empty where the cell has its own.
    """

    label: str
    value: Decimal
    unit: str
    written: str
    document: str
    start: int
    end: int
    noted_unit: str = ""


@dataclass(frozen=True, slots=True)
class Computation:
    """A figure that no document states, and what it was reckoned from.

    Attributes:
        operands: In the order that the operation asks for; each is quoted.
        result: Rounded as it is shown.
        unit: Of the result: ポイント for a difference of per cents, % for a rate, 倍 for a ratio.
        given: Operands that the question itself gives: the 5 of 5泊.
        others: The values of further rows that were compared and are not quoted; of ranks and counts alone.
        subject: A name in the sentence that may hold figures of its own.
        condition: What the things counted have in common and the others have not; of counts alone.
    """

    operation: Operation
    operands: tuple[Operand, ...]
    result: Decimal
    unit: str
    given: tuple[Decimal, ...] = ()
    others: tuple[Decimal, ...] = ()
    subject: str = ""
    condition: Condition | None = None

    @property
    def values(self) -> tuple[Decimal, ...]:
        """All that the result is reckoned from."""
        return (*(operand.value for operand in self.operands), *self.given, *self.others)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote, as far as an operand can stand in it: ``document.text[start:end] == text``."""

    document: str
    start: int
    end: int
    text: str


def reckon(operation: Operation, values: Sequence[Decimal]) -> Decimal:
    """Return the result, rounded where it is a quotient; sums, differences and products are exact.

    Raises:
        ReckoningError: There are too few values, or a quotient by zero is asked for.
    """
    needed = 2 if operation in _PAIRED else 1
    if len(values) < needed or (operation in _PAIRED and len(values) != 2):
        raise ReckoningError(f"{operation.value}: {len(values)}個の値からは計算できません。")
    return _RECKONERS[operation](values)


def compute(
    operation: Operation,
    operands: Sequence[Operand],
    *,
    given: Sequence[Decimal] = (),
    others: Sequence[Decimal] = (),
) -> Computation:
    """Return what the operation makes of the operands.

    Raises:
        ReckoningError: Their units differ, or they are too few, or a divisor is zero, or rates are to be added up.
    """
    units = {operand.unit for operand in operands}
    if len(units) > 1 and operation is not Operation.COUNT:
        raise ReckoningError(f"単位の違う値（{'、'.join(sorted(units))}）は計算できません。")
    if operation in _ADDED and units & RATES:
        raise ReckoningError("割合や順位は足し合わせられません。")
    values = (*(operand.value for operand in operands), *given, *others)
    unit = _unit_of(operation, next(iter(units), ""))
    return Computation(operation, tuple(operands), reckon(operation, values), unit, tuple(given), tuple(others))


def count_of(condition: Condition, operands: Sequence[Operand], others: Sequence[Decimal]) -> Computation:
    """Return how many things meet a condition.

    Args:
        condition: The condition.
        operands: The figures of each thing that meets it, one thing after the other.
        others: The figures of all things that do not, in the same order.

    Raises:
        ReckoningError: The units differ from each other or from the bound's, or the condition holds of others.
    """
    units = {operand.unit for operand in operands} | ({condition.unit} if condition.bound is not None else set())
    if condition.bound is not None and len(units) > 1:
        raise ReckoningError(f"単位の違う値（{'、'.join(sorted(units))}）は比べられません。")
    if not holds_of_some_only(condition, [operand.value for operand in operands], others):
        raise ReckoningError("条件に合う値と合わない値が分けられません。")
    number = Decimal(len(operands) // condition.arity)
    return Computation(Operation.COUNT, tuple(operands), number, "", others=tuple(others), condition=condition)


def problem_with(computation: Computation, quotes: Sequence[Evidence]) -> str:
    """Return why a computed figure is not proved by its quotes, in Japanese; empty where it is proved."""
    counts_words = computation.operation is Operation.COUNT and computation.condition is None
    for operand in computation.operands:
        stands = _is_written if counts_words else _stands
        if not any(stands(operand, quote) for quote in quotes):
            return f"計算に使った値「{operand.written}」が引用箇所にありません。"
    if computation.condition is not None:
        return _problem_with_count(computation, computation.condition)
    try:
        again = reckon(computation.operation, computation.values)
    except ReckoningError:
        return "計算を確かめられません。"
    return "" if again == computation.result else "計算の結果が引用箇所の値と合いません。"


def _problem_with_count(computation: Computation, condition: Condition) -> str:
    met = [operand.value for operand in computation.operands]
    if not holds_of_some_only(condition, met, computation.others):
        return "条件に合わない値が含まれています。"
    return "" if computation.result * condition.arity == len(met) else "条件に合うものの数が引用箇所の値と合いません。"


def is_rounded(computation: Computation) -> bool:
    """Whether the result shown is not the exact one."""
    exact = _EXACT.get(computation.operation)
    return exact is not None and exact(list(map(Fraction, computation.values))) != Fraction(computation.result)


def round_half_up(value: Fraction, digits: int) -> Decimal:
    """Return a fraction rounded to so many decimals, halves away from zero (四捨五入)."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return _decimal(whole if value >= 0 else -whole, digits)


def _within(operand: Operand, quote: Evidence) -> str:
    """Return what the quote has where the operand should stand, normalised; empty where it does not reach there."""
    if quote.document != operand.document or not quote.start <= operand.start < operand.end <= quote.end:
        return ""
    return searchable(quote.text[operand.start - quote.start : operand.end - quote.start]).strip()


def _is_written(operand: Operand, quote: Evidence) -> bool:
    return _within(operand, quote) == searchable(operand.written).strip()


def _stands(operand: Operand, quote: Evidence) -> bool:
    text = _within(operand, quote)
    if not text:
        return False
    number = parse_number(text, operand.noted_unit)
    if number is not None:
        return (number.value, number.unit) == (operand.value, operand.unit)
    return any((q.value, q.unit) == (operand.value, operand.unit) for q in find_quantities(text))


def _unit_of(operation: Operation, unit: str) -> str:
    if operation in (Operation.CHANGE_RATE, Operation.SHARE, Operation.SHARE_OF_SUM):
        return "%"
    if operation is Operation.RATIO:
        return "倍"
    if operation is Operation.DIFFERENCE and unit == "%":
        return "ポイント"
    return "" if operation in (Operation.COUNT, Operation.RANK, Operation.RANK_BELOW) else unit


def _divided(above: Fraction, below: Fraction) -> Fraction:
    if not below:
        raise ReckoningError("0で割る計算はできません。")
    return above / below


def _sum(values: Sequence[Decimal]) -> Decimal:
    # Fractions keep every digit, however far apart the values are.
    return _exact_decimal(sum(map(Fraction, values), Fraction(0)))


def _product(values: Sequence[Decimal]) -> Decimal:
    product = Fraction(1)
    for value in values:
        product *= Fraction(value)
    return _exact_decimal(product)


def _exact_decimal(value: Fraction) -> Decimal:
    """Return a fraction whose denominator divides a power of ten, with no digit lost."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    return _decimal((value * 10**digits).numerator, digits)


def _decimal(whole: int, digits: int) -> Decimal:
    """Return whole / 10^digits, built from its digits: arithmetic of decimals would round to the context's 28."""
    return Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -digits))


_PAIRED = frozenset({Operation.DIFFERENCE, Operation.CHANGE_RATE, Operation.SHARE, Operation.RATIO})
_EXACT: Mapping[Operation, Callable[[list[Fraction]], Fraction]] = {
    Operation.CHANGE_RATE: lambda v: _divided(v[1] - v[0], abs(v[0])) * 100,
    Operation.SHARE: lambda v: _divided(v[0], v[1]) * 100,
    Operation.SHARE_OF_SUM: lambda v: _divided(v[0], sum(v, Fraction(0))) * 100,
    Operation.RATIO: lambda v: _divided(v[0], v[1]),
    Operation.MEAN: lambda v: sum(v, Fraction(0)) / len(v),
}


def _quotient(operation: Operation, digits: int) -> Callable[[Sequence[Decimal]], Decimal]:
    return lambda values: round_half_up(_EXACT[operation](list(map(Fraction, values))), digits)


_RECKONERS: Mapping[Operation, Callable[[Sequence[Decimal]], Decimal]] = {
    Operation.DIFFERENCE: lambda v: _exact_decimal(Fraction(v[1]) - Fraction(v[0])),
    Operation.CHANGE_RATE: _quotient(Operation.CHANGE_RATE, QUOTIENT_DIGITS),
    Operation.SHARE: _quotient(Operation.SHARE, QUOTIENT_DIGITS),
    Operation.SHARE_OF_SUM: _quotient(Operation.SHARE_OF_SUM, QUOTIENT_DIGITS),
    Operation.RATIO: _quotient(Operation.RATIO, QUOTIENT_DIGITS),
    Operation.MEAN: _quotient(Operation.MEAN, MEAN_DIGITS),
    Operation.SUM: _sum,
    Operation.PRODUCT: _product,
    Operation.MAXIMUM: max,
    Operation.MINIMUM: min,
    Operation.COUNT: lambda v: Decimal(len(v)),
    Operation.RANK: lambda v: Decimal(1 + sum(other > v[0] for other in v)),
    Operation.RANK_BELOW: lambda v: Decimal(1 + sum(other < v[0] for other in v)),
}
