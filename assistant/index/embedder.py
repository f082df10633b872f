"""What turns text into vectors: the bundled static model, or any sentence-transformers model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import SettingsError
from assistant.index.static import StaticEmbedder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32


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


class SentenceTransformerEmbedder:
    """A model of the sentence-transformers library, by name or path."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self.name = f"sentence-transformers-{name}"
        self._model = model
        self.dimension = int(self.encode(["一"]).shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, (n, d)."""
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def load_embedder(name: str | None = None) -> Embedder:
    """Load the bundled model (no name), or a sentence-transformers model by name or path.

    Raises:
        SettingsError: No such model can be loaded.
        StoreError: The bundled model is damaged.
    """
    if not name:
        return StaticEmbedder.load()
    # Imported here: it brings torch, 8 seconds and 450 MB that the bundled model does without.
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name)
    except (OSError, ValueError, RuntimeError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SettingsError(
            f"检索模型“{name}”无法载入：{first}。"
            "请检查 ASSISTANT_EMBEDDING_MODEL 的名称或路径，留空则用内置模型。"
        ) from error
    return SentenceTransformerEmbedder(model, name)
