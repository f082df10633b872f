"""How one criterion of a report came out, in words with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.agent.compose.quotes import list_opening
from assistant.agent.context import Context
from assistant.agent.draft import Evidence, Sentence
from assistant.domain.answers import Citation, Derived
from assistant.domain.eligibility import CriterionResult, Report

_OPENING = 90


def deciding(criterion: CriterionResult) -> bool:
    """Whether the verdict hangs on a criterion."""
    return criterion.role in ("condition", "exclusion") and criterion.modality == "mandatory"


def count_of(report: Report) -> int:
    """How many criteria fail, or how many facts are missing."""
    failed = sum(1 for c in report.criteria if c.outcome == "not_met" and deciding(c))
    return failed or len(report.missing_facts)


def proof(citation: Citation) -> Evidence:
    """A citation as evidence."""
    return Evidence(citation.document_id, citation.clause_id, citation.quote)


def values_of(criteria: list[CriterionResult], *values: object) -> tuple[Derived, ...]:
    """Values that the checker worked out, proved by the first criterion."""
    if not criteria:
        return ()
    source = criteria[0].citation
    return tuple(
        Derived(
            value=str(value),
            document_id=source.document_id,
            clause_id=source.clause_id,
            calculation="checker",
        )
        for value in values
    )


def criterion_sentence(context: Context, criterion: CriterionResult) -> Sentence:
    """How one criterion came out, why, and the words of the text."""
    quote = criterion.citation.quote.rstrip("；;。")
    text = context.say(
        "verdict_criterion", label=criterion.label, why=criterion.why.rstrip("。"), quote=quote
    )
    values = [*_flat(criterion.facts), context.as_of, criterion.label]
    if criterion.clears_on:
        text += "；" + context.say("clears_on", day=criterion.clears_on)
        values.append(criterion.clears_on)
    values.append(criterion.why)
    proofs = [proof(criterion.citation)]
    opening = _opening(context, criterion) if criterion.outcome == "not_met" else None
    if opening is not None:
        text += context.say("verdict_opening", quote=opening.quote.rstrip("：:"))
        proofs.append(opening)
    return Sentence(text=text, evidence=tuple(proofs), derived=values_of([criterion], *values))


def _opening(context: Context, criterion: CriterionResult) -> Evidence | None:
    """The words that open the list in which a criterion stands: what follows where an item of it is met."""
    source = criterion.citation
    document = context.document(source.document_id)
    clause = context.clause(source.document_id, source.clause_id)
    opening = list_opening(clause.text)
    if opening is not None:
        return None if opening in source.quote else Evidence(document.id, clause.id, opening.strip())
    above = next((c for c in document.clauses if c.id == clause.parent_id), None)
    if above is None or not above.text.rstrip().endswith(("：", ":")) or len(above.text) > _OPENING:
        return None
    return Evidence(document.id, above.id, above.text.strip())


def _flat(facts: Mapping[str, Any]) -> list[object]:
    found: list[object] = []
    for value in facts.values():
        if isinstance(value, Mapping):
            found += [*value.keys(), *_flat(value)]
        elif isinstance(value, (list, tuple)):
            for item in value:
                found += _flat(item) if isinstance(item, Mapping) else [item]
        else:
            found.append(value)
    return found
