"""An assistant with canned answers over two short texts, for tests of the page; run as a script it serves them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Answer, Citation, Passage, Sentence, Status, Turn, Verdict
from ingest.documents import DocumentMetadata, chunk_id_of, document_id_of

TEXTS = {
    "plan.txt": (
        "第２章　観光の振興\n\n　本町では、観光を地域の産業の柱の一つと位置付けています。\n"
        "　観光入込客数は、令和５年度に１２万３千人となり、前年度から八千人増えました。"
        "宿泊客延数は３万１千泊でした。\n　今後は、自転車で巡る道の整備と、冬の体験の充実に取り組みます。\n"
    ),
    "minutes.txt": (
        "＜山田町長＞\n　除排雪の担い手が足りないことは承知しています。来年度から、"
        "運転手の資格を取る費用の半分を補助します。\n＜川上議員＞\n　期待しています。\n"
    ),
}
METADATA = {
    "plan.txt": DocumentMetadata("海辺町観光振興計画", kind="plan", issuer="海辺町", fiscal_year=2024),
    "minutes.txt": DocumentMetadata("地域づくり懇談会 会議録", kind="minutes", issuer="海辺町", date="2024-05-10"),
}
TOURISTS = "令和5年度の観光入込客数は何人ですか。"
FOLLOW_UP = "その前年度からどれだけ増えましたか。"
UNKNOWN = "図書館は何時に開きますか。"


@dataclass(frozen=True)
class Stored:
    path: str
    metadata: DocumentMetadata


def cite(number: int, document: str, quote: str, *, speaker: str | None = None, page: int | None = None) -> Citation:
    start = TEXTS[document].index(quote)
    identity = chunk_id_of(document_id_of(document), "0", start, start + len(quote))
    title = METADATA[document].title
    section = "第２章 観光の振興" if document == "plan.txt" else ""
    return Citation(number, document, title, page, section, speaker, quote, start, start + len(quote), identity)


class FakeAssistant:
    """Keeps the interface of `assistant.conversation.Assistant`."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str, *, history: Sequence[Turn] = (), k: int = 10) -> Answer:
        *_, answer = self.stream(question, history=history)
        return answer

    def stream(self, question: str, *, history: Sequence[Turn] = (), k: int = 10) -> Iterator[Answer]:
        self.asked.append(question)
        final = self._answer(question, history)
        yield Answer(question, Status.PARTIAL, retrieved=final.retrieved, standalone=final.standalone)
        for count in range(len(final.sentences)):
            yield replace(final, sentences=final.sentences[: count + 1])

    def surroundings(self, citation: Citation, width: int = 240) -> tuple[str, str, str]:
        text = TEXTS[citation.document]
        before = text[max(0, citation.start - width) : citation.start]
        return before, text[citation.start : citation.end], text[citation.end : citation.end + width]

    def documents(self) -> list[Stored]:
        return [Stored(path, METADATA[path]) for path in sorted(TEXTS)]

    def _answer(self, question: str, history: Sequence[Turn]) -> Answer:
        total = cite(
            1, "plan.txt", "観光入込客数は、令和５年度に１２万３千人となり、前年度から八千人増えました。", page=12
        )
        if "除雪" in question:
            helped = cite(1, "minutes.txt", "運転手の資格を取る費用の半分を補助します。", speaker="山田町長")
            stays = replace(
                cite(2, "plan.txt", "宿泊客延数は３万１千泊でした。"),
                verdict=Verdict.UNPROVED,
                reason="除雪についての記述ではありません。",
            )
            sentences = (
                Sentence("町長は、来年度から運転手の資格を取る費用の半分を補助すると述べています。", (1,)),
                Sentence("担い手の人数は資料では確かめられませんでした。", (2,)),
            )
            return Answer(question, Status.PARTIAL, sentences, (helped, stays), confidence=0.6, standalone=question)
        if question == FOLLOW_UP and history:
            standalone = "令和5年度の観光入込客数は、前年度からどれだけ増えましたか。"
            sentences = (Sentence("八千人増えました。", (1,)),)
            return Answer(question, Status.ANSWERED, sentences, (total,), confidence=0.9, standalone=standalone)
        if "観光" in question:
            stays = cite(2, "plan.txt", "宿泊客延数は３万１千泊でした。", page=12)
            sentences = (
                Sentence("令和5年度の観光入込客数は12万3千人です。", (1,)),
                Sentence("宿泊客延数は3万1千泊です。", (2,)),
            )
            return Answer(question, Status.ANSWERED, sentences, (total, stays), confidence=0.9, standalone=question)
        nothing = (Sentence("資料には見当たりませんでした。"),)
        return Answer(question, Status.DECLINED, nothing, retrieved=self._nearest(), standalone=question)

    def _nearest(self) -> tuple[Passage, ...]:
        passages = []
        for path, text in TEXTS.items():
            start = text.index("　")
            identity = document_id_of(path)
            chunk_id = chunk_id_of(identity, "0", start, len(text))
            title = METADATA[path].title
            passages.append(
                Passage(chunk_id, path, identity, title, "", None, None, start, len(text), text[start:], 0.2)
            )
        return tuple(passages)


if __name__ == "__main__":  # a live page for the browser test
    from assistant.ui.serve import serve

    serve(FakeAssistant(), "127.0.0.1", 0, lambda address: print(address, flush=True))  # noqa: T201 - read by the test
