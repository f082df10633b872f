"""Trains the small networks over n-grams and vectors with torch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from assistant.eligibility.gram_network import GramNetwork, in_whole_numbers

EPOCHS, BATCH, RATE, DROPPED, DECAY = 30, 256, 0.01, 0.3, 1e-5
SCALE = 3.0
"""The vectors of the embedder are of length one; beside some hundred n-grams they would weigh too little."""


class Windows(NamedTuple):
    """One message: the n-gram buckets of each of its windows, and their vectors, ``(windows, dimension)``."""

    ids: Sequence[Sequence[int]]
    vectors: NDArray[np.float32]


class _Network(torch.nn.Module):
    """N-grams and a vector through one hidden layer, the vector also past it; a message is its most probable window."""

    def __init__(self, buckets: int, dimension: int, hidden: int, codes: int) -> None:
        super().__init__()
        self.grams = torch.nn.EmbeddingBag(buckets, hidden, mode="sum")
        torch.nn.init.normal_(self.grams.weight, std=0.05)
        self.dense = torch.nn.Linear(dimension, hidden)
        self.out = torch.nn.Linear(hidden, codes)
        torch.nn.init.constant_(self.out.bias, -4.0)
        self.direct = torch.nn.Linear(dimension, codes, bias=False)
        torch.nn.init.zeros_(self.direct.weight)

    def forward(self, messages: Sequence[Windows]) -> torch.Tensor:
        """The score of each output for each message, ``(messages, codes)``."""
        windows = [ids for message in messages for ids in message.ids]
        owner = torch.tensor([place for place, message in enumerate(messages) for _ in message.ids])
        vectors = torch.from_numpy(np.concatenate([message.vectors for message in messages]))
        flat = torch.tensor([bucket for ids in windows for bucket in ids])
        starts = torch.tensor(np.cumsum([0, *(len(ids) for ids in windows[:-1])]))
        share = torch.tensor([len(ids) ** -0.5 for ids in windows for _ in ids], dtype=torch.float32)
        hidden = self.grams(flat, starts, per_sample_weights=share) + self.dense(vectors * SCALE)
        hidden = functional.dropout(torch.relu(hidden), DROPPED, self.training)
        scores = self.out(hidden) + self.direct(vectors)
        best = torch.full((len(messages), scores.shape[1]), -1e9)
        return best.scatter_reduce(0, owner[:, None].expand_as(scores), scores, "amax", include_self=True)

    def size(self) -> torch.Tensor:
        """How large the weights are."""
        dense = (self.out.weight, self.dense.weight, self.direct.weight)
        return torch.stack([(weight * weight).sum() for weight in dense]).sum()


def fit(
    messages: Sequence[Windows],
    told: NDArray[np.float32],
    counts: NDArray[np.float32],
    codes: Sequence[str],
    *,
    embedder: str,
    buckets: int,
    hidden: int,
) -> GramNetwork:
    """The network that fits some messages.

    Binary cross-entropy of the most probable window of each message (multiple-instance learning), minimised by Adam
    with a falling rate.

    Args:
        messages: The messages.
        told: What each message tells, 0 or 1, ``(messages, codes)``.
        counts: How much each output counts in each message, ``(messages, codes)``.
        codes: What each output stands for.
        embedder: Name of what made the vectors.
        buckets: Into how many buckets n-grams are hashed.
        hidden: Width of the hidden layer.
    """
    torch.manual_seed(0)
    chance = random.Random(0)
    network = _Network(buckets, messages[0].vectors.shape[1], hidden, len(codes))
    search = torch.optim.Adam(network.parameters(), lr=RATE)
    order = list(range(len(messages)))
    wanted, weights = torch.from_numpy(told), torch.from_numpy(counts)
    steps, step = EPOCHS * -(-len(order) // BATCH), 0
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            search.param_groups[0]["lr"] = RATE * (1 - step / steps) + 1e-5
            step += 1
            search.zero_grad()
            scores = network([messages[row] for row in rows])
            each = functional.binary_cross_entropy_with_logits(scores, wanted[rows], reduction="none")
            loss = (each * weights[rows]).sum() / len(rows) + DECAY * network.size()
            loss.backward()  # type: ignore[no-untyped-call]
            search.step()
    held = {name: weight.detach().numpy() for name, weight in network.state_dict().items()}
    grams, scale = in_whole_numbers(held["grams.weight"])
    return GramNetwork(
        codes=tuple(codes),
        embedder=embedder,
        grams=grams,
        scale=scale,
        dense=held["dense.weight"].T * SCALE,
        bias=held["dense.bias"],
        out=held["out.weight"].T,
        direct=held["direct.weight"].T,
        out_bias=held["out.bias"],
    )
