"""Which dialogue act a message is that names no matter of its own: thanks, doubt, the source or the outcome wanted …

A linear model over the words of a message (multinomial logistic regression over hashed n-grams), trained by
``eval/train/fit_dialogue_acts.py`` on messages of many writers. No list of phrases foresees how people say that they
want the sentence for a slide or a straight answer; what the documents speak of, however, is known exactly: a message
that holds a pair of their characters which no act was ever worded with names a matter, whatever the model says.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.text.normalise import fold

FILE = Path(__file__).with_name("dialogue_acts.npz")
BUCKETS = 1 << 15
MATTER, RESTART, THANKS = "matter", "restart", "thanks"
_SURE = 0.55
"""Below this probability a message is read as one with a matter of its own."""
_SURE_TO_DROP = 0.95
"""What was told is dropped only on words that leave no doubt."""
_TELLS = 0.9
"""A piece as surely with a matter of its own tells something beside."""
_LONGEST = 80
_NAMED = re.compile(r"《|》|\d{3}")
"""A title, a year or an amount is a matter."""
_TOKEN = re.compile(r"[a-z']+|\d+|[\u3400-\u9fff]|[^\sa-z\d\u3400-\u9fff]")
_SENTENCE = re.compile(r"[。！!？?；;\n]|(?<=[a-z])\.(?=\s|$)")
_PIECE = re.compile(r"[，,：:。！!？?；;\n]")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class DialogueActs:
    """The fitted model.

    Attributes:
        names: The classes; the first is a message with a matter of its own.
        weights: Weight of each n-gram bucket for each class, ``(BUCKETS, classes)``.
        bias: Of each class, ``(classes,)``.
        worded: Pairs of characters that messages of an act were written with.
    """

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    worded: frozenset[str]

    def probabilities(self, text: str) -> NDArray[np.float32]:
        """How probable each class is of a message, ``(classes,)``."""
        ids = buckets(fold(text))
        scores = self.weights[ids].sum(axis=0) / np.sqrt(len(ids)) + self.bias
        odds = np.exp(scores - scores.max())
        found: NDArray[np.float32] = odds / odds.sum()
        return found

    def act(self, text: str, share: Callable[[str], float]) -> str:
        """The act of a message; empty where it has a matter of its own.

        Args:
            text: The user's words.
            share: Share of the clauses that hold a pair of characters.
        """
        folded = fold(text).strip()
        if not folded or len(folded) > _LONGEST or _NAMED.search(folded):
            return ""
        if act := self._of_words(folded, share):
            return act
        # Thanks, that is all. By the way, are you a person?
        acts = [self._of_words(said.strip(), share) for said in _SENTENCE.split(folded) if said.strip()]
        weighty = [act for act in acts if act != THANKS]
        return (weighty or acts)[-1] if len(acts) > 1 and all(acts) else ""

    def _tells_beside(self, folded: str) -> bool:
        """Whether a piece between commas has a matter of its own (之前的不算，今年安全得很)."""
        pieces = [piece for piece in _PIECE.split(folded) if piece.strip()]
        return len(pieces) > 1 and any(self.probabilities(piece)[0] > _TELLS for piece in pieces)

    def _of_words(self, folded: str, share: Callable[[str], float]) -> str:
        if any(share(pair) for pair in pairs_of(folded) - self.worded):
            # Words of the documents: most messages end here.
            return ""
        told = self.probabilities(folded)
        best = int(told.argmax())
        if self.names[best] == MATTER or told[best] < _SURE:
            return ""
        if self.names[best] == RESTART and (told[best] < _SURE_TO_DROP or self._tells_beside(folded)):
            return ""
        return self.names[best]


def buckets(folded: str) -> list[int]:
    """The buckets of a folded message: one to four words or characters in a row, and two with one between them."""
    tokens = ["^", *("0" if token.isdigit() else token for token in _TOKEN.findall(folded)), "$"]
    grams = {" ".join(tokens[at : at + n]) for n in (1, 2, 3, 4) for at in range(len(tokens) - n + 1)} | {
        f"{tokens[at]}~{tokens[at + 2]}" for at in range(len(tokens) - 2)
    }
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in grams})


def pairs_of(folded: str) -> set[str]:
    """Every two Chinese characters side by side."""
    return {run[at : at + 2] for run in _HAN.findall(folded) for at in range(len(run) - 1)}


def read_dialogue_acts(path: Path) -> DialogueActs:
    """A model from its file: whole numbers with one scale for each class."""
    with np.load(path) as held:
        weights = held["weights"].astype(np.float32) * held["scale"]
        return DialogueActs(
            tuple(held["names"].tolist()), weights, held["bias"], frozenset(held["worded"].tolist())
        )


def write_dialogue_acts(acts: DialogueActs, path: Path) -> None:
    """Put a model into its file, each weight in one byte."""
    scale = np.abs(acts.weights).max(axis=0) / 127
    held: dict[str, Any] = {
        "names": np.array(acts.names),
        "weights": np.round(acts.weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": acts.bias,
        "worded": np.array(sorted(acts.worded)),
    }
    np.savez_compressed(path, **held)


@cache
def bundled() -> DialogueActs:
    """The model that ships with the program."""
    return read_dialogue_acts(FILE)
