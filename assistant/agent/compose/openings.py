"""How an answer opens: a text whose time is over, a district that no document treats."""

from __future__ import annotations

import re

from assistant.agent.compose.contacts import answers_whom
from assistant.agent.compose.proofs import span_name, status_proofs, status_values
from assistant.agent.compose.quotes import quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block
from assistant.documents.validity import is_draft


def opened(context: Context, blocks: list[Block]) -> list[Block]:
    """A text whose time is over opens the answer with saying so."""
    first = next((e for b in blocks for s in b.sentences for e in s.evidence), None)
    question = context.question
    # What a document is called does not depend on whether it still holds.
    named_alone = bool(question.asks_issue & {"issuer", "title"}) and len(blocks) == 1
    of_status = question.intent == "validity" or named_alone
    if first is None or of_status or any(b.untold for b in blocks[:1]):
        return blocks
    status = context.library.status(first.document_id, context.as_of)
    title = context.name(first.document_id)
    if status.code == "expired":
        span = span_name(context, context.document(first.document_id))
        opening = context.say("expired_first", title=title, since=status.since, span=span)
    elif status.code == "repealed":
        opening = context.say("repealed_first", title=title)
    elif is_draft(context.document(first.document_id)):
        opening = context.say("status_draft", title=title)
    elif status.code == "not_yet_effective" and status.since is None:
        year = context.document(first.document_id).metadata.round_year
        opening = context.say(
            "status_before_round", title=title, year=year.value if year else "", as_of=context.as_of
        )
    elif status.code == "not_yet_effective":
        opening = context.say("not_in_force_before", as_of=context.as_of, title=title, since=status.since)
    else:
        return blocks
    document = context.document(first.document_id)
    said = sentence(opening, *status_proofs(context, document), values=status_values(context, document))
    return [block("opening", said), *blocks]


def placed(context: Context, blocks: list[Block]) -> list[Block]:
    """A district that no document treats: what a document of another district says is not passed off as its own."""
    first = next((e for b in blocks for s in b.sentences for e in s.evidence), None)
    if not context.question.places or first is None or answers_whom(context):
        return blocks
    if told := _told_of_another_district(context):
        return [*told, *blocks]
    if context.document(first.document_id).metadata.level != "district":
        return blocks
    text = context.say("place_none", place="、".join(context.question.places))
    return [block("lead", sentence(text, first)), *blocks]


def _told_of_another_district(context: Context) -> list[Block]:
    """That the document of the last answer is a district's own (我们在另一个区呢，也照这个来), where another is named."""
    if not context.question.from_state or not context.state.clause_keys:
        return []
    document_id, _, clause_id = context.state.clause_keys[0].partition("#")
    facet = context.facets.get((document_id, clause_id))
    if facet is None or context.document(document_id).metadata.level != "district":
        return []
    # The clause that says for whom it is proves it best.
    told = [
        one for one in context.facets.values() if one.document_id == document_id and _OWN.search(one.text)
    ]
    facet = next((one for one in told if one.tags.get("condition", 0.0) >= _SURELY), facet)
    issuer = context.document(document_id).metadata.issuer
    text = context.say(
        "place_other",
        title=context.name(document_id),
        issuer=issuer.value if issuer else "",
        place="、".join(context.question.places),
    )
    quote = quoted(context, facet, emphasise=False)
    return [block("lead", sentence(text, *quote.evidence)), block("quote", quote)]


_OWN = re.compile(r"本[区县]|全[区县]|辖区")
_SURELY = 0.5
