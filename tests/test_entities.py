import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.entities import EntityKind, find_entities


def names(text: str, kind: EntityKind) -> list[str]:
    return [e.name for e in find_entities(text) if e.kind is kind]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("小樽市と札幌市中央区で開きます。", EntityKind.PLACE, ["小樽市", "札幌市", "札幌市中央区"]),
        ("空知の耕作面積です。", EntityKind.PLACE, ["空知"]),
        ("留萌管内の人口です。", EntityKind.PLACE, ["留萌"]),
        ("副町長が答えました。", EntityKind.PERSON, ["副町長"]),
        ("総務部財政課長が答えました。", EntityKind.PERSON, ["財政課長"]),
        ("総務部財政課長が答えました。", EntityKind.BODY, ["総務部"]),
        ("図書館長が答えました。", EntityKind.PERSON, ["図書館長"]),
        ("教育委員会と消防本部が行います。", EntityKind.BODY, ["教育委員会", "消防本部"]),
        ("商工会が担います。", EntityKind.BODY, ["商工会"]),
        ("中央図書館で開きます。", EntityKind.BODY, ["中央図書館"]),
        ("白楡川の橋を直します。", EntityKind.SITE, ["白楡川"]),
    ],
)
def test_places_offices_bodies_and_sites_are_named(text: str, kind: EntityKind, expected: list[str]) -> None:
    assert names(text, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全部を一部に改めます。",
        "路線を延ばします。",
        "関係者と協議します。",
        "本町の課題です。",
        "各部が担います。",
        "豊富な資源です。",
        "行政課題の部分です。",
    ],
)
def test_ordinary_words_that_end_like_names_name_nothing(text: str) -> None:
    assert [e.name for e in find_entities(text)] == []


@given(st.text(max_size=60) | st.text(alphabet="市町村長課部局会議川山空知の、を", max_size=40))
def test_a_name_stands_where_it_says(text: str) -> None:
    for entity in find_entities(text):
        assert 0 <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end].endswith(entity.name[-1])
