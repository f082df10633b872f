"""Whom a message speaks of: what it says of others (入园企业) or of a register is not said of the applicant itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.eligibility.facts import Fact
from assistant.eligibility.message import Found, Part
from assistant.eligibility.schemes import Scheme

_STOPS = ("。", "!", "！", "\n", ". ")


def spoken_of(fact: Fact, parts: Sequence[Part], *, asked: bool) -> frozenset[int]:
    """Places of the parts that speak of the fact's own subject: from where it is named until another is, or a full stop.

    Args:
        fact: A fact, with or without ``subject``.
        parts: The message.
        asked: Whether the fact was asked for, so that its subject goes without saying.
    """
    subject = fact.entry.subject
    if subject is None:
        return frozenset()
    speaking, found = asked, set()
    for place, part in enumerate(parts):
        if part.before.endswith(_STOPS):
            speaking = asked
        if part.match(subject.words) is not None:
            speaking = True
        elif part.match(subject.ends) is not None:
            speaking = False
        if speaking:
            found.add(place)
    return frozenset(found)


def told_of(fact: Fact, scheme: Scheme, part: Part) -> Found | None:
    """Where a part about the fact's own subject tells something in the words of the facts it stands for."""
    subject = fact.entry.subject
    for name in subject.instead_of if subject is not None else ():
        cues = scheme.facts[name].entry.cues if name in scheme.facts else None
        if cues is not None and (found := part.match(cues.about) or part.match(cues.yes)) is not None:
            return found
    return None


def without_other_subjects(
    parts: tuple[Part, ...], scheme: Scheme, name: str, asked: str | None
) -> tuple[Part, ...]:
    """The message with what it says of the subjects of other facts left unsaid for this one."""
    silent: set[int] = set()
    for other in scheme.facts.values():
        if other.entry.subject is not None and name in other.entry.subject.instead_of:
            silent |= spoken_of(other, parts, asked=other.name == asked)
    if not silent:
        return parts
    return tuple(replace(part, states=False) if place in silent else part for place, part in enumerate(parts))
