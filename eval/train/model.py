"""The trainable form of the static embedder, a sentence-transformers module, and its export to int8 rows (numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule
from torch.nn import functional

from assistant.index.features import Features

# The share of a heading's vector in that of the text below it, as the index mixes them.
HEADING_SHARE = 0.2
# Low on purpose: with 12 recall falls, with 20 the lay questions are learnt by heart.
SCALE = 8.0
_HIDDEN = -1e4


class TokenSums(InputModule):
    """One vector and one weight a token; a text is the normalised weighted sum of its tokens.

    A first line that ends in a line break is the heading of what follows: both become unit vectors and are mixed.
    """

    def __init__(self, features: Features, dimension: int, frequencies: NDArray[np.float64]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.features = features
        self.rows = torch.nn.Parameter(torch.randn(features.size, dimension) / dimension**0.5)
        share = torch.from_numpy(frequencies / frequencies.sum()).float()
        self.log_weight = torch.nn.Parameter(torch.log(1e-3 / (1e-3 + share)))

    def begin_with(self, table: NDArray[np.float32]) -> None:
        """Take over the rows of a trained model, (size, d), scaled so that they are as long as new ones."""
        with torch.no_grad():
            rows = torch.from_numpy(table) / self.log_weight.exp()[:, None]
            self.rows.copy_(rows / rows.norm(dim=1).median())

    def preprocess(  # type: ignore[override]
        self, inputs: Sequence[str], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """Token ids of the headings of all texts, then of their bodies, and where each begins."""
        halves = [text.partition("\n") if "\n" in text else ("", "", text) for text in inputs]
        bags = self.features.bags([half[0] for half in halves] + [half[2] for half in halves])
        offsets = np.cumsum(bags.counts) - bags.counts
        return {"input_ids": torch.from_numpy(bags.ids), "offsets": torch.from_numpy(offsets)}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Put unit vectors (n, d) under ``sentence_embedding``; a text without tokens gets zeros."""
        ids = features["input_ids"]
        weights = self.log_weight[ids].exp()
        sums = functional.embedding_bag(
            ids, self.rows, features["offsets"], mode="sum", per_sample_weights=weights
        )
        headings, bodies = functional.normalize(sums, dim=1).chunk(2)
        mixed = HEADING_SHARE * headings + (1 - HEADING_SHARE) * bodies
        return {**features, "sentence_embedding": functional.normalize(mixed, dim=1)}

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return int(self.rows.shape[1])

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Nothing: :func:`export` writes the form that the assistant reads."""

    def table(self) -> NDArray[np.float32]:
        """Return the rows with their weights multiplied in, (size, d)."""
        with torch.no_grad():
            return (self.rows * self.log_weight.exp()[:, None]).numpy()


class ContrastiveLoss(torch.nn.Module):
    """Cross entropy of each anchor against all positives and hard negatives of the batch, and back.

    Rows with the same label do not repel each other; a row without negative brings none.
    """

    def __init__(self, model: torch.nn.Module, scale: float = SCALE) -> None:
        super().__init__()
        self.model = model
        self.scale = scale

    def forward(
        self, sentence_features: Sequence[dict[str, torch.Tensor]], labels: torch.Tensor
    ) -> torch.Tensor:
        """Loss of one batch; columns are anchor, positive and any number of negatives."""
        anchors, positives, *others = [self.model(one)["sentence_embedding"] for one in sentence_features]
        scores = anchors @ positives.T * self.scale
        same = (labels[:, None] == labels[None]) & ~torch.eye(len(labels), dtype=torch.bool)
        scores = scores.masked_fill(same, _HIDDEN)
        negatives = torch.cat([one[one.abs().sum(dim=1) > 0] for one in others])
        target = torch.arange(len(anchors))
        forth = functional.cross_entropy(
            torch.cat([scores, anchors @ negatives.T * self.scale], dim=1), target
        )
        back = functional.cross_entropy(scores.T, target)
        return 0.75 * forth + 0.25 * back


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


def read_table(folder: Path) -> NDArray[np.float32]:
    """The rows of a model folder with their scales multiplied in, (size, d)."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / "rows.safetensors")
    return tensors["rows"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None]


def between(one: Path, other: Path, share: float, out: Path) -> None:
    """Write the rows that lie ``share`` of the way from one model to another that was trained on from it.

    The other's rows are scaled first so that they lie as near to the one's as they can.

    Source: Wortsman et al., Robust fine-tuning of zero-shot models, 2022.
    """
    first, second = read_table(one), read_table(other)
    scale = float((first * second).sum() / (second * second).sum())
    export((1 - share) * first + share * scale * second, out)


def mean_of(folders: Sequence[Path], out: Path) -> None:
    """Write the mean, row by row, of models with one vocabulary; each counts alike, whatever its scale.

    Models from one start lie in one basin, and their mean errs less than each (Wortsman et al. 2022, Model soups).

    Args:
        folders: Model folders as ``train_embedder`` writes them.
        out: An existing folder with the vocabulary files.
    """
    tables = [read_table(folder) for folder in folders]
    scaled = [table / np.sqrt(np.mean(table**2)) for table in tables]
    export(np.mean(scaled, axis=0, dtype=np.float32), out)
