"""Which year a day without one means."""

from __future__ import annotations

import re

from assistant.domain.documents import Document
from assistant.register.limits import Term, day_of

_HALF_YEAR = 6
_YEAR = re.compile(r"\d{4}\s*年")
_THIS_YEAR = re.compile(r"今年|本年|即日|之日起")


def year_of(document: Document) -> int | None:
    """The year that a day without one means: that of the signature, else of the round."""
    metadata = document.metadata
    signed = metadata.signed_on or metadata.published_on
    if signed is not None:
        return signed.value.year
    return metadata.round_year.value if metadata.round_year is not None else None


def dated(term: Term, sentence: str, earlier: str, document: Document, *, in_rule: bool) -> Term:
    """The limit with the year that it means.

    In an article of a standing rule a day without a year returns every year. Elsewhere it lies behind the
    signature: 1月20日 in a notice of December is of the next year.

    Args:
        term: As the sentence alone gives it.
        sentence: That sets it.
        earlier: What stands before the sentence in its clause.
        document: In which it stands.
        in_rule: Whether it stands in an article of a standing rule.
    """
    signed, last = document.metadata.signed_on or document.metadata.published_on, term.last_day
    front = sentence[: term.end]
    if last is None or _YEAR.search(front):
        return term
    if in_rule and not (_YEAR.search(earlier) or _THIS_YEAR.search(front)):
        return term._replace(kind="yearly", last_day=None, printed=True)
    if signed is None:
        return term
    if signed.value.month - last.month >= _HALF_YEAR and last.year == signed.value.year:
        return term._replace(last_day=day_of(last.year + 1, last.month, last.day))
    return term
