"""Figures said too vaguely to be taken: they are asked back, never assumed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from assistant.eligibility.message import find_vague, split_message
from assistant.eligibility.schemes import Scheme


class Doubtful(NamedTuple):
    """A fact spoken of without an exact figure, and the words used."""

    name: str
    label: str
    unit: str
    words: str


def read_doubtful(
    text: str, scheme: Scheme, as_of: date, asked_fact: str | None, told: Mapping[str, Any]
) -> tuple[Doubtful, ...]:
    """Number and yearly facts of which the message gives a bound or an estimate only."""
    found = []
    for part in split_message(text):
        vague = find_vague(part.text, as_of) if part.states else []
        for name, fact in scheme.facts.items() if vague else ():
            cues = fact.entry.cues
            speaks = bool(part.match(cues.about)) or name == asked_fact
            counts = fact.entry.type in ("number", "series") and name not in told
            if counts and speaks and not part.match(cues.unless):
                found.append(Doubtful(name, fact.entry.label, fact.entry.unit or "", vague[0]))
    return tuple(dict.fromkeys(found))
