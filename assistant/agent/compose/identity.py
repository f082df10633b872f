"""What a document is, where that is asked: its title, its number, who issued it and when; said too where it is silent."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.agent.compose.cited import cited_numbers
from assistant.agent.compose.proofs import title_proof
from assistant.agent.compose.validity import documents_asked
from assistant.agent.context import Context, derived, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.domain.documents import Document


def issue_blocks(context: Context) -> list[Block]:
    """The particulars asked for of the documents asked about; of texts that a document only cites, their numbers."""
    asked = context.question.asks_issue
    if not asked:
        return []
    if "number" in asked and (cited := cited_numbers(context)):
        return cited
    told = [list(_particulars(context, document)) for document in documents_asked(context)]
    return [block("text" if number else "lead", *lines) for number, lines in enumerate(told)]


def _particulars(context: Context, document: Document) -> Iterator[Sentence]:
    asked = context.question.asks_issue
    if "title" in asked:
        yield _full_title(context, document)
    if "issuer" in asked:
        yield _issuer(context, document)
    if "number" in asked:
        yield _number(context, document)
    if "date" in asked:
        yield _issue_day(context, document)


def _full_title(context: Context, document: Document) -> Sentence:
    title = document.metadata.title
    return sentence(
        context.say("full_title", title=context.name(document.id), full=title.value), title_proof(document)
    )


def _issuer(context: Context, document: Document) -> Sentence:
    issuers, title = document.metadata.issuers, context.name(document.id)
    if not issuers:
        return sentence(context.say("no_issuer", title=title), title_proof(document))
    proofs = [Evidence(document.id, issuer.clause_id, issuer.quote) for issuer in issuers]
    names = "、".join(issuer.value for issuer in issuers)
    return sentence(context.say("issued_by", title=title, issuer=names), *proofs)


def _number(context: Context, document: Document) -> Sentence:
    number, title = document.metadata.number, context.name(document.id)
    if number is None:
        return sentence(context.say("no_number", title=title), title_proof(document))
    proof = Evidence(document.id, number.clause_id, number.quote)
    return sentence(context.say("number_is", title=title, number=number.value), proof)


def _issue_day(context: Context, document: Document) -> Sentence:
    signed, title = document.metadata.signed_on, context.name(document.id)
    if signed is None:
        return sentence(context.say("no_issue_date", title=title), title_proof(document))
    proof = Evidence(document.id, signed.clause_id, signed.quote)
    value = derived(str(signed.value), document.id, proof.clause_id, "date of signing")
    shown = signed.quote if context.question.language == "zh" else str(signed.value)
    return sentence(context.say("issued_on", title=title, day=shown), proof, values=(value,))
