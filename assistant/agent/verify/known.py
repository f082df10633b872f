"""What a sentence may say: the values and words of its quotes, of their documents, of the question and of tools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.agent.draft import Evidence
from assistant.agent.verify.figures import Value, values_of
from assistant.documents.library import Library
from assistant.domain.answers import Derived
from assistant.domain.documents import Document
from assistant.domain.eligibility import Report
from assistant.register.deadlines import Deadline
from assistant.text.normalise import squeezed

NOTHING: frozenset[Value] = frozenset()


@dataclass(frozen=True, slots=True)
class Grounds:
    """Values that stand in quotes, those around them (labels, titles, dates of documents), and words."""

    quoted: frozenset[Value] = NOTHING
    around: frozenset[Value] = NOTHING
    quotes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Squeezed texts in which titles and quotations may stand."""

    def __add__(self, other: Grounds) -> Grounds:
        """Both together."""
        return Grounds(
            self.quoted | other.quoted,
            self.around | other.around,
            self.quotes + other.quotes,
            self.words + other.words,
        )


class Sources:
    """Grounds of evidence, remembered: the same quotes come again in every answer."""

    def __init__(self, library: Library, deadlines: Sequence[Deadline]) -> None:
        self._library = library
        self._deadlines: dict[tuple[str, str], list[Deadline]] = {}
        for deadline in deadlines:
            self._deadlines.setdefault((deadline.document_id, deadline.clause_id), []).append(deadline)
        self.of = lru_cache(maxsize=4096)(self._of)
        self.of_all = lru_cache(maxsize=4096)(self._of_all)

    def _of_all(self, proofs: tuple[Evidence, ...]) -> Grounds:
        """Grounds of several pieces of evidence."""
        total = Grounds()
        for proof in proofs:
            total += self.of(proof)
        return total

    def _of(self, proof: Evidence) -> Grounds:
        document = self._library.document(proof.document_id)
        clause = self._library.clause(proof.document_id, proof.clause_id)
        heading = "".join((*clause.path, clause.label))
        around = values_of(clause.label) | values_of(document.title) | _metadata(document)
        around |= {value for value in values_of(heading) if value[0] in ("clause", "heading")}
        around |= self._computed_days(proof)
        words = (clause.text, clause.label, *clause.path, document.title)
        return Grounds(values_of(proof.quote), frozenset(around), (proof.quote,), tuple(map(squeezed, words)))

    def _computed_days(self, proof: Evidence) -> set[Value]:
        """Days that the register worked out from the quote (年底, a day without its year)."""
        held = self._deadlines.get((proof.document_id, proof.clause_id), [])
        days = [
            d for d in held if d.last_day is not None and (d.quote in proof.quote or proof.quote in d.quote)
        ]
        return {("date", str(d.last_day)) for d in days}


def _metadata(document: Document) -> set[Value]:
    """The number of a document, its days and its years."""
    metadata = document.metadata
    values: set[Value] = set(values_of(document.number)) if document.number else set()
    for day in (metadata.signed_on, metadata.published_on):
        if day is not None:
            values |= {("date", str(day.value)), ("document_year", str(day.value.year))}
    if metadata.round_year is not None:
        values.add(("document_year", str(metadata.round_year.value)))
    return values


@lru_cache(maxsize=4096)
def given(text: str) -> frozenset[Value]:
    """Values of a question or of a tool; its bare figures may be said with any unit."""
    values = values_of(text)
    return values | {
        ("any", form) for kind, form in values if kind in ("quantity", "year") and " " not in form
    }


def derived_values(derived: Iterable[Derived]) -> frozenset[Value]:
    """Values that tools computed."""
    found: frozenset[Value] = NOTHING
    for value in derived:
        found |= given(value.value)
    return found


def report_values(report: Report | None) -> frozenset[Value]:
    """Values that the checker returned: in its next question, its notices and its clauses."""
    if report is None:
        return NOTHING
    found: frozenset[Value] = NOTHING
    for text in _texts(report):
        found |= given(text)
    return found


def report_words(report: Report | None) -> tuple[str, ...]:
    """Squeezed texts that the checker returned."""
    return () if report is None else tuple(map(squeezed, _texts(report)))


def _texts(report: Report) -> list[str]:
    texts = [report.next_question or "", report.scheme_name, *(notice.text for notice in report.notices)]
    return texts + [criterion.citation.quote for criterion in report.criteria]
