"""Days that stand in the rows of a table, and the rest of the clause that sets a limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.agent.compose.passages import asks_several
from assistant.agent.compose.quotes import quoted, whole_clause
from assistant.agent.context import Context
from assistant.agent.draft import Block, Sentence, block
from assistant.register.deadlines import Deadline


def row_of(context: Context, deadline: Deadline) -> Sentence | None:
    """The row of a table that sets a day, each cell with the name of its column; None where no row sets it."""
    facet = context.facets.get((deadline.document_id, deadline.clause_id))
    return quoted(context, facet, emphasise=False, in_time=True) if facet and facet.cells else None


def next_of_row(context: Context, deadline: Deadline) -> tuple[date, Deadline] | None:
    """The next day of the same row that lies ahead, where the one told has passed: there is a second batch."""
    if row_of(context, deadline) is None or not deadline.last_day or deadline.last_day >= context.as_of:
        return None
    ahead = [
        (other.last_day, other)
        for other in context.register.of_document(deadline.document_id)
        if other.clause_id == deadline.clause_id and other.last_day and other.last_day >= context.as_of
    ]
    return min(ahead, key=lambda item: item[0], default=None)


def with_rest(context: Context, blocks: list[Block]) -> list[Block]:
    """The blocks of a limit with its whole clause in the place of the sentence, where more is asked than when."""
    shown = next((b for b in blocks if b.style == "quote" and b.sentences[0].evidence), None)
    if shown is None or not asks_several(context):
        return blocks
    proof = shown.sentences[0].evidence[0]
    facet = context.facets.get((proof.document_id, proof.clause_id))
    whole = whole_clause(context, facet, proof.quote) if facet and not facet.cells else None
    if facet is None or whole is None:
        return blocks
    told = replace(whole, text=whole.text + context.source(facet.document_id, facet.clause))
    return [block("quote", told) if b is shown else b for b in blocks]
