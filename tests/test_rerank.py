import json
import math
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from index_folders import fill, reading
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from vectorstore.errors import ModelMissing
from vectorstore.rerank import DEPTH, Reranker, reranked

QUESTION = "除雪はだれがしますか"
PASSAGES = [
    "市道の除雪は市が行います。",
    "図書館は夜八時まで開いています。",
    "町",
    "空き家の持ち主に、片づけの費用を助けます。" * 3,
    "",
]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
LETTERS = sorted({*QUESTION, *"".join(PASSAGES), *"0123456789番目の事業"})


def write_model(folder: Path) -> Path:
    """A random BERT of characters that gives a pair of texts one number."""
    tokenizer = Tokenizer(WordLevel({token: i for i, token in enumerate([*SPECIAL, *LETTERS])}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=128, **names).save_pretrained(folder)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 24}
    torch.manual_seed(0)
    # Larger than usual, so that scores are far apart.
    config = BertConfig(vocab_size=len(SPECIAL) + len(LETTERS), num_labels=1, initializer_range=0.4, **sizes)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("reranker"))


@pytest.fixture(scope="module")
def reranker(folder: Path) -> Reranker:
    return Reranker(str(folder))


def test_every_passage_gets_a_number_of_its_own(reranker: Reranker) -> None:
    scores = reranker.scores(QUESTION, PASSAGES)
    assert len(set(scores)) == len(PASSAGES)
    assert all(isinstance(score, float) and math.isfinite(score) for score in scores)
    assert reranker.scores(QUESTION, []) == []


def test_scores_are_the_same_every_time_and_in_any_company(folder: Path, reranker: Reranker) -> None:
    scores = reranker.scores(QUESTION, PASSAGES)
    assert reranker.scores(QUESTION, PASSAGES) == scores
    assert Reranker(str(folder)).scores(QUESTION, PASSAGES) == scores
    assert Reranker(str(folder), batch_size=2).scores(QUESTION, PASSAGES) == pytest.approx(scores, abs=2e-5)
    assert reranker.scores(QUESTION, PASSAGES[::-1]) == pytest.approx(scores[::-1], abs=2e-5)


def test_question_and_passage_are_read_together(reranker: Reranker) -> None:
    assert reranker.scores("町", ["除雪"]) != reranker.scores("空き家", ["除雪"])


def test_the_order_follows_the_scores(reranker: Reranker) -> None:
    scores = dict(zip(PASSAGES, reranker.scores(QUESTION, PASSAGES), strict=True))
    ordered = reranked(PASSAGES, QUESTION, reranker, text=str)
    assert [scores[passage] for passage in ordered] == sorted(scores.values(), reverse=True)
    assert ordered != PASSAGES


def test_a_candidate_is_anything_with_a_text(reranker: Reranker) -> None:
    by_text = reranked(PASSAGES, QUESTION, reranker, text=str)
    by_number = reranked(range(len(PASSAGES)), QUESTION, reranker, text=PASSAGES.__getitem__)
    assert [PASSAGES[number] for number in by_number] == by_text


def test_only_the_best_candidates_are_read_and_the_others_stay_behind_them(reranker: Reranker) -> None:
    candidates = [f"{number}番目の事業" for number in range(DEPTH + 7)]
    ordered = reranked(candidates, QUESTION, reranker, text=str)
    assert ordered[DEPTH:] == candidates[DEPTH:]
    assert ordered[:DEPTH] != candidates[:DEPTH]
    assert sorted(ordered[:DEPTH]) == sorted(candidates[:DEPTH])


def test_candidates_of_equal_score_keep_their_order(reranker: Reranker) -> None:
    candidates = [(number, PASSAGES[number % 2]) for number in range(8)]
    ordered = reranked(candidates, QUESTION, reranker, text=lambda pair: pair[1])
    for rest in (0, 1):
        assert [number for number, _ in ordered if number % 2 == rest] == list(range(rest, 8, 2))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=8), max_size=6))
def test_no_candidate_is_lost_or_made_up(reranker: Reranker, texts: list[str]) -> None:
    candidates = list(enumerate(texts))
    ordered = reranked(candidates, QUESTION, reranker, text=lambda pair: pair[1])
    assert sorted(ordered) == candidates


def test_an_index_gives_the_best_hits_in_the_order_of_the_reranker(tmp_path: Path, reranker: Reranker) -> None:
    fill(tmp_path)
    with reading(tmp_path) as plain, reading(tmp_path, reranker=reranker) as better:
        before, after = plain.search("除雪の予算", 8), better.search("除雪の予算", 8)
        scores = reranker.scores("除雪の予算", [f"{hit.chunk.context}\n{hit.chunk.text}" for hit in after])
        assert scores == sorted(scores, reverse=True)
        assert {hit.chunk.chunk_id for hit in after} == {hit.chunk.chunk_id for hit in before}
        assert better.search("除雪の予算", 2) == after[:2]
    assert after != before


def test_a_model_that_is_not_here_is_refused_with_what_mends_it(tmp_path: Path) -> None:
    for name in ("office/none-reranker", str(tmp_path / "none")):
        with pytest.raises(ModelMissing, match=f"「{name}」がこのコンピューターにありません.*SHIRUBE_RERANKER"):
            Reranker(name)


@pytest.mark.parametrize("damaged", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_without_a_whole_model_is_refused(tmp_path: Path, damaged: str) -> None:
    folder = write_model(tmp_path / "model")
    (folder / damaged).write_bytes(b"not a model")
    for place in (folder, tmp_path):
        with pytest.raises(ModelMissing, match="クロスエンコーダーのモデルとして読めません"):
            Reranker(str(place))


def test_a_model_that_needs_its_own_program_is_refused_and_nothing_is_run(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "own")
    program = f"from pathlib import Path\nPath({str(tmp_path / 'marker')!r}).touch()\n"
    (folder / "modeling_trap.py").write_text(program, encoding="utf-8")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    calls = {"AutoConfig": "modeling_trap.Trap", "AutoModelForSequenceClassification": "modeling_trap.Trap"}
    config |= {"model_type": "unknown-type", "auto_map": calls}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelMissing, match="読めません"):
        Reranker(str(folder))
    assert not (tmp_path / "marker").exists()
