"""Whether documents hold on the day asked, since when, until when, and what they repealed."""

from __future__ import annotations

from datetime import date

from assistant.agent.compose.proofs import newer_round_out, status_proofs, status_values, title_proof
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.documents.validity import is_draft
from assistant.domain.answers import Derived
from assistant.domain.documents import DateRange, Document, Metadata, Reference
from assistant.text.normalise import fold


def validity_blocks(context: Context, documents: list[Document]) -> list[Block]:
    """One status line a document with the clause that proves it."""
    blocks: list[Block] = []
    for number, document in enumerate(documents):
        lines = [*_since(context, document), status_line(context, document)]
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
    named = (question.named_documents & question.documents) or question.named_documents or question.documents
    by_title = [] if question.named_documents else titled(context, named)
    if by_title:
        return by_title
    if named:
        return [d for d in context.library.documents if d.id in named][:4]
    wanted = [r.facet.document_id for r in context.ranked[:3] if r.facet.tags.get("validity", 0) > 0.25]
    wanted = wanted or [r.facet.document_id for r in context.ranked[:1]]
    return [context.document(document_id) for document_id in list(dict.fromkeys(wanted))[:limit]]


def titled(context: Context, among: frozenset[str]) -> list[Document]:
    """The one document whose title the question paraphrases (认定园区和工厂的那个管理办法); none where two fit alike."""
    folded = context.question.folded
    documents = context.library.documents
    titles = {d.id: _pairs(fold(context.name(d.id))) for d in documents}
    scores = []
    for document in documents:
        if among and document.id not in among:
            continue
        shared = titles[document.id] & _pairs(folded)
        weight = sum(1 / sum(pair in other for other in titles.values()) for pair in shared)
        scores.append((weight, document.id))
    scores.sort(reverse=True)
    if len(scores) < 2 or scores[0][0] < _TITLED or scores[0][0] < _CLEARLY * scores[1][0]:
        return []
    return [context.document(scores[0][1])]


_TITLED, _CLEARLY = 1.2, 1.5
"""Least weight of the pairs of characters shared with a title, each counted by how few titles hold it."""


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def status_line(context: Context, document: Document) -> Sentence:
    """Whether a document holds on the day asked, or its round is open, in one sentence."""
    status = context.library.status(document.id, context.as_of)
    metadata = document.metadata
    variables: dict[str, object] = {"title": context.name(document.id), "as_of": context.as_of}
    newer = newer_round_out(context, document)
    match status.code:
        case "in_force" if metadata.round_year:
            key, variables["year"] = "status_round_open", metadata.round_year.value
        case "in_force":
            key, variables["effect"] = "status_in_force", ""
            if metadata.effective:
                variables["effect"] = context.say("status_effect", since=metadata.effective.value.latest)
        case "expired":
            key, variables["end"] = "status_expired", status.since
        case "repealed":
            key, variables["by"] = "status_repealed", context.name(status.by_document_id or document.id)
        case "not_yet_effective":
            key, more = _not_yet(metadata, status.since)
            variables |= more
        case "round_closed":
            key = "status_round_closed" if metadata.last_days else "status_year_closed"
            if newer is not None:
                key, variables["newer"] = "status_round_followed", context.name(newer.id)
            variables |= {
                "year": metadata.round_year.value if metadata.round_year else "",
                "end": status.since,
            }
        case _ if is_draft(document):
            key = "status_draft"
        case _:
            key = "status_unknown"
            span = _uncertain(document, context)
            variables |= {"earliest": span[0], "latest": span[1]}
    proofs = status_proofs(context, document)
    if newer is not None:
        proofs = (*proofs, title_proof(newer))
    return sentence(context.say(key, **variables), *proofs, values=status_values(context, document))


def _not_yet(metadata: Metadata, since: date | None) -> tuple[str, dict[str, object]]:
    """How to say that a document does not hold yet: from which day or year on it will."""
    effect = metadata.effective.value if metadata.effective else None
    if since is None:
        return "status_before_round", {"year": metadata.round_year.value if metadata.round_year else ""}
    if effect and effect.earliest != effect.latest:
        return "status_not_yet_between", {"earliest": effect.earliest, "latest": effect.latest}
    return "status_not_yet", {"since": since}


def _since(context: Context, document: Document) -> list[Sentence]:
    """From which day on a document holds, where that is asked."""
    effective = document.metadata.effective
    if effective is None or not context.lexicon.takes_effect.hits(context.question.folded):
        return []
    days = effective.value
    key = "effective_from" if days.earliest == days.latest else "effective_between"
    text = context.say(key, title=context.name(document.id), first=days.earliest, last=days.latest)
    values = tuple(
        Derived(
            value=str(day),
            document_id=document.id,
            clause_id=effective.clause_id,
            calculation=effective.quote,
        )
        for day in (days.earliest, days.latest)
    )
    proof = Evidence(document.id, effective.clause_id, effective.quote)
    return [sentence(text, proof, *status_proofs(context, document), values=values)]


def _uncertain(document: Document, context: Context) -> DateRange:
    """The interval in which the day asked lies."""
    spans = [p.value for p in (document.metadata.effective, document.metadata.expires) if p is not None]
    return next((s for s in spans if s.earliest <= context.as_of <= s.latest), spans[0])


def _ending(context: Context, document: Document) -> list[Sentence]:
    metadata = document.metadata
    status = context.status(document.id)
    if status == "in_force" and metadata.expires:
        end = metadata.expires.value.earliest
        proofs = status_proofs(context, document)
        return [
            sentence(context.say("status_end", end=end), *proofs, values=status_values(context, document))
        ]
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
    key = "repeals" if context.status(document.id) != "not_yet_effective" else "repeals_then"
    return sentence(context.say(key, what=what).rstrip("：:") + "。", evidence(document.id, clause))


def _effect_quote(context: Context, document: Document) -> Sentence | None:
    proved = document.metadata.effective or document.metadata.expires
    if proved is None:
        return None
    clause = context.clause(document.id, proved.clause_id)
    proof = Evidence(document.id, clause.id, proved.quote)
    return sentence(f"{proved.quote}{context.source(document.id, clause)}", proof)
