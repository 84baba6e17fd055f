import gzip
import json
import random

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from vectorstore.embedder import StaticEmbedder
from vectorstore.models.cooccurrence import starting_vectors
from vectorstore.models.corpus import HELD_OUT_YEAR, read_corpus
from vectorstore.models.measure import assembly_questions, jaquad_questions, measure
from vectorstore.models.pieces import train_tokenizer
from vectorstore.models.train import Recipe, contrastive_loss, save, train

SUBJECTS = ["除雪", "路線バス", "図書館", "保育所", "移住", "観光", "下水道", "防災", "農業", "国民健康保険"]
ACTS = [
    "の費用を見直します",
    "の利用者を増やします",
    "の計画を策定しました",
    "について住民の意見を聞きました",
    "の担い手を育てます",
]
TINY = Recipe(pieces=120, dimension=16, epochs=2, batch=32, rate=0.02)


def write(path, records):
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder in the shape of the public one, with text of our own."""
    folder = tmp_path_factory.mktemp("data")
    chance = random.Random(1)
    paragraphs, minutes, assembly = [], [], []
    for number, subject in enumerate(SUBJECTS * 3):
        text = "".join(f"{subject}{chance.choice(ACTS)}。" for _ in range(5))
        asked = [{"question": f"{subject}{act[:3]}は何ですか", "answer": subject, "start": 0} for act in ACTS[:2]]
        paragraphs.append({"id": f"p{number}", "title": subject, "text": text, "questions": asked})
        minutes.append({"date": f"{2010 + number % 9}/2/16", "meeting": "委員会", "speaker": "課長", "text": text})
        assembly.append(
            {
                "ID": f"q{number}",
                "Date": f"{2010 + number % 9}-03-01",
                "SubTopic": subject,
                "QuestionSummary": f"{subject}をどう進めるか。",
                "AnswerSummary": f"{subject}{ACTS[number % 5]}。",
            }
        )
    write(folder / "jaquad_train.jsonl.gz", paragraphs)
    write(folder / "jaquad_dev.jsonl.gz", paragraphs[:10])
    write(folder / "committee_minutes.jsonl.gz", minutes)
    write(folder / "assembly_qa.jsonl.gz", assembly)
    return folder


@pytest.fixture(scope="module")
def corpus(data):
    return read_corpus(data, seed=3)


@pytest.fixture(scope="module")
def model(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    save(folder, *train(corpus, TINY, lambda line: None))
    return folder


def test_two_runs_write_the_same_bytes(corpus, model, tmp_path):
    save(tmp_path, *train(corpus, TINY, lambda line: None))
    names = sorted(path.relative_to(model) for path in model.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    for name in names:
        assert (tmp_path / name).read_bytes() == (model / name).read_bytes(), name


def test_the_model_loads_in_sentence_transformers_and_reads_the_same_without_it(model):
    texts = ["除雪の費用を見直します。", "図書館はどうなりますか"]
    theirs = SentenceTransformer(str(model), device="cpu", local_files_only=True).float().encode(texts)
    np.testing.assert_allclose(StaticEmbedder(model).passages(texts), theirs, atol=1e-5)
    assert theirs.shape == (2, TINY.dimension)


def test_training_lifts_the_right_passage(corpus, model, data, tmp_path):
    untrained = tmp_path / "untrained"
    save(untrained, *train(corpus, Recipe(pieces=120, dimension=16, epochs=1, batch=32, rate=0.0), lambda line: None))
    passages = [f"{subject}の担い手を育てます。" for subject in SUBJECTS]
    judged = [(f"{subject}はどうしますか", place) for place, subject in enumerate(SUBJECTS)]
    before = measure(StaticEmbedder(untrained), passages, judged)
    after = measure(StaticEmbedder(model), passages, judged)
    assert after.ndcg_10 > before.ndcg_10 or after.recall_1 == 1


def test_the_held_out_year_is_neither_read_nor_paired(corpus, data):
    answers, judged = assembly_questions(read(data / "assembly_qa.jsonl.gz"))
    assert len(answers) == len(judged) == 3
    assert not any(pair.passage_id == f"assembly:q{number}" for pair in corpus.pairs for number in (8, 17, 26))
    assert not any(pair.passage_id.startswith("minutes:27") for pair in corpus.pairs)
    assert HELD_OUT_YEAR == "2018"


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_a_sentence_of_the_minutes_is_not_in_the_passage_it_is_paired_with(corpus):
    minutes = [pair for pair in corpus.pairs if pair.passage_id.startswith("minutes:")]
    assert minutes
    for pair in minutes:
        assert pair.query.endswith("。")
        assert len(pair.passage) > len(pair.query)


def test_reading_twice_gives_the_same_corpus(corpus, data):
    assert read_corpus(data, seed=3) == corpus


def test_pairs_of_one_passage_are_no_negatives_of_each_other():
    rows = torch.nn.functional.normalize(torch.tensor([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0]]), dim=1)
    apart = contrastive_loss(rows, rows, torch.tensor([0, 1, 2]), scale=20)
    together = contrastive_loss(rows, rows, torch.tensor([0, 0, 2]), scale=20)
    assert together < apart


def test_the_loss_is_the_softmax_of_both_directions():
    left = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    expected = -np.log(np.exp(2) / (np.exp(2) + 1))
    assert contrastive_loss(left, left, torch.tensor([0, 1]), scale=2.0).item() == pytest.approx(expected, rel=1e-5)


def test_pieces_of_the_same_company_start_near_each_other():
    chance = np.random.default_rng(5)
    # Pieces 0 to 5 stand together, and so do pieces 6 to 11.
    bags = [6 * (number % 2) + chance.integers(0, 6, 3000) for number in range(20)]
    table = starting_vectors(bags, 12, 4, seed=1)
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    assert unit[0] @ unit[1] > unit[0] @ unit[6] + 0.3
    assert np.linalg.norm(table, axis=1).max() <= 1


def test_a_word_is_kept_whole_across_a_change_of_script():
    texts = [f"町内で引っ越しの手続きを{act}。" for act in ACTS * 10]
    tokenizer = train_tokenizer(texts, pieces=80, words=["引っ越し"])
    assert "引っ越し" in tokenizer.encode("転入と引っ越しの届け", add_special_tokens=False).tokens
    assert tokenizer.get_vocab_size() <= 80


def test_synonyms_come_near_each_other(data, tmp_path):
    for file in data.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = [
        f"{number:06},1,0,{place},0,0,0,(),{word},,"
        for number, group in enumerate([("図書館", "防災"), ("農業", "観光")])
        for place, word in enumerate(group)
    ]
    (tmp_path / "synonyms.txt").write_text("\n".join(lines), encoding="utf-8")
    folder = tmp_path / "model"
    save(folder, *train(read_corpus(tmp_path, seed=3), TINY, lambda line: None))
    library, disasters, farming = StaticEmbedder(folder).passages(["図書館", "防災", "農業"])
    assert library @ disasters > library @ farming + 0.3


def test_figures_count_ranks_and_ties_go_to_the_earlier_passage(model):
    embedder = StaticEmbedder(model)
    figures = measure(embedder, ["除雪の費用", "除雪の費用", "図書館"], [("除雪の費用", 0), ("除雪の費用", 1)])
    assert (figures.recall_1, figures.recall_5) == (0.5, 1.0)
    assert figures.ndcg_10 == pytest.approx((1 + 1 / np.log2(3)) / 2)
    assert "R@1 0.500" in str(figures)


def test_dev_questions_point_at_their_paragraph(data):
    passages, judged = jaquad_questions(read(data / "jaquad_dev.jsonl.gz"))
    assert len(passages) == 10
    assert judged[3] == (read(data / "jaquad_dev.jsonl.gz")[1]["questions"][1]["question"], 1)
