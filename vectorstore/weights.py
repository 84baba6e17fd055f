"""What each leg of the search and each sign of a chunk is worth in the ranking."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights of one ranking; a leg of weight 0 brings no candidates either.

    Attributes:
        bm25: BM25 over words and bigrams, divided by its best.
        words: The share of the question's words, weighted by inverse document frequency, that the chunk has.
        grams: The same of its character bigrams.
        near: Late interaction: words of like meaning, and the thesaurus' alternatives, count too.
        concepts: How much the chunk has of the thesaurus' alternatives.
        vector: Cosine of question and chunk.
        names: How far the chunk's document speaks of the names in the question.
        figure: Whether the chunk has a figure of the kind asked for.
        asks: Whether a member of an assembly speaks, who asks and does not answer; its weight is below 0.
    """

    bm25: float = 0.0
    words: float = 0.0
    grams: float = 0.0
    near: float = 0.0
    concepts: float = 0.0
    vector: float = 0.0
    names: float = 0.0
    figure: float = 0.0
    asks: float = 0.0

    @property
    def legs(self) -> "Fusion":
        """Which legs take part: those of weight above 0."""
        return self

    def at(self, coverage: float) -> "Fusion":  # noqa: ARG002 - the same for every question
        """Return the weights for a question."""
        return self


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights that go from one fusion to another by how much of the question's words the best candidate has.

    Where some chunk has nearly all of them, the words decide; where no chunk has half of them, the question was asked
    in other words than the documents', and what they mean decides.

    Attributes:
        known: The weights from `HIGH` coverage on.
        unknown: The weights up to `LOW` coverage.
    """

    known: Fusion
    unknown: Fusion

    @property
    def legs(self) -> Fusion:
        """Which legs take part: those of weight above 0 in either."""
        return self._mixed(0.5)

    def at(self, coverage: float) -> Fusion:
        """Return the weights for a question whose best candidate has that share of its words."""
        return self._mixed(min(1.0, max(0.0, (coverage - LOW) / (HIGH - LOW))))

    def _mixed(self, share: float) -> Fusion:
        pairs = ((getattr(self.known, f.name), getattr(self.unknown, f.name)) for f in fields(Fusion))
        return Fusion(*(share * known + (1 - share) * unknown for known, unknown in pairs))


LOW, HIGH = 0.4, 0.9
# The legs were fitted by the softmax likelihood of the right chunk, with a model that was not trained on the questions
# used: a part of JaQuAD's training paragraphs, the assembly's years 2015 to 2017, and the `dev` questions in everyday
# words. One set of weights for all lost to the words alone where questions repeat the documents' words. Names, figures
# and asking were fitted afterwards, on the `dev` questions and those in the documents' words, the legs held still.
DEFAULT_FUSION = Blend(
    known=Fusion(bm25=2.1, words=2.6, grams=3.5, near=6.0, concepts=0.5, vector=0.2, names=6.0, figure=2.0, asks=-2.5),
    unknown=Fusion(
        bm25=0.0, words=0.5, grams=0.3, near=11.0, concepts=5.5, vector=11.0, names=6.0, figure=2.0, asks=-2.5
    ),
)
