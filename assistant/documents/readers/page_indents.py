"""The indent of a printed line as blanks before it: two open a paragraph, more stand in the middle or at the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from assistant.documents.lines import width
from assistant.documents.readers.layout import Block, Line

_BLANK = "\u3000"
_MOST = 12
_STEP = 2.0


def indents_of(pages: Sequence[Sequence[Block]]) -> dict[int, str]:
    """The blanks before each line that stands right of the margin, by identity of the line."""
    lines = [block for blocks in pages for block in blocks if isinstance(block, Line)]
    found: dict[int, str] = {}
    common, size = _margin(lines), _character(lines)
    for blocks in pages:
        own = [block for block in blocks if isinstance(block, Line)]
        # Pages for binding lie aside; a page on which no line begins at the common margin has its own.
        begun = common is not None and any(abs(line.left - common) < size / 2 for line in own)
        margin = common if begun else _margin(own)
        if margin is None or size <= 0:
            continue
        for line in own:
            if line.left - margin >= 1.5 * size:
                found[id(line)] = _BLANK * min(round((line.left - margin) / size), _MOST)
    return found


def _margin(lines: Sequence[Line]) -> float | None:
    """The leftmost place at which at least two of the longer lines begin."""
    if not lines:
        return None
    longest = max(line.right - line.left for line in lines)
    begins = Counter(round(x.left / _STEP) for x in lines if x.right - x.left > 0.6 * longest)
    places = [place for place, count in begins.items() if count + begins[place + 1] >= 2]
    return min(places) * _STEP if places else None


def _character(lines: Sequence[Line]) -> float:
    """The width of a Chinese character in the running text."""
    return median([(x.right - x.left) / width(x.text) for x in lines if width(x.text) >= 8] or [0.0])
