"""Whether what the texts lay down for one kind of applicant is for another too (园区也分A到AAAA级吗; 园区有绿色金融吗).

The kinds are the subjects of the corpus that one applies for (``terms.yaml``: those with a ``role`` and ``schemes``);
how people ask stands in ``prompts/kinds_named.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, untold
from assistant.agent.facets import Facet
from assistant.text.normalise import fold
from assistant.wording import words

_APPLY = frozenset({"enterprise", "park"})
_NEAR = 8
_MOST = 12
"""What more clauses hold is no rule of its own."""


def kind_unnamed_blocks(context: Context) -> list[Block]:
    """That the clauses which hold what is asked about name another kind of applicant; nothing where one names this."""
    question = context.question
    if not (question.polar or question.premise) or question.clause_refs or not context.ranked:
        return []
    kind = _kind_asked_of(context)
    if kind is None or not _pattern("asks").search(question.folded) or conflict_for(context) is not None:
        return []
    things = [*_concepts(context), *subjects_beside_kinds(context)]
    if not things:
        return []
    holding = [
        facet for facet in context.facets.values() if all(_holds(context, facet, one) for one in things)
    ]
    near = [r.facet for r in context.ranked[:_NEAR] if r.facet in holding]
    if not near:
        return []
    if any(_speaks_of(context, facet, kind) for facet in holding):
        # That a clause names a kind does not yet say that it lays something down for it.
        return []
    others = [_others_named(context, facet, kind) for facet in holding]
    # A clause that names nobody is for everybody.
    return _told(context, near[0], kind, things[0]) if len(holding) <= _MOST and all(others) else []


def _told(context: Context, facet: Facet, kind: str, thing: Sequence[str]) -> list[Block]:
    quote = quoted(context, facet, emphasise=False)
    text = context.say(
        "kind_unnamed",
        thing=_as_printed(facet, thing),
        kind=_name(context, kind),
        others=context.say("kind_or").join(_others_named(context, facet, kind)),
    )
    return [
        untold(sentence(text, *quote.evidence)),
        block("quote", quote),
        *related_blocks(context, {facet.key}, limit=2),
    ]


def _as_printed(facet: Facet, thing: Sequence[str]) -> str:
    """What is asked about, as the clause prints it."""
    term = max((term for term in thing if term in facet.told), key=len)
    place = facet.clause.text.lower().find(term)
    return facet.clause.text[place : place + len(term)] if place >= 0 else term


def _kinds(context: Context) -> Iterator[str]:
    """The subjects of the corpus that one applies for, each of its own kind."""
    for entry in context.topics.entries:
        if entry.get("role") in _APPLY and entry.get("schemes"):
            yield entry["id"]


def _kind_asked_of(context: Context) -> str | None:
    """The one kind that a question is of; None where it names several, none, or one only as a place."""
    kinds, question = set(_kinds(context)), context.question
    named = [topic for topic in question.specific_topics if topic in kinds]
    named = named or [topic for topic in question.topics if topic in kinds]
    if len(named) != 1:
        return None
    said = "|".join(re.escape(word) for word in context.topics.said[named[0]] if not word.isascii())
    is_place = re.search(f"(?:{said}){_pattern('place').pattern}", question.folded)
    return None if is_place else named[0]


def _concepts(context: Context) -> list[tuple[str, ...]]:
    """What the question asks about, as groups of words of which one suffices."""
    groups = []
    for group in specific_concepts(context, own=True):
        terms = tuple(fold(term) for term in group if not _pattern("of_any").match(fold(term)))
        # What stands in the question itself is meant; else every word for it counts.
        terms = tuple(term for term in terms if term in context.question.folded) or terms
        if terms:
            groups.append(terms)
    return groups


def subjects_beside_kinds(context: Context) -> list[tuple[str, ...]]:
    """Subjects of the question that are no kind of applicant: a set of grades, a duty of every year."""
    kinds = set(_kinds(context))
    return [
        tuple(fold(str(name)) for name in context.topics.entry(topic).get("names", ()))
        for topic in context.question.specific_topics
        if topic not in kinds and not context.topics.entry(topic).get("role")
    ]


def _holds(context: Context, facet: Facet, terms: Sequence[str]) -> bool:
    return not facet.is_heading_only and any(term in facet.told for term in terms)


def _speaks_of(context: Context, facet: Facet, kind: str) -> bool:
    """Whether a clause is of a kind, or of everybody: a heading that names a kind decides for what stands below it."""
    everybody = _everybody(str(context.topics.entry(kind)["role"]))
    above = [
        one for one in _kinds(context) if one in facet.heading_topics or _says(context, facet.heading, one)
    ]
    if above:
        return kind in above or bool(everybody.search(facet.heading))
    return kind in facet.topics or _says(context, facet.told, kind) or bool(everybody.search(facet.told))


def _says(context: Context, text: str, kind: str) -> bool:
    """Whether a folded text holds any word for a kind."""
    return any(word in text for word in context.topics.said[kind] if not word.isascii())


def _others_named(context: Context, facet: Facet, kind: str) -> list[str]:
    """The names of the other kinds that a clause or the headings above it name, else what it calls everybody."""
    kinds = set(_kinds(context))
    named = facet.heading_topics & kinds or facet.topics & kinds
    others = [_name(context, other) for other in _kinds(context) if other != kind and other in named]
    role = context.topics.entry(kind)["role"]
    of_others = (_everybody(other).search(facet.told) for other in sorted(_APPLY) if other != role)
    return others or [found.group() for found in of_others if found is not None]


@cache
def _everybody(role: str) -> re.Pattern[str]:
    return re.compile(str(words("kinds_named")["everybody"][role]))


def _name(context: Context, kind: str) -> str:
    """What a kind is called in the language of the reply."""
    entry = context.topics.entry(kind)
    names = entry.get("en") if context.question.language == "en" else None
    return str((names or entry["names"])[0])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(words("kinds_named")[name]))
