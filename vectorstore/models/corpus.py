"""The public data that the shipped model is trained on: running text, (query, passage) pairs, words of one meaning.

A folder holds, each where it is at hand: ``jaquad_train.jsonl.gz`` (JaQuAD 0.1.0), ``assembly_qa.jsonl.gz`` (NTCIR-16
QA Lab-PoliInfo-3) and ``committee_minutes.jsonl.gz`` (NTCIR-15 QA Lab-PoliInfo-2), of which the year 2018 is held out;
``text/*/*.txt`` (running text, a blank line between documents), ``pairs/*.tsv`` (query and passage, a tab between) and
``groups/*.tsv`` (see `lexicon`).
"""

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.models.lexicon import Group, read_groups
from vectorstore.models.paraphrase import Paraphraser
from vectorstore.thesaurus.concepts import Concept

HELD_OUT_YEAR = "2018"
# What fusion and recipe are tuned on, with a model that was not trained on it.
_TUNING_YEARS = ("2015", "2016", "2017")
_TUNING_PARAGRAPHS = 1_200
_SENTENCE = re.compile(r"[^。]+。?")
_WINDOW_CHARACTERS = 500
_QUERIES_PER_WINDOW = 3
_SHORTEST_QUERY = 12
_LONGEST_QUERY = 160
# No source may drown the others: statutes and literature are there for the asking.
_LONGEST_SOURCE = 20_000_000
# Questions of officials are what the model is for, and few beside the others.
_ASSEMBLY_REPEATS = 4
# Sources whose passages get paraphrased queries, at most so many windows each.
_PARAPHRASED_WINDOWS = 15_000


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
        pairs: For retrieval.
        groups: Words that mean the same.
        concepts: The thesaurus.
    """

    texts: tuple[str, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    concepts: tuple[Concept, ...] = ()


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped JSON Lines file; none where the file is missing."""
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_corpus(folder: Path, concepts: Sequence[Concept] = (), *, seed: int, tuning: bool = False) -> Corpus:
    """Return everything to train on, in one fixed order.

    Args:
        folder: The data.
        concepts: The thesaurus.
        seed: Decides what is drawn.
        tuning: Leave out what the recipe and the fusion are tuned on.
    """
    out = (HELD_OUT_YEAR, *_TUNING_YEARS) if tuning else (HELD_OUT_YEAR,)
    jaquad = list(read_records(folder / "jaquad_train.jsonl.gz"))[_TUNING_PARAGRAPHS if tuning else 0 :]
    assembly = [r for r in read_records(folder / "assembly_qa.jsonl.gz") if not r["Date"].startswith(out)]
    minutes = [r for r in read_records(folder / "committee_minutes.jsonl.gz") if not r["date"].startswith(out)]
    speeches = [record["text"] for record in minutes]
    sources = read_sources(folder)
    texts = [*(record["text"] for record in jaquad), *speeches]
    texts += [f"{r['SubTopic']}。{r['QuestionSummary']}{r['AnswerSummary']}" for r in assembly]
    texts += [question["question"] for record in jaquad for question in record["questions"]]
    texts += [text for source in sources.values() for text in source]
    pairs = [*jaquad_pairs(jaquad), *minutes_pairs(speeches, seed=seed)]
    pairs += list(assembly_pairs(assembly)) * _ASSEMBLY_REPEATS
    pairs += read_pairs(folder)
    for name, source in (("minutes", speeches), *((f"text/{name}", source) for name, source in sources.items())):
        pairs += paraphrase_pairs(name, source, concepts, seed=seed)
    return Corpus(tuple(dict.fromkeys(texts)), tuple(pairs), tuple(read_groups(folder)), tuple(concepts))


def read_sources(folder: Path) -> dict[str, list[str]]:
    """Return the documents of each folder of running text, up to a fixed amount each, by the folder's name."""
    found: dict[str, list[str]] = {}
    for source in sorted((folder / "text").glob("*")):
        amount, kept = 0, []
        for path in sorted(source.glob("*.txt")):
            for document in path.read_text(encoding="utf-8").split("\n\n"):
                if document.strip() and amount < _LONGEST_SOURCE:
                    kept.append(document.strip())
                    amount += len(document)
        found[source.name] = kept
    return found


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of ``pairs/*.tsv``; lines with another number of columns are passed over."""
    for path in sorted((folder / "pairs").glob("*.tsv")):
        seen: dict[str, int] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
            columns = line.split("\t")
            if len(columns) == 2 and all(columns):
                yield Pair(columns[0], columns[1], f"{path.stem}:{seen.setdefault(columns[1], number)}")


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


def minutes_pairs(speeches: Iterable[str], *, seed: int) -> Iterator[Pair]:
    """Yield sentence → rest-of-passage pairs: a few sentences of each window of a speech, each against the others."""
    chance = random.Random(seed)  # noqa: S311 - drawing training sentences is no matter of security
    for number, speech in enumerate(speeches):
        for place, window in enumerate(_windows(_SENTENCE.findall(speech))):
            usable = [i for i, s in enumerate(window) if _SHORTEST_QUERY <= len(s) <= _LONGEST_QUERY]
            if len(window) < 3 or not usable:
                continue
            for chosen in sorted(chance.sample(usable, min(_QUERIES_PER_WINDOW, len(usable)))):
                rest = "".join(s for i, s in enumerate(window) if i != chosen)
                yield Pair(window[chosen], rest, f"minutes:{number}:{place}")


def paraphrase_pairs(name: str, documents: Iterable[str], concepts: Sequence[Concept], *, seed: int) -> Iterator[Pair]:
    """Yield (sentence in everyday words, passage that it was taken from), up to a fixed number of passages."""
    if not concepts:
        return
    chance = random.Random(seed)  # noqa: S311 - drawing training sentences is no matter of security
    paraphraser = Paraphraser(concepts)
    windows = [
        (f"{name}:{number}:{place}", window)
        for number, document in enumerate(documents)
        for place, window in enumerate(_windows(_SENTENCE.findall(document)))
    ]
    for chosen in sorted(chance.sample(range(len(windows)), min(_PARAPHRASED_WINDOWS, len(windows)))):
        passage_id, window = windows[chosen]
        usable = [s for s in window if _SHORTEST_QUERY <= len(s) <= _LONGEST_QUERY]
        said = paraphraser.say(chance.choice(usable), chance) if usable else None
        if said is not None:
            yield Pair(said, "".join(window), passage_id)


def _windows(sentences: Sequence[str]) -> Iterator[list[str]]:
    window: list[str] = []
    for sentence in sentences:
        window.append(sentence)
        if sum(map(len, window)) >= _WINDOW_CHARACTERS:
            yield window
            window = []
    if window:
        yield window
