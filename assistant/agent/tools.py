"""What an agent may call: typed functions over documents, register and rules, one set for every engine and door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from assistant.documents.compare import compare_documents
from assistant.documents.library import Library
from assistant.domain.answers import Hit
from assistant.domain.comparison import Comparison
from assistant.domain.documents import StatusCode
from assistant.domain.eligibility import Report
from assistant.eligibility.engine import Checker
from assistant.eligibility.schemes import Scheme
from assistant.register.build import Register
from assistant.register.contacts import Contact
from assistant.register.deadlines import Deadline

FOUND_LIMIT = 20


class Searching(Protocol):
    """Clauses for a query on a day, best first."""

    def __call__(
        self, query: str, *, as_of: date, limit: int, document_ids: frozenset[str] | None
    ) -> tuple[Hit, ...]:
        """The clauses found."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """A clause as a tool returns it: whole and verbatim, with the document's standing on the day asked."""

    document_id: str
    clause_id: str
    title: str
    label: str
    text: str
    status: StatusCode
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeEntry:
    """A scheme with what may be told about an applicant: fact name to label, type and unit."""

    id: str
    name: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The tools, bound to a corpus; each call says the day, none asks the clock."""

    library: Library
    register: Register
    checker: Checker
    search: Searching

    def search_policy(
        self, query: str, *, as_of: date, document_id: str | None = None, limit: int = 6
    ) -> tuple[ClauseText, ...]:
        """Clauses nearest to a query, at most 20.

        Raises:
            UnknownDocument: There is no document of this id.
        """
        only = frozenset({self.library.document(document_id).id}) if document_id else None
        count = max(1, min(limit, FOUND_LIMIT))
        hits = self.search(query, as_of=as_of, limit=count, document_ids=only)
        return tuple(self.get_clause(hit.document_id, hit.clause_id, as_of=as_of) for hit in hits)

    def get_clause(self, document_id: str, clause_id: str, *, as_of: date) -> ClauseText:
        """One clause, whole, under the headings above it.

        Raises:
            UnknownDocument: There is no document of this id.
            NotFound: The document has no such clause.
        """
        document = self.library.document(document_id)
        clause = self.library.clause(document_id, clause_id)
        return ClauseText(
            document_id=document.id,
            clause_id=clause.id,
            title=document.title,
            label=clause.label,
            text=clause.text,
            status=self.library.status(document.id, as_of).code,
            path=clause.path,
        )

    def list_schemes(self) -> tuple[SchemeEntry, ...]:
        """Everything that can be applied for or checked, with the facts that each asks for."""
        return tuple(
            SchemeEntry(
                id=scheme.id,
                name=scheme.name,
                facts={name: _described(scheme, name) for name in scheme.facts},
            )
            for scheme in self.checker.schemes
        )

    def check_eligibility(self, scheme_id: str, facts: Mapping[str, Any], *, as_of: date) -> Report:
        """The checker's verdict, clause by clause; no engine decides otherwise.

        Raises:
            UnknownScheme: There is no such scheme, or its rules are switched off.
            InvalidFact: A fact is unknown to the scheme or cannot be used.
        """
        return self.checker.check(scheme_id, facts, as_of)

    def compare_documents(
        self, left: str, right: str, *, subject: str | None = None, as_of: date
    ) -> Comparison:
        """Two documents compared provision by provision.

        Raises:
            UnknownDocument: There is no document of one of the ids.
            InvalidInput: Both ids are the same, or the subject is too long.
        """
        return compare_documents(self.library, left, right, subject, as_of)

    def list_deadlines(self, *, document_id: str | None = None) -> tuple[Deadline, ...]:
        """Dates, time limits and yearly duties of one document or of all, with whom they bind.

        Raises:
            UnknownDocument: There is no document of this id.
        """
        wanted = self.library.document(document_id).id if document_id else None
        return tuple(d for d in self.register.deadlines if wanted in (None, d.document_id))

    def list_contacts(self, *, document_id: str | None = None) -> tuple[Contact, ...]:
        """Persons, offices and platforms that one document or all of them print.

        Raises:
            UnknownDocument: There is no document of this id.
        """
        wanted = self.library.document(document_id).id if document_id else None
        return tuple(c for c in self.register.contacts if wanted in (None, c.document_id))


def _described(scheme: Scheme, name: str) -> str:
    spec = scheme.facts[name].spec
    unit = f"，单位 {spec.unit}" if spec.unit else ""
    options = "，取值 " + "/".join(value for value, _ in spec.options) if spec.options else ""
    return f"{spec.label}（{spec.type}{unit}{options}）"
