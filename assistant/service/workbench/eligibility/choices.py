"""What can be picked: one scheme, or all that one kind of applicant can apply for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.eligibility import ApplicantKind
from assistant.eligibility.engine import Checker
from assistant.eligibility.facts import Fact
from assistant.eligibility.schemes import Scheme

_ALL = "all:"
_KINDS: tuple[ApplicantKind, ...] = ("enterprise", "park", "evaluator")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was picked; ``overview`` says that all schemes of a kind of applicant are looked at."""

    value: str
    kind: ApplicantKind
    schemes: tuple[Scheme, ...]
    overview: bool

    @property
    def facts(self) -> Mapping[str, Fact]:
        """All facts that these schemes ask for."""
        return {name: fact for scheme in self.schemes for name, fact in scheme.facts.items()}


def choices(checker: Checker) -> tuple[Choice, ...]:
    """Everything that can be picked, by kind of applicant, overviews first."""
    return tuple(choice for kind in _KINDS for choice in _of_kind(checker, kind))


def _of_kind(checker: Checker, kind: ApplicantKind) -> list[Choice]:
    schemes = [scheme for scheme in checker.schemes if scheme.applicant == kind]
    # A title already held cannot be applied for.
    to_apply = tuple(scheme for scheme in schemes if not scheme.file.for_holders)
    overview = [Choice(_ALL + kind, kind, to_apply, True)] if len(to_apply) > 1 else []
    return [*overview, *(Choice(scheme.id, kind, (scheme,), False) for scheme in schemes)]


def chosen(checker: Checker, value: object) -> Choice | None:
    """The choice of this value, the first when there is no such; None where there are no schemes."""
    every = choices(checker)
    return next((choice for choice in every if choice.value == value), every[0] if every else None)
