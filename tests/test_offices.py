import pytest

from assistant.asked.offices import AskedOffice, asked_office, asks_of_person, asks_office_of_person
from vectorstore.years import index_text


@pytest.mark.parametrize(
    ("asked", "office"),
    [
        ("建設部長は誰ですか", AskedOffice("建設部長", "")),
        ("消防長の名前は", AskedOffice("消防長", "")),
        ("誰が教育長ですか", AskedOffice("教育長", "")),
        ("議長のお名前を教えてください", AskedOffice("議長", "")),
        ("令和7年の浜風市議会で議長を務めたのは誰", AskedOffice("議長", "浜風市")),
        ("渚観光協会の会長は誰ですか", AskedOffice("会長", "渚観光協会")),
        ("現在の町長はどなたですか", AskedOffice("町長", "")),
    ],
)
def test_the_holder_of_an_office_is_asked_for(asked: str, office: AskedOffice) -> None:
    assert asked_office(index_text(asked)) == office


@pytest.mark.parametrize(
    "asked",
    [
        "除雪について質問した議員は誰ですか",
        "誰が除雪について答弁しましたか",
        "除雪を担当する課長は誰ですか",
        "橋の話をした町長は誰ですか",
        "町長は何と述べましたか",
        "議員は誰ですか",
        "操作は誰が行うと課長は答弁しましたか",
        "渡船の名前は何ですか",
    ],
)
def test_who_did_something_or_a_member_of_many_is_no_holder(asked: str) -> None:
    assert asked_office(index_text(asked)) is None


def test_the_office_of_a_named_person_is_asked_for() -> None:
    assert asks_office_of_person("山野太郎さんの役職は")
    assert asks_office_of_person("山野太郎さんは何の市長ですか")
    assert asks_of_person("山野太郎氏は何をしている人ですか")
    assert not asks_office_of_person("山野太郎氏は何をしている人ですか")
    assert not asks_of_person("山野太郎さんは橋について何と述べましたか")
    assert not asks_of_person("皆さんの役割は何ですか")
