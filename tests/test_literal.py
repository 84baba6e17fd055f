import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.literal import is_verbatim

TEXT = "町は橋を9か所で直します。工事は秋に始める予定ではありません。"


@pytest.mark.parametrize(
    ("sentence", "verbatim"),
    [
        ("町は橋を9か所で直します。", True),
        ("町は橋を9か所で直します", True),
        ("工事は秋に始める予定", False),
        ("橋を9か所で直します。", False),
        ("町は橋。", False),
    ],
)
def test_only_whole_sentences_are_verbatim(sentence: str, verbatim: bool) -> None:
    assert is_verbatim(sentence, TEXT) is verbatim


@given(st.text(alphabet="町は橋を直す。", min_size=8, max_size=30))
def test_a_text_is_its_own_words(text: str) -> None:
    assert is_verbatim(text, text)
