"""What the index holds: every clause, and short neighbours joined into passages.

A long clause is split at sentence ends. Short leaves below one parent (the items of an article, the
lines of a form, the rows of a table) are also joined with their parent's words, because a question often
asks for the list; nothing is ever joined across articles. A row is searched with the names of its columns.
A hit on a joined passage counts for each clause in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents.rows import RowReader
from assistant.domain.documents import Clause, Document
from assistant.text.sentences import split_sentences

PASSAGES_VERSION = "1"
MAX_CHARACTERS = 350
SHORT_CHARACTERS = 120
_NEVER_JOINED = frozenset({"chapter", "section", "article", "title", "signature", "date", "note", "number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text that is searched as one.

    Attributes:
        id: Unique in the corpus and stable (``document#clause``, ``…/2``: a later piece, ``…+``: joined).
        clause_ids: The clauses whose words it holds, in order.
        context: Title of the document and captions above, outermost first.
        text: Their words.
    """

    id: str
    document_id: str
    clause_ids: tuple[str, ...]
    context: str
    text: str

    @property
    def joined(self) -> bool:
        """Whether it holds more than one clause."""
        return len(self.clause_ids) > 1

    @property
    def full_text(self) -> str:
        """Context and text, as a word index counts them."""
        return f"{self.context}\n{self.text}"


def make_passages(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages; every clause with words of its own stands in at least one alone."""
    rows = RowReader(document)
    single = [passage for clause in document.clauses for passage in _pieces(document, clause, rows)]
    return (*single, *_joined(document, rows))


def _pieces(document: Document, clause: Clause, rows: RowReader) -> Iterator[Passage]:
    for number, text in enumerate(split_text(clause.text), 1):
        yield Passage(
            id=f"{document.id}#{clause.id}" + (f"/{number}" if number > 1 else ""),
            document_id=document.id,
            clause_ids=(clause.id,),
            context=_context(document, clause, rows.names(clause)),
            text=text,
        )


def split_text(text: str, limit: int = MAX_CHARACTERS) -> list[str]:
    """Cut text at sentence ends into pieces of at most ``limit`` characters; joined they are the text.

    A single sentence above the limit is cut at the limit. Blank text has no pieces.
    """
    if not text.strip():
        return []
    pieces = [""]
    for start, end in split_sentences(text):
        for part in _chunks(text[start:end], limit):
            if pieces[-1] and len(pieces[-1]) + len(part) > limit:
                pieces.append("")
            pieces[-1] += part
    return [piece for piece in pieces if piece.strip()]


def _chunks(text: str, limit: int) -> Iterator[str]:
    for start in range(0, len(text), limit):
        yield text[start : start + limit]


def _joined(document: Document, rows: RowReader) -> Iterator[Passage]:
    parents = {clause.parent_id for clause in document.clauses}
    families: dict[str, list[Clause]] = {}
    for clause in document.clauses:
        leaf = clause.id not in parents and clause.kind not in _NEVER_JOINED
        if clause.parent_id and leaf and 0 < len(clause.text.strip()) <= SHORT_CHARACTERS:
            families.setdefault(clause.parent_id, []).append(clause)
    for clause in document.clauses:
        if clause.id in families and clause.kind not in {"chapter", "section"}:
            yield from _family_passages(document, clause, families[clause.id], rows)


def _family_passages(
    document: Document, parent: Clause, children: Sequence[Clause], rows: RowReader
) -> Iterator[Passage]:
    opening = [parent] if 0 < len(parent.text.strip()) <= SHORT_CHARACTERS else []
    groups: list[list[Clause]] = [opening]
    for child in children:
        if groups[-1] and sum(len(c.text) for c in groups[-1]) + len(child.text) > MAX_CHARACTERS:
            groups.append([])
        groups[-1].append(child)
    for number, group in enumerate(groups, 1):
        if len(group) > 1:
            yield Passage(
                id=f"{document.id}#{parent.id}+" + (f"/{number}" if number > 1 else ""),
                document_id=document.id,
                clause_ids=tuple(clause.id for clause in group),
                context=_context(document, parent, rows.names(children[-1])),
                text=(" " if parent.kind == "table" else "").join(clause.text for clause in group),
            )


def _context(document: Document, clause: Clause, columns: Sequence[str]) -> str:
    parts = [document.title] + [caption for caption in clause.path if caption not in clause.text]
    parts += columns
    return " ".join(part for part in parts if part != clause.text)
