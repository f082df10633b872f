"""By which number an attachment goes: every attachment that the question may mean."""

from __future__ import annotations

import re

from assistant.agent.compose.quotes import body, bullets
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Sentence, fixed
from assistant.agent.facets import Facet
from assistant.text.normalise import fold

_LISTED = re.compile(r"^\s*附\s*件\s*[：:]?\s*\d{0,2}\s*[.．、：:]?\s*|\.[a-z]{3,4}$")
_NEARLY, _MOST = 0.9, 10


def attachment_blocks(context: Context) -> list[Block]:
    """The attachments whose names hold as many of the question's words as the best one's, in their order."""
    if context.lexicon.all_attachments.hits(context.question.folded):
        return _all(context)
    if not context.lexicon.which_attachment.hits(context.question.folded):
        return []
    found = [(_shared(context, facet), facet) for facet in _attachments(context)]
    best = max((score for score, _ in found), default=0)
    meant = [facet for score, facet in found if score and score >= _NEARLY * best]
    if not meant or best < 2:
        return []
    return [fixed("lead", context.say("attachments_lead")), *bullets(_line(context, f) for f in meant)]


def _all(context: Context) -> list[Block]:
    """Every attachment of the documents meant: those named, else the one last cited, else all, the newer first."""
    last = {key.partition("#")[0] for key in context.state.clause_keys[:1]}
    meant = context.question.documents or (last if context.question.from_state else frozenset())
    facets = [
        facet
        for facet in context.facets.values()
        if facet.clause.kind == "attachment" and _name(facet) and (not meant or facet.document_id in meant)
    ]
    facets.sort(
        key=lambda f: (-context.ranker.recency(f.document_id), f.document_id, f.clause.spans[0].start)
    )
    lead = fixed("lead", context.say("attachments_all"))
    return [lead, *bullets(_line(context, facet) for facet in facets[:_MOST])] if facets else []


def _attachments(context: Context) -> list[Facet]:
    """The entries of the lists of attachments; of documents not named, those of the best one."""
    facets = [f for f in context.facets.values() if f.clause.kind == "attachment" and _name(f)]
    asked = context.question.documents
    if asked:
        return [f for f in facets if f.document_id in asked]
    best = max(facets, key=lambda f: (_shared(context, f), f.document_id), default=None)
    return [f for f in facets if best is not None and f.document_id == best.document_id]


def _name(facet: Facet) -> str:
    return _LISTED.sub("", fold(body(facet)))


def _shared(context: Context, facet: Facet) -> int:
    """How many pairs of characters of the question stand in the name of an attachment."""
    words, name = context.question.folded, _name(facet)
    return sum(words[i : i + 2] in name for i in range(len(words) - 1))


def _line(context: Context, facet: Facet) -> Sentence:
    text = facet.clause.text
    shown = f"{text}{context.source(facet.document_id, facet.clause)}"
    return sentence(shown, evidence(facet.document_id, facet.clause, text))
