"""Whether a certificate must be had (没有ISO证书能报吗), where no clause asks for one, with the clause nearest to it.

A form may have a field for it all the same: what it asks to fill in, it does not demand.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.compose.lists import is_list, list_blocks
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import bullets, quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, fixed, untold
from assistant.agent.facets import Facet
from assistant.eligibility.recognise import recognise

_A_CERTIFICATE = re.compile(
    r"认证|证书|资质证|取证|拿证|拿(?:没拿)?到证|没证|办证|\biso\s*\d*\s*(?:系列)?(?:证|认证)?|(?:体系|四张|四个|几张|一张|那张)[^，。？?,]{0,4}证(?!明|件|据|实|监|券|号)"
    r"|\b(?:iso|certificat\w+)\b"
)
_DEMANDED = re.compile(
    r"没(?:有|得|拿|办|取)?|缺|少了?一张|必须|必需|要不要|是否需|需不需要|需要|非得|一定(?:要|得)|得(?:有|要|先)|才(?:能|可|行)|不办|要求|硬性|前提|要(?=[^，。？?,]{1,14}[吗么不])|拿到"
    r"|\b(?:without|must|need(?:ed)?|required?|requirement|mandatory|compulsory|lack|have to|no)\b"
)
_ASKED = re.compile(
    r"[吗么嘛吧]|[能行让准可]不|不[能行让准可]|真的假的|是不是|是否|能否|对不对|要不要|需不需要|白纸黑字|白填|作废|\?|？"
)
_OF_ANOTHER = re.compile(
    r"称号|牌|匾|等级证|荣誉|有效期|过期|谁发|哪[个里]发|什么时候|多久|几年|怎么办|评价机构|评价员|机构(?:的|要|得|需)"
)
_NAMED = re.compile(r"认证|证书|资质")
_LOOKED_AT, _A_CONDITION = 8, 0.5


def paper_not_demanded_blocks(context: Context) -> list[Block]:
    """That no clause of the texts meant demands it; nothing where one names it."""
    question = context.question
    folded = question.folded
    if question.clause_refs or context.state.checking or _OF_ANOTHER.search(folded):
        return []
    if not _A_CERTIFICATE.search(folded) or not _DEMANDED.search(folded):
        return []
    if not (question.polar or question.premise or _ASKED.search(folded)):
        return []
    documents = _documents(context)
    own = [facet for facet in context.facets.values() if facet.document_id in documents]
    if not own or any(_NAMED.search(facet.clause.text) for facet in own if facet.clause.kind != "form"):
        return []
    best = [f for f in _best(context) if f.document_id in documents and f.clause.kind != "form"]
    nearest = next(
        (f for f in best if f.tags.get("condition", 0.0) >= _A_CONDITION), best[0] if best else None
    )
    if nearest is None:
        return []
    quote = quoted(context, nearest, emphasise=False)
    whole = is_list(context, nearest)
    fields = [
        quoted(context, facet, emphasise=False)
        for facet in own
        if facet.clause.kind == "form" and _NAMED.search(facet.clause.text)
    ][:1]
    shown = [fixed("text", context.say("paper_is_a_field")), *bullets(fields)] if fields else []
    lead = untold(sentence(context.say("paper_not_demanded"), *quote.evidence))
    listed = list_blocks(context, nearest) if whole else [block("quote", quote)]
    listed = [replace(one, style="text") if one.style == "lead" else one for one in listed]
    return [lead, *listed, *shown, *related_blocks(context, {nearest.key}, limit=1)]


def _best(context: Context) -> list[Facet]:
    return [r.facet for r in context.ranked[:_LOOKED_AT] if not r.facet.is_heading_only]


def _documents(context: Context) -> frozenset[str]:
    """The texts meant: those named, else those of the title named, else that of the best clause."""
    question = context.question
    if question.named_documents:
        return frozenset(question.named_documents)
    scheme = next(iter(recognise(question.folded, context.checker.schemes)), None)
    if scheme is not None and not scheme.file.for_holders:
        return frozenset(scheme.file.basis)
    if question.documents:
        return frozenset(question.documents)
    return frozenset(facet.document_id for facet in context.facets.values())
