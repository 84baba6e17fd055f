import pytest

from assistant.proof.claims import ClaimKind, find_claims
from assistant.proof.reading import read
from assistant.proof.restrictions import left_out

ONE, TWO = "観光客は579人で、前年度の186人を上回りました。", "相談は813件で、うち497件が解決しました。"


def left(quote: str, figure: str, sentence: str) -> int:
    proof = read(quote, find_claims(quote))
    place = next(c for c in proof.claims if c.text == figure and c.kind is ClaimKind.FIGURE)
    found = proof.around(place)
    return left_out(found.restricted, sentence, find_claims(sentence), found.near)


@pytest.mark.parametrize(
    ("quote", "figure", "sentence", "unsaid"),
    [
        (ONE, "186人", "観光客は186人です。", 1),
        (ONE, "186人", "前年度の観光客は186人です。", 0),
        (ONE, "186人", "令和4年度の観光客は186人です。", 0),
        (f"令和5年度の{ONE}", "186人", "令和5年度の観光客は186人です。", 1),
        (ONE, "579人", "観光客は579人です。", 0),
        (TWO, "497件", "相談は497件です。", 1),
        (TWO, "497件", "相談のうち497件が解決しました。", 0),
        ("工事は12日間で、橋の9日間より長い。", "9日間", "工事は9日間です。", 1),
        ("料金を300円から200円に下げます。", "300円", "料金は300円です。", 1),
        ("料金を300円から200円に下げます。", "300円", "料金は、これまで300円です。", 0),
        ("件数は最大で9件、最小で3件です。", "3件", "件数は最も少なくて3件です。", 0),
        ("件数は最大で9件、最小で3件です。", "3件", "件数は3件です。", 1),
    ],
)
def test_what_restricts_a_figure_must_be_said(quote: str, figure: str, sentence: str, unsaid: int) -> None:
    assert left(quote, figure, sentence) == unsaid


def test_nothing_but_a_figure_is_restricted() -> None:
    proof = read(ONE, find_claims(ONE))
    assert all(not proof.around(c).restricted for c in proof.claims if c.kind is not ClaimKind.FIGURE)
