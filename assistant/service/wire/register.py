"""Deadlines and contacts on the wire, each with its citation and whom it binds."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from assistant.documents.library import Library
from assistant.register.build import Register
from assistant.register.contacts import Contact
from assistant.register.deadlines import Deadline
from assistant.service.wire.citations import CitationOut, citation_out
from assistant.text.dates import Duration, add_duration
from assistant.text.workdays import add_working_days, is_working_day


class DurationOut(BaseModel):
    """A length of time as the text counts it."""

    amount: int
    unit: Literal["工作日", "日", "月", "年"]


class DeadlineOut(BaseModel):
    """A date or time limit that a document fixes."""

    kind: Literal["date", "time_limit", "yearly"]
    last_day: date | None
    passed: bool | None = Field(description="Whether the last day lies before as_of; null without one.")
    duration: DurationOut | None
    month: int | None = Field(default=None, description="Of a yearly duty with one day, as is day.")
    day: int | None = Field(default=None, description="Null with a month: the end of the month.")
    actor: str = Field(description="Who must act, as printed; empty where the text is silent.")
    binds: str | None
    action: str
    word: str
    citation: CitationOut


class DeadlinesOut(BaseModel):
    """All deadlines on a day."""

    as_of: date
    deadlines: list[DeadlineOut]


class LastDayOut(BaseModel):
    """The day on which a span ends."""

    start: date
    span: DurationOut
    last_day: date | None = Field(description="Null where the calendar of its year is not announced yet.")
    not_before: date = Field(description="The earliest day that it can be.")
    certain: bool
    moved_to: date | None = Field(
        description="The next working day where the last day of a span of days, months or years is none "
        "(Civil Code, article 203)."
    )


class ContactOut(BaseModel):
    """Somebody or somewhere to turn to, as a document prints it."""

    names: list[str]
    role: str
    phones: list[str]
    emails: list[str]
    address: str
    room: str
    fax: str
    postcode: str
    platform: str
    url: str
    purpose: str
    footer: bool = Field(description="Stands in the furniture of the page, not in the document proper.")
    citation: CitationOut


class ContactsOut(BaseModel):
    """All contacts."""

    as_of: date
    contacts: list[ContactOut]


def deadlines_out(
    register: Register, library: Library, as_of: date, document_id: str | None = None
) -> DeadlinesOut:
    """Every deadline seen from a day, or only those of one document."""
    found = [d for d in register.deadlines if document_id in (None, d.document_id)]
    _refuse_unknown(library, document_id)
    return DeadlinesOut(as_of=as_of, deadlines=[deadline_out(d, library, as_of) for d in found])


def contacts_out(
    register: Register, library: Library, as_of: date, document_id: str | None = None
) -> ContactsOut:
    """Every contact, or only those of one document."""
    found = [c for c in register.contacts if document_id in (None, c.document_id)]
    _refuse_unknown(library, document_id)
    return ContactsOut(as_of=as_of, contacts=[contact_out(c, library, as_of) for c in found])


def last_day_out(start: date, span: Duration) -> LastDayOut:
    """The last day of a span; the start day is not counted."""
    told = DurationOut(amount=span.amount, unit=span.unit)
    if span.unit == "工作日":
        found = add_working_days(start, span.amount)
        return LastDayOut(
            start=start,
            span=told,
            last_day=found.last_day,
            not_before=found.not_before,
            certain=found.certain,
            moved_to=None,
        )
    day = add_duration(start, span).latest
    free = is_working_day(day) is False
    moved = add_working_days(day, 1).last_day if free else None
    return LastDayOut(start=start, span=told, last_day=day, not_before=day, certain=True, moved_to=moved)


def deadline_out(deadline: Deadline, library: Library, as_of: date) -> DeadlineOut:
    """A deadline seen from a day; the day itself has not passed."""
    duration, last_day = deadline.duration, deadline.last_day
    citation = library.cite(deadline.document_id, deadline.clause_id, deadline.quote, as_of)
    return DeadlineOut(
        kind=deadline.kind,
        last_day=last_day,
        passed=last_day < as_of if last_day else None,
        duration=DurationOut(amount=duration.amount, unit=duration.unit) if duration else None,
        month=deadline.month,
        day=deadline.day,
        actor=deadline.actor,
        binds=deadline.binds,
        action=deadline.action,
        word=deadline.word,
        citation=citation_out(citation, library),
    )


def contact_out(contact: Contact, library: Library, as_of: date) -> ContactOut:
    """A contact with the line that prints it."""
    citation = library.cite(contact.document_id, contact.clause_id, contact.quote, as_of)
    return ContactOut(
        names=list(contact.names),
        role=contact.role,
        phones=list(contact.phones),
        emails=list(contact.emails),
        address=contact.address,
        room=contact.room,
        fax=contact.fax,
        postcode=contact.postcode,
        platform=contact.platform,
        url=contact.url,
        purpose=contact.purpose,
        footer=contact.footer,
        citation=citation_out(citation, library),
    )


def _refuse_unknown(library: Library, document_id: str | None) -> None:
    if document_id is not None:
        library.document(document_id)
