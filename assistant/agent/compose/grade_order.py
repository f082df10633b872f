"""Which of two grades of one text is the higher (A和B谁高), with the clauses that say what each is."""

from __future__ import annotations

import re

from assistant.agent.agreement import codes
from assistant.agent.compose.quotes import body, bullets, quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block
from assistant.agent.facets import Facet
from assistant.agent.features import OPENING
from assistant.agent.grades import rank_of
from assistant.text.normalise import fold

_ASKS_ORDER = re.compile(
    r"(?:哪个|哪一?[级种]|谁|哪档)(?:更|比较|的)?(?:级别|等级|档次|水平)?(?:更|要|比较)?(?:高|低|好|强|厉害|靠前|靠上|大)|[高低][还或]是?[高低]"
    r"|(?:高于|低于|比[^，。？?,]{1,8}(?:高|低|好|强))|(?:高低|排序|顺序|从高到低|从低到高|怎么排)|\b(?:higher|lower|better|above|below|outranks?)\b"
)


def grade_order_blocks(context: Context) -> list[Block]:
    """The higher of the two grades that a question names, and what the texts say each is."""
    question = context.question
    asked = sorted(codes(question.folded))
    if len(asked) != 2 or question.clause_refs or not _ASKS_ORDER.search(question.folded):
        return []
    defining = [facet for code in asked if (facet := _defining(context, code)) is not None]
    if len(defining) != len(asked) or len({facet.document_id for facet in defining}) != 1:
        # Grades of two texts stand on no common ladder.
        return []
    high, low = sorted(asked, key=rank_of)
    quotes = [quoted(context, facet, emphasise=False) for facet in defining]
    text = context.say("grade_higher", high=high.upper(), low=low.upper())
    proofs = [proof for quote in quotes for proof in quote.evidence]
    return [block("lead", sentence(text, *proofs)), *bullets(quotes)]


def _defining(context: Context, code: str) -> Facet | None:
    """The clause that opens with a grade and so says what it is, the best ranked first."""
    ranked = [one.facet for one in context.ranked]
    for facet in (*ranked, *context.facets.values()):
        if not facet.is_heading_only and codes(fold(body(facet))[:OPENING]) == {code}:
            return facet
    return None
