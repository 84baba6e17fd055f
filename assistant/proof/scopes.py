"""How closely the words of a sentence belong to one place in it: by clause, by topic, and by what else is alike there.

「A町は120人、B町は80人」 says A町 of 120人 and B町 of 80人; 「人口は、平成22年が3人、令和2年が2人」 says 人口 of both.
What precedes は belongs to all that follows until the next は of its sort. Two alike things part at a comma or behind a
particle, and where the first of a list has no verb, that of the last is its own (see `assistant.proof.closeness`).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[。\n!?]")
_BREAK = re.compile(r"[、。,\n「」『』:;|・→=\t]")
_TOPIC = re.compile(
    r"(?:(?<=[一-龯々〆ヶァ-ヺーA-Za-z0-9%)」』])(?P<case>に|で|と|へ|から|まで|より|について|において|に関して)?は(?![じずかぐなっげ])"
    r"|(?<=[ぁ-ん])は(?=、)|(?P<when>(?<=[うくすつぬむるい])と(?=[、\d])))"
)
# A time that is spoken of leaves the matter spoken of as it was.
_TIME = re.compile(r"(?:年度?|月|日|時点|現在|時|期|[春夏秋冬]|[前昨今本当来翌]年度?|平日|休日|平均)$")
_SETTING = re.compile(r"[^のはがを、\n]{1,14}?(?:年度?|[市町村区県月期]|地域|管内)の(?=[^のはがを、\n])")
_COMMA = re.compile(r"[、,;\n。・|\t]|(?<=[^\s])\s(?=\S)|\((?=[^)]*$)|(?<=\))(?=.)")
_CONJUNCTION = re.compile(r"(?:[がしてりきみびれけずえめせくじちぎべ]|ため|ほか|で)(?=、)")
_PARTICLE = re.compile(r"から|まで|より|[をにがへの]|で(?![すしあご])|と(?![しい])|は")
# What belongs to the first of two alike things where no comma parts them: its particle, or the noun that it qualifies.
_FIRST = re.compile(r"(?:の[一-龯々ァ-ヺー]+)?[ぁ-ん]*")
# 9時から10時まで, 2,000円を1,000円に, 転入・転出: one statement of both, told apart by their particles.
_PAIR = re.compile(r"(?:から|より|を|[〜~-])[^、。は]{0,4}|[・、とや]|及び|並びに|\s?")
# A町がB町に, A町は、B町から, A課は結果をB課に: both do what follows, told apart by their particles.
_ARGUMENTS = re.compile(r"(?:[がにで]|は、?|から|より)(?:[^、。がはにで]{1,12}を)?")
_QUALIFIED = re.compile(r"[^、。はがをに\s]+の$")  # 前年の60.3%から52.0%に
# AとBは、それぞれ10人、20人: the first of the figures is of the first listed.
_EACH = re.compile(
    r"(?:.*は、)?(?P<list>.+?[、・とび].+?)(?:の[^、。]{1,12}?)?(?:に?は|[がをにで])、?[^、。はがをにで]{0,8}$",
    re.DOTALL,
)
_LONGEST_LIST = 80
_AND = re.compile(r"[、・]|と(?!し|な|も)|及び|並びに|および|ならびに")

OWN, TOPIC, ALONGSIDE, FOLLOWING = 1.0, 0.9, 0.8, 0.5
FORMER_TOPIC, SAME_SENTENCE, OTHER_TOPIC, OTHER_SENTENCE = 0.3, 0.3, 0.2, 0.1


@dataclass(frozen=True, slots=True)
class Topic:
    """What precedes は, with it.

    Attributes:
        aside: Whether it tells when, where or from what (令和5年度は, 町では), not the matter itself.
    """

    start: int
    end: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Scopes:
    """Where the sentences, clauses and topics of a text begin and end.

    Attributes:
        sentences: Offsets behind each sentence.
        breaks: Offsets of what parts clauses.
    """

    text: str
    sentences: tuple[int, ...]
    breaks: tuple[int, ...]
    topics: tuple[Topic, ...]

    @classmethod
    def of(cls, text: str) -> "Scopes":
        """Return the scopes of a normalised text."""
        breaks = tuple(m.start() for m in _BREAK.finditer(text))
        topics: list[Topic] = []
        for mark in _TOPIC.finditer(text):
            before = bisect_right(breaks, mark.start() - 1) - 1
            start = max(breaks[before] + 1 if before >= 0 else 0, topics[-1].end if topics else 0)
            # 令和5年度の of 令和5年度の収入は goes on where 支出は follows.
            setting = _SETTING.match(text, start, mark.start())
            if setting:
                topics.append(Topic(start, setting.end(), aside=True))
                start = setting.end()
            aside = (mark["case"] or mark["when"]) is not None or _TIME.search(text, start, mark.start()) is not None
            topics.append(Topic(start, mark.end(), aside))
        return cls(text, tuple(m.end() for m in _SENTENCE_END.finditer(text)), breaks, tuple(topics))

    def sentence(self, offset: int) -> int:
        """Return the number of the sentence that an offset lies in."""
        return bisect_right(self.sentences, offset)

    def sentence_span(self, number: int) -> Span:
        """Return where a sentence begins and ends."""
        last = self.sentences[number] if number < len(self.sentences) else len(self.text)
        return self.sentences[number - 1] if number else 0, last

    def clause(self, offset: int) -> int:
        """Return the number of the clause that an offset lies in."""
        return bisect_right(self.breaks, offset)

    def topic(self, offset: int) -> int:
        """Return the number of the topic that an offset lies in, -1 where it lies in none."""
        index = bisect_right(self.topics, offset, key=lambda topic: topic.start) - 1
        return index if index >= 0 and offset < self.topics[index].end else -1

    def governing(self, offset: int) -> frozenset[int]:
        """Return the numbers of the last topic of either sort before an offset, in any sentence, or around it."""
        around = self.topic(offset)
        found = {self.topics[around].aside: around} if around >= 0 else {}
        for number in range(bisect_right(self.topics, offset, key=lambda topic: topic.end) - 1, -1, -1):
            found.setdefault(self.topics[number].aside, number)
            if len(found) == len((True, False)):
                break
        return frozenset(found.values())

    def is_listed(self, offset: int) -> bool:
        """Whether an offset lies in a list whose figures follow one after the other (それぞれ)."""
        first, last = self.sentence_span(self.sentence(offset))
        told = _each(self.text, first, last)
        return told is not None and told[0][0] <= offset < told[0][1]

    def listed(self, first: int, start: int, like: Sequence[Span]) -> tuple[Span | None, tuple[Span, ...]]:
        """Return which item of a list a place belongs to by それぞれ, and the other items; nothing where none is told.

        Args:
            first: Where its sentence begins.
            start: Where the place begins.
            like: The places of its kind in that sentence, in order.
        """
        told = _each(self.text, first, start)
        if told is None:
            return None, ()
        (at, list_end), told_at = told
        items = []
        for found in (*_AND.finditer(self.text, at, list_end), None):
            end = found.start() if found else list_end
            items.append((at, end))
            at = found.end() if found else end
        figures = [span for span in like if span[0] >= told_at]
        position = next((i for i, span in enumerate(figures) if span[0] == start), -1)
        if position < 0 or len(figures) != len(items) or len(items) == 1:
            return None, ()
        return items[position], (*items[:position], *items[position + 1 :])

    def parting(self, end: int, start: int, *, leading: bool) -> tuple[int, bool]:
        """Return where two alike things part, and whether the first of them has no verb of its own before it.

        Args:
            end: The end of the first.
            start: The start of the second.
            leading: Whether such things stand before what is said of them, as years and names do, or behind it.
        """
        leading = leading and self.text[start - 1] != "("  # 52.0%(R5)
        commas = [m.start() for m in _COMMA.finditer(self.text, end, start)]
        parting = [at for at in commas if self.text[at - 1] != "は"] or commas
        closing = [at for at in parting if _CONJUNCTION.match(self.text, at - 1)]
        if leading and parting:
            at = (closing or parting)[-1]
        elif parting:
            at = parting[0]
        elif leading:
            at = max((m.end() for m in _PARTICLE.finditer(self.text, end, start)), default=end)
        else:
            at = self.behind_particle(end, start)
        return at, at in parting and at not in closing and self.text[at] in "、,"

    def closing(self, end: int) -> int:
        """Return where the statement ends that something stands in which ends there."""
        closed = _CONJUNCTION.search(self.text, end)
        return closed.end() if closed else len(self.text)

    def behind_particle(self, end: int, last: int) -> int:
        """Return where the particle of what ends there ends, or that of the noun which it qualifies."""
        first = _FIRST.match(self.text, end, last)
        return first.end() if first else end

    def clause_start(self, offset: int, first: int) -> int:
        """Return where the clause of an offset begins in the sentence that begins at `first`."""
        before = bisect_right(self.breaks, offset - 1) - 1
        return max(first, self.breaks[before] + 1) if before >= 0 else first

    def shared_tail(self, first_end: int, last_end: int, sentence_end: int, *, leading: bool) -> int:
        """Return from where on a sentence speaks of all of a list, the first and last of which end there."""
        if leading:
            particles = [m.end() for m in _PARTICLE.finditer(self.text, last_end, sentence_end)]
            return particles[-1] if particles else last_end
        bare = self.text[first_end : first_end + 1] in "、,"
        return last_end if bare else self.behind_particle(last_end, sentence_end)


def is_pair(text: str, end: int, start: int, *, leading: bool = False) -> bool:
    """Whether what ends and what starts there are told as one: 9時から10時まで, and of names A町がB町に."""
    arguments = leading and _ARGUMENTS.fullmatch(text, end, start)
    return bool(arguments) or _PAIR.fullmatch(text, end, start) is not None


def qualifying(text: str, first: int, start: int) -> tuple[Span, ...]:
    """Return what qualifies the first of a pair alone: 前年の of 前年の60.3%から52.0%に."""
    found = _QUALIFIED.search(text[first:start])
    return ((first + found.start(), start),) if found else ()


def _each(text: str, first: int, last: int) -> tuple[Span, int] | None:
    """Return the span of a list and the end of its それぞれ, where a sentence has one between these offsets."""
    at = text.find("それぞれ", first, last)
    found = _EACH.match(text, max(first, at - _LONGEST_LIST), at) if at >= 0 else None
    return (found.span("list"), at) if found else None
