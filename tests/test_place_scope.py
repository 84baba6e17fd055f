import pytest
from hits import make_hit
from passages import question, read

from assistant.passages.place_scope import municipalities, speaks_of_another_place, towns_named


def other_place(
    asked: str,
    text: str,
    *,
    main: str | None = None,
    title: str = "冬の計画",
    speaker: str | None = None,
    section: tuple[str, ...] = (),
    around: str = "",
) -> bool:
    hit = make_hit(around + text, title=title, speaker=speaker, section=section)
    return speaks_of_another_place(question(asked), hit, text, main)


def test_a_question_without_a_town_conflicts_with_nothing() -> None:
    assert not other_place("除雪車は何台ありますか", "港町は除雪車を9台持っています。", main="浜風町")


def test_a_sentence_about_another_town_conflicts() -> None:
    assert other_place("浜風町の除雪車は何台ですか", "山辺町は、除雪車を9台持っています。", main="浜風町")


def test_a_sentence_about_the_town_asked_about_does_not() -> None:
    assert not other_place("浜風町の除雪車は何台ですか", "浜風町は、除雪車を9台持っています。", main="山辺町")


def test_a_sentence_that_names_no_town_speaks_of_its_document_s() -> None:
    text = "除雪車を9台持っています。"
    assert not other_place("浜風町の除雪車は何台ですか", text, main="浜風町", title="浜風町の計画")
    assert other_place("浜風町の除雪車は何台ですか", text, main="山辺町", title="山辺町の計画")


def test_our_town_is_the_document_s_town() -> None:
    text = "本町の除雪車は9台です。"
    assert other_place("浜風町の除雪車は何台ですか", text, main="山辺町", around="会議には各地から参加がありました。")


def test_a_document_about_a_region_conflicts_with_no_town_in_it() -> None:
    assert not other_place("浜風町の除雪車は何台ですか", "除雪車は9台です。", main="北海道")
    assert not other_place("浜風町の除雪車は何台ですか", "除雪車は9台です。", main=None)


def test_what_is_told_of_a_wider_area_is_not_told_of_the_town() -> None:
    text = "日本の人口は、2070年に8,700万人になる見通しです。"
    assert other_place("浜風町の人口は何人ですか", text, speaker="浜風町長")
    assert not other_place("浜風町の除雪車は何台ですか", text, speaker="浜風町長")
    assert not other_place("浜風町の人口は何人ですか", f"浜風町は4,210人です。{text}", speaker="浜風町長")
    assert not other_place("日本の人口は何人ですか", text, speaker="浜風町長")


def test_another_town_s_mayor_speaks_of_another_town() -> None:
    assert other_place("浜風町の除雪車は何台ですか", "除雪車は9台です。", speaker="山辺町長")
    assert not other_place("浜風町の除雪車は何台ですか", "除雪車は9台です。", speaker="浜風町長")


def test_a_field_of_the_passage_that_names_the_town_settles_it() -> None:
    fields = "場　所：浜風町公民館\n"
    assert not other_place("浜風町の講習会はいつですか", "開催日：12月8日", main="山辺町", around=fields)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("浜風町と山辺村の会議", {"浜風町", "山辺村"}),
        ("北海道の市町村", set()),
        ("各市町で話し合う", set()),
        ("砂波内市の朝市", {"砂波内市"}),
    ],
)
def test_only_names_of_cities_towns_and_villages_count(text: str, names: set[str]) -> None:
    assert municipalities(text) == names


def test_two_towns_with_the_same_sentence_are_told_apart() -> None:
    source = read(
        "浜風町の除雪計画\n\n浜風町役場\n\n除雪車は9台あり、毎朝5時に出動します。\n",
        "山辺町の除雪計画\n\n山辺町役場\n\n除雪車は4台あり、毎朝6時に出動します。\n",
    )
    for town, trucks, other in (("浜風町", "9台", "4台"), ("山辺町", "4台", "9台")):
        text = source.answer(f"{town}の除雪車は何台ありますか").text
        assert trucks in text
        assert other not in text


@pytest.mark.parametrize(
    ("asked", "towns"),
    [
        ("岬野町の除雪費はいくらですか", ["岬野"]),
        ("灯町と谷川村の人口の差は", ["灯町", "谷川"]),
        ("各市町村の人口は", []),
        ("本町の予算は", []),
        ("近隣の農村の世帯数は", []),
    ],
)
def test_towns_are_told_by_the_look_of_their_names(asked: str, towns: list[str]) -> None:
    assert towns_named(asked) == towns
