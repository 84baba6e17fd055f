import pytest

from assistant.asked.enumerations import attributes, differences, each, is_attribute, scope_of, without_attribute


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("浜風町と山辺町の人口はそれぞれ何人ですか", ("浜風町の人口は何人ですか", "山辺町の人口は何人ですか")),
        (
            "山の家と海の家の利用者は、それぞれ年間何人ですか",
            ("山の家の利用者は年間何人ですか", "海の家の利用者は年間何人ですか"),
        ),
        (
            "山の家、海の家、丘の部屋の夏の利用料はそれぞれいくらですか",
            (
                "山の家の夏の利用料はいくらですか",
                "海の家の夏の利用料はいくらですか",
                "丘の部屋の夏の利用料はいくらですか",
            ),
        ),
        (
            "浜風町の出生数とお試し住宅の利用組数の令和5年の実績をそれぞれ教えて",
            ("浜風町の出生数の令和5年の実績を教えて", "浜風町のお試し住宅の利用組数の令和5年の実績を教えて"),
        ),
        (
            "令和4年度と令和6年度に支援金を使った世帯は、それぞれ何世帯ですか",
            ("令和4年度に支援金を使った世帯は何世帯ですか", "令和6年度に支援金を使った世帯は何世帯ですか"),
        ),
        (
            "相談件数の実績と目標をそれぞれ教えて",
            ("相談件数の実績を教えて", "相談件数の目標を教えて"),
        ),
        (
            "浜風町の目標値と実績値をそれぞれ教えてください",
            ("浜風町の目標値を教えてください", "浜風町の実績値を教えてください"),
        ),
    ],
)
def test_what_is_asked_of_each_is_asked_of_every_one(question: str, parts: tuple[str, ...]) -> None:
    assert each(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "山の家の利用者は年間何人ですか",
        "山の家と海の家の利用者は年間何人ですか",
        "国を区域に分け、それぞれの区域を治める者を何と呼びますか",
        "山の家と海の家の窓口をそれぞれ分けていたのは、どの町ですか",
        "それぞれ何人ですか",
    ],
)
def test_what_is_not_asked_of_each_is_left_whole(question: str) -> None:
    assert each(question) == ()


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("締結式の日時と場所を教えてください", ("締結式の日時を教えてください", "締結式の場所を教えてください")),
        (
            "新規就農者数の基準値と目標値は何人ですか",
            ("新規就農者数の基準値は何人ですか", "新規就農者数の目標値は何人ですか"),
        ),
        ("見学の料金と申込先は?", ("見学の料金は?", "見学の申込先は?")),
    ],
)
def test_two_attributes_of_one_thing_are_asked_one_by_one(question: str, parts: tuple[str, ...]) -> None:
    assert attributes(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "作戦の時期と場所を隠すために、何が使われましたか",
        "浜風町と組合の協定の期間は何年ですか",
        "締結式の日時を教えてください",
        "日時と場所を教えてください",
    ],
)
def test_one_attribute_or_none_is_left_whole(question: str) -> None:
    assert attributes(question) == ()


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("山の家と丘の部屋の違いは何ですか", ("山の家について教えてください", "丘の部屋について教えてください")),
        (
            "浜風町の山の家と海の家の料金の違いを教えて",
            ("浜風町の山の家の料金を教えてください", "浜風町の海の家の料金を教えてください"),
        ),
        ("単身と世帯で支援金はどう違いますか", ("単身の支援金を教えてください", "世帯の支援金を教えてください")),
    ],
)
def test_a_difference_in_words_asks_of_either_side(question: str, parts: tuple[str, ...]) -> None:
    assert differences(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "山の家と海の家の利用者は何人違いますか",
        "山の家と海の家の違いは何を直すと無くなりますか",
        "意見の違いは何ですか",
    ],
)
def test_a_difference_in_figures_or_of_no_two_sides_is_left_whole(question: str) -> None:
    assert differences(question) == ()


def test_the_scope_is_the_place_and_the_year_at_the_head() -> None:
    assert scope_of("浜風町の令和5年度の人口は") == "浜風町の令和5年度の"
    assert scope_of("人口は何人ですか") == ""


def test_attributes_are_told_from_things() -> None:
    assert is_attribute("移住相談件数の目標値")
    assert not is_attribute("魚の加工品")
    assert without_attribute("水揚量の令和5年の実績値") == "水揚量"
