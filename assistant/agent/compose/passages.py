"""The general answer: the sentence that says it, then what belongs beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.agreement import codes
from assistant.agent.compose.attributed import ascription
from assistant.agent.compose.barred import bar_opening, is_bar
from assistant.agent.compose.bounds import bound_of, compare_row, figures_put_forward
from assistant.agent.compose.lists import is_broad, is_list, list_blocks, list_in_one_paragraph
from assistant.agent.compose.polarity import asks_whether_to_apply, deontic_opening, premise_correction
from assistant.agent.compose.quotes import bullets, quoted, whole_clause
from assistant.agent.compose.rows import goes_on, with_rows_below
from assistant.agent.context import Context
from assistant.agent.draft import Block, block, fixed
from assistant.agent.facets import Facet
from assistant.agent.features import bigrams
from assistant.agent.ranking import Ranked
from assistant.agent.speaking import asks
from assistant.text.quantities import find_quantities

NEAR = 4.0
"""Related clauses lie at most so far below the best: the scores are log-odds."""
_FAR = 8.0
"""… where several things are asked at once: each has clauses of its own."""
_MORE = 4
_PIECES = re.compile(r"[,，。;；?？!！\n]+|还有|另外|顺便|以及|\band\b")
_LEAST = 4
_ABOUT_FORM = re.compile(r"表|填|签字|盖章|承诺|\bform\b|fill")
_RELATED_LENGTH = 110


def passage_blocks(context: Context) -> list[Block]:
    """The best clause's sentence, opened by yes or no where it decides, and up to three related ones."""
    best = [r for r in context.ranked if _can_lead(context, r)]
    if not best:
        return []
    first = _of_own_will(context, best) or _newest(context, best, _intended(context, best))
    form = _form_of(context, first) if is_broad(context) or len(first.facet.clause.text) <= 6 else None
    if form is not None:
        return list_blocks(context, form)
    if is_list(context, first.facet):
        blocks = list_blocks(context, first.facet)
        shown = {first.facet.key, *_below(context, first)}
    elif blocks := list_in_one_paragraph(context, first.facet):
        shown = {first.facet.key}
    else:
        lead = _lead(context, first)
        said = ascription(context, first.facet)
        blocks = [said, lead] if said else [lead]
        whole = whole_clause(context, first.facet, lead.sentences[0].evidence[0].quote)
        blocks += [block("quote", whole)] if whole else []
        shown = {first.facet.key}
    return [*blocks, *related_blocks(context, shown)]


def _of_own_will(context: Context, best: list[Ranked]) -> Ranked | None:
    """The clause that leaves it free to apply, where that is asked (是不是强制申报)."""
    if not asks_whether_to_apply(context):
        return None
    return next((r for r in best if any(word in r.facet.text for word in context.lexicon.own_will)), None)


_PURPOSE = re.compile(r"(?:第一条\s*)?为(?:了|深入|进一步|贯彻|推动|加快|规范|不断|切实|全面|落实|持续)")
_ANNOUNCES = re.compile(
    r"(?:为|根据|按照|依据|依照|经)[^。]*?(?:(?:通知|公告|通告|公布|公示|明确|函告|说明|安排)如下|制定(?:本|以下))"
)
"""An opening that only says what follows (为做好…，现将有关事项通知如下)."""
_VALUED = re.compile(r"\d+(?:\.\d+)?\s*(?:家|个|户|万元|亿元|元|%|分|名|项|吨)\s*$")
_CAPTION = re.compile(r"[^\d，。；：、,;:%]{1,10}[：:]?")
_ABOUT_PURPOSE = re.compile(
    r"依据|根据|凭什么|为什么|为啥|目的|初衷|上位|来由|背景|精神|方案|规划|出台|制定|why|purpose|basis|based on|background"
)
_CLEAR = 0.3
_CLOSE = 2.0
_OF_GRADE = 0.6


def _intended(context: Context, best: list[Ranked]) -> Ranked:
    """The best clause; one nearly as good goes before it when it alone is about what is asked (who, what follows …)."""
    first, intents = best[0], context.question.intents
    if context.question.intent == "definition" and not codes(context.question.folded):
        defining = [r for r in best if r.features.get("defines") and r.score >= first.score - 2 * _CLOSE]
        if defining:
            return defining[0]
    if (measured := _measured(context, best)) is not None:
        return measured
    # What follows is told by few clauses; many stand under a heading that speaks of it.
    enough = 0.6 if context.question.intent == "sanction" else 0.3
    if not intents or intents[0][1] < _CLEAR or _tag(context, first) >= enough:
        return first
    beside = first.features.get("other_topic", 0.0)
    close = [
        r
        for r in best[1:5]
        if r.score >= first.score - _CLOSE
        and _tag(context, r) >= 0.6
        and r.features.get("other_topic", 0.0) <= beside
        and not _says_the_same(context, first, r)
    ]
    return max(close, key=lambda r: _tag(context, r)) if close else first


def _measured(context: Context, best: list[Ranked]) -> Ranked | None:
    """The first clause nearly as good as the best that bounds an amount like the one which is put forward (罚了18万)."""
    told = [unit for _, unit in figures_put_forward(context.question.folded) if unit in ("元", "%")]
    if not context.question.polar or len(told) != 1:
        return None
    for ranked in best[:4]:
        text = ranked.facet.clause.text
        held = [q for q in find_quantities(text) if q.unit == told[0]]
        if ranked.score >= best[0].score - _CLOSE and any(bound_of(text, q) for q in held):
            return ranked
    return None


def _says_the_same(context: Context, first: Ranked, other: Ranked) -> bool:
    """Whether what a clause says of the question stands in the best one too, nearly word for word: two rounds repeat it."""
    told = set(bigrams(first.facet.text))
    asked = set(bigrams(context.question.folded))
    parts = (set(bigrams(part)) for part in _PARTS.split(other.facet.text) if len(part) >= _SAYS_ENOUGH)
    return any(part & asked and len(part & told) >= _REPEATED * len(part) for part in parts)


def _newest(context: Context, best: list[Ranked], first: Ranked) -> Ranked:
    """The best clause, or what a newer round says nearly in its words, where neither text nor year is named."""
    question = context.question
    if question.documents or question.years or question.clause_refs or context.stays:
        return first
    recency = context.ranker.recency
    newer = [
        ranked
        for ranked in best[:5]
        if ranked.score >= first.score - _CLOSE
        and recency(ranked.facet.document_id) > recency(first.facet.document_id)
        and context.status(ranked.facet.document_id) == context.status(first.facet.document_id)
        and _says_the_same(context, first, ranked)
    ]
    return max(newer, key=lambda ranked: recency(ranked.facet.document_id)) if newer else first


_PARTS = re.compile(r"[，,。；;]")
_SAYS_ENOUGH, _REPEATED = 12, 0.55


def _tag(context: Context, ranked: Ranked) -> float:
    """How far a clause is about what is asked; whether one may apply is told by conditions and exclusions."""
    tags, intent = ranked.facet.tags, _asked(context)
    if intent == "eligibility":
        return max(tags.get("condition", 0.0), tags.get("exclusion", 0.0))
    return tags.get(intent, 0.0)


def _asked(context: Context) -> str:
    """What is asked; of a grade that is named, what is asked beside the grade (AA级有什么好处)."""
    question = context.question
    if question.intent == "level" and codes(question.folded):
        for name, score in question.intents[1:2]:
            if score >= _OF_GRADE * question.intents[0][1]:
                return name
    return question.intent


_NOTE_BEFORE = 0.5
"""A note beside the text leads where it fits better than any sentence by so much, in log-odds."""
_ASIDE = frozenset({"meta", "number", "addressees", "date", "signature", "note"})


def _can_lead(context: Context, ranked: Ranked) -> bool:
    """Whether a clause can be an answer: a bare heading, a cell of a form or a line beside the text seldom is one."""
    facet = ranked.facet
    is_best = bool(context.ranked) and ranked is context.ranked[0]
    if facet.is_header or (facet.clause.kind == "chapter" and not is_broad(context)):
        return False
    if facet.clause.kind == "form":
        # A field of a form says nothing by itself where a sentence fits nearly as well.
        said = [r for r in context.ranked[1:4] if r.facet.clause.kind != "form"]
        alone = not said or (said[0].score < ranked.score - _CLOSE and not _CAPTION.fullmatch(facet.text))
        # A line of an annex that gives its figure says what a sentence would (甲区 31家).
        alone = alone or bool(_VALUED.search(facet.text))
        return bool(_ABOUT_FORM.search(context.question.folded)) or (is_best and alone)
    if facet.clause.kind in _ASIDE:
        beside = facet.clause.kind == "note" and len(context.ranked) > 1
        return is_best and not (beside and ranked.score < context.ranked[1].score + _NOTE_BEFORE)
    if _PURPOSE.match(facet.text) and not _ABOUT_PURPOSE.search(context.question.folded):
        return is_best and len(context.ranked) > 1 and ranked.score >= context.ranked[1].score + 1.0
    if _ANNOUNCES.match(facet.text) and not _ABOUT_PURPOSE.search(context.question.folded):
        return len(context.ranked) == 1
    if _CAPTION.fullmatch(facet.text) and not facet.has_children:
        return len(context.ranked) == 1
    return not facet.is_heading_only or is_list(context, facet)


def related_blocks(context: Context, shown: set[tuple[str, str]], limit: int = _MORE) -> list[Block]:
    """Further clauses that fit nearly as well as the best, except those already shown."""
    if not context.ranked:
        return []
    several = asks_several(context)
    floor = context.ranked[0].score - (_FAR if several else NEAR)
    limit = max(limit, _MORE) if several else limit
    fitting = [
        r
        for r in context.ranked[:9]
        if r.score >= floor
        and _can_lead(context, r)
        and r.facet.key not in shown
        and not r.facet.is_heading_only
        and not goes_on(r.facet)
        and not is_list(context, r.facet)
        and not _of_another_place(context, r.facet)
    ]
    if not fitting:
        return []
    colon = "：" if context.question.language == "zh" else ":"
    heading = fixed("text", context.say("related") + colon)
    # A notice tells of the time of the text that answers; of others their source does.
    leading = {document_id for document_id, _ in shown}
    return [
        heading,
        *bullets(
            quoted(
                context,
                r.facet,
                emphasise=False,
                in_time=r.facet.document_id not in leading,
                limit=_RELATED_LENGTH,
            )
            for r in fitting[:limit]
        ),
    ]


def asks_several(context: Context) -> bool:
    """Whether a message asks more than one thing."""
    return len(pieces_asked(context)) > 1


def pieces_asked(context: Context) -> list[str]:
    """The pieces of a message that ask."""
    pieces = [piece for piece in _PIECES.split(context.question.folded) if len(piece.strip()) >= _LEAST]
    return [piece for piece in pieces if asks(piece)]


def _of_another_place(context: Context, facet: Facet) -> bool:
    """Whether a clause is a district's own, where a place is named that no document treats."""
    return bool(context.question.places) and context.document(facet.document_id).metadata.level == "district"


def _form_of(context: Context, ranked: Ranked) -> Facet | None:
    """The form whose field was found: a bare field name is no answer."""
    clause = ranked.facet.clause
    if clause.kind != "form" or clause.parent_id is None:
        return None
    return context.facets.get((ranked.facet.document_id, clause.parent_id))


def _lead(context: Context, ranked: Ranked) -> Block:
    item = with_rows_below(context, ranked.facet, quoted(context, ranked.facet))
    passage = item.evidence[0].quote
    # A figure in a bar is no condition to be met: what bars is looked at first.
    quotes = [proof.quote for proof in item.evidence]
    opening = bar_opening(context, quotes, context.document(ranked.facet.document_id).title)
    if ranked.facet.cells:
        opening = opening or compare_row(context, ranked.facet.cells)
    elif not (is_bar(quotes) and context.question.polar and not context.question.premise):
        opening = opening or premise_correction(context, passage)
    opening = opening or deontic_opening(context, passage, " ".join(quotes[1:]))
    return block("lead", replace(item, text=f"{opening}{item.text}") if opening else item)


def _below(context: Context, ranked: Ranked) -> set[tuple[str, str]]:
    facet = ranked.facet
    return {
        (facet.document_id, c.id) for c in context.library.descendants(facet.document_id, facet.clause.id)
    }
