"""Our labelled minutes: who speaks, what answers what and what was decided; floors a little below today's."""

import re
from pathlib import Path

import labelled_minutes
import pytest

from ingest.documents import BlockKind
from ingest.load import load_document
from ingest.normalize import normalize_text
from ingest.proceedings import Speaker

PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "data" / "minutes"


@pytest.mark.parametrize("part", ["speeches", "pairs", "votes"])
def test_labelled_minutes_are_read_as_they_are_labelled(part):
    right = found = wanted = 0
    for name in labelled_minutes.names():
        document = labelled_minutes.document(name)
        read = getattr(labelled_minutes.found(document), part)
        gold = getattr(labelled_minutes.labelled(name, document.text), part)
        right, found, wanted = right + len(read & gold), found + len(read), wanted + len(gold)
    assert wanted >= {"speeches": 130, "pairs": 30, "votes": 12}[part]
    assert right / found >= 0.97
    assert right / wanted >= 0.97


@pytest.mark.parametrize("name", labelled_minutes.names())
def test_the_session_and_its_day_are_read(name):
    recorded = labelled_minutes.document(name).proceedings
    assert (recorded.session, recorded.date) == labelled_minutes.session(name)


@pytest.mark.parametrize("name", labelled_minutes.names())
def test_what_happens_in_the_room_is_nobodys_speech(name):
    document = labelled_minutes.document(name)
    for block in document.blocks:
        line = document.text[block.start : block.end]
        if "拍手" in line or "呼ぶ者あり" in line:
            assert (block.kind, block.speaker) == (BlockKind.DIRECTION, None)


def test_a_speech_goes_on_after_a_direction():
    document = labelled_minutes.document("town_named")
    place = document.text.index("なお、国の")
    assert next(b.speaker for b in document.blocks if b.start == place) == "税務課長(○○○○君)"


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public minutes are not beside this checkout (../shared/data)")
def test_answers_in_public_minutes_name_the_member_whose_question_they_are_paired_with():
    right = named = 0
    for file in sorted(PUBLIC.glob("*.txt")):
        document = load_document(file, file.name)
        for exchange in document.proceedings.exchanges:
            asker = Speaker.of(exchange.asker).name
            for start, end in exchange.answers:
                head = re.sub(r"\s", "", normalize_text(document.text[start : min(end, start + 200)]))
                told = re.search(r"[、)](?P<name>[^、。()]{1,8})議員(?:の|より)(?:新型[^。]{0,20})?(?:御|再)", head)
                named += told is not None
                right += told is not None and asker.startswith(told["name"])
    assert named >= 80
    assert right / named >= 0.97
