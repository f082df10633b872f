"""Two wordings of one matter, compared word by word; what a rule turns on is told apart from the rest."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from assistant.domain.comparison import Change, Difference, DifferenceKind, SignalKind
from assistant.text.normalise import squeeze
from assistant.text.signals import find_signals
from assistant.wording import words

_LEAST_SHARED = 0.42
_HELD_BY_THE_OTHER = 0.75
_SHORT, _LONG = 2, 8
_LONGEST_TERM = 8


class Token(NamedTuple):
    """A signal, a run of letters or digits, or one character; equal keys mean the same."""

    key: Hashable
    start: int
    end: int
    kind: DifferenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What differs between two texts.

    Attributes:
        same: Whether nothing differs but blanks, punctuation and the way a value is written.
        shared: Share of the words of a side that stand on the other too, mean of both sides, 0 to 1.
        rewritten: Too little is shared for a comparison word by word; marked are the signals and terms
            of official texts that the other side does not have at all.
    """

    left: tuple[Difference, ...]
    right: tuple[Difference, ...]
    changes: tuple[Change, ...]
    same: bool
    shared: float
    rewritten: bool


def wording(left: str, right: str) -> Wording:
    """Compare two texts; blanks and punctuation do not count, figures and dates count by value.

    >>> wording("应当在30日内报送。", "可以在60日内报送").changes
    (Change(kind='modal', left='应当', right='可以'), Change(kind='time_limit', left='30日', right='60日'))
    """
    if (right, left) < (left, right):
        # One order for both directions, so that swapping the sides mirrors the result.
        found = wording(right, left)
        changes = tuple(Change(kind=c.kind, left=c.right, right=c.left) for c in found.changes)
        return Wording(
            left=found.right,
            right=found.left,
            changes=changes,
            same=found.same,
            shared=found.shared,
            rewritten=found.rewritten,
        )
    tokens = _tokens(left), _tokens(right)
    blocks = _blocks(*tokens)
    same = not blocks
    kept = [1 - sum(_size(block[side]) for block in blocks) / max(1, _size(tokens[side])) for side in (0, 1)]
    shared = round(sum(kept) / 2, 4)
    rewritten = shared < _LEAST_SHARED and max(kept) < _HELD_BY_THE_OTHER
    if rewritten:
        blocks = [_of_one_side(tokens, (left, right))]
    return Wording(
        left=_marks(left, [a for a, _ in blocks]),
        right=_marks(right, [b for _, b in blocks]),
        changes=tuple(change for a, b in blocks for change in _changes(left, right, a, b)),
        same=same,
        shared=shared,
        rewritten=rewritten,
    )


def whole(text: str) -> tuple[Difference, ...]:
    """Marks over all words of a text to which nothing answers."""
    return _marks(text, [_tokens(text)])


def signal_changes(text: str, *, on_left: bool) -> tuple[Change, ...]:
    """The signals of a text that has nothing on the other side."""
    found = [(s.kind, text[s.start : s.end]) for s in find_signals(text)]
    return tuple(Change(kind=k, left=t if on_left else None, right=None if on_left else t) for k, t in found)


Block = tuple[Sequence[Token], Sequence[Token]]


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    signals = {s.start: s for s in find_signals(text)}
    at = 0
    while at < len(text):
        if at in signals:
            signal = signals[at]
            found.append(Token((signal.kind, signal.value), at, signal.end, signal.kind))
            at = signal.end
            continue
        limit = min((start for start in signals if start > at), default=len(text))
        word = _word().match(text, at, limit)
        end = word.end() if word else at + 1
        key = squeeze(text[at:end]).lower()
        if any(c.isalnum() for c in key) and not _closing(text, at, key):
            found.append(Token(key, at, end, "words"))
        at = end
    return found


def _closing(text: str, at: int, key: str) -> bool:
    """A 的 that closes an item of a list says nothing of its own."""
    return key == "的" and not text[at + 1 : at + 2].isalnum()


@cache
def _word() -> re.Pattern[str]:
    """A run of Latin letters and digits, or a term of official texts."""
    longest_first = sorted(_names(), key=lambda t: (-len(t), t))
    return re.compile("[A-Za-z0-9]+|" + "|".join(map(re.escape, longest_first)))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Each term of ``prompts/lexicon.yaml`` with all terms of its concept."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in words("lexicon")["concepts"]:
        listed = concept["term"] if isinstance(concept["term"], list) else [concept["term"]]
        for term in listed:
            found[term] = (*found.get(term, ()), *listed)
    return {term: names for term, names in found.items() if 2 <= len(term) <= _LONGEST_TERM}


def _blocks(left: list[Token], right: list[Token]) -> list[Block]:
    """Where the two differ; a word or two in common between long differences is drawn into them."""
    matcher = SequenceMatcher(None, [t.key for t in left], [t.key for t in right], autojunk=False)
    codes = [list(code) for code in matcher.get_opcodes()]
    merged: list[list[int]] = []
    for n, (name, *places) in enumerate(codes):
        a, b, c, d = (int(place) for place in places)
        if name == "equal" and not (
            0 < n < len(codes) - 1 and _slight(left[a:b], codes[n - 1], codes[n + 1])
        ):
            continue
        if merged and merged[-1][1] == a and merged[-1][3] == c:
            merged[-1][1], merged[-1][3] = b, d
        else:
            merged.append([a, b, c, d])
    return [(left[a:b], right[c:d]) for a, b, c, d in merged]


def _slight(between: Sequence[Token], before: Sequence[object], after: Sequence[object]) -> bool:
    if any(token.kind != "words" for token in between):
        return False
    around = sum(
        int(str(code[2])) - int(str(code[1])) + int(str(code[4])) - int(str(code[3]))
        for code in (before, after)
    )
    return len(between) == 1 or (len(between) <= _SHORT and around >= _LONG)


def _of_one_side(tokens: tuple[list[Token], list[Token]], texts: tuple[str, str]) -> Block:
    """Signals and terms of official texts that the other side does not have under any name."""
    keys = [{t.key for t in side} for side in tokens]
    found: list[list[Token]] = []
    for n, side in enumerate(tokens):
        other = texts[1 - n]
        found.append(
            [t for t in side if t.key not in keys[1 - n] and (t.kind != "words" or _is_foreign(t, other))]
        )
    return found[0], found[1]


def _is_foreign(token: Token, other: str) -> bool:
    names = _names().get(str(token.key), ())
    return bool(names) and not any(name in other for name in names)


def _size(tokens: Sequence[Token]) -> int:
    return sum(t.end - t.start for t in tokens)


def _marks(text: str, blocks: Sequence[Sequence[Token]]) -> tuple[Difference, ...]:
    """Signals by themselves, the words between them in one piece."""
    found: list[Difference] = []
    for block in blocks:
        last: Difference | None = None
        for token in block:
            gap = text[last.end : token.start] if last else ""
            if last and last.kind == token.kind == "words" and not any(c.isalnum() for c in gap):
                last = Difference(start=last.start, end=token.end, kind="words")
                found[-1] = last
            else:
                last = Difference(start=token.start, end=token.end, kind=token.kind)
                found.append(last)
    return tuple(found)


def _changes(left: str, right: str, a: Sequence[Token], b: Sequence[Token]) -> list[Change]:
    """Signals that stand in each other's place, kind by kind in order; the rest one-sided."""
    found: list[Change] = []
    for kind in dict.fromkeys(t.kind for t in (*a, *b)):
        if kind == "words":
            continue
        signal: SignalKind = kind
        sides = (
            [left[t.start : t.end] for t in a if t.kind == kind],
            [right[t.start : t.end] for t in b if t.kind == kind],
        )
        for n in range(max(map(len, sides))):
            one, other = (side[n] if n < len(side) else None for side in sides)
            found.append(Change(kind=signal, left=one, right=other))
    return found
