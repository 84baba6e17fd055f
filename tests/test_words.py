import importlib.metadata
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.normalize import normalize_text
from vectorstore.words import WordAnalyzer, searchable

ANALYZER = WordAnalyzer()
JAPANESE = st.text(alphabet="令和5年度R0123,.、。観光入込客数のはがをアイティーABC 元()〜\n", max_size=60)


def texts(sentence: str) -> list[str]:
    return [word.text for word in ANALYZER.words(normalize_text(sentence))]


@pytest.mark.parametrize(
    ("spelling", "other"),
    [("受入", "受け入れ"), ("取組", "取り組み"), ("子ども", "こども"), ("ｱｲﾇ", "アイヌ"), ("ＩＣＴ", "ict")],
)
def test_spellings_of_one_word_meet(spelling: str, other: str) -> None:
    assert texts(spelling) == texts(other)


def test_particles_auxiliaries_and_symbols_are_dropped() -> None:
    assert texts("北見市は、観光の振興を行いました。") == ["北見", "市", "観光", "振興", "行う"]


def test_words_that_only_ask_are_dropped() -> None:
    assert texts("どのような事業がありますか。") == ["事業"]
    assert texts("それは何ですか？") == []


@pytest.mark.parametrize(
    ("written", "word"),
    [("113,600", "113600"), ("52.0", "52.0"), ("１，２３４", "1234"), ("04", "4"), ("10万", "100000"), ("0.5", "0.5")],
)
def test_numbers_stay_whole(written: str, word: str) -> None:
    assert texts(f"約{written}人")[-2:] == [word, "人"]


@pytest.mark.parametrize("written", ["令和5年", "R5", "2023年", "令和５年", "令和五年", "Ｒ５"])
def test_a_year_is_one_word_however_it_is_written(written: str) -> None:
    assert texts(f"({written})") == ["y2023"]


@pytest.mark.parametrize("written", ["令和5年度", "R5年度", "2023年度"])
def test_a_fiscal_year_is_a_year_too(written: str) -> None:
    assert texts(written) == ["fy2023", "y2023"]


def test_the_first_year_of_an_era_is_known() -> None:
    assert texts("平成元年度から令和元年まで") == ["fy1989", "y1989", "y2019"]


def test_month_and_day_of_a_date_stay_words() -> None:
    assert texts("R5.12月") == ["y2023", "12", "月"]
    assert texts("令和7年10月8日") == ["y2025", "10", "月", "8", "日"]
    assert texts("2024.01.24") == ["y2024", "1", "24"]


def test_letters_that_look_like_an_era_are_no_year() -> None:
    assert not [word for word in texts("R2D2とH2O") if word.startswith("y")]


def test_names_are_told_from_common_words() -> None:
    proper = {word.text: word.proper for word in ANALYZER.words("留萌の観光")}
    assert proper == {"留萌": True, "観光": False}


@settings(max_examples=150, deadline=None)
@given(JAPANESE)
def test_offsets_point_at_the_surface(text: str) -> None:
    words = ANALYZER.words(text)
    assert all(text[word.start : word.end] == word.surface for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


@settings(max_examples=100, deadline=None)
@given(JAPANESE)
def test_words_can_be_indexed_as_they_are(text: str) -> None:
    assert all(word.text and word.text == "".join(word.text.lower().split()) for word in ANALYZER.words(text))


def test_texts_beyond_the_dictionarys_limit_are_split() -> None:
    sentence = "北見市は観光を振興する。"
    assert [w.text for w in ANALYZER.words(sentence * 2_000)] == [w.text for w in ANALYZER.words(sentence)] * 2_000
    assert ANALYZER.words("国" * 30_000)[-1].end == 30_000


def test_an_empty_text_has_no_words() -> None:
    assert ANALYZER.words("") == ANALYZER.words(" \n") == []


def test_threads_share_one_analyzer() -> None:
    sentences = [f"令和{n}年度の観光入込客数は{n}千人です" for n in range(1, 40)]
    expected = [ANALYZER.words(sentence) for sentence in sentences]
    fresh = WordAnalyzer()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fresh.words, sentences)) == expected


def test_the_identity_names_the_dictionary() -> None:
    assert importlib.metadata.version("sudachidict-core") in ANALYZER.identity


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("P R を行う", "PR を行う"),
        ("S N S", "SNS"),
        ("観光入 込客数", "観光入込客数"),
        ("2070 年", "2070年"),
        ("令和 5 年度", "令和5年度"),
        ("地域の実現\nに向けた", "地域の実現に向けた"),
        ("スター\nトアップ", "スタートアップ"),
        ("タタラ マコト", "タタラ マコト"),
        ("Plan A", "Plan A"),
        ("終わった。\n次は", "終わった。\n次は"),
        ("10 20", "10 20"),
        ("500 千代田", "500 千代田"),
        ("⺠間", "民間"),
    ],
)
def test_breaks_and_blanks_inside_words_are_mended(broken: str, mended: str) -> None:
    assert searchable(broken) == mended


@given(st.text(max_size=80))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once = searchable(text)
    assert searchable(once) == once


@given(JAPANESE)
@settings(deadline=None)
def test_forms_are_the_texts_of_the_words(text: str) -> None:
    normalized = normalize_text(text)
    assert ANALYZER.forms(normalized) == tuple(word.text for word in ANALYZER.words(normalized))


def test_an_analyzer_travels_without_its_dictionary() -> None:
    sent = pickle.dumps(ANALYZER)
    assert len(sent) < 100
    assert pickle.loads(sent).forms("除雪の予算") == ("除雪", "予算")
