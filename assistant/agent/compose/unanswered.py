"""What the documents do not say, and what lies outside them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.counted import count_untold
from assistant.agent.compose.deadline_events import events_asked
from assistant.agent.compose.intervals_asked import asks_interval, interval_untold
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.measures import measure_untold
from assistant.agent.compose.passages import asks_several
from assistant.agent.compose.quotes import body, quoted, sentences_of
from assistant.agent.compose.shares import share_without_figure
from assistant.agent.compose.spans_asked import span_untold
from assistant.agent.compose.untold import untold_kind
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Draft, block, fixed, untold
from assistant.agent.facets import Facet
from assistant.documents.library import Library
from assistant.text.normalise import fold

_NEEDS_VALUE = {"money": "money", "threshold": "percent"}
_NEEDS_WORD = {"fee": re.compile(r"收费|费用|缴费|免费"), "weight": re.compile(r"权重|分值|得分|\d+\s*分")}
_SIMILAR = ("similar", "similar_part", "similar_terms", "similar_part_terms")
_APART, _MOST = 0.15, 0.25
_PLAINLY = 0.5
_MAIN = {"zh": 0.16, "en": 0.08}
GROUND_FILE = Path(__file__).with_name("ground.json")


@dataclass(frozen=True, slots=True)
class Grounds:
    """How the signs that the documents treat a question weigh, as ``eval/train/fit_ground.py`` fits them.

    Attributes:
        weights: Of each sign (:func:`ground_signs`).
        above: A question weighs as much if the documents treat it.
        beside: One that also names an everyday subject weighs as much.
    """

    weights: Mapping[str, float]
    above: float
    beside: float


@cache
def _grounds() -> Grounds:
    return Grounds(**json.loads(GROUND_FILE.read_text(encoding="utf-8")))


def missing_value(context: Context) -> str | None:
    """The kind of value asked for that no fitting clause holds."""
    question = context.question
    best = context.ranked[:6]
    beside = question.asks & {"date", "period", "phone", "address", "person", "website"}
    if beside and "money" not in question.asks and asks_several(context):
        return None
    told_of_money = "money" in question.asks and any("money" in r.facet.values for r in best[:4])
    if (
        "fee" in question.asks
        and not told_of_money
        and not any(_NEEDS_WORD["fee"].search(r.facet.told) for r in best)
    ):
        return "fee"
    # 加好多分 at the end of another question is a piece of it.
    said = context.lexicon.asks["weight"].hits(question.folded) or not asks_several(context)
    if (
        "weight" in question.asks
        and said
        and not any(_NEEDS_WORD["weight"].search(r.facet.told) for r in best)
    ):
        return "weight"
    best = [r for r in best if r.score >= context.ranked[0].score - 6]
    if (kind := untold_kind(context, [r.facet for r in best])) is not None:
        return kind.name
    if share_without_figure(context, [r.facet for r in best]) is not None or measure_untold(context):
        return "threshold"
    if "money" in question.asks and any(
        r.facet.clause.kind == "form" or "money" in r.facet.values for r in best[:2]
    ):
        return None
    if interval_untold(context):
        return "interval"
    if not asks_interval(context) and span_untold(context):
        return "period"
    if question.polar and question.intent == "sanction":
        # 奖金要退吗 asks what follows, not how much.
        return None
    if "money" in question.asks and not any(
        "money" in r.facet.values and r.facet.tags.get("support", 0) >= 0.3 for r in best
    ):
        plain = question.has("support", "quantity", "none", at_least=0.0)
        return "money" if plain or question.intent in ("level", "none") else None
    return "count" if count_untold(context) and not asks_several(context) else None


def not_stated_blocks(context: Context, what: str | None, unheard_of: str = "") -> list[Block]:
    """That the documents treat the subject without saying this, with the nearest clause.

    Args:
        context: The question and what was found.
        what: The kind of value that is not told, or None.
        unheard_of: A thing that no document names.
    """
    nearest = _nearest(context, what)
    if nearest is None:
        return []
    unheard_of = unheard_of or _thing_asked(context, what)
    if unheard_of:
        text = context.say("not_mentioned", thing=unheard_of)
    elif what:
        text = context.say("not_stated", what=context.say(f"what_{what}"))
    else:
        text = context.say("not_stated_plain")
    quote = quoted(context, nearest, emphasise=False)
    return [
        untold(sentence(text, *quote.evidence)),
        block("quote", quote),
        fixed("text", context.say("ask_whom")),
    ]


def _thing_asked(context: Context, what: str | None) -> str:
    """The thing itself, where a kind of answer is asked of one that a clause would have to name."""
    kind = next((kind for kind in context.lexicon.answer_kinds if kind.name == what and kind.same), None)
    return (kind.thing_asked(context.question.folded) or "") if kind else ""


def event_not_timed_blocks(context: Context) -> list[Block]:
    """That no text fixes when the event asked about happens or how long it takes, with the sentence that treats it."""
    for ranked in context.ranked[:8]:
        facet = ranked.facet
        for said in sentences_of(body(facet)) if not facet.is_heading_only else ():
            word = _event_named(context, said)
            if word:
                proof = evidence(facet.document_id, facet.clause, said)
                shown = said + context.source(facet.document_id, facet.clause)
                return [
                    untold(sentence(context.say("event_not_timed", event=word), proof)),
                    block("quote", sentence(shown, proof)),
                    fixed("text", context.say("ask_whom")),
                ]
    return not_stated_blocks(context, None)


def _event_named(context: Context, text: str) -> str | None:
    """The word by which a text names an event that the question asks about; the asker's own word first."""
    folded, question = fold(text), context.question.folded
    words = [word for event in events_asked(context) for word in event if word in folded]
    return min(words, key=lambda word: (word not in question, words.index(word)), default=None)


_SURE = 0.75
_NEAREST = {"money": "support", "weight": "condition", "fee": "procedure"}
_BESIDE_THE_TEXT = frozenset({"meta", "number", "addressees", "date", "signature"})
_LOOKED_AT_AGAIN = re.compile(r"复审|复评|重新(?:评价|认定|评定)|有进有出|期满")
"""What stands in place of a term: a title is looked at again."""
_OF_THE_TEXT = re.compile(r"施行|废止|解释|不得(?:重新|再次)?申[报请]|不予采信")


def _nearest(context: Context, what: str | None) -> Facet | None:
    kinds = {kind.name: kind.nearest for kind in context.lexicon.answer_kinds}
    wanted = (kinds | _NEAREST).get(what or "")
    said = [r.facet for r in context.ranked if not (r.facet.is_heading_only or r.facet.is_header)]
    # The line that prints when a text was issued is nearest to no question that a text leaves open.
    best = [facet for facet in said[:8] if facet.clause.kind not in _BESIDE_THE_TEXT] or said[:8]
    # What another round or level says nearby answers nothing here.
    best = [facet for facet in best if facet.document_id in context.question.documents] or best
    if what in ("rate", "money") and (given := _of_the_support(context)) is not None:
        best = [given] if not given.is_heading_only else best
    if what == "title_term":
        # How long a text holds, or a bar on applying anew, is no term of a title.
        best = [facet for facet in best if not _OF_THE_TEXT.search(facet.text)] or best
        best = [facet for facet in said if _LOOKED_AT_AGAIN.search(facet.text)] or best
    if what == "interval" and _LOOKED_AT_AGAIN.search(context.question.folded):
        best = [facet for facet in said if _LOOKED_AT_AGAIN.search(facet.text)] or best
    if (
        what in ("threshold", "how_many_needed")
        and (silent := share_without_figure(context, best)) is not None
    ):
        return silent
    tagged = [f for f in best if wanted and f.tags.get(wanted, 0) >= 0.5]
    tagged = [f for f in tagged if f.tags[wanted or ""] >= _SURE] or tagged
    holding = [f for f in tagged if context.status(f.document_id) == "in_force"]
    fitting = holding or tagged or best
    if not fitting or what not in kinds or _holds_matter(context, fitting[0]):
        return fitting[0] if fitting else None
    # The clause that names what was asked of is nearer than one of the same kind that does not.
    return next((facet for facet in best if _holds_matter(context, facet)), fitting[0])


def _holds_matter(context: Context, facet: Facet) -> bool:
    """Whether a clause names something that the question asks of."""
    asked = specific_concepts(context, own=True)
    return any(fold(term) in fold(facet.text) for group in asked for term in group)


def is_out_of_scope(context: Context) -> bool:
    """Whether no document treats the subject.

    A subject of the corpus, a document or a clause named, or official words behind the question that
    stand together in one clause, each show that the documents may treat it.
    """
    question = context.question
    if elsewhere(context) or (_share_of_other_subject(context) and question.intent == "none"):
        return True
    if _of_the_support(context) is not None:
        return False
    own = question.concepts[: len(question.concepts) - question.carried]
    carried_on = question.from_state and " ".join(question.specific_topics) == context.state.topic
    share, foreign = _share_of_other_subject(context), carried_on or not question.specific_topics
    if foreign and (share >= _MOST or (share >= _APART and not own)):
        return True
    if question.named_documents or question.subjects or question.clause_refs:
        return False
    if question.specific_topics or question.from_state or context.lexicon.extension.hits(question.folded):
        return False
    if not context.ranked:
        return True
    if conflict_for(context) is not None or _asks_nothing_else(context):
        return False
    sure = ground(context)
    if share:
        # A story may mention the fire brigade in passing; a short question is about it.
        return share >= _MAIN[question.language] or sure < _grounds().beside
    return sure < _grounds().above


def _asks_nothing_else(context: Context) -> bool:
    """Whether a question plainly has an intent of this corpus and names nothing beside (有没有奖金)."""
    question = context.question
    own = question.intent != "none" and question.has(question.intent, at_least=_PLAINLY)
    return own and not question.content and bool(question.concepts)


def _of_the_support(context: Context) -> Facet | None:
    """The clause on support cited last, where it is asked how much is let off (所得税能减几个点): it names no figure."""
    if context.state.intent != "support" or not context.lexicon.lets_off.hits(context.question.folded):
        return None
    document_id, _, clause_id = next(iter(context.state.clause_keys), "").partition("#")
    return context.facets.get((document_id, clause_id))


def ground(context: Context) -> float:
    """How surely the documents treat what was asked, from the best five clauses and the question's own words."""
    signs = ground_signs(context)
    return sum(weight * signs[name] for name, weight in _grounds().weights.items())


def ground_signs(context: Context) -> dict[str, float]:
    """What :func:`ground` is summed from, by name."""
    question = context.question
    best = context.ranked[:5]
    content = len(question.content.replace(" ", ""))
    found = {name: max(r.features.get(name, 0.0) for r in best) for name in _SIMILAR}
    return found | {
        "score": max(r.score for r in best),
        "concepts": min(len(question.concepts), 3) / 3,
        "content": min(content, 12) / 12,
        "residual": content / max(len(question.folded), 1),
        "documents": float(bool(question.documents)),
        "chatter": next((score for name, score in question.intents if name == "none"), 0.0),
        # A question of a few general words (截止日期) says nothing else, so nothing speaks against the documents.
        "general": float(content <= 2 and question.intent != "none"),
    }


def _share_of_other_subject(context: Context) -> float:
    """Which share of the question names an everyday subject that no document mentions."""
    folded = context.question.folded
    named = [word for word in context.lexicon.other_subjects if word in folded]
    strange = [w for w in named if not any(w in facet.text for facet in context.facets.values())]
    return max((len(word) for word in strange), default=0) / max(len(folded), 1)


def elsewhere(context: Context) -> bool:
    """Whether the question is about a programme that the corpus declares not to treat.

    A document whose title names the programme takes the declaration back: it came after it.
    """
    rest = context.question.folded
    named = _not_treated(context.library)
    if not any(word in rest for word in named):
        return False
    for word in named:
        rest = rest.replace(word, " ")
    strong = [fold(str(w)) for e in context.library.terms.get("topics", ()) for w in e.get("names", ())]
    return not any(word in rest for word in strong)


@lru_cache(maxsize=4)
def _not_treated(library: Library) -> tuple[str, ...]:
    """The programmes that a corpus declares not to treat and that no title names, folded."""
    titles = [fold(document.title) for document in library.documents]
    declared = [fold(str(word)) for word in library.terms.get("elsewhere", ())]
    return tuple(word for word in declared if not any(word in title for title in titles))


def out_of_scope(context: Context) -> Draft:
    """The reply to a question that the documents do not treat."""
    replies = tuple(context.say(f"quick_{name}") for name in ("condition", "deadline", "contact"))
    return Draft(
        kind="out_of_scope", blocks=(fixed("lead", context.say("out_of_scope")),), quick_replies=replies
    )
