"""What befell somebody else (a parent company, the plant next door, the park) and whether it tells against the asker.

The clauses speak of the applicant. Where none of those that bar names the other, that it counts is not written, nor
that it does not; the authority judges. How people ask stands in ``prompts/others_events.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, untold
from assistant.agent.facets import Facet
from assistant.agent.schemes import choose_scheme, scheme_by_id
from assistant.text.normalise import fold
from assistant.wording import words

_LOOKED_AT = 8


def asks_of_anothers_event(context: Context) -> bool:
    """Whether it is asked if what befell somebody else tells against the asker."""
    return bool(_whose(context))


def others_event_blocks(context: Context) -> list[Block]:
    """That the clauses speak of the applicant and do not name the other; nothing where a clause that bars names it."""
    who = _whose(context)
    if not who:
        return []
    bars = _pattern("bars")
    barring = [facet for facet in context.facets.values() if bars.search(facet.text)]
    if not _is_tenant(context) and any(fold(who) in fold(facet.text) for facet in barring):
        return []
    facet = _nearest(context)
    if facet is None:
        return []
    quote = quoted(context, facet, emphasise=False)
    lead = untold(sentence(context.say("others_event", who=who), *quote.evidence))
    return [lead, block("quote", quote), *related_blocks(context, {facet.key}, limit=2)]


def _nearest(context: Context) -> Facet | None:
    """The best clause that bars, one in force first."""
    bars = _pattern("bars")
    near = [
        ranked.facet
        for ranked in context.ranked[:_LOOKED_AT]
        if not ranked.facet.is_heading_only
        and bars.search(ranked.facet.text)
        and context.question.within(ranked.facet.document_id)
        and (_pattern("of_firms").search(ranked.facet.text) or not _is_tenant(context))
    ]
    return next(
        (facet for facet in near if context.status(facet.document_id) == "in_force"), next(iter(near), None)
    )


def _whose(context: Context) -> str:
    """Whose event it is; empty where none is told, its effect is not asked, or the other is part of the applicant."""
    folded = context.question.folded
    if context.state.checking or not _pattern("effect").search(folded):
        return ""
    if _is_tenant(context):
        found = _pattern("of_park").search(folded)
        return found["who"] if found else ""
    found = next((match for asked in _asked() if (match := asked.search(folded))), None)
    if found is None:
        return ""
    scheme = scheme_by_id(context, choose_scheme(context))
    # A park answers for the firms in it.
    is_of_park = scheme is not None and scheme.applicant == "park"
    return "" if is_of_park else found["who"]


def _is_tenant(context: Context) -> bool:
    """Whether the asker is a firm in a park."""
    return bool(_pattern("tenant").search(context.question.folded))


@cache
def _asked() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(one)) for one in words("others_events")["asked"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(words("others_events")[name]))
