from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.index.static import MODEL_FOLDER, StaticEmbedder

MAX_MODEL_BYTES = 15_000_000
MODEL = StaticEmbedder.load()


def similarity(one: str, other: str) -> float:
    first, second = MODEL.encode([one, other])
    return float(first @ second)


def test_the_bundled_model_keeps_within_fifteen_megabytes() -> None:
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) <= MAX_MODEL_BYTES


def test_the_bundled_model_loads_without_torch_and_transformers() -> None:
    code = (
        "import sys; from assistant.index.embedder import load_embedder;"
        "load_embedder(None).encode(['最晚什么时候交材料']);"
        "print([name for name in ('torch', 'transformers', 'chromadb') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bundled_model_loads_in_a_moment() -> None:
    started = time.perf_counter()
    StaticEmbedder.load()
    assert time.perf_counter() - started < 1.0


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_every_vector_has_length_one_or_is_zero(text: str) -> None:
    length = float(np.linalg.norm(MODEL.encode([text])[0]))
    assert length == pytest.approx(1.0, abs=1e-4) or length == 0.0


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_a_text_has_the_same_vector_alone_and_among_others(texts: list[str]) -> None:
    together = MODEL.encode(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(MODEL.encode([text])[0], vector, atol=1e-5)


@pytest.mark.parametrize("text", ["龘", "가나다", "𠮷"])
def test_a_character_that_training_never_saw_still_has_a_vector(text: str) -> None:
    assert np.linalg.norm(MODEL.encode([text])[0]) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("材料最晚哪天交", "请于2031年8月20日前将材料报送市工业局。", "企业应当建立节水管理制度。"),
        ("造假会怎么处理", "弄虚作假骗取称号的，撤销其称号。", "本办法自发布之日起施行。"),
        ("找谁问", "联系人：王某，联系电话：61234567。", "企业近三年未发生较大以上事故。"),
        ("what is the deadline", "申报截止时间为9月30日。", "建立健全管理制度。"),
    ],
)
def test_a_lay_question_is_nearer_to_the_clause_that_answers_it(
    question: str, right: str, wrong: str
) -> None:
    assert similarity(question, right) > similarity(question, wrong)


def test_width_and_case_do_not_matter() -> None:
    assert similarity("ＧＢ／Ｔ ３６１３２", "gb/t 36132") == pytest.approx(1.0, abs=1e-4)


def test_a_folder_without_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="重新安装"):
        StaticEmbedder.load(tmp_path)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    for path in MODEL_FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "rows.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(StoreError):
        StaticEmbedder.load(tmp_path)
