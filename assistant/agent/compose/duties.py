"""What a body has to do by the documents: every sentence of which it is the subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.agent.compose.quotes import body, bullets, sentences_of
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Sentence, fixed
from assistant.agent.facets import Facet
from assistant.agent.features import ROLE_WORDS
from assistant.register.actors import Actor, doers

_SPOKEN = frozenset({"article", "paragraph", "item", "heading"})
_OFFICES = frozenset({"district", "evaluator"})
_MOST = 9
_DENIED = re.compile(
    r"(?:不能|不得|不可以?|不用|不该|不必|不|无需|禁止|严禁|别)(?:负责|承担|要|该|做|干|管|应)|\b(?:not|never)\b"
)
_OF_WORK = re.compile(
    r"职责|义务|任务|责任|分工|工作|事情?|活儿?|部门|机构|负责|做|干|管|departments?|authorit(?:y|ies)|bod(?:y|ies)|duties|responsib\w+|tasks?"
)
_ORDER = {"in_force": 0, "round_closed": 1}


def duty_blocks(context: Context) -> list[Block]:
    """The duties of the body that a question names and of which it asks no more than what it does; else nothing."""
    question = context.question
    if not context.lexicon.duties.hits(question.folded) or question.clause_refs:
        return []
    if _DENIED.search(question.folded):
        return []
    names = [term for term in question.terms if term in context.lexicon.bodies]
    role = question.role if question.role in _OFFICES else None
    if (not names and role is None) or _asks_of_more(context):
        return []
    found = [
        (facet, said)
        for facet in sorted(context.facets.values(), key=lambda facet: _place(context, facet))
        if not question.documents or facet.document_id in question.documents
        for said in _told(facet)
        if any(_is_meant(actor, names, role) for _, actor in doers(said)[:1])
    ]
    if len(found) < 2:
        return []
    lead = fixed("lead", context.say("duties_lead"))
    return [lead, *bullets(_bullet(context, facet, said) for facet, said in found[:_MOST])]


def _asks_of_more(context: Context) -> bool:
    """Whether a question is of one matter of the body (名单里的数据掉了，区里该做什么), or of several bodies."""
    question = context.question
    left = question.content
    for phrase in context.lexicon.concepts.find(left):
        if not context.lexicon.bodies.isdisjoint(phrase.terms):
            left = left.replace(phrase.text, " ")
    for word in ROLE_WORDS.get(question.role or "", ()):
        left = left.replace(word, " ")
    rest = re.sub(r"[\s各]", "", _OF_WORK.sub(" ", left))
    return len(rest) > (3 if question.language == "zh" else 12)


def _place(context: Context, facet: Facet) -> tuple[int, float, str, int]:
    """Texts that hold first, of them the newer, each in its own order."""
    standing = _ORDER.get(context.status(facet.document_id), 2)
    return (
        standing,
        -context.ranker.recency(facet.document_id),
        facet.document_id,
        facet.clause.spans[0].start,
    )


def _told(facet: Facet) -> Iterator[str]:
    if facet.clause.kind in _SPOKEN and not facet.is_heading_only:
        yield from sentences_of(body(facet))


def _is_meant(actor: Actor, names: list[str], role: str | None) -> bool:
    return (role is not None and actor.binds == role) or any(name in actor.name for name in names)


def _bullet(context: Context, facet: Facet, said: str) -> Sentence:
    shown = said.rstrip("；;") + context.source_in_time(facet.document_id, facet.clause)
    return sentence(shown, evidence(facet.document_id, facet.clause, said))
