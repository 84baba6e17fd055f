"""Japanese words for searching: dictionary forms, particles dropped, numbers and years kept whole.

Sudachi's short units (mode A) in their normalised form join spellings (受入 and 受け入れ, こども and 子供). Years are
taken out first, since a dictionary splits them: 令和5年, R5 and 2023年 all become the word ``y2023``.
"""

import importlib.metadata
import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from operator import itemgetter

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from ingest.normalize import normalize_text
from ingest.wareki import YearMention, find_years

PERSON, PLACE, UNKNOWN = "人名", "地名", "未知"
"""What `Word.name` says of a word."""

_RULES = "words-1"
# Sudachi refuses more than 49,149 bytes at once; a character takes at most four.
_LONGEST_PIECE = 8_000
_DROPPED_POS = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "連体詞", "代名詞", "感動詞"})
# Words that carry no content of their own: light verbs, formal nouns, honorific prefixes, words that only ask.
_DROPPED_WORDS = (
    frozenset(["為る", "居る", "有る", "成る", "出来る", "下さる", "頂く", "貰う", "呉れる", "仕舞う", "置く", "おる"])
    | frozenset(["事", "こと", "物", "為", "様", "よう", "等", "所", "つ", "御", "第"])
    | frozenset(["何", "幾", "幾つ", "幾ら", "何故", "どう", "如何", "こう", "そう"])
)
# について, により, における, に対する: verbs that have become part of a particle.
_PARTICLE_VERBS = frozenset(
    ["付く", "就く", "つく", "因る", "よる", "おく", "於く", "対する", "関する", "関わる", "言う"]
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BREAKS = re.compile(r"[\n。]")
# The part of a date that names the year: R5 of R5.12, 令和元年 of 令和元年5月.
_YEAR_PART = re.compile(r"[RHST]\s?(?:\d{1,2}|元)(?:\s?年度?)?|\d{4}(?=[./-])|.*?年度?(?:\s?\([^)]*\))?")

_HAN = "々〇一-龯㐀-䶿"
_KATAKANA = "ァ-ヺー"
_JAPANESE = f"[{_HAN}ぁ-ゖ{_KATAKANA}]"
_BROKEN_LINE = re.compile(rf"(?<={_JAPANESE})\n(?={_JAPANESE})")
# A blank between katakana words separates them; elsewhere Japanese has none of its own.
_INNER_BLANK = re.compile(
    rf"(?<=[{_HAN}ぁ-ゖ]) (?={_JAPANESE})|(?<=[{_KATAKANA}]) (?=[{_HAN}ぁ-ゖ])"
    rf"|(?<={_JAPANESE}) (?=\d)|(?<=\d) (?=[ぁ-ゖ{_KATAKANA}]|(?![一二三四五六七八九十百千])[{_HAN}])"
)
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-Z](?: [A-Z])+(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Word:
    """One content word of a text.

    Attributes:
        text: The form that is indexed and compared: normalised, lower case.
        surface: The text as it stands at ``[start, end)``.
        pos: Part of speech, first level, for example 名詞.
        proper: True for names of people, places and organisations.
        groups: Sudachi's synonym groups; words that share one mean alike (給料 and 賃金, 開く and 開催).
        name: What a proper noun names (人名, 地名, 一般), 未知 for a word that the dictionary lacks, '' for others.
    """

    text: str
    surface: str
    start: int
    end: int
    pos: str
    proper: bool = False
    groups: tuple[int, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the dictionary says of a word, whatever stands around it; asked once a word, since asking takes longest.

    Attributes:
        digits: Its text may be a number, which is read from the surface.
        dropped: It is never a content word.
        follows: Behind a particle it is no content word either: both have become one particle.
    """

    text: str
    level: str
    proper: bool
    name: str
    groups: tuple[int, ...]
    digits: bool
    dropped: bool
    follows: bool


class WordAnalyzer:
    """Splits normalised text into content words; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._dictionary: Dictionary | None = None
        # Tokenizers are not thread-safe, and one that is warm is a fifth faster than a new one.
        self._own = threading.local()
        self._entries: dict[int, _Entry] = {}

    def __reduce__(self) -> tuple[Callable[[], "WordAnalyzer"], tuple[()]]:
        """Travel to another process as the one that is there: all split alike, and the dictionary is large."""
        return _own_analyzer, ()

    @property
    def identity(self) -> str:
        """What the words depend on; an index built with another identity must be rebuilt."""
        return f"{_RULES}/sudachi-A/core-{importlib.metadata.version('sudachidict-core')}"

    def words(self, text: str) -> list[Word]:
        """Return the content words of an already normalised text, in order of their start.

        A year yields ``y2023``; a fiscal year yields ``fy2023`` and ``y2023`` over the same span.
        """
        found, rest = _without_years(text)
        for offset, piece in _pieces(rest):
            for morpheme, entry, form in self._content(piece):
                surface, start = morpheme.surface(), offset + morpheme.begin()
                end, level = start + len(surface), entry.level
                found.append(Word(form, surface, start, end, level, entry.proper, entry.groups, entry.name))
        return sorted(found, key=lambda word: word.start)

    def forms(self, text: str) -> tuple[str, ...]:
        """Return the `Word.text` of each of `words`, in their order; faster where nothing else is asked."""
        years, rest = _without_years(text)
        pieces = _pieces(rest)
        if not years:
            return tuple(form for _, piece in pieces for _, _, form in self._content(piece))
        found = [(word.start, word.text) for word in years]
        for offset, piece in pieces:
            found += [(offset + morpheme.begin(), form) for morpheme, _, form in self._content(piece)]
        return tuple(form for _, form in sorted(found, key=itemgetter(0)))

    def lines(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the content words of many short texts without line breaks, analysed together: many times faster."""
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        found: list[list[Word]] = [[] for _ in texts]
        for word in self.words("\n".join(texts)):
            found[bisect_right(starts, word.start) - 1].append(word)
        return found

    def groups(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the synonym groups of words in the form of `Word.text`; none for what is not one word by itself."""
        return [
            found[0].groups if len(found) == 1 and found[0].text == word else ()
            for word, found in zip(words, self.lines(words), strict=True)
        ]

    def _content(self, piece: str) -> Iterator[tuple[Morpheme, _Entry, str]]:
        """Yield the morphemes of the content words of a piece, what the dictionary says of them, and their form."""
        after_particle = False
        for morpheme in self._tokenizer().tokenize(piece, SplitMode.A):
            entry = self._entries.get(morpheme.word_id()) or self._entry(morpheme)
            form = (_number(morpheme.surface()) or entry.text) if entry.digits else entry.text
            if entry.dropped or (entry.digits and (not form or form in _DROPPED_WORDS)):
                after_particle = entry.level == "助詞"
                continue
            if not (after_particle and entry.follows):
                yield morpheme, entry, form
            after_particle = False

    def _entry(self, morpheme: Morpheme) -> _Entry:
        pos, form = morpheme.part_of_speech(), _canonical(morpheme.normalized_form())
        digits = any(map(str.isdigit, morpheme.surface()))
        proper, unknown = pos[1] == "固有名詞", morpheme.is_oov()
        entry = _Entry(
            text=form,
            level=pos[0],
            proper=proper,
            name=UNKNOWN if unknown else pos[2] if proper else "",
            groups=tuple(morpheme.synonym_group_ids()),
            digits=digits,
            dropped=pos[0] in _DROPPED_POS or (not digits and (not form or form in _DROPPED_WORDS)),
            follows=pos[0] == "動詞" and form in _PARTICLE_VERBS,
        )
        # Unknown words of one part of speech share a number.
        if not unknown:
            self._entries[morpheme.word_id()] = entry
        return entry

    def _tokenizer(self) -> Tokenizer:
        tokenizer: Tokenizer | None = getattr(self._own, "tokenizer", None)
        if tokenizer is None:
            tokenizer = self._own.tokenizer = self._loaded().tokenizer()
        return tokenizer

    def _loaded(self) -> Dictionary:
        with self._lock:
            if self._dictionary is None:
                self._dictionary = Dictionary()
            return self._dictionary


@cache
def _own_analyzer() -> WordAnalyzer:
    return WordAnalyzer()


def _without_years(text: str) -> tuple[list[Word], str]:
    """Return the words of the years in a text, and the text with blanks in their place.

    Blanks of the same length keep the offsets and keep Sudachi from joining R5.12 into 5.12.
    """
    found = [word for mention in find_years(text) for word in _year_words(text, mention)]
    if not found:
        return [], text
    blanked = list(text)
    for word in found:
        blanked[word.start : word.end] = " " * (word.end - word.start)
    return found, "".join(blanked)


def searchable(text: str) -> str:
    """Return the form of a text that is split into words: normalised, with breaks and blanks inside words removed."""
    seen = normalize_text(text)
    if "\n" in seen:
        seen = _BROKEN_LINE.sub("", seen)
    if " " not in seen:
        return seen
    return _SPACED_LETTERS.sub(lambda match: match[0].replace(" ", ""), _INNER_BLANK.sub("", seen))


@lru_cache(maxsize=1 << 16)  # a text repeats its words
def _number(surface: str) -> str:
    """Return a number without separators and leading zeros, '' for any other word."""
    if not _NUMBER.fullmatch(surface):
        return ""
    whole, point, fraction = surface.replace(",", "").partition(".")
    return (whole.lstrip("0") or "0") + point + fraction


def _canonical(normalized: str) -> str:
    # A sign without a letter or digit (%, ℃) is no word.
    return "".join(normalized.lower().split()) if any(map(str.isalnum, normalized)) else ""


def _year_words(text: str, mention: YearMention) -> Iterator[Word]:
    end = mention.end
    if mention.month is not None:
        part = _YEAR_PART.match(text, mention.start, mention.end)
        end = part.end() if part else end
    for prefix in ("fy", "y") if mention.fiscal else ("y",):
        yield Word(f"{prefix}{mention.year}", text[mention.start : end], mention.start, end, "名詞")


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text behind line breaks and full stops into pieces that Sudachi accepts."""
    start = 0
    while len(text) - start > _LONGEST_PIECE:
        window = text[start : start + _LONGEST_PIECE]
        cut = max((match.end() for match in _BREAKS.finditer(window)), default=_LONGEST_PIECE)
        yield start, window[:cut]
        start += cut
    yield start, text[start:]
