"""Which clause cited before a question is asked of."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.agreement import codes
from assistant.agent.compose.bounds import figures_put_forward
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.polarity import COUNTED_TOGETHER
from assistant.agent.context import Context
from assistant.agent.features import OPENING
from assistant.agent.ranking import Ranked
from assistant.agent.talking import load_talking
from assistant.agent.understanding.lexicon import as_list
from assistant.text.normalise import fold

_LAST_CITED = 2
"""How many of the clauses cited last a question may lean on."""
_BRIEF = 14
_HEAD = 2
"""Characters at the end of an official word that name the thing (安全事故)."""


def cited_before(context: Context, ranked: list[Ranked]) -> list[Ranked]:
    """With the clause cited last at the head, where it holds what a question that leans on it names and the best lacks it.

    Who asks of one of the things told (里头说事故那条) means the item of the list cited; a bare figure (12个行不行)
    is held against what was cited.
    """
    question = context.question
    if context.pointed:
        return _led_by(context, ranked, context.pointed)
    if _of_another_grade(context):
        return ranked
    of_these = bool(context.lexicon.of_these.hits(question.folded))
    asked = specific_concepts(context, own=True)
    if of_these and set(question.specific_topics) - set(context.state.topic.split()):
        # 这里头算不算供应链的: one of several subjects told together.
        asked = [group for group in question.concepts if context.topics.all_names & set(group)] or asked
    figure = len(question.folded) <= _BRIEF and bool(figures_put_forward(question.folded))
    state = context.state
    named = set(question.specific_topics) - set(state.topic.split()) or question.documents - frozenset(
        (state.document_id or "").split()
    )
    if question.from_state and not named and not asked and _asks_who_alone(context):
        return _first_cited(context, ranked)
    if question.from_state and not named and (_points(context) or (context.returned and not asked)):
        return _first_cited(context, ranked)
    if (context.returned and _is_within_first(context, asked, ranked)) or _names_another(context):
        return _first_cited(context, ranked)
    if not question.from_state or not (asked or figure):
        return ranked

    def is_cited(one: Ranked) -> bool:
        places = (one.facet.clause.id, one.facet.clause.parent_id) if of_these else (one.facet.clause.id,)
        return any(
            f"{one.facet.document_id}#{place}" in context.state.clause_keys[:_LAST_CITED] for place in places
        )

    def holds(one: Ranked) -> bool:
        said = fold(one.facet.text)
        return all(any(fold(term) in said for term in group) for group in asked)

    def treats(one: Ranked) -> bool:
        said = fold(one.facet.text)
        return (
            any(fold(term)[-_HEAD:] in said for group in asked for term in group) if of_these else holds(one)
        )

    first = next(
        (one for one in (*ranked, *_last_cited(context, ranked)) if is_cited(one) and treats(one)), None
    )
    if first is None or (asked and holds(ranked[0]) and not of_these and not _goes_on(context, first)):
        return ranked
    return [replace(first, score=ranked[0].score), *(one for one in ranked if one is not first)]


def staying_first(context: Context, ranked: list[Ranked]) -> list[Ranked]:
    """Clauses of the documents meant alone, where the best of them is not far behind the best of all."""
    own = [one for one in ranked if one.facet.document_id in context.question.documents]
    return own if own and own[0].score >= ranked[0].score - _FAR else ranked


def _of_another_grade(context: Context) -> bool:
    """Whether the question names a grade and the clause cited first tells what another one is."""
    document_id, _, clause_id = next(iter(context.state.clause_keys), "").partition("#")
    facet = context.facets.get((document_id, clause_id))
    told = codes(facet.text[:OPENING]) if facet is not None else frozenset()
    asked = codes(context.question.folded)
    return bool(asked and told) and asked.isdisjoint(told)


def _names_another(context: Context) -> bool:
    """Whether the clause cited first names the subject of which the same is asked again (那园区呢): it is for both."""
    question = context.question
    document_id, _, clause_id = next(iter(context.state.clause_keys), "").partition("#")
    facet = context.facets.get((document_id, clause_id))
    others = set(question.specific_topics) - set(context.state.topic.split())
    if not context.of_another or facet is None or not others:
        return False
    if question.documents and document_id not in question.documents:
        return False
    said = fold(facet.text)
    return all(
        any(
            fold(name) in said
            for kind in ("names", "strong")
            for name in as_list(context.topics.entry(topic).get(kind))
        )
        for topic in others
    )


def _is_within_first(context: Context, asked: list[tuple[str, ...]], ranked: list[Ranked]) -> bool:
    """Whether the clause cited first for the subject returned to says all that the question names, and no better one does."""
    document_id, _, clause_id = next(iter(context.state.clause_keys), "").partition("#")
    facet = context.facets.get((document_id, clause_id))
    question = context.question
    named = set(question.specific_topics) - set(context.state.topic.split())
    if facet is None or named or (question.documents and document_id not in question.documents):
        return False
    said = fold(facet.text)
    if context.lexicon.counted_apart.hits(question.folded) and COUNTED_TOGETHER.search(said):
        return True

    def holds(text: str) -> bool:
        return all(any(fold(term) in text for term in group) for group in asked)

    return holds(said) and not (asked and ranked and holds(fold(ranked[0].facet.text)))


def _asks_who_alone(context: Context) -> bool:
    """Whether a brief question asks who and names no matter (那由谁来定), and the clause cited first names a body."""
    document_id, _, clause_id = next(iter(context.state.clause_keys), "").partition("#")
    facet = context.facets.get((document_id, clause_id))
    folded = context.question.folded
    if facet is None or len(folded) > _BRIEF or not context.question.has("who", at_least=_WHO_ASKED):
        return False
    talking = load_talking(context.lexicon, context.ranker.share_of_clauses)
    tells = facet.tags.get("who", 0.0) or any(name in facet.clause.text for name in context.lexicon.bodies)
    return bool(tells) and not talking.names_a_matter(folded)


_WHO_ASKED = 0.3


def _points(context: Context) -> bool:
    """Whether a brief question stands for its subject by a pronoun and asks who, whom or in what order."""
    folded = context.question.folded
    return len(folded) <= _POINTING and bool(_WHO.search(folded))


_POINTING = 60
_AHEAD = 2.5
"""How far, in log-odds, the clause that is pointed at stands before the others: none is as good."""
_FAR = 3.0
_WHO = re.compile(
    r"\b(?:which|what) (?:office|body|department|authority|level)\b[^?]*\bit\b|\bwho\b[^?]*\bit\b|"
    r"(?:它|这个|这事|这件事)[^，,。?？]{0,8}(?:先|归|由|找|给)(?:哪|谁|啥|什么)|(?:先|归|由)(?:哪[家个级]|谁)[^，,。?？]{0,8}(?:管|看|过|审|收)"
)


def _first_cited(context: Context, ranked: list[Ranked]) -> list[Ranked]:
    """With the clause cited first before at the head."""
    return _led_by(context, ranked, next(iter(context.state.clause_keys), ""))


def _led_by(context: Context, ranked: list[Ranked], key: str) -> list[Ranked]:
    """With one clause at the head, whether it was found or not."""
    document_id, _, clause_id = key.partition("#")
    facet = context.facets.get((document_id, clause_id))
    if facet is None or not ranked:
        return ranked
    first = next((one for one in ranked if one.facet is facet), Ranked(facet, 0.0, {}))
    return [
        replace(first, score=ranked[0].score + _AHEAD),
        *(one for one in ranked if one.facet is not facet),
    ]


def _last_cited(context: Context, ranked: list[Ranked]) -> list[Ranked]:
    """The clause cited first in the last answer, where it is not among the best for the words of this question."""
    document_id, _, clause_id = next(iter(context.state.clause_keys), "").partition("#")
    facet = context.facets.get((document_id, clause_id))
    known = facet is None or any(one.facet is facet for one in ranked)
    return [] if known or facet is None or not ranked else [Ranked(facet, ranked[0].score, {})]


def _goes_on(context: Context, one: Ranked) -> bool:
    """Whether a brief question that names no matter of its own asks further about the clause cited first."""
    question = context.question
    first = context.state.clause_keys[:1] == (f"{one.facet.document_id}#{one.facet.clause.id}",)
    named = question.specific_topics or question.documents or question.years
    return first and not named and len(question.folded) <= _BRIEF
