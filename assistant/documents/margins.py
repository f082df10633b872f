"""Where printed lines begin and end: the margin of a paged text, and whether it indents its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_PARAGRAPH = (1.5, 3.0)
_FLUSH = 1.0
_FEWEST = 2


def paged_margin(widths: Sequence[float]) -> float | None:
    """The width after which the lines of a page were broken, in full-width characters.

    A page breaks every long line, so a few suffice: the commonest width among the widest lines.

    >>> paged_margin([8, 35, 35.5, 35.5, 20, 35, 12])
    35.5
    >>> paged_margin([8, 12, 9.5]) is None
    True
    """
    wide = sorted(widths)[-max(len(widths) // 20, 1) :]
    near = Counter(w for w in widths if 0.8 * wide[0] <= w <= wide[0] + 3) if wide else Counter()
    if near.total() < _FEWEST or wide[0] < 16 or wide[0] > 70:
        return None
    return max(near, key=lambda w: (near[w] + near[w - 0.5] + near[w + 0.5], w))


def indents_paragraphs(lines: Sequence[tuple[float, bool]]) -> bool:
    """Whether paragraphs begin with two blank characters and go on without any.

    Args:
        lines: Indent, and whether a numeral opens the line.
    """
    numbered = [indent for indent, marked in lines if marked]
    begun = [indent for indent in numbered if is_indented(indent)]
    going_on = sum(is_flush(indent) and not marked for indent, marked in lines)
    return len(begun) >= 3 and len(begun) >= 0.7 * len(numbered) and going_on >= _FEWEST


def is_indented(indent: float) -> bool:
    """Whether a line begins as a paragraph does."""
    return _PARAGRAPH[0] <= indent <= _PARAGRAPH[1]


def is_flush(indent: float) -> bool:
    """Whether a line begins at the margin."""
    return indent < _FLUSH
