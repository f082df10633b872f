"""Turns text into the token ids of the static embedder: subwords and overlapping character bigrams.

The rows of the model stand in this order: subwords, known bigrams, then hash buckets which catch
bigrams and characters that training never saw, so that no character vanishes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_CHARACTERS = 600
_CODES = 0x110000
_CJK_RANGES = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF), (0x3005, 0x3007))
_WORD = 1 << 64
_HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class TokenBags(NamedTuple):
    """Token ids of several texts, one after the other; text ``i`` owns ``counts[i]`` of them."""

    ids: NDArray[np.int64]
    counts: NDArray[np.int64]


def normalise(text: str) -> str:
    """Return the form that the model sees: NFKC, lower case, one line, at most 600 characters.

    >>> normalise("ＧＢ／Ｔ 36132")
    'gb/t 36132'
    """
    return unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower().replace("\n", " ")


def is_cjk(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell for each code point whether it is a Chinese character."""
    found: NDArray[np.bool_] = _CJK[codes]
    return found


def _table(ranges: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Whether each code point lies in one of some ranges, their ends included, (0x110000,)."""
    table = np.zeros(_CODES, dtype=bool)
    for first, last in ranges:
        table[first : last + 1] = True
    return table


# One look a character: comparing every range takes ten passes over a text of a few characters.
_CJK = _table(_CJK_RANGES)


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text, one a character."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


def bigram_keys(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return one key for each two neighbouring characters, (n - 1,)."""
    wide = codes.astype(np.uint64)
    return (wide[:-1] << np.uint64(21)) | wide[1:]


class Features:
    """Vocabulary of one static model.

    Args:
        tokenizer: Unigram subword tokenizer; its id 0 is the unknown piece and is dropped.
        bigrams: Known bigrams as text, in the order of their rows.
        buckets: Number of hash buckets for the unknown.
    """

    def __init__(self, tokenizer: Tokenizer, bigrams: Sequence[str], buckets: int) -> None:
        self._tokenizer = tokenizer
        self._subwords = tokenizer.get_vocab_size()
        self._buckets = buckets
        joined = code_points("".join(bigrams)).astype(np.uint64)
        keys = (joined[0::2] << np.uint64(21)) | joined[1::2]
        self._key_order = np.argsort(keys)
        self._keys = keys[self._key_order]
        singles = "".join(sorted(piece for piece in tokenizer.get_vocab() if len(piece) == 1))
        # The first 128 are no Chinese characters and need no bucket, known or not.
        self._known = _table([(0, 0x7F), *((int(code), int(code)) for code in code_points(singles))])
        self._places = {pair: self._subwords + place for place, pair in enumerate(bigrams)}
        self.size = self._subwords + len(bigrams) + buckets

    @classmethod
    def load(cls, tokenizer_file: Path, bigram_file: Path, buckets: int) -> Features:
        """Read a vocabulary from its two files."""
        from tokenizers import Tokenizer

        bigrams = bigram_file.read_text(encoding="utf-8").split()
        return cls(Tokenizer.from_file(str(tokenizer_file)), bigrams, buckets)

    def bags(self, texts: Sequence[str]) -> TokenBags:
        """Return the token ids of each text; a text without any token has count 0."""
        cleaned = [normalise(text) for text in texts]
        if len(cleaned) == 1:
            ids = np.array(self._ids_of(cleaned[0]), dtype=np.int64)
            return TokenBags(ids, np.array([len(ids)]))
        words, word_owner = self._subword_ids(cleaned)
        pairs, pair_owner = self._character_ids(cleaned)
        owner = np.concatenate([word_owner, pair_owner])
        order = np.argsort(owner, kind="stable")
        ids = np.concatenate([words, pairs])[order]
        return TokenBags(ids, np.bincount(owner, minlength=len(texts)).astype(np.int64))

    def _ids_of(self, text: str) -> list[int]:
        """The token ids of one text: a question is short, and arrays cost more than they save on it."""
        (encoding,) = self._tokenizer.encode_batch_fast([text], add_special_tokens=False)
        ids = [number for number in encoding.ids if number > 0]
        codes = [ord(character) for character in text]
        cjk = [bool(_CJK[code]) for code in codes]
        for at in range(len(codes) - 1):
            if cjk[at] and cjk[at + 1]:
                known = self._places.get(text[at : at + 2])
                ids.append(self._bucket_of((codes[at] << 21) | codes[at + 1]) if known is None else known)
        return ids + [
            self._bucket_of(code)
            for code, character, han in zip(codes, text, cjk, strict=True)
            if not self._known[code] and (han or character.isalpha())
        ]

    def _bucket_of(self, key: int) -> int:
        """The row of one unknown pair or character, as :meth:`_bucket`."""
        return self.size - self._buckets + ((key * int(_HASH_FACTOR) % _WORD) >> 40) % self._buckets

    def _subword_ids(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ids = [encoding.ids for encoding in encodings]
        flat = np.fromiter((i for row in ids for i in row), dtype=np.int64)
        owner = np.repeat(np.arange(len(ids)), [len(row) for row in ids])
        known = flat > 0
        return flat[known], owner[known]

    def _character_ids(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        codes = code_points("\n".join(texts))
        owner = np.cumsum(codes == ord("\n"))
        if len(codes) == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        cjk = is_cjk(codes)
        both = cjk[:-1] & cjk[1:]
        bigrams = self._bigram_ids(bigram_keys(codes)[both])
        strange = ~self._known[codes]
        strange[strange] = _is_letter(codes[strange], cjk[strange])
        buckets = self._bucket(codes[strange].astype(np.uint64))
        return np.concatenate([bigrams, buckets]), np.concatenate([owner[:-1][both], owner[strange]])

    def _bigram_ids(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = self._keys[places] == keys
        return np.where(known, self._subwords + self._key_order[places], self._bucket(keys))

    def _bucket(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        hashed = (keys * _HASH_FACTOR) >> np.uint64(40)
        return (self.size - self._buckets + (hashed % np.uint64(self._buckets))).astype(np.int64)


def _is_letter(codes: NDArray[np.uint32], cjk: NDArray[np.bool_]) -> NDArray[np.bool_]:
    letters = cjk.copy()
    for place in np.flatnonzero(~cjk):
        letters[place] = chr(int(codes[place])).isalpha()
    return letters
