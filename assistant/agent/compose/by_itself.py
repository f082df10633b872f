"""Whether something comes about of itself (满三年会自动恢复称号吗), where no text says that it does.

A clause that names who decides, or a bar of so many years, answers that only between the lines: nothing in it says
that anything is restored, kept or raised without being asked for. How people ask stands in ``prompts/by_itself.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import body, quoted, sentences_of
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, untold
from assistant.text.normalise import fold
from assistant.wording import words

_LOOKED_AT, _NEARLY = 6, 1.0
"""Clauses, and log-odds within which one that is in force goes before the best."""


def by_itself_blocks(context: Context) -> list[Block]:
    """That the texts do not say that it does, with the nearest clause; nothing where a clause says it does."""
    question = context.question
    act = _act_asked(context)
    if not act or question.clause_refs or conflict_for(context) is not None:
        return []
    near = [
        ranked
        for ranked in context.ranked[:_LOOKED_AT]
        if not ranked.facet.is_heading_only and question.within(ranked.facet.document_id)
    ]
    told = re.compile(rf"(?:{words('by_itself')['told']})[^，。；,;]{{0,6}}{re.escape(fold(act)[0])}")
    said = [fold(part) for ranked in near for part in sentences_of(body(ranked.facet))]
    if not near or any(told.search(part) for part in said):
        return []
    alike = [ranked.facet for ranked in near if ranked.score >= near[0].score - _NEARLY]
    nearest = next((facet for facet in alike if context.status(facet.document_id) == "in_force"), alike[0])
    quote = quoted(context, nearest, emphasise=False)
    lead = untold(sentence(context.say("by_itself_untold", act=act), *quote.evidence))
    return [lead, block("quote", quote), *related_blocks(context, {nearest.key}, limit=2)]


def _act_asked(context: Context) -> str:
    """What of this corpus is to come about of itself; empty where nothing is, or all beside it is of something else."""
    question = context.question
    if _pattern("beside").search(question.folded):
        return ""
    found = next((match for asked in _asked() if (match := asked.search(question.folded))), None)
    if found is None:
        return ""
    rest = question.folded.replace(found.group(0), " ")
    known = question.specific_topics or question.from_state or context.lexicon.concepts.find(rest)
    return _GRADE.sub(lambda grade: grade.group().upper(), found["act"].strip()) if known else ""


_GRADE = re.compile(r"(?<![a-z])(?:a{1,5}|[b-d])(?![a-z])")
"""A grade, which texts print in capitals."""


@cache
def _asked() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(one)) for one in words("by_itself")["asked"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(words("by_itself")[name]))
