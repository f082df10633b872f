"""What can go wrong in an evaluation, each with the line or address that is at fault."""

from __future__ import annotations


class EvaluationError(Exception):
    """The evaluation cannot go on; ``status`` is the exit status of the command."""

    status = 1


class UsageError(EvaluationError):
    """The command was called wrongly: an unknown set, an unreadable file, a pattern that matches nothing."""

    status = 2


class DatasetError(UsageError):
    """A line of a dataset cannot be used; the message is ``file:line: what``."""


class RunMismatch(UsageError):
    """A run folder holds the answers of another version, or of another program."""


class TargetError(EvaluationError):
    """The target gave no usable answer to one item; the next item may still be asked."""


class TargetDown(TargetError):
    """The target cannot be reached at all; asking on is pointless."""
