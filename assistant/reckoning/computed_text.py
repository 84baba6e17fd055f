"""Saying what was reckoned: the result in the operands' own units and digits, then the operands, in polite Japanese."""

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.reckoning.arithmetic import MEAN_DIGITS, QUOTIENT_DIGITS, Computation, Operand, Operation, is_rounded
from assistant.reckoning.conditions import OF_TARGETS, OF_TIMES, Condition, Relation
from assistant.reckoning.operations import AskedOperation
from ingest.cell_values import BLANK
from ingest.normalize import normalize_text

COMPUTED = "引用した値から計算した値です。"
ADDED_UP = "全体の値は表になく、すべての行を足し合わせました。"
SEVERAL_OF_ONE_NAME = "同じ名前の行が複数あり、どの値を使うのか決められないため、計算していません。"
SAME_NAMES = "同じ名前の行は、1行ずつ数えています。"
NOT_COMPUTED = "値がそろわないため、計算していません。"
_ROUNDED = "小数第{digits}位を四捨五入しています。"
_WRITTEN = re.compile(r"^(?:約|計|合計|延べ|のべ)?[△▲+-]?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<suffix>\D*?)[増減]?$")
_MYRIADS = re.compile(r"\d[万億兆]")
_MAN, _OKU, _CHO = 10**4, 10**8, 10**12
_MOST_LISTED = 6
# 農地面積の維持, 受診率の向上: the aim of an indicator behind what it measures.
_AIM = re.compile(
    r"(?:(?<=面積)|(?<=人口)|(?<=割合)|(?<=[数率量額]))"
    r"の(?:維持|確保|向上|増加|拡大|削減|縮減|抑制|減少|低減|改善|充実|達成)$"
)
# What may be said of amounts that is not said of counts, and the other way round.
_LESS = {"少な": "少ない", "小さ": "小さい", "低": "低い", "安": "安い", "短": "短い", "狭": "狭い"}
_MORE = {"多": "多い", "大き": "大きい", "高": "高い", "長": "長い", "広": "広い"}
_CONDITIONS = {
    Relation.ROSE: "増えた",
    Relation.FELL: "減った",
    Relation.OVER_TARGET: "目標を上回った",
    Relation.UNDER_TARGET: "目標を下回った",
    Relation.REACHED: "目標を達成した",
    Relation.MISSED: "目標を達成していない",
}
# How a question's bound ends, and how it is told that a value keeps to it or does not.
_BOUNDS = {
    Relation.AT_LEAST: ("以上", "以上です", "を下回っています"),
    Relation.AT_MOST: ("以下", "以下です", "を超えています"),
    Relation.ABOVE: ("を超える", "を超えています", "を超えていません"),
    Relation.BELOW: ("未満", "を下回っています", "を下回っていません"),
}
# How it is told that a figure grew, and that it fell: the 121st place is a lower one than the 110th.
_MOVES = {"ポイント": ("上がりました", "下がりました"), "位": ("下がりました", "上がりました")}
_SUPERLATIVES = {**{word[0]: word for word in (*_LESS.values(), *_MORE.values())}, "近": "近い"}


def figure_like(value: Decimal, unit: str, operands: Sequence[Operand]) -> str:
    """Return a value as the operands are written (千円 as 千円); in its plain unit where they differ."""
    shapes = [_WRITTEN.match(normalize_text(operand.written).replace(" ", "")) for operand in operands]
    suffixes = {shape["suffix"] for shape in shapes if shape}
    scale = _scale(operands, [shape["number"] if shape else "" for shape in shapes])
    in_myriads = all(_MYRIADS.search(normalize_text(operand.written)) for operand in operands)
    if len(suffixes) != 1 or not all(shapes) or scale is None:
        return f"{_in_myriads(value) if in_myriads else _plain(value)}{unit}"
    suffix = suffixes.pop()
    if in_myriads and abs(value) >= _OKU > scale:
        return f"{_in_myriads(value)}{unit}"
    if unit == "ポイント":
        suffix = "ポイント"
    return f"{_plain(value / scale)}{suffix}"


def notice_of(computation: Computation) -> str:
    """Return the remark under an answer: that its figure was computed, and how it was rounded."""
    if not is_rounded(computation):
        return COMPUTED
    digits = MEAN_DIGITS if computation.operation is Operation.MEAN else QUOTIENT_DIGITS
    return COMPUTED + _ROUNDED.format(digits=digits + 1)


def change_sentence(computation: Computation) -> str:
    """Return how a value moved from one time to another."""
    first, last = computation.operands
    path = f"（{_named(first)} → {_named(last)}から計算）。"
    if not computation.result:
        return f"変わっていません{path}"
    grows = computation.result > 0
    amount = abs(computation.result)
    if computation.operation is Operation.CHANGE_RATE:
        return f"{_plain(amount)}％{'増えました' if grows else '減りました'}{path}"
    rose, fell = _MOVES.get(computation.unit, ("増えました", "減りました"))
    return f"{figure_like(amount, computation.unit, computation.operands)}{rose if grows else fell}{path}"


def measured_name(label: str, unit: str) -> str:
    """Return what an indicator measures, where it is named by its aim (耕作面積の維持); amounts keep their names."""
    return label if unit == "円" else _AIM.sub("", label)


def target_sentence(computation: Computation) -> str:
    """Return how far a value is from its target, or what share of it is reached."""
    reached = computation.operation is Operation.SHARE
    actual, target = computation.operands if reached else reversed(computation.operands)
    held = f"（{_named(actual)}、{_named(target)}から計算）。"
    if reached:
        return f"目標の{_plain(computation.result)}％です{held}"
    if not computation.result:
        return f"目標と同じです{held}"
    amount = figure_like(abs(computation.result), computation.unit, computation.operands)
    return f"目標を{amount}{'上回っています' if computation.result > 0 else '下回っています'}{held}"


def either_sentence(computation: Computation, asked: AskedOperation) -> str:
    """Return which of two is more, and by how much."""
    first, second = computation.operands
    held = f"（{_named(first)}、{_named(second)}から計算）。"
    if not computation.result:
        return f"{first.label}と{second.label}は同じです{held}"
    # The first place is higher than the tenth.
    grows = (computation.result > 0) != (computation.unit == "位")
    less, more = (first, second) if grows else (second, first)
    amount = figure_like(abs(computation.result), computation.unit, computation.operands)
    word = (_LESS | _MORE).get(asked.adjective, "")
    if asked.lesser:
        return f"{less.label}のほうが{amount}{word or '少ない'}です{held}"
    if not word and not asked.either:
        return f"差は{amount}です（{more.label}のほうが多い。{_named(first)}、{_named(second)}から計算）。"
    return f"{more.label}のほうが{amount}{word or '多い'}です{held}"


def quotient_sentence(computation: Computation) -> str:
    """Return what share or how many times one value is of another."""
    first, second = computation.operands
    held = f"（{_named(first)}、{_named(second)}から計算）。"
    if computation.operation is Operation.SHARE:
        return f"{_plain(computation.result)}％です{held}"
    return f"{_plain(computation.result)}倍です{held}"


def share_of_sum_sentence(computation: Computation) -> str:
    """Return what share one row is of all rows added up."""
    first, *rest = computation.operands
    named = "、".join(map(_named, rest[: _MOST_LISTED - 1]))
    more = len(rest) - (_MOST_LISTED - 1)
    beside = f"{named}{f'ほか{more}件' if more > 0 else ''}"
    held = f"（{_named(first)}を、{beside}と合わせた全{len(rest) + 1}件の合計で割りました）。"
    return f"{_plain(computation.result)}％です{held}"


def total_sentence(computation: Computation) -> str:
    """Return a sum or a mean."""
    named = "、".join(map(_named, computation.operands[:_MOST_LISTED]))
    rest = len(computation.operands) - _MOST_LISTED
    held = f"（{named}{f'ほか{rest}件' if rest > 0 else ''}から計算）。"
    word = "平均" if computation.operation is Operation.MEAN else "合わせて"
    return f"{word}{figure_like(computation.result, computation.unit, computation.operands)}です{held}"


def product_sentence(computation: Computation, asked: AskedOperation) -> str:
    """Return a price times a number."""
    (price,) = computation.operands
    number, unit = asked.number or (0, "")
    total = figure_like(computation.result, computation.unit, computation.operands)
    return f"{total}です（{_named(price)} × {number}{unit}から計算）。"


def rank_sentence(computation: Computation, asked: AskedOperation, winners: Sequence[Operand]) -> str:
    """Return the highest or lowest of several; several of them where so many are asked for or equal."""
    word = _SUPERLATIVES.get(asked.adjective[:1], "少ない" if asked.lesser else "多い")
    order = f"{asked.place}番目に" if asked.place > 1 else "最も"
    count = len(computation.values)
    if len(winners) == 1:
        (winner,) = winners
        return f"{order}{word}のは{winner.label}で、{winner.written}です（{count}件の値を比べました）。"
    named = "、".join(map(_named, winners))
    return f"{word}順に、{named}です（{count}件の値を比べました）。"


def place_sentence(operand: Operand, place: int, of: int, asked: AskedOperation) -> str:
    """Return which place a row takes."""
    word = _SUPERLATIVES.get(asked.adjective[:1], "少ない" if asked.lesser else "多い")
    return f"{operand.label}は{word}ほうから{place}番目です（{operand.written}。{of}件の値を比べました）。"


def count_sentence(condition: str, names: Sequence[str]) -> str:
    """Return how many rows have a property, and which."""
    return f"{condition}のものは{len(names)}件です（{'、'.join(names)}）。"


def met_sentence(computation: Computation, column: str, compared: int) -> str:
    """Return how many things meet a condition, each with its figures.

    Args:
        computation: Of the count.
        column: What the figures are of: 延べ利用者数; of a change or a target, at which times.
        compared: How many things were compared.
    """
    condition = computation.condition
    assert condition is not None
    size, operands = condition.arity, computation.operands
    things = "、".join(_met(condition, operands[at : at + size]) for at in range(0, len(operands), size))
    of = f"{column}が" if column and condition.bound is not None else column
    if not operands:
        return f"{of}{_condition_name(condition)}ものはありません（{compared}件の値を比べました）。"
    number = _plain(computation.result)
    return f"{of}{_condition_name(condition)}ものは{number}件です（{things}。{compared}件の値を比べました）。"


def bound_sentence(label: str, operands: Sequence[Operand], condition: Condition, *, keeps: bool) -> str:
    """Return whether the values of a row keep to a bound.

    Args:
        label: What the row is called.
        operands: Its values, each under the time it is of.
        condition: The bound that is asked about.
        keeps: Whether all of them do.
    """
    bound, told, denied = _BOUNDS[condition.relation]
    values = "、".join(map(_named, operands))
    said = condition.said.removesuffix(bound) + (told if keeps else denied)
    return f"{label}は{values}で、{'いずれも' if len(operands) > 1 else ''}{said}。"


def _condition_name(condition: Condition) -> str:
    return _CONDITIONS.get(condition.relation) or f"{condition.said}の".replace("超えるの", "超える")


def _met(condition: Condition, figures: Sequence[Operand]) -> str:
    last = figures[-1]
    if condition.relation in OF_TIMES:
        return f"{last.label} {figures[0].written} → {last.written}"
    if condition.relation in OF_TARGETS:
        return f"{last.label} {last.written}〔目標 {figures[-2].written}〕"
    return _named(last)


def known_sentence(known: Sequence[Operand]) -> str:
    """Return the values that are known of what is to be added up."""
    return f"{'、'.join(map(_named, known))}です。"


def not_found(missing: Sequence[str]) -> str:
    """Return which of the things to be added up have no value."""
    names = "、".join(f"「{name}」" for name in missing)
    return f"{names}の値が見つからないため、合計は計算していません。"


def gap_sentence(label: str, missing: str, reason: str, known: str) -> str:
    """Return that a value is missing, and those that are known."""
    beside = f"（{known}）" if known else ""
    return f"「{label}」の{missing}の値は{'空欄' if reason == BLANK else f'「{reason}」'}です{beside}。"


def beside_gap(label: str, known: str) -> str:
    """Return the values of a row that are there, where another one is not."""
    return f"「{label}」は、{known}です。"


def blank(missing: str) -> str:
    """Return that a value is not filled in."""
    return f"{missing}の値は空欄です。"


def _named(operand: Operand) -> str:
    return f"{operand.label} {operand.written}".strip()


def _in_myriads(value: Decimal) -> str:
    """Return a whole number as 2億7,000万 and what is left; with decimals as it is."""
    if value != value.to_integral_value():
        return _plain(value)
    whole, parts = int(abs(value)), []
    for size, name in ((_CHO, "兆"), (_OKU, "億"), (_MAN, "万"), (1, "")):
        count, whole = divmod(whole, size)
        if count:
            parts.append(f"{count:,}{name}")
    return ("-" if value < 0 else "") + ("".join(parts) or "0")


def _plain(value: Decimal) -> str:
    """Return a number with commas, without an exponent and without zeros at its end."""
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _scale(operands: Sequence[Operand], numbers: Sequence[str]) -> Decimal | None:
    """Return what all operands' digits are multiplied by (千円: 1,000), None where it differs."""
    scales = set()
    for operand, number in zip(operands, numbers, strict=True):
        digits = Decimal(number.replace(",", "")) if number else Decimal(0)
        if digits:
            scales.add(abs(operand.value) / digits)
    # Zero has no scale of its own.
    return scales.pop() if len(scales) == 1 else None
