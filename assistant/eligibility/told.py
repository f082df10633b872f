"""Facts told, in words, so that an applicant can see what was understood and correct it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.eligibility.facts import Event, Fact, Listing, RoughDay, State, Value, parse_facts
from assistant.eligibility.happenings import day_of, event_name
from assistant.eligibility.phrases import say


def told(facts: Mapping[str, Fact], raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Each fact with its value, as ``label：value``, in the order of the rules; facts unknown here are left out."""
    values = parse_facts(facts, {name: value for name, value in raw.items() if name in facts})
    return tuple(
        say("told", label=fact.entry.label, value=_words(fact, values[name]))
        for name, fact in facts.items()
        if name in values
    )


def _words(fact: Fact, value: Value) -> str:
    if isinstance(value, State):
        return say("told_state_unknown" if value is State.UNKNOWN else "told_state_not_applicable")
    if isinstance(value, bool):
        return _truth(fact, value)
    if isinstance(value, Listing):
        key = "told_listed" if value.removed else "told_out" if value.out else "told_not_removed"
        return say(key, listed=day_of(value.listed), removed=day_of(value.removed))
    if isinstance(value, tuple):
        return _events(fact, value)
    if isinstance(value, Mapping):
        unit = fact.entry.unit or ""
        figures = (say("figure", year=year, value=f"{v:.15g}", unit=unit) for year, v in value.items())
        return say("list_separator").join(figures)
    if isinstance(value, RoughDay):
        return day_of(value.days)
    if isinstance(value, int | float):
        return f"{value:.15g}{fact.entry.unit or ''}"
    return fact.label_of(value) if isinstance(value, str) else str(value)


def _truth(fact: Fact, value: bool) -> str:
    if fact.entry.type == "listing":
        return say("told_not_listed")
    return say("yes" if value else "no")


def _events(fact: Fact, events: tuple[Event, ...]) -> str:
    if not events:
        return say("told_none")
    return say("list_separator").join(event_name(fact, event) for event in events)
