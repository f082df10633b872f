"""Two documents, or two rounds of one, compared provision by provision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from assistant.documents.differences import signal_changes, whole, wording
from assistant.documents.library import Library
from assistant.documents.likeness import likeness
from assistant.documents.pairing import ENOUGH, Match, matches
from assistant.documents.provisions import Provision, provisions_of
from assistant.documents.subjects import on_subject, treating
from assistant.domain.answers import Citation
from assistant.domain.comparison import Change, Comparison, Difference, Pair, PairKind, Side
from assistant.domain.documents import Document
from assistant.errors import InvalidInput
from assistant.wording import say

SUBJECT_LIMIT = 200
"""Characters that a subject may have."""


def compare_documents(
    library: Library, left_id: str, right_id: str, subject: str | None, as_of: date
) -> Comparison:
    """Align two documents on what they regulate and mark what differs.

    Every word of both documents stands in exactly one pair: a pair holds a clause, or a sentence or an item
    of one where the other document spreads its matter over several. With a subject only the pairs are
    given of which a side treats it; ``pairs`` is empty where neither does.

    Raises:
        UnknownDocument: One of the ids is not in the library.
        InvalidInput: Both ids are the same, or the subject is too long.
    """
    documents = library.document(left_id), library.document(right_id)
    if left_id == right_id:
        raise InvalidInput(say("compare.zh", "same_document", id=left_id), field="right")
    if subject and len(subject) > SUBJECT_LIMIT:
        raise InvalidInput(
            say("compare.zh", "subject_too_long", length=len(subject), limit=SUBJECT_LIMIT), field="subject"
        )
    return compare_texts(library, documents, (subject or "").strip() or None, as_of)


def compare_texts(
    library: Library, documents: tuple[Document, Document], subject: str | None, as_of: date
) -> Comparison:
    """As :func:`compare_documents`, on documents that the library holds; they may be one and the same."""
    left, right, found = _aligned(*documents)
    treats = frozenset[int](), frozenset[int]()
    if subject:
        treats = (
            treating(subject, left, documents[0], library),
            treating(subject, right, documents[1], library),
        )
        found = on_subject(found, treats)
    cite = _Citer(library, documents, as_of)
    return Comparison(
        left_id=documents[0].id,
        right_id=documents[1].id,
        as_of=as_of,
        subject=subject,
        pairs=tuple(_pair(match, cite) for match in found),
        left_treats=not subject or bool(treats[0]),
        right_treats=not subject or bool(treats[1]),
    )


@lru_cache(maxsize=32)
def _aligned(
    left: Document, right: Document
) -> tuple[tuple[Provision, ...], tuple[Provision, ...], tuple[Match, ...]]:
    """The provisions of both and their matches; kept, since day and subject change nothing in them."""
    sides = provisions_of(left), provisions_of(right)
    return *sides, matches(*sides, likeness(*sides, (left, right)))


class _Citer:
    """Numbers the citations of a comparison from 1."""

    def __init__(self, library: Library, documents: tuple[Document, Document], as_of: date) -> None:
        self._library = library
        self._documents = documents
        self._as_of = as_of
        self._last = 0

    def __call__(self, side: int, run: Sequence[Provision]) -> Citation:
        self._last += 1
        clause = run[0].clause
        quote = clause.text[run[0].start : run[-1].end]
        return self._library.cite(self._documents[side].id, clause.id, quote, self._as_of, self._last)


def _pair(match: Match, cite: _Citer) -> Pair:
    runs = match.left, match.right
    found = _differences(match)
    near = cite(1 if match.left else 0, [match.near]) if match.near else None
    sides = [
        Side(citation=cite(n, run), differences=found.marks[n]) if run else None for n, run in enumerate(runs)
    ]
    return Pair(
        kind=_kind(match, found),
        left=sides[0],
        right=sides[1],
        changes=found.changes,
        likeness=match.likeness,
        tentative=0 < match.likeness < ENOUGH,
        rewritten=found.rewritten,
        heading=all(p.part == "caption" for run in runs for p in run),
        frame=(match.left or match.right)[0].group not in ("body", "caption"),
        near=near,
    )


def _kind(match: Match, found: _Found) -> PairKind:
    if not match.left or not match.right:
        return "only_left" if match.left else "only_right"
    return "same" if found.same else "changed"


class _Found(NamedTuple):
    """What differs between the two runs of a match; ``marks`` by side, by place in the quote."""

    marks: tuple[tuple[Difference, ...], tuple[Difference, ...]]
    changes: tuple[Change, ...]
    same: bool
    rewritten: bool


def _differences(match: Match) -> _Found:
    if not match.left or not match.right:
        return _Found(((), ()), (), same=False, rewritten=False)
    runs = match.left, match.right
    marks: tuple[list[Difference], list[Difference]] = ([], [])
    changes: list[tuple[int, Change]] = []
    wordings = {link: wording(match.left[link[0]].words, match.right[link[1]].words) for link in match.links}
    for (i, j), found in wordings.items():
        marks[0].extend(_placed(found.left, _offset(match.left, i)))
        marks[1].extend(_placed(found.right, _offset(match.right, j)))
        changes += [(i, change) for change in found.changes]
    alone = [
        (side, n) for side in (0, 1) for n in range(len(runs[side])) if n not in {k[side] for k in wordings}
    ]
    for side, n in alone:
        text = runs[side][n].words
        marks[side].extend(_placed(whole(text), _offset(runs[side], n)))
        changes += [(n, change) for change in signal_changes(text, on_left=side == 0)]
    return _Found(
        (_sorted(marks[0]), _sorted(marks[1])),
        _met([change for _, change in sorted(changes, key=lambda c: c[0])]),
        same=not alone and all(found.same for found in wordings.values()),
        rewritten=any(found.rewritten for found in wordings.values()),
    )


def _met(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Of a kind with one change left alone on each side the two make one: the words stand apart, not the matter."""
    found = list(changes)
    for kind in dict.fromkeys(c.kind for c in changes):
        left = [c for c in found if c.kind == kind and c.right is None]
        right = [c for c in found if c.kind == kind and c.left is None]
        if len(left) == len(right) == 1:
            found[found.index(left[0])] = Change(kind=kind, left=left[0].left, right=right[0].right)
            found.remove(right[0])
    return tuple(found)


def _offset(run: Sequence[Provision], n: int) -> int:
    """Where the words of a provision begin in the quote of its run."""
    return run[n].words_start - run[0].start


def _placed(found: Sequence[Difference], by: int) -> list[Difference]:
    return [Difference(start=d.start + by, end=d.end + by, kind=d.kind) for d in found]


def _sorted(found: list[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(found, key=lambda d: d.start))
