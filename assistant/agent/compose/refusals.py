"""Replies that no clause can give: greetings, help, guarantees, false data, injected orders, unknown texts."""

from __future__ import annotations

from dataclasses import replace

from assistant.agent.compose.lists import best_lists, list_blocks
from assistant.agent.compose.notices import cited, validity_notices
from assistant.agent.compose.quotes import bullets, quoted
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Draft, block, fixed
from assistant.agent.ranking import Ranked

_REPLIES = ("condition", "procedure", "deadline", "contact")


def refusal(context: Context) -> Draft | None:
    """The reply of the screen, or None where the documents must be asked."""
    lexicon = context.lexicon
    folded = context.question.folded
    if lexicon.greeting.hits(folded):
        return _fixed_reply(context, "greeting")
    if lexicon.thanks.hits(folded):
        return _fixed_reply(context, "thanks")
    strongest = context.question.intents[0] if context.question.intents else ("none", 0.0)
    if strongest[0] == "injection" and lexicon.intents["injection"].hits(folded):
        return replace(_fixed_reply(context, "injection"), kind="out_of_scope")
    if lexicon.self_questions.hits(folded):
        return _fixed_reply(context, "help")
    for name in ("cheating", "guarantee"):
        if strongest[0] == name and lexicon.intents[name].hits(folded):
            return _declined(context, name)
    return None


def _fixed_reply(context: Context, key: str) -> Draft:
    replies = tuple(context.say(f"quick_{name}") for name in _REPLIES)
    return Draft(kind="help", blocks=(fixed("lead", context.say(key)),), quick_replies=replies)


def _declined(context: Context, name: str) -> Draft:
    """Declined, with the clauses that say why."""
    found = _sanctions(context) if name == "cheating" else _selections(context)
    blocks: list[Block] = [
        fixed("lead", context.say(name)),
        *bullets(quoted(context, r.facet) for r in found),
    ]
    draft = Draft(kind="answer" if found else "out_of_scope", blocks=tuple(blocks))
    return replace(draft, notices=tuple(validity_notices(context, cited(draft))))


def _sanctions(context: Context) -> list[Ranked]:
    words = " ".join(context.lexicon.refusal_terms["cheating"])
    return _found(context, words, "sanction")


def _selections(context: Context) -> list[Ranked]:
    words = " ".join(context.lexicon.refusal_terms["guarantee"])
    return _found(context, words, "procedure")


def _found(context: Context, words: str, tag: str) -> list[Ranked]:
    terms = tuple(words.split())
    question = replace(
        context.question,
        folded=words,
        search_text=words,
        terms=terms,
        intents=((tag, 1.0),),
        asks=frozenset(),  # type: ignore[arg-type]
    )
    ranked = context.ranker.rank(question, context.as_of, limit=8)
    fitting = [
        r for r in ranked if not r.facet.is_heading_only and any(term in r.facet.text for term in terms)
    ]
    return fitting[:3]


def unknown_text(context: Context) -> Draft | None:
    """A text named outright that the corpus lacks: said so, with the clause that refers to it."""
    question = context.question
    if not question.unknown_documents or question.named_documents:
        return None
    name = question.unknown_documents[0]
    for facet in context.facets.values():
        inner = name.strip("《》")
        if inner in facet.clause.text.replace(" ", ""):
            shown = quoted(context, facet, emphasise=False)
            lead = sentence(
                context.say("unknown_document_mentioned", name=name),
                evidence(facet.document_id, facet.clause),
            )
            return Draft(kind="answer", blocks=(block("lead", lead), block("quote", shown)))
    return Draft(kind="out_of_scope", blocks=(fixed("lead", context.say("unknown_document", name=name)),))


__all__ = ["best_lists", "list_blocks", "refusal", "unknown_text"]
