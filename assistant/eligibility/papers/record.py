"""What the record of a check says, part by part; how it is set stands in ``record_word``."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.answers import Citation
from assistant.domain.eligibility import CriterionResult, NamedResult, NextStep, Outcome, Report, Window
from assistant.eligibility.batch.codes import is_code, plain_code
from assistant.eligibility.papers.phrases import day_words, listed, phrase
from assistant.eligibility.papers.values import plain_text
from assistant.eligibility.quoting import Corpus
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.told import told
from assistant.errors import InvalidInput
from assistant.wording import words

MOST_NAME = 200
_ORDER: tuple[Outcome, ...] = ("not_met", "unknown", "judgement", "met", "not_applicable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who was checked, as far as told."""

    name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A check with all that a file keeps of it.

    Attributes:
        number: The same for the same applicant, scheme, facts, day and versions.
        raw: The facts as they came.
    """

    number: str
    applicant: Applicant
    scheme: Scheme
    report: Report
    raw: Mapping[str, Any]
    corpus_version: str
    bases: tuple[tuple[str, str, str, str], ...]
    """Id, title, official number and badge of each document that it rests on; cited by their place here."""


def make_applicant(name: str, code: str) -> Applicant:
    """An applicant with a name that a document can hold.

    Raises:
        InvalidInput: The name or the code is too long.
    """
    for field, text in (("applicant", name), ("code", code)):
        if len(text) > MOST_NAME:
            label = phrase("record", field)
            message = phrase("record", "too_long", name=label, length=len(text), limit=MOST_NAME)
            raise InvalidInput(message, field=field)
    one_line = " ".join(plain_text(name).split())
    return Applicant(name=one_line, code=plain_code(plain_text(code)))


def make_record(
    applicant: Applicant, scheme: Scheme, report: Report, raw: Mapping[str, Any], corpus: Corpus
) -> Record:
    """The record of a report."""
    cited = dict.fromkeys((*scheme.file.basis, *_cited(report)))
    badges = words("badges.zh")
    bases = []
    for document_id in cited:
        document = corpus.document(document_id)
        status = corpus.status(document_id, report.as_of)
        ended = "expired_trial" if document.metadata.is_trial else "expired_validity"
        badge = badges[ended if status.code == "expired" else status.code]
        bases.append((document.id, document.title, document.number or "", str(badge)))
    return Record(
        number=_number(applicant, report, raw, corpus.version),
        applicant=applicant,
        scheme=scheme,
        report=report,
        raw=raw,
        corpus_version=corpus.version,
        bases=tuple(bases),
    )


def _cited(report: Report) -> Iterator[str]:
    parts: tuple[CriterionResult | NamedResult | NextStep, ...] = (
        *report.criteria,
        *report.results,
        *report.next_steps,
    )
    yield from (part.citation.document_id for part in parts if part.citation)


def _number(applicant: Applicant, report: Report, raw: Mapping[str, Any], corpus_version: str) -> str:
    said = [applicant.name, applicant.code, report.scheme, str(report.as_of), raw, report.rules_version]
    text = json.dumps([*said, corpus_version], ensure_ascii=True, sort_keys=True, default=str)
    return f"{report.as_of:%Y%m%d}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def code_line(code: str) -> str:
    """The credit code, marked where its check character is wrong."""
    if not code:
        return phrase("record", "not_told")
    return code if is_code(code) else phrase("record", "bad_code", code=code)


def window_line(window: Window) -> str:
    """Whether one can apply on the day."""
    day = day_words(window.last_day) if window.last_day else ""
    binds = phrase("binds", window.binds) if window.binds else ""
    return phrase("windows", window.status, day=day, binds=binds)


def decides(criterion: CriterionResult) -> bool:
    """Whether the verdict hangs on it."""
    return criterion.role in ("condition", "exclusion") and criterion.modality == "mandatory"


def counts_line(report: Report) -> str:
    """How many of the criteria that decide came out how."""
    counted = Counter(c.outcome for c in report.criteria if decides(c))
    parts = "，".join(
        phrase("record", "count", outcome=phrase("outcomes", outcome), count=counted[outcome])
        for outcome in _ORDER
        if counted[outcome]
    )
    return phrase("record", "counts", all=sum(counted.values()), parts=parts)


def why_lines(criterion: CriterionResult) -> Iterator[str]:
    """Why it came out so, how the text was read, and when it clears."""
    if criterion.why:
        yield criterion.why
    for note in criterion.notes:
        yield phrase("record", "note", note=note)
    if criterion.open_tail:
        yield phrase("record", "open_tail")


def label_of(criterion: CriterionResult) -> str:
    """The name of a criterion with its force and round."""
    label = criterion.label + phrase("record", "modality", criterion.modality)
    return label + (phrase("record", "round", year=criterion.round_year) if criterion.round_year else "")


def clause_lines(record: Record, citation: Citation) -> tuple[str, str]:
    """Where a rule stands, and its words."""
    return clause_of(record, citation), phrase("record", "quote", quote=citation.quote)


def clause_of(record: Record, citation: Citation) -> str:
    """A clause with the number of its document in the list of those that the record rests on."""
    ids = [document_id for document_id, *_ in record.bases]
    return phrase("record", "clause", serial=ids.index(citation.document_id) + 1, label=citation.clause_label)


def fact_rows(record: Record) -> list[tuple[str, str]]:
    """Each fact told, with its value in words."""
    rows = []
    for fact in record.scheme.facts.values():
        if fact.name in record.raw:
            line = told({fact.name: fact}, {fact.name: record.raw[fact.name]})[0]
            rows.append((fact.entry.label, line.removeprefix(f"{fact.entry.label}：")))
    return rows


def step_lines(record: Record) -> Sequence[str]:
    """What to do next, with clauses."""
    steps = record.report.next_steps
    return [f"{step.text}{_behind(record, step.citation)}" for step in steps]


def _behind(record: Record, citation: Citation | None) -> str:
    return phrase("step_clause", clause=clause_of(record, citation)) if citation else ""


def notice_lines(report: Report) -> Sequence[str]:
    """What the reader must not miss: notices, newer rounds, hints."""
    newer = [
        phrase("record", "newer", title=c.document_title, label=c.clause_label) for c in report.newer_rounds
    ]
    return list(dict.fromkeys([*(notice.text for notice in report.notices), *newer, *report.hints]))


def numeral(index: int) -> str:
    """The Chinese numeral of a part, from 0."""
    return str(listed("numerals")[index])
