"""Replies to what takes up the last answer: where it stands, the same in short, a new start."""

from __future__ import annotations

from dataclasses import replace

from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Draft, fixed
from assistant.errors import NotFound

_PROOFS = 4


def source_draft(context: Context) -> Draft | None:
    """Where the last answer stands: the clauses that it cited, each with its document's number."""
    proofs = []
    for key in context.state.clause_keys[:_PROOFS]:
        document_id, _, clause_id = key.partition("#")
        try:
            clause = context.clause(document_id, clause_id)
        except NotFound:
            continue
        document = context.document(document_id)
        number = context.say("number_of", number=document.number) if document.number else ""
        text = context.say(
            "source_of_last",
            title=context.name(document_id),
            number=number,
            label=clause.label,
            quote=clause.text.strip(),
        )
        proofs.append(sentence(text, evidence(document_id, clause)))
    if not proofs:
        return None
    return Draft(kind="answer", blocks=(fixed("lead", context.say("sources_of_last")), *bullets(proofs)))


def new_start_draft(context: Context) -> Draft:
    """What was told is forgotten."""
    replies = tuple(
        context.say(f"quick_{name}") for name in ("eligible", "condition", "procedure", "deadline")
    )
    return Draft(kind="help", blocks=(fixed("lead", context.say("new_start")),), quick_replies=replies)


def shortened(draft: Draft) -> Draft:
    """The answer without what belongs beside it: its first words and their list."""
    kept = []
    for place, item in enumerate(draft.blocks):
        if item.style == "quote" or (place and all(s.fixed for s in item.sentences) and item.style != "lead"):
            break
        kept.append(item)
    return replace(draft, blocks=tuple(kept) or draft.blocks)
