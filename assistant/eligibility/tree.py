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


def stood_for(test: Test, name: str) -> frozenset[str]:
    """Facts that decide a test before one is read that only stands behind them (``first``)."""
    if isinstance(test, First):
        places = [fact_names(part) for part in test.tests]
        own = next((place for place, names in enumerate(places) if name in names), 0)
        if own:
            return frozenset(other for names in places[:own] for other in names) - {name}
    if isinstance(test, All | AnyOf | First):
        return frozenset(other for part in test.tests for other in stood_for(part, name))
    return stood_for(test.test, name) if isinstance(test, Not) else frozenset()
