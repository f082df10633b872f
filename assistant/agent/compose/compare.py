"""Two texts or two subjects side by side."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.agreement import codes
from assistant.agent.compose.lists import LISTED, best_lists, is_broad, list_blocks
from assistant.agent.compose.quotes import best_passage, body, bullets
from assistant.agent.conflicts import Conflict
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, DraftNotice, Sentence, block
from assistant.agent.facets import Facet
from assistant.agent.ranking import Ranked
from assistant.wording import say as say_words

_SHARE = re.compile(r"%|百分之|比例|占比")
_SIDE_LENGTH = 300
"""A side is shown whole up to this many characters: what differs may stand in any of its sentences."""


_MOST_SIDES, _DEPTH = 3, 30
_MOST_CLAUSES = 3
_KIND, _NEAR_TOP = 0.5, 3.0

# An intent counts from so much on, and beside a stronger one from such a share of it.
_ASKED, _OF_STRONGEST = 0.15, 0.45


def conflict_for(context: Context) -> Conflict | None:
    """The declared conflict that the question touches, if any."""
    question = context.question
    strongest = question.intents[0][1] if question.intents else 0.0
    least = max(_ASKED, _OF_STRONGEST * strongest)
    intents = frozenset(name for name, score in question.intents if score >= least) | {"none"}
    best = {r.facet.key for r in context.ranked[:10]}
    for conflict in context.conflicts:
        central = any((side.document_id, side.clause_id) in best for side in conflict.sides)
        beside = _is_of_others(context, conflict) or _tells_no_count(context, conflict)
        leant_on = context.state.last_question if question.from_state else ""
        if central and not beside and conflict.touches(question.folded, intents, leant_on):
            return conflict
    return None


def _is_of_others(context: Context, conflict: Conflict) -> bool:
    """Whether no side is of a text asked about, or one is a rule for another subject than the one named.

    国家级要不要第三方评价 is not answered by what two texts of the city say, nor parks by a rule for factories.
    """
    documents = context.question.documents
    if documents and not any(side.document_id in documents for side in conflict.sides):
        return True
    asked = set(context.question.specific_topics)
    for side in conflict.sides if asked else ():
        facet = context.facets[side.document_id, side.clause_id]
        named = facet.heading_topics or facet.topics
        if named and not named & asked:
            return True
    return False


def _tells_no_count(context: Context, conflict: Conflict) -> bool:
    """Whether a number is asked for that no side tells and one of the best clauses does (能接几家, 占比要多少)."""
    asks = context.question.asks
    if "count" in asks:
        sides = [context.facets[side.document_id, side.clause_id] for side in conflict.sides]
        return not any("count" in facet.values for facet in sides) and any(
            "count" in ranked.facet.values for ranked in context.ranked[:3]
        )
    shares = "threshold" in asks and not any(_SHARE.search(side.quote) for side in conflict.sides)
    return shares and any("percent" in ranked.facet.values for ranked in context.ranked[:3])


def conflict_blocks(context: Context, conflict: Conflict) -> list[Block]:
    """What each text says, and which is later or stricter."""
    note = sentence(conflict.note[context.question.language], *conflict.sides)
    return [block("lead", note), *bullets(_side(context, conflict, n) for n in range(len(conflict.sides)))]


def conflict_notice(context: Context, conflict: Conflict) -> DraftNotice:
    """The notice that documents differ."""
    language = context.question.language
    text = context.say("note_documents_differ", about=conflict.about[language], note=conflict.note[language])
    return DraftNotice(code="documents_differ", text=text, evidence=conflict.sides[0])


def _side(context: Context, conflict: Conflict, number: int) -> Sentence:
    side = conflict.sides[number]
    clause = context.clause(side.document_id, side.clause_id)
    return sentence(
        context.say(
            "side",
            title=context.name(side.document_id),
            label=clause.label,
            badge=badge(context, side.document_id),
            quote=side.quote,
        ),
        side,
    )


def badge(context: Context, document_id: str) -> str:
    """The status of a document as people read it."""
    return say_words(f"badges.{context.question.language}", context.status(document_id))


def side_by_side(context: Context) -> list[Block]:
    """The best clause of each side: of each document named, of each topic named, else of the best documents."""
    return _lists_of_sides(context) or bullets(side_of(context, ranked.facet) for ranked in _sides(context))


def _lists_of_sides(context: Context) -> list[Block]:
    """The whole list of each side, where all of one kind is compared: the conditions here and there."""
    question = context.question
    if len(question.scopes) < 2 or not question.compared or question.compared[0][0] not in LISTED:
        return []
    sides = [_list_of_side(_side_alone(context, scope)) for scope in question.scopes[:_MOST_SIDES]]
    return [item for side in sides for item in side] if all(sides) else []


def _list_of_side(own: Context) -> list[Block]:
    """The list that answers the question asked of some documents alone, or the clauses of that kind; none for one point."""
    if not is_broad(own):
        return []
    if lists := best_lists(own, limit=1):
        return [item for facet in lists for item in list_blocks(own, facet)]
    kind = own.question.intent
    said = [r for r in own.ranked if r.facet.tags.get(kind, 0.0) >= _KIND and not r.facet.is_heading_only]
    return bullets(side_of(own, ranked.facet) for ranked in said[:_MOST_CLAUSES])


def _side_alone(context: Context, scope: frozenset[str]) -> Context:
    """The question asked of some documents alone, without what compares."""
    question = context.question
    comparing = context.lexicon.intents["comparison"]
    alone = replace(
        question,
        intents=question.compared,
        documents=scope,
        scopes=(scope,),
        concepts=tuple(g for g in question.concepts if not any(comparing.hits(term) for term in g)),
    )
    own = replace(context, question=alone)
    own.ranked = context.ranker.rank(alone, context.as_of, limit=_DEPTH, document_ids=scope)
    return own


def _sides(context: Context) -> list[Ranked]:
    question = context.question
    chosen: list[Ranked] = []
    grades = _definitions_of_grades(context)
    if len(grades) >= 2:
        return grades[:4]
    if len(question.scopes) >= 2 and question.compared:
        kind = question.compared[0][0]
        chosen = _first_of_each(
            context, [_of_kind(_side_alone(context, scope).ranked, kind) for scope in question.scopes]
        )
    elif len(question.scopes) >= 2:
        chosen = _first_of_each(
            context, [[r for r in context.ranked if r.facet.document_id in s] for s in question.scopes]
        )
    elif len(question.specific_topics) >= 2:
        chosen = _first_of_each(context, [_of_topic(context, t) for t in question.specific_topics])
    if len(chosen) >= 2:
        return chosen[:3]
    by_document: dict[str, Ranked] = {}
    for ranked in context.ranked:
        by_document.setdefault(ranked.facet.document_id, ranked)
    best_score = context.ranked[0].score if context.ranked else 0.0
    return [r for r in by_document.values() if r.score >= 0.5 * best_score][:3]


def _of_topic(context: Context, topic: str) -> list[Ranked]:
    """Ranked clauses of one subject, those of no other subject compared first."""
    others = set(context.question.specific_topics) - {topic}
    own = [r for r in context.ranked if topic in r.facet.topics | r.facet.heading_topics]
    return sorted(own, key=lambda r: (bool(others & (r.facet.topics | r.facet.heading_topics)), -r.score))


def _of_kind(ranked: list[Ranked], kind: str) -> list[Ranked]:
    """Ranked clauses, those of the kind compared before others that are little better."""
    top = ranked[0].score if ranked else 0.0
    return sorted(
        ranked, key=lambda r: (r.facet.tags.get(kind, 0.0) < _KIND or r.score < top - _NEAR_TOP, -r.score)
    )


def _definitions_of_grades(context: Context) -> list[Ranked]:
    """The clause that opens with each grade named (X级，指 …), in the order of the documents."""
    asked = codes(context.question.folded)
    found: dict[str, Ranked] = {}
    for facet in sorted(context.facets.values(), key=lambda f: f.key):
        for code in asked & codes(facet.text[:12]):
            found.setdefault(code, Ranked(facet, 0.0, {}))
    return sorted(found.values(), key=lambda r: (r.facet.document_id, r.facet.clause.spans[0].start))


def grades_apart(context: Context) -> list[Block]:
    """What each of the grades named is, where they stand in different lists (AA级和B级有什么区别)."""
    defining = [ranked.facet for ranked in _definitions_of_grades(context)]
    if len({(facet.document_id, facet.clause.parent_id) for facet in defining}) < _LISTS:
        return []
    return bullets(side_of(context, facet, whole=True) for facet in defining[:_MOST_SIDES])


_LISTS = 2


def _first_of_each(context: Context, sides: list[list[Ranked]]) -> list[Ranked]:
    """The best clause of each side, no clause twice, no bare headings."""
    chosen: list[Ranked] = []
    for side in sides:
        best = next((r for r in side if r not in chosen and not r.facet.is_heading_only), None)
        chosen += [best] if best else []
    return chosen


def side_of(context: Context, facet: Facet, *, whole: bool = False) -> Sentence:
    """What one side says, with its text and whether that holds; ``whole`` where the clause is short enough."""
    passage = body(facet) if whole else ""
    if not 0 < len(passage) <= _SIDE_LENGTH:
        passage = best_passage(context, facet, limit=_SIDE_LENGTH)
    text = context.say(
        "side",
        title=context.name(facet.document_id),
        label=facet.clause.label,
        badge=badge(context, facet.document_id),
        quote=passage,
    )
    return sentence(text, evidence(facet.document_id, facet.clause, passage))
