import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from ingest.errors import ShirubeError
from vectorstore.errors import ModelMissing
from vectorstore.library_embedder import SentenceTransformerEmbedder
from vectorstore.load_embedder import load_embedder
from vectorstore.model_identity import content_hash
from vectorstore.static_embedder import SHIPPED_MODEL, StaticEmbedder

TEXTS = [
    "令和6年度の除雪計画では、市道の延長320kmを対象とします。",
    "図書館の開館時間を午後8時まで延ばしました。",
    "ＩＣＴを活用した「スマート農業」の実証\n（案）",
    "Open data は CC BY 4.0 で公開します。",
    "𠮷野家 ㍻ ①②  ー",
]


@pytest.fixture(scope="module")
def shipped():
    return load_embedder()


@pytest.fixture(scope="module")
def by_sentence_transformers():
    return SentenceTransformerEmbedder(str(SHIPPED_MODEL), batch_size=2)


def test_texts_without_repetitions_have_the_vectors_of_sentence_transformers(shipped, by_sentence_transformers):
    texts = ["図書館の開館時間", "除雪計画", "𠮷野家 ㍻", "open data"]
    np.testing.assert_allclose(shipped.passages(texts), by_sentence_transformers.passages(texts), atol=1e-5)
    np.testing.assert_allclose(shipped.query(texts[0]), by_sentence_transformers.query(texts[0]), atol=1e-5)


def test_a_piece_said_again_counts_less_each_time(shipped, by_sentence_transformers):
    once, other = by_sentence_transformers.passages(["除雪", "図書館"])
    lengths = [
        np.linalg.norm(by_sentence_transformers._model[0].embedding.weight.detach().numpy()[ids].sum(axis=0))
        for ids in (shipped._tokenizer.encode(text, add_special_tokens=False).ids for text in ("除雪", "図書館"))
    ]
    wanted = (1 + np.log(3)) * lengths[0] * once + lengths[1] * other
    found = shipped.query("除雪 除雪 除雪 図書館")
    np.testing.assert_allclose(found, wanted / np.linalg.norm(wanted), atol=1e-2)


@pytest.mark.parametrize("name", ["shipped", "by_sentence_transformers"])
def test_rows_are_unit_vectors_in_single_precision(name, request):
    embedder = request.getfixturevalue(name)
    rows = embedder.passages(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert embedder.query("除雪").shape == (embedder.dimension,)


@pytest.mark.parametrize("name", ["shipped", "by_sentence_transformers"])
def test_no_texts_give_an_empty_array_of_the_right_width(name, request):
    embedder = request.getfixturevalue(name)
    assert embedder.passages([]).shape == (0, embedder.dimension)
    assert embedder.embed_documents([]) == []


def test_a_text_without_tokens_is_a_row_of_zeros_and_leaves_its_neighbours_alone(shipped):
    rows = shipped.passages(["", TEXTS[0], " \n　", TEXTS[1]])
    assert not rows[0].any()
    assert not rows[2].any()
    np.testing.assert_array_equal(rows[[1, 3]], shipped.passages(TEXTS[:2]))


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8))
def test_a_vector_does_not_depend_on_the_batch(texts):
    embedder = shared_embedder()
    rows = embedder.passages(texts)
    assert np.isfinite(rows).all()
    for text, row in zip(texts, rows, strict=True):
        np.testing.assert_array_equal(embedder.query(text), row)


def shared_embedder(known=[]):  # noqa: B006 - hypothesis reuses function-scoped state; one load is enough
    if not known:
        known.append(load_embedder())
    return known[0]


def test_more_texts_than_a_batch_keep_their_order(shipped):
    texts = [f"{i}番目の事業" for i in range(150)]
    rows = shipped.passages(texts)
    np.testing.assert_array_equal(rows[149], shipped.query(texts[149]))
    np.testing.assert_array_equal(rows[64], shipped.query(texts[64]))


def test_letter_width_and_case_do_not_matter(shipped):
    np.testing.assert_array_equal(shipped.query("ＩＣＴ活用"), shipped.query("ict活用"))


def test_a_question_is_nearer_to_its_passage_than_to_another(shipped):
    passages = ["除雪は市道の延長320kmを対象に行います。", "図書館は午後8時まで開館しています。"]
    assert (shipped.passages(passages) @ shipped.query("図書館は何時まで開いていますか")).argmax() == 1


def test_langchain_gets_lists(shipped):
    assert shipped.embed_query(TEXTS[0]) == shipped.query(TEXTS[0]).tolist()
    assert shipped.embed_documents(TEXTS) == shipped.passages(TEXTS).tolist()


def test_loading_the_shipped_model_imports_no_torch():
    program = (
        "import sys; from vectorstore.load_embedder import load_embedder; load_embedder().query('町');"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'chromadb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_identity_names_content_and_dimension_and_not_the_place(shipped, tmp_path):
    copy = tmp_path / SHIPPED_MODEL.name
    shutil.copytree(SHIPPED_MODEL, copy)
    assert StaticEmbedder(copy).identity == shipped.identity
    assert content_hash(SHIPPED_MODEL) in shipped.identity
    assert f"dimension={shipped.dimension}" in shipped.identity
    (copy / "README.md").write_text("changed", encoding="utf-8")
    assert StaticEmbedder(copy).identity == shipped.identity


def test_other_weights_are_another_identity(shipped, tmp_path):
    copy = tmp_path / SHIPPED_MODEL.name
    shutil.copytree(SHIPPED_MODEL, copy)
    save_file({"embedding.weight": np.ones((32_000, 8), np.float16)}, copy / "model.safetensors")
    assert StaticEmbedder(copy).identity != shipped.identity


def test_prompts_change_vectors_and_identity(by_sentence_transformers):
    prompted = SentenceTransformerEmbedder(str(SHIPPED_MODEL), query_prompt="質問: ", passage_prompt="文書: ")
    assert prompted.identity != by_sentence_transformers.identity
    np.testing.assert_allclose(prompted.query("除雪"), by_sentence_transformers.query("質問: 除雪"), atol=1e-6)
    np.testing.assert_allclose(
        prompted.passages(["除雪"]), by_sentence_transformers.passages(["文書: 除雪"]), atol=1e-6
    )


def test_the_models_own_prompts_are_used(by_sentence_transformers, tmp_path):
    copy = tmp_path / "prompted"
    shutil.copytree(SHIPPED_MODEL, copy)
    configuration = json.loads((copy / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    configuration["prompts"] = {"query": "質問: ", "passage": "文書: "}
    (copy / "config_sentence_transformers.json").write_text(json.dumps(configuration), encoding="utf-8")
    own = load_embedder(str(copy))
    np.testing.assert_allclose(own.query("除雪"), by_sentence_transformers.query("質問: 除雪"), atol=1e-6)
    np.testing.assert_allclose(own.passages(["除雪"]), by_sentence_transformers.passages(["文書: 除雪"]), atol=1e-6)
    plain = load_embedder(str(copy), query_prompt="", passage_prompt="")
    np.testing.assert_allclose(plain.query("除雪"), by_sentence_transformers.query("除雪"), atol=1e-6)


def test_models_known_to_need_prompts_get_them(tmp_path):
    copy = tmp_path / "multilingual-e5-like"
    shutil.copytree(SHIPPED_MODEL, copy)
    assert "query='query: ';passage='passage: '" in load_embedder(str(copy)).identity


def test_a_model_that_is_not_here_is_refused_with_what_mends_it():
    with pytest.raises(ModelMissing, match="hf download intfloat/multilingual-e5-small"):
        load_embedder("intfloat/multilingual-e5-small")


def test_a_missing_folder_and_a_folder_without_a_model_are_refused(tmp_path):
    with pytest.raises(ModelMissing, match="がありません"):
        load_embedder(str(tmp_path / "none"))
    with pytest.raises(ModelMissing, match="読めません"):
        load_embedder(str(tmp_path))


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_damaged_static_model_is_refused(tmp_path, name):
    copy = tmp_path / "damaged"
    shutil.copytree(SHIPPED_MODEL, copy)
    (copy / name).write_bytes(b"not a model")
    with pytest.raises(ShirubeError, match="読めません"):
        StaticEmbedder(copy)


OFFLINE_PROGRAM = """
import os, socket, sys
def refuse(*arguments):
    os._exit(9)
socket.socket.connect = refuse
from vectorstore.load_embedder import load_embedder
print(load_embedder("office/model", query_prompt="問: ").identity)
"""


def test_a_model_fetched_earlier_is_read_from_the_cache_without_a_connection(tmp_path):
    repository = tmp_path / "models--office--model"
    shutil.copytree(SHIPPED_MODEL, repository / "snapshots" / ("a" * 40))
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("a" * 40, encoding="utf-8")
    environment = {**os.environ, "HF_HUB_CACHE": str(tmp_path)}
    command = [sys.executable, "-c", OFFLINE_PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == f"office/model@{'a' * 40};query='問: ';passage='';dimension=384"
