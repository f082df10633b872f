"""A clause's text cut into pieces: caption, plain, and the quote that is looked for."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from assistant.domain.documents import Clause
from assistant.text.normalise import squeeze, squeeze_with_offsets


class Piece(NamedTuple):
    """A run of text with one look."""

    text: str
    strong: bool = False
    marked: bool = False


def find_range(text: str, quote: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``text``, white space, widths and ``*`` aside; None if nowhere.

    >>> find_range("甲 乙（丙）丁", "乙(丙)")
    (2, 6)
    """
    wanted = squeeze(quote)
    squeezed = squeeze_with_offsets(text)
    at = squeezed.text.find(wanted) if wanted else -1
    if at < 0:
        return None
    return squeezed.offsets[at], squeezed.offsets[at + len(wanted) - 1] + 1


def cut(clause: Clause, quote: str) -> tuple[Piece, ...]:
    """The text of a clause, its caption strong and the quote marked."""
    text, caption_end = clause.text, _caption_end(clause)
    start, end = (find_range(text, quote) if quote else None) or (0, 0)
    borders = sorted({0, caption_end, start, end, len(text)})
    return tuple(
        Piece(text[a:b], strong=b <= caption_end, marked=start <= a and b <= end)
        for a, b in pairwise(borders)
    )


def cut_at(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """A text with ``[start, end)`` marked, as far as that lies in it.

    >>> cut_at("甲乙丙", 1, 9)
    (Piece(text='甲', strong=False, marked=False), Piece(text='乙丙', strong=False, marked=True))
    """
    start, end = max(start, 0), min(end, len(text))
    borders = sorted({0, len(text), *((start, end) if start < end else ())})
    return tuple(Piece(text[a:b], marked=start <= a and b <= end) for a, b in pairwise(borders))


def _caption_end(clause: Clause) -> int:
    """Length of marker and caption where the text opens with them."""
    if clause.kind == "article" and clause.marker and clause.text.startswith(clause.marker):
        return len(clause.marker)
    at = clause.text.find(clause.caption) if clause.caption else -1
    return at + len(clause.caption) if 0 <= at <= len(clause.marker) + 1 else 0
