"""Told of what the agent does, for whoever measures it; nobody's words pass here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from assistant.agent.verify.gate import Drop
from assistant.domain.answers import Answer


@dataclass(slots=True)
class Spent:
    """What one call of a model cost, filled in by whoever made the call."""

    tokens_in: int = 0
    tokens_out: int = 0


class Watch:
    """Listens to nothing; the service puts one in its place that counts."""

    def step(self, name: str) -> AbstractContextManager[object]:
        """Around a step of the way of a question."""
        return _NOTHING

    def ranked(self, scores: Sequence[float]) -> None:
        """The clauses for a question have these scores, best first."""

    def answered(self, answer: Answer, drops: Sequence[Drop]) -> None:
        """A question has its answer; ``drops`` is what the last step took out of it."""

    def model_call(self) -> AbstractContextManager[Spent]:
        """Around a call of a language model."""
        return nullcontext(Spent())

    def tool_call(self, name: str) -> AbstractContextManager[object]:
        """Around a tool that a language model called."""
        return _NOTHING

    def model_failed(self, reason: str) -> None:
        """The model worded no answer; ``reason`` is one of a few words."""


_NOTHING = nullcontext()
