"""Items that run inside one paragraph: ``1.…；2.…；3.…`` becomes three items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.documents.lines import LogicalLine, clean, join_pieces
from assistant.documents.markers import find_marker
from assistant.domain.documents import Span

_STARTS = (
    ("cn_bracket", re.compile(r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]")),
    ("digit", re.compile(r"(?<![\d.．〔\[（(])\d{1,2}[.．、](?=\d{4}年|[^\d\s])")),
    ("digit_bracket", re.compile(r"(?<!\d)[（(]\s*\d{1,2}\s*[）)]")),
    ("circled", re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮]")),
)
_BEFORE_FIRST = re.compile(r"[：:]\s*$")
_BEFORE_NEXT = re.compile(r"[；;。]\s*$")


def split_run_on(line: LogicalLine, text: str) -> list[LogicalLine]:
    """Cut a paragraph at run-on items; a paragraph without them comes back alone.

    Items count when they are numbered 1, 2, 3 … in order, the first opens the line or follows a
    colon, and each later one follows a semicolon or a full stop.
    """
    for level, pattern in _STARTS:
        cuts = _cuts(line.text, level, pattern)
        if len(cuts) >= 2:
            return _cut(line, text, cuts)
    return [line]


def _cuts(text: str, level: str, pattern: re.Pattern[str]) -> list[int]:
    cuts: list[int] = []
    for match in pattern.finditer(text):
        marker = find_marker(text[match.start() :])
        if marker is None or marker.level != level or marker.number != len(cuts) + 1:
            continue
        before = text[: match.start()]
        if cuts and not _BEFORE_NEXT.search(before):
            return []
        if cuts or not before.strip() or _BEFORE_FIRST.search(before):
            cuts.append(match.start())
    return cuts


def _cut(line: LogicalLine, original: str, cuts: Sequence[int]) -> list[LogicalLine]:
    """Split at offsets of the cleaned text by walking the original characters beside it."""
    places = _raw_places(line, original)
    bounds = [0, *[cut for cut in cuts if cut > 0], len(line.text)]
    parts: list[LogicalLine] = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        low = line.spans[0].start if number == 0 else places[start]
        high = line.spans[-1].end if end == len(line.text) else places[end]
        spans = _within(line.spans, low, high, original)
        pieces = [original[span.start : span.end] for span in spans]
        parts.append(LogicalLine(spans, join_pieces(pieces), line.blank_before if number == 0 else 0))
    return [part for part in parts if part.spans]


def _raw_places(line: LogicalLine, original: str) -> list[int]:
    """For every character of the cleaned text, its offset in the original."""
    raw = [i for span in line.spans for i in range(span.start, span.end)]
    places: list[int] = []
    cursor = 0
    for character in line.text:
        while cursor < len(raw) and original[raw[cursor]] != character:
            if character == " " and not clean(original[raw[cursor]]):
                break
            cursor += 1
        places.append(raw[min(cursor, len(raw) - 1)])
        cursor += 1
    return places


def _within(spans: Sequence[Span], low: int, high: int, original: str) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        start, end = max(span.start, low), min(span.end, high)
        while end > start and original[end - 1].isspace():
            end -= 1
        while start < end and original[start].isspace():
            start += 1
        if end > start:
            kept.append(Span(start, end))
    return tuple(kept)
