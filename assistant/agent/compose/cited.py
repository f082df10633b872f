"""Texts that the documents only cite: what one is called there, and the number that they give of it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Sentence, block
from assistant.domain.documents import Document, Reference
from assistant.text.normalise import fold, squeeze

_LIKE = 4
"""Least length of the words that a question and a title share, where the question does not say that a text is cited."""
_CITED_LIKE = 2


def cited_texts(context: Context) -> list[Block]:
    """What the texts that the documents asked about cite, and the question speaks of, are called or numbered."""
    asked = context.question.asks_issue
    found = [
        (_shared(context, reference), document, reference)
        for document, reference in _cited(context)
        if reference.number or "number" not in asked
    ]
    best = max((shared for shared, _, _ in found), default=0)
    if best < (_CITED_LIKE if context.lexicon.cites.hits(context.question.folded) else _LIKE):
        return []
    lines = [
        _line(context, document, reference)
        for shared, document, reference in found
        if shared and 2 * shared >= best
    ]
    lines = list({line.text: line for line in lines}.values())
    return [block("lead", lines[0]), *bullets(lines[1:])] if lines else []


def _cited(context: Context) -> Iterator[tuple[Document, Reference]]:
    """Texts that the corpus lacks and a document names."""
    asked = context.question.documents
    for document in context.library.documents:
        if asked and document.id not in asked:
            continue
        for reference in document.metadata.references:
            if reference.title and reference.document_id is None:
                yield document, reference


def _shared(context: Context, reference: Reference) -> int:
    """Length of the longest words that the question shares with the title of a text and with no title of the corpus."""
    words = "".join(context.question.content.split())
    title = fold(reference.title or "")
    held = [fold(document.title) for document in context.library.documents]
    pieces = {words[start:end] for start in range(len(words)) for end in range(start + 2, len(words) + 1)}
    return max((len(p) for p in pieces if p in title and not any(p in other for other in held)), default=0)


def _line(context: Context, document: Document, reference: Reference) -> Sentence:
    clause = context.clause(document.id, reference.clause_id)
    printed = f"《{reference.title}》" + (f"（{reference.number}）" if reference.number else "")
    quote = printed if squeeze(printed) in squeeze(clause.text) else None
    text = context.say(
        "cited_number" if "number" in context.question.asks_issue else "cited_title",
        title=context.name(document.id),
        label=clause.label,
        cited=reference.title,
        number=reference.number,
    )
    return sentence(text, evidence(document.id, clause, quote))
