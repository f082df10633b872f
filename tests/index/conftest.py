"""Two small invented notices, parsed by the real parser, and a small real embedder."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.documents.library import Library, load_library
from assistant.index.lexical import lexical_tokens

NOTICE = """某市工业局关于开展节水企业申报工作的通知
各区县工业主管部门：
为推进节水工作，现就有关事项通知如下。
一、申报条件
申报企业应当符合以下条件：
（一）在本市注册并具有独立法人资格；
（二）近三年未发生较大以上安全事故；
（三）已安装取水计量设施。
二、申报时间
请各区县于2031年8月20日前将推荐材料报送市工业局。
联系人：王某，联系电话：61234567。
某市工业局
2031年3月1日
"""
MEASURE = """某省智能仓库管理办法
第一条 为规范智能仓库的认定和管理，制定本办法。
第二条 智能仓库每两年复核一次，复核不合格的限期整改。
第三条 有下列情形之一的，撤销智能仓库称号：
（一）弄虚作假骗取称号的；
（二）停产一年以上的。
第四条 本办法自2030年1月1日起施行，有效期五年。
"""


class HashedBigrams:
    """An embedder without a model: bigrams fall into 64 buckets."""

    dimension = 64

    def __init__(self, name: str = "hashed") -> None:
        self.name = name

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for token in lexical_tokens(text):
                vectors[row, zlib.crc32(token.encode()) % self.dimension] += 1.0
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(length, 1e-12), dtype=np.float32)


@pytest.fixture
def make_embedder() -> Callable[[str], HashedBigrams]:
    return HashedBigrams


@pytest.fixture
def make_library(tmp_path: Path) -> Callable[..., Library]:
    def make(**texts: str) -> Library:
        folder = tmp_path / f"corpus-{len(list(tmp_path.iterdir()))}"
        for name, text in texts.items():
            (folder / "documents" / name).mkdir(parents=True)
            (folder / "documents" / name / "original.txt").write_text(text, encoding="utf-8")
        return load_library(folder)

    return make


@pytest.fixture
def library(make_library: Callable[..., Library]) -> Library:
    return make_library(notice=NOTICE, measure=MEASURE)
