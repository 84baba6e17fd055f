"""Which speech asks and which speeches answer it: question and answer paired in minutes, summaries and Q&A tables.

Between a question and its answers only the chair speaks, to call who answers. Answers follow one another until the
next question, a new item of the agenda, or words of the chair that close the matter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.documents import Block, BlockKind
from ingest.lines import ANSWER, QUESTION
from ingest.normalize import normalize_text
from ingest.proceedings import Exchange
from ingest.speeches import Part, Speech

_CLOSES = re.compile(
    r"(?:質問|質疑|討論)(?:を|は)?、?(?:終わ|終結|打ち切)|(?:提案|趣旨|議案|内容)?(?:理由)?の?説明を(?:求め|願い|お願い)|討論(?:を行|に入|を許)|"
    r"採決(?:を行|に入|いたし|します)|議題といたし|報告を求め"
)
_ANSWER_CALLED = re.compile(r"答弁を(?:求め|願)|回答を(?:求め|願|お願い)|お答え")
# What members say that nobody is expected to answer.
_NO_QUESTION = re.compile(
    r"(?:賛成|反対)(?:の立場から|の?討論|討論)|討論(?:を行い|いたし|に参加)|提案(?:理由|の?趣旨)を?(?:の説明|説明)|審査(?:の経過|結果)|動議を提出"
)
_ASKS = re.compile(
    r"か[。?]|\?|伺|お?尋ね|質問|お聞き|お聞かせ|聞きたい|答弁|お示し|示して|お知らせ|見解|所見|教えて|いかが|お答え|お願い|求め|ほしい|欲しい|"
    r"べき|どう|なぜ|何|確認|ください|要望|提案|必要"
)
_REPLIES = re.compile(r"お答え|御?ご?質問|答弁|ご指摘|御指摘|ご意見|御意見|ご要望|再質問")
# Talk that asks nothing: thanks, assent, withdrawal.
_CLOSING_WORDS = re.compile(
    r"^(?:はい、?)?(?:わかりました|分かりました|承知しました|了解(?:し|です)|ありがとう|以上で|終わります)"
)
_FAREWELL = re.compile(r"^(?:長い時間|長時間|本日は|これで|以上で|最後に)[^。]{0,30}(?:ありがとう|終わ|閉会|閉じ)")
_ORDER = (
    r"(?:まず|初めに|はじめに|最初に|次に|続いて|続きまして|最後に|終わりに|\d{1,2}点目(?:は|に|の|として)?|\d{1,2}つ目(?:は|に|の)?|"
    r"(?:一|二|三|四|五)(?:つ目|点目)(?:は|に|の)?|第\d+(?:に|の項目)?|\(\d{1,2}\))"
)
_ABOUT = "(?:について|に関(?:して|する)|に関連して|の件)"
_TOPIC = re.compile(
    rf"(?:^|[。\n]\s?){_ORDER}[、,\s]*(?P<topic>[^。、\n]{{2,40}}?){_ABOUT}"
    rf"|(?:^|[。、\n]\s?)(?P<asked>[^。、\n]{{2,40}}?){_ABOUT}、?(?:質問|お?伺い?|お?尋ね|お聞き|順次)"
)
_ANY_TOPIC = re.compile(rf"(?:^|[。、\n]\s?)(?P<topic>[^。、\n]{{2,40}}?){_ABOUT}")
# 本市の除雪 is 除雪 to everybody in the room, and a topic ends in a noun.
_OPENING_WORDS = re.compile(r"^(?:本市|本町|本村|当市|当町|小中学校における|これから|それでは|では)(?:の|における)?")
_NOUN_END = re.compile(
    r"[^ぁ-ゖ、。\s]$|(?:づくり|まちづくり|あり方|在り方|取組み|取り組み|取り扱い|受け入れ|引き下げ|引き上げ|見通し|見直し|手続き)$"
)
_HOW = re.compile(
    r"^(?:また|先ほど|今まで|今も|本日は|さらに|特に|例えば|なお|そこで|ただいま|市として|この|その|これ|それ|以下|以上|次|順次|通告|\d+点|会派|一般質問|再質問|\d+つ?目)|質問$|^(?:伺|質問|お尋ね)"
)
_MOST_TOPICS = 8
_QUESTION_HEADER = re.compile(r"質\s?[問疑]|問い?$|^Q|ご?意見|要\s?望|指\s?摘")
_ANSWER_HEADER = re.compile(r"回\s?答|答\s?弁|^答え?$|^A|考え方|対\s?応")


def exchanges_of(text: str, blocks: Sequence[Block], speeches: Sequence[Speech]) -> tuple[Exchange, ...]:
    """Return the questions of a document with their answers, in the order of the questions."""
    found = [*_spoken(speeches), *_written(text, blocks), *_tabled(blocks)]
    return tuple(sorted(found, key=lambda exchange: exchange.question))


def topics_of(question: str) -> tuple[str, ...]:
    """Return what a question asks about, in its own normalised words, at most eight."""
    words = normalize_text(question)
    found = [match["topic"] or match["asked"] for match in _TOPIC.finditer(words)]
    kept = _kept(found) or _kept([match["topic"] for match in _ANY_TOPIC.finditer(words)])[:2]
    return kept[:_MOST_TOPICS]


def _kept(topics: Sequence[str]) -> tuple[str, ...]:
    named = (_OPENING_WORDS.sub("", topic.strip()) for topic in topics)
    return tuple(dict.fromkeys(t for t in named if len(t) > 1 and _NOUN_END.search(t) and not _HOW.search(t)))


def _spoken(speeches: Sequence[Speech]) -> Iterator[Exchange]:
    """Walk the speeches with one open question; answers without one belong to nobody."""
    question: list[Speech] = []
    answers: list[Speech] = []
    # Position of each asker's last exchange, until the chair closes the matter.
    last: dict[str, int] = {}
    count = 0
    for speech in [*speeches, None]:
        asks = speech is not None and speech.part is Part.ASKS and _asks(speech)
        closes = speech is None or _closes(speech, question) or (speech.part is Part.ASKS and not asks)
        if question and answers and (asks or closes):
            asker = question[0].speaker
            yield _exchange(question, answers, last.get(asker))
            last[asker], count = count, count + 1
        if closes or (asks and answers):
            question, answers = [], []
        if speech is None or (closes and speech.part is Part.CHAIR and _ends(speech)):
            last = {}
        if asks and speech is not None:
            # Who goes on after a stage direction or a page still asks the same; another member asks anew.
            question = [*question, speech] if question and _goes_on(question[-1], speech) else [speech]
        elif speech is not None and speech.part is Part.ANSWERS and question and not _FAREWELL.match(speech.words):
            answers.append(speech)


def _exchange(question: Sequence[Speech], answers: Sequence[Speech], follows: int | None) -> Exchange:
    return Exchange(
        question[0].speaker,
        (question[0].start, question[-1].end),
        tuple(speech.speaker for speech in answers),
        tuple((speech.start, speech.end) for speech in answers),
        topics_of("\n".join(speech.words for speech in question)),
        follows,
    )


def _goes_on(before: Speech, speech: Speech) -> bool:
    return before.speaker == speech.speaker and before.section == speech.section


def _asks(speech: Speech) -> bool:
    head = speech.words[:200]
    if _NO_QUESTION.search(head) or (
        _CLOSING_WORDS.match(head) and not re.search(r"か[。?]|\?|伺|お?尋ね", speech.words)
    ):
        return False
    return _ASKS.search(speech.words) is not None


def _closes(speech: Speech, question: Sequence[Speech]) -> bool:
    if speech.part is Part.CHAIR:
        return _CLOSES.search(speech.words) is not None and not _ANSWER_CALLED.search(speech.words)
    # An official who answers under another item of the agenda presents it.
    return (
        bool(question)
        and speech.part is Part.ANSWERS
        and speech.section != question[0].section
        and not _REPLIES.search(speech.words)
    )


def _ends(speech: Speech) -> bool:
    return _CLOSES.search(speech.words) is not None


def _written(text: str, blocks: Sequence[Block]) -> Iterator[Exchange]:
    """Pair 問 and 答, Q and A, as paragraphs or as a heading with the text below it."""
    question: Block | None = None
    answers: list[Block] = []
    for block in [*blocks, None]:
        head = normalize_text(text[block.start : min(block.end, block.start + 40)]).strip() if block else ""
        asks = block is not None and block.speaker is None and QUESTION.match(head) is not None
        replies = block is not None and ANSWER.match(head) is not None
        apart = block is None or asks or block.kind is BlockKind.HEADING or (block.speaker is not None)
        if question is not None and answers and apart:
            yield _written_exchange(text, question, answers)
        if apart:
            question, answers = (block if asks else None), []
        elif (
            question is not None
            and block is not None
            and (replies or answers)
            and block.kind is not BlockKind.FURNITURE
        ):
            answers.append(block)


def _written_exchange(text: str, question: Block, answers: Sequence[Block]) -> Exchange:
    topics = topics_of(text[question.start : question.end])
    return Exchange("", (question.start, question.end), ("",), ((answers[0].start, answers[-1].end),), topics)


def _tabled(blocks: Iterable[Block]) -> Iterator[Exchange]:
    """Pair the cells of rows under 質問 and 回答."""
    for block in blocks:
        asked = [
            cell for cell in block.cells if cell.text.strip() and _QUESTION_HEADER.search(normalize_text(cell.header))
        ]
        told = [
            cell for cell in block.cells if cell.text.strip() and _ANSWER_HEADER.search(normalize_text(cell.header))
        ]
        told = [cell for cell in told if cell not in asked]
        if len(asked) == 1 and told:
            question = (asked[0].start, asked[0].end)
            answers = tuple((cell.start, cell.end) for cell in told)
            yield Exchange("", question, ("",) * len(told), answers, topics_of(asked[0].text))
