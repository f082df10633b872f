"""Schemes on the wire: what one can apply for, and the facts that its rules ask for."""

from __future__ import annotations

from datetime import date

from assistant.documents.library import Library
from assistant.domain.eligibility import FactSpec, Window
from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_schema import facts_schema
from assistant.eligibility.questions import asking_spec
from assistant.eligibility.scheme_file import Group
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.service.wire.citations import citation_out
from assistant.service.wire.eligibility import options_out, window_out
from assistant.service.wire.scheme_shapes import (
    FactOut,
    GroupOut,
    RuleOut,
    SchemeOut,
    SchemesOut,
    SchemeSummary,
    SwitchedOffOut,
)


def summary_out(scheme: Scheme, window: Window, library: Library) -> SchemeSummary:
    """A scheme for the list."""
    return SchemeSummary(
        id=scheme.id,
        name=scheme.name,
        level=scheme.level,
        applicant=scheme.applicant,
        authority=scheme.authority,
        round_year=scheme.round_year,
        window=window_out(window, library),
        for_holders=scheme.file.for_holders,
    )


def schemes_out(checker: Checker, library: Library, as_of: date) -> SchemesOut:
    """Every scheme, and those whose rules are switched off with the reason."""
    return SchemesOut(
        as_of=as_of,
        schemes=[summary_out(s, checker.window(s.id, as_of), library) for s in checker.schemes],
        switched_off=[SwitchedOffOut(id=off.scheme_id, reason=off.reason) for off in checker.switched_off],
        rules_version=checker.rules_version,
    )


def scheme_out(scheme: Scheme, window: Window, library: Library, as_of: date) -> SchemeOut:
    """A scheme with everything that a form needs."""
    return SchemeOut(
        **summary_out(scheme, window, library).model_dump(),
        criteria=[_rule(criterion, library, as_of) for criterion in scheme.criteria],
        facts=[_fact(asking_spec(scheme, name, {}, as_of)) for name in scheme.facts],
        groups=[_group(group) for group in scheme.groups],
        has_form=scheme.file.form is not None,
        facts_schema=facts_schema(scheme),
    )


def _rule(criterion: Criterion, library: Library, as_of: date) -> RuleOut:
    entry = criterion.entry
    citation = library.cite(entry.source.document, criterion.clause_id, entry.source.quote, as_of)
    return RuleOut(
        id=entry.id,
        label=entry.label,
        role=entry.role,
        modality=entry.modality,
        open_tail=bool(entry.open_tail),
        facts=list(criterion.fact_names),
        citation=citation_out(citation, library),
    )


def _group(group: Group) -> GroupOut:
    return GroupOut(
        id=group.id,
        question=group.question,
        facts=list(group.facts),
        on_yes=dict(group.on_yes),
        on_no=dict(group.on_no),
    )


def _fact(spec: FactSpec) -> FactOut:
    return FactOut(
        name=spec.name,
        label=spec.label,
        type=spec.type,
        unit=spec.unit,
        options=options_out(spec.options),
        kinds=options_out(spec.kinds),
        grades=options_out(spec.grades),
        range={"minimum": spec.minimum, "maximum": spec.maximum},
        years=list(spec.years),
        question=spec.question,
        where=spec.where,
    )
