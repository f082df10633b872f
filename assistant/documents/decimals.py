"""Bare numerals before a caption, as standards and guides print them: ``2　Requirements`` above ``2.1``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.documents.lines import TERMINAL, LogicalLine
from assistant.documents.markers import Marker, find_marker

_BARE = re.compile(r"(\d{1,2})[\s\u3000]+(?=[\u4e00-\u9fffA-Z“《])")
_LONGEST = 40


def bare_captions(lines: Sequence[LogicalLine]) -> Mapping[int, Marker]:
    """Markers of the lines that are such captions, by where the line begins.

    A bare figure may begin anything; it is a numeral where the next numbered line is its first part.

    >>> from assistant.domain.documents import Span
    >>> rows = ["1 \u603b\u5219", "1.1 \u76ee\u7684\u3002", "2 \u53f0"]
    >>> [m.number for m in bare_captions([LogicalLine((Span(i, i + 1),), r) for i, r in enumerate(rows)]).values()]
    [1]
    """
    found: dict[int, Marker] = {}
    following = ""
    for line in reversed(lines):
        marker = find_marker(line.text)
        if marker is not None:
            following = marker.text if marker.level in ("dotted2", "dotted3") else ""
        elif (bare := _caption(line.text)) and re.match(rf"{bare.number}[.．]0?1(?!\d)", following):
            found[line.spans[0].start] = bare
    return found


def _caption(text: str) -> Marker | None:
    match = _BARE.match(text)
    if not match or len(text) > _LONGEST or text.endswith(tuple(TERMINAL)):
        return None
    return Marker("digit", int(match.group(1)), match.group(1), match.end())
