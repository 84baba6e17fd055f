"""One form of a year in everything that is searched: what documents write and what people ask becomes the same text."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import ANALYZER, embedder

from ingest.wareki import find_years, to_wareki
from vectorstore.search import question_text
from vectorstore.years import index_text, with_western_years

_LINES = (Path(__file__).parent / "data" / "wareki.tsv").read_text(encoding="utf-8").splitlines()
FORMS = [row[0] for row in csv.reader((line for line in _LINES if not line.startswith("#")), delimiter="\t")]
PAIRS = [
    ("令和5年度の除雪費", "2023年度の除雪費"),
    ("R5の実績値", "2023年の実績値"),
    ("平成31年4月1日の人口", "2019年4月1日の人口"),
    ("Ｒ６．４．１現在", "2024-4-1現在"),
    ("令和4〜6年度の計画", "2022年度〜2024年度の計画"),
    ("令和5(2023)年度", "2023(令和5)年度"),
    ("令和元年度の決算", "２０１９年度の決算"),
]


def years_of(text):
    return [word.text for word in ANALYZER.words(text) if word.text.startswith(("y", "fy"))]


@pytest.mark.parametrize(("era", "western"), PAIRS)
def test_both_forms_become_the_same_text_and_so_the_same_words_and_vector(era, western):
    assert index_text(era) == index_text(western)
    assert question_text(f"{era}を教えてください") == index_text(western)
    np.testing.assert_array_equal(embedder().query(index_text(era)), embedder().query(index_text(western)))


@pytest.mark.parametrize("text", FORMS)
def test_the_years_of_a_text_stay_what_they_are(text):
    before, after = find_years(index_text(text)), find_years(with_western_years(text))
    named = [(mention.year, mention.fiscal, mention.month, mention.day) for mention in find_years(text)]
    assert [(m.year, m.fiscal, m.month, m.day) for m in after] == named
    assert [(m.year, m.fiscal, m.month, m.day) for m in before] == named


@pytest.mark.parametrize("text", FORMS)
def test_the_words_for_years_stay_what_they_are(text):
    years = [word.text for word in ANALYZER.words(text) if word.text.startswith(("y", "fy"))]
    assert [
        word.text for word in ANALYZER.words(with_western_years(text)) if word.text.startswith(("y", "fy"))
    ] == years


@given(st.integers(1869, 2060), st.booleans(), st.sampled_from(["町の{}の計画", "{}", "({})", "{}4月", "{}までに"]))
def test_an_era_year_and_its_western_year_are_one(year, fiscal, frame):
    western = f"{year}年{'度' if fiscal else ''}"
    assert index_text(frame.format(to_wareki(year, fiscal=fiscal))) == index_text(frame.format(western))


@given(st.text(st.sampled_from("令和平成元RHS0123456789年度月日()〜・./- 町の、"), max_size=24))
def test_a_text_without_years_is_left_alone_and_one_with_years_keeps_the_rest(text):
    text = index_text(text)
    if not find_years(text):
        assert with_western_years(text) == text
    assert "町" not in text or "町" in with_western_years(text)


def test_what_is_no_year_is_left_as_it_is():
    for text in ("R2D2", "2023人", "12,023年", "1990年代", "国道5号", "R5G"):
        assert index_text(text) == text
