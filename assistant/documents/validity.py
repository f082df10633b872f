"""Whether a document holds on a day, as far as the corpus can tell.

The texts give intervals where their wording allows two days (自印发之日起30日后施行): inside such an
interval the answer is ``unknown``. A lapsed text is never passed off as being in force.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.domain.documents import Document, Metadata, Status
from assistant.text.titles import short_title

_DRAFT = re.compile(
    r"征求[^，。；]{0,60}意见|(?:征求意见|送审|讨论|公开征求意见)稿|[（(]草案[^）)]{0,8}[）)]"
)


def status_on(document: Document, as_of: date, documents: Sequence[Document]) -> Status:
    """Status of ``document`` on ``as_of``, given the whole corpus (for repeal)."""
    repealed = _repealed(document, as_of, documents)
    if repealed is not None:
        return repealed
    metadata = document.metadata
    if is_draft(document):
        return Status(code="unknown", as_of=as_of, clause_id=metadata.title.clause_id, reason="draft")
    return _before_effect(metadata, as_of) or _after_expiry(metadata, as_of) or _round(metadata, as_of)


def is_draft(document: Document) -> bool:
    """Whether the title says that the text is put up for opinions and not settled.

    A notice that publishes the final text, with a word on the opinions asked before, does not say so.
    """
    return bool(_DRAFT.search(document.title))


def repealers(document: Document, documents: Sequence[Document]) -> list[tuple[Document, str]]:
    """Documents that say they repeal ``document``, each with the clause that says so."""
    return [
        (other, reference.clause_id)
        for other in documents
        for reference in other.metadata.references
        if other.id != document.id
        and reference.relation == "repeals"
        and names(reference.title, reference.number, document)
    ]


def names(title: str | None, number: str | None, document: Document) -> bool:
    """Whether a reference means this document: by number where both have one, else by name."""
    if number and document.number:
        return fold_number(number) == fold_number(document.number)
    if not title:
        return False
    own = short_title(document.title)
    return title in (own, document.title) or (len(own) >= 8 and own.endswith(title) and len(title) >= 8)


def fold_number(number: str) -> str:
    """An official number with one form of brackets and no blanks.

    >>> fold_number("某经信发[2023] 12 号")
    '某经信发〔2023〕12号'
    """
    table = str.maketrans("[【（(［]】）)］", "〔〔〔〔〔〕〕〕〕〕")
    return "".join(number.split()).translate(table)


def _repealed(document: Document, as_of: date, documents: Sequence[Document]) -> Status | None:
    for other, _clause in repealers(document, documents):
        effective = other.metadata.effective
        since = (
            effective.value.latest
            if effective
            else other.metadata.signed_on and other.metadata.signed_on.value
        )
        if since and as_of >= since:
            return Status(code="repealed", as_of=as_of, since=since, by_document_id=other.id)
    return None


def _before_effect(metadata: Metadata, as_of: date) -> Status | None:
    effective = metadata.effective
    if effective:
        if as_of < effective.value.earliest:
            return Status(
                code="not_yet_effective",
                as_of=as_of,
                clause_id=effective.clause_id,
                since=effective.value.earliest,
            )
        if as_of < effective.value.latest:
            return Status(
                code="unknown", as_of=as_of, clause_id=effective.clause_id, since=effective.value.earliest
            )
        return None
    signed = metadata.signed_on or metadata.published_on
    if signed and as_of < signed.value:
        return Status(code="not_yet_effective", as_of=as_of, clause_id=signed.clause_id, since=signed.value)
    if not signed and metadata.round_year and as_of.year < metadata.round_year.value:
        clause = metadata.round_year.clause_id
        return Status(code="not_yet_effective", as_of=as_of, clause_id=clause)
    return None


def _after_expiry(metadata: Metadata, as_of: date) -> Status | None:
    expires = metadata.expires
    if not expires or as_of <= expires.value.earliest:
        return None
    code = "expired" if as_of > expires.value.latest else "unknown"
    if code == "expired":
        return Status(code="expired", as_of=as_of, clause_id=expires.clause_id, since=expires.value.latest)
    return Status(code="unknown", as_of=as_of, clause_id=expires.clause_id, since=expires.value.earliest)


def _round(metadata: Metadata, as_of: date) -> Status:
    round_year = metadata.round_year
    if round_year is None:
        return Status(code="in_force", as_of=as_of)
    last = max(metadata.last_days, key=lambda proved: proved.value, default=None)
    if last is not None and as_of > last.value:
        return Status(code="round_closed", as_of=as_of, clause_id=last.clause_id, since=last.value)
    if as_of.year > round_year.value and (last is None or as_of > last.value):
        closed = date(round_year.value, 12, 31)
        return Status(code="round_closed", as_of=as_of, clause_id=round_year.clause_id, since=closed)
    return Status(code="in_force", as_of=as_of)
