"""Who does a thing (等级由谁评, 材料归谁审): the sentence in which a body stands before the word of doing it.

How people ask stands in ``prompts/doers.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.agent.agreement import codes
from assistant.agent.compose.other_scale import scale_opening
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import body, sentences_of, whole_clause
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, block
from assistant.agent.facets import Facet
from assistant.agent.features import OPENING, bigrams
from assistant.agent.ranking import Ranked
from assistant.text.normalise import fold
from assistant.wording import words

_AMONG, _FAR = 30, 7.0
"""Clauses looked at, and by how much in log-odds the best may go before them."""
_SHARED = 0.4
"""What a pair of characters shared with the question is worth, in log-odds."""
_IN_FORCE = 1.0


_WHO = re.compile(r"谁|哪|什么(?:部门|单位|机构)|\bwho\b|\bwhom\b|\bwhich\b")
"""No other question asks by whom: seen at a glance."""


def asks_by_whom(folded: str) -> bool:
    """Whether a folded question asks who does a thing.

    >>> asks_by_whom("等级由谁评"), asks_by_whom("评价报告交给谁"), asks_by_whom("材料归哪个部门审")
    (True, False, True)
    """
    return bool(_WHO.search(folded)) and any(pattern.search(folded) for pattern, _ in _questions())


def doer_blocks(context: Context) -> list[Block]:
    """The best sentence in which a body does what is asked about, opened by its name.

    Nothing where no sentence says it, or where the best clause itself says what some body does: that one leads.
    """
    question = context.question
    if question.clause_refs or question.asks & {"phone", "email", "address", "person"}:
        return []
    if not _WHO.search(question.folded):
        return []
    told = [told for asked, told in _questions() if asked.search(question.folded)]
    grades = codes(question.folded)
    if grades and told and not _defines(context, told, grades):
        # Who gives the grades of a list stands where it opens, else where grading is spoken of.
        told = [*told, str(words("doers")["of_grades"])]
        opening = scale_opening(context, grades)
        if opening is not None and (actor := _actor(opening.clause.text, told)):
            return _led(context, opening, opening.clause.text.rstrip("：:"), actor)
    if not told or not context.ranked:
        return []
    first = context.ranked[0].facet
    if _says_who(first) and not _of_other_grades(body(first), grades):
        return []
    found = [
        (_fit(context, ranked, said), ranked.facet, said, actor)
        for ranked in context.ranked[:_AMONG]
        if ranked.score >= context.ranked[0].score - _FAR
        and not ranked.facet.is_heading_only
        and question.within(ranked.facet.document_id)
        for said in sentences_of(body(ranked.facet))
        if not _of_other_grades(said, grades) and (actor := _actor(said, told))
    ]
    found = [one for one in found if one[1].document_id in question.documents] or found
    if not found:
        return []
    _, facet, said, actor = max(found, key=lambda one: one[0])
    return _led(context, facet, said, actor)


def _defines(context: Context, told: list[str], grades: frozenset[str]) -> bool:
    """Whether a clause that opens with a grade asked of says who gives it."""
    own = (f for f in context.facets.values() if not f.is_heading_only)
    return any(
        _actor(said, told)
        for facet in own
        if codes(fold(body(facet))[:OPENING]) & grades
        for said in sentences_of(body(facet))
    )


def _led(context: Context, facet: Facet, said: str, actor: str) -> list[Block]:
    """The sentence, opened by the name of who does it, with its clause and those near."""
    issuer = context.document(facet.document_id).metadata.issuer
    if issuer is not None and _WE.match(actor):
        actor = issuer.value
    shown = f"{context.say('done_by', actor=actor)}{said}{context.source(facet.document_id, facet.clause)}"
    lead = sentence(shown, evidence(facet.document_id, facet.clause, said))
    whole = whole_clause(context, facet, said)
    quoted = [block("quote", whole)] if whole else []
    return [block("lead", lead), *quoted, *related_blocks(context, {facet.key}, limit=3)]


def _of_other_grades(said: str, asked: frozenset[str]) -> bool:
    """Whether words of a text begin with grades, and none that is asked of (B级工厂由… where A is)."""
    named = codes(fold(said)[:OPENING])
    return bool(asked and named) and not named & asked


def _says_who(facet: Facet) -> bool:
    """Whether a clause says what some body does."""
    every = "|".join(str(one["told"]) for one in words("doers")["does"])
    does = rf"{_actor_pattern()}(?:将|应|要|负责|组织|根据|对|会同|每|制定|指导|的)[^。；]{{0,40}}?(?:{every}|制定|指导)"
    return any(re.search(does, said) for said in sentences_of(body(facet)))


def _fit(context: Context, ranked: Ranked, said: str) -> float:
    """How well a sentence fits: its clause's score, what it shares with the question, and whether its text holds."""
    folded = fold(said)
    shared = sum(pair in folded for pair in bigrams(context.question.folded))
    holds = context.status(ranked.facet.document_id) == "in_force"
    return ranked.score + _SHARED * shared + _IN_FORCE * holds


def _actor(said: str, told: list[str]) -> str:
    """Who does it in a sentence; empty where nobody is said to."""
    for does in told:
        for found in re.finditer(
            rf"(?:^|[，；：。由请])(?P<actor>{_actor_pattern()})(?:将|应|要|负责|组织|根据|对|会同|每)[^。；]{{0,120}}?(?:{does})",
            _A_TITLE.sub("《》", said),
        ):
            return found["actor"]
    return ""


_A_TITLE = re.compile(r"《[^《》]*》")
"""A measure on recognition is named; nobody recognises anything by naming it."""
_WE = re.compile(r"我(?:委|部|局|厅|办|市|区|县)")


def _actor_pattern() -> str:
    return str(words("doers")["actor"])


@cache
def _questions() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How each doing is asked for, with the words of texts for it."""
    listed = words("doers")
    return tuple(
        (re.compile("|".join(ask.replace("{does}", one["asked"]) for ask in listed["asks"])), one["told"])
        for one in listed["does"]
    )
