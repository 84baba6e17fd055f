import gzip
import json
import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from vectorstore.models import corpus as corpora
from vectorstore.models.corpus import HELD_OUT_YEAR, Corpus, Pair, read_corpus
from vectorstore.models.train import Recipe, contrastive_loss, quantized, save, train
from vectorstore.static_embedder import StaticEmbedder
from vectorstore.thesaurus.concepts import Concept

# What the documents write, and what people ask for: only the pairs tell that they belong together.
SUBJECTS = {
    "除雪": "雪",
    "路線バス": "足",
    "図書館": "本",
    "保育所": "子供",
    "移住": "田舎",
    "観光": "旅",
    "下水道": "水",
    "防災": "地震",
    "農業": "畑",
    "健康": "病気",
}
ACTS = [
    "の費用を見直します",
    "の利用者を増やします",
    "の計画を策定しました",
    "について住民の意見を聞きました",
    "の担い手を育てます",
]
# Words of running text that no pair has: only this list brings them together.
GROUPS = "転居\t引っ越し\n住まい\t家屋\n"
CONCEPTS = [
    Concept("welfare", 1, ("高齢",), ("年寄り",), 1.0),
    Concept("finance", 1, ("補助",), ("手当",), 1.0),
    Concept("safety", 1, ("除雪",), ("雪かき",), 1.0),
]
LISTED = "転居 引っ越し 住まい 家屋 高齢 年寄り 補助 手当".split()
TINY = Recipe(pieces=400, dimension=16, epochs=6, batch=32, rate=0.02, lengths=(16, 4))


def write(path, records):
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def write_text(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def plan(subject, number):
    """Five sentences about a subject, no two the same."""
    return "".join(f"第{number + 1}期の{place}番目に、{subject}{act}。" for place, act in enumerate(ACTS, start=1))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder in the shape of the public one, with text of our own; every ninth record is of the year 2018."""
    folder = tmp_path_factory.mktemp("data")
    chance = random.Random(1)
    paragraphs, minutes, assembly = [], [], []
    for number, (subject, everyday) in enumerate([*SUBJECTS.items()] * 3):
        year = 2010 + number % 9
        about = "水族館" if year == 2018 else subject
        text = "".join(f"{subject}{chance.choice(ACTS)}。" for _ in range(5))
        asked = [{"question": f"{everyday}{act[:3]}は何ですか", "answer": subject, "start": 0} for act in ACTS[:2]]
        paragraphs.append({"id": f"p{number}", "title": subject, "text": text, "questions": asked})
        minutes.append(
            {"date": f"{year}/2/16", "meeting": "委員会", "speaker": "課長", "text": f"{plan(about, number)}以上。"}
        )
        assembly.append(
            {
                "ID": f"q{number}",
                "Date": f"{year}-03-01",
                "SubTopic": about,
                "QuestionSummary": f"{about}をどう進めるか。",
                "AnswerSummary": f"{about}{ACTS[number % 5]}。",
            }
        )
    write(folder / "jaquad_train.jsonl.gz", paragraphs)
    write(folder / "committee_minutes.jsonl.gz", minutes)
    write(folder / "assembly_qa.jsonl.gz", assembly)
    write_text(folder / "text" / "plans" / "a.txt", "\n\n".join(plan(s, n) for n, s in enumerate(SUBJECTS)))
    # One text in four is counted, so every word stands in four texts that follow each other.
    doing = ("扱います", "調べます", "伝えます", "まとめます")
    notes = [f"町の窓口は{word}を{act}。" for word in (*LISTED, *SUBJECTS.values()) for act in doing]
    write_text(folder / "text" / "notes" / "a.txt", "\n\n".join(notes))
    write_text(
        folder / "pairs" / "faq.tsv", "雪はいつ片づきますか\t除雪は朝の五時に始めます。\n一列だけ\n\n三\tつの\t列\n"
    )
    write_text(folder / "groups" / "words.tsv", GROUPS)
    return folder


@pytest.fixture(scope="module")
def corpus(data):
    return read_corpus(data, CONCEPTS, seed=3)


@pytest.fixture(scope="module")
def model(corpus, tmp_path_factory):
    return trained(corpus, TINY, tmp_path_factory.mktemp("model"))


def trained(corpus, recipe, folder):
    save(folder, *train(corpus, recipe, lambda line: None), learnt=recipe.dimension)
    return folder


def asked_and_answered(folder):
    """Vectors of questions in everyday words and of the passages that answer them, row by row."""
    embedder = StaticEmbedder(folder)
    questions = embedder.passages([f"{everyday}はどうしますか" for everyday in SUBJECTS.values()])
    return questions, embedder.passages([f"{subject}の担い手を育てます。" for subject in SUBJECTS])


def mean_reciprocal_rank(folder):
    questions, passages = asked_and_answered(folder)
    cosines = questions @ passages.T
    return (1 / (1 + (cosines > np.diag(cosines)[:, None]).sum(axis=1))).mean()


def loss_of_the_first(length, folder):
    questions, passages = (
        torch.nn.functional.normalize(torch.tensor(rows[:, :length]), dim=1) for rows in asked_and_answered(folder)
    )
    places = torch.arange(len(questions))
    return contrastive_loss(questions, passages, places, places, scale=TINY.scale)


def test_two_runs_write_the_same_bytes(corpus, model, tmp_path):
    trained(corpus, TINY, tmp_path)
    names = sorted(path.relative_to(model) for path in model.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    for name in names:
        assert (tmp_path / name).read_bytes() == (model / name).read_bytes(), name


def test_the_model_loads_in_sentence_transformers_and_reads_the_same_without_it(model):
    texts = ["除雪の費用を見直します。", "図書館はどうなりますか"]
    theirs = SentenceTransformer(str(model), device="cpu", local_files_only=True).float().encode(texts)
    np.testing.assert_allclose(StaticEmbedder(model).passages(texts), theirs, atol=1e-5)
    assert theirs.shape == (2, TINY.dimension + TINY.signature)


def test_stored_numbers_are_at_most_half_a_step_off_and_rows_of_zeros_stay():
    weights = np.vstack([np.random.default_rng(1).normal(size=(50, 8)), np.zeros((1, 8))]).astype(np.float32)
    stored = quantized(weights)
    again = stored["embeddings"].astype(np.float32) * stored["weights"][:, None]
    assert stored["embeddings"].dtype == np.int8
    assert (np.abs(again - weights) <= 0.51 * stored["weights"][:, None]).all()
    assert not again[-1].any()


def test_signatures_stand_behind_what_was_learnt_and_only_say_which_pieces_there_are(model):
    embedder = StaticEmbedder(model)
    one, other = embedder.passages(["転居", "引っ越し"])
    meaning = embedder.meanings(["転居", "引っ越し"])
    assert meaning.shape == (2, TINY.dimension)
    assert embedder.dimension == TINY.dimension + TINY.signature
    assert one @ other < meaning[0] @ meaning[1]


def test_a_model_card_in_the_folder_stays(corpus, tmp_path):
    write_text(tmp_path / "README.md", "カード")
    trained(corpus, replace(TINY, epochs=1), tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "カード"


def test_training_lifts_the_right_passage(corpus, model, tmp_path):
    untrained = trained(corpus, replace(TINY, rate=0.0), tmp_path)
    assert mean_reciprocal_rank(untrained) < 0.5
    assert mean_reciprocal_rank(model) > 0.8


def test_shorter_vectors_are_trained_too(corpus, model, tmp_path):
    whole = trained(corpus, replace(TINY, lengths=(16,)), tmp_path)
    assert loss_of_the_first(4, model) < 0.8 * loss_of_the_first(4, whole)


def test_progress_names_what_is_learnt(corpus):
    lines = []
    train(corpus, replace(TINY, epochs=1), lines.append)
    assert f"learning from {len(corpus.pairs)} pairs, 2 groups and 3 concepts" in lines
    assert lines[-1].startswith("step ")


def test_synonyms_and_names_of_a_concept_come_near_each_other(model):
    for pairs in (["転居", "引っ越し", "住まい", "家屋"], ["高齢", "年寄り", "補助", "手当"]):
        first, same, other, other_same = StaticEmbedder(model).passages(pairs)
        assert min(first @ same, other @ other_same) > max(first @ other, first @ other_same, same @ other) + 0.3


def test_words_of_groups_and_concepts_are_pieces_when_there_is_room_for_few():
    corpus = Corpus(
        ("除雪の費用を見直します。",) * 4, (Pair("除雪", "除雪の費用", "a"),), (("転居", "引っ越し"),), tuple(CONCEPTS)
    )
    tokenizer, weights = train(corpus, replace(TINY, pieces=40, epochs=1), lambda line: None)
    assert {"転居", "引っ越し", "除雪", "雪かき"} <= set(tokenizer.get_vocab())
    assert weights.shape == (tokenizer.get_vocab_size(), TINY.dimension + TINY.signature)


def test_the_held_out_year_is_neither_read_nor_paired(corpus):
    assert HELD_OUT_YEAR == "2018"
    assert not any("水族館" in text for text in corpus.texts)
    assert not any("水族館" in pair.query + pair.passage for pair in corpus.pairs)
    assert any("保育所をどう進めるか" in text for text in corpus.texts)


def test_tuning_leaves_out_more(corpus, data):
    tuning = read_corpus(data, CONCEPTS, seed=3, tuning=True)
    assert set(tuning.texts) < set(corpus.texts)
    everything, tuned = ({pair.passage_id.partition(":")[0] for pair in found.pairs} for found in (corpus, tuning))
    assert everything - tuned == {"jaquad"}
    assert {"assembly", "minutes", "text/plans", "text/notes", "faq"} <= tuned
    left_out = {f"assembly:q{number}" for number in range(30) if number % 9 in {5, 6, 7}}
    assert left_out & {pair.passage_id for pair in corpus.pairs} == left_out
    assert not left_out & {pair.passage_id for pair in tuning.pairs}


def test_a_sentence_of_the_minutes_is_not_in_the_passage_it_is_paired_with(data):
    speeches = [record["text"] for record in corpora.read_records(data / "committee_minutes.jsonl.gz")]
    minutes = list(corpora.minutes_pairs(speeches, seed=3))
    assert minutes
    for pair in minutes:
        assert pair.query.endswith("。")
        assert pair.query not in pair.passage
        assert len(pair.passage) > len(pair.query)


def test_a_paraphrased_sentence_belongs_to_the_passage_it_was_taken_from(data):
    for name, documents in corpora.read_sources(data).items():
        said = list(corpora.paraphrase_pairs(name, documents, CONCEPTS, seed=3))
        assert said
        for pair in said:
            official = pair.query
            for concept in CONCEPTS:
                official = official.replace(concept.everyday[0], concept.terms[0])
            assert official != pair.query
            assert official in pair.passage


def test_a_passage_has_one_id_however_its_query_was_made(corpus):
    ids = {}
    for pair in corpus.pairs:
        if pair.passage_id.startswith("minutes:"):
            ids.setdefault(pair.passage_id, []).append(pair.passage)
    # A window without one of its sentences, and the same window whole.
    assert any(len(passages) > 1 and max(map(len, passages)) > min(map(len, passages)) for passages in ids.values())


def test_running_text_pairs_and_groups_are_read_where_they_are_at_hand(corpus, tmp_path):
    assert [pair for pair in corpus.pairs if pair.passage_id.startswith("faq:")] == [
        Pair("雪はいつ片づきますか", "除雪は朝の五時に始めます。", "faq:0")
    ]
    assert all(plan(subject, number) in corpus.texts for number, subject in enumerate(SUBJECTS))
    assert len(set(corpus.texts)) == len(corpus.texts)
    assert corpus.groups == (("転居", "引っ越し"), ("住まい", "家屋"))
    assert read_corpus(tmp_path, seed=3) == Corpus((), (), ())


def test_no_source_drowns_the_others(data, monkeypatch):
    monkeypatch.setattr(corpora, "_LONGEST_SOURCE", len(plan("除雪", 0)) + 1)
    assert corpora.read_sources(data)["plans"] == [plan("除雪", 0), plan("路線バス", 1)]
    assert len(corpora.read_sources(data)["notes"]) > 2


def test_reading_twice_gives_the_same_corpus(corpus, data):
    assert read_corpus(data, CONCEPTS, seed=3) == corpus
