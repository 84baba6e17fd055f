import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.binding import confused, fit
from assistant.proof.claims import find_claims
from assistant.proof.reading import Reading, read

QUOTE = "令和4年度の利用者は1,204人でしたが、令和5年度の利用者は1,310人に増えました。"


def reading(text: str) -> Reading:
    return read(text, find_claims(text))


def mistaken(sentence: str, quote: str = QUOTE) -> str:
    found = confused(reading(sentence), reading(quote), 0, len(quote) + 1)
    return found.text if found else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "令和5年度の利用者は1,310人です。",
        "令和4年度の利用者は1,204人でした。",
        "利用者は、令和4年度の1,204人から令和5年度は1,310人に増えました。",
        "利用者は1,310人に増えました。",
    ],
)
def test_what_the_quote_says_of_it_is_not_confused(sentence: str) -> None:
    assert mistaken(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("令和4年度の利用者は1,310人でした。", "1,310人"),
        ("令和5年度の利用者は1,204人に増えました。", "1,204人"),
    ],
)
def test_a_figure_of_another_year_is_confused(sentence: str, figure: str) -> None:
    assert mistaken(sentence)
    assert figure in sentence


def test_two_figures_that_changed_places_are_confused() -> None:
    quote = "橋の補修に2,900万円、除雪車の更新に2,450万円であります。"
    assert mistaken("橋の補修に2,900万円、除雪車の更新に2,450万円です。", quote) == ""
    assert mistaken("橋の補修に2,450万円、除雪車の更新に2,900万円です。", quote)


def test_from_is_not_until() -> None:
    quote = "利用時間を、午後9時から午後10時まで延ばすものであります。"
    assert mistaken("利用時間は午後9時からです。", quote) == ""
    assert mistaken("利用時間は午後9時まで延ばします。", quote) == "9時"


def test_a_claim_is_not_mistaken_for_what_a_heading_says() -> None:
    heading, quote = "令和6年度の利用者の見込み", "町は令和5年度に調べました。"
    proof = reading(f"{heading}\n{quote}")
    claim = reading("令和5年度の利用者の見込みを調べました。")
    assert confused(claim, proof, 0, len(proof.text) + 1) is not None
    assert confused(claim, proof, len(heading) + 1, len(proof.text) + 1) is None


@given(st.text(alphabet="令和45年度の利用者は1人2件、。\n増減", max_size=60))
def test_a_text_is_never_confused_with_itself(text: str) -> None:
    assert confused(reading(text), reading(text), 0, len(text) + 1) is None


@given(st.text(alphabet="令和45年度の利用者は1人2件、。", max_size=40))
def test_nothing_fits_better_than_the_same_place(text: str) -> None:
    found = reading(text)
    places = [found.around(claim) for claim in found.claims]
    assert all(fit(one, one) >= fit(one, other) - 1e-9 for one in places for other in places)
