import pytest

from assistant.proof import scopes
from assistant.proof.closeness import Place
from assistant.proof.scopes import Scopes


def closeness(text: str, like: list[str], of: int, word: str, *, leading: bool = False) -> float:
    spans = [(text.index(one), text.index(one) + len(one)) for one in like]
    read = Scopes.of(text)
    at = text.index(word)
    place = Place.at(read, spans[of], spans, leading=leading)
    return place.closeness(at, read.sentence(at), read.clause(at), read.topic(at))


@pytest.mark.parametrize(
    ("text", "of", "word", "expected"),
    [
        ("町が120人、村が80人です。", 0, "町", scopes.OWN),
        ("町が120人、村が80人です。", 1, "町", scopes.SAME_SENTENCE),
        ("利用は、町が120人、村が80人です。", 1, "利用", scopes.TOPIC),
        ("町は120人、村は80人です。", 1, "町", scopes.FORMER_TOPIC),
        ("橋に120人、園に80人を充てます。", 0, "充て", scopes.ALONGSIDE),
        ("橋に120人を充て、園に80人を送ります。", 0, "送り", scopes.SAME_SENTENCE),
        ("町では120人でした。村では80人でした。", 1, "町", scopes.OTHER_SENTENCE),
        ("町と村は、それぞれ120人、80人です。", 1, "村", scopes.OWN),
        ("町と村は、それぞれ120人、80人です。", 1, "町", scopes.SAME_SENTENCE),
        ("率は、前年の120人から80人に減りました。", 1, "前年", scopes.SAME_SENTENCE),
        ("率は、前年の120人から80人に減りました。", 0, "減り", scopes.OWN),
    ],
)
def test_a_word_belongs_to_the_figure_that_it_is_said_of(text: str, of: int, word: str, expected: float) -> None:
    assert closeness(text, ["120人", "80人"], of, word) == expected


def test_what_two_do_to_each_other_belongs_to_both() -> None:
    text = "小樽市が福岡市に業務を委託しました。"
    for of in (0, 1):
        assert closeness(text, ["小樽市", "福岡市"], of, "委託", leading=True) == scopes.OWN


def test_what_another_statement_adds_belongs_less() -> None:
    assert closeness("客は120人で、目標に届きません。", ["120人"], 0, "目標") == scopes.FOLLOWING


def test_a_year_owns_what_follows_it() -> None:
    text = "令和5年に橋を直し、令和7年に園を閉じました。"
    assert closeness(text, ["令和5年", "令和7年"], 0, "橋", leading=True) == scopes.OWN
    assert closeness(text, ["令和5年", "令和7年"], 1, "橋", leading=True) == scopes.SAME_SENTENCE
