"""Whether one must hold the title of one level before that of a higher (国家级是不是必须先是市级的): in principle only.

Said where a text of the higher level asks in principle to be on the list of the lower one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.lists import levels_named
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import body, sentences_of
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, block
from assistant.domain.documents import Level
from assistant.text.normalise import fold

_PRIOR = re.compile(
    r"(?:必须|得|要|应|非得|一定|只能|需要?)[^，。？?,]{0,3}先|先[^，。？?,]{0,4}(?:评|拿|当|成为|是|有|进|获|纳入|入)|前提|才(?:能|可以?|行|有资格)|跳过|越级|直接(?:报|申报|申请|评)"
    r"|\b(?:first|before|prerequisite|precondition|skip|directly)\b"
)
_IN_PRINCIPLE = re.compile(r"原则上")
_LEVELS: Mapping[str, tuple[frozenset[Level], re.Pattern[str]]] = {
    "国": (frozenset({"national"}), re.compile(r"[省市]级|地方")),
    "national": (frozenset({"national"}), re.compile(r"[省市]级|地方")),
    "省": (frozenset({"province"}), re.compile(r"市级|区县|[区县]级|[区县]里|培育库|入库|进库")),
    "provincial": (frozenset({"province"}), re.compile(r"市级|区县|[区县]级|[区县]里|培育库|入库|进库")),
    "市": (frozenset({"province", "city"}), re.compile(r"区县|[区县]级|[区县]里|培育库|入库|进库")),
    "municipal": (frozenset({"province", "city"}), re.compile(r"区县|[区县]级|[区县]里|培育库|入库|进库")),
}
"""By what a question calls the title applied for, the highest first: whose documents are its, and what lies below."""


def earlier_level_blocks(context: Context) -> list[Block]:
    """The sentence that asks in principle for the lower level's list, opened by saying that it is no strict must."""
    question = context.question
    if question.clause_refs or not (question.polar or question.premise) or not _PRIOR.search(question.folded):
        return []
    named = levels_named(question)
    levels, below = next((_LEVELS[said] for said in _LEVELS if said in named), (frozenset[Level](), None))
    if below is None or not (len(named) > 1 or below.search(question.folded)):
        return []
    if conflict_for(context) is not None:
        # What texts say differently of it is told with both.
        return []
    for ranked in context.ranked:
        facet = ranked.facet
        if facet.is_heading_only or context.document(facet.document_id).metadata.level not in levels:
            continue
        for said in sentences_of(body(facet)):
            soft = next(
                (p for p in _PIECES.split(said) if _IN_PRINCIPLE.search(p) and below.search(fold(p))),
                None,
            )
            if soft is not None:
                lead = f"{context.say('no_not_required', word='原则上')}{said}{context.source(facet.document_id, facet.clause)}"
                proof = evidence(facet.document_id, facet.clause, said)
                return [block("lead", sentence(lead, proof)), *related_blocks(context, {facet.key}, limit=3)]
    return []


_PIECES = re.compile(r"[，,；;。]")
