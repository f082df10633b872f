"""Whether documents hold on the day asked, since when, until when, and what they repealed."""

from __future__ import annotations

from assistant.agent.context import Context, derived, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.domain.answers import Derived
from assistant.domain.documents import Document, Reference


def validity_blocks(context: Context, documents: list[Document]) -> list[Block]:
    """One status line a document with the clause that proves it."""
    blocks: list[Block] = []
    for number, document in enumerate(documents):
        lines = [_status(context, document)]
        lines += _ending(context, document)
        lines += _repeals(context, document)
        blocks.append(block("lead" if number == 0 else "text", *lines))
        quote = _effect_quote(context, document)
        if quote is not None:
            blocks.append(block("quote", quote))
    return blocks


def documents_asked(context: Context, limit: int = 2) -> list[Document]:
    """The documents whose validity is asked: those named, else those that the best clauses stand in."""
    question = context.question
    named = question.named_documents or question.documents
    if named:
        return [d for d in context.library.documents if d.id in named][:4]
    wanted = [r.facet.document_id for r in context.ranked[:3] if r.facet.tags.get("validity", 0) > 0.25]
    wanted = wanted or [r.facet.document_id for r in context.ranked[:1]]
    return [context.document(document_id) for document_id in list(dict.fromkeys(wanted))[:limit]]


def _status(context: Context, document: Document) -> Sentence:
    status = context.library.status(document.id, context.as_of)
    proof = _proof(context, document, status.clause_id)
    metadata = document.metadata
    title = context.name(document.id)
    values = [_value(context, document, proof, context.as_of, "as_of")]
    variables: dict[str, object] = {"title": title, "as_of": context.as_of}
    match status.code:
        case "in_force" if metadata.round_year:
            key, variables["year"] = "status_round_open", metadata.round_year.value
        case "in_force":
            key, variables["effect"] = "status_in_force", ""
            if metadata.effective:
                day = metadata.effective.value.latest
                variables["effect"] = context.say("status_effect", since=day)
                values.append(_value(context, document, proof, day, "day of effect"))
        case "expired":
            key, variables["end"] = "status_expired", status.since
            values.append(_value(context, document, proof, status.since, "end of the period"))
        case "repealed":
            by = context.name(status.by_document_id) if status.by_document_id else ""
            key, variables["by"] = "status_repealed", by
            if status.by_document_id:
                proof = _repeal_proof(context, status.by_document_id)
        case "not_yet_effective":
            key, variables["since"] = "status_not_yet", status.since
            values.append(_value(context, document, proof, status.since, "day of effect"))
        case "round_closed":
            key, variables["year"] = (
                "status_round_closed",
                metadata.round_year.value if metadata.round_year else "",
            )
            variables["end"] = status.since
            if not metadata.last_days:
                key = "status_year_closed"
            values.append(_value(context, document, proof, status.since, "last day"))
        case _:
            span = metadata.effective or metadata.expires
            key = "status_unknown"
            variables |= {
                "earliest": span.value.earliest if span else "",
                "latest": span.value.latest if span else "",
            }
            values += [
                _value(context, document, proof, day, "reading") for day in (span.value if span else ())
            ]
    return sentence(context.say(key, **variables), proof, values=tuple(values))


def _ending(context: Context, document: Document) -> list[Sentence]:
    metadata = document.metadata
    status = context.status(document.id)
    if status == "in_force" and metadata.expires:
        proof = Evidence(document.id, metadata.expires.clause_id, metadata.expires.quote)
        end = metadata.expires.value.earliest
        value = _value(context, document, proof, end, "end of the period")
        return [sentence(context.say("status_end", end=end), proof, values=(value,))]
    if status == "in_force" and metadata.effective and not metadata.round_year:
        proof = Evidence(document.id, metadata.effective.clause_id, metadata.effective.quote)
        return [sentence(context.say("status_no_end"), proof)]
    return []


def _repeals(context: Context, document: Document) -> list[Sentence]:
    found = [r for r in document.metadata.references if r.relation == "repeals"]
    return [_repeal(context, document, reference) for reference in found[:2]]


def _repeal(context: Context, document: Document, reference: Reference) -> Sentence:
    clause = context.clause(document.id, reference.clause_id)
    what = f"《{reference.title}》" if reference.title else ""
    if reference.number:
        what += f"（{reference.number}）" if what else reference.number
    return sentence(context.say("repeals", what=what).rstrip("：:") + "。", evidence(document.id, clause))


def _effect_quote(context: Context, document: Document) -> Sentence | None:
    proved = document.metadata.effective or document.metadata.expires
    if proved is None:
        return None
    clause = context.clause(document.id, proved.clause_id)
    proof = Evidence(document.id, clause.id, proved.quote)
    return sentence(f"{proved.quote}{context.source(document.id, clause)}", proof)


def _proof(context: Context, document: Document, clause_id: str | None) -> Evidence:
    metadata = document.metadata
    for proved in (
        metadata.expires,
        metadata.effective,
        *metadata.last_days,
        metadata.signed_on,
        metadata.round_year,
    ):
        if proved is not None and (clause_id is None or proved.clause_id == clause_id):
            return Evidence(document.id, proved.clause_id, proved.quote)
    return Evidence(document.id, metadata.title.clause_id, metadata.title.quote)


def _repeal_proof(context: Context, document_id: str) -> Evidence:
    document = context.document(document_id)
    reference = next(r for r in document.metadata.references if r.relation == "repeals")
    return evidence(document_id, context.clause(document_id, reference.clause_id))


def _value(context: Context, document: Document, proof: Evidence, value: object, how: str) -> Derived:
    return derived(value, document.id, proof.clause_id, how)
