"""The word side of retrieval: BM25 over character bigrams, whole Latin words and whole numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError

if TYPE_CHECKING:
    from bm25s import BM25

# Source: K1 and B are the values of the reference figures, not tuned on the documents served here.
K1 = 1.2
B = 0.75
_CJK_CLASS = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK = re.compile(f"[{_CJK_CLASS}]")
_TOKEN = re.compile(rf"[{_CJK_CLASS}]+|[0-9]+(?:\.[0-9]+)?|[^\W\d_{_CJK_CLASS}]+|[^\W_{_CJK_CLASS}]")


def lexical_tokens(text: str) -> list[str]:
    """Cut text into what BM25 counts.

    >>> lexical_tokens("节能GB/T 36132，5.5万元")
    ['节能', 'gb', 't', '36132', '5.5', '万元']
    >>> lexical_tokens("第 7 条")
    ['第', '7', '条']
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    tokens: list[str] = []
    for found in _TOKEN.finditer(folded):
        run = found.group()
        if len(run) == 1 or not _CJK.match(run):
            tokens.append(run)
        else:
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
    return tokens


class LexicalIndex:
    """BM25 scores of a fixed list of texts."""

    def __init__(self, model: BM25, size: int) -> None:
        self._model = model
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Count the tokens of every text; the order of the texts is their number from then on."""
        from bm25s import BM25

        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(t, len(vocabulary)) for t in lexical_tokens(text)] for text in texts]
        nothing = vocabulary.setdefault("", len(vocabulary))
        model = BM25(k1=K1, b=B)
        # bm25s divides by the number of texts: an empty corpus gets one text that is never shown.
        model.index((ids or [[nothing]], vocabulary), show_progress=False)
        return cls(model, len(texts))

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._model.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Map an index from disk.

        Raises:
            StoreError: The folder holds no usable index of that many texts.
        """
        from bm25s import BM25

        try:
            model = BM25.load(str(folder), mmap=True, show_progress=False)
            found = int(model.scores["num_docs"])
        except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise StoreError(f"关键词索引无法读取（{folder}）：{error}") from error
        if found != max(size, 1):
            raise StoreError(f"关键词索引有 {found} 段，应有 {size} 段（{folder}）。")
        return cls(model, size)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the BM25 score of every text, (n,); 0 where no token is shared."""
        ids = self._model.get_tokens_ids(lexical_tokens(query))
        if not ids:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._model.get_scores_from_ids(ids), dtype=np.float32)[: self.size]
