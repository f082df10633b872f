"""Asking back: for which title, and what one wants to know of it."""

from __future__ import annotations

import re

from assistant.agent.compose.lists import specific_concepts
from assistant.agent.context import Context
from assistant.agent.draft import Draft, fixed
from assistant.agent.speaking import is_personal

_LITTLE = 4
_POINTS = re.compile(
    r"(?:那|这)(?:个|件事|样|事|种)?(?:该|要|又)?(?:咋个?|怎么|如何|啷个)?(?:弄|办|搞|整|做|样|说|算)?(?:呢|嘛|啊|的|了)?[?？]*$"
)
"""A message that only points (那个咋弄): without a question before it, it points at nothing."""


def is_bare(context: Context) -> bool:
    """Whether a message names a subject and asks nothing of it."""
    question = context.question
    if _POINTS.match(question.folded) and not context.state.last_question:
        return True
    if (
        question.from_state
        or question.content
        or len(question.folded) > 12
        or question.asks
        or question.polar
    ):
        return False
    names_something = bool(question.specific_topics or question.scope_words)
    return (
        names_something
        and not specific_concepts(context)
        and all(score < 0.14 for _, score in question.intents)
    )


def clarification(context: Context) -> Draft:
    """What would you like to know: with the questions that most people ask."""
    names = ("condition", "procedure", "deadline", "material")
    if _POINTS.match(context.question.folded):
        return Draft(
            kind="clarification",
            blocks=(fixed("lead", context.say("clarify")),),
            quick_replies=tuple(context.say(f"quick_{name}") for name in ("eligible", *names[:3])),
        )
    return Draft(
        kind="clarification",
        blocks=(fixed("lead", context.say("clarify")),),
        quick_replies=tuple(
            f"{context.question.raw.strip()}：{context.say(f'quick_{name}')}" for name in names
        ),
    )


def applies_for_something(context: Context) -> bool:
    """Whether the asker wants to know whether they may apply, and neither says nor has said for what."""
    question, lexicon = context.question, context.lexicon
    wants = lexicon.may_apply.hits(question.folded) or lexicon.check.hits(question.folded)
    open_ = not (question.topics or question.documents or question.years or context.state.scheme)
    return bool(wants) and open_ and is_personal(question.folded) and len(question.content) <= _LITTLE


def which_scheme(context: Context) -> Draft:
    """For which title: those that can be checked."""
    names = tuple(context.say("quick_check_scheme", scheme=s.name) for s in context.checker.schemes)
    return Draft(
        kind="clarification", blocks=(fixed("lead", context.say("which_scheme")),), quick_replies=names
    )
