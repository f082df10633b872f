"""Builds the report: criterion by criterion, then the verdict, then what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from assistant.domain.answers import Citation, Notice
from assistant.domain.eligibility import CriterionResult, NamedResult, NextStep, Report, Verdict
from assistant.eligibility.clears import clears_on
from assistant.eligibility.evaluate import Case, evaluate
from assistant.eligibility.findings import Finding, all_of
from assistant.eligibility.phrases import say
from assistant.eligibility.questions import Open, missing_specs, next_question
from assistant.eligibility.quoting import Corpus
from assistant.eligibility.scheme_file import Source, StepEntry
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.eligibility.validity import basis_notices, basis_status, window_on

Cite = Callable[[Source, str], Citation]


def find_all(scheme: Scheme, case: Case) -> dict[str, Finding]:
    """The finding of every criterion, by its id."""
    return {criterion.entry.id: finding_of(criterion, case) for criterion in scheme.criteria}


def finding_of(criterion: Criterion, case: Case) -> Finding:
    """The finding of one criterion; where it does not apply, why."""
    applies = criterion.entry.applies_when
    if applies is not None:
        scope = evaluate(applies, case)
        if scope.outcome in ("not_met", "not_applicable"):
            return Finding(outcome="not_applicable", reasons=scope.reasons)
        if scope.outcome != "met":
            return scope
    return evaluate(criterion.entry.test, case)


def verdict_of(scheme: Scheme, findings: Mapping[str, Finding]) -> Verdict:
    """What the mandatory conditions and exclusions come to together."""
    deciding = [findings[criterion.entry.id] for criterion in scheme.criteria if criterion.decides]
    outcome = all_of(deciding).outcome if deciding else "met"
    if outcome == "not_met":
        return "not_eligible"
    return "needs_information" if outcome == "unknown" else "formally_eligible"


def build_report(
    scheme: Scheme, case: Case, raw: Mapping[str, Any], corpus: Corpus, cite: Cite, rules_version: str
) -> Report:
    """The whole report on one scheme; ``raw`` are the facts as they came, shown beside each criterion."""
    findings = find_all(scheme, case)
    verdict = verdict_of(scheme, findings)
    state = Open(scheme, findings, case.values, case.as_of)
    asked = None if verdict == "not_eligible" else next_question([state])
    notices = (
        *basis_notices(scheme, corpus, case.as_of),
        *_confirmations(scheme, findings),
        *_fixed_notices(scheme, corpus, case.as_of),
    )
    return Report(
        scheme=scheme.id,
        scheme_name=scheme.name,
        as_of=case.as_of,
        verdict=verdict,
        window=window_on(scheme, corpus, case.as_of),
        basis=basis_status(scheme, corpus, case.as_of),
        criteria=tuple(_result(criterion, findings, case, raw, cite) for criterion in scheme.criteria),
        results=tuple(_named_results(scheme, case, cite)),
        missing_facts=missing_specs(state),
        next_question=asked.question if asked else None,
        next_fact=asked.name if asked else None,
        hints=tuple(_hints(scheme, findings, case)),
        next_steps=tuple(_steps(scheme.file.next_steps, scheme, case, cite)),
        notices=tuple(dict.fromkeys(notices)),
        rules_version=rules_version,
    )


def _result(
    criterion: Criterion, findings: Mapping[str, Finding], case: Case, raw: Mapping[str, Any], cite: Cite
) -> CriterionResult:
    entry, finding = criterion.entry, findings[criterion.entry.id]
    failed = finding.outcome == "not_met"
    return CriterionResult(
        id=entry.id,
        label=entry.label,
        role=entry.role,
        modality=entry.modality,
        outcome=finding.outcome,
        why=finding.why(),
        facts={name: raw[name] for name in criterion.fact_names if name in raw},
        citation=cite(entry.source, criterion.clause_id),
        clears_on=clears_on(entry.test, case) if failed else None,
        open_tail=entry.open_tail is not None,
        notes=entry.notes,
        round_year=entry.round_year,
    )


def _confirmations(scheme: Scheme, findings: Mapping[str, Finding]) -> Iterator[Notice]:
    for criterion in scheme.criteria:
        finding = findings[criterion.entry.id]
        if finding.confirm:
            text = say(
                "notice_confirm", label=criterion.entry.label, authority=scheme.authority, why=finding.why()
            )
            yield Notice(code="needs_official_confirmation", text=text)


def _fixed_notices(scheme: Scheme, corpus: Corpus, as_of: date) -> Iterator[Notice]:
    """Notices of the file; documents differ only from the day on which the later, the one quoted, holds."""
    for entry in scheme.file.notices:
        status = corpus.status(entry.source.document, as_of).code
        if entry.code != "documents_differ" or status != "not_yet_effective":
            yield Notice(code=entry.code, text=entry.text)


def _named_results(scheme: Scheme, case: Case, cite: Cite) -> Iterator[NamedResult]:
    for entry in scheme.file.results:
        for option in entry.cases:
            if evaluate(option.when, case).outcome == "met":
                citation = cite(entry.source, scheme.clause_ids[entry.source])
                yield NamedResult(name=entry.name, value=option.value, citation=citation)
                break


def _hints(scheme: Scheme, findings: Mapping[str, Finding], case: Case) -> Iterator[str]:
    for contradiction in scheme.file.contradictions:
        if evaluate(contradiction.when, case).outcome == "met":
            yield say("contradiction", text=contradiction.text)
    for criterion in scheme.criteria:
        finding = findings[criterion.entry.id]
        key = _hint_key(criterion, finding)
        if key is not None:
            yield say(key, label=criterion.entry.label, why=finding.why())
    for last in scheme.last_days:
        if last.note:
            yield last.note
    for entry in scheme.file.hints:
        if _holds(entry, case):
            yield entry.text


def _hint_key(criterion: Criterion, finding: Finding) -> str | None:
    role, modality = criterion.entry.role, criterion.entry.modality
    settled = finding.outcome in ("unknown", "judgement")
    if role in ("condition", "exclusion") and modality == "in_principle":
        return (
            "in_principle_not_met"
            if finding.outcome == "not_met"
            else "in_principle_open"
            if settled
            else None
        )
    if role == "preference" or modality == "preferred":
        return "preferred_met" if finding.outcome == "met" else "preferred_open" if settled else None
    return "sanction_hint" if role in ("sanction", "duty") and finding.outcome == "not_met" else None


def _steps(entries: tuple[StepEntry, ...], scheme: Scheme, case: Case, cite: Cite) -> Iterator[NextStep]:
    for entry in entries:
        if _holds(entry, case):
            yield NextStep(text=entry.text, citation=cite(entry.source, scheme.clause_ids[entry.source]))


def _holds(entry: StepEntry, case: Case) -> bool:
    return entry.when is None or evaluate(entry.when, case).outcome == "met"
