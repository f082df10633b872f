"""What the documents do not say, and what lies outside them."""

from __future__ import annotations

import re

from assistant.agent.compose.quotes import quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, Draft, block, fixed
from assistant.agent.facets import Facet
from assistant.text.normalise import fold

_NEEDS_VALUE = {"money": "money", "threshold": "percent"}
_NEEDS_WORD = {"fee": re.compile(r"收费|费用|缴费|免费"), "weight": re.compile(r"权重|分值|得分|\d+\s*分")}
GROUNDED_FROM = 0.42
"""How much of the question, in its own or in official words, a clause must hold; set on the tune split."""


def missing_value(context: Context) -> str | None:
    """The kind of value asked for that no fitting clause holds."""
    question = context.question
    best = context.ranked[:6]
    if "fee" in question.asks and not any(_NEEDS_WORD["fee"].search(r.facet.text) for r in best):
        return "fee"
    if "weight" in question.asks and not any(_NEEDS_WORD["weight"].search(r.facet.text) for r in best):
        return "weight"
    if "money" in question.asks and not any(
        "money" in r.facet.values and r.facet.tags.get("support", 0) >= 0.3 for r in best
    ):
        return "money" if question.has("support", "quantity", "none", at_least=0.0) else None
    return None


def not_stated_blocks(context: Context, what: str | None) -> list[Block]:
    """That the documents treat the subject without saying this, with the nearest clause."""
    nearest = _nearest(context, what)
    if nearest is None:
        return []
    text = (
        context.say("not_stated", what=context.say(f"what_{what}"))
        if what
        else context.say("not_stated_plain")
    )
    quote = quoted(context, nearest, emphasise=False)
    return [
        block("lead", sentence(text, *quote.evidence)),
        block("quote", quote),
        fixed("text", context.say("ask_whom")),
    ]


def _nearest(context: Context, what: str | None) -> Facet | None:
    wanted = {"money": "support", "weight": "condition", "fee": "procedure"}.get(what or "")
    best = [r.facet for r in context.ranked[:8] if not r.facet.is_heading_only]
    tagged = [f for f in best if wanted and f.tags.get(wanted, 0) >= 0.5]
    return (tagged or best or [None])[0]


def is_out_of_scope(context: Context) -> bool:
    """Whether no document treats the subject.

    A subject of the corpus, a document or a clause named, or official words behind the question that
    stand together in one clause, each show that the documents may treat it.
    """
    question = context.question
    if elsewhere(context):
        return True
    if question.named_documents or question.clause_refs or question.specific_topics or question.from_state:
        return False
    if not context.ranked:
        return True
    if question.intent == "none" and question.intents:
        return True
    best = context.ranked[:5]
    words = max(r.features.get("words", 0.0) for r in best)
    terms = max(r.features.get("terms", 0.0) for r in best)
    known = bool(question.documents) + bool(question.topics) + bool(question.asks) + (question.intent != "none")
    return words + terms + 0.06 * known < GROUNDED_FROM


def elsewhere(context: Context) -> bool:
    """Whether the question is about a programme that the corpus declares not to treat."""
    folded = context.question.folded
    named = [fold(str(word)) for word in context.library.terms.get("elsewhere", ())]
    if not any(word in folded for word in named):
        return False
    rest = folded
    for word in named:
        rest = rest.replace(word, " ")
    strong = [fold(str(w)) for e in context.library.terms.get("topics", ()) for w in e.get("names", ())]
    return not any(word in rest for word in strong)


def out_of_scope(context: Context) -> Draft:
    """The reply to a question that the documents do not treat."""
    replies = tuple(context.say(f"quick_{name}") for name in ("condition", "deadline", "contact"))
    return Draft(
        kind="out_of_scope", blocks=(fixed("lead", context.say("out_of_scope")),), quick_replies=replies
    )
