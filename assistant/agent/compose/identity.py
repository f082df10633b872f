"""What a document is, where that is asked: its title, its number, who issued it and when; said too where it is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.agent.compose.cited import cited_texts
from assistant.agent.compose.proofs import title_proof
from assistant.agent.compose.validity import documents_asked, titled, validity_blocks
from assistant.agent.context import Context, derived, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.domain.documents import Document


def issue_blocks(context: Context) -> list[Block]:
    """The particulars asked for of the documents asked about; none where another text is meant.

    Of texts that a document only cites, what they are called or their numbers.
    """
    asked = context.question.asks_issue
    if not asked:
        return []
    if asked & {"number", "title"} and (cited := cited_texts(context)):
        return cited
    documents = _meant(context) if asked & {"issuer", "title"} else documents_asked(context)
    if "title" in asked and len(documents) != 1:
        # Who does not say which document is meant asks for the text that something is called by.
        return []
    told = [list(_particulars(context, document)) for document in documents]
    blocks = [block("text" if number else "lead", *lines) for number, lines in enumerate(told)]
    if asked == {"date"} or ("number" not in asked and context.question.has("validity", at_least=_SLIGHT)):
        blocks += validity_blocks(context, documents)
    return blocks


_SLIGHT = 0.15
"""Least score of validity for whether the documents hold to be told too."""
_PROVISIONAL = ("试行", "暂行", "征求意见", "修订", "草案")
_KIND = re.compile(r"办法|通知|方案|意见|细则|公告|通则|规划|计划|条例|标准")
_ASKED = re.compile(r"谁|哪|什么|啥|几[个家]|全称|全名|正式名|标题|发文|签发|落款|叫")
_NUMBER = re.compile(r"(\d+) ?号")


def _meant(context: Context) -> list[Document]:
    """The documents asked about, without those that the question's own words speak against.

    A text that the corpus lacks has no particulars: one only cited or repealed, of another place, year, number or kind.
    """
    question, lexicon = context.question, context.lexicon
    if question.places or lexicon.cites.hits(question.folded) or lexicon.older_text.hits(question.folded):
        return []
    documents = documents_asked(context) if question.documents else titled(context, frozenset())
    return [document for document in documents if _agrees(context, document)]


def _agrees(context: Context, document: Document) -> bool:
    question, metadata = context.question, document.metadata
    number = metadata.number.value if metadata.number else ""
    asked_at = _ASKED.search(question.folded)
    kinds = _KIND.findall(question.folded[: asked_at.start()] if asked_at else question.folded)
    signed = str(metadata.signed_on.value.year) if metadata.signed_on else ""
    dated = f"{document.title}{number}{signed}{metadata.round_year.value if metadata.round_year else ''}"
    return (
        all(word in document.title for word in _PROVISIONAL if word in question.folded)
        and all(str(year) in dated for year in question.years)
        and all(
            said in _NUMBER.findall(f"{number} {document.title}") for said in _NUMBER.findall(question.folded)
        )
        and (not kinds or kinds[-1] in document.title)
    )


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
