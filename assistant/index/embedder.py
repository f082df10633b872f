"""What turns text into vectors: the bundled static model, or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.errors import SettingsError
from assistant.index.prompting import Prompts, prompts_of
from assistant.index.static import bundled

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32


class Embedder(Protocol):
    """Turns texts into unit vectors; the same text always gives the same vector.

    Attributes:
        name: Changes whenever the vectors may change; the index is built anew then.
        dimension: Length of every vector.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def dimension(self) -> int: ...  # noqa: D102

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, (n, d); a text without any known token may be all zero."""
        ...


@runtime_checkable
class QueryEmbedder(Protocol):
    """An embedder that reads questions in another way than passages."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a question, (n, d), to be held against those of passages."""
        ...


def query_vectors(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit vector a question, (n, d), as the embedder reads questions."""
    # To ask whether it is a QueryEmbedder goes through a protocol's members each time.
    encode = getattr(embedder, "encode_queries", embedder.encode)
    found: NDArray[np.float32] = encode(texts)
    return found


class SentenceTransformerEmbedder:
    """A model of the sentence-transformers library.

    Args:
        name: Name or path it was loaded by.
        batch: Texts encoded at once.
    """

    def __init__(self, model: SentenceTransformer, name: str, batch: int = BATCH) -> None:
        self.prompts = prompts_of(name, model.prompts or {})
        self.name = f"sentence-transformers-{Path(name).name}-{_fingerprint(model, self.prompts)}"
        self._model = model
        self._batch = batch
        self.dimension = int(self.encode(["一"]).shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a passage, (n, d)."""
        return self._encoded(texts, self.prompts.passage)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a question, (n, d)."""
        return self._encoded(texts, self.prompts.query)

    def _encoded(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=self._batch,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def load_embedder(name: str | None = None, *, device: str = "auto", batch: int = BATCH) -> Embedder:
    """Load the bundled model (no name), or a sentence-transformers model by name or path.

    What lies on this machine is taken first, so that a start needs no network; ``device`` is auto (an
    accelerator where there is one), cpu, cuda, cuda:N or mps.

    Raises:
        SettingsError: No such model can be loaded.
        StoreError: The bundled model is damaged.
    """
    if not name:
        return bundled()
    # Imported here: it brings torch, 8 seconds and 450 MB that the bundled model does without.
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    where = None if device == "auto" else device
    try:
        try:
            model = SentenceTransformer(name, device=where, local_files_only=True)
        except (OSError, ValueError):
            if Path(name).exists() or not re.fullmatch(r"[\w.-]+(/[\w.-]+)?", name):
                raise
            model = SentenceTransformer(name, device=where)
        return SentenceTransformerEmbedder(model, name, batch)
    except Exception as error:
        # Whatever the many libraries behind a model raise, the operator can only mend the setting.
        first = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise SettingsError(
            f"检索模型“{name}”无法载入：{first}。请检查 ASSISTANT_EMBEDDING_MODEL 的名称或路径（本机不能联网时，"
            "先在能联网的机器上下载模型，再填写模型目录的路径）和 ASSISTANT_EMBEDDING_DEVICE；留空则用内置模型。"
        ) from error


def _fingerprint(model: SentenceTransformer, prompts: Prompts) -> str:
    """Changes with the weights, a sample of each, with the prompts and with the greatest length."""
    digest = hashlib.sha256(repr((tuple(prompts), model.max_seq_length)).encode())
    for name, weights in sorted(model.state_dict().items()):
        sample = weights.detach().flatten()[:: max(weights.numel() // 16, 1)].float().cpu().numpy()
        digest.update(name.encode() + np.ascontiguousarray(sample).tobytes())
    return digest.hexdigest()[:12]
