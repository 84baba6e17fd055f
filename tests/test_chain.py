from collections.abc import Iterator, Sequence

from hits import make_hit
from passages import question

from assistant.answerer import Draft, DraftSentence, Part, Quote
from assistant.answers import OCR_FIGURES, Answer, Status, Verdict
from assistant.chain import build_chain, cite, passage_of
from assistant.part_search import Evidence
from assistant.questions import AnalyzedQuestion
from vectorstore.search import Hit

ROAD = make_hit(
    "除雪車は9台あります。歩道の除雪は6.2kmです。", start=40, section=("第１章", "１ 除雪"), speaker="浜風町長", page=3
)
FAIR = make_hit("祭りの来場者は3,200人でした。", document="fair.txt", title="祭りの記録", start=7)


def quote(hit: Hit, part: str) -> Quote:
    start = hit.chunk.start + hit.chunk.text.index(part)
    return Quote(hit, start, start + len(part))


TRUCKS = quote(ROAD, "除雪車は9台あります。")
VISITORS = quote(FAIR, "来場者は3,200人でした。")


def draft(*sentences: tuple[str, tuple[Quote, ...]], status: Status = Status.ANSWERED) -> Draft:
    return Draft(tuple(DraftSentence(text, quotes) for text, quotes in sentences), 0.8, status)


def cited(*sentences: tuple[str, tuple[Quote, ...]]) -> Answer:
    return cite(question("除雪車は何台ですか"), [ROAD, FAIR], draft(*sentences))


def test_quotes_are_numbered_in_the_order_of_the_answer() -> None:
    answer = cited(("来場者は3,200人です。", (VISITORS,)), ("除雪車は9台です。", (TRUCKS,)))
    assert answer.text == "来場者は3,200人です。[1]\n除雪車は9台です。[2]"
    assert [(c.number, c.document) for c in answer.citations] == [(1, "fair.txt"), (2, "plan.txt")]


def test_a_quote_cited_twice_keeps_its_number() -> None:
    answer = cited(("除雪車は9台です。", (TRUCKS, TRUCKS)), ("9台の除雪車があります。", (TRUCKS, VISITORS)))
    assert [s.citations for s in answer.sentences] == [(1,), (1, 2)]
    assert len(answer.citations) == 2


def test_a_citation_carries_its_place_and_its_verbatim_quote() -> None:
    (citation,) = cited(("除雪車は9台です。", (TRUCKS,))).citations
    assert (citation.title, citation.section, citation.speaker, citation.page) == (
        "地域計画",
        "第１章 › １ 除雪",
        "浜風町長",
        3,
    )
    assert (citation.start, citation.end, citation.quote) == (40, 51, "除雪車は9台あります。")
    assert citation.chunk_id == ROAD.chunk.chunk_id
    assert (citation.verdict, citation.reason) == (Verdict.PROVED, "")


def test_a_sentence_that_its_quote_does_not_prove_is_marked_with_the_reason() -> None:
    (citation,) = cited(("除雪車は12台です。", (TRUCKS,))).citations
    assert citation.verdict is Verdict.UNPROVED
    assert "12台" in citation.reason


def test_a_quote_that_proves_one_sentence_does_not_vouch_for_the_next() -> None:
    answer = cited(("除雪車は9台です。", (TRUCKS,)), ("除雪車は12台です。", (TRUCKS,)))
    verdicts = {c.number: c.verdict for c in answer.citations}
    assert [verdicts[n] for s in answer.sentences for n in s.citations] == [Verdict.PROVED, Verdict.UNPROVED]


def test_quotes_prove_a_sentence_together() -> None:
    (first, second) = cited(("除雪車は9台、来場者は3,200人です。", (TRUCKS, VISITORS))).citations
    assert first.verdict is second.verdict is Verdict.PROVED


def test_headings_and_speaker_are_part_of_the_evidence() -> None:
    (citation,) = cited(("浜風町長は「除雪車は9台あります」と述べています。", (TRUCKS,))).citations
    assert citation.verdict is Verdict.PROVED


def test_a_sentence_without_a_quote_has_no_citation() -> None:
    answer = cited(("資料には見当たりませんでした。", ()))
    assert answer.text == "資料には見当たりませんでした。"
    assert answer.citations == ()


def test_the_passages_found_are_listed_whatever_the_status() -> None:
    answer = cite(question("除雪車は何台ですか"), [ROAD, FAIR], draft(status=Status.DECLINED))
    assert (answer.status, answer.sentences, answer.citations) == (Status.DECLINED, (), ())
    assert [p.chunk_id for p in answer.retrieved] == [ROAD.chunk.chunk_id, FAIR.chunk.chunk_id]
    shown = passage_of(ROAD)
    assert (shown.text, shown.start, shown.end) == (ROAD.chunk.text, 40, ROAD.chunk.end)


def test_an_answer_that_is_still_being_written_shows_its_passages() -> None:
    answer = cite(question("除雪車は何台ですか"), [ROAD], None)
    assert (answer.status, answer.text, len(answer.retrieved)) == (Status.PARTIAL, "", 1)


class Growing:
    """An answerer that writes its draft a sentence at a time."""

    def answer(self, asked: AnalyzedQuestion, hits: Sequence[Hit], parts: Sequence[Part] = ()) -> Draft:
        return list(self.stream(asked, hits, parts))[-1]

    def stream(self, asked: AnalyzedQuestion, hits: Sequence[Hit], parts: Sequence[Part] = ()) -> Iterator[Draft]:
        yield draft(("除雪車は9台です。", (TRUCKS,)))
        yield draft(("除雪車は9台です。", (TRUCKS,)), ("来場者は3,200人です。", (VISITORS,)))


def test_the_chain_streams_passages_first_and_then_a_growing_answer() -> None:
    asked: list[AnalyzedQuestion] = []

    def retrieve(read: AnalyzedQuestion) -> Evidence:
        asked.append(read)
        return Evidence([ROAD, FAIR])

    answers = list(build_chain(question, retrieve, Growing()).stream("除雪車は何台ですか"))
    assert [len(a.sentences) for a in answers] == [0, 1, 2]
    assert answers[0].retrieved == answers[-1].retrieved
    assert [read.text for read in asked] == ["除雪車は何台ですか"]


def test_a_figure_that_only_scanned_passages_prove_is_marked_and_others_are_not() -> None:
    scan = make_hit("除雪車は9台あります。雪が多い町です。", document="scan.pdf", page=2, ocr=True)
    trucks, snow = quote(scan, "除雪車は9台あります。"), quote(scan, "雪が多い町です。")
    figure = cited(("除雪車は9台です。", (trucks,)))
    assert (figure.notice, figure.citations[0].ocr) == (OCR_FIGURES, True)
    assert cited(("雪が多い町です。", (snow,))).notice == ""
    assert cited(("除雪車は9台です。", (trucks, TRUCKS))).notice == ""
    assert cited(("除雪車は9台です。", (TRUCKS,))).notice == ""
