"""A statement that the question ascribes to a document, while another one makes it."""

from __future__ import annotations

from assistant.agent.compose.proofs import title_proof
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, Evidence, block
from assistant.agent.facets import Facet
from assistant.domain.documents import Document

_CLEARLY, _FAR = 1.5, 99.0
"""By how much, in log-odds, the best clause must outdo those of the document named: else that one may say it too."""


def ascription(context: Context, facet: Facet) -> Block | None:
    """Which document says it, by title, number and issuer, where the question puts it forward as said by another."""
    question = context.question
    named = question.named_documents
    if not named or facet.document_id in named or not (question.premise or question.polar):
        return None
    if len(named) > 1 or not any(document.id in named for document in context.library.documents):
        return None
    scores = {
        id_: max((r.score for r in context.ranked if r.facet.document_id == id_), default=-_FAR)
        for id_ in (facet.document_id, *named)
    }
    if scores[facet.document_id] < max(scores[id_] for id_ in named) + _CLEARLY:
        return None
    other, teller = context.document(next(iter(named))), context.document(facet.document_id)
    text = context.say("said_elsewhere", asked=context.name(other.id), title=context.name(teller.id))
    shown, proofs = _whose(teller)
    return block("lead", sentence(text.replace("{whose}", shown), *proofs, title_proof(other)))


def _whose(document: Document) -> tuple[str, list[Evidence]]:
    """Number and issuer of a document as a parenthesis, with what prints them."""
    metadata = document.metadata
    found = [value for value in (metadata.number, metadata.issuer) if value is not None]
    proofs = [Evidence(document.id, value.clause_id, value.quote) for value in found]
    shown = "，".join(str(value.value) for value in found)
    return (f"（{shown}）" if shown else ""), [title_proof(document), *proofs]
