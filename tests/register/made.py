"""Small documents made by hand, and the ones kept as files."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from assistant.documents.library import Library, load_library
from assistant.documents.making import read_document
from assistant.domain.documents import Clause, ClauseKind, Document, Metadata, Proved
from assistant.register.contacts import Contact, find_contacts
from assistant.register.deadlines import Deadline, find_deadlines

ROOT = Path(__file__).resolve().parents[2]
NOTICES = ROOT / "tests" / "fixtures" / "notices"
TITLE = "某市经济和信息化局关于开展2026年度示范工坊申报工作的通知"


@cache
def library() -> Library:
    return load_library(ROOT / "corpus")


@cache
def notice(name: str) -> Document:
    return read_document(NOTICES / name / "document.txt", name)


def document(
    *texts: str,
    kind: ClauseKind = "paragraph",
    title: str = TITLE,
    caption: str = "",
    signed: date | None = date(2026, 2, 12),
) -> Document:
    """A document of one heading, which may have a caption, and clauses of one kind below it."""
    heading = Clause(id="h1", kind="heading", label="一", text=caption, spans=(), caption=caption)
    clauses = [
        Clause(id=f"p{n}", kind=kind, label=f"一第{n}段", text=text, spans=(), parent_id="h1", depth=1)
        for n, text in enumerate(texts, 1)
    ]
    metadata = Metadata(
        title=Proved(value=title, clause_id="title", quote=title),
        signed_on=Proved(value=signed, clause_id="date", quote="") if signed else None,
    )
    return Document(
        id="made", text="\n".join(texts), clauses=(heading, *clauses), furniture=(), metadata=metadata
    )


def deadlines(text: str, **about: str) -> tuple[Deadline, ...]:
    return find_deadlines(document(text, **about))  # type: ignore[arg-type]


def only(text: str, **about: str) -> Deadline:
    found = deadlines(text, **about)
    assert len(found) == 1, found
    return found[0]


def contacts(*lines: str, caption: str = "") -> tuple[Contact, ...]:
    return find_contacts(document(*lines, kind="contact", caption=caption))
