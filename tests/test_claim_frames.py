"""Frames make sentences of which it is known whether they are true."""

from pathlib import Path

from assistant.measuring.support_table import HALVES, half_of
from evals.claim_frames import filled, frames
from evals.corpora import frames_path


def test_the_first_sentence_is_true_and_the_others_have_two_things_exchanged(tmp_path: Path) -> None:
    file = tmp_path / "frames.tsv"
    file.write_text("two\t{town1}は{n1}人、{town2}は{n2}人です。\t{town1}は{n1}人です。\ttown n\n", encoding="utf-8")
    (frame,) = frames(file)
    true, *false = filled(frame, 1)
    assert true.true
    assert true.sentence.removesuffix("です。") in true.quote
    assert len(false) == 2
    assert not any(one.true or one.sentence.removesuffix("です。") in one.quote for one in false)


def test_only_the_kinds_named_are_exchanged(tmp_path: Path) -> None:
    file = tmp_path / "frames.tsv"
    file.write_text("two\t{town1}は{n1}人、{town2}は{n2}人です。\t{town1}は{n1}人です。\tn\n", encoding="utf-8")
    (frame,) = frames(file)
    assert [one.true for one in filled(frame, 1)] == [True, False]


def test_the_same_seed_fills_alike_and_the_claims_of_one_quote_share_it() -> None:
    found = frames(frames_path())
    for frame in found:
        assert list(filled(frame, 1)) == list(filled(frame, 1))
        same = [next(filled(f, 1)).quote for f in found if f.name == frame.name]
        assert len(set(same)) == 1


def test_every_claim_has_a_false_sentence_and_no_slot_is_left_open() -> None:
    for frame in frames(frames_path()):
        sentences = list(filled(frame, 2))
        assert len(sentences) >= 2, frame
        assert not any(set("{}") & set(one.sentence + one.quote) for one in sentences)
        assert all(one.sentence != sentences[0].sentence for one in sentences[1:])


def test_both_halves_have_frames_enough() -> None:
    names = {frame.name for frame in frames(frames_path())}
    assert all(sum(half_of(name) == half for name in names) >= 30 for half in HALVES)
