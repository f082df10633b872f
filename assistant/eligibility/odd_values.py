"""Values that can be read, but hardly as meant: said to the applicant beside the report; the other facts are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from assistant.eligibility.facts import Event, Fact, Listing, RoughDay, Value, Values
from assistant.eligibility.phrases import say


class Odd(NamedTuple):
    """A value that is doubtful as it stands: what is wrong with it and what to do; ``used`` says if it still counts."""

    name: str
    text: str
    used: bool


def odd_values(facts: Mapping[str, Fact], values: Values, as_of: date) -> tuple[Odd, ...]:
    """A percentage that may be a share of one (0.55), and anything dated after the day asked."""
    return tuple(
        odd
        for name, value in values.items()
        for odd in (*_share(facts[name], value), *_later(facts[name], value, as_of))
    )


def without_odd(facts: Mapping[str, Fact], values: Values, as_of: date) -> Values:
    """The values without those that cannot be used until they are made clear."""
    unused = {odd.name for odd in odd_values(facts, values, as_of) if not odd.used}
    return {name: value for name, value in values.items() if name not in unused} if unused else values


def _share(fact: Fact, value: Value) -> Iterator[Odd]:
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    if fact.entry.unit == "%" and is_figure and isinstance(value, int | float) and 0 < value < 1:
        text = say(
            "odd_share",
            label=fact.entry.label,
            value=f"{value:.15g}",
            percent=f"{round(100 * value, 9):.15g}",
        )
        yield Odd(fact.name, text, used=False)


def _later(fact: Fact, value: Value, as_of: date) -> Iterator[Odd]:
    for day in _days(value):
        if day > as_of:
            text = say("odd_later", label=fact.entry.label, day=day.isoformat(), as_of=as_of.isoformat())
            yield Odd(fact.name, text, used=True)


def _days(value: Value) -> Iterator[date]:
    if isinstance(value, date):
        yield value
    elif isinstance(value, RoughDay):
        yield value.days.earliest
    elif isinstance(value, Listing):
        yield from (days.earliest for days in (value.listed, value.removed) if days)
    elif isinstance(value, tuple):
        yield from (event.days.earliest for event in value if isinstance(event, Event) and event.days)
