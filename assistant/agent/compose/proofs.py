"""The clauses that prove a document's status: its words on effect or expiry, and the date they count from."""

from __future__ import annotations

from typing import Any

from assistant.agent.context import Context, derived
from assistant.agent.draft import Evidence
from assistant.documents.series import newer_round
from assistant.domain.answers import Derived
from assistant.domain.documents import Document, Proved


def status_proofs(context: Context, document: Document) -> tuple[Evidence, ...]:
    """Evidence for the status of a document on the day asked; its title where nothing else proves it."""
    status = context.library.status(document.id, context.as_of)
    metadata = document.metadata
    found: list[Proved[Any] | None]
    if status.code == "round_closed":
        found = [*[p for p in metadata.last_days if p.value == status.since][:1]] or [metadata.round_year]
    elif status.code == "repealed" and status.by_document_id:
        return _repeal(context, status.by_document_id)
    else:
        found = [metadata.expires, metadata.effective, metadata.signed_on]
    proofs = [Evidence(document.id, p.clause_id, p.quote) for p in found if p is not None]
    return tuple(dict.fromkeys(proofs)) or (title_proof(document),)


def title_proof(document: Document) -> Evidence:
    """The title as evidence."""
    return Evidence(document.id, document.metadata.title.clause_id, document.metadata.title.quote)


def status_values(context: Context, document: Document) -> tuple[Derived, ...]:
    """The days that a statement on the status may name, as derived values."""
    status = context.library.status(document.id, context.as_of)
    metadata = document.metadata
    clause_id = status_proofs(context, document)[0].clause_id
    values: list[tuple[object, str]] = [(context.as_of, "as_of"), (status.since, "status")]
    if metadata.round_year:
        values.append((metadata.round_year.value, "round"))
    for proved, how in ((metadata.effective, "day of effect"), (metadata.expires, "end of the period")):
        if proved is not None:
            values += [(proved.value.earliest, how), (proved.value.latest, how)]
    return tuple(derived(value, document.id, clause_id, how) for value, how in values if value is not None)


def newer_round_out(context: Context, document: Document) -> Document | None:
    """The latest round of the document's series that is newer than it and out on the day, or None."""
    out = [d for d in context.library.documents if context.status(d.id) != "not_yet_effective"]
    return newer_round(document, out)


def span_name(context: Context, document: Document) -> str:
    """What has ended where a document is over: its time on trial, or its validity."""
    expires = document.metadata.expires
    on_trial = expires is not None and "试行" in expires.quote
    return context.say("span_trial" if on_trial else "span_validity")


def _repeal(context: Context, document_id: str) -> tuple[Evidence, ...]:
    document = context.document(document_id)
    reference = next(r for r in document.metadata.references if r.relation == "repeals")
    clause = context.clause(document_id, reference.clause_id)
    return (Evidence(document_id, clause.id, clause.text),)
