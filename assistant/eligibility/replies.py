"""Reads a short reply (yes, no, I do not know) to the question asked."""

from __future__ import annotations

from typing import Any

from assistant.eligibility.facts import Fact
from assistant.eligibility.message import Part, split_message, word_list
from assistant.eligibility.reading import NOTHING
from assistant.eligibility.scheme_file import Group
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold

_BRIEF = 8


def read_reply(text: str, scheme: Scheme, asked: str | None, *, names_other: bool = False) -> dict[str, Any]:
    """What a short yes, no or 'I do not know' says of the fact or group asked for.

    Where the message names a fact itself (没有出过事故), only a bare yes or no in front answers the question asked.
    """
    if fold(text).strip().startswith(word_list("corrections")):
        return {}
    answer = _short_answer(text, brief=not names_other)
    if asked is None or answer is None:
        return {}
    group = next((group for group in scheme.groups if group.id == asked), None)
    if group is not None:
        return _group_reply(group, answer)
    if asked not in scheme.facts:
        return {}
    value = _plain_reply(scheme.facts[asked], answer)
    return {} if value is NOTHING else {asked: value}


def _short_answer(text: str, *, brief: bool) -> str | None:
    folded = [fold(part).strip(" .!~…") for part in _first_parts(text)]
    for name in ("reply_unknown", "reply_no", "reply_yes"):
        known = {fold(word) for word in word_list(name)}
        if any(part in known for part in folded):
            return name
    return _brief_answer(split_message(text)[0]) if brief else None


def _brief_answer(part: Part) -> str | None:
    """A first part of a few words: denied, affirmed, or not known."""
    if part.text.startswith(word_list("reply_unknown")):
        return "reply_unknown"
    if len(part.text) > _BRIEF or not part.states:
        return None
    if part.denies(0, len(part.text)):
        return "reply_no"
    return "reply_yes" if part.text.startswith(word_list("brief_yes")) else None


def _first_parts(text: str) -> tuple[str, ...]:
    parts = split_message(text)
    return (text, parts[0].text) if parts else (text,)


def _group_reply(group: Group, answer: str) -> dict[str, Any]:
    if answer == "reply_unknown":
        return dict.fromkeys(group.facts)
    return dict(group.on_yes if answer == "reply_yes" else group.on_no)


def _plain_reply(fact: Fact, answer: str) -> Any:
    """``yes`` to a list of events tells that there was one, not which."""
    if answer == "reply_unknown":
        return None
    is_yes = answer == "reply_yes"
    values: dict[str, tuple[Any, Any]] = {
        "boolean": (True, False),
        "events": ([{}], []),
        "listing": ({"listed_on": None, "removed_on": None}, False),
    }
    if fact.entry.type == "enum":
        words = word_list(answer)
        named = [value for name, value in fact.options.items() if name in words]
        return named[0] if len(set(named)) == 1 else NOTHING
    yes, no = values.get(fact.entry.type, (NOTHING, NOTHING))
    return yes if is_yes else no
