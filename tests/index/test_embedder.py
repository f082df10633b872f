from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.documents.library import Library
from assistant.errors import SettingsError
from assistant.index.build import open_index
from assistant.index.embedder import SentenceTransformerEmbedder, load_embedder, query_vectors
from assistant.index.prompting import prompts_of
from assistant.index.remembering import RememberingEmbedder
from assistant.index.static import MODEL_FOLDER, StaticEmbedder
from assistant.retrieval.search import Searcher

TEXTS = ["申报条件", "撤销称号", "节水企业申报条件和时间"]


@pytest.fixture(scope="module")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes a transformer of one layer with random weights, as a folder of the given name."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    def make(name: str, prompts: dict[str, str] | None = None, seed: int = 0) -> Path:
        folder = tmp_path_factory.mktemp("models") / name
        plain = folder.parent / "plain"
        plain.mkdir()
        letters = sorted({*"".join(TEXTS), *"query:passage", *"为这个句子生成表示以用于检索相关文章："})
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
        (plain / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
        BertTokenizer(str(plain / "vocab.txt")).save_pretrained(plain)
        torch.manual_seed(seed)
        config = BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
        BertModel(config).save_pretrained(plain)
        modules = [Transformer(str(plain)), Pooling(16, "mean")]
        SentenceTransformer(modules=modules, prompts=prompts or {}).save(str(folder))
        return folder

    return make


def loaded(folder: Path, **settings: object) -> SentenceTransformerEmbedder:
    embedder = load_embedder(str(folder), device="cpu", **settings)  # type: ignore[arg-type]
    assert isinstance(embedder, SentenceTransformerEmbedder)
    return embedder


def test_no_name_means_the_bundled_model() -> None:
    assert load_embedder(None).name == load_embedder("").name == StaticEmbedder.load(MODEL_FOLDER).name


def test_the_bundled_model_reads_questions_as_passages() -> None:
    embedder = load_embedder()
    assert query_vectors(embedder, TEXTS).tolist() == embedder.encode(TEXTS).tolist()


@pytest.mark.parametrize(
    ("name", "own", "query", "passage"),
    [
        ("bge-small-zh-v1.5", {}, "为这个句子生成表示以用于检索相关文章：", ""),
        ("multilingual-e5-small", {}, "query: ", "passage: "),
        ("Qwen3-Embedding-0.6B", {"query": "Instruct: 检索\nQuery:"}, "Instruct: 检索\nQuery:", ""),
        ("other", {}, "", ""),
    ],
    ids=["bge", "e5", "qwen3", "other"],
)
def test_a_transformer_is_asked_in_the_words_of_its_family(
    name: str, own: dict[str, str], query: str, passage: str, make_model: Callable[..., Path]
) -> None:
    embedder, plain = loaded(make_model(name, own)), loaded(make_model("plain-model"))
    assert embedder.prompts == (query, passage) == prompts_of(name, own)
    assert embedder.dimension == 16
    for vectors, prompt in ((embedder.encode(TEXTS), passage), (query_vectors(embedder, TEXTS), query)):
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0] * 3, abs=1e-5)
        assert vectors == pytest.approx(plain.encode([prompt + text for text in TEXTS]), abs=1e-5)


def test_what_is_remembered_of_a_question_is_not_taken_for_a_passage(make_model: Callable[..., Path]) -> None:
    embedder = loaded(make_model("e5-tiny"))
    remembering = RememberingEmbedder(embedder)
    for _ in range(2):
        assert query_vectors(remembering, TEXTS) == pytest.approx(embedder.encode_queries(TEXTS), abs=1e-5)
        assert remembering.encode(TEXTS) == pytest.approx(embedder.encode(TEXTS), abs=1e-5)


def test_the_size_of_a_batch_changes_no_vector(make_model: Callable[..., Path]) -> None:
    folder = make_model("tiny")
    assert loaded(folder, batch=1).encode(TEXTS) == pytest.approx(
        loaded(folder, batch=64).encode(TEXTS), abs=1e-5
    )


def test_another_model_under_the_same_name_is_told_apart(make_model: Callable[..., Path]) -> None:
    names = [loaded(make_model("tiny", seed=seed)).name for seed in (0, 0, 1)]
    assert names[0] == names[1] != names[2]


def test_a_transformer_serves_an_index(
    make_model: Callable[..., Path], library: Library, tmp_path: Path
) -> None:
    embedder = loaded(make_model("bge-tiny-zh"))
    index = open_index(library, embedder, tmp_path / "data")
    near = Searcher(index).dense_ranking("撤销称号")
    vector = embedder.encode_queries(["撤销称号"])[0]
    best = index.vectors.exact.nearest(vector, 1)[0].position
    assert near[0].clause_id in index.passages[best].clause_ids
    assert not open_index(library, embedder, tmp_path / "data").rebuilt


def test_a_path_that_holds_no_model_is_a_setting_to_mend(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "none", tmp_path / "empty"):
        with pytest.raises(SettingsError, match="ASSISTANT_EMBEDDING_MODEL") as caught:
            load_embedder(str(path))
        assert "\n" not in str(caught.value)


def test_a_named_model_that_is_not_here_while_there_is_no_network_is_a_setting_to_mend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match="不能联网") as caught:
        load_embedder("BAAI/bge-small-zh-v1.5")
    assert "\n" not in str(caught.value)


def test_a_device_that_is_not_there_is_a_setting_to_mend(make_model: Callable[..., Path]) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_EMBEDDING_DEVICE"):
        load_embedder(str(make_model("tiny")), device="cuda:63")
