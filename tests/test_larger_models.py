import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from index_folders import put, reading, writing
from paragraphs import KITAMI, OTARU, RUMOI
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing
from transformers import ModernBertConfig, ModernBertModel, PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

from vectorstore.errors import IndexMismatch, ModelMissing
from vectorstore.library_embedder import SentenceTransformerEmbedder
from vectorstore.load_embedder import load_embedder
from vectorstore.model_identity import content_hash

TEXTS = [
    "除雪は市道の延長三百キロを対象とします。",
    "図書館は夜八時まで開いています。",
    "町",
    "空き家の持ち主に、片づけの費用を助ける。" * 4,
    "",
]
PROMPTS = {"multilingual-e5-tiny": ("query: ", "passage: "), "ruri-v3-tiny": ("検索クエリ: ", "検索文書: ")}
NAMES = [*PROMPTS, "bge-m3-tiny"]
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
LETTERS = sorted(set("".join([*TEXTS, *(prompt for pair in PROMPTS.values() for prompt in pair)])))
SIZES = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48}
# Published models name their modules so.
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]
POOLING = {"word_embedding_dimension": 32, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}
# Leaves a trace when it is executed, from wherever it is copied to.
TRAP = "from pathlib import Path\nPath({marker!r}).touch()\nraise RuntimeError('executed')\n"


def write_json(file: Path, content: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def write_model(folder: Path, *, seed: int = 0) -> Path:
    """A random encoder of characters: ModernBERT where the name says ruri, XLM-RoBERTa elsewhere."""
    tokenizer = Tokenizer(WordLevel({token: i for i, token in enumerate([*SPECIAL, *LETTERS])}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    ends = [("<s>", 0), ("</s>", 2)]
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=ends)
    names = {"bos_token": "<s>", "cls_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "sep_token": "</s>"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", model_max_length=256, **names)
    fast.save_pretrained(folder)
    # Larger than usual, so that texts are far apart.
    torch.manual_seed(seed)
    options = {**SIZES, "vocab_size": len(SPECIAL) + len(LETTERS), "initializer_range": 0.3, "pad_token_id": 1}
    ids = {"bos_token_id": 0, "eos_token_id": 2, "cls_token_id": 0, "sep_token_id": 2}
    if "ruri" in folder.name:
        model = ModernBertModel(ModernBertConfig(**options, **ids, local_attention=8, reference_compile=False))
    else:
        model = XLMRobertaModel(XLMRobertaConfig(**options, max_position_embeddings=260, type_vocab_size=1))
    model.save_pretrained(folder)
    write_json(folder / "modules.json", MODULES)
    write_json(folder / "1_Pooling" / "config.json", POOLING)
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("models")
    return {name: write_model(base / name) for name in NAMES}


@pytest.fixture(scope="module", params=NAMES)
def folder(request: pytest.FixtureRequest, folders: dict[str, Path]) -> Path:
    return folders[request.param]


@pytest.fixture(scope="module")
def embedder(folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(folder))


@pytest.fixture(scope="module")
def plain(folder: Path) -> SentenceTransformerEmbedder:
    """Without any prompt."""
    return SentenceTransformerEmbedder(str(folder), query_prompt="", passage_prompt="")


def assert_unit_rows(rows: np.ndarray, count: int) -> None:
    assert rows.shape == (count, 32)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_question_and_passage_differ_where_the_prompts_do(folder: Path, embedder: SentenceTransformerEmbedder) -> None:
    for text in TEXTS:
        apart = np.abs(embedder.query(text) - embedder.passages([text])[0]).max()
        assert apart > 1e-3 if folder.name in PROMPTS else apart < 1e-6


def test_a_prompt_stands_before_the_text(
    folder: Path, embedder: SentenceTransformerEmbedder, plain: SentenceTransformerEmbedder
) -> None:
    query, passage = PROMPTS.get(folder.name, ("", ""))
    for text in TEXTS:
        np.testing.assert_allclose(embedder.query(text), plain.query(query + text), atol=1e-5)
        np.testing.assert_allclose(embedder.passages([text]), plain.passages([passage + text]), atol=1e-5)


def test_prompts_that_are_given_replace_the_models_own(folder: Path, plain: SentenceTransformerEmbedder) -> None:
    given = SentenceTransformerEmbedder(str(folder), query_prompt="町: ", passage_prompt="空き家: ")
    np.testing.assert_allclose(given.query("除雪"), plain.query("町: 除雪"), atol=1e-5)
    np.testing.assert_allclose(given.passages(["除雪"]), plain.passages(["空き家: 除雪"]), atol=1e-5)


def test_the_identity_names_content_prompts_and_dimension(folder: Path, embedder: SentenceTransformerEmbedder) -> None:
    query, passage = PROMPTS.get(folder.name, ("", ""))
    version = content_hash(folder)
    assert embedder.identity == f"{folder.name}@{version};query={query!r};passage={passage!r};dimension=32"
    assert embedder.dimension == 32


def test_other_weights_and_other_prompts_are_other_identities(folder: Path, tmp_path: Path) -> None:
    other = write_model(tmp_path / folder.name, seed=1)
    models = [load_embedder(str(path)) for path in (folder, other)]
    models += [load_embedder(str(folder), query_prompt="問: "), load_embedder(str(folder), passage_prompt="文: ")]
    assert len({model.identity for model in models}) == 4


def test_rows_are_unit_vectors_and_the_same_every_time(folder: Path, embedder: SentenceTransformerEmbedder) -> None:
    rows = embedder.passages(TEXTS)
    assert_unit_rows(rows, len(TEXTS))
    assert len(np.unique(rows.round(3), axis=0)) == len(TEXTS)
    np.testing.assert_array_equal(embedder.passages(TEXTS), rows)
    np.testing.assert_array_equal(SentenceTransformerEmbedder(str(folder)).passages(TEXTS), rows)
    assert embedder.passages([]).shape == (0, 32)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_batch_size_hardly_changes_a_vector(folder: Path, embedder: SentenceTransformerEmbedder, size: int) -> None:
    small = SentenceTransformerEmbedder(str(folder), batch_size=size)
    np.testing.assert_allclose(small.passages(TEXTS), embedder.passages(TEXTS), atol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16", "auto"])
def test_any_precision_gives_unit_rows_in_single_precision(
    folder: Path, embedder: SentenceTransformerEmbedder, dtype: str
) -> None:
    rows = SentenceTransformerEmbedder(str(folder), dtype=dtype).passages(TEXTS)
    assert_unit_rows(rows, len(TEXTS))
    assert (rows * embedder.passages(TEXTS)).sum(axis=1).min() > 0.98


def run(program: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_a_revision_that_was_asked_for_is_read_from_the_cache_and_named(tmp_path: Path) -> None:
    repository = tmp_path / "models--office--multilingual-e5-tiny"
    snapshots = repository / "snapshots"
    for seed, (name, commit) in enumerate({"main": "a" * 40, "v1": "b" * 40}.items()):
        write_model(snapshots / commit, seed=seed)
        (repository / "refs").mkdir(exist_ok=True)
        (repository / "refs" / name).write_text(commit, encoding="utf-8")
    program = "import sys; from vectorstore.load_embedder import load_embedder; "
    program += "found = load_embedder('office/multilingual-e5-tiny', revision=sys.argv[1]); "
    program += "print(found.identity); print(found.embed_query('町'))"
    done = run(program, "v1", HF_HUB_CACHE=str(tmp_path))
    assert not done.returncode, done.stderr[-2000:]
    identity, vector = done.stdout.splitlines()
    assert identity == f"office/multilingual-e5-tiny@{'b' * 40};query='query: ';passage='passage: ';dimension=32"
    here = SentenceTransformerEmbedder(str(snapshots / ("b" * 40)), query_prompt="query: ")
    np.testing.assert_allclose(json.loads(vector), here.query("町"), atol=1e-5)


def trapped(folder: Path, where: str) -> Path:
    """A model that calls for a program of its own, which makes a file beside the model's folder."""
    write_model(folder)
    (folder / "modeling_trap.py").write_text(TRAP.format(marker=str(folder.parent / "marker")), encoding="utf-8")
    if where == "modules":
        write_json(folder / "modules.json", [{**MODULES[0], "type": "modeling_trap.Trap"}, MODULES[1]])
    else:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        calls = {"AutoConfig": "modeling_trap.Trap", "AutoModel": "modeling_trap.Trap"}
        write_json(folder / "config.json", {**config, "auto_map": calls, "model_type": where})
    return folder


@pytest.mark.parametrize("where", ["unknown-type", "modules"])
def test_a_model_that_needs_its_own_program_is_refused_and_nothing_is_run(tmp_path: Path, where: str) -> None:
    folder = trapped(tmp_path / "bge-m3-own", where)
    with pytest.raises(ModelMissing, match=r"bge-m3-own.*実行.*SHIRUBE_TRUST_REMOTE_CODE=true"):
        load_embedder(str(folder))
    assert not (tmp_path / "marker").exists()


def test_a_known_kind_of_model_never_runs_its_own_program(tmp_path: Path) -> None:
    assert load_embedder(str(trapped(tmp_path / "bge-m3-own", "xlm-roberta"))).dimension == 32
    assert not (tmp_path / "marker").exists()


def test_the_program_is_run_only_for_those_who_trust_it(tmp_path: Path) -> None:
    folder = trapped(tmp_path / "bge-m3-own", "unknown-type")
    program = "import sys; from vectorstore.load_embedder import load_embedder; "
    program += "load_embedder(sys.argv[1], trust_remote_code=True)"
    assert "RuntimeError: executed" in run(program, folder, HF_HOME=str(tmp_path / "home")).stderr
    assert (tmp_path / "marker").exists()


def test_an_index_embeds_only_texts_that_it_has_not_seen(tmp_path: Path, embedder: SentenceTransformerEmbedder) -> None:
    seen: list[tuple[int, int]] = []
    texts = {"kitami.txt": KITAMI, "otaru.txt": OTARU, "copy.txt": OTARU, "rumoi.txt": RUMOI}
    for names in (["kitami.txt", "otaru.txt"], ["copy.txt"], ["rumoi.txt"]):
        with writing(tmp_path, embedder=embedder) as writer:
            for name in names:
                put(writer, name, texts[name])
            assert writer.publish(lambda done, total: seen.append((done, total)))
    assert seen == [(6, 6), (2, 2)]
    with reading(tmp_path, embedder=embedder) as index:
        assert index.chunk_count == 11
        assert "除雪" in index.search("小樽市の除雪の予算", 1)[0].chunk.text


def test_an_index_is_refused_to_the_same_model_with_other_prompts(
    tmp_path: Path, folder: Path, embedder: SentenceTransformerEmbedder
) -> None:
    with writing(tmp_path, embedder=embedder) as writer:
        put(writer, "kitami.txt", KITAMI)
        writer.publish()
    for prompts in ({"query_prompt": "問: "}, {"passage_prompt": "文: "}):
        other = SentenceTransformerEmbedder(str(folder), **prompts)
        for use in (reading, writing):
            with pytest.raises(IndexMismatch, match=r"埋め込みモデル.*--rebuild"):
                use(tmp_path, embedder=other)
    with reading(tmp_path, embedder=SentenceTransformerEmbedder(str(folder))) as index:
        assert index.chunk_count == 3
