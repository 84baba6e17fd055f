"""The default answerer: the passages' own sentences, speeches and cells, in a short polite frame. No model writes.

Order: a table cell when a row is asked for; what was voted when a decision is asked for; else the best units of the
best passages. Each sentence quotes the range it was taken from, so a citation can never say more than its document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.abstain import ANSWER_THRESHOLD, Features, confidence, features_of
from assistant.answerer import Draft, DraftSentence, Part, Quote
from assistant.answers import Status
from assistant.asked.comparands import Comparands, comparands_of
from assistant.asked.enumerations import told_apart
from assistant.asked.question_rules import RANKED_ITSELF, RANKS
from assistant.bridges import Described, Named, name_of
from assistant.differences import told_of_either
from assistant.minutes.asked_matters import find_matters
from assistant.minutes.office_holders import find_holders
from assistant.minutes.votes import VoteAnswer, asks_of_unknown_bill, find_vote
from assistant.part_answers import grounded, joined
from assistant.passages.conflicts import differing, repeated
from assistant.passages.corrections import corrected_later
from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.passages.definitions import undefined
from assistant.passages.formulas import is_noted
from assistant.passages.ranking import Ranked, Sources, UnitRanker
from assistant.passages.selection import shown_units
from assistant.passages.units import Unit, plain_heading, row_as_text
from assistant.passages.versions import Metadata, by_version, notice, of_asked_version, work_of
from assistant.questions import AnalyzedQuestion, Kind
from assistant.reckoning.comparisons import Comparer, asks_of_several_rows, leaves_open
from assistant.reckoning.computed_answer import ComputedAnswer
from assistant.reckoning.table_figures import column_name
from assistant.reckoning.text_reckoning import reckoned_in_text
from assistant.reckoning.told_of_both import BothToldOf, is_of_prose
from assistant.reckoning.two_sides import SideComparer
from assistant.tables.cell_conflicts import ComparedCell, compared
from assistant.tables.cell_sentences import notice_of, sentences_of
from assistant.tables.cells import CellAnswer, Outcome, cell_answers, find_cell
from assistant.tables.row_conflicts import differing_rows
from ingest.lines import FIELD
from vectorstore.search import Hit
from vectorstore.words import searchable

_NOT_RECKONED = "比較や計算はしていません。表の値をそのまま示します。"
_NOT_RANKED = "どの値を比べるのか決められないため、順位は計算していません。表や列の名前、年を加えてお尋ねください。"
_NOT_CHOSEN = (
    "どの行が当てはまるのか決められないため、一覧や合計は示していません。表や列の名前、年を加えてお尋ねください。"
)
_NO_SUCH_BILL = "お尋ねの番号の議案は、見つかった箇所にありません。"
_CORRECTED = "あとの発言で訂正された値があります。"
_UNSURE = 0.2
_PAIR = 2
_COMPUTED_CONFIDENCE = 0.95
_LABEL_CONFIDENCE = 0.9
_SURE_OF_NAME, _SURER = 0.6, 0.1
_CELL_CONFIDENCE = {Outcome.VALUE: 0.97, Outcome.MISSING: 0.9, Outcome.BLANK: 0.1, Outcome.NO_SUCH_YEAR: 0.08}


class ExtractiveAnswerer:
    """Answers from the hits' own words.

    Args:
        matcher: Weighs the question's words and measures coverage.
        ranker: Ranks sentences, fields and cells.
        sources: Texts and places of whole documents.
        threshold: The least confidence with which it answers; 0 shows what it would say.
    """

    def __init__(
        self, matcher: Matcher, ranker: UnitRanker, sources: Sources, *, threshold: float = ANSWER_THRESHOLD
    ) -> None:
        self._matcher = matcher
        self._ranker = ranker
        self._sources = sources
        self._comparer = Comparer(matcher, sources)
        self._sides = SideComparer(matcher, sources, self.ranked, _told_alone)
        self._both = BothToldOf(matcher, sources)
        self._threshold = threshold

    def order(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits with the best evidence for an answer first; ties keep the order of retrieval."""
        words = self._matcher.weigh(question)
        best: dict[str, float] = {}
        of_version = of_asked_version(question, hits, self._sources.metadata)
        for ranked in self._ranker.rank(question, words, of_version):
            best.setdefault(ranked.unit.hit.chunk.chunk_id, ranked.score)
        cell = self._cell(question, words, of_version)
        if cell is not None and cell.lead.outcome in (Outcome.VALUE, Outcome.MISSING):
            best |= {hit.chunk.chunk_id: float("inf") for hit in cell.hits}
        vote = find_vote(question, words, of_version, self._matcher, self._sources)
        if vote is not None:
            best[vote.hit.chunk.chunk_id] = float("inf")
        for computed in self._computed(question, words, of_version):
            best |= {quote.hit.chunk.chunk_id: float("inf") for quote in computed.sentence.quotes}
        positions = {hit.chunk.chunk_id: position for position, hit in enumerate(hits)}
        return sorted(hits, key=lambda hit: (-best.get(hit.chunk.chunk_id, 0.0), positions[hit.chunk.chunk_id]))

    def ranked(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> Sequence[Ranked]:
        """Return the units of the hits, best first, whether an answer shows them or not."""
        return self._ranker.rank(question, self._matcher.weigh(question), hits)

    def features(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> Features | None:
        """Return what the decision to answer rests on; None when a table cell decides or nothing was found."""
        words = self._matcher.weigh(question)
        if self._computed(question, words, hits):
            return None
        for find in (find_cell, find_vote):
            if find(question, words, hits, self._matcher, self._sources) is not None:
                return None
        ranked = self._ranker.rank(question, words, hits)
        return features_of(question, ranked[0]) if ranked else None

    def named(self, thing: Described, phrase: AnalyzedQuestion, hits: Sequence[Hit]) -> Named | None:
        """Return whom a description means, None where no passage surely tells.

        Args:
            thing: The description.
            phrase: Its words as a question.
            hits: The hits for them.
        """
        ranked = self.ranked(phrase, hits)
        if not ranked or confidence(features_of(phrase, ranked[0])) < _SURE_OF_NAME:
            return None
        found = name_of(thing, ranked, self._sources.main_place)
        return Named(found[0], _sentence(found[1], phrase.kind, alone=False)) if found else None

    def stream(self, question: AnalyzedQuestion, hits: Sequence[Hit], parts: Sequence[Part] = ()) -> Iterator[Draft]:
        """Yield the draft sentence by sentence; the last one is what `answer` returns."""
        draft = self.answer(question, hits, parts)
        for count in range(1, len(draft.sentences)):
            yield Draft(draft.sentences[:count], draft.confidence, draft.status, draft.notice)
        yield draft

    def answer(self, question: AnalyzedQuestion, hits: Sequence[Hit], parts: Sequence[Part] = ()) -> Draft:
        """Return the answer that the hits' own text gives, or a declining draft."""
        compared = comparands_of(question.text) if len(parts) == _PAIR and question.speaker is None else None
        if compared is not None:
            return self._of_sides(question, compared, hits, parts)
        drafts = [(part.question.text, grounded(part, self._of_version(part.question, part.hits))) for part in parts]
        apart = told_apart(searchable(question.text)) if len(parts) == _PAIR else None
        if apart is not None:
            ranked = [self.ranked(part.question, part.hits) for part in parts]
            told = told_of_either(apart, ranked, [draft for _, draft in drafts], _told_alone)
            if told is not None:
                return told
        in_parts = joined(drafts)
        if in_parts is not None and not any(part.basis for part in parts):
            return in_parts
        whole = self._of_version(question, hits)
        # A name may have been put where none was wanted: then the question as it stands is answered more surely.
        if in_parts is None or whole.confidence > in_parts.confidence + _SURER:
            return whole
        return in_parts

    def _of_sides(
        self, question: AnalyzedQuestion, compared: Comparands, hits: Sequence[Hit], parts: Sequence[Part]
    ) -> Draft:
        """Return what two things are compared by, reckoned from the whole or found for each of them."""
        final, drafts = self._versions(question, hits)
        sides = [replace(part, hits=self._versions(question, part.hits)[0]) for part in parts]
        found = self._sides.answer(question, compared, sides, final)
        if found.status is Status.ANSWERED and not drafts:
            return found
        whole = self._of_version(question, hits)
        if whole.status is not Status.ANSWERED:
            return found
        if found.status is Status.DECLINED and is_of_prose(question, compared, whole):
            return whole
        # What is found of either thing is better than a sentence on each that was found for the whole.
        together = self._sides.shows_both(found)
        return whole if self._both.tells(question, compared, whole, together=together) else found

    def _versions(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
        """Return the hits in the version that the question names, else the final ones, and those of drafts."""
        return by_version(of_asked_version(question, hits, self._sources.metadata), self._sources.metadata)

    def _of_version(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> Draft:
        """Return the answer from the documents' version that the question names, from all where it names none."""
        return self._answer_one(question, of_asked_version(question, hits, self._sources.metadata))

    def _answer_one(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> Draft:
        words = self._matcher.weigh(question)
        recorded = self._of_speakers(question, hits) or self._recorded(question, words, hits)
        if recorded is not None:
            return recorded
        ranked = self._ranker.rank(question, words, hits)
        if not ranked:
            return Draft((), 0.0, Status.DECLINED)
        if question.term is not None:
            # What explains a term goes before what only uses it, however much that has of the question.
            ranked = sorted(ranked, key=lambda r: -r.kind_found)
        best = ranked[0]
        found = features_of(question, best)
        sure = confidence(found)
        computed = reckoned_in_text(question, ranked, matcher=self._matcher, sources=self._sources)
        if computed is not None:
            # Each figure stands beside its year, be it written without its era; what is asked for is its result.
            told = {"year_conflict": 0.0, "kind_missing": 0.0, "unbound_number": 0.0, "attribute_missing": 0.0}
            sure = confidence(replace(found, **told))
        undecided = _undecided(question, best.unit, reckoned=computed is not None)
        if undecided:
            return Draft((), min(sure, _UNSURE), Status.DECLINED, undecided)
        if sure < self._threshold:
            return Draft((), sure, Status.DECLINED, undefined(question.term, (r.unit for r in ranked)))
        if computed is not None:
            return _from_computation(computed, sure)
        return self._told(question, ranked, sure)

    def _told(self, question: AnalyzedQuestion, ranked: Sequence[Ranked], sure: float) -> Draft:
        """Return what documents say differently side by side, else the best units as they stand."""
        best = ranked[0].unit.hit
        hits = list({entry.unit.hit.chunk.chunk_id: entry.unit.hit for entry in ranked}.values())
        rows = differing_rows(question, best, hits, self._sources)
        if rows and not leaves_open(question, best.chunk.cells, best.chunk.cells):
            told = tuple(row.sentence for row in rows)
            return Draft(told, sure, Status.ANSWERED, notice([row.hit for row in rows], self._sources.metadata))
        otherwise = differing(question, ranked, self._sources.metadata)
        if otherwise:
            told = tuple(_sentence(entry.unit, question.kind, alone=True) for entry in otherwise)
            shown = [entry.unit.hit for entry in otherwise]
            return Draft(told, sure, Status.ANSWERED, notice(shown, self._sources.metadata))
        return self._from_units(question, ranked, sure)

    def _from_units(self, question: AnalyzedQuestion, ranked: Sequence[Ranked], sure: float) -> Draft:
        """Return the best units as they stand and what corrects them; that nothing was reckoned where it should be."""
        chosen = shown_units(question, ranked)
        corrections = [
            fixed for unit in chosen if (fixed := corrected_later(question.normal, unit, self._sources)) is not None
        ]
        told = {(unit.hit.document, unit.start): unit for unit in (*chosen, *corrections)}.values()
        sentences = tuple(_cited(unit, question.kind, ranked, alone=len(told) == 1) for unit in told)
        cells = ranked[0].unit.hit.chunk.cells
        if cells and (question.compares or leaves_open(question, cells, cells)):
            return Draft(sentences, sure, Status.PARTIAL, _NOT_RECKONED)
        return Draft(sentences, sure, Status.ANSWERED, _CORRECTED if corrections else "")

    def _computed(
        self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit]
    ) -> list[ComputedAnswer]:
        """Return what is reckoned from tables; from the draft of a document as well where that gives something else."""
        final, drafts = by_version(hits, self._sources.metadata)
        answers = [self._comparer.answer(question, words, part) for part in (final, drafts) if part]
        found = [answer for answer in answers if answer is not None]
        differ = len(found) > 1 and _of_two_versions(found[0], found[1], self._sources.metadata)
        return found if differ else found[:1]

    def _from_computations(self, answers: Sequence[ComputedAnswer]) -> Draft:
        sure = _COMPUTED_CONFIDENCE * min(1.0, 0.6 + 0.5 * answers[0].score)
        if len(answers) == 1:
            return _from_computation(answers[0], sure)
        told = notice([answer.sentence.quotes[0].hit for answer in answers], self._sources.metadata)
        remarks = dict.fromkeys([told, *(answer.notice for answer in answers)])
        return Draft(tuple(answer.sentence for answer in answers), sure, answers[0].status, "".join(remarks))

    def _cell(
        self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit]
    ) -> ComparedCell | None:
        """Return the table cell asked for beside the same cell of other documents, None where no row is about it."""
        answers = cell_answers(question, words, hits, self._matcher, self._sources)
        return compared(question, answers, hits, self._sources)

    def _of_speakers(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> Draft | None:
        """Return what the minutes tell of their speakers: who holds an office, and what a member asked about."""
        holders = find_holders(question, hits, self._sources)
        if holders is not None:
            return Draft(holders.sentences, _LABEL_CONFIDENCE, Status.ANSWERED, holders.notice)
        matters = find_matters(question, hits, self._sources)
        told = tuple(_sentence(unit, question.kind, alone=False) for unit in matters)
        return Draft(told, _LABEL_CONFIDENCE, Status.ANSWERED) if told else None

    def _recorded(self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit]) -> Draft | None:
        """Return what tables and votes record of the matter, None where the passages' sentences must answer."""
        computed = self._computed(question, words, hits)
        if computed:
            return self._from_computations(computed)
        cell = self._cell(question, words, hits)
        if cell is not None and not self._dated_in_text(question, words, hits, cell.lead):
            lead = cell.lead
            if question.compares or leaves_open(question, [lead.cell] if lead.cell else [], lead.hit.chunk.cells):
                return _from_row(lead)
            return _from_cell(cell, self._sources)
        vote = find_vote(question, words, hits, self._matcher, self._sources)
        if vote is not None:
            return _from_vote(vote)
        if asks_of_unknown_bill(question, hits):
            return Draft((), _UNSURE, Status.DECLINED, _NO_SUCH_BILL)
        return None

    def _dated_in_text(
        self, question: AnalyzedQuestion, words: Sequence[WeighedWord], hits: Sequence[Hit], cell: CellAnswer
    ) -> bool:
        """Whether the table lacks the year asked for, and a sentence that names it surely answers."""
        if cell.outcome is not Outcome.NO_SUCH_YEAR:
            return False
        best = next(iter(self._ranker.rank(question, words, hits)), None)
        if best is None or best.year < 1.0 or best.unit.hit.chunk.cells:
            return False
        return confidence(features_of(question, best)) >= self._threshold


def _undecided(question: AnalyzedQuestion, best: Unit, *, reckoned: bool) -> str:
    """Return why the best unit is no answer to a question of many rows, empty where it may be one."""
    cells = best.hit.chunk.cells
    if question.superlative and (cells or (RANKED_ITSELF.search(question.normal) and not RANKS.search(best.text))):
        return _NOT_RANKED
    return _NOT_CHOSEN if not reckoned and asks_of_several_rows(question, cells) else ""


def _of_two_versions(first: ComputedAnswer, second: ComputedAnswer, metadata: Metadata) -> bool:
    """Whether something else was reckoned from another version of the same document."""
    works = [{work_of(quote.hit, metadata) for quote in answer.sentence.quotes} for answer in (first, second)]
    return len(works[0]) == 1 and works[0] == works[1] and _reckoned(first) != _reckoned(second)


def _reckoned(answer: ComputedAnswer) -> tuple[object, ...]:
    """Return what is reckoned from what, in whatever units it is written."""
    computed = answer.sentence.computed
    if computed is None:
        return (answer.sentence.text,)
    operands = tuple((operand.label, operand.value) for operand in computed.operands)
    return computed.operation, computed.result, computed.unit, operands


def _from_computation(answer: ComputedAnswer, sure: float) -> Draft:
    return Draft((answer.sentence,), sure, answer.status, answer.notice)


def _from_cell(cell: ComparedCell, sources: Sources) -> Draft:
    answer = cell.values[0].answer
    sure = _CELL_CONFIDENCE[answer.outcome] * min(1.0, 0.6 + 0.5 * answer.score)
    if answer.outcome is Outcome.NO_SUCH_YEAR:
        told = f"「{answer.label}」の表はありますが、お尋ねの年の欄はありません。"
        return Draft((), sure, Status.DECLINED, told)
    if answer.outcome is Outcome.BLANK:
        column = column_name(answer.cell.header) if answer.cell else ""
        told = f"「{answer.label}」の{answer.period or column or 'お尋ね'}の欄は空欄です。"
        return Draft((), sure, Status.DECLINED, told)
    return Draft(sentences_of(cell), sure, Status.ANSWERED, notice_of(cell, sources))


def _from_vote(answer: VoteAnswer) -> Draft:
    sentence = DraftSentence(answer.text, (Quote(answer.hit, answer.start, answer.end),))
    return Draft((sentence,), _CELL_CONFIDENCE[Outcome.VALUE], Status.ANSWERED, answer.notice)


def _from_row(answer: CellAnswer) -> Draft:
    """Show the whole row where values are to be compared: nothing is reckoned, and that is said."""
    chunk = answer.hit.chunk
    sentence = DraftSentence(row_as_text(chunk.cells), (Quote(answer.hit, chunk.start, chunk.end),))
    sure = _CELL_CONFIDENCE[Outcome.VALUE] * answer.score
    return Draft((sentence,), sure, Status.PARTIAL, _NOT_RECKONED)


def _told_alone(unit: Unit) -> DraftSentence:
    """Return a unit as it is shown for what it says, whatever the kind of answer."""
    return _sentence(unit, Kind.THING, alone=False)


def _cited(unit: Unit, kind: Kind, ranked: Sequence[Ranked], *, alone: bool) -> DraftSentence:
    """Return a unit as a sentence, behind it also what says the very same in other documents."""
    told = _sentence(unit, kind, alone=alone)
    if unit.hit.chunk.speaker or unit.hit.chunk.cells:
        return told
    return DraftSentence(told.text, (*told.quotes, *(Quote(u.hit, u.start, u.end) for u in repeated(unit, ranked))))


def _sentence(unit: Unit, kind: Kind, *, alone: bool) -> DraftSentence:
    chunk = unit.hit.chunk
    shown = unit.shown
    if chunk.speaker and not chunk.cells and not is_noted(unit.text):
        framed = f"{chunk.speaker}は「{shown.rstrip('。')}」と述べています。"
    elif FIELD.match(unit.text) and (chunk.section or unit.heading):
        framed = f"{unit.heading or plain_heading(chunk.section[-1])}（{shown}）"
    elif kind is Kind.PERSON and chunk.section and not unit.is_heading:
        framed = f"{shown}（{plain_heading(chunk.section[-1])}）"
    elif unit.is_sentence:
        framed = shown
    elif unit.heading and unit.heading not in unit.text:
        framed = f"{unit.heading}：{shown}（{unit.hit.title}）" if alone else f"{unit.heading}：{shown}"
    else:
        framed = shown
    return DraftSentence(framed, (Quote(unit.hit, unit.start, unit.end),))
