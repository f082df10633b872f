"""Documents cut into provisions: captions, sentences, and the items of a list, each a span of one clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain.documents import Clause, ClauseKind, Document
from assistant.text.sentences import split_sentences

Part = Literal["caption", "lead", "item", "sentence", "frame"]

_FRAMES: dict[ClauseKind, str] = {
    "title": "title",
    "issuer": "number",
    "number": "number",
    "meta": "number",
    "addressees": "addressees",
    "preamble": "preamble",
    "contact": "contact",
    "attachment": "attachment",
    "signature": "signature",
    "date": "date",
    "note": "note",
    "form": "form",
    "contents": "contents",
    "page": "page",
}
"""Kinds outside the provisions, and the group within which they answer to each other."""

_LEAST_ITEMS = 3
_COLON = re.compile(r"：|:(?!//)")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)|“[^“”]*”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """``clause.text[start:end]``, one statement of a document.

    Attributes:
        order: Place in the document, from 0.
        group: What may be paired with it: ``body``, ``caption``, or a kind of frame.
        captions: Ids of the captioned clauses around it, outermost first, its own included.
        lead: The words that introduce the list in which it stands, or empty.
    """

    order: int
    clause: Clause
    start: int
    end: int
    part: Part
    group: str
    captions: tuple[str, ...]
    lead: str = ""

    @property
    def quote(self) -> str:
        """The words as they stand in the clause."""
        return self.clause.text[self.start : self.end]

    @property
    def words_start(self) -> int:
        """Where the words begin behind the numeral that opens the clause."""
        marker = self.clause.marker
        text = self.clause.text
        if self.start == 0 and marker and text.startswith(marker):
            return len(marker) + len(text[len(marker) :]) - len(text[len(marker) :].lstrip())
        return self.start

    @property
    def words(self) -> str:
        """The words without that numeral."""
        return self.clause.text[self.words_start : self.end]


def provisions_of(document: Document) -> tuple[Provision, ...]:
    """All provisions in reading order; those of a clause cover its text, blanks between them aside."""
    by_id = {clause.id: clause for clause in document.clauses}
    found: list[Provision] = []
    for clause in document.clauses:
        captions = tuple(c.id for c in _line(clause, by_id) if c.caption and c.kind != "title")
        parent = by_id.get(clause.parent_id or "")
        lead_above = parent.text if parent and clause.kind == "item" else ""
        group = _FRAMES.get(clause.kind, "body")
        lead = lead_above
        for part, start, end in _parts(clause):
            start, end = _trimmed(clause.text, start, end)
            if part == "lead":
                lead = clause.text[start:end]
            found.append(
                Provision(
                    order=len(found),
                    clause=clause,
                    start=start,
                    end=end,
                    part=part,
                    group="caption" if part == "caption" else group,
                    captions=captions,
                    lead=lead if part == "item" else lead_above,
                )
            )
    return tuple(found)


def _line(clause: Clause, by_id: dict[str, Clause]) -> list[Clause]:
    """The clauses from the outermost one down to this one."""
    above = by_id.get(clause.parent_id or "")
    return [*(_line(above, by_id) if above else ()), clause]


def _parts(clause: Clause) -> Iterator[tuple[Part, int, int]]:
    text = clause.text
    if clause.kind in _FRAMES:
        yield "frame", 0, len(text)
        return
    start = _caption_end(clause)
    if start:
        yield "caption", 0, start
    if not text[start:].strip():
        return
    pieces = [
        (start + a, start + b)
        for a, b in split_sentences(text[start:])
        if text[start + a : start + b].strip()
    ]
    yield from _with_lists(text, pieces)


def _with_lists(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[Part, int, int]]:
    """Sentences as they are, save lists behind a colon, whose lead and items are named."""
    index = 0
    while index < len(pieces):
        start, end = pieces[index]
        colon = _colon(text, start, end)
        last = index
        while last + 1 < len(pieces) and text[start : pieces[last][1]].rstrip().endswith(("；", ";")):
            last += 1
        if colon and last - index + 1 >= _LEAST_ITEMS:
            yield "lead", start, colon
            yield "item", colon, end
            for item in pieces[index + 1 : last + 1]:
                yield "item", *item
            index = last + 1
        else:
            yield ("lead" if text[start:end].rstrip().endswith(("：", ":")) else "sentence"), start, end
            index += 1


def _colon(text: str, start: int, end: int) -> int | None:
    """Behind the first colon outside brackets that is not the end of the piece."""
    plain = _BRACKETS.sub(lambda m: "　" * len(m.group()), text[start:end])
    match = _COLON.search(plain)
    return start + match.end() if match and plain[match.end() :].strip() else None


def _caption_end(clause: Clause) -> int:
    """Length of numeral, caption and the stop behind it, where the text opens with them."""
    at = clause.text.find(clause.caption) if clause.caption else -1
    if clause.caption and at < 0:
        # The caption is kept without the blanks that spread it over the line.
        return len(clause.text) if clause.kind in ("chapter", "section", "heading") else 0
    if not 0 <= at <= len(clause.marker) + 1:
        return 0
    end = at + len(clause.caption)
    while end < len(clause.text) and clause.text[end] in "。．.：: 　":
        end += 1
    return end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
