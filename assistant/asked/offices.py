"""The office whose holder a question asks for (建設部長は誰ですか), or the person whose office it asks for.

誰が除雪について答えましたか asks who spoke, and 除雪を担当する課長は誰ですか describes: neither names an office alone.
"""

import re
from dataclasses import dataclass

from assistant.asked import question_rules as rules
from ingest.wareki import find_years

_OFFICE = rf"(?P<office>[一-龯々ァ-ヶー]{{0,14}}?(?:{rules.ROLE}))"
_OF = r"^(?:(?:今|現在|当時)の)?(?P<of>(?:[^はがを、。??]{1,30}?(?:の|で|における|では))??)"
_WHO = r"(?:誰|だれ|どなた|何という(?:人|方)|何て(?:いう)?(?:人|方))"
_ASKS_HOLDER = (
    re.compile(rf"{_OF}{_OFFICE}(?:の|って)?(?:お?名前|氏名|フルネーム)(?:は|を|って|[??]|$)"),
    re.compile(rf"{_OF}{_OFFICE}(?:は|って|とは)、?(?:(?:今|現在|当時)(?:は)?、?)?{_WHO}"),
    re.compile(rf"{_OF}{_OFFICE}を(?:務め|勤め|担当し)[^。]{{1,10}}{_WHO}"),
    re.compile(rf"^{_WHO}が{_OF[1:]}{_OFFICE}(?:です|でし|だっ|ですか|を務め|か|[??]|$)"),
)
_ASKS_OFFICE = re.compile(
    r"(?:氏|さん|君)(?:の(?:お)?(?:役職|職名|肩書き?|職)(?:は|を|って|[??]|$)|は、?(?:どんな|どういう|どのような|何という)(?:役職|職)"
    rf"|は、?(?:何|どこ)の(?:{rules.ROLE}))"
)
# 何をしている人ですか: the office is an answer, and so is what else is told of the person.
_ASKS_OF_PERSON = re.compile(
    r"(?:氏|さん|君)は、?(?:(?:どんな|どういう|どのような)(?:人|方|立場)|何をし(?:ている|てる)(?:人|方)|(?:誰|だれ|どなた)(?:です|でし|[??]|$))"
)
# What places an office in time or in a body and names none itself.
_NO_BODY = re.compile(r"第\d+回|(?:定例|臨時)会|本?会議|会議録|議会|\d+月|\d+日|の|で(?:は)?|における|[\s()]")
_MEMBERS = re.compile(r"^(?:[市町村区]議会)?(?:議員|委員)$")


@dataclass(frozen=True, slots=True)
class AskedOffice:
    """An office whose holder is asked for.

    Attributes:
        name: As asked: 議長, 小樽市長, 建設部長.
        body: What it belongs to besides, without years and meetings: 福岡市 of 令和2年の福岡市議会の議長; may be empty.
    """

    name: str
    body: str


def asked_office(normal: str) -> AskedOffice | None:
    """Return the office whose holder a searchable question asks for, None where it asks for none by its name."""
    for form in _ASKS_HOLDER:
        found = form.search(normal)
        # One of many members is known by what he said or signed.
        if found and not _MEMBERS.match(found["office"]):
            years = find_years(found["of"])
            body = "".join(c for at, c in enumerate(found["of"]) if not any(y.start <= at < y.end for y in years))
            return AskedOffice(found["office"], _NO_BODY.sub("", body))
    return None


def asks_office_of_person(normal: str) -> bool:
    """Whether a searchable question asks what office a person has whom it names with さん or 氏."""
    return _ASKS_OFFICE.search(normal) is not None


def asks_of_person(normal: str) -> bool:
    """Whether a searchable question asks who a person is, which the office tells."""
    return asks_office_of_person(normal) or _ASKS_OF_PERSON.search(normal) is not None
