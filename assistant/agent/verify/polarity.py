"""Whether a sentence permits, forbids, requires or exempts as its quotes do (DESIGN, law 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.text.normalise import squeezed
from assistant.text.sentences import split_sentences

_NEGATION = re.compile(r"不得|不予|不再|不能|不可|不是|不应|不需|没有|未|无|非|禁止|严禁|免|不|没")
_BOUNDS = (
    (re.compile(r"不得?(?:少|低|小)于|至少|最少"), "≥"),
    (re.compile(r"不(?:得|应|能)?(?:超过|多于|高于|大于)|至多|最多"), "≤"),
)
_MODAL = re.compile(r"可以|可|应当|应|得|能|须|必须|会|将|要|都|均|也|随时|仍|还")
_PERMITS = re.compile(
    r"可以|允许|准许|没问题|不受(?:限制|影响)|没有限制|照常|可(?!能|再生|持续|行|靠|追溯|见|视|研|核|知|燃|用|回收|循环|降解|溯)|(?<![不取获使所值懂记觉])得(?!到|分|出|知|以|益|当|名)"
    r"|(?<![不智性职功可未才机效产节热动])能(?=够|再|重新|申|报|参|享|评|入|获|被|在|直|继|照|随|马上|立|办|拿|做|提|用|由|通过)|无需|不需要?|不必|免(?!疫|得|责)|\b(?:may|can)\b(?! not)|\ballowed\b|\bpermitted\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"不得|不予|不可(?!抗|再生|缺|或缺)|不能|不允许|不准|不许|严禁|禁止|不再|不应|取消|\bmust not\b|\bmay not\b|\bcan ?not\b|\bnot (?:be )?(?:allowed|permitted)\b|\bprohibited\b|\bforbidden\b|\bcan't\b",
    re.IGNORECASE,
)
_STRICTLY_FORBIDS = re.compile(
    r"不得(?!超过|少于|低于|高于|多于|大于)|不予|严禁|禁止|不允许|不准|不许|\bmust not\b|\bmay not\b|\bnot (?:be )?(?:allowed|permitted)\b|\bprohibited\b|\bforbidden\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"不|未|无|非|严禁|禁止|没有|取消|撤销|移除|免")
_REQUIRES = re.compile(
    r"必须|一定要|务必|强制|硬性要求|\bmust\b(?! not)|\bmandatory\b|\bobliged\b|\bcompulsory\b", re.IGNORECASE
)
_DUTY = re.compile(r"必须|应当|应|须|需|要求|务必|不得|严禁|请|要")
_SOFT = re.compile(r"原则上|鼓励|优先|自愿|择优|支持|可以|引导")
_FREE = re.compile(
    r"免征|免费|免税|免缴|免交|免收|免除|豁免|不收|\bexempt|\bfree of charge|\bwaived?\b|\bno (?:fee|charge|cost)",
    re.IGNORECASE,
)
_FREE_SOURCE = re.compile(r"免(?!疫|责)|不收|豁免|不[^，。；,;]{0,16}收(?:取|费)")
_NEEDLESS = re.compile(r"无需|不需要|不必|不用|免于|\bneed not\b|\bnot required\b|\bno need\b", re.IGNORECASE)
_NEEDLESS_SOURCE = re.compile(r"无需|不需|不必|不用|自愿|不再|免|原则上|可不|鼓励|可以|不要求|优先")
_DENIES = re.compile(
    r"没有(?:规定|写|说|提|载明|明确|要求)|未(?:规定|写|载明|提及|明确)|不是|并非|不属|查不到|[吗么？?]|\bnot (?:state|say|specified|mention)|\bdo(?:es)? not\b|\bwhether\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[，,。；;：:！!？?\n]")
_TITLE = re.compile(r"《[^》]*》+")
_MOSTLY = 0.7
_LEAST = 6
"""Shorter parts restate nothing in particular."""


@lru_cache(maxsize=4096)
def polarity_broken(text: str, quotes: tuple[str, ...], *, decided: bool) -> bool:
    """Whether a sentence says of its quotes the contrary of what they say.

    Args:
        text: The sentence.
        quotes: Its quotes.
        decided: Whether a tool's outcome stands behind it: then its polarity is the tool's.
    """
    if decided:
        return False
    if negation_changed(squeezed(text), quotes):
        return True
    whole = [squeezed(quote) for quote in quotes]
    own = [p for p in _own_parts(text, whole) if not _DENIES.search(p)]
    return any(
        rule(own, whole) for rule in (_permits_against, _forbids_alone, _requires_alone, _exempts_alone)
    )


def negation_changed(said: str, quotes: Sequence[str]) -> bool:
    """Whether a sentence restates a sentence of a quote, or a part of one, with other negations."""
    return any(_sentence_negated(said, quote) for quote in quotes) or _part_negated(said, quotes)


def negation_lost(text: str, quotes: Sequence[str]) -> bool:
    """Whether a part of a sentence, most of whose words stand in one part of a quote, has not its negations.

    Stricter than :func:`negation_changed`: words that the sentence leaves out of the quote's part do not count.
    """
    sources = [part for quote in quotes for part in _parts(squeezed(quote))]
    for part in _parts(squeezed(_TITLE.sub("", text))):
        if _DENIES.search(part):
            continue
        alike = [(_shared(_core(source), _core(part)), source) for source in sources]
        share, nearest = max(alike, default=(0.0, ""))
        if share >= _MOSTLY and bool(_negations(part)) != bool(_negations(nearest)):
            return True
    return False


def _sentence_negated(said: str, quote: str) -> bool:
    for source in _sentences(quote):
        if len(source) < _LEAST or source.rstrip("。；，：") in said or len(said) > 1.6 * len(source):
            continue
        if _shared(said, source) >= 0.75 and _negations(said) != _negations(source):
            return True
    return False


def _part_negated(said: str, quotes: Sequence[str]) -> bool:
    sources = [part for quote in quotes for part in _parts(squeezed(quote))]
    return any(_turned(part, sources) for part in _parts(said))


def _turned(part: str, sources: Sequence[str]) -> bool:
    """Whether a part resembles parts of the quotes, but none with as many negations."""
    if any(part in source and not _negated_before(source, part) for source in sources):
        return False
    alike = [
        s
        for s in sources
        if len(_core(part)) <= 1.6 * len(_core(s)) and _shared(_core(part), _core(s)) >= 0.75
    ]
    return bool(alike) and all(_negations(part) != _negations(source) for source in alike)


def _negated_before(text: str, piece: str) -> bool:
    """Whether a piece was cut out of a text just behind a negation."""
    place = text.find(piece)
    return place > 0 and bool(re.search(r"(?:不|未|无|非|没|没有|严禁|禁止|不得|不予)$", text[:place]))


def _permits_against(parts: Sequence[str], quotes: Sequence[str]) -> bool:
    """A sentence that permits where all its quotes forbid."""
    barred = all(_FORBIDS.search(q) and not _PERMITS.search(_FORBIDS.sub("", q)) for q in quotes)
    return barred and any(_permits(p) for p in parts)


def _permits(part: str) -> bool:
    rest = _FORBIDS.sub("", part)
    denied = _FORBIDS.search(part) or _NEGATION.search(_PERMITS.sub("", rest))
    return bool(_PERMITS.search(rest)) and not denied


def _forbids_alone(parts: Sequence[str], quotes: Sequence[str]) -> bool:
    """A sentence that forbids where no quote denies anything."""
    return any(_STRICTLY_FORBIDS.search(p) for p in parts) and not any(_NEGATIVE.search(q) for q in quotes)


def _requires_alone(parts: Sequence[str], quotes: Sequence[str]) -> bool:
    """A sentence that makes a strict duty of what the quotes wish, prefer or leave open."""
    strict = [p for p in parts if _REQUIRES.search(p) and not _NEGATION.search(p)]
    if not strict:
        return False
    sources = [p for q in quotes for p in _PARTS.split(q) if p]
    duties = [p for p in sources if _DUTY.search(p) and not _SOFT.search(p)]
    return not duties or any(_softer(part, sources) for part in strict)


def _softer(part: str, sources: Sequence[str]) -> bool:
    """Whether the part of the quotes that a duty restates holds a wish or a preference only."""
    said = _SOFT.sub("", _core(squeezed(part)))
    near = [(_shared(said, _SOFT.sub("", _core(s))), s) for s in sources if len(s) >= _LEAST]
    share, source = max(near, default=(0.0, ""))
    return share >= 0.6 and bool(_SOFT.search(source)) and not _REQUIRES.search(source)


def _exempts_alone(parts: Sequence[str], quotes: Sequence[str]) -> bool:
    """A sentence that exempts from a payment or a duty where no quote does."""
    return any(
        any(said.search(p) for p in parts) and not any(source.search(q) for q in quotes)
        for said, source in ((_FREE, _FREE_SOURCE), (_NEEDLESS, _NEEDLESS_SOURCE))
    )


def _own_parts(text: str, quotes: Sequence[str]) -> list[str]:
    """Parts of a sentence that are not simply pieces of its quotes, blanks kept for English."""
    plain = _TITLE.sub("", text.replace("*", ""))
    pieces = [p for p in _PARTS.split(plain) if squeezed(p)]
    return [
        p for p in pieces if not any(squeezed(p) in q and not _negated_before(q, squeezed(p)) for q in quotes)
    ]


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in _PARTS.split(text) if len(part) >= _LEAST)


@lru_cache(maxsize=4096)
def _sentences(quote: str) -> tuple[str, ...]:
    return tuple(squeezed(quote[start:end]) for start, end in split_sentences(quote))


@lru_cache(maxsize=4096)
def _core(part: str) -> str:
    """A part without negations and modal words: what it speaks of."""
    return _MODAL.sub("", _NEGATION.sub("", _folded(part)))


@lru_cache(maxsize=4096)
def _negations(text: str) -> int:
    return len(_NEGATION.findall(_folded(text)))


def _folded(text: str) -> str:
    """With bounds as signs: 不少于 and 至少 deny nothing."""
    for pattern, sign in _BOUNDS:
        text = pattern.sub(sign, text)
    return text


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _shared(said: str, source: str) -> float:
    pairs = _pairs(source)
    return len(pairs & _pairs(said)) / len(pairs) if pairs else 0.0
