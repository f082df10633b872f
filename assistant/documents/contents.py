"""Tables of contents: they print the numerals of the text once more and must not become its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.documents.lines import LogicalLine

_HEADING = re.compile(r"^[【\[]?目\s*[录次][】\]]?$")
_DOTTED = re.compile(r"[.．…·]{3,}\s*\d{0,4}$")
_LEADER = re.compile(r"[\s.．…·—_-]*\d{0,4}$")
_LONGEST_ENTRY = 60


def find_contents(lines: Sequence[LogicalLine]) -> range:
    """Indices of the table of contents with its heading; empty where there is none.

    An entry is a short line whose words stand again below the table, where the text itself begins.

    >>> rows = ["某规划", "目 录", "一、总则……1", "二、附则……2", "一、总则", "正文。", "二、附则"]
    >>> find_contents([LogicalLine((), row) for row in rows])
    range(1, 4)
    """
    for start, line in enumerate(lines[:60]):
        if _HEADING.match(line.text):
            return range(start, _end(lines, start + 1))
    return range(0)


def _end(lines: Sequence[LogicalLine], first: int) -> int:
    if first >= len(lines):
        return first - 1
    opening = _words(lines[first].text)
    again = next((i for i in range(first + 1, len(lines)) if _same(_words(lines[i].text), opening)), None)
    if again is None:
        return first - 1
    below = {_words(line.text) for line in lines[again:]}
    end = first
    while end < again and _may_be_entry(_words(lines[end].text)):
        end += 1
    while end > first and not _is_entry(lines[end - 1].text, below):
        end -= 1
    return end if end - first >= 2 else first - 1


def _may_be_entry(words: str) -> bool:
    return len(words) <= _LONGEST_ENTRY and not words.endswith(("。", "；"))


def _is_entry(text: str, below: set[str]) -> bool:
    words = _words(text)
    return bool(_DOTTED.search(text)) or words in below or any(line.startswith(words) for line in below)


def _same(words: str, entry: str) -> bool:
    return bool(entry) and (words == entry or (len(entry) >= 4 and words.startswith(entry)))


def _words(text: str) -> str:
    """The words of an entry without dots, page number and blanks."""
    return re.sub(r"\s+", "", _LEADER.sub("", text))
