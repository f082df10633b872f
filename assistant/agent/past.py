"""The subjects spoken of before the newest one, and the one that a message goes back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from assistant.domain.dialogue import DialogueState

_KEPT = (
    "intent",
    "topic",
    "scheme",
    "role",
    "document_id",
    "year",
    "asked_fact",
    "clause_keys",
    "rests_on",
    "last_question",
    "terms",
    "content",
)
_PAST = 8


def remembered(state: DialogueState, new: DialogueState) -> tuple[Mapping[str, Any], ...]:
    """The subjects spoken of before the newest one, oldest first, the last eight."""
    same = (
        new.last_question == state.last_question
        and new.topic == state.topic
        and not _apart(state.clause_keys, new.clause_keys)
    )
    if not state.last_question or same:
        return state.past
    here = entry_of(state)
    kept = [entry for entry in state.past if entry["last_question"] != here["last_question"]]
    return (*kept, here)[-_PAST:]


def taken_up(state: DialogueState, entry: Mapping[str, Any]) -> DialogueState:
    """The conversation back on an earlier subject."""
    here = entry == entry_of(state)
    kept: dict[str, Any] = {name: _typed(name, entry.get(name)) for name in _KEPT}
    last = state.last_said if here else str(entry["last_question"])
    return replace(state, **kept, last_said=last, checking=False)


def of_another_case(state: DialogueState) -> DialogueState:
    """The conversation on the same title without anything told of the case before."""
    return replace(state, facts={}, told=(), unread=(), heard=(), asked_fact=None, day_told=None)


def entry_of(state: DialogueState) -> dict[str, Any]:
    """The subject spoken of now; a brief question that turned to it is its own, not the one it leant on."""
    entry = {name: getattr(state, name) for name in _KEPT}
    before = state.past[-1] if state.past else {}
    turned = before.get("last_question") == state.last_question and (
        before.get("topic") != state.topic or _apart(before["clause_keys"], state.clause_keys)
    )
    # Its words are its own; the terms were carried over from the question that it leant on.
    own = {"last_question": state.last_said, "terms": (), "content": ""}
    return {**entry, **own} if turned and state.last_said else entry


def _apart(before: Sequence[str], now: Sequence[str]) -> bool:
    """Whether two answers rest on nothing in common: the second question was of another matter."""
    return bool(before and now) and set(before).isdisjoint(now)


def pairs(text: str) -> set[str]:
    """The pairs of characters in a text, by which texts are compared."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def alike(said: set[str], entry: Mapping[str, Any]) -> int:
    """How many pairs of characters an earlier subject shares with what was said."""
    return len(said & pairs(f"{entry['last_question']} {' '.join(entry['terms'])}"))


def _typed(name: str, value: Any) -> Any:
    default = next(f.default for f in fields(DialogueState) if f.name == name)
    return tuple(value) if isinstance(default, tuple) and isinstance(value, Sequence) else value
