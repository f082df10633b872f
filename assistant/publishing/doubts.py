"""What an administrator should look at before a document is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain.documents import Clause, Document
from assistant.text.normalise import squeeze
from assistant.wording import words

Code = Literal[
    "unread",
    "recognised",
    "gap",
    "double",
    "annex",
    "no_number",
    "no_date",
    "no_issuer",
    "furniture",
    "no_clauses",
]

_MUCH_FURNITURE = 0.15
_NUMERAL = re.compile(r"[0-9〇零一二三四五六七八九十百①-⑳⑴-⒇]+")
_LISTED = re.compile(r"^附件[0-9一二三四五六七八九十]*[：:、.．]?\s*|^[0-9一二三四五六七八九十]+[、.．]\s*")
_STRUCTURE = frozenset({"article", "heading", "item", "chapter", "section"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to look at, with the clause where it shows."""

    code: Code
    text: str
    clause_id: str | None = None


def doubts_of(document: Document) -> tuple[Doubt, ...]:
    """Everything doubtful, what the reader left out first."""
    return (
        *(_doubt("unread", text=warning) for warning in document.warnings),
        *_recognised(document),
        *_missing_metadata(document),
        *_numbering(document),
        *_annexes(document),
        *_shape(document),
    )


def _recognised(document: Document) -> Iterator[Doubt]:
    sizes = [piece.span.end - piece.span.start for piece in document.recognised]
    total = sum(sizes)
    if total:
        mean = sum(n * piece.confidence for n, piece in zip(sizes, document.recognised, strict=True)) / total
        share = round(100 * total / max(1, len(document.text)))
        yield _doubt("recognised", share=share, confidence=round(100 * mean))


def _missing_metadata(document: Document) -> Iterator[Doubt]:
    metadata = document.metadata
    if metadata.number is None:
        yield _doubt("no_number")
    if metadata.issuer is None:
        yield _doubt("no_issuer")
    if metadata.signed_on is None and metadata.published_on is None and metadata.effective is None:
        yield _doubt("no_date")


def _numbering(document: Document) -> Iterator[Doubt]:
    """Numbers that do not follow on the one before: of articles in the whole text, of others below one parent."""
    last: dict[tuple[str | None, str, str], Clause] = {}
    for clause in document.clauses:
        if clause.number is None or clause.kind not in _STRUCTURE:
            continue
        key = None if clause.kind == "article" else clause.parent_id
        series = (key, clause.kind, _NUMERAL.sub("#", squeeze(clause.marker)))
        before, last[series] = last.get(series), clause
        reached = before.number if before and before.number is not None else 0
        # A number one begins a list anew: the items of another sentence, the articles of an annex.
        if clause.number in (1, reached + 1) or (before is None and not reached and clause.number == 0):
            continue
        if clause.number == reached and before:
            yield _doubt("double", clause.id, label=clause.label)
        elif clause.number > reached:
            missing = "、".join(str(n) for n in range(reached + 1, clause.number)[:5])
            label = before.label if before else "开头"
            yield _doubt("gap", clause.id, label=label, missing=missing)


def _annexes(document: Document) -> Iterator[Doubt]:
    listed = [clause for clause in document.clauses if clause.kind == "attachment"]
    after = max((span.end for clause in listed for span in clause.spans), default=0)
    rest = squeeze(document.text[after:])
    for clause in listed:
        name = squeeze(_bare(clause.text))
        if not name or name in rest:
            continue
        numbered = f"附件{clause.number}" if clause.number and len(listed) > 1 else "附件"
        if not re.search(rf"(?:^|\n)\s*{numbered}\s*(?:[：:]|\n|$)", document.text[after:]):
            yield _doubt("annex", clause.id, name=_bare(clause.text))


def _bare(text: str) -> str:
    """The name of an annex without what numbers it."""
    while (shorter := _LISTED.sub("", text.strip())) != text.strip():
        text = shorter
    return text.strip("《》 。；;")


def _shape(document: Document) -> Iterator[Doubt]:
    dropped = sum(span.end - span.start for span in document.furniture)
    share = dropped / max(1, len(document.text))
    if share > _MUCH_FURNITURE:
        yield _doubt("furniture", share=round(100 * share))
    if not any(clause.kind in _STRUCTURE for clause in document.clauses):
        yield _doubt("no_clauses")


def _doubt(code: Code, clause_id: str | None = None, **variables: object) -> Doubt:
    return Doubt(
        code=code, text=str(words("publishing")["doubts"][code]).format(**variables), clause_id=clause_id
    )
