"""Tables that cannot be read for sure are named to a person, with page and line, and stay text."""

from ingest.load import document_of
from ingest.readers.raw import RawText


def remarks(text: str) -> tuple[str, ...]:
    return tuple(warning.message for warning in document_of(RawText(text, None), "表.txt").warnings)


HEADER = ["指標名", "基準値", "実績値", "目標値"]


def test_a_flattened_table_whose_counts_do_not_fit_is_named_and_stays_text() -> None:
    text = "前の文です。\n\n" + "\n\n".join([*HEADER, "港の水揚量", "7,250t", "7,468t", "町の人口", "3,000人"]) + "\n"
    (remark,) = remarks(text)
    assert "1か所" in remark
    assert "（3行目）" in remark
    blocks = document_of(RawText(text, None), "表.txt").blocks
    assert not any(block.cells for block in blocks)
    assert "町の人口" in "".join(text[block.start : block.end] for block in blocks)


def test_rows_left_over_after_those_that_fit_are_named() -> None:
    text = "\n\n".join([*HEADER, "港の水揚量", "1t", "2t", "3t", "町の人口", "3,000人", "次の節の文です。"])
    (remark,) = remarks(text)
    assert "（17行目）" in remark


def test_the_page_is_named_where_there_are_pages() -> None:
    text = "表紙の文です。\n\f" + "\n".join([*HEADER, "水揚量", "7t", "8t", "人口", "3人"])
    assert "（2ページ、2行目）" in remarks(text)[0]


def test_values_beyond_the_header_are_named() -> None:
    (remark,) = remarks("指標\tR5\n水揚量\t12t\t13t\n人口\t3人\n")
    assert "1行" in remark
    assert "（2行目）" in remark


def test_what_is_read_is_not_named() -> None:
    whole = [*HEADER, "港の水揚量", "1t", "2t", "3t", "町の人口", "3人", "4人", "5人"]
    assert remarks("\n\n".join([*whole, "次の節の文です。"])) == ()
    assert remarks("指標\tR5\n水揚量\t12t\n人口\t集計中\n") == ()
    assert remarks("評価項目\n評価区分\n評価の目標\n町の評価は三つの項目で行います。") == ()
    assert remarks("\tR5\tR6\n水揚量\t12t\t13t\n") == ()


def test_the_remark_names_few_places_of_many() -> None:
    text = "文です。\n".join("\n".join([*HEADER, "水揚量", "7t", "8t", "次の文です。\n"]) for _ in range(14))
    (remark,) = remarks(text)
    assert "14か所" in remark
    assert remark.count("行目") == 10
    assert "など" in remark
