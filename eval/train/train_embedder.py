"""Train the bundled embedder: about two minutes on two cores, no GPU, no download.

Usage::

    python -m eval.train.train_embedder --data FOLDER [--out assistant/index/model] [--steps 250]

``FOLDER`` holds ``articles.jsonl.gz``, ``stard_train.jsonl`` and ``policy_texts.jsonl.gz``. One lay legal
question in six and one hand-written clause in eight are never trained on; the recall on the legal ones is
printed at the end. The vocabulary in the output folder is kept unless ``--new-vocabulary`` is given: the
subword trainer of ``tokenizers`` draws its hash seeds afresh and never gives the same pieces twice. All
else repeats: same data, vocabulary and machine, same bytes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.documents.library import load_library
from assistant.index.features import Features
from assistant.index.lexical import LexicalIndex
from assistant.index.static import MODEL_FOLDER, StaticEmbedder
from assistant.wording import corpus_folder
from eval.items import DATASETS
from eval.train import pairs as sources
from eval.train.clause_questions import pairs_of, read_clause_questions
from eval.train.lexicon_pairs import Concept, lexicon_pairs, read_lexicon
from eval.train.measure import legal_recall, policy_recall
from eval.train.model import TrainableEmbedder, contrastive_loss, export
from eval.train.pairs import Article, LayQuestion, Pair
from eval.train.vocabulary import build_vocabulary, names_of

SUBWORDS, BIGRAMS, BUCKETS, DIMENSION = 20_000, 30_000, 1024, 256
# Rows of a batch: statutes, legal questions, policy texts, hand-written questions, lexicon, questions on the
# shipped documents (tuning split). More of the
# lay groups means that each is seen more often, and that costs recall on questions never seen.
MIX = (640, 64, 128, 112, 128, 96)
LEARNING_RATE = 0.03
MAX_CHARACTERS = 240
SEED = 20261
LEXICON = Path(__file__).parents[2] / "prompts" / "lexicon.yaml"
LAY_PAIRS = Path(__file__).with_name("lay_pairs.jsonl")
MORE_PAIRS = Path(__file__).with_name("lay_pairs_more.jsonl")


class Material:
    """Everything that is trained on, and what is held out."""

    def __init__(self, folder: Path, rng: Random, *, part: int | None = None, parts: int = 4) -> None:
        self.articles: list[Article] = sources.read_articles(folder / "articles.jsonl.gz")
        questions = sources.read_lay_questions(folder / "stard_train.jsonl")
        self.seen = [question for question in questions if not question.held_out]
        self.held_out = [question for question in questions if question.held_out]
        self.policy = sources.read_policy_pairs(folder / "policy_texts.jsonl.gz", rng)
        self.own, self.own_held_out = sources.read_policy_questions(LAY_PAIRS)
        more, more_held_out = sources.read_lay_pairs(MORE_PAIRS)
        self.own, self.own_held_out = [*self.own, *more], [*self.own_held_out, *more_held_out]
        self.library = library = load_library(corpus_folder())
        self.corpus = sources.read_corpus_questions(DATASETS, library)
        asked = [q for q in read_clause_questions(library) if part is None or q.fold(parts) != part]
        self.corpus += pairs_of(asked, library)
        self.concepts: tuple[Concept, ...] = read_lexicon(LEXICON)

    @property
    def national(self) -> list[Article]:
        """The national articles, over which recall is measured."""
        return [article for article in self.articles if article.national]

    def official_texts(self) -> list[str]:
        """Texts that teach the vocabulary."""
        return [article.text for article in self.articles] + [pair.positive for pair in self.policy]

    def lay_texts(self) -> list[str]:
        """Questions and lay words that the vocabulary must know as well."""
        words = [word for c in self.concepts for word in (*c.terms, *c.lay, *c.english)]
        asked = dict.fromkeys(pair.anchor for pair in (*self.own, *self.corpus))
        return words + [question.text for question in self.seen] + list(asked)

    def groups(self, rng: Random) -> list[list[Pair]]:
        """Make the groups of pairs in the order of ``MIX``."""
        hard = hard_negatives(self.seen, self.national)
        shorter = [pair.positive for pair in self.policy if len(pair.positive) < 300]
        spread = [a.text for a in self.articles[::10] if 20 < len(a.text) < 250]
        said_again = [*shorter, *(pair.positive for pair in self.own), *spread]
        return [
            sources.statute_pairs(self.articles, rng),
            sources.legal_pairs(self.seen, hard, rng),
            self.policy,
            self.own,
            lexicon_pairs(self.concepts, said_again, rng),
            self.corpus,
        ]


def hard_negatives(
    questions: Sequence[LayQuestion], articles: Sequence[Article], per_question: int = 12
) -> dict[str, Sequence[str]]:
    """Find for each question the articles that BM25 likes best although they do not answer it."""
    index = LexicalIndex.build([article.passage for article in articles])
    found: dict[str, Sequence[str]] = {}
    for question in questions:
        best = np.argsort(-index.scores(question.text), kind="stable")[: per_question + len(question.gold)]
        gold_ids = {gold[0] for gold in question.gold}
        gold_texts = {gold[2].strip() for gold in question.gold}
        wrong = [articles[i] for i in best if articles[i].id not in gold_ids]
        found[question.id] = [article.passage for article in wrong if article.text not in gold_texts]
    return found


def endless(pairs: Sequence[Pair], count: int, rng: Random) -> Iterator[list[Pair]]:
    """Yield ``count`` pairs at a time, in a new order each time round."""
    waiting: list[Pair] = []
    while True:
        while len(waiting) < count:
            waiting.extend(rng.sample(pairs, len(pairs)))
        yield waiting[:count]
        waiting = waiting[count:]


def train(model: TrainableEmbedder, groups: Sequence[Sequence[Pair]], steps: int, rng: Random) -> None:
    """Fit the model to batches mixed from all groups."""
    streams = [endless(group, count, rng) for group, count in zip(groups, MIX, strict=True)]
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, LEARNING_RATE, total_steps=steps, pct_start=0.1, cycle_momentum=False
    )
    for step in range(steps):
        loss = batch_loss(model, [pair for stream in streams for pair in next(stream)], rng)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            print(f"          step {step:4d}  loss {loss.item():.3f}", flush=True)


def train_averaged(
    model: TrainableEmbedder, groups: Sequence[Sequence[Pair]], steps: int, runs: int, rng: Random
) -> None:
    """Train several times from the same start, batches drawn anew, and keep the mean of the parameters.

    The mean of such runs lies in the same basin and errs less than each of them (Wortsman et al., Model soups, 2022).
    """
    start = {name: value.clone() for name, value in model.state_dict().items()}
    mean = {name: torch.zeros_like(value) for name, value in start.items()}
    for _ in range(runs):
        model.load_state_dict(start)
        train(model, groups, steps, rng)
        for name, value in model.state_dict().items():
            mean[name] += value / runs
    model.load_state_dict(mean)


def batch_loss(model: TrainableEmbedder, batch: Sequence[Pair], rng: Random) -> torch.Tensor:
    """Encode one batch and return its loss."""
    negatives = [rng.choice(pair.negatives) for pair in batch if pair.negatives]
    texts = [pair.anchor for pair in batch] + [pair.positive for pair in batch] + negatives
    vectors = model([text[:MAX_CHARACTERS] for text in texts])
    n = len(batch)
    keys = np.array([pair.key for pair in batch])
    same = torch.from_numpy((keys[:, None] == keys[None, :]) & ~np.eye(n, dtype=bool))
    return contrastive_loss(vectors[:n], vectors[n : 2 * n], vectors[2 * n :], same)


def token_frequencies(features: Features, texts: Sequence[str]) -> NDArray[np.float64]:
    """Count how often each token stands in the texts, plus one."""
    counts = np.ones(features.size)
    for start in range(0, len(texts), 5000):
        counts += np.bincount(features.bags(texts[start : start + 5000]).ids, minlength=features.size)
    return counts


def vocabulary(material: Material, folder: Path, *, anew: bool) -> Features:
    """Read the vocabulary of the folder, or learn it."""
    if not anew and (folder / "tokenizer.json").exists():
        return Features.load(folder / "tokenizer.json", folder / "bigrams.txt", BUCKETS)
    return build_vocabulary(
        material.official_texts(),
        folder,
        lay=material.lay_texts(),
        names=names_of(material.library, material.official_texts()),
        subwords=SUBWORDS,
        bigrams=BIGRAMS,
        buckets=BUCKETS,
    )


def write_config(folder: Path) -> None:
    """Write what the loader must know beside the tensors."""
    config = {
        "dimension": DIMENSION,
        "subwords": SUBWORDS,
        "bigrams": BIGRAMS,
        "buckets": BUCKETS,
        "seed": SEED,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the data, train, write the model and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--steps", type=int, default=250)
    parser.add_argument("--runs", type=int, default=1, help="how many runs to average")
    parser.add_argument(
        "--leave-out", type=int, help="part of the questions on the shipped documents to leave out"
    )
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--new-vocabulary", action="store_true", help="learn subwords and bigrams anew")
    arguments = parser.parse_args()
    rng = Random(SEED)
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    started = time.perf_counter()

    def say(message: str) -> None:
        print(f"{time.perf_counter() - started:6.1f} s  {message}", flush=True)

    material = Material(arguments.data, rng, part=arguments.leave_out, parts=arguments.parts)
    say(f"{len(material.articles)} articles, {len(material.seen)} legal questions")
    features = vocabulary(material, arguments.out, anew=arguments.new_vocabulary)
    say(f"vocabulary of {features.size}")
    groups = material.groups(rng)
    say(" + ".join(str(len(group)) for group in groups) + " pairs")
    frequencies = token_frequencies(features, [article.text for article in material.articles[::4]])
    model = TrainableEmbedder(features, DIMENSION, frequencies)
    train_averaged(model, groups, arguments.steps, arguments.runs, rng)
    export(model.table(), arguments.out)
    write_config(arguments.out)
    say("trained and written")
    embedder = StaticEmbedder.load(arguments.out)
    print(legal_recall(embedder, material.held_out, material.national))
    print(policy_recall(embedder, material.own_held_out, [*material.own, *material.policy[::15]]))
    say("done")


if __name__ == "__main__":
    main()
