"""Votes: what was decided on which item, how, and what only sounds like a decision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load import document_of
from ingest.proceedings import Vote
from ingest.readers.raw import RawText


def votes(text: str) -> list[Vote]:
    document = document_of(RawText(text), "a.txt")
    for vote in document.proceedings.votes:
        assert document.text[vote.start : vote.end].strip()
    return list(document.proceedings.votes)


def said(*sentences: str) -> str:
    return "".join(f"○議長（○○○○君）　{sentence}\n" for sentence in sentences)


@pytest.mark.parametrize(
    ("sentence", "items", "result"),
    [
        ("よって、議案第３号は原案のとおり可決されました。", ("議案第3号",), "可決"),
        ("したがって、議案第３号は否決されました。", ("議案第3号",), "否決"),
        ("よって、議案第３号は原案のとおり決定いたしました。", ("議案第3号",), "可決"),
        ("よって、議案第３号は修正案のとおり可決されました。", ("議案第3号",), "修正可決"),
        ("よって、同意第１号は同意することに決定しました。", ("同意第1号",), "同意"),
        ("よって、承認第２号は承認することに決しました。", ("承認第2号",), "承認"),
        ("よって、認定第１号は認定することに決定いたしました。", ("認定第1号",), "認定"),
        ("よって、陳情第５号は不採択とすることに決しました。", ("陳情第5号",), "不採択"),
        ("よって、請願第２号は趣旨採択とすることに決定いたしました。", ("請願第2号",), "趣旨採択"),
        ("よって、議案第４号及び議案第６号は原案のとおり可決されました。", ("議案第4号", "議案第6号"), "可決"),
        (
            "よって、議案第９号から議案第１１号までは原案のとおり可決されました。",
            ("議案第9号", "議案第10号", "議案第11号"),
            "可決",
        ),
        ("よって、議案第３号は可決すべきものと決しました。", ("議案第3号",), "可決"),
    ],
)
def test_a_stated_result_is_a_vote_on_the_items_named(sentence, items, result):
    (vote,) = votes(said(sentence))
    assert (vote.items, vote.result) == (items, result)


@pytest.mark.parametrize(
    "sentence",
    [
        "議案第３号を原案のとおり可決することに賛成の諸君の起立を求めます。",
        "議案第３号を採決いたします。",
        "議案第３号は、原案のとおり決することに御異議ありませんか。",
        "委員長の報告は可決であります。",
        "議案第３号の提案理由の説明を求めます。",
        "御異議なしと認めます。よって、さよう決しました。",
        "議案第３号は、可決されますようお願いいたします。",
    ],
)
def test_what_is_asked_or_proposed_is_no_vote(sentence):
    assert votes(said(sentence)) == []


def test_only_the_chair_states_results():
    text = "○議長（○○○○君）　発言を許します。\n○３番（○○○○君）　昨年の議案第８号は可決されました。\n"
    assert votes(text) == []


def test_the_item_called_before_is_what_the_result_concerns():
    called = "これから、議案第７号を採決します。本案に賛成の方は挙手願います。"
    (vote,) = votes(said(called, "挙手全員です。よって、本案は原案のとおり可決されました。"))
    assert (vote.items, vote.manner) == (("議案第7号",), "挙手全員")


def test_a_direction_tells_the_manner():
    text = said("議案第７号を採決します。賛成の方は起立願います。") + "（起立多数）\n"
    (vote,) = votes(text + said("よって、本案は可決されました。"))
    assert vote.manner == "起立多数"


def test_the_manner_of_one_vote_is_not_that_of_the_next():
    first, second = votes(
        said("起立少数です。よって、議案第１号は否決されました。", "次に、議案第２号は原案のとおり可決されました。")
    )
    assert (first.manner, second.manner) == ("起立少数", "")


def test_no_objection_is_a_manner():
    (vote,) = votes(said("御異議なしと認めます。よって、議案第２号は原案のとおり可決されました。"))
    assert vote.manner == "異議なし"


@given(ayes=st.integers(0, 99), noes=st.integers(0, 99))
def test_counts_are_read(ayes, noes):
    (vote,) = votes(said(f"賛成{ayes}名、反対{noes}名であります。よって、議案第１号は原案のとおり可決されました。"))
    assert (vote.ayes, vote.noes) == (ayes, noes)


def test_a_table_of_results_is_read():
    text = (
        "議決結果一覧\n\n議案番号\t件名\t議決結果\t賛成\t反対\n議案第１号\t補正予算\t原案可決\t9\t2\n"
        "議案第２号\t条例の改正\t否決\t4\t7\n陳情第３号\t道路の改良\t継続審査\t\t\n"
    )
    assert [(v.items, v.result, v.ayes, v.noes) for v in votes(text)] == [
        (("議案第1号",), "可決", 9, 2),
        (("議案第2号",), "否決", 4, 7),
    ]


def test_documents_that_name_no_bill_have_no_votes():
    assert votes("事業の認定\n\n計画は国に認定されました。指定管理者の指定が可決されました。\n") == []
