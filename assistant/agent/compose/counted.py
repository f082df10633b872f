"""How many or how much is asked, and whether any fitting clause holds such a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.agent.compose.lists import specific_concepts
from assistant.agent.context import Context
from assistant.agent.features import bigrams
from assistant.text.normalise import fold
from assistant.text.quantities import find_quantities

_ASKED = re.compile(
    r"(?<![哪这那第前后好十百千])(?:几|多少|好多|几多)(?:[家户张套分吨亩块]|份(?!红头|文|通知|办法|规定|政策)|个(?!等级|档|阶段|条|方面|部门|a|工作|月|字|化)|元|钱|千瓦|平方)"
)
_COUNTED = re.compile(r"[%％‰万亿元家个项名人吨米倍份里台户套件折瓦成次分]\s*$")
_ALLOTS = re.compile(r"(?:名额|数量|指标)[^，。；,;]{0,20}(?:确定|不限|不设|分配)")
_SEGMENT = re.compile(r"[，,。；;：:（）()\n]")
_NEAR, _SHARED, _LISTED = 0.3, 3, 10
_BOUNDS = re.compile(r"^(?:不少于|不低于|不得?超过|总计|以上|以下|占比|比例|至少|最多|每年)+$")


def count_untold(context: Context) -> bool:
    """Whether a count or sum is asked of which no fitting clause holds a figure, nor how it is allotted."""
    question = context.question
    if question.language != "zh" or question.polar or question.from_state or question.clause_refs:
        return False
    if not _ASKED.search(context.lexicon.plain(question.folded)) or _asks_for_else(context):
        return False
    if question.places:
        return True
    if any(_ALLOTS.search(ranked.facet.told) for ranked in context.ranked[:_LISTED]):
        return False
    parts = list(dict.fromkeys(_around_figures(context)))
    if any(_speaks_of_it(context, part) for part in parts):
        return False
    return not parts or max(context.ranker.meanings.compare(question.folded, parts)) < _NEAR


def _asks_for_else(context: Context) -> bool:
    question = context.question
    contact = question.asks & {
        "phone",
        "person",
        "email",
        "address",
        "website",
        "date",
        "period",
        "frequency",
    }
    return bool(contact) or question.intent in ("contact", "level", "validity", "material")


def _around_figures(context: Context) -> Iterator[str]:
    """The words around each figure of the best clauses."""
    for ranked in context.ranked[:_LISTED]:
        segments = _SEGMENT.split(ranked.facet.told)
        for place, segment in enumerate(segments):
            if any(_COUNTED.search(quantity.text) for quantity in find_quantities(segment)):
                yield "，".join(segments[max(place - 1, 0) : place + 2])


def _speaks_of_it(context: Context, part: str) -> bool:
    """Whether words of a text speak of what is asked; a word of bounds alone (不少于) speaks of nothing."""
    groups = [g for g in specific_concepts(context) if not all(_BOUNDS.match(term) for term in g)]
    named = any(fold(term) in part for group in groups for term in group)
    return named or sum(pair in part for pair in bigrams(context.question.folded)) >= _SHARED
