"""What can be picked: one scheme, or all that one kind of applicant can apply for."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.eligibility import ApplicantKind
from assistant.service.wire.scheme_shapes import SchemesOut, SchemeSummary

_ALL = "all:"
_KINDS: tuple[ApplicantKind, ...] = ("enterprise", "park", "evaluator")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was picked; ``overview`` says that all schemes of a kind of applicant are looked at."""

    value: str
    kind: ApplicantKind
    schemes: tuple[SchemeSummary, ...]
    overview: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the schemes."""
        return tuple(scheme.id for scheme in self.schemes)


def choices(listed: SchemesOut) -> tuple[Choice, ...]:
    """Everything that can be picked, by kind of applicant, overviews first."""
    return tuple(choice for kind in _KINDS for choice in _of_kind(listed, kind))


def _of_kind(listed: SchemesOut, kind: ApplicantKind) -> list[Choice]:
    schemes = [scheme for scheme in listed.schemes if scheme.applicant == kind]
    # A title already held cannot be applied for.
    to_apply = tuple(scheme for scheme in schemes if not scheme.for_holders)
    overview = [Choice(_ALL + kind, kind, to_apply, True)] if len(to_apply) > 1 else []
    return [*overview, *(Choice(scheme.id, kind, (scheme,), False) for scheme in schemes)]


def chosen(listed: SchemesOut, value: object) -> Choice | None:
    """The choice of this value, the first when there is no such; None where there are no schemes."""
    every = choices(listed)
    return next((choice for choice in every if choice.value == value), every[0] if every else None)
