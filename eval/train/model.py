"""The trainable form of the static embedder (torch) and its export to int8 rows (numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from assistant.index.features import Features, TokenBags

# Low on purpose: with 20 and more the lay questions are learnt by heart.
SCALE = 12.0
_HIDDEN = -1e4


class TrainableEmbedder(torch.nn.Module):
    """One vector and one weight a token; a text is the normalised weighted sum of its tokens."""

    def __init__(self, features: Features, dimension: int, frequencies: NDArray[np.float64]) -> None:
        super().__init__()
        self.features = features
        rows = torch.randn(features.size, dimension) / dimension**0.5
        self.rows = torch.nn.Parameter(rows)
        share = torch.from_numpy(frequencies / frequencies.sum()).float()
        self.log_weight = torch.nn.Parameter(torch.log(1e-3 / (1e-3 + share)))

    def forward(self, texts: Sequence[str]) -> torch.Tensor:
        """Return unit vectors (n, d)."""
        return self.embed(self.features.bags(texts))

    def embed(self, bags: TokenBags) -> torch.Tensor:
        """Return unit vectors (n, d) of token bags."""
        ids = torch.from_numpy(bags.ids)
        offsets = torch.from_numpy(np.concatenate([[0], np.cumsum(bags.counts)[:-1]]))
        weights = self.log_weight[ids].exp()
        sums = functional.embedding_bag(ids, self.rows, offsets, mode="sum", per_sample_weights=weights)
        return functional.normalize(sums, dim=1)

    def table(self) -> NDArray[np.float32]:
        """Return the rows with their weights multiplied in, (size, d)."""
        with torch.no_grad():
            return (self.rows * self.log_weight.exp()[:, None]).numpy()


def contrastive_loss(
    anchors: torch.Tensor, positives: torch.Tensor, negatives: torch.Tensor, same: torch.Tensor
) -> torch.Tensor:
    """Cross entropy of each anchor against all positives and hard negatives of the batch.

    Args:
        anchors: (n, d).
        positives: (n, d); row ``i`` answers anchor ``i``.
        negatives: (m, d), m may be 0.
        same: (n, n), true where two different rows share a key and must not repel each other.
    """
    scores = (anchors @ positives.T * SCALE).masked_fill(same, _HIDDEN)
    target = torch.arange(len(anchors))
    forward = functional.cross_entropy(torch.cat([scores, anchors @ negatives.T * SCALE], dim=1), target)
    backward = functional.cross_entropy(scores.T, target)
    return 0.75 * forward + 0.25 * backward


def quantise(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Return int8 rows and one scale a row, so that ``rows * scale`` approximates the table."""
    scale = np.maximum(np.abs(table).max(axis=1) / 127.0, 1e-6).astype(np.float16)
    rows = np.clip(np.rint(table / scale[:, None].astype(np.float32)), -127, 127)
    return rows.astype(np.int8), scale


def export(table: NDArray[np.float32], folder: Path) -> None:
    """Write the quantised table as ``rows.safetensors``; the largest scale becomes 1 to suit float16."""
    from safetensors.numpy import save_file

    rows, scale = quantise(table / np.abs(table).max() * 127.0)
    path = folder / "rows.safetensors"
    save_file({"rows": rows, "scale": scale}, str(path))
    # safetensors writes for the owner alone; an installed package is read by others.
    path.chmod(0o644)


def mean_of(folders: Sequence[Path], out: Path) -> None:
    """Write the mean, row by row, of models with one vocabulary; each counts alike, whatever its scale.

    Models from one start lie in one basin, and their mean errs less than each (Wortsman et al. 2022, Model soups).

    Args:
        folders: Model folders as ``train_embedder`` writes them.
        out: An existing folder with the vocabulary files.
    """
    from safetensors.numpy import load_file

    tables = []
    for folder in folders:
        tensors = load_file(folder / "rows.safetensors")
        table = tensors["rows"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None]
        tables.append(table / np.sqrt(np.mean(table**2)))
    export(np.mean(tables, axis=0, dtype=np.float32), out)
