"""Dialogue states as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from assistant.domain.dialogue import DialogueState
from assistant.text.personal import mask_personal

_SPOKEN = ("last_question", "content")
"""Fields that hold the user's own words; they may stand in a subject of the past too."""

_FIELDS = {field.name: field for field in fields(DialogueState)}


def to_json(state: DialogueState) -> dict[str, Any]:
    """The state as JSON values, personal data in the user's own words masked."""
    return _masked({name: _plain(getattr(state, name)) for name in _FIELDS})


def from_json(data: Mapping[str, Any]) -> DialogueState:
    """The state stored as ``data``; keys of another version of the program are left aside."""
    return DialogueState(**{name: _typed(name, value) for name, value in data.items() if name in _FIELDS})


def _masked(data: dict[str, Any]) -> dict[str, Any]:
    spoken = {name: mask_personal(data[name]) for name in _SPOKEN if isinstance(data.get(name), str)}
    past = {"past": [_masked(subject) for subject in data["past"]]} if "past" in data else {}
    return {**data, **spoken, **past}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _typed(name: str, value: Any) -> Any:
    return tuple(value) if isinstance(_FIELDS[name].default, tuple) else value
