"""A chat model's opinion of answers: advisory, asked three times, its spread shown, never part of a gate."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, Field, ValidationError

from assistant.chat_stream import ModelError, read_text
from assistant.context import escape
from evals.errors import MeasuringStoppedError
from evals.results import CaseResult, Report
from prompts.template import load_prompt

REPEATS = 3
_OBJECT = re.compile(r"\{[^{}]*\}")


class _Opinion(BaseModel):
    score: int = Field(ge=1, le=5, strict=True)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge said of one answer.

    Attributes:
        scores: From 1 (wrong) to 5 (right), one for each opinion that could be read.
        malformed: Opinions that could not be read, or that never came.
    """

    case: str
    scores: tuple[int, ...]
    malformed: int

    @property
    def mean(self) -> float | None:
        """The mean score, None where no opinion could be read."""
        return fmean(self.scores) if self.scores else None

    @property
    def spread(self) -> int | None:
        """The highest score less the lowest, None where no opinion could be read."""
        return max(self.scores) - min(self.scores) if self.scores else None


@dataclass(frozen=True, slots=True)
class Judgements:
    """What a judge said of a set.

    Attributes:
        stopped: Why the judge was not asked about the rest, empty when it was asked about all.
    """

    each: tuple[Judgement, ...]
    stopped: str = ""

    @property
    def lines(self) -> list[str]:
        """A summary in Japanese."""
        read = [j for j in self.each if j.mean is not None]
        mean = f"{fmean(j.mean for j in read if j.mean is not None):.2f}" if read else "—"
        wavering = sum(1 for j in read if j.spread)
        malformed = sum(j.malformed for j in self.each)
        summary = (
            f"言語モデルの採点（参考。合否には使いません）: 平均 {mean}／5（{len(read)}問）、"
            f"{REPEATS}回の採点が割れた質問 {wavering}件、読めなかった採点 {malformed}件"
        )
        return [summary, *([f"採点は途中で終わりました: {self.stopped}"] if self.stopped else [])]

    def to_record(self) -> dict[str, object]:
        """Return a JSON object with every judgement."""
        rows = [
            {"id": j.case, "scores": list(j.scores), "mean": j.mean, "spread": j.spread, "malformed": j.malformed}
            for j in self.each
        ]
        return {"advisory": True, "repeats": REPEATS, "stopped": self.stopped, "judgements": rows}


def judge(model: BaseChatModel, report: Report, *, deadline: float) -> Judgements:
    """Ask a model three times about every answer of a report.

    Args:
        model: The judge.
        report: What it is asked about; questions without any answer are left out.
        deadline: Seconds for one opinion.
    """
    found: list[Judgement] = []
    for result in report.results:
        if result.error:
            continue
        messages = _messages(result)
        try:
            opinions = [_opinion(model, messages, deadline) for _ in range(REPEATS)]
        except MeasuringStoppedError as stop:
            return Judgements(tuple(found), str(stop))
        scores = tuple(opinion for opinion in opinions if opinion is not None)
        found.append(Judgement(result.case.id, scores, REPEATS - len(scores)))
    return Judgements(tuple(found))


def parsed_score(text: str) -> int | None:
    """Return the score of the first JSON object of a text that has one from 1 to 5, None without any."""
    for found in _OBJECT.finditer(text):
        try:
            return _Opinion.model_validate(json.loads(found[0])).score
        except (ValueError, ValidationError):
            continue
    return None


def _opinion(model: BaseChatModel, messages: Sequence[BaseMessage], deadline: float) -> int | None:
    try:
        return parsed_score("".join(read_text(model, messages, deadline=deadline)))
    except ModelError as failure:
        if isinstance(failure.__cause__, MeasuringStoppedError):
            raise failure.__cause__ from failure
        return None


def _messages(result: CaseResult) -> list[BaseMessage]:
    prompt = load_prompt("judge.ja")
    expected = "\n".join(" または ".join(forms) for forms in result.case.facts) or "辞退"
    quotes = "\n".join(f"{cited.document}: {cited.quote}" for cited in result.citations) or "（引用なし）"
    parts = {"question": result.case.question, "expected": expected, "answer": result.answer, "quotes": quotes}
    return [SystemMessage(prompt.system), HumanMessage(prompt.render(**{k: escape(v) for k, v in parts.items()}))]
