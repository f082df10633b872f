"""How sure the recognition of a clause was, where its text was read off a picture."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.documents import Clause, Document, Span


def confidence_of(document: Document, clause: Clause) -> float | None:
    """Mean confidence over the recognised characters of a clause, 0 to 1; None where none was recognised."""
    return confidence_in(document, clause.spans)


def confidence_in(document: Document, spans: Iterable[Span]) -> float | None:
    """Mean confidence over the recognised characters of some spans."""
    weight = total = 0.0
    for span in spans if document.recognised else ():
        for stretch in document.recognised:
            shared = min(span.end, stretch.span.end) - max(span.start, stretch.span.start)
            if shared > 0:
                weight += shared
                total += shared * stretch.confidence
    return round(total / weight, 3) if weight else None
