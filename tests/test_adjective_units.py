import pytest

from assistant.reckoning.adjective_units import fits_adjective


@pytest.mark.parametrize(
    ("question", "unit", "fits"),
    [
        ("どちらが安いですか", "円", True),
        ("どちらが安いですか", "人", False),
        ("どちらが店に近いですか", "人", False),
        ("どちらが店に近いですか", "km", True),
        ("どちらが高いですか", "%", True),
        ("どちらが多いですか", "人", True),
        ("どちらが大きいですか", "", True),
        ("どちらが新しいですか", "人", False),
    ],
)
def test_a_figure_goes_with_the_adjective_or_not(question: str, unit: str, fits: bool) -> None:
    assert fits_adjective(question, unit) is fits
