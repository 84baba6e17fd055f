"""The public data that the shipped model is trained on: running texts, (query, passage) pairs and synonyms.

Files, all gzipped JSON lines: ``jaquad_train.jsonl.gz`` (JaQuAD 0.1.0), ``assembly_qa.jsonl.gz`` (NTCIR-16 QA
Lab-PoliInfo-3) and ``committee_minutes.jsonl.gz`` (NTCIR-15 QA Lab-PoliInfo-2). The year 2018 of the last two is held
out. `literature` and `lexicon` name what is read beside them where it is there.
"""

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.models.lexicon import Group, read_groups
from vectorstore.models.literature import read_literature, read_reports

HELD_OUT_YEAR = "2018"
_SENTENCE = re.compile(r"[^。]+。?")
_WINDOW_CHARACTERS = 500
_QUERIES_PER_WINDOW = 3
_SHORTEST_QUERY = 12
_LONGEST_QUERY = 160


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and the passage that answers it.

    Attributes:
        passage_id: Equal for pairs about the same passage, which are then no negatives of each other.
    """

    query: str
    passage: str
    passage_id: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What there is to learn from.

    Attributes:
        texts: Running texts, each once, for the pieces and their neighbours.
        literature: Long works, for the neighbours; a few of them for the pieces.
        pairs: For retrieval.
        groups: Words that mean the same.
    """

    texts: tuple[str, ...]
    literature: tuple[str, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_corpus(folder: Path, *, seed: int) -> Corpus:
    """Return everything to train on, in one fixed order."""
    jaquad = list(read_records(folder / "jaquad_train.jsonl.gz"))
    assembly = [r for r in read_records(folder / "assembly_qa.jsonl.gz") if not r["Date"].startswith(HELD_OUT_YEAR)]
    minutes = [
        r for r in read_records(folder / "committee_minutes.jsonl.gz") if not r["date"].startswith(HELD_OUT_YEAR)
    ]
    texts = [record["text"] for record in (*jaquad, *minutes)]
    texts += [f"{r['SubTopic']}。{r['QuestionSummary']}{r['AnswerSummary']}" for r in assembly]
    texts += read_reports(folder)
    texts += [question["question"] for record in jaquad for question in record["questions"]]
    pairs = [*jaquad_pairs(jaquad), *assembly_pairs(assembly), *minutes_pairs(minutes, seed=seed)]
    literature, groups = read_literature(folder), read_groups(folder)
    return Corpus(tuple(dict.fromkeys(texts)), tuple(literature), tuple(pairs), tuple(groups))


def jaquad_pairs(records: Iterable[dict[str, Any]]) -> Iterator[Pair]:
    """Yield question → paragraph pairs, each question with the bare paragraph and with the title above it."""
    for record in records:
        titled = f"{record['title']}\n{record['text']}"
        for question in record["questions"]:
            for passage in (record["text"], titled):
                yield Pair(question["question"], passage, f"jaquad:{record['id']}")


def assembly_pairs(records: Iterable[dict[str, Any]]) -> Iterator[Pair]:
    """Yield question → answer summaries of assembly sittings, the topic once on either side."""
    for record in records:
        topic, question, answer = record["SubTopic"], record["QuestionSummary"], record["AnswerSummary"]
        if question and answer:
            yield Pair(f"{topic} {question}", answer, f"assembly:{record['ID']}")
            yield Pair(question, f"{topic}\n{answer}", f"assembly:{record['ID']}")


def minutes_pairs(records: Iterable[dict[str, Any]], *, seed: int) -> Iterator[Pair]:
    """Yield sentence → rest-of-passage pairs: a few sentences of each window of a speech, each against the others."""
    chance = random.Random(seed)  # noqa: S311 - drawing training sentences is no matter of security
    for number, record in enumerate(records):
        for place, window in enumerate(_windows(_SENTENCE.findall(record["text"]))):
            usable = [i for i, s in enumerate(window) if _SHORTEST_QUERY <= len(s) <= _LONGEST_QUERY]
            if len(window) < 3 or not usable:
                continue
            for chosen in sorted(chance.sample(usable, min(_QUERIES_PER_WINDOW, len(usable)))):
                rest = "".join(s for i, s in enumerate(window) if i != chosen)
                yield Pair(window[chosen], rest, f"minutes:{number}:{place}")


def _windows(sentences: list[str]) -> Iterator[list[str]]:
    window: list[str] = []
    for sentence in sentences:
        window.append(sentence)
        if sum(map(len, window)) >= _WINDOW_CHARACTERS:
            yield window
            window = []
    if window:
        yield window
