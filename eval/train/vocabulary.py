"""The vocabulary of the static embedder: unigram subwords and the most frequent character bigrams."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.agent.understanding.lexicon import as_list
from assistant.documents.library import Library
from assistant.index.features import Features, bigram_keys, code_points, is_cjk, normalise

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LAY_WEIGHT = 8
# No place has tokens of its own, so that a notice ranks alike whichever city issued it.
_PLACES = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾|深圳|广州|南京|杭州|成都|武汉|西安|厦门|"
    "青岛|大连|宁波|济南|沈阳|长春|哈尔滨|长沙|南昌|合肥|福州|郑州|太原|石家庄|昆明|贵阳|南宁|兰州|西宁|银川|海口|"
    "拉萨|乌鲁木齐|呼和浩特|珠海|汕头|苏州|无锡"
)
WORD_PATTERN = r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]+|[a-z]+|[0-9]"


# A name that the official texts use this often is a word of its field.
_COMMON = 20
_QUOTED = re.compile(r"[“《]([^”》]{3,12})[”》]")
_KINDS_OF_NUMBER = re.compile(r"(?:规范|发|办|函|文|字|规)*[〔\[（(\d].*")


def names_of(library: Library, texts: Sequence[str]) -> list[str]:
    """Names that only the shipped corpus uses, lower case: of its subjects, bodies, platforms and numbers.

    They are read off the terms of the corpus, the numbers of its documents and what it puts in quotation marks;
    a part of three or more characters is a name too. ``texts`` are official texts of other fields and places: what
    they use often is no name.
    """
    terms = library.terms
    groups = [*terms.get("topics", ()), *terms.get("bodies", ()), *terms.get("words", ())]
    found = {
        name
        for entry in groups
        for key in ("names", "name", "also", "strong")
        for name in as_list(entry.get(key))
    }
    found |= {word for scope in terms.get("scopes", ()) for word in as_list(scope.get("words"))}
    found |= {_KINDS_OF_NUMBER.sub("", d.number) for d in library.documents if d.number}
    found |= {name for d in library.documents for c in d.clauses for name in _QUOTED.findall(c.text)}
    names = {normalise(name).strip() for name in found}
    parts = {n[i:j] for n in names for i in range(len(n)) for j in range(i + 3, len(n) + 1)}
    official = "\n".join(texts[::4])
    return sorted(
        n
        for n in names | parts
        if len(n) >= 2 and is_cjk(code_points(n)).all() and official.count(n) < _COMMON
    )


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """Learn ``size`` unigram subwords; pieces never cross punctuation."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORD_PATTERN), "removed", invert=True)
    trainer = trainers.UnigramTrainer(
        vocab_size=size, unk_token="[UNK]", special_tokens=["[UNK]"], max_piece_length=6, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _compact(tokenizer: Tokenizer) -> str:
    """Serialise with scores of two decimals: finer ones change no segmentation worth a third of the file."""
    content = json.loads(tokenizer.to_str())
    model = content["model"]
    model["vocab"] = [[piece, round(score, 2)] for piece, score in model["vocab"]]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def frequent_bigrams(texts: Sequence[str], count: int) -> list[str]:
    """Return the ``count`` most frequent pairs of neighbouring Chinese characters, ties by code point."""
    totals: Counter[int] = Counter()
    for start in range(0, len(texts), 5000):
        codes = code_points("\n".join(normalise(text) for text in texts[start : start + 5000]))
        cjk = is_cjk(codes)
        keys, counts = np.unique(bigram_keys(codes)[cjk[:-1] & cjk[1:]], return_counts=True)
        for key, n in zip(keys.tolist(), counts.tolist(), strict=True):
            totals[key] += n
    best = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:count]
    return [chr(key >> 21) + chr(key & 0x1FFFFF) for key, _ in best]


def build_vocabulary(
    texts: Sequence[str],
    folder: Path,
    *,
    lay: Sequence[str],
    names: Sequence[str] = (),
    subwords: int,
    bigrams: int,
    buckets: int,
    sample: int = 10_000,
) -> Features:
    """Learn the vocabulary, write its two files into a folder and load them back.

    ``texts`` are official; a sample of about ``sample`` of them teaches the subwords. ``lay`` are questions
    and lay words; they are few, so each counts several times. ``names`` of the shipped corpus get no tokens of
    their own, no more than places do.
    """
    texts = [_PLACES.sub("某", text) for text in texts]
    own = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)")
    lay = [_PLACES.sub("某", own.sub("某", normalise(text))) for text in lay]
    step = max(1, len(texts) // sample)
    tokenizer = train_tokenizer([*texts[::step], *lay, *lay, *lay], subwords)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(_compact(tokenizer), encoding="utf-8")
    lines = "\n".join(
        frequent_bigrams([*texts, *[text for text in lay for _ in range(_LAY_WEIGHT)]], bigrams)
    )
    (folder / "bigrams.txt").write_text(lines + "\n", encoding="utf-8")
    return Features.load(folder / "tokenizer.json", folder / "bigrams.txt", buckets)
