"""A subject that the texts asked about do not treat, though others do."""

from __future__ import annotations

from assistant.agent.agreement import codes
from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, untold
from assistant.agent.understanding.lexicon import as_list


def untreated_blocks(context: Context) -> list[Block]:
    """That the texts of a level, round or title do not name the subject asked about, with what they say nearest to it.

    Nothing where they name it, or where no text of the corpus does: then nothing follows from their silence.
    """
    question = context.question
    asked, meant = question.documents, question.specific_topics
    if not asked or len(meant) != 1 or question.intent == "validity":
        return []
    # A grade is asked of what follows from it; and where texts differ on a matter, both are told.
    if codes(question.folded) or conflict_for(context) is not None:
        return []
    topic = meant[0]
    if _names(context, topic, asked) or not _names(context, topic, None):
        return []
    nearest = next((r.facet for r in context.ranked if r.facet.document_id in asked), None)
    if nearest is None or nearest.is_heading_only:
        return []
    name = as_list(context.topics.entry(topic).get("names"))[0]
    quote = quoted(context, nearest, emphasise=False)
    if len(asked) == 1:
        text = context.say("topic_untreated", title=context.name(nearest.document_id), topic=name)
    else:
        text = context.say("topic_untreated_there", topic=name)
    lead = untold(sentence(text, *quote.evidence))
    return [lead, block("quote", quote), *related_blocks(context, {nearest.key}, limit=2)]


def _names(context: Context, topic: str, documents: frozenset[str] | None) -> bool:
    """Whether some clause of the documents, or of any, speaks of a topic by any word that means it."""
    words = context.topics.meant[topic]
    return any(
        topic in facet.topics
        or topic in facet.heading_topics
        or any(word in facet.text for word in words if not word.isascii())
        for facet in context.facets.values()
        if documents is None or facet.document_id in documents
    )
