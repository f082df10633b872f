"""Which papers to hand in: the sentences that name them, in the order of the documents."""

from __future__ import annotations

import re

from assistant.agent.compose.lists import best_lists, specific_concepts
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import body, bullets, sentences_of
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Sentence, block, fixed
from assistant.agent.facets import Facet
from assistant.agent.features import ROLE_WORDS

_PAPERS = re.compile(
    r"报告|申请表|申请书|汇总表|推荐表|管理表|推荐文件|证明材料|申报材料|书面材料|承诺书|扫描件|电子版|纸质|盖章|资料报送|报送.{0,12}(?:材料|资料)"
)
_HANDED_IN = re.compile(r"提交|报送(?!的)|上传|填报|报至|发送|提供|寄送|递交")
_PUNISHES = re.compile(r"造假|虚假|未按时|未按规定|移除|撤销|取消")
_TAGGED, _LISTS = 0.3, 0.5
_MOST, _SEVERAL, _BESIDE = 6, 2, 4


def material_blocks(context: Context) -> list[Block]:
    """One bullet for each sentence by which somebody hands in a paper; nothing for a question on one paper."""
    question = context.question
    if question.intent != "material" or question.clause_refs or _asks_of_one(context):
        return []
    if specific_concepts(context, own=True) and any(
        f.tags.get("material", 0.0) >= _LISTS for f in best_lists(context)
    ):
        # The document lists them itself.
        return []
    fitting = sorted(
        (facet for facet in context.facets.values() if _names_papers(facet) and _is_meant(context, facet)),
        key=lambda f: (-context.ranker.recency(f.document_id), f.document_id, f.clause.spans[0].start),
    )[:_MOST]
    asks_which = bool(question.documents) and not (question.polar or question.premise)
    if len(fitting) == 1 and asks_which:
        # The one text meant names its papers in one sentence.
        return [
            block("lead", _bullet(context, fitting[0])),
            *related_blocks(context, {fitting[0].key}, limit=_BESIDE),
        ]
    if len(fitting) < _SEVERAL:
        return []
    lead = fixed("lead", context.say("materials_lead"))
    return [lead, *bullets(_bullet(context, facet) for facet in fitting)]


def _asks_of_one(context: Context) -> bool:
    """Whether something beside papers and handing them in is asked about (需要提交哪些材料 names nothing else)."""
    concepts = specific_concepts(context, own=True)
    if "list" not in context.question.asks:
        return bool(concepts)
    return any(not any(_HANDED_IN.search(term) for term in group) for group in concepts)


def _is_meant(context: Context, facet: Facet) -> bool:
    """Whether the clause stands in a document meant and, where a subject is named, is not about another one."""
    question = context.question
    if question.documents and facet.document_id not in question.documents:
        return False
    asked = set(question.specific_topics)
    if not asked:
        return True
    if facet.heading_topics and not asked & facet.heading_topics:
        # A section on something else: the yearly form of those who hold a title is no paper to apply with.
        return False
    named = facet.topics or facet.heading_topics
    return not named or bool(asked & named) or _is_handed_in_by(context, facet, asked)


def _is_handed_in_by(context: Context, facet: Facet, topics: set[str]) -> bool:
    """Whether the applicants of a subject hand in what a clause about others names (经第三方评价合格的园区、企业…提交)."""
    schemes = {name for topic in topics for name in context.topics.entry(topic).get("schemes", ())}
    roles = {scheme.applicant for scheme in context.checker.schemes if scheme.id in schemes}
    words = [word for role in roles for word in ROLE_WORDS.get(role, ())]
    others = set(facet.topics) - {role for role in ROLE_WORDS if role not in roles}
    return not others and any(word in part for part in _sentences(facet) for word in words)


def _names_papers(facet: Facet) -> bool:
    return facet.tags.get("material", 0.0) >= _TAGGED and bool(_sentences(facet))


def _sentences(facet: Facet) -> list[str]:
    if facet.is_heading_only or facet.clause.kind in ("form", "attachment", "preamble", "chapter"):
        return []
    parts = sentences_of(body(facet))
    return [p for p in parts if _PAPERS.search(p) and _HANDED_IN.search(p) and not _PUNISHES.search(p)]


def _bullet(context: Context, facet: Facet) -> Sentence:
    parts = _sentences(facet)
    proofs = [evidence(facet.document_id, facet.clause, part) for part in parts]
    shown = "".join(parts).rstrip("；;")
    return sentence(f"{shown}{context.source(facet.document_id, facet.clause)}", *proofs)
