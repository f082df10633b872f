"""Applicants made up at random, as facts on the wire: all forms, gaps, doubts and days around the day asked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from assistant.domain.eligibility import FactSpec
from assistant.eligibility import Scheme

_SPAN = 366 * 5


def applicants(scheme: Scheme, count: int, as_of: date, *, seed: int = 0) -> Iterator[dict[str, Any]]:
    """So many applicants of a scheme; about one cell in five is absent, not known or not applicable."""
    chance = random.Random(seed)
    for _ in range(count):
        yield {
            name: _cell(fact.spec, chance, as_of)
            for name, fact in scheme.facts.items()
            if chance.random() < 0.9
        }


def _cell(spec: FactSpec, chance: random.Random, as_of: date) -> Any:
    kind = chance.random()
    if kind < 0.05:
        return None
    if kind < 0.1:
        return {"state": "not_applicable"}
    return _VALUES[spec.type](spec, chance, as_of)


def _number(spec: FactSpec, chance: random.Random, as_of: date) -> float:
    value = chance.choice([0, 0.5, 1, 2, 5, 60, chance.randint(0, 100), round(chance.uniform(0, 100), 2)])
    low, high = spec.minimum, spec.maximum
    return min(max(value, low if low is not None else value), high if high is not None else value)


def _series(spec: FactSpec, chance: random.Random, as_of: date) -> dict[str, float]:
    low = -200 if spec.minimum is None else 0
    years = [*range(2019, 2024), *range(as_of.year - 4, as_of.year)]
    return {
        str(year): chance.choice([chance.randint(low, 3000), round(chance.uniform(low, 3000), 2), 2000])
        for year in years
        if chance.random() < 0.85
    }


def _day(chance: random.Random, as_of: date) -> str:
    day = as_of - timedelta(days=chance.randint(-60, _SPAN))
    near = chance.choice([day, day, date(as_of.year - chance.randint(0, 5), as_of.month, min(as_of.day, 28))])
    return near.isoformat()[: chance.choice([10, 10, 10, 7, 4])]


def _event(spec: FactSpec, chance: random.Random, as_of: date) -> dict[str, Any]:
    event: dict[str, Any] = {}
    if spec.kinds and chance.random() < 0.9:
        event["kind"] = chance.choice(spec.kinds)[0]
    if spec.grades and chance.random() < 0.9:
        event["grade"] = chance.choice(spec.grades)[0]
    if chance.random() < 0.9:
        event["date"] = _day(chance, as_of)
        if chance.random() < 0.3:
            event["end"] = _later(event["date"], chance)
    return event


def _later(start: str, chance: random.Random) -> str:
    first = date.fromisoformat((start + "-12-28")[:10] if len(start) == 4 else (start + "-28")[:10])
    return (first + timedelta(days=chance.randint(31, 500))).isoformat()


def _events(spec: FactSpec, chance: random.Random, as_of: date) -> list[dict[str, Any]]:
    return [_event(spec, chance, as_of) for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 3]))]


def _listing(spec: FactSpec, chance: random.Random, as_of: date) -> Any:
    if chance.random() < 0.6:
        return False
    listed = _day(chance, as_of)
    return {
        "listed_on": chance.choice([listed, listed, None]),
        "removed_on": chance.choice([None, _later(listed, chance)]),
    }


_VALUES: dict[str, Callable[[FactSpec, random.Random, date], Any]] = {
    "boolean": lambda spec, chance, as_of: chance.random() < 0.7,
    "number": _number,
    "date": lambda spec, chance, as_of: (as_of - timedelta(days=chance.randint(-60, _SPAN))).isoformat(),
    "enum": lambda spec, chance, as_of: chance.choice(spec.options)[0],
    "series": _series,
    "events": _events,
    "listing": _listing,
}
