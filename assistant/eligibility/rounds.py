"""Later rounds of what a scheme rests on, whose rules no scheme holds yet: the verdict is then no longer final."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from assistant.documents.series import is_newer_round
from assistant.documents.validity import repealers
from assistant.domain.answers import Citation, Notice
from assistant.domain.documents import Document
from assistant.domain.eligibility import Report
from assistant.eligibility.phrases import say
from assistant.eligibility.quoting import Corpus
from assistant.eligibility.schemes import Scheme


def encoded_documents(schemes: Iterable[Scheme]) -> frozenset[str]:
    """Ids of the documents that some scheme rests on."""
    return frozenset(name for scheme in schemes for name in (*scheme.file.basis, *scheme.file.also_rests_on))


def unencoded_rounds(
    scheme: Scheme, encoded: frozenset[str], corpus: Corpus, as_of: date
) -> tuple[Document, ...]:
    """Documents out on the day that follow on a basis of the scheme (a newer round, a text that repeals it) and that
    no scheme rests on, by id.
    """
    found: dict[str, Document] = {}
    for document_id in scheme.file.basis:
        basis = corpus.document(document_id)
        repealing = {other.id for other, _ in repealers(basis, corpus.documents)}
        for other in corpus.documents:
            follows = other.id in repealing or is_newer_round(other, basis)
            if follows and other.id not in encoded and _is_out(other, corpus, as_of):
                found[other.id] = other
    return tuple(found[name] for name in sorted(found))


def capped(report: Report, newer: tuple[Document, ...], corpus: Corpus) -> Report:
    """The report with its verdict at best ``needs_information`` and the newer texts named and cited."""
    if not newer:
        return report
    citations = tuple(_title(document, corpus, report.as_of) for document in newer)
    notices = tuple(
        Notice(
            code="needs_official_confirmation",
            text=say("notice_rules_of_newer_round", title=document.title),
        )
        for document in newer
    )
    verdict = "needs_information" if report.verdict == "formally_eligible" else report.verdict
    return replace(report, verdict=verdict, newer_rounds=citations, notices=(*notices, *report.notices))


def _is_out(document: Document, corpus: Corpus, as_of: date) -> bool:
    return corpus.status(document.id, as_of).code != "not_yet_effective"


def _title(document: Document, corpus: Corpus, as_of: date) -> Citation:
    proved = document.metadata.title
    return corpus.cite(document.id, proved.clause_id, proved.quote, as_of)
