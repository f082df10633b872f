"""What must stand in a text for a pattern to match: most patterns of a table match hardly any text, seen at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from re import _constants as ops  # no public module tells how a pattern is made
from re import _parser as parser
from typing import Any

Needles = frozenset[str]
"""Characters and pairs of which one stands in every text that matches."""

_MOST = 48
"""More alternatives than this are told from a text no faster than the pattern itself."""
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_NO_WIDTH = (ops.AT, ops.ASSERT_NOT)


def needles(pattern: re.Pattern[str]) -> Needles | None:
    r"""Characters or pairs one of which stands in each text that a pattern matches; None where none can be told.

    They are of the kind that :func:`assistant.text.beginnings.beginnings` lists of a text.

    >>> sorted(needles(re.compile("认[定可].*条件|资格")) or ())
    ['条件', '资格']
    >>> needles(re.compile(r"\d+|条件")) is None
    True
    """
    if pattern.flags & re.IGNORECASE:
        return None
    return _best(parser.parse(pattern.pattern, pattern.flags))


def _best(sequence: Iterable[Any]) -> Needles | None:
    """The needles of a row of parts that are the least likely to stand in a text by chance."""
    found: list[Needles] = []
    run: list[Needles] = []
    for part in [*_flat(sequence), None]:
        if part is not None and (one := _characters(part)):
            run.append(one)
            continue
        found += _of_run(run)
        run = []
        if part is not None and (inside := _inside(part)) is not None:
            found.append(inside)
    return min(found, key=_chance, default=None)


def _flat(sequence: Iterable[Any]) -> Iterable[Any]:
    """The parts of a row without those that match nothing of their own, groups taken apart."""
    for operation, argument in sequence:
        if operation is ops.SUBPATTERN and not (argument[1] or argument[2]):
            yield from _flat(argument[3])
        elif operation is ops.ATOMIC_GROUP:
            yield from _flat(argument)
        elif operation in _REPEATS and argument[0] == argument[1] == 1:
            yield from _flat(argument[2])
        elif operation not in _NO_WIDTH:
            yield operation, argument


def _characters(part: tuple[Any, Any]) -> Needles:
    """The few characters that a part may be; none where it may be nearly anything, or more than one."""
    operation, argument = part
    if operation is ops.LITERAL:
        return frozenset((chr(argument),))
    if operation is ops.IN and len(argument) <= _MOST and all(kind is ops.LITERAL for kind, _ in argument):
        return frozenset(chr(code) for _, code in argument)
    return frozenset()


def _of_run(run: Sequence[Needles]) -> list[Needles]:
    """The pairs of a row of characters, or the only one."""
    if len(run) == 1:
        return list(run)
    return [
        frozenset(a + b for a, b in product(first, second))
        for first, second in pairwise(run)
        if len(first) * len(second) <= _MOST
    ]


def _inside(part: tuple[Any, Any]) -> Needles | None:
    """The needles of a part that holds others: of each branch, of what is repeated, of what must follow."""
    operation, argument = part
    if operation is ops.BRANCH:
        branches = [_best(branch) for branch in argument[1]]
        if any(branch is None for branch in branches):
            return None
        union = frozenset().union(*(branch for branch in branches if branch is not None))
        return union if len(union) <= _MOST else None
    if operation in _REPEATS and argument[0] >= 1:
        return _best(argument[2])
    if operation is ops.ASSERT:
        return _best(argument[1])
    return None


def _chance(found: Needles) -> float:
    """How likely one of them stands in a text by chance: pairs least, Latin letters most."""
    return sum(_ONE[len(one), one.isascii()] for one in found)


_ONE = {(2, False): 1, (2, True): 4, (1, False): 4, (1, True): 30}
"""How likely a needle is, by its length and whether it is Latin."""
