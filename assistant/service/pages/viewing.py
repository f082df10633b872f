"""What the source viewer shows of a document: metadata with proofs, contents, the text in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.documents.citing import official_citations
from assistant.documents.library import Library
from assistant.documents.recognition import confidence_in
from assistant.domain.answers import Language
from assistant.domain.documents import Clause, DateRange, Document, Proved, Reference, StatusCode
from assistant.service.pages.grids import Grid, grid_of
from assistant.service.pages.marking import Piece, cut
from assistant.service.wire.badges import badge
from assistant.text.titles import short_title

Say = Callable[..., str]

_IN_CONTENTS = frozenset({"chapter", "section", "article", "heading", "attachment", "form"})
_CONTENTS_WORDS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One clause as it is laid out; ``furniture`` stands before it in the original.

    Attributes:
        grid: The rows of a table, which are no paragraphs of their own.
        official: As an official text cites the clause.
        recognised: Confidence in percent where a stretch read off pictures begins; else None.
    """

    clause: Clause
    pieces: tuple[Piece, ...]
    furniture: str
    page: int | None
    official: str
    grid: Grid | None = None
    recognised: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the metadata, with the clauses that prove it."""

    label: str
    value: str
    proofs: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another document that the text names."""

    relation: str
    name: str
    clause_id: str
    document_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything on the page of one document; ``chosen`` is the clause that its address names."""

    document: Document
    status: StatusCode
    status_label: str
    status_note: str
    status_proof: Clause | None
    rows: tuple[Row, ...]
    relations: tuple[Related, ...]
    contents: tuple[Clause, ...]
    paragraphs: tuple[Paragraph, ...]
    last_furniture: str
    quote_found: bool
    chosen: Paragraph | None = None
    before: Clause | None = None
    after: Clause | None = None


def view(
    document: Document,
    library: Library,
    as_of: date,
    *,
    say: Say,
    language: Language = "zh",
    quote: str = "",
    clause_id: str = "",
) -> View:
    """The page of a document on a day, with ``quote`` marked in ``clause_id``, or wherever it stands."""
    status = library.status(document.id, as_of)
    wanted = {c.id for c in library.find_quote(document.id, quote)}
    wanted = wanted & {clause_id} or wanted
    notes = [say("since", since=status.since)] if status.since else []
    if status.by_document_id:
        notes.append(say("by", title=short_title(library.document(status.by_document_id).title)))
    paragraphs = tuple(_paragraphs(document, wanted, quote))
    place = next((i for i, p in enumerate(paragraphs) if p.clause.id == clause_id), None)
    return View(
        document=document,
        status=status.code,
        status_label=badge(library, document.id, status.code, language),
        status_note="，".join(notes) if language == "zh" else ", ".join(notes),
        status_proof=library.clause(document.id, status.clause_id) if status.clause_id else None,
        rows=tuple(_rows(document, library, say)),
        relations=tuple(_relations(document.metadata.references, say)),
        contents=tuple(c for c in document.clauses if c.kind in _IN_CONTENTS and c.depth <= 1 and _name(c)),
        paragraphs=paragraphs,
        last_furniture=_furniture(document, _start(document.clauses[-1]), len(document.text) + 1),
        quote_found=bool(wanted),
        chosen=paragraphs[place] if place is not None else None,
        before=paragraphs[place - 1].clause if place else None,
        after=paragraphs[place + 1].clause if place is not None and place + 1 < len(paragraphs) else None,
    )


def contents_label(clause: Clause) -> str:
    """What the contents say of a clause: numeral and caption, or its first words."""
    name = _name(clause)
    return name if len(name) <= _CONTENTS_WORDS else name[: _CONTENTS_WORDS - 1] + "…"


def _name(clause: Clause) -> str:
    if clause.caption:
        between = "" if not clause.marker or clause.marker[-1] in "、．.）)" else " "
        return f"{clause.marker}{between}{clause.caption}"
    return clause.text if clause.kind in ("article", "heading", "chapter", "section") else ""


def _rows(document: Document, library: Library, say: Say) -> Iterable[Row]:
    metadata = document.metadata

    def row(label: str, *proved: Proved[Any] | None) -> Iterable[Row]:
        known = [p for p in proved if p]
        if known:
            proofs = tuple(library.clause(document.id, p.clause_id) for p in known)
            value = "、".join(dict.fromkeys(_value(p.value, say) for p in known))
            yield Row(label=say(label), value=value, proofs=tuple(dict.fromkeys(proofs)))

    number = metadata.number
    yield from row("number", number) if number else (Row(label=say("number"), value=say("no_number")),)
    yield from row("issuer", *metadata.issuers)
    yield Row(label=say("level"), value=say(f"level_{metadata.level}"))
    yield from row("signed_on", metadata.signed_on)
    yield from row("published_on", metadata.published_on)
    yield from row("effective", metadata.effective)
    yield from row("expires", metadata.expires)
    if metadata.round_year:
        year = say("year", year=metadata.round_year.value)
        clause = library.clause(document.id, metadata.round_year.clause_id)
        yield Row(label=say("round_year"), value=year, proofs=(clause,))
    yield from row("last_days", *metadata.last_days)


def _value(value: object, say: Say) -> str:
    if isinstance(value, DateRange):
        if value.earliest == value.latest:
            return value.earliest.isoformat()
        return say("between", earliest=value.earliest, latest=value.latest)
    return str(value)


def _relations(references: Sequence[Reference], say: Say) -> Iterable[Related]:
    seen: set[tuple[str, str]] = set()
    for reference in references:
        title = f"《{reference.title}》" if reference.title else ""
        number = f"（{reference.number}）" if reference.title and reference.number else reference.number or ""
        if (reference.relation, title + number) not in seen:
            seen.add((reference.relation, title + number))
            yield Related(
                relation=say(f"relation_{reference.relation}"),
                name=title + number,
                clause_id=reference.clause_id,
                document_id=reference.document_id,
            )


def _paragraphs(document: Document, wanted: set[str], quote: str) -> Iterable[Paragraph]:
    before, page, was_recognised = 0, None, False
    official = official_citations(document)
    rows: dict[str, list[Clause]] = {}
    for clause in document.clauses:
        if clause.kind == "row" and clause.parent_id:
            rows.setdefault(clause.parent_id, []).append(clause)
    for clause in document.clauses:
        start = _start(clause)
        if clause.kind != "row":
            spans = [span for c in (clause, *rows.get(clause.id, ())) for span in c.spans]
            sure = confidence_in(document, spans)
            yield Paragraph(
                clause=clause,
                pieces=cut(clause, quote if clause.id in wanted else ""),
                furniture=_furniture(document, before, start),
                page=clause.page if clause.page != page else None,
                official=official[clause.id],
                grid=grid_of(document, rows.get(clause.id, ()), wanted, quote),
                recognised=round(100 * sure) if sure is not None and not was_recognised else None,
            )
            # A clause that a declared correction moved does not turn back the place reached.
            before, page = max(before, start), clause.page
            was_recognised = sure is not None


def _start(clause: Clause) -> int:
    return clause.spans[0].start if clause.spans else 0


def _furniture(document: Document, start: int, end: int) -> str:
    """Text of the furniture that begins in ``[start, end)``."""
    parts = (document.text[s.start : s.end].strip() for s in document.furniture if start <= s.start < end)
    return "\n".join(part for part in parts if part)
