"""A clause asked for by its number; and numbers that do not exist."""

from __future__ import annotations

from assistant.agent.agreement import is_referenced
from assistant.agent.compose.lists import is_list, list_blocks
from assistant.agent.compose.quotes import body, bullets
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Sentence, block
from assistant.agent.facets import Facet
from assistant.domain.documents import Clause, Document
from assistant.text.numerals import to_chinese
from assistant.text.references import ClauseRef


def clause_blocks(context: Context) -> list[Block]:
    """The clauses named in the question, or that there is no such clause."""
    found = [facet for facet in context.facets.values() if is_referenced(context.question, facet)]
    found = _of_best_documents(context, [facet for facet in found if not _is_caption_of(facet, found)])
    if found:
        return [item for facet in found for item in _shown(context, facet)]
    return _absent(context)


def _is_caption_of(facet: Facet, found: list[Facet]) -> bool:
    """Whether a heading is only the caption of a clause that bears the same number."""
    return facet.is_heading_only and any(
        other.clause.parent_id == facet.clause.id and other.document_id == facet.document_id
        for other in found
    )


def _of_best_documents(context: Context, found: list[Facet]) -> list[Facet]:
    """Where no document is named: those in which the question's subject is treated, at most two."""
    if context.question.documents or len(found) <= 1:
        return found[:3]
    order = {r.facet.key: n for n, r in enumerate(context.ranked)}
    return sorted(found, key=lambda f: (order.get(f.key, 99), f.key))[:2]


def _shown(context: Context, facet: Facet) -> list[Block]:
    if is_list(context, facet):
        return list_blocks(context, facet)
    if facet.is_heading_only and (below := _below(context, facet)):
        head = sentence(
            f"{facet.clause.text}{context.source(facet.document_id, facet.clause)}",
            evidence(facet.document_id, facet.clause),
        )
        return [block("lead", head), *bullets(below)]
    text = body(facet)
    shown = f"{text}{context.source(facet.document_id, facet.clause)}"
    return [block("lead", sentence(shown, evidence(facet.document_id, facet.clause, text)))]


def _below(context: Context, facet: Facet) -> list[Sentence]:
    """What stands right below a heading, each clause whole."""
    children = context.library.children(facet.document_id, facet.clause.id)
    facets = [
        context.facets[facet.document_id, c.id]
        for c in children
        if (facet.document_id, c.id) in context.facets
    ]
    return [
        sentence(
            f"{body(child)}{context.source(child.document_id, child.clause)}",
            evidence(child.document_id, child.clause, body(child)),
        )
        for child in facets
    ]


def _absent(context: Context) -> list[Block]:
    ref = context.question.clause_refs[0]
    lines = [line for d in _documents(context) if (line := _absence(context, d, ref)) is not None]
    if not lines:
        return []
    return [block("lead", lines[0]), *bullets(lines[1:3])]


def _documents(context: Context) -> list[Document]:
    wanted = context.question.documents or {d.id for d in context.library.documents}
    found = [d for d in context.library.documents if d.id in wanted and _articles(d)]
    return sorted(found, key=lambda d: context.status(d.id) != "in_force")


def _articles(document: Document) -> list[Clause]:
    return [clause for clause in document.clauses if clause.kind == "article"]


def _absence(context: Context, document: Document, ref: ClauseRef) -> Sentence | None:
    articles = _articles(document)
    if ref.article is None or not articles:
        return None
    title = context.name(document.id)
    own = next((a for a in articles if a.number == ref.article), None)
    if own is None:
        last = articles[-1]
        asked = f"第{to_chinese(ref.article)}条" if ref.article < 10000 else ""
        return sentence(
            context.say("no_such_article", title=title, asked=asked, last=last.label),
            evidence(document.id, last),
        )
    items = [c for c in context.library.children(document.id, own.id) if c.number]
    if ref.item is None or not items:
        return None
    text = context.say(
        "no_such_item",
        title=title,
        article=own.label,
        asked=f"（{to_chinese(ref.item)}）",
        last=items[-1].label,
    )
    return sentence(text, evidence(document.id, items[-1]))
