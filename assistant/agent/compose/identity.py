"""What a document is, where that is asked: its title, its number, who issued it and when; said too where it is silent."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.agent.compose.cited import cited_texts
from assistant.agent.compose.proofs import title_proof
from assistant.agent.compose.validity import documents_asked, titled
from assistant.agent.context import Context, derived, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.domain.documents import Document


def issue_blocks(context: Context) -> list[Block]:
    """The particulars asked for of the documents asked about; of texts that a document only cites, their numbers."""
    asked = context.question.asks_issue
    if not asked:
        return []
    if asked & {"number", "title"} and (cited := cited_texts(context)):
        return cited
    documents = documents_asked(context) if context.question.documents else titled(context, frozenset())
    if asked & {"issuer", "title"}:
        if context.lexicon.cites.hits(context.question.folded) or context.lexicon.older_text.hits(
            context.question.folded
        ):
            # What a text that the corpus lacks is called, or whose it is, stands in the clause that names it.
            return []
        documents = [document for document in documents if _is_of_kind(context, document)]
    if "title" in asked and len(documents) != 1:
        # Who does not say which document is meant asks for the text that something is called by.
        return []
    told = [list(_particulars(context, document)) for document in documents]
    return [block("text" if number else "lead", *lines) for number, lines in enumerate(told)]


_KINDS = ("办法", "通知", "方案", "意见", "细则", "公告", "通则", "规划", "计划", "条例", "标准")


def _is_of_kind(context: Context, document: Document) -> bool:
    """Whether a document is of the kind that the question calls it: a notice is not the measure that is asked about."""
    return all(kind in document.title for kind in _KINDS if kind in context.question.folded)


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
