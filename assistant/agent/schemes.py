"""Whether a question is a check, of which scheme, and on which facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.agent.context import Context
from assistant.agent.understanding.lexicon import as_list
from assistant.eligibility.doubtful import Doubtful, read_doubtful
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.recognise import recognise
from assistant.eligibility.schemes import Scheme

ALL = "*"
"""Stands for every scheme in the state of a conversation: what can I apply for."""

_PERSONAL = ("我", "咱", "本公司", "本企业", "本厂", "我司", "贵", "we ", "our ", "us ", "my ", "i ")


def wants_overview(context: Context) -> bool:
    """Whether the asker wants to know what there is to apply for, over all schemes."""
    question, state = context.question, context.state
    if state.scheme == ALL and (state.asked_fact and not _QUESTION.search(question.folded)):
        return True
    if not context.lexicon.overview.hits(question.folded):
        return False
    speaks_for_one = _is_personal(question.folded) or question.role is not None or len(question.content) <= 6
    return speaks_for_one and not recognise(question.folded, context.checker.schemes)


_ASKS_WHAT = re.compile(r"什么|啥|哪|多少|几|怎么|咋|\b(?:what|which|how|who|when|where)\b")


def _is_personal(folded: str) -> bool:
    """Whether the asker speaks of the own enterprise or park."""
    return any(word in f"{folded} " for word in _PERSONAL)


def schemes_for(context: Context) -> tuple[Scheme, ...]:
    """The schemes of those for whom the asker speaks."""
    role = context.question.role or context.state.role or "enterprise"
    open_to_all = tuple(s for s in context.checker.schemes if not s.file.for_holders)
    return tuple(s for s in open_to_all if s.applicant == role) or open_to_all


def facts_supposed(context: Context) -> Mapping[str, Any]:
    """Facts that the message only supposes (如果产值是6000万呢), for the scheme that is being checked."""
    scheme = _scheme_by_id(context, context.state.scheme)
    found = _SUPPOSES.match(context.question.folded)
    if scheme is None or found is None:
        return {}
    words = re.sub(r"(?:的话)?[呢吗嘛?？ ]*$", "", context.question.folded[found.end() :])
    return read_facts(words, scheme, context.as_of, None)


_SUPPOSES = re.compile(
    r"^(?:那|那么|然后)?(?:如果|要是|假如|假设|万一|换成|倘若|what if|suppose|if)\s*(?:我们)?"
)


def wants_check(context: Context) -> bool:
    """Whether the asker wants their own case judged."""
    question, state = context.question, context.state
    if state.asked_fact and (_is_reply(context) or asks_what_is_missing(context)):
        return True
    if question.intent == "comparison" and question.has("comparison", at_least=0.25):
        return False
    if question.asks & {"phone", "email", "address", "money", "fee", "weight"} or question.clause_refs:
        return False
    personal = _is_personal(question.folded)
    of_subject = bool(question.specific_topics) and not _ASKS_WHAT.search(question.folded)
    if context.lexicon.check.hits(question.folded) and (personal or of_subject or question.from_state):
        return _topic_is_coded(context)
    if not (question.polar or state.asked_fact or context.lexicon.judged.hits(question.folded)):
        return False
    told = _facts_in(context)
    speaks_for_one = personal or question.role == "park"
    return len(told) >= (1 if speaks_for_one else 2) and _topic_is_coded(context)


def asks_what_is_missing(context: Context) -> bool:
    """Whether, in the middle of a check, the asker wants to know what is still to be told."""
    return bool(context.lexicon.still_missing.hits(context.question.folded))


def _topic_is_coded(context: Context) -> bool:
    """Whether there are rules for what the question names; a question that names nothing has the default's."""
    return choose_scheme(context) is not None


_QUESTION = re.compile(
    r"[?？]|什么|啥|哪|怎么|怎样|咋|如何|多少|几个|几天|几年|谁|多久|[吗呢嘛么吧]$|换个话题|\b(?:how|what|when|who|where|which|why|can|do|does|is|are)\b"
)


def _is_reply(context: Context) -> bool:
    """Whether a message goes on with the check: a plain statement after the assistant has asked for a fact."""
    folded = context.question.folded
    return _scheme_by_id(context, context.state.scheme) is not None and not _QUESTION.search(folded)


def _facts_in(context: Context) -> Mapping[str, Any]:
    """Facts of this message alone, for the scheme that it would be checked against."""
    scheme = _scheme_by_id(context, choose_scheme(context))
    return read_facts(context.question.raw, scheme, context.as_of, None) if scheme is not None else {}


def choose_scheme(context: Context) -> str | None:
    """The scheme to check: of the topic named, else of the conversation, else the standing one for the asker."""
    named = _scheme_of_topics(context)
    if named:
        return named
    if context.question.specific_topics:
        return None
    if context.state.scheme and _scheme_by_id(context, context.state.scheme):
        return context.state.scheme
    return _default_scheme(context)


def _scheme_of_topics(context: Context) -> str | None:
    """The scheme whose alias stands in the question, else that of the topic; a topic only carried on changes nothing."""
    question = context.question
    named = recognise(question.folded, context.checker.schemes)
    if named:
        return named[0].id
    available = {scheme.id for scheme in context.checker.schemes}
    for topic in question.specific_topics:
        wanted = [s for s in as_list(context.topics.entry(topic).get("schemes")) if s in available]
        if question.from_state and context.state.scheme in wanted:
            return context.state.scheme
        fitting = [s for s in wanted if not question.documents or _rests_on(context, s, question.documents)]
        if fitting:
            return fitting[0]
    return None


def _rests_on(context: Context, scheme_id: str, documents: frozenset[str]) -> bool:
    scheme = _scheme_by_id(context, scheme_id)
    return scheme is not None and bool(set(scheme.file.basis) & documents)


def _scheme_by_id(context: Context, scheme_id: str | None) -> Any:
    return next((scheme for scheme in context.checker.schemes if scheme.id == scheme_id), None)


def _default_scheme(context: Context) -> str | None:
    role = context.question.role or context.state.role or "enterprise"
    order = {"in_force": 0, "unknown": 1, "round_closed": 2}
    open_to_all = [s for s in context.checker.schemes if not s.file.for_holders]
    fitting = [s for s in open_to_all if s.applicant == role] or open_to_all
    ranked = sorted(fitting, key=lambda s: (order.get(context.status(s.file.basis[0]), 3), s.id))
    return ranked[0].id if ranked else None


def facts_told(context: Context) -> Mapping[str, Any]:
    """Facts of this message, for the scheme at hand."""
    schemes = schemes_for(context) if context.scheme == ALL else (_scheme_by_id(context, context.scheme),)
    asked = context.state.asked_fact if context.state.scheme == context.scheme else None
    read: dict[str, Any] = {}
    for scheme in schemes:
        if scheme is not None:
            read |= read_facts(context.question.raw, scheme, context.as_of, asked)
    return read


def facts_doubtful(context: Context) -> tuple[Doubtful, ...]:
    """Facts that the message gives only roughly, for the scheme at hand."""
    schemes = schemes_for(context) if context.scheme == ALL else (_scheme_by_id(context, context.scheme),)
    asked = context.state.asked_fact if context.state.scheme == context.scheme else None
    found = [
        item
        for scheme in schemes
        if scheme is not None
        for item in read_doubtful(context.question.raw, scheme, context.as_of, asked, context.facts_read)
    ]
    return tuple(dict.fromkeys(found))


def facts_known(context: Context) -> Mapping[str, Any]:
    """Facts of the conversation and of this message that the scheme at hand knows; later ones win."""
    schemes = context.checker.schemes if context.scheme == ALL else (_scheme_by_id(context, context.scheme),)
    names = {name for scheme in schemes if scheme is not None for name in scheme.facts}
    kept = {name: value for name, value in context.state.facts.items() if name in names}
    return {**kept, **context.facts_read}
