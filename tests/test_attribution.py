import pytest

from assistant.proof.attribution import gives_words_of_speaker, other_speaker
from assistant.proof.claims import find_claims
from assistant.proof.reading import Reading, read

SAID = "枠を設けるよう、教育長と相談いたします。"


def reading(text: str) -> Reading:
    return read(text, find_claims(text))


@pytest.mark.parametrize(
    ("sentence", "speaker", "given"),
    [
        ("町長は「枠を設けるよう、教育長と相談いたします」と述べています。", "町長", True),
        ("町長は「枠を設けるよう、教育長と相談いたします」と述べています。", "副町長", False),
        ("教育長は「枠を設けるよう、教育長と相談いたします」と述べています。", "町長", False),
        ("町長は「教育長と相談いた」と述べています。", "町長", False),
    ],
)
def test_whole_sentences_of_the_speaker_are_his_words(sentence: str, speaker: str, given: bool) -> None:
    assert gives_words_of_speaker(reading(sentence), [SAID], [speaker]) is given


@pytest.mark.parametrize(
    ("sentence", "passage", "wrong"),
    [
        ("市長は、枠を設けると述べました。", "枠を設けるよう、市長と相談いたします。", "市長"),
        ("市長は、枠を設けると述べました。", "市長から、枠を設けるとの答弁がありました。", ""),
        ("議員は、枠を設けると述べました。", SAID, ""),
        ("枠を設けます。", SAID, ""),
    ],
)
def test_words_are_those_of_the_speaker_or_of_whom_the_quote_tells(sentence: str, passage: str, wrong: str) -> None:
    found = other_speaker(reading(sentence), [passage], ["3番議員"])
    assert (found.text if found else "") == wrong


def test_without_speakers_nobody_is_mistaken() -> None:
    assert other_speaker(reading("市長は、枠を設けると述べました。"), [SAID], []) is None
