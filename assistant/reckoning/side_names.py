"""Whether a text names one of two things by itself, and whether it names what of them is compared.

空家等 is not named by 特定空家等, nor 中学校 by 東中学校; a measure must stand in the words
that are shown or right above them.
"""

import re
from dataclasses import dataclass

from assistant.asked.comparands import Comparands
from assistant.passages.coverage import Matcher
from assistant.reckoning.adjective_units import fits_adjective
from ingest.normalize import normalize_text
from vectorstore.words import searchable

_RUNS = re.compile(r"[一-龯々]+|[ァ-ヶー]+|[A-Za-z0-9]+|[ぁ-ん]+")
_SCRIPTS = ("一-龯々", "ァ-ヶー", "A-Za-z0-9")
_MUNICIPAL = re.compile(r"[一-龯ァ-ヶー]{1,8}[市町村区]$")
_OFFICE = r"(?!立|長|議|役|民|道|営)"
# Parts of a measure that only say that something is counted or measured.
_GENERAL = re.compile(
    r"(?:[台件人個戸回本枚]?数|数?量|使用量|利用量|額|金額|値|距離|[大広高長多重深]き?さ|状況"
    r"|(?:実績|目標|基準|現状|計画)値?|もの|方|分|1?つ)$"
)
_GENERAL_END = re.compile(r"(?<=[一-龯ァ-ヶー]{2})(?:の?数|総数|件数|人数|台数)$")
# 便数: a figure of so many 便 tells it.
_COUNTED = re.compile(r"(?:の)?(?P<unit>便|種|部屋|席|校|園|組|団体|世帯|社|店|店舗|冊|台|室|棟|基|か所)(?:数|類)")
# Who uses a place is counted under many names.
_VISITORS = re.compile(r"(?:利用|来場|来館|入館|入場|来訪|入込|入浴)(?:者|客|客数)?|(?:お|来)?客")
_VISITED = re.compile(
    r"(?:利用|来場|来館|入館|入場|来訪|入浴)者|入込客|(?:利用|来|観光|宿泊)客|人が(?:訪れ|利用し|来場し|来館し|入館し)"
)
# A column for the winter may be headed by its months.
_SEASONS = frozenset("春夏秋冬")
_DEAR = re.compile(r"[高安][いくか]")
_PRICE = re.compile(r"(?:料金|値段|価格|費用|金額|代金|額|いくら)$")


@dataclass(frozen=True, slots=True)
class SideName:
    """One of two things that are compared, as texts may name it.

    Attributes:
        name: As the question names it.
        other: The other one.
    """

    name: str
    other: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The name in the parts that の ties together, the last of which says most: 図書館 and 本館."""
        parts = tuple(part for part in self.name.split("の") if part and part != "分")
        # 道の駅 and 滝の湯 are one word.
        return parts if parts and all(len(part) > 1 for part in parts) else (self.name,)

    def found(self, text: str) -> tuple[str, ...]:
        """Return the parts that a text names by themselves; the whole name where it stands there as it is."""
        if stands_alone(self.name, text, self.other):
            return self.parts
        return tuple(part for part in self.parts if stands_alone(part, text, self.other))

    def in_text(self, text: str) -> bool:
        """Whether a text names the thing by its last part."""
        return self.parts[-1] in self.found(text)

    def at(self, text: str) -> int:
        """Return where a text names the thing first, -1 where it does not."""
        for name in (self.name, self.parts[-1]):
            place = _place(name, text, self.other)
            if place >= 0:
                return place
        return -1


def sides_of(comparands: Comparands) -> tuple[SideName, SideName]:
    """Return both things, in the question's order."""
    first, second = comparands.names
    return SideName(first, second), SideName(second, first)


def stands_alone(name: str, text: str, other: str = "") -> bool:
    """Whether a text has a name by itself, and not as a part of a longer one."""
    return _place(name, text, other) >= 0


class Measured:
    """What is compared, as texts may name it.

    Args:
        measure: 使用料, 駐車場の台数; empty where nothing is said.
        matcher: Compares words.
        asked: The whole question in its searchable form, for its adjectives.
    """

    def __init__(self, measure: str, matcher: Matcher, *, asked: str = "") -> None:
        self._matcher = matcher
        self._asked = asked
        parts = [part for part in re.split(r"の(?!数$)|、", measure) if part]
        self.parts = tuple(part for part in parts if not _GENERAL.fullmatch(part))
        self.is_price = bool(parts) and _PRICE.fullmatch(parts[-1]) is not None

    @property
    def is_dear(self) -> bool:
        """Whether the dearer or the cheaper is asked for."""
        return _DEAR.search(self._asked) is not None

    def fits(self, unit: str) -> bool:
        """Whether a figure's unit goes with the question's adjectives, where nothing else says what is compared."""
        return bool(self.parts) or fits_adjective(self._asked, unit)

    def is_named(self, part: str, text: str) -> bool:
        """Whether a text names a part of the measure: to the letter, by all its words, or by synonyms of them."""
        plain, compact = _GENERAL_END.sub("", part), _compact(text)
        if plain in compact or part in compact:
            return True
        present = self._matcher.words(text)
        words = self._matcher.words(plain).words
        if words and all(present.holds(word) or self._is_synonym(word, text) for word in words):
            return True
        return _is_told_otherwise(part, plain, compact)

    def missing(self, *texts: str) -> list[str]:
        """Return the parts that none of some texts names."""
        return [part for part in self.parts if not self.is_named(part, " ".join(texts))]

    def _is_synonym(self, word: str, text: str) -> bool:
        own = self._matcher.words(word).groups
        return len(word) > 1 and bool(own & self._matcher.words(text).groups)


def _is_told_otherwise(part: str, plain: str, compact: str) -> bool:
    """Whether a text tells of a part of the measure in another form than its own.

    Args:
        part: The part.
        plain: It without an ending that only says that something is counted.
        compact: The text without blanks.
    """
    if _VISITORS.fullmatch(plain) and _VISITED.search(compact):
        return True
    if part in _SEASONS:
        return re.search(r"\d月", compact) is not None
    if counted := _COUNTED.fullmatch(part):
        return re.search(rf"\d[万億]?{counted['unit']}", compact) is not None
    runs = _RUNS.findall(plain)
    # ごみ袋 beside ごみ出し and 指定袋
    return len(runs) > 1 and plain[0] not in "一-龯" and all(run in compact for run in runs)


def _place(name: str, text: str, other: str) -> int:
    if not name:
        return -1
    # Blanks tell the words of a label apart: 海浜体育館 武道場.
    folded = normalize_text(text)
    for longer in (other, *other.split("の")):
        if longer != name and name in longer:
            folded = folded.replace(longer, "□" * len(longer))
    before = next((f"(?<![{script}])" for script in _SCRIPTS if re.match(f"[{script}]", name)), "")
    # 南北約8,000km: what begins another word may follow.
    behind = next((f"(?!(?![約及並各])[{script}])" for script in _SCRIPTS if re.search(f"[{script}]$", name)), "")
    if _MUNICIPAL.fullmatch(name):
        behind = _OFFICE
    found = re.search(f"{before}{re.escape(name)}{behind}", folded)
    return found.start() if found else -1


def _compact(text: str) -> str:
    return re.sub(r"\s", "", searchable(text))
