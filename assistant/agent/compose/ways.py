"""How papers may be handed in: a way that a text refuses is told before any address (不收纸质件，不接收快递)."""

from __future__ import annotations

import re

from assistant.agent.compose.quotes import whole_clause
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, block
from assistant.agent.facets import Facet
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences

_REFUSES = re.compile(
    r"(?:不(?:再|另)?(?:接收|接受|受理|收取?|需要?|用|要求|支持|提供|得)|无需|无须|拒收|谢绝)[^，,。；;]{0,14}"
)
_LOOKED_AT = 12
_PERMISSION = re.compile(r"能不能|可不可以|可以.{0,14}[吗么]|能.{0,14}[吗么不]|能否|可否|行不行|得行|行不")


def refused_way_blocks(context: Context) -> list[Block]:
    """That a way of handing in which the question names is refused, with the sentence that says so."""
    question = context.question
    ways = [way for way in context.lexicon.ways_of_sending if any(word in question.folded for word in way)]
    if not ways:
        return []
    for ranked in context.ranked[:_LOOKED_AT]:
        facet = ranked.facet
        if not question.within(facet.document_id):
            continue
        found = _refusing(facet, ways)
        if found is not None:
            return _told(context, facet, found)
    return []


def _refusing(facet: Facet, ways: list[tuple[str, ...]]) -> str | None:
    """The sentence of a clause that refuses one of the ways."""
    text = facet.clause.text
    for start, end in split_sentences(text):
        said = text[start:end]
        for refusal in _REFUSES.finditer(fold(said)):
            if any(word in refusal.group(0) for way in ways for word in way):
                return said.strip()
    return None


def _told(context: Context, facet: Facet, said: str) -> list[Block]:
    proof = evidence(facet.document_id, facet.clause, said)
    asks_leave = context.question.language == "zh" and _PERMISSION.search(context.question.folded)
    opening = context.say("no_cannot") if asks_leave else ""
    lead = sentence(f"{opening}{said}{context.source_in_time(facet.document_id, facet.clause)}", proof)
    whole = whole_clause(context, facet, said)
    return [block("lead", lead), *([block("quote", whole)] if whole else [])]
