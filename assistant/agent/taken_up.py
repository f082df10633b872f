"""Replies to what takes up the last answer: where it stands, the same in short, a new start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Draft, Sentence, fixed
from assistant.errors import NotFound

_PROOFS = 4


def source_draft(context: Context) -> Draft | None:
    """Where the last answer stands: the clauses that it rests on, then those beside it, each with its document's number."""
    state = context.state
    keys = tuple(dict.fromkeys(state.clause_keys))
    under = tuple(dict.fromkeys(state.clause_keys[: state.rests_on or None]))[:_PROOFS]
    rests_on = _quoted(context, under)
    beside = _quoted(context, [key for key in keys if key not in under][: _PROOFS - len(under)])
    if not rests_on:
        return None
    blocks = [fixed("lead", context.say("sources_of_last")), *bullets(rests_on)]
    if beside:
        colon = "：" if context.question.language == "zh" else ":"
        blocks += [fixed("text", f"{context.say('related')}{colon}"), *bullets(beside)]
    return Draft(kind="answer", blocks=tuple(blocks))


def _quoted(context: Context, keys: Sequence[str]) -> list[Sentence]:
    """Clauses in full, each with the number of its document."""
    proofs = []
    for key in keys:
        document_id, _, clause_id = key.partition("#")
        try:
            clause = context.clause(document_id, clause_id)
        except NotFound:
            continue
        document = context.document(document_id)
        text = context.say(
            "source_of_last",
            title=context.name(document_id),
            number=context.say("number_of", number=document.number) if document.number else "",
            label=clause.label,
            quote=clause.text.strip().removeprefix(clause.label).strip(),
        )
        proofs.append(sentence(text, evidence(document_id, clause)))
    return proofs


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
        announced = place and draft.blocks[place - 1].sentences[-1].text.endswith((":", "："))
        if (item.style == "quote" and not announced) or (
            place and all(s.fixed for s in item.sentences) and item.style != "lead"
        ):
            break
        kept.append(item)
    return replace(draft, blocks=tuple(kept) or draft.blocks)
