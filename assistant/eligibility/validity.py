"""Whether the basis of a scheme holds and its round is open: said beside the verdict, never part of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.answers import Notice, NoticeCode
from assistant.domain.documents import StatusCode
from assistant.domain.eligibility import Window, WindowStatus
from assistant.eligibility.phrases import say
from assistant.eligibility.quoting import Corpus
from assistant.eligibility.schemes import LastDay, Scheme

_GRAVEST: tuple[StatusCode, ...] = (
    "repealed",
    "expired",
    "not_yet_effective",
    "round_closed",
    "unknown",
    "in_force",
)
_NOTICES: dict[StatusCode, tuple[NoticeCode, str]] = {
    "repealed": ("document_repealed", "notice_repealed"),
    "expired": ("document_expired", "notice_expired"),
    "not_yet_effective": ("not_yet_effective", "notice_not_yet_effective"),
    "round_closed": ("round_closed", "notice_round_closed"),
    "unknown": ("needs_official_confirmation", "notice_unknown"),
}


def basis_status(scheme: Scheme, corpus: Corpus, as_of: date) -> StatusCode:
    """The gravest status among the documents that the scheme rests on."""
    codes = {corpus.status(document_id, as_of).code for document_id in scheme.file.basis}
    return min(codes, key=_GRAVEST.index)


def basis_notices(scheme: Scheme, corpus: Corpus, as_of: date) -> Iterator[Notice]:
    """One notice for each document that does not plainly hold on the day."""
    for document_id in (*scheme.file.basis, *scheme.file.also_rests_on):
        status = corpus.status(document_id, as_of).code
        if status not in _NOTICES:
            continue
        code, key = _NOTICES[status]
        document = corpus.document(document_id)
        round_year = document.metadata.round_year
        if status == "round_closed" and round_year is None:
            key = "notice_round_closed_plain"
        year = round_year.value if round_year else ""
        yield Notice(code=code, text=say(key, title=document.title, as_of=as_of, year=year))


def window_on(scheme: Scheme, corpus: Corpus, as_of: date) -> Window:
    """The window of the round; a last day of the applicant goes before that of others."""
    last = min(scheme.last_days, key=lambda last: last.binds != "applicant", default=None)
    if last is None:
        return Window(status="not_in_corpus")
    citation = corpus.cite(last.source.document, last.clause_id, last.source.quote, as_of)
    return Window(
        status=_window_status(scheme, last, corpus, as_of),
        last_day=last.day,
        binds=last.binds,
        citation=citation,
    )


def _window_status(scheme: Scheme, last: LastDay, corpus: Corpus, as_of: date) -> WindowStatus:
    if as_of > last.day:
        return "closed"
    if corpus.status(last.source.document, as_of).code == "not_yet_effective":
        return "not_yet_open"
    return "open"
