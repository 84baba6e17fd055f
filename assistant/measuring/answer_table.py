"""`python -m assistant.measuring.answer_table --data DATA`: extractive answers that hold the answer of JaQuAD.

Every paragraph is read, cut, indexed and searched as a file of its own; every question is asked as the program is
asked. Printed are the share of answers that hold the gold string in their first sentences, where the others were
lost, and what declining at other thresholds would give. JaQuAD dev is for measuring: nothing is tuned on it.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from assistant.abstain import ANSWER_THRESHOLD
from assistant.compose import build_extractive, open_thesaurus
from assistant.conversation import Assistant
from assistant.extractive import ExtractiveAnswerer
from assistant.models import open_embedder
from assistant.settings import Settings, load_settings
from evals.reading_comprehension import Attempt, Share, SpanQuestion, curve, fates, jaquad_spans
from evals.retrieval_sets import Corpus
from ingest.chunking import chunker_identity, split
from prompts.tokens import count_tokens
from vectorstore.index import FileStamp, Index, IndexWriter
from vectorstore.words import WordAnalyzer

_SENTENCES = 2
_BEST = (1, 2, 3)
_COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_SPOKEN_EVERY = 500


@contextmanager
def opened(settings: Settings, corpus: Corpus, *, threshold: float) -> Iterator[tuple[Assistant, ExtractiveAnswerer]]:
    """Index a corpus, and offer what asks it and what answers from it."""
    embedder, analyzer = open_embedder(settings), WordAnalyzer()
    thesaurus = open_thesaurus(settings, analyzer)
    with tempfile.TemporaryDirectory(prefix="shirube-answers-") as folder:
        with IndexWriter.open(
            Path(folder), embedder=embedder, analyzer=analyzer, chunker_identity=chunker_identity()
        ) as writer:
            for number, (document, chunks) in enumerate(corpus.documents):
                writer.put(document, chunks, FileStamp(number, 0, document.path))
            writer.publish()
        with Index.open(Path(folder), embedder=embedder, analyzer=analyzer, thesaurus=thesaurus) as index:
            answerer = build_extractive(index, embedder, analyzer, threshold=threshold)
            assistant = Assistant(
                index, analyzer, answerer, order=answerer.order, name=answerer.named, passages=settings.passages
            )
            yield assistant, answerer


def attempts(
    settings: Settings, corpus: Corpus, questions: Sequence[SpanQuestion], progress: Callable[[str], None]
) -> Iterator[Attempt]:
    """Yield what the extractive answerer does with each question over an index of the corpus."""
    # What it would say is wanted too; whether it declines is told by its confidence.
    with opened(settings, corpus, threshold=0.0) as (assistant, answerer):
        for number, question in enumerate(questions, 1):
            analyzed, evidence = assistant.evidence(question.text)
            hits = evidence.hits
            draft = answerer.answer(analyzed, hits, evidence.parts)
            shown = draft.sentences[:_SENTENCES]
            yield Attempt(
                question,
                "\n".join(sentence.text for sentence in shown),
                draft.confidence,
                not shown or draft.confidence < ANSWER_THRESHOLD,
                frozenset(hit.document for hit in hits),
                frozenset(quote.hit.document for sentence in shown for quote in sentence.quotes),
                tuple(entry.unit.shown for entry in answerer.ranked(analyzed, hits)[: max(_BEST)]),
            )
            if number % _SPOKEN_EVERY == 0:
                progress(f"{number} / {len(questions)}\n")


def report(found: Sequence[Attempt]) -> dict[str, Any]:
    """Return the figures: shares with intervals, fates, and the curve of declining."""
    answered = [attempt for attempt in found if not attempt.declined]
    return {
        "questions": len(found),
        "right": asdict(Share.of([attempt.holds_answer and not attempt.declined for attempt in found])),
        "answered": asdict(Share.of([not attempt.declined for attempt in found])),
        "right_of_answered": asdict(Share.of([attempt.holds_answer for attempt in answered])),
        "right_without_declining": asdict(Share.of([attempt.holds_answer for attempt in found])),
        "best_sentences": {str(n): asdict(Share.of([a.among(n) for a in found])) for n in _BEST},
        "sentences_shown": sum(a.answer.count("\n") + 1 for a in answered) / max(1, len(answered)),
        "fates": {fate.value: asdict(share) for fate, share in fates(found).items()},
        "curve": asdict(curve(found, _COVERAGES)),
    }


def table(figures: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    rows = [
        (f"gold string in an answer of at most {_SENTENCES} sentences", figures["right"]),
        ("answered, not declined", figures["answered"]),
        ("right among those answered", figures["right_of_answered"]),
        ("right, were nothing declined", figures["right_without_declining"]),
        *(
            (f"in the {n} best sentences, were nothing declined", share)
            for n, share in figures["best_sentences"].items()
        ),
        *(figures["fates"].items()),
    ]
    lines = [f"| {figures['questions']} questions | share [95 % interval] |", "|---|---|"]
    lines += [f"| {name} | {Share(**share)} |" for name, share in rows]
    lines += ["", "| answered, the surest first | right among them |", "|---|---|"]
    lines += [f"| {coverage:.3f} | {right:.3f} |" for coverage, right in figures["curve"]["points"]]
    worth = [f"{name.upper()} {figures['curve'][name]:.3f}" for name in ("aurc", "auroc") if figures["curve"][name]]
    return "\n".join([*lines, "", f"{figures['sentences_shown']:.2f} sentences an answer; {', '.join(worth)}", ""])


def main() -> None:
    """Print the figures; with --json also write them to a file."""
    parser = argparse.ArgumentParser(prog="python -m assistant.measuring.answer_table", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the public data")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--first", type=int, default=0, help="first paragraph taken")
    parser.add_argument("--last", type=int, default=None, help="paragraph after the last; all when omitted")
    parser.add_argument("--json", type=Path, default=None, help="file for the figures")
    given = parser.parse_args()
    cut = partial(split, count_tokens=count_tokens)
    corpus, questions = jaquad_spans(given.data, given.part, split=cut, first=given.first, last=given.last)
    figures = report(list(attempts(load_settings(), corpus, questions, _say)))
    sys.stdout.write(table(figures))
    if given.json:
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(line)
    sys.stderr.flush()


if __name__ == "__main__":
    main()
