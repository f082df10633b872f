"""Batches mixed from groups of pairs, and the run of sentence-transformers' trainer over them."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from eval.train.pairs import Pair

if TYPE_CHECKING:
    from datasets import Dataset
    from sentence_transformers.base.sampler import DefaultBatchSampler

    from eval.train.model import TokenSums

MAX_CHARACTERS = 350
NEGATIVES = 2
LEARNING_RATE = 0.03


def endless(pairs: Sequence[Pair], count: int, rng: Random) -> Iterator[list[Pair]]:
    """Yield ``count`` pairs at a time, in a new order each time round."""
    waiting: list[Pair] = []
    while True:
        while len(waiting) < count:
            waiting.extend(rng.sample(pairs, len(pairs)))
        yield waiting[:count]
        waiting = waiting[count:]


def blanked(text: str, share: float, rng: Random) -> str:
    """The text with up to twice ``share`` of its characters blanked in runs of one to four; at least half stays.

    A question is thus never twice the same, which keeps a thousand of them from being learnt by heart.
    """
    characters = list(text)
    left = int(len(text) * min(2 * share * rng.random(), 0.5))
    while left > 0:
        start, length = rng.randrange(len(text)), min(left, rng.randint(1, 4))
        characters[start : start + length] = " " * len(characters[start : start + length])
        left -= length
    return "".join(characters)


def rows(
    groups: Sequence[Sequence[Pair]], mix: Sequence[int], steps: int, rng: Random
) -> Iterator[dict[str, Any]]:
    """Rows of ``steps`` batches one after the other; group ``i`` gives ``mix[i]`` rows of each batch."""
    streams = [endless(group, count, rng) for group, count in zip(groups, mix, strict=True) if count]
    for _ in range(steps):
        for pair in (pair for stream in streams for pair in next(stream)):
            chosen = rng.sample(pair.negatives, min(NEGATIVES, len(pair.negatives)))
            chosen += [""] * (NEGATIVES - len(chosen))
            anchor = blanked(pair.anchor, pair.blanks, rng) if pair.blanks else pair.anchor
            yield {
                "anchor": anchor[:MAX_CHARACTERS],
                "positive": pair.positive[:MAX_CHARACTERS],
                **{f"negative_{n}": text[:MAX_CHARACTERS] for n, text in enumerate(chosen)},
                "label": zlib.crc32(pair.key.encode()),
            }


def fit(
    module: TokenSums,
    groups: Sequence[Sequence[Pair]],
    mix: Sequence[int],
    *,
    steps: int,
    dimensions: Sequence[int],
    scale: float,
    rate: float = LEARNING_RATE,
    seed: int,
) -> None:
    """Train the module for ``steps`` batches; ``dimensions`` are the lengths at which vectors are judged.

    ``scale`` multiplies the cosines in the loss; ``rate`` is the highest learning rate.
    """
    # Imported here: seconds, and packages that only training needs.
    import torch
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss

    from eval.train.model import ContrastiveLoss

    lessons: Dataset = Dataset.from_list(list(rows(groups, mix, steps, Random(seed))))
    model = SentenceTransformer(modules=[module], device="cpu")
    optimiser = torch.optim.Adam(module.parameters(), lr=rate, betas=(0.9, 0.99), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rate, total_steps=steps + 1, pct_start=0.1, cycle_momentum=False
    )
    with tempfile.TemporaryDirectory() as folder:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=sum(mix),
            max_steps=steps,
            batch_sampler=_in_order,
            logging_steps=50,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            use_cpu=True,
            seed=seed,
            max_grad_norm=0.0,
        )
        loss: torch.nn.Module = ContrastiveLoss(model, scale)
        if len(dimensions) > 1:
            loss = MatryoshkaLoss(model, loss, list(dimensions), [1.0] + [0.3] * (len(dimensions) - 1))
        trainer = SentenceTransformerTrainer(
            model=model,
            args=arguments,
            train_dataset=lessons,
            loss=loss,
            optimizers=(optimiser, schedule),  # type: ignore[arg-type]
        )
        trainer.train()


def _in_order(dataset: Dataset, batch_size: int, drop_last: bool, **_: Any) -> DefaultBatchSampler:
    """The mix of each batch is made beforehand, so the rows are taken as they stand."""
    import torch
    from sentence_transformers.base.sampler import DefaultBatchSampler

    places = torch.utils.data.SequentialSampler(dataset)
    return DefaultBatchSampler(places, batch_size=batch_size, drop_last=drop_last)
