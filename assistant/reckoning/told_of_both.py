"""Whether an answer that was found for a comparison as a whole is about both things and what of them is compared."""

import re
from collections.abc import Sequence

from assistant.answerer import Draft, Quote
from assistant.asked.comparands import Comparands
from assistant.passages.coverage import Matcher
from assistant.passages.ranking import Sources
from assistant.questions import AnalyzedQuestion
from assistant.reckoning.arithmetic import Computation, Operand, Operation
from assistant.reckoning.rate_basis import basis_of
from assistant.reckoning.side_names import Measured, SideName, sides_of
from vectorstore.words import searchable

_REACH = 20
_CHOOSES = re.compile(r"(?:どちら|どっち).*?(?P<stem>多|少な|大き|小さ|高|低|安|長|短|広|狭|早|遅|古|新し)[いくか]")
_COMPARES = re.compile(
    r"より(?:も|は)?[^。]{0,20}(?:[多少高低安長短広狭早遅]|大き|小さ)|[にと]比べ|(?:ほう|方)が|[上下]回|倍"
    r"|\d分の\d|半分|半額"
)
_OF_TIMES = re.compile(r"前年|前の年|昨年|前回|これまで|全国|目標")
_OF_WHOLE = re.compile(r"のうち|、うち|中\d")
_WHICH = re.compile(r"どちら|どっち")


class BothToldOf:
    """Judges whether answers are about both things that a question compares.

    Args:
        matcher: Compares words.
        sources: Texts of whole documents.
    """

    def __init__(self, matcher: Matcher, sources: Sources) -> None:
        self._matcher = matcher
        self._sources = sources

    def tells(self, question: AnalyzedQuestion, comparands: Comparands, draft: Draft, *, together: bool) -> bool:
        """Return whether an answer is about both things, and about what is compared.

        Args:
            question: What is asked.
            comparands: The two things.
            draft: The answer that was found for the whole question.
            together: Whether one sentence must tell of both, and not one sentence of each.
        """
        measured = Measured(comparands.measure, self._matcher)
        nouns = self._nouns(comparands.measure)
        sides = sides_of(comparands)
        quotes = [quote for sentence in draft.sentences for quote in sentence.quotes]
        computed = next((s.computed for s in draft.sentences if s.computed is not None), None)
        if computed is not None:
            around = " ".join(_with_heading(quote, with_above=True) for quote in quotes)
            said = " ".join(sentence.text for sentence in draft.sentences)
            named = computed.operation is not Operation.DIFFERENCE or all(
                self._names(side, f"{said} {around}") for side in sides
            )
            # Figures may be of 女性の団員 or of all; what says so stands above them or in their own sentence.
            missing = measured.missing(around)
            is_of = not missing or (len(measured.parts) == 1 and self._holds(nouns[-1:], around))
            apart = together and len(quotes) > 1
            return named and is_of and not apart and self._is_alike(computed)
        texts = [_with_heading(quote) for quote in quotes]
        about = [text for text in texts if self._holds(nouns, text)]
        chosen = any(_is_chosen(side, question.normal, about) for side in sides)
        if chosen or any(self._are_compared(question, comparands, text, texts) for text in about):
            return True
        return not together and all(
            any(self._names(side, text) and self._is_of(measured, nouns[-1:], text) for text in texts) for side in sides
        )

    def _are_compared(
        self, question: AnalyzedQuestion, comparands: Comparands, text: str, texts: Sequence[str]
    ) -> bool:
        """Whether a sentence names both things, or holds one of them against what else is shown.

        For AはBより多いですか the sentence may call what it holds A against by another name.
        """
        sides = sides_of(comparands)
        named = [self._names(side, text) for side in sides]
        if all(named) and (self._nouns(comparands.measure) or _says(question.normal, text)):
            return True
        others = all(any(self._names(side, other) for other in texts) for side in sides)
        told = others or not (_WHICH.search(question.normal) or _OF_TIMES.search(text))
        return any(named) and told and _COMPARES.search(text) is not None

    def _is_of(self, measured: Measured, nouns: Sequence[str], text: str) -> bool:
        """Whether a text names part of what is compared, or its last noun."""
        found = len(measured.missing(text)) < len(measured.parts)
        return found or not measured.parts or self._holds(nouns, text)

    def _holds(self, nouns: Sequence[str], text: str) -> bool:
        return not nouns or any(map(self._matcher.words(text).holds, nouns))

    def _names(self, side: SideName, text: str) -> bool:
        words = self._matcher.words(side.parts[-1]).words
        present = self._matcher.words(text)
        return side.in_text(text) or (bool(words) and all(present.holds(word) for word in words))

    def _is_alike(self, computed: Computation) -> bool:
        """Whether the figures are for as much of something: not 1時間350円 and 1日2,200円, nor 42店のうち31店."""
        whole = any(_OF_WHOLE.match(self._sources.text(o.document), o.end) for o in computed.operands)
        return not whole and len({self._basis(operand) for operand in computed.operands}) <= 1

    def _basis(self, operand: Operand) -> str:
        return basis_of(self._sources.text(operand.document)[max(0, operand.start - _REACH) : operand.start])

    def _nouns(self, measure: str) -> list[str]:
        """Return the nouns of the measure that say something: 合計, 特殊, 出生."""
        return [w.text for w in self._matcher.analyzer.words(measure) if w.pos == "名詞" and len(w.text) > 1]


def is_of_prose(question: AnalyzedQuestion, comparands: Comparands, draft: Draft) -> bool:
    """Return whether a comparison is answered by sentences of prose, and no figure is reckoned.

    A story calls both things by words of its own. Of どちら both must be named in the passages, and no row stands for
    another.

    Args:
        question: What is asked.
        comparands: The two things.
        draft: The answer that was found for the whole question.
    """
    quotes = [quote for sentence in draft.sentences for quote in sentence.quotes]
    reckoned = any(sentence.computed is not None for sentence in draft.sentences)
    if reckoned or any(quote.hit.chunk.cells for quote in quotes):
        return False
    texts = [quote.hit.chunk.text for quote in quotes]
    named = all(any(side.in_text(text) for text in texts) for side in sides_of(comparands))
    told = any(re.search(r"\d", searchable(quote.text)) or _COMPARES.search(quote.text) for quote in quotes)
    return not _WHICH.search(question.normal) or (named and told)


def _with_heading(quote: Quote, *, with_above: bool = False) -> str:
    """Return a quote under its heading, a row with its headers, and if wanted with what its passage has above it."""
    chunk = quote.hit.chunk
    cells = (f"{cell.header} {cell.text}" for cell in chunk.cells)
    above = (quote.hit.title, chunk.text[: quote.start - chunk.start]) if with_above else ()
    return " ".join((*chunk.section[-1:], *cells, *above, quote.text))


def _says(asked: str, text: str) -> bool:
    """Whether a sentence compares, or says the adjective that is asked for."""
    adjective = _CHOOSES.search(asked)
    return _COMPARES.search(text) is not None or (adjective is not None and adjective["stem"] in text)


def _is_chosen(side: SideName, asked: str, texts: Sequence[str]) -> bool:
    """Whether a sentence itself says of a thing what is asked: メスの方がやや大きい."""
    adjective = _CHOOSES.search(asked)
    if adjective is None:
        return False
    name, stem = re.escape(side.parts[-1]), adjective["stem"]
    said = rf"{name}の?(?:ほう|方)が[^。]*{stem}|{name}(?:の[^。、]{{1,8}})?が[^。、]{{0,12}}{stem}[いくか]"
    return any(re.search(said, text) for text in texts)
