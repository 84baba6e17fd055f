import pytest
from hits import make_hit
from hypothesis import given, settings
from hypothesis import strategies as st
from passages import read

from assistant.passages.units import Unit, plain_heading, siblings, units_of
from ingest.normalize import normalize_text

PLAN = """浜風町 冬の暮らし計画

１　目的
町は、冬でも安心して
歩ける歩道を増やします。除雪車は毎朝5時に出動します。

２　場所
浜風町役場　2階会議室

３　主な取組
・歩道の除雪を1日2回にする
・砂箱を32か所に置く
・雪捨て場を3か所に設ける

▲ 雪捨て場のようす

＜浜風町長＞
- 担い手が「足りない。本当に足りない。」と感じている。来年度は2人を雇う。
"""
TABLE = "指標\t担当\t説明\tR5\n砂箱の設置数\t建設課\t砂を入れた箱を道ばたに置いた数です\t32か所\n"


def units(*texts: str) -> list[Unit]:
    return [unit for hit in read(*texts).hits for unit in units_of(hit)]


def texts(*sources: str) -> list[str]:
    """The units that can answer: headings are kept among them, but marked."""
    return [unit.text for unit in units(*sources) if not unit.is_heading]


def test_the_document_holds_each_unit_at_its_offsets() -> None:
    source = read(PLAN, TABLE)
    by_path = {document.path: document.text for document in source.documents}
    found = [unit for hit in source.hits for unit in units_of(hit)]
    assert len(found) >= 8
    for unit in found:
        held = normalize_text(by_path[unit.hit.document][unit.start : unit.end])
        # A whole row is read with its headers, which stand above it in the document.
        whole_row = bool(unit.hit.chunk.cells) and unit.start == unit.hit.chunk.start
        assert whole_row or "".join(held.split()) == "".join(unit.text.split())
        assert unit.hit.chunk.start <= unit.start < unit.end <= unit.hit.chunk.end


def test_headings_and_captions_cannot_answer() -> None:
    found = texts(PLAN)
    assert not [text for text in found if text in ("目的", "１ 目的", "場所", "主な取組", "雪捨て場のようす")]
    assert not [text for text in found if text.startswith(("▲", "＜", "<"))]


def test_a_heading_stands_with_the_unit_below_it() -> None:
    office = next(unit for unit in units(PLAN) if "役場" in unit.text)
    assert office.heading == "場所"
    assert not office.before


def test_a_caption_describes_the_units_of_its_chunk() -> None:
    boxes = next(unit for unit in units(PLAN) if "砂箱" in unit.text)
    assert boxes.captions == "雪捨て場のようす"


def test_a_unit_knows_the_one_before_it() -> None:
    trucks = next(unit for unit in units(PLAN) if "除雪車" in unit.text)
    assert trucks.before.endswith("歩道を増やします。")


def test_sentences_broken_over_lines_are_shown_joined() -> None:
    text = "　砂箱は、町の中の坂道と横断歩道のそばを中心に、\n全部で32か所に置いています。\n"
    assert texts(text) == ["砂箱は、町の中の坂道と横断歩道のそばを中心に、全部で32か所に置いています。"]


def test_a_full_stop_inside_a_quotation_does_not_cut() -> None:
    assert "担い手が「足りない。本当に足りない。」と感じている。" in texts(PLAN)


def test_units_are_numbered_in_the_order_of_their_chunk() -> None:
    for hit in read(PLAN).hits:
        found = units_of(hit)
        assert [unit.index for unit in found] == list(range(len(found)))
        assert [unit.start for unit in found] == sorted(unit.start for unit in found)


def test_list_items_are_siblings_and_sentences_are_not() -> None:
    hit = next(hit for hit in read(PLAN).hits if "砂箱" in hit.chunk.text)
    found = units_of(hit)
    items = [unit for unit in found if unit.item]
    assert len(items) == 3
    assert siblings(items[1], found) == items
    sentence = next(unit for unit in units("雪を下ろします。道を直します。") if unit.is_sentence)
    assert siblings(sentence, [sentence]) == [sentence]


def test_text_cells_of_a_row_are_units_under_its_label_and_values_only_with_their_headers() -> None:
    found = units(TABLE)
    assert "砂を入れた箱を道ばたに置いた数です" in [unit.text for unit in found]
    assert "32か所" not in [unit.text for unit in found]
    assert found[-1].shown.endswith("説明 砂を入れた箱を道ばたに置いた数です、R5 32か所")
    assert {unit.heading for unit in found} == {"砂箱の設置数"}


@pytest.mark.parametrize("text", ["浜風町", "■", "▲ 写真", "１　目的", "・", "\u3000", "🎉"])
def test_a_chunk_of_nothing_but_layout_still_has_one_unit(text: str) -> None:
    hit = make_hit(text, title="計画")
    found = units_of(hit)
    assert [(unit.start, unit.end) for unit in found] == [(hit.chunk.start, hit.chunk.end)]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("２　場所", "場所"),
        ("■ 講習会", "講習会"),
        ("## 利用料", "利用料"),
        ("(1) 目的", "(1) 目的"),
        ("・主催", "主催"),
    ],
)
def test_a_heading_is_shown_without_its_mark(line: str, heading: str) -> None:
    assert plain_heading(line) == heading


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="町の計画は52.0％です。令和５年「」（）①⺠⼾\u3000 \t\r\n・■▲１＜＞-：|", min_size=1, max_size=160
    ),
    st.integers(0, 9),
)
def test_units_of_any_text_lie_inside_their_chunk_in_order(text: str, start: int) -> None:
    hit = make_hit(text, start=start)
    previous = start
    for unit in units_of(hit):
        assert hit.chunk.start <= unit.start < unit.end <= hit.chunk.end
        assert unit.start >= previous
        previous = unit.end


def test_a_speech_carries_its_topic_on_until_it_turns_to_another() -> None:
    told = make_hit(
        "次に、雪押し場につきましては、昨年度は438か所でした。今年度は439か所です。次に、会議は6回開きました。",
        speaker="市長",
    )
    assert [unit.topic for unit in units_of(told)] == ["", "次に、雪押し場", ""]
    assert [unit.topic for unit in units_of(make_hit("雪押し場については、438か所です。今年度は439か所です。"))] == [
        "",
        "",
    ]


def test_sentences_without_a_predicate_belong_to_the_one_that_ends_them() -> None:
    units = units_of(
        make_hit("改めた事業は次のとおりです。港の事業費で、70万円。店の事業費で、62万円。交流の事業費で、44万円です。")
    )
    assert siblings(units[1], units) == units[1:]
    assert siblings(units[0], units) == units[:1]


def test_the_announcement_of_an_answer_is_no_answer() -> None:
    units = units_of(make_hit("校舎の使い道についてお答えいたします。中学生の枠を設けます。", speaker="町長"))
    assert [unit.is_heading for unit in units] == [True, False]


def test_a_formula_of_a_speech_is_no_unit_and_the_topic_it_opens_stays() -> None:
    told = make_hit("次に、雪押し場について御質問がありました。場所は町が決めます。以上でございます。", speaker="町長")
    assert [(unit.text, unit.topic, unit.index) for unit in units_of(told)] == [
        ("場所は町が決めます。", "次に、雪押し場", 0)
    ]


def test_a_call_to_speak_leaves_nothing_to_quote() -> None:
    assert units_of(make_hit("○議長（谷次郎）　建設部長。", speaker="議長(谷次郎)")) == []
    assert [unit.text for unit in units_of(make_hit("建設部長。"))] == ["建設部長。"]


def test_the_hour_and_the_signatures_at_the_end_of_a_record_are_parted() -> None:
    tail = make_hit("これで終わります。\n散会 午後5時11分\n会議録署名議員\n議長 谷次郎", speaker="議長(谷次郎)")
    assert [unit.text[:7] for unit in units_of(tail)] == ["これで終わりま", "散会午後5時1", "会議録署名議員"]
    chair = make_hit("会議録署名議員は、川田花議員を指名します。次に進みます。", speaker="議長")
    assert len(units_of(chair)) == 2


FAQ = """よくある質問

Q. 渚便は誰でも使えますか。
A. 町内にお住まいの方が使えます。
"""
GRADES = """評価のしかた

A. 目標を達成した指標は3つです。
"""


def test_the_mark_of_an_answer_is_no_part_of_it_and_that_of_an_item_is() -> None:
    shown = [unit.shown for hit in read(FAQ, GRADES).hits for unit in units_of(hit)]
    assert "町内にお住まいの方が使えます。" in shown
    assert "A. 目標を達成した指標は3つです。" in shown
