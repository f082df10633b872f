"""Whether one way of handing in is enough where a text wants two (只发邮箱，不交纸质), and whether a body may be passed over.

How people ask stands in ``prompts/ways.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.agent.compose.bodies import Body, all_bodies
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import body, sentences_of, whole_clause
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, block
from assistant.agent.facets import Facet
from assistant.text.normalise import fold
from assistant.wording import words

_LOOKED_AT, _BODY_AT = 4, 12
_FIRST_WORD = re.compile(r"\s*(?:the |our |my |本|我们)?\s*([\u4e00-\u9fff]{2}|[a-z]+)")


def both_ways_blocks(context: Context) -> list[Block]:
    """That the clause which answers wants papers in two ways, where one alone is asked about."""
    question = context.question
    if not (question.polar or question.premise):
        return []
    beside = _asks(question.folded, "beside")
    if not beside and not _asks(question.folded, "only", "without"):
        return []
    for ranked in context.ranked[:_LOOKED_AT]:
        facet = ranked.facet
        if facet.is_heading_only or not question.within(facet.document_id):
            continue
        for said in sentences_of(body(facet)):
            if all(_medium(name, "printed").search(fold(said)) for name in _media()):
                yes = context.say("both_ways_yes" if beside else "both_ways_no")
                return _told(context, facet, said.strip(), yes + _both_ways(context, said))
    return []


def _both_ways(context: Context, said: str) -> str:
    """That both ways are wanted, and of whom where the sentence is said to a body."""
    folded = fold(said)
    bodies = [name for one in all_bodies(context) for name in one.names]
    bound = [name for name in bodies if re.search(rf"(?:请|由)各?{re.escape(fold(name))}", folded)]
    return context.say("both_ways_of", body=bound[0]) if bound else context.say("both_ways")


def passed_over_blocks(context: Context) -> list[Block]:
    """That the way leads through a body which the question would pass over, with the clause that says so."""
    question = context.question
    if not (question.polar or question.premise):
        return []
    asked = next((m for pattern in _passed_over() if (m := pattern.search(question.folded))), None)
    if asked is None:
        return []
    first = _FIRST_WORD.match(asked["body"])
    over = [
        one for one in all_bodies(context) if first and any(word.startswith(first[1]) for word in one.words)
    ]
    found = next(((one, *way) for one in over if (way := _on_the_way(context, one)) is not None), None)
    if found is None:
        return []
    passed, facet, said = found
    return _told(context, facet, said, context.say("not_passed_over", body=passed.names[0]))


def _on_the_way(context: Context, over: Body) -> tuple[Facet, str] | None:
    """The sentence by which one applies to a body or is passed on by it: in force first, then one that says to whom."""
    found = []
    names = "|".join(re.escape(fold(name)) for name in over.names)
    for place, ranked in enumerate(context.ranked[:_BODY_AT]):
        facet = ranked.facet
        for said in sentences_of(body(facet)) if not facet.is_heading_only else ():
            folded = fold(said)
            if re.search(names, folded) and _pattern("on_the_way").search(folded):
                towards = re.search(f"{_pattern('towards').pattern}(?:{names})", folded) is not None
                in_force = context.status(facet.document_id) == "in_force"
                found.append((not in_force, not towards, place, facet, said.strip()))
    best = min(found, key=lambda one: one[:3], default=None)
    return best[3:] if best else None


def _told(context: Context, facet: Facet, said: str, lead: str) -> list[Block]:
    proof = evidence(facet.document_id, facet.clause, said)
    quote = sentence(f"{said}{context.source(facet.document_id, facet.clause)}", proof)
    whole = whole_clause(context, facet, said)
    return [
        block("lead", sentence(lead, proof)),
        block("quote", whole or quote),
        *related_blocks(context, {facet.key}, limit=2),
    ]


def _asks(folded: str, *kinds: str) -> bool:
    """Whether a question speaks of a medium in one of some ways: it alone, without it, it as well."""
    return any(
        pattern.search(folded) for name in _media() for kind in kinds for pattern in _asked(kind, name)
    )


def _media() -> tuple[str, ...]:
    return tuple(words("ways")["media"])


@cache
def _medium(name: str, kind: str) -> re.Pattern[str]:
    return re.compile(str(words("ways")["media"][name][kind]))


@cache
def _asked(kind: str, name: str) -> tuple[re.Pattern[str], ...]:
    way = _medium(name, "said").pattern
    return tuple(re.compile(str(pattern).replace("{way}", way)) for pattern in words("ways")[kind])


@cache
def _passed_over() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(pattern)) for pattern in words("ways")["passed_over"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(words("ways")[name]))
