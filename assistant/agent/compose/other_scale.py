"""Whether the grades of one list are for those for whom a text has another (入库企业也分A到AAAA吗), with both openings."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.agreement import codes
from assistant.agent.compose.lists import list_blocks
from assistant.agent.compose.quotes import body, quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, untold
from assistant.agent.facets import Facet
from assistant.agent.features import OPENING, bigrams
from assistant.agent.grades import rank_of
from assistant.text.normalise import fold

_ASKS = re.compile(
    r"(?:也|都|还)?(?:要|会|得|能|可以|可|是|按|用|适用|参加|需要)?(?:不要|不会|不能|不是)?(?:分|评|划|定|排|打|适用|按|用|有)"
    r"|\b(?:graded|rated|apply|applies|get|given|classified)\b"
)
_OF_GRADING = re.compile(r"(?:分级|等级|级别|评价|评定|认定|划分|管理)+|[一二两三四五六七八九十几双]个")
"""Words of grading say nothing of whom it is for."""
_SEVERAL = 2


def scale_of_others_blocks(context: Context) -> list[Block]:
    """That the grades asked about are those of another list; nothing where its opening names those asked about."""
    question = context.question
    asked = codes(question.folded)
    if not asked or not question.polar or question.clause_refs or not _ASKS.search(question.folded):
        return []
    scales = _scales(context)
    own = [scale for scale in scales if asked <= scales[scale].keys()]
    others = [scale for scale in scales if not asked & scales[scale].keys()]
    if len(own) != 1 or len(others) != 1:
        return []
    said = {pair for pair in bigrams(_OF_GRADING.sub(" ", question.folded)) if not pair.isascii()}
    here, there = (_opening_pairs(context, key) for key in (own[0], others[0]))
    if said & (here - there) or not said & (there - here):
        return []
    theirs, other = (context.facets[key] for key in (others[0], own[0]))
    quotes = [quoted(context, facet, emphasise=False) for facet in (theirs, other)]
    grades = "、".join(code.upper() for code in sorted(asked, key=rank_of))
    named = [quoted(context, scales[own[0]][code], emphasise=False) for code in sorted(asked, key=rank_of)]
    proofs = dict.fromkeys(proof for quote in (*quotes, *named) for proof in quote.evidence)
    lead = untold(sentence(context.say("scale_of_others", grades=grades), *proofs))
    listed = [
        replace(one, style="text") if one.style == "lead" else one for one in list_blocks(context, theirs)
    ]
    return [lead, *listed, block("quote", quotes[1])]


def scale_opening(context: Context, asked: frozenset[str]) -> Facet | None:
    """The clause that opens the one list of grades to which all grades asked of belong."""
    own = [key for key, grades in _scales(context).items() if asked and asked <= grades.keys()]
    return context.facets[own[0]] if len(own) == 1 else None


def _scales(context: Context) -> dict[tuple[str, str], dict[str, Facet]]:
    """The clauses that open a list of grades, each with the grades of its items and the items themselves."""
    found: dict[tuple[str, str], dict[str, Facet]] = {}
    for facet in context.facets.values():
        key = (facet.document_id, facet.clause.parent_id or "")
        if key in context.facets and len(named := _grade_opened(facet)) == 1:
            found.setdefault(key, {}).setdefault(next(iter(named)), facet)
    return {key: grades for key, grades in found.items() if len(grades) >= _SEVERAL}


def _grade_opened(facet: Facet) -> frozenset[str]:
    """The grade with which a clause opens."""
    return frozenset() if facet.is_heading_only else frozenset(codes(fold(body(facet))[:OPENING]))


def _opening_pairs(context: Context, key: tuple[str, str]) -> set[str]:
    """The pairs of characters of the words that open a list."""
    return set(bigrams(fold(context.facets[key].clause.text)))
