"""Walks the tests of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.eligibility.forms import All, AnyOf, First, Judgement, NoEvent, Not, Test


def leaves(test: Test) -> Iterator[Any]:
    """The tests without parts, in the order of the file."""
    if isinstance(test, All | AnyOf | First):
        for part in test.tests:
            yield from leaves(part)
    elif isinstance(test, Not):
        yield from leaves(test.test)
    else:
        yield test


def fact_names(test: Test | None) -> tuple[str, ...]:
    """The facts that a test reads, each once, in the order of the file; days that only limit it come last."""
    if test is None:
        return ()
    named = [
        name
        for leaf in leaves(test)
        if not isinstance(leaf, Judgement)
        for name in (leaf.fact, *getattr(leaf, "plus", ()))
    ]
    limits = [
        day for leaf in leaves(test) if isinstance(leaf, NoEvent) for day in (leaf.floor, leaf.since) if day
    ]
    return tuple(dict.fromkeys([*named, *limits]))


def can_fail(test: Test) -> bool:
    """Whether some facts make the test false; what only the authority can say never fails."""
    return any(
        not isinstance(leaf, Judgement) and not (isinstance(leaf, NoEvent) and leaf.only_doubtful)
        for leaf in leaves(test)
    )


def is_judged_only(test: Test) -> bool:
    """Whether nothing in the test can be read off facts."""
    return all(isinstance(leaf, Judgement) for leaf in leaves(test))
