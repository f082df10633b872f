"""Rows of a form that go on with the one before: a row that holds only a year has no name of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.context import Context, evidence
from assistant.agent.draft import Sentence
from assistant.agent.facets import Facet

_YEAR_ALONE = re.compile(r"(?:19|20)\d{2}\s*年?度?")


def goes_on(facet: Facet) -> bool:
    """Whether a row of a form says nothing but a year: it goes on with the row above it."""
    return facet.clause.kind == "form" and _YEAR_ALONE.fullmatch(facet.text.strip()) is not None


def with_rows_below(context: Context, facet: Facet, said: Sentence) -> Sentence:
    """The row with those that go on with it (利润总额 2020年、2021年、2022年)."""
    rows = _rows_below(context, facet)
    if not rows or not said.evidence or said.evidence[0].quote not in said.text:
        return said
    quote = said.evidence[0].quote
    listed = context.say("list_separator").join((quote, *(row.text.strip() for row in rows)))
    proofs = tuple(evidence(row.document_id, row.clause, row.text.strip()) for row in rows)
    return replace(said, text=said.text.replace(quote, listed, 1), evidence=(*said.evidence, *proofs))


def _rows_below(context: Context, facet: Facet) -> list[Facet]:
    """The rows right below a row that ends with a year, as long as they hold a year and nothing else."""
    if facet.clause.kind != "form" or not re.search(rf"{_YEAR_ALONE.pattern}$", facet.text.strip()):
        return []
    siblings = [
        other
        for other in context.facets.values()
        if other.document_id == facet.document_id and other.clause.parent_id == facet.clause.parent_id
    ]
    place = next((n for n, other in enumerate(siblings) if other.key == facet.key), len(siblings))
    rows: list[Facet] = []
    for other in siblings[place + 1 :]:
        if not goes_on(other):
            break
        rows.append(other)
    return rows
