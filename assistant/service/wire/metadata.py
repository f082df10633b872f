"""What a document says of itself on the wire, each value with its proof."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from assistant.domain.documents import DateRange, Document, Proved


class DateRangeOut(BaseModel):
    """The earliest and the latest day that a wording allows."""

    earliest: date
    latest: date


class ProvedOut(BaseModel):
    """A value read off the text, and where it stands."""

    value: str | int | date | DateRangeOut
    clause_id: str
    quote: str


class MetadataOut(BaseModel):
    """What the text says of itself, each value with its proof; null where it is silent."""

    title: ProvedOut
    issuer: ProvedOut | None
    issuers: list[ProvedOut] = []
    number: ProvedOut | None
    signed_on: ProvedOut | None
    published_on: ProvedOut | None
    effective: ProvedOut | None
    expires: ProvedOut | None
    is_trial: bool
    round_year: ProvedOut | None
    last_days: list[ProvedOut]


def _proved(proved: Proved[Any] | None) -> ProvedOut | None:
    return _proof(proved) if proved else None


def _proof(proved: Proved[Any]) -> ProvedOut:
    value = proved.value
    if isinstance(value, DateRange):
        value = DateRangeOut(earliest=value.earliest, latest=value.latest)
    return ProvedOut(value=value, clause_id=proved.clause_id, quote=proved.quote)


def metadata_out(document: Document) -> MetadataOut:
    """What the text says of itself."""
    metadata = document.metadata
    return MetadataOut(
        title=_proof(metadata.title),
        issuer=_proved(metadata.issuer),
        issuers=[_proof(issuer) for issuer in metadata.issuers],
        number=_proved(metadata.number),
        signed_on=_proved(metadata.signed_on),
        published_on=_proved(metadata.published_on),
        effective=_proved(metadata.effective),
        expires=_proved(metadata.expires),
        is_trial=metadata.is_trial,
        round_year=_proved(metadata.round_year),
        last_days=[_proof(day) for day in metadata.last_days],
    )
