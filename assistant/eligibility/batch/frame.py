"""What is the same for every applicant of a batch: the scheme, the day, clauses, notices, the rules' version.

A frame can be handed to another process: it holds no corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.domain.eligibility import CriterionResult, Report, Verdict
from assistant.eligibility.batch.words import phrase
from assistant.eligibility.engine import Checker
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.text.titles import short_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A scheme on a day, and the report on an applicant that has told nothing."""

    scheme: Scheme
    report: Report

    @property
    def as_of(self) -> date:
        """The day."""
        return self.report.as_of

    @property
    def is_capped(self) -> bool:
        """Whether a newer round is out whose rules are not encoded: no verdict is then final."""
        return bool(self.report.newer_rounds)

    def places(self) -> dict[str, str]:
        """Where each criterion stands: title and clause, by its id."""
        return {result.id: place_of(result) for result in self.report.criteria}

    def documents(self) -> list[str]:
        """Titles of the documents that the criteria cite, each once."""
        cited = [result.citation.document_title for result in self.report.criteria]
        return list(dict.fromkeys(cited))


def make_frame(checker: Checker, scheme_id: str, as_of: date) -> Frame:
    """The frame of a scheme on a day.

    Raises:
        UnknownScheme: No such scheme.
    """
    return Frame(scheme=checker.scheme(scheme_id), report=checker.check(scheme_id, {}, as_of))


def place_of(result: CriterionResult) -> str:
    """Document and clause of a criterion as a reader looks it up."""
    title = short_title(result.citation.document_title)
    return phrase("place", title=title, label=result.citation.clause_label)


def verdict_words(verdict: Verdict) -> str:
    """A verdict as the contract words it."""
    return phrase("verdicts", verdict)


def standing_of(criterion: Criterion) -> str:
    """Why a criterion that fails does not decide."""
    modality, role = criterion.entry.modality, criterion.entry.role
    if role in ("condition", "exclusion") and modality == "in_principle":
        return phrase("roles", "in_principle")
    if role == "preference" or modality == "preferred":
        return phrase("roles", "preferred")
    return phrase("roles", role if role in ("duty", "sanction") else "other")
