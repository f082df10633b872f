"""Formats that keep paragraphs: there a line is a paragraph, and nothing has to be joined."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.documents.joining import logical_lines, wrap_width
from assistant.documents.lines import LogicalLine, PrintedLine, join_pieces

_KEEP_PARAGRAPHS = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/msword",
        "application/rtf",
        "text/html",
    }
)
_TORN_SHARE = 0.5
_ENDS = tuple("。！？；：!?;:”）)》")


def keeps_paragraphs(media_type: str) -> bool:
    """Whether a format stores paragraphs as such, so that a line end is one of the author's."""
    return media_type in _KEEP_PARAGRAPHS


def lines_of(lines: Sequence[PrintedLine], *, whole: bool, paged: bool = False) -> list[LogicalLine]:
    """Logical lines; where lines are ``whole`` none is joined, unless the file was made from broken lines.

    A file converted from PDF has a paragraph for every printed line: then most lines end within a
    sentence, and at one width.
    """
    if not whole or _was_broken(lines):
        return logical_lines(lines, paged=paged)
    return [
        LogicalLine((line.span,), join_pieces([line.text]), line.blank_before, line.tabbed) for line in lines
    ]


def _was_broken(lines: Sequence[PrintedLine]) -> bool:
    torn = sum(1 for line in lines if not line.text.endswith(_ENDS))
    return wrap_width(lines) is not None and torn > _TORN_SHARE * len(lines)
