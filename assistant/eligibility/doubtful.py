"""What is said too vaguely or of a part only: it is asked back, never assumed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from assistant.eligibility.event_readers import denied_in_part
from assistant.eligibility.facts_from_text import likely_facts, read_hedged
from assistant.eligibility.figure_readers import impossible, is_ratio
from assistant.eligibility.message import is_hedged, split_message
from assistant.eligibility.reading import Reading, telling
from assistant.eligibility.said_amounts import find_vague
from assistant.eligibility.schemes import Scheme

_COUNT = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百]+)"
_ROUGH = re.compile(
    rf"(?:大概|大约|约|差不多|将近|接近|不到|不足|超过|至少|起码|最多|顶多|估摸|about |around |nearly |roughly ){_COUNT}[家个项条吨]?"
    rf"|{_COUNT}(?:来|多|几)[家个项条吨]|几十?[家个项条吨]|{_COUNT}点几|{_COUNT}分之{_COUNT}"
    rf"|{_COUNT}[家个项条吨](?:左右|上下|出头|以上|以下|不到|多点)"
)
"""Counts and shares that are bounds or estimates (差不多十家, 三分之二)."""


class Doubtful(NamedTuple):
    """A fact spoken of without an exact figure or day, or denied in part (没出过安全事故), and the words used."""

    name: str
    label: str
    unit: str
    words: str
    kind: Literal["figure", "month", "part", "hedged", "range", "likely"] = "figure"


def read_doubtful(
    text: str, scheme: Scheme, as_of: date, asked_fact: str | None, told: Mapping[str, Any]
) -> tuple[Doubtful, ...]:
    """Number and yearly facts of which the message gives a bound or an estimate only."""
    found = []
    for part in split_message(text):
        vague = find_vague(part.text, as_of) or _ROUGH.findall(part.text) if part.states else []
        bare = [amount for amount in part.amounts(as_of) if amount.unit == ""] if part.states else []
        for name, fact in scheme.facts.items() if vague or bare else ():
            unit = fact.entry.unit or ""
            is_number = fact.entry.type == "number"
            ratios = [f"{amount.value:g}" for amount in bare if is_number and is_ratio(amount, unit)]
            if not (vague or ratios):
                continue
            cues = fact.entry.cues
            speaks = bool(part.match(cues.about)) or name == asked_fact
            counts = fact.entry.type in ("number", "series") and name not in told
            if counts and speaks and not part.match(cues.unless):
                found.append(Doubtful(name, fact.entry.label, unit, (vague or ratios)[0]))
    hedged = read_hedged(text, scheme, as_of, asked_fact)
    words = next((part.text for part in split_message(text) if is_hedged(part)), "")
    found += [
        Doubtful(name, scheme.facts[name].entry.label, "", words, kind="hedged")
        for name in hedged
        if name not in told and hedged[name] is not None
    ]
    found += _out_of_range(text, scheme, as_of, asked_fact, told)
    found += _without_day(text, scheme, as_of, asked_fact, told)
    found += _partly_denied(text, scheme, as_of, asked_fact, told)
    spoken_of = {item.name for item in found}
    found += [
        Doubtful(name, scheme.facts[name].entry.label, "", said, kind="likely")
        for name, said in likely_facts(text, scheme, as_of, asked_fact, told)
        if name not in spoken_of
    ]
    return tuple(dict.fromkeys(found))


def _out_of_range(
    text: str, scheme: Scheme, as_of: date, asked_fact: str | None, told: Mapping[str, Any]
) -> list[Doubtful]:
    """Figures that cannot be (占比140%, 产值-300万)."""
    parts = split_message(text)
    return [
        Doubtful(name, fact.entry.label, fact.entry.unit or "", f"{value:g}", kind="range")
        for name, fact in scheme.facts.items()
        if fact.entry.type in ("number", "series") and name not in told
        for value in impossible(Reading(scheme, fact, parts, as_of, name == asked_fact))[:1]
    ]


def _without_day(
    text: str, scheme: Scheme, as_of: date, asked_fact: str | None, told: Mapping[str, Any]
) -> list[Doubtful]:
    """Dates of which only the month or the year is said."""
    parts = split_message(text)
    return [
        Doubtful(name, fact.entry.label, "", part.text[times[0].start : times[0].end], kind="month")
        for name, fact in scheme.facts.items()
        if fact.entry.type == "date" and name not in told
        for part, _, _ in telling(Reading(scheme, fact, parts, as_of, name == asked_fact))
        if len(times := part.times(as_of)) == 1 and len(times[0].wire) < len("2024-12-06")
    ]


def _partly_denied(
    text: str, scheme: Scheme, as_of: date, asked_fact: str | None, told: Mapping[str, Any]
) -> list[Doubtful]:
    """Events of which only some kinds or grades are denied, so that the rest stays open."""
    parts = split_message(text)
    return [
        Doubtful(name, fact.entry.label, "", part.text, kind="part")
        for name, fact in scheme.facts.items()
        if fact.entry.type == "events" and name not in told
        for part in denied_in_part(Reading(scheme, fact, parts, as_of, name == asked_fact))[:1]
    ]
