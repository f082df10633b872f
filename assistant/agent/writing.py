"""How a writer joins the steps: it may word the answer that the tools gave, and is heard by the gate alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.agent.context import Context
from assistant.agent.draft import Draft

Heard = Callable[[Literal["step", "delta"], str], None]
"""Told of each step as it begins and of each verified piece of the answer; raises to stop the work."""


def unheard(kind: Literal["step", "delta"], text: str) -> None:
    """A listener for callers who wait for the whole answer."""


class WriterFailed(Exception):
    """A writer gave nothing that may be shown; why is for the log, never for the reader.

    Attributes:
        reason: The same in one of a few words: busy, endpoint, fault, grounding, steps, time, tokens.
    """

    def __init__(self, message: str, reason: str = "fault") -> None:
        super().__init__(message)
        self.reason = reason


class Left(Exception):
    """The reader has gone: whatever is under way stops."""


@dataclass(frozen=True, slots=True)
class Written:
    """The draft that a writer made from the tools' draft, and how many sentences of it are its own.

    Attributes:
        context: The context with what the tools returned on the way: a scheme checked, facts read.
    """

    draft: Draft
    sentences: int
    context: Context


class Writer(Protocol):
    """Words an answer; never decides one."""

    def write(self, context: Context, draft: Draft, heard: Heard) -> Written:
        """The tools' draft in the writer's words, each sentence checked.

        Raises:
            WriterFailed: Nothing may be shown, or the time is over.
            Left: The reader has gone.
        """
        ...
