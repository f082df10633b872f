"""Train the bundled embedder with sentence-transformers: minutes on two cores, no GPU, no download.

Usage (``pip install -e '.[train]'``)::

    python -m eval.train.train_embedder --data FOLDER [--out assistant/index/model] [--without 0,1]

``FOLDER`` holds ``articles.jsonl.gz``, ``stard_train.jsonl`` and ``policy_texts.jsonl.gz``. The sixths of the lay legal
questions named by ``--without`` and one hand-written clause in eight are not trained on; the recall on them is printed at
the end. The vocabulary in the output folder is kept unless ``--new-vocabulary`` is given: the
subword trainer of ``tokenizers`` draws its hash seeds afresh and never gives the same pieces twice. All
else repeats: same data, vocabulary and machine, same bytes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.documents.library import load_library
from assistant.index.features import Features
from assistant.index.static import MODEL_FOLDER, StaticEmbedder
from assistant.wording import corpus_folder
from eval.items import DATASETS
from eval.train import pairs as sources
from eval.train.citations import citation_pairs
from eval.train.clause_questions import pairs_of, read_clause_questions
from eval.train.legal_words import legal_word_pairs, read_sayings
from eval.train.lessons import LEARNING_RATE, fit
from eval.train.lexicon_pairs import Concept, lexicon_pairs, read_lexicon
from eval.train.measure import legal_recall, policy_recall
from eval.train.model import SCALE, TokenSums, export, read_table
from eval.train.negatives import hard_negatives, mined_negatives
from eval.train.pairs import Article, Pair
from eval.train.statute_questions import read_statute_questions, statute_part, statute_question_pairs
from eval.train.vocabulary import build_vocabulary, names_of

SUBWORDS, BIGRAMS, BUCKETS, DIMENSION = 20_000, 30_000, 1024, 256
# Rows of a batch by group. More of the questions means that each is seen more often, and that costs recall on
# questions never seen.
MIX = {
    "statutes": 400,
    "legal questions": 64,
    "policy texts": 80,
    "own questions": 64,
    "lexicon": 80,
    "questions on the shipped documents": 80,
    "legal words": 128,
    "questions on statutes": 256,
    "citations": 0,
}
SEED = 20261
LEXICON = Path(__file__).parents[2] / "prompts" / "lexicon.yaml"
LAY_PAIRS = Path(__file__).with_name("lay_pairs.jsonl")
MORE_PAIRS = Path(__file__).with_name("lay_pairs_more.jsonl")


class Material:
    """Everything that is trained on, and what is held out."""

    def __init__(
        self,
        folder: Path,
        rng: Random,
        *,
        without: frozenset[int] = frozenset(),
        part: int | None = None,
        parts: int = 4,
    ) -> None:
        self.articles: list[Article] = sources.read_articles(folder / "articles.jsonl.gz")
        questions = sources.read_lay_questions(folder / "stard_train.jsonl")
        if part is not None:
            without |= legal_parts(part, parts)
        self.seen = [question for question in questions if question.part not in without]
        self.held_out = [question for question in questions if question.part in without]
        asked_on_statutes = read_statute_questions(self.articles)
        self.asked = [q for q in asked_on_statutes if part is None or statute_part(q, parts) != part]
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

    def groups(self, rng: Random, miner: StaticEmbedder | None = None) -> dict[str, list[Pair]]:
        """Make the groups of pairs by their names in ``MIX``; a miner adds the articles that it takes for right."""
        asked = [*self.seen, *self.asked]
        hard = hard_negatives(asked, self.national)
        if miner:
            mined = mined_negatives(miner, asked, self.national)
            hard = {name: [*found, *mined[name]] for name, found in hard.items()}
        shorter = [pair.positive for pair in self.policy if len(pair.positive) < 300]
        spread = [a.line for a in self.articles[::10] if 20 < len(a.text) < 250]
        said_again = [*shorter, *(pair.positive for pair in self.own), *spread]
        return {
            "statutes": sources.statute_pairs(self.articles, rng),
            "legal questions": sources.legal_pairs(self.seen, hard, rng),
            "policy texts": self.policy,
            "own questions": self.own,
            "lexicon": lexicon_pairs(self.concepts, said_again, rng),
            "questions on the shipped documents": self.corpus,
            "legal words": legal_word_pairs(read_sayings(), self.national, rng),
            "questions on statutes": statute_question_pairs(self.asked, self.national, hard),
            "citations": citation_pairs(self.articles),
        }


def legal_parts(part: int, parts: int) -> frozenset[int]:
    """The sixths of the lay legal questions that go with a part of ``parts``; the first two go with none."""
    return frozenset(sixth for sixth in range(2, sources.HELD_OUT_SHARE) if (sixth - 2) % parts == part)


def train_averaged(
    model: TokenSums, groups: Mapping[str, Sequence[Pair]], options: argparse.Namespace
) -> None:
    """Train several times from the same start, batches drawn anew, and keep the mean of the parameters.

    The mean of such runs lies in the same basin and errs less than each of them (Wortsman et al., Model soups, 2022).
    """
    start = {name: value.clone() for name, value in model.state_dict().items()}
    mean = {name: torch.zeros_like(value) for name, value in start.items()}
    mix = [options.mix.get(name, MIX[name]) for name in groups]
    for run in range(options.runs):
        model.load_state_dict(start)
        seed = options.seed + run
        fit(
            model,
            list(groups.values()),
            mix,
            steps=options.steps,
            dimensions=options.dimensions or (options.dimension,),
            scale=options.scale,
            rate=options.rate,
            seed=seed,
        )
        for name, value in model.state_dict().items():
            mean[name] += value / options.runs
    model.load_state_dict(mean)


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


def write_config(folder: Path, dimension: int) -> None:
    """Write what the loader must know beside the tensors."""
    config = {
        "dimension": dimension,
        "subwords": SUBWORDS,
        "bigrams": BIGRAMS,
        "buckets": BUCKETS,
        "seed": SEED,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _mix(text: str) -> dict[str, int]:
    wishes = dict(wish.split("=") for wish in text.split(",") if wish)
    if unknown := set(wishes) - set(MIX):
        raise argparse.ArgumentTypeError(f"no group {sorted(unknown)[0]!r}: choose among {', '.join(MIX)}")
    return {name: int(count) for name, count in wishes.items()}


def _integers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(",") if number)


def main() -> None:
    """Read the data, train, write the model and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--runs", type=int, default=1, help="how many runs to average")
    parser.add_argument("--seed", type=int, default=SEED, help="of the batches")
    parser.add_argument(
        "--dimensions", type=_integers, default=(), help="lengths at which vectors are judged (Matryoshka)"
    )
    parser.add_argument("--dimension", type=int, default=DIMENSION)
    parser.add_argument("--scale", type=float, default=SCALE, help="of the cosines in the loss")
    parser.add_argument("--mix", type=_mix, default={}, help=f"rows of a batch, NAME=ROWS,…; default {MIX}")
    parser.add_argument(
        "--without", type=_integers, default=(0, 1), help="sixths of the legal questions, 0 to 5"
    )
    parser.add_argument(
        "--leave-out",
        type=int,
        help="part of the questions, on the shipped documents and on law, to leave out",
    )
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--start", type=Path, help="a model folder of the same vocabulary to go on from")
    parser.add_argument(
        "--negatives",
        type=Path,
        metavar="FOLDER",
        help="a trained model; the wrong articles that it likes best become negatives beside those of BM25",
    )
    parser.add_argument("--rate", type=float, default=LEARNING_RATE, help="highest learning rate")
    parser.add_argument("--new-vocabulary", action="store_true", help="learn subwords and bigrams anew")
    arguments = parser.parse_args()
    rng = Random(SEED)
    # Every run starts from the same vectors, so that the mean of several is a model (``eval.train.model.mean_of``).
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    started = time.perf_counter()

    def say(message: str) -> None:
        print(f"{time.perf_counter() - started:6.1f} s  {message}", flush=True)

    material = Material(
        arguments.data,
        rng,
        without=frozenset(arguments.without),
        part=arguments.leave_out,
        parts=arguments.parts,
    )
    say(f"{len(material.articles)} articles, {len(material.seen)} legal questions")
    features = vocabulary(material, arguments.out, anew=arguments.new_vocabulary)
    say(f"vocabulary of {features.size}")
    miner = StaticEmbedder.load(arguments.negatives) if arguments.negatives else None
    groups = material.groups(rng, miner)
    say(", ".join(f"{name} {len(group)}" for name, group in groups.items()) + " pairs")
    frequencies = token_frequencies(features, [article.text for article in material.articles[::4]])
    model = TokenSums(features, arguments.dimension, frequencies)
    if arguments.start:
        model.begin_with(read_table(arguments.start))
    train_averaged(model, groups, arguments)
    export(model.table(), arguments.out)
    write_config(arguments.out, arguments.dimension)
    say("trained and written")
    embedder = StaticEmbedder.load(arguments.out)
    if material.held_out:
        print(legal_recall(embedder, material.held_out, material.national))
    print(policy_recall(embedder, material.own_held_out, [*material.own, *material.policy[::15]]))
    say("done")


if __name__ == "__main__":
    main()
