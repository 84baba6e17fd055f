import pytest
from hits import make_hit

from assistant.passages.labels import call_of, label_end, offices_called, person_called, with_offices, words_start
from ingest.proceedings import Speaker

MINUTES = """○議長（谷次郎）　川田教育長。

○その他（川田 花）　学校についてお答えします。

○議長（谷次郎）　再開します。

○その他（岸三郎）　休憩します。
"""


@pytest.mark.parametrize(
    ("text", "label", "shown", "words"),
    [
        ("市長（山野太郎）　橋を直します。", "市長(山野太郎)", "市長（山野太郎）", "橋を直します。"),
        ("市長（山野 太郎）　橋を直します。", "市長(山野 太郎)", "市長（山野 太郎）", "橋を直します。"),
        ("その他（川田花）　お答えします。", "教育長(川田花)", "その他（川田花）", "お答えします。"),
        ("会長：次に進みます。", "会長", "会長", "次に進みます。"),
        ("橋を直します。", "市長(山野太郎)", "", "橋を直します。"),
        ("市長は橋を直します。", "市長", "市長", "市長は橋を直します。"),
    ],
)
def test_a_label_ends_before_the_words(text: str, label: str, shown: str, words: str) -> None:
    assert text[: label_end(text, label)] == shown
    assert text[words_start(text, label) :] == words


def test_an_office_that_the_label_leaves_out_stands_in_the_chairs_call() -> None:
    assert offices_called(MINUTES) == {"川田花": "教育長"}
    hit = make_hit("○その他（川田 花）　学校についてお答えします。", speaker="その他(川田 花)")
    assert with_offices([hit], lambda _: MINUTES)[0].chunk.speaker == "教育長(川田花)"


def test_a_speaker_whom_no_call_names_by_an_office_is_told_by_name() -> None:
    hit = make_hit("休憩します。", speaker="その他(岸三郎)")
    assert with_offices([hit], lambda _: MINUTES)[0].chunk.speaker == "岸三郎氏"


@pytest.mark.parametrize("speaker", ["市長(山野太郎)", None])
def test_other_labels_stay_as_they_are(speaker: str | None) -> None:
    hit = make_hit("橋を直します。", speaker=speaker)
    assert with_offices([hit], lambda _: MINUTES) == [hit]


@pytest.mark.parametrize(
    ("heading", "speaker"),
    [
        ("当日の知事の言葉から", "知事"),
        ("町長のあいさつ", "町長"),
        ("町長の一日", None),
        ("知事への手紙", None),
        ("言葉から学ぶ", None),
    ],
)
def test_what_stands_under_a_heads_words_is_said_by_the_head(heading: str, speaker: str | None) -> None:
    hit = make_hit("港が好きだと分かりました。", section=("港の一日", heading))
    assert with_offices([hit], lambda _: "")[0].chunk.speaker == speaker


@pytest.mark.parametrize(
    ("asked", "name"), [("教育長", "川田花"), ("川田教育長", "川田花"), ("岸教育長", ""), ("市長", "")]
)
def test_one_person_is_called_by_an_office(asked: str, name: str) -> None:
    assert person_called(asked, MINUTES) == name


def test_a_call_ends_the_turn_before() -> None:
    before = make_hit("○議長（谷次郎）　これより答弁を求めます。川田教育長。\n").chunk
    called = call_of(before, Speaker("教育長", "川田花"))
    assert called is not None
    assert before.text[called[0] - before.start : called[1] - before.start] == "川田教育長。"
    assert call_of(before, Speaker("市長", "山野太郎")) is None
