import pytest

from assistant.proof.cell_binding import other_cell
from assistant.proof.claims import find_claims
from assistant.proof.evidence import row_statements
from assistant.proof.reading import read
from ingest.documents import Cell
from ingest.normalize import normalize_text


def row(*cells: tuple[str, str, str]) -> list[str]:
    return row_statements([Cell(header, text, 0, len(text), unit=unit) for header, text, unit in cells])


INDICATOR = row(
    ("評価指標", "ホタテ水揚量", ""),
    ("基準値(基準年)", "21,400t (R2)", ""),
    ("実績値(実績年)", "19,850t (R5)", ""),
    ("目標値(目標年)", "22,000t (R7)", ""),
    ("進捗率", "90.2%", ""),
)
BUDGET = row(
    ("事業", "防波堤の補修", ""), ("予算額 R5", "42,000", "千円"), ("R6", "58,500", "千円"), ("増減", "16,500", "千円")
)


def mistaken(sentence: str, lines: list[str]) -> str:
    texts = [normalize_text(text) for text in (sentence, *lines)]
    claim, *cells = (read(text, find_claims(text)) for text in texts)
    found = other_cell(claim, cells)
    return found.text if found else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "19,850tです（ホタテ水揚量、令和5年、実績値）。",
        "ホタテ水揚量の実績値は、2023年に19,850tでした。",
        "ホタテ水揚量は19,850tです。",
        "ホタテ水揚量の目標値は22,000tです。",
        "ホタテ水揚量の進捗率は90.2%です。",
        "ホタテ水揚量は、令和2年の21,400tから令和5年は19,850tになりました。",
    ],
)
def test_a_value_of_its_own_cell_is_not_mistaken(sentence: str) -> None:
    assert mistaken(sentence, INDICATOR) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "21,400tです（ホタテ水揚量、令和5年、実績値）。",
        "ホタテ水揚量の実績値は22,000tです。",
        "ホタテ水揚量は令和2年に19,850tでした。",
        "ホタテ水揚量の目標値は21,400tです。",
    ],
)
def test_a_value_of_another_cell_is_mistaken(sentence: str) -> None:
    assert mistaken(sentence, INDICATOR)


@pytest.mark.parametrize(
    ("value", "header", "right"),
    [
        ("42,000", "予算額 R5", True),
        ("58,500", "予算額 R5", False),
        ("58,500", "R6", True),
        ("16,500", "増減", True),
        ("58,500", "増減", False),
        ("4,200万円", "令和5年度", True),
        ("5,850万円", "令和5年度", False),
    ],
)
def test_bare_figures_are_told_apart_by_their_headers(value: str, header: str, right: bool) -> None:
    assert (mistaken(f"{value}です（防波堤の補修、{header}）。", BUDGET) == "") is right


def test_without_rows_nothing_is_mistaken() -> None:
    assert mistaken("42,000です。", []) == ""
