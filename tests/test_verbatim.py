"""The promise of the whole: whatever is quoted stands in its document, character by character, where it is said to."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from passages import read

from assistant.answers import Answer, Status
from assistant.compose import open_assistant
from assistant.conversation import Assistant, Conversation
from assistant.ingestion import collect, ingest
from assistant.settings import Settings
from evals.cases import load_dataset
from evals.corpora import dataset_path

WORDS = (
    "除雪車",
    "観光入込客数",
    "移住相談",
    "⺠泊",
    "⼾籍",
    "窓⼝",
    "ICT",
    "ｽﾎﾟｰﾂ",
    "㈱浜風",
    "炭鉄港",
    "がん検診",
    "𠮷野",
)
FIGURES = (
    "52.0％",
    "１２万３千人",
    "1,234件",
    "△45人",
    "集計中",
    "２分の１",
    "⑳",
    "2億8千万円",
    "0199-00-1234",
    "46.5㎞",
)
YEARS = ("令和5年度", "R5", "２０２３年", "平成30年（2018年）", "令和元年")
ENDS = ("です。", "でした。\u3000", "となりました．", "である｡", "ます！", "ました", "(注1)。")
NOISE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "⼀⽇⺠⻑ﾊﾟが\u3099か\u3099㍻㎡½Å\u200b\ufeff\u00ad\u00a0\u3000\t<>＜＞[]【】「」|*#-\u2028\x85\x0b"
        ),
        st.characters(codec="utf-8", exclude_characters="\0"),
    ),
    max_size=12,
)
PART = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(FIGURES),
    st.sampled_from(YEARS),
    st.sampled_from(("は", "の", "を", "、", " ")),
)
SENTENCE = st.builds(
    lambda parts, noise, end: "".join(parts) + noise + end,
    st.lists(PART, min_size=2, max_size=7),
    NOISE,
    st.sampled_from(ENDS),
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map("".join)
HEADING = st.builds(
    str.format, st.sampled_from(("第1章　{}", "１　{}", "■ {}", "## {}", "【{}】", "{}")), st.sampled_from(WORDS)
)
SPEECH = st.builds("＜{}＞\n- {}\n\u3000{}".format, st.sampled_from(("浜風町長", "山辺村長")), SENTENCE, SENTENCE)
TURN = st.builds("○{}（答弁）　{}".format, st.sampled_from(("町長", "３番議員", "農林課長")), PARAGRAPH)
LIST = st.lists(SENTENCE.map("・{}".format), min_size=2, max_size=4).map("\n".join)
FIELD = st.builds("{}：{}".format, st.sampled_from(("開催日", "場　所", "電話")), st.sampled_from(FIGURES + YEARS))
CELL = st.one_of(st.sampled_from(FIGURES), st.just(""), NOISE.map(lambda s: "".join(s.split())))
ROW = st.builds("{}\t{}\t{}\t{}".format, st.sampled_from(WORDS), CELL, CELL, CELL)
TABLE = st.lists(ROW, min_size=1, max_size=4).map(lambda rows: "\n".join(["指標\t基準値\tR5\t目標値（目標年）", *rows]))
BAR_ROW = st.builds("| {} | {} | {} |".format, st.sampled_from(WORDS), CELL, CELL)
BARS = st.lists(BAR_ROW, min_size=1, max_size=3).map(
    lambda rows: "\n".join(["| 区分 | R5 | 備考 |", "|---|---|---|", *rows])
)
FLAT = st.lists(
    st.tuples(st.sampled_from(WORDS), *[st.sampled_from(FIGURES[:5])] * 2).map("\n\n".join), min_size=1, max_size=3
).map(lambda rows: "\n\n".join(["指標名", "実績値（R5）", "目標値（R7）", *rows]))
BLOCK = st.one_of(PARAGRAPH, HEADING, SPEECH, TURN, LIST, FIELD, TABLE, BARS, FLAT, NOISE)
DOCUMENT = st.builds(
    lambda blocks, gap, end: f"{gap}".join(blocks).replace("\n", end),
    st.lists(BLOCK, min_size=1, max_size=8),
    st.sampled_from(("\n", "\n\n", "\n\n\n")),
    st.sampled_from(("\n", "\r\n", "\r")),
)
QUESTION = st.builds(
    "{}{}".format,
    st.lists(st.sampled_from((*WORDS, *YEARS, "町長", "目標")), min_size=1, max_size=3).map("の".join),
    st.sampled_from(
        ("は？", "を教えてください", "は何件ですか", "はいつですか", "について何と述べましたか", "を挙げてください", "")
    ),
)
# Made once per test, a thousand times slower than a question.
RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def wrong_quotes(answers: Iterable[Answer], text: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """Return each citation or passage whose text is not the document's at its offsets."""
    places = [
        (answer.question, place.document, quote, place.start, place.end)
        for answer in answers
        for place, quote in [*((c, c.quote) for c in answer.citations), *((p, p.text) for p in answer.retrieved)]
    ]
    return [(q, path, quote) for q, path, quote, start, end in places if text(path)[start:end] != quote or not quote]


def wrong_marks(answers: Iterable[Answer]) -> list[str]:
    """Return the questions of answers whose markers and citations do not match, or that claim without a citation."""
    found = []
    for answer in answers:
        marks = [number for sentence in answer.sentences for number in sentence.citations]
        numbers = [citation.number for citation in answer.citations]
        bare = answer.status is Status.ANSWERED and not all(sentence.citations for sentence in answer.sentences)
        if numbers != list(range(1, len(numbers) + 1)) or sorted(set(marks)) != numbers or bare:
            found.append(answer.question)
    return found


def asked_of(assistant: Assistant, name: str) -> list[Answer]:
    answers = []
    for case in load_dataset(dataset_path(name)).cases:
        talk = Conversation(assistant)
        answers += [talk.ask(question) for question in (*case.history, case.question)]
    return answers


def opened(index: Path, folder: Path) -> Assistant:
    ingest(Settings(), index, collect([folder]).files)
    return open_assistant(Settings(), index)


def test_every_quote_of_the_sample_questions_stands_in_its_document(sample_index: Path) -> None:
    assistant = open_assistant(Settings(), sample_index)
    answers = asked_of(assistant, "samples")
    assert sum(len(answer.citations) for answer in answers) >= 40
    assert wrong_quotes(answers, assistant.text) == []
    assert wrong_marks(answers) == []
    assistant.close()


def test_every_quote_of_the_seed_questions_stands_in_its_document(seeds: Path, tmp_path: Path) -> None:
    assistant = opened(tmp_path, seeds)
    answers = asked_of(assistant, "seeds")
    assert sum(len(answer.citations) for answer in answers) >= 90
    assert wrong_quotes(answers, assistant.text) == []
    assert wrong_marks(answers) == []
    assistant.close()


@pytest.mark.parametrize("name", ["samples", "seeds"])
def test_surroundings_show_the_quote_verbatim(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    assistant = opened(request.getfixturevalue("tmp_path"), folder)
    for case in load_dataset(dataset_path(name)).cases[:12]:
        for citation in assistant.ask(case.question).citations:
            before, quote, after = assistant.surroundings(citation)
            assert quote == citation.quote
            assert before + quote + after in assistant.text(citation.document)
    assistant.close()


@settings(parent=RELAXED, max_examples=120)
@given(st.lists(DOCUMENT, min_size=1, max_size=3), st.lists(QUESTION, min_size=1, max_size=4))
def test_every_quote_from_any_text_stands_in_its_document(texts: list[str], questions: list[str]) -> None:
    source = read(*texts)
    held: Mapping[str, str] = {document.path: document.text for document in source.documents}
    answers = [source.answer(question) for question in questions]
    assert wrong_quotes(answers, held.__getitem__) == []
    assert wrong_marks(answers) == []


@settings(parent=RELAXED, max_examples=6)
@given(
    st.lists(st.tuples(DOCUMENT, st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp932"))), min_size=3, max_size=8),
    st.lists(QUESTION, min_size=4, max_size=8),
)
def test_every_quote_from_any_files_stands_in_its_document(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, str]], questions: list[str]
) -> None:
    root = tmp_path_factory.mktemp("files")
    (root / "in").mkdir()
    for number, (text, encoding) in enumerate(files):
        (root / "in" / f"{number}.txt").write_bytes(text.encode(encoding, errors="ignore"))
    (root / "in" / "plan.txt").write_text(
        "浜風町の計画\n\n観光入込客数は令和5年度に1,234件でした。\n", encoding="utf-8"
    )
    assistant = opened(root / "index", root / "in")
    talk = Conversation(assistant)
    answers = [talk.ask(question) for question in [*questions, "令和5年度の観光入込客数は？"]]
    assert wrong_quotes(answers, assistant.text) == []
    assert wrong_marks(answers) == []
    for document in assistant.documents():
        text = assistant.text(document.path)
        for passage in assistant.search("観光入込客数", 50):
            if passage.document == document.path:
                assert text[passage.chunk.start : passage.chunk.end] == passage.chunk.text
    assistant.close()
