"""A question that describes what it asks of: 「次回の懇談会が開かれる町では、…」, 「除雪を担当する課の電話番号は」.

The description is looked for first. Where one passage surely tells whom it means, the name takes its place, and the
question is asked again; where none does, or two names are told, the question stays as it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answerer import DraftSentence
from assistant.passages.place_scope import municipalities
from assistant.passages.ranking import Ranked
from assistant.passages.units import Unit
from ingest.numerals import find_quantities
from vectorstore.words import searchable

# What ends a name of each kind of thing that is described.
_MUNICIPAL = {"町": "町", "村": "村", "市": "市", "市町村": "", "自治体": ""}
_ENDINGS = {
    "課": "課|室",
    "部署": "課|室|係",
    "組合": "組合",
    "会社": "社|公社|農園",
    "企業": "社|公社|農園",
    "団体": "組合|協会|連盟|会議所|協議会|法人",
    "高校": "高校|高等学校",
    "中学校": "中学校",
    "小学校": "小学校",
    "病院": "病院",
    "施設": "館|センター|プラザ|ホール|会館|公園|病院",
    "会場": "館|センター|プラザ|ホール|会館|公園|会議室|学校",
}
_CATEGORY = "|".join(sorted({*_MUNICIPAL, *_ENDINGS}, key=len, reverse=True))
# 〜が開かれる|町|では、…: a verb before the noun describes it, and what is asked of it follows.
_DESCRIBED = re.compile(
    rf"^(?P<description>[^。?]{{6,60}}?[たるうくすつぶむいぐ])(?P<category>{_CATEGORY})"
    r"(?:では|での|には|に|の|が|は)、?(?P<asked>[^。]{4,})$"
)
# 何という団体の…, 〜という町の…: nothing is described, or the description itself asks.
_NO_DESCRIPTION = re.compile(r"という$|何|どこ|どの|誰|だれ|いつ")
# What is asked of it must be something: not 「…町はどこですか」, whose answer is the name.
_ASKS_NAME = re.compile(
    r"^(?:約|全部で)?(?:どこ|どちら|いくつ|誰|(?:何|なん)(?:です|でし|とい|て呼|と呼|社|町|村|市|校|団体|か所|カ所|[?]|$))"
    r"|(?:名称|呼称|名前|通称|略称|[社村町校]名|フルネーム)(?:は|を|[?]|$)|と(?:何|どこ|もう)|のどちら"
)
_SAID = re.compile(r"(?:話し|述べ|言っ|答え|答弁し|説明し|挙げ)た$")
_OFFICE = re.compile(r"役場|市役所")
_HEAD = re.compile(r"(?P<place>[一-龯々ァ-ヶー]{1,8}?[市町村])長")
_NAME_OF_BODY = r"(?:株式会社|\(株\))?[一-龯々ァ-ヶーA-Za-z0-9]{{1,14}}(?:{endings})(?![一-龯々])"
# So far behind the best evidence another passage may not name another.
_NEAR = 0.25
_MOST_READ = 5


@dataclass(frozen=True, slots=True)
class Described:
    """A thing that a question describes and does not name.

    Attributes:
        phrase: The description with the kind of thing: 次回の懇談会が開かれる町.
        category: The kind of thing: 町.
        asked: What the question asks of it, from the particle on: では、いちごのハウスを何棟まで増やしますか.
    """

    phrase: str
    category: str
    asked: str

    def naming(self, name: str) -> str:
        """Return the question with the name in the description's place."""
        return f"{name}{self.asked}"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a description means, and the sentence that tells, with its quote."""

    name: str
    told: DraftSentence


def described(question: str) -> Described | None:
    """Return what a question describes, None where it names what it asks of, or asks for the name itself."""
    match = _DESCRIBED.match(searchable(question).strip())
    if match is None or _ASKS_NAME.search(match["asked"]) or _NO_DESCRIPTION.search(match["description"]):
        return None
    phrase = match["description"] + match["category"]
    return Described(phrase, match["category"], searchable(question).strip()[len(phrase) :])


def name_of(
    thing: Described, ranked: Sequence[Ranked], main_place: Callable[[str], str | None]
) -> tuple[str, Unit] | None:
    """Return whom a description means and the unit that tells, None where the passages do not tell or tell of several.

    Args:
        thing: The description.
        ranked: The units found for its phrase, best first.
        main_place: The municipality that a document is mainly about, by its path.
    """
    figures = {(q.value, q.unit) for q in find_quantities(searchable(thing.phrase))}
    found: tuple[str, Unit] | None = None
    for entry in ranked[:_MOST_READ]:
        if entry.score < ranked[0].score - _NEAR:
            break
        if not figures <= {(q.value, q.unit) for q in find_quantities(entry.unit.text)}:
            continue
        names = _names(thing, entry, main_place)
        if found is None:
            if len(names) != 1:
                return None
            found = next(iter(names)), entry.unit
        elif names and found[0] not in names:
            return None
    return found


def _names(thing: Described, entry: Ranked, main_place: Callable[[str], str | None]) -> frozenset[str]:
    """Return the names of the kind of thing described that a unit tells and the description does not."""
    unit = entry.unit
    if thing.category not in _MUNICIPAL:
        bodies = re.compile(_NAME_OF_BODY.format(endings=_ENDINGS[thing.category]))
        return frozenset(name for name in bodies.findall(f"{unit.text} {unit.heading}") if name not in thing.phrase)
    speaker = _HEAD.match(searchable(unit.hit.chunk.speaker or ""))
    spoken = frozenset([speaker["place"]]) if speaker else frozenset()
    written = [_places(text) for text in (unit.text, unit.heading, " ".join(unit.hit.chunk.section))]
    of_document = frozenset([main_place(unit.hit.document) or ""])
    said = _SAID.search(thing.phrase.removesuffix(thing.category)) is not None
    suffixes = _MUNICIPAL[thing.category] or ("市", "町", "村")
    for places in [spoken, *written, of_document] if said else [*written, spoken, of_document]:
        fitting = frozenset(p for p in places if p.endswith(suffixes) and p not in thing.phrase)
        if fitting:
            return fitting
    return frozenset()


def _places(text: str) -> frozenset[str]:
    return municipalities(_OFFICE.sub(" ", searchable(text)))
