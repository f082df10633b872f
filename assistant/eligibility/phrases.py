"""The checker's sentences, kept in ``prompts/eligibility.yaml``; a missing variable raises."""

from __future__ import annotations

from typing import Any

from assistant import wording


def say(key: str, **params: Any) -> str:
    """The sentence of this name with its variables filled in.

    Raises:
        KeyError: No such sentence, or a variable is missing.
    """
    return wording.say("eligibility", key, **params)
