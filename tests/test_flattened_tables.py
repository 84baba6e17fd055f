"""Tables flattened to a cell a line: rebuilt where the counts allow, and left alone where they do not."""

import pytest

from ingest.flattened_tables import flattened_table
from ingest.lines import split_lines

FLAT = """評価指標 (KPI)

基準値(基準年)

実績値(実績年)

目標値(目標年)

達成度

港の水揚量

7,250t(R2)

集計中(R5)

7,468t(R7)

—

社会増減

△82人(R2)

△45人(R5)

△30人(R7)

Ｃ

今年度の取組"""


def test_a_flattened_table_is_rebuilt():
    lines = split_lines(FLAT)
    taken, rows = flattened_table(FLAT, lines, 0)
    assert taken == 15
    assert [[c.text for c in row] for row in rows] == [
        ["港の水揚量", "7,250t(R2)", "集計中(R5)", "7,468t(R7)", "—"],
        ["社会増減", "△82人(R2)", "△45人(R5)", "△30人(R7)", "Ｃ"],
    ]
    assert rows[0][2].header == "実績値(実績年)"
    assert all(FLAT[c.start : c.end] == c.text for row in rows for c in row)


def test_a_first_label_that_sounds_like_a_header_stays_a_label():
    text = "指標名\n\n基準値\n\n目標値\n\n社会増減\n\n△82人\n\n△30人"
    _, rows = flattened_table(text, split_lines(text), 0)
    assert [c.text for c in rows[0]] == ["社会増減", "△82人", "△30人"]


@pytest.mark.parametrize(
    "cells",
    [
        ["指標名", "基準値", "目標値", "水揚量", "7,250t", "文です。"],
        ["基準値", "実績値", "目標値", "水揚量", "1t", "2t"],
        ["指標名", "基準値", "水揚量", "1t"],
        ["項目です。", "基準値", "目標値", "水揚量", "1t", "2t"],
    ],
)
def test_what_does_not_fit_its_header_is_no_table(cells):
    text = "\n\n".join(cells)
    assert flattened_table(text, split_lines(text), 0) == (0, [])


def test_a_flattened_table_may_have_years_for_columns() -> None:
    text = "指標名\n\nR4\n\n令和5年度\n\n2024\n\n社会増減\n\n12\n\n13\n\n14\n\n人口\n\n集計中\n\n3人\n\n－"
    taken, rows = flattened_table(text, split_lines(text), 0)
    assert taken == 12
    assert [(c.header, c.text) for c in rows[1]] == [
        ("指標名", "人口"),
        ("R4", "集計中"),
        ("令和5年度", "3人"),
        ("2024", "－"),
    ]
