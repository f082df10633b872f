"""What a provision brings about and whom it addresses, read off the words of ``prompts/comparison.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.documents.provisions import Provision
from assistant.text.normalise import squeeze
from assistant.wording import words

_OPENING = 24


def effect_of(provision: Provision) -> str | None:
    """The effect of the list in which a provision stands, else of its own words; None where none shows."""
    if provision.group != "body":
        return None
    for text in (provision.lead, provision.words):
        for effect, cues in _cues().items():
            if any(cue in squeeze(text) for cue in cues):
                return effect
    return None


def agreement(left: str | None, right: str | None) -> Literal["agree", "open", "opposed"]:
    """Whether two effects can be those of one rule; open where one is not known."""
    if left is None or right is None:
        return "open"
    return "agree" if left == right or frozenset((left, right)) in _alike() else "opposed"


def effects_named(subject: str) -> frozenset[str]:
    """Effects that a subject asks about."""
    data = words("comparison")
    named = {effect: (*cues, *_cues()[effect]) for effect, cues in data["subjects"].items()}
    return frozenset(effect for effect, cues in named.items() if any(cue in subject for cue in cues))


def actor_of(provision: Provision) -> str | None:
    """Whom a provision addresses, by the first of the known actors in its opening words, or its list's."""
    for words_of in (provision.words, provision.lead):
        text = squeeze(words_of)[:_OPENING]
        met = [(match.start(), name) for name, actor in _actors() if (match := actor.search(text))]
        if met:
            return min(met)[1]
    return None


@cache
def _actors() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(actor)) for name, actor in words("comparison")["actors"].items())


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    return {effect: tuple(cues) for effect, cues in words("comparison")["effects"].items()}


@cache
def _alike() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in words("comparison")["alike"])
