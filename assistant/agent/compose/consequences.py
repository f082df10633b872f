"""What follows from doing a thing late or not at all, where the texts lay the duty down and say nothing of that.

A clause that demands (…应在 30 个工作日内上报) answers 报晚了要罚吗 only half: that nothing is fixed must be said.
How people ask, and how texts say what follows, stands in ``prompts/consequences.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from assistant.agent.compose.barred import has_bound
from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.kinds_named import subjects_beside_kinds
from assistant.agent.compose.lists import is_list, list_blocks, specific_concepts
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import body, list_opening, opening, quoted, sentences_of
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, block, fixed, untold
from assistant.agent.facets import Facet
from assistant.agent.features import ROLE_WORDS, bigrams
from assistant.text.normalise import fold
from assistant.wording import words

_LOOKED_AT, _AMONG = 2, 6


def consequence_untold_blocks(context: Context) -> list[Block]:
    """That the texts say nothing of what follows, with the duty; nothing where some clause says what does."""
    question = context.question
    if question.clause_refs or not asks_what_follows(context):
        return []
    matter = _matter(context)
    if any(_tells(context, facet, matter) for facet in context.facets.values()) or _may_tell(context):
        return []
    for ranked in context.ranked[:_LOOKED_AT]:
        facet = ranked.facet
        if (
            not facet.is_heading_only
            and _is_duty(context, facet, matter)
            and question.within(facet.document_id)
        ):
            quote = quoted(context, facet, emphasise=False)
            return [
                untold(sentence(context.say("consequence_untold"), *quote.evidence)),
                block("quote", quote),
                fixed("text", context.say("ask_whom")),
            ]
    return []


def asks_what_follows(context: Context) -> bool:
    """Whether it is asked what follows from doing a thing late or not at all (忘了填，会怎么样)."""
    return _asks(context.question.folded, "late") and _asks(context.question.folded, "follows")


def asks_openly_what_follows(context: Context) -> bool:
    """Whether that is asked without asking for a verdict (会怎么样, not 会不会摘牌)."""
    return asks_what_follows(context) and bool(_pattern("open").search(context.question.folded))


def tells_what_follows(facet: Facet) -> bool:
    """Whether the words of a clause, or those that open its list, say what befalls somebody."""
    return bool(_pattern("told").search(facet.text))


def sanctioned_blocks(context: Context) -> list[Block]:
    """That a case is one for which a title is revoked, removed or lowered (没参加复审会被撤销吗), with the clause."""
    question = context.question
    told = _acts_asked(question.folded) if question.polar else []
    if not told or question.clause_refs or conflict_for(context) is not None:
        return []
    if not _pattern("asks_whether").search(question.folded):
        return []
    matter = _matter(context)
    found = [
        (facet, said)
        for ranked in context.ranked[:_AMONG]
        if not (facet := ranked.facet).is_heading_only and question.within(facet.document_id)
        for said in sentences_of(body(facet))
        if any(act.search(text) for act in told for text in (fold(said), *_heads(context, facet)))
        and _names_the_case(context, fold(said), matter)
        and _is_of_the_asker(context, facet)
        and _agrees(context, said, matter)
    ]
    # Of several cases the one in the question's words, then the one that is in force.
    pairs = bigrams(question.content)
    found.sort(key=lambda one: (-sum(p in fold(one[1]) for p in pairs), not _holds(context, one[0])))
    return _sanctioned(context, *found[0], matter) if found else []


def _names_the_case(context: Context, said: str, matter: list[tuple[str, ...]]) -> bool:
    """Whether a folded sentence holds every group of the matter, or most of the question's own words."""
    held = bool(matter) and all(any(term in said for term in group) for group in matter)
    return held or _in_own_words(context, said)


def _agrees(context: Context, said: str, matter: list[tuple[str, ...]]) -> bool:
    """Whether a case is denied as what is asked about is: who took part is none that 未按规定参加 names."""
    pieces = [piece for piece in _PIECES.split(fold(said)) if _speaks_of(context, piece, matter)]
    undone = _is_undone(context.question.folded)
    return any(bool(_pattern("denies").search(piece)) is undone for piece in pieces)


def _is_undone(asked: str) -> bool:
    """Whether a folded question is of something that was not done."""
    plain = _pattern("asking").sub("", asked.rstrip("?？ 。")).replace("吗", "")
    return bool(_pattern("denies").search(plain))


_PIECES = re.compile(r"[，,、；;：:。]")


def _is_of_the_asker(context: Context, facet: Facet) -> bool:
    """Whether a clause names those of whom is asked, where these are no applicants (评价机构弄虚作假会被取消资格吗)."""
    roles = [str(context.topics.entry(topic).get("role")) for topic in context.question.topics]
    named = [*roles, context.question.role or ""]
    words_of = [ROLE_WORDS[role] for role in named if role in _NO_APPLICANTS]
    return all(any(word in facet.text for word in listed) for listed in words_of)


_NO_APPLICANTS = frozenset({"evaluator"})


def _sanctioned(context: Context, facet: Facet, said: str, matter: list[tuple[str, ...]]) -> list[Block]:
    """The answer: will, will from so much on, or may, as the case is named outright, with a bound, or is a like one."""
    named = [term for group in matter for term in group if term in fold(said)]
    literal = any(term in context.question.folded for term in named) or _in_own_words(context, fold(said))
    # That it is not done as prescribed is what was asked; a grade or a number is for the reader to compare.
    bounded = has_bound(_ROUND.sub("", said.replace("未按", "")))
    word = "sanction_if" if bounded else "sanction_listed" if literal else "sanction_like"
    quote = quoted(context, facet, emphasise=False)
    lead = replace(quote, text=f"{context.say(word)}{quote.text}")
    return [block("lead", lead), *related_blocks(context, {facet.key}, limit=2)]


_ROUND = re.compile(r"\d{4}\s*年度?")


def sanction_unlisted_blocks(context: Context) -> list[Block]:
    """That the cases listed for a sanction do not name the one asked about (搬迁了会不会被撤销), with the list."""
    question = context.question
    if not question.polar or question.language != "zh" or question.clause_refs:
        return []
    told = _acts_asked(question.folded)
    # What was not done is a duty; which one a listed breach of duties means is for its clause to say.
    if not told or _is_undone(question.folded) or conflict_for(context) is not None:
        return []
    case = [pair for pair in bigrams(question.content) if context.ranker.share_of_clauses(pair) < _COMMON]
    if not case or not _pattern("asks_whether").search(question.folded):
        return []
    listing = next(
        (one for one in _listings(context) if any(act.search(fold(body(one))) for act in told)), None
    )
    if listing is None:
        return []
    below = context.library.descendants(listing.document_id, listing.clause.id)
    items = " ".join(fold(clause.text) for clause in below)
    matter = _matter(context)
    if _speaks_of(context, items, matter) or any(pair in items for pair in case):
        return []
    lead = sentence(context.say("sanction_unlisted"), evidence(listing.document_id, listing.clause))
    return [untold(lead), *list_blocks(context, listing)]


_COMMON = 0.08
"""Share of the clauses from which on a pair of characters tells no case."""


def _listings(context: Context) -> list[Facet]:
    """The lists near the question, those in force first."""
    near: dict[tuple[str, str], Facet] = {}
    for ranked in context.ranked[:_AMONG]:
        facet = ranked.facet
        above = context.facets.get((facet.document_id, facet.clause.parent_id or ""))
        for one in (facet, above):
            if one is not None and is_list(context, one) and context.question.within(one.document_id):
                near[one.key] = one
    return sorted(near.values(), key=lambda one: not _holds(context, one))


def _holds(context: Context, facet: Facet) -> bool:
    """Whether a clause stands in a text that is in force: of two that say it, it leads."""
    return context.status(facet.document_id) == "in_force"


def _may_tell(context: Context) -> bool:
    """Whether a clause nearly as good as the best says what follows when something is not done: it may mean this."""
    near = [r.facet for r in context.ranked if r.score >= context.ranked[0].score - _NEARLY]
    denies, told = _pattern("denies"), _pattern("told")
    parts = [fold(part) for facet in near for part in sentences_of(body(facet))]
    return any(denies.search(part) and told.search(part) for part in parts)


_NEARLY = 2.5
"""Log-odds within which a clause may be what is asked about, though it calls the matter otherwise."""


def _matter(context: Context) -> list[tuple[str, ...]]:
    """What the duty is about, as groups of words of which one suffices."""
    beside = _pattern("not_matter")
    groups = (
        tuple(fold(term) for term in group if not beside.search(fold(term)))
        for group in (*specific_concepts(context, own=True), *subjects_beside_kinds(context))
        if not any(beside.search(fold(term)) for term in group)
    )
    return [group for group in groups if group]


def _tells(context: Context, facet: Facet, matter: list[tuple[str, ...]]) -> bool:
    """Whether a clause says what follows in a sentence that speaks of the matter, or in the words that open its list."""
    named = [part for part in map(fold, sentences_of(body(facet))) if _speaks_of(context, part, matter)]
    if not named:
        return False
    return any(_pattern("told").search(part) for part in (*named, *_heads(context, facet)))


def _heads(context: Context, facet: Facet) -> list[str]:
    """What stands above a clause and opens the list that it is an item of, or runs on in itself, folded."""
    above, head = opening(context, facet), list_opening(body(facet))
    return [fold(one) for one in (facet.heading, above and body(above), head) if one]


def _speaks_of(context: Context, part: str, matter: list[tuple[str, ...]]) -> bool:
    """Whether a folded piece of a text names any of the matter, by official words or by most of the question's own."""
    return any(term in part for group in matter for term in group) or _in_own_words(context, part)


def _in_own_words(context: Context, part: str) -> bool:
    """Whether most of what the question says stands in a piece of a text, where no official words are known for it."""
    pairs = bigrams(_pattern("denies").sub("", context.question.content))
    return len(pairs) >= _ENOUGH and sum(pair in part for pair in pairs) >= _MOST_OF_IT * len(pairs)


_ENOUGH, _MOST_OF_IT = 3, 0.6


def _is_duty(context: Context, facet: Facet, matter: list[tuple[str, ...]]) -> bool:
    """Whether a clause demands something in the matter."""
    parts = map(fold, sentences_of(body(facet)))
    return any(_pattern("duty").search(part) for part in parts if _speaks_of(context, part, matter))


def _asks(folded: str, name: str) -> bool:
    return any(pattern.search(folded) for pattern in _patterns(name))


def _acts_asked(folded: str) -> list[re.Pattern[str]]:
    """How texts say what a folded question asks about: few questions speak of any."""
    return [told for asked, told in _acts() if asked.search(folded)]


@cache
def _acts() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(one["asked"]), re.compile(one["told"])) for one in words("consequences")["acts"])


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(one)) for one in words("consequences")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(words("consequences")[name]))
