"""The first day on which a failed criterion no longer fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.documents import DateRange
from assistant.eligibility.evaluate import Case, evaluate
from assistant.eligibility.facts import Event, Listing
from assistant.eligibility.forms import Test
from assistant.eligibility.lookback import spell, turning_days
from assistant.eligibility.tree import leaves


def clears_on(test: Test, case: Case) -> date | None:
    """First day after ``case.as_of`` on which the test is no longer ``not_met``; None when none comes.

    Outcomes change only on the days gathered here, so the day before the one returned still fails.
    """
    days = sorted({day for day in _turning_days(test, case) if day > case.as_of})
    return next((day for day in days if evaluate(test, case.on(day)).outcome != "not_met"), None)


def _turning_days(test: Test, case: Case) -> Iterator[date]:
    for leaf in leaves(test):
        window = getattr(leaf, "window", None)
        value = case.values.get(getattr(leaf, "fact", ""))
        for days in _ranges(value):
            yield from days
            if window is not None:
                yield from turning_days(days, window)


def _ranges(value: object) -> Iterator[DateRange]:
    if isinstance(value, Listing):
        yield from (days for days in (value.listed, value.removed) if days)
    elif isinstance(value, tuple):
        for event in value:
            if isinstance(event, Event):
                yield from (days for days in spell(event.days, event.end, event.months) if days)
