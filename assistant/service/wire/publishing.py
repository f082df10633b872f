"""Publishing on the wire: previews, outcomes, versions, the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import quote as url_quote

from pydantic import BaseModel, Field

from assistant.documents.library import Library
from assistant.publishing.doubts import Code
from assistant.publishing.previews import Preview
from assistant.publishing.relations import Kind, Why
from assistant.publishing.rules import LostRule
from assistant.publishing.sites import Outcome
from assistant.records.publications import LedgerPage, Publication
from assistant.service.wire.comparison import ComparisonOut, comparison_out
from assistant.service.wire.documents import DocumentOut, DocumentSummary, document_out, summary_out
from assistant.service.wire.register import ContactOut, DeadlineOut, contact_out, deadline_out


class DoubtOut(BaseModel):
    """Something to look at before publishing."""

    code: Code
    text: str
    clause_id: str | None = Field(description="Where it shows, if in one place.")


class RelatedOut(BaseModel):
    """How the document stands to one that is there."""

    kind: Kind
    document_id: str
    title: str
    why: Why | None = Field(description="What the two have in common.")
    clause_id: str | None = Field(description="For a repeal: the clause of the document that repeals.")


class LostRuleOut(BaseModel):
    """A rule whose quote would be gone."""

    scheme_id: str
    rule: str
    document_id: str
    clause: str
    quote: str
    reason: str


class PreviewOut(BaseModel):
    """A document as it would stand in the library."""

    proposed_id: str = Field(description="A free id for it as a document of its own.")
    replaces: str | None
    document: DocumentOut
    relations: list[RelatedOut]
    doubts: list[DoubtOut]
    deadlines: list[DeadlineOut]
    contacts: list[ContactOut]
    changes: ComparisonOut | None = Field(
        description="Against the document that it replaces or seems to be a version or newer round of."
    )
    lost_rules: list[LostRuleOut] = Field(description="With replaces: rules that would lose their quotes.")


class PublishedOut(BaseModel):
    """What was done."""

    action: Literal["publish", "remove"]
    document_id: str
    version: str
    title: str
    relation: str = Field(description="version_of:ID, newer_round_of:ID or empty.")
    published_at: datetime
    url: str | None = Field(description="The source viewer; null after a removal.")
    document: DocumentSummary | None
    lost_rules: list[LostRuleOut]
    switched_off: list[str] = Field(description="Schemes that are off because of it.")


class VersionOut(BaseModel):
    """One text that stands or stood under an id."""

    version: str
    title: str
    published_at: datetime | None = Field(description="Null for a file of the corpus folder.")
    note: str
    current: bool
    url: str


class VersionsOut(BaseModel):
    """All texts under one id, oldest first."""

    document_id: str
    versions: list[VersionOut]


class PublicationOut(BaseModel):
    """One line of the ledger."""

    seq: int
    at: datetime
    by: str
    action: str
    document_id: str
    version: str
    title: str
    outcome: str = Field(description="done, or the code of the error.")
    detail: str


class PublicationsOut(BaseModel):
    """Lines of the ledger, the newest first."""

    total: int
    items: list[PublicationOut]


def preview_out(preview: Preview, as_of: date) -> PreviewOut:
    """A preview with its citations."""
    library, changes = preview.library, preview.changes
    return PreviewOut(
        proposed_id=preview.proposed_id,
        replaces=preview.replaces,
        document=document_out(preview.document, library, as_of),
        relations=[
            RelatedOut(
                kind=r.kind, document_id=r.document_id, title=r.title, why=r.why, clause_id=r.clause_id
            )
            for r in preview.relations
        ],
        doubts=[DoubtOut(code=d.code, text=d.text, clause_id=d.clause_id) for d in preview.doubts],
        deadlines=[deadline_out(d, library, as_of) for d in preview.deadlines],
        contacts=[contact_out(c, library, as_of) for c in preview.contacts],
        changes=comparison_out(changes.comparison, changes.library) if changes else None,
        lost_rules=[_lost(rule) for rule in preview.lost],
    )


def published_out(outcome: Outcome, library: Library, as_of: date) -> PublishedOut:
    """What was done, seen in the library as it is now."""
    act, document = outcome.act, outcome.document
    return PublishedOut(
        action=act.action,
        document_id=act.document_id,
        version=act.version,
        title=act.title,
        relation=act.relation,
        published_at=act.at.replace(tzinfo=UTC),
        url=library.address(document.id) if document else None,
        document=summary_out(document, library, as_of) if document else None,
        lost_rules=[_lost(rule) for rule in outcome.lost],
        switched_off=list(outcome.switched_off),
    )


def versions_out(document_id: str, library: Library) -> VersionsOut:
    """All texts under an id."""
    return VersionsOut(
        document_id=document_id,
        versions=[
            VersionOut(
                version=edition.version,
                title=edition.title,
                published_at=edition.published_at.replace(tzinfo=UTC) if edition.published_at else None,
                note=edition.note,
                current=edition.current,
                url=f"/documents/{url_quote(document_id)}?version={edition.version}",
            )
            for edition in library.versions(document_id)
        ],
    )


def publications_out(page: LedgerPage) -> PublicationsOut:
    """A part of the ledger."""
    return PublicationsOut(total=page.total, items=[_line(line) for line in page.lines])


def _line(line: Publication) -> PublicationOut:
    return PublicationOut(
        seq=line.seq,
        at=line.at.replace(tzinfo=UTC),
        by=line.by,
        action=line.action,
        document_id=line.document_id,
        version=line.version,
        title=line.title,
        outcome=line.outcome,
        detail=line.detail,
    )


def _lost(rule: LostRule) -> LostRuleOut:
    return LostRuleOut(
        scheme_id=rule.scheme_id,
        rule=rule.rule,
        document_id=rule.document_id,
        clause=rule.clause,
        quote=rule.quote,
        reason=rule.reason,
    )
