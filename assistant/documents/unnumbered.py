"""Headings without a numeral: short lines of their own above the text that they name.

A notice that numbers nothing is divided by them; where headings are numbered such a line may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.documents import tails
from assistant.documents.captions import says_something
from assistant.documents.heads import is_issuer
from assistant.documents.lines import LogicalLine, ends_sentence, is_date_line
from assistant.documents.markers import POINT, Marker, find_marker
from assistant.documents.tables import caption_length, is_table

_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,12}(?:[（(][\u4e00-\u9fff]{1,8}[）)])?")
_SET_OFF = re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__|#{1,6}\s+\S.*")
_LONGEST_SET_OFF = 30
_DIVIDES = frozenset({"part", "chapter", "section", "article", "cn"})
_CONTINUES = re.compile(r"^(?:附(?!则)|抄|特此|此致|敬礼)")
_FEWEST_PLAIN = 3
_FEWEST_SET_OFF = 2
_FEWEST_CHAPTERS = 2
_SHORTEST_TEXT = 16


def unnumbered_headings(lines: Sequence[LogicalLine], original: str) -> Mapping[int, Marker]:
    """Markers without words for the headings of a body that numbers none, by where the line begins.

    They come in series, each right above a sentence or a list; bold lines and Markdown headings need be fewer.

    Returns:
        Empty where the body is divided by 第一章 or 一、; where articles alone divide it, the lines that stand right
        above articles as chapters without a number.
    """
    body = list(_body(lines))
    levels = {marker.level for line in body if (marker := find_marker(line.text))} & _DIVIDES
    if levels == {"article"}:
        return _chapters(body)
    if levels:
        return {}
    set_off = [line for line in body if _is_set_off(line, original)]
    plain = [line for i, line in enumerate(body) if _is_plain(body, i)]
    if len(set_off) < _FEWEST_SET_OFF:
        set_off = []
    if len(plain) < _FEWEST_PLAIN:
        plain = []
    found = sorted({line.spans[0].start for line in (*set_off, *plain)})
    starts = [line.spans[0].start for line in body]
    stand = [s for s in found if _names_text(body, starts.index(s), found)]
    if len(stand) < (_FEWEST_SET_OFF if set_off else _FEWEST_PLAIN):
        return {}
    return {start: Marker("named", number, "", 0) for number, start in enumerate(stand, 1)}


def _chapters(body: Sequence[LogicalLine]) -> Mapping[int, Marker]:
    """The names above the articles of a text without numbered chapters, two or more, the first above 第一条."""
    starts = [
        line.spans[0].start
        for index, line in enumerate(body[:-1])
        if _is_plain(body, index) and _opens_article(body[index + 1])
    ]
    first = next(i for i, line in enumerate(body) if _opens_article(line))
    if len(starts) < _FEWEST_CHAPTERS or not first or body[first - 1].spans[0].start != starts[0]:
        return {}
    return {start: Marker("chapter", number, "", 0) for number, start in enumerate(starts, 1)}


def _opens_article(line: LogicalLine) -> bool:
    marker = find_marker(line.text)
    return marker is not None and marker.level == "article"


def _body(lines: Sequence[LogicalLine]) -> Iterator[LogicalLine]:
    """The lines in front of the date and the attachments."""
    for line in lines:
        if is_date_line(line.text) or tails.begins_attachment(line.text):
            return
        yield line


def _is_set_off(line: LogicalLine, original: str) -> bool:
    """Whether a whole line is bold or marked as a heading, and short."""
    printed = original[line.spans[0].start : line.spans[-1].end].strip()
    short = len(line.text) <= _LONGEST_SET_OFF and not ends_sentence(line.text)
    return short and bool(_SET_OFF.fullmatch(printed)) and _may_name(line)


def _is_plain(lines: Sequence[LogicalLine], index: int) -> bool:
    line = lines[index]
    name = re.sub(r"\s+", "", line.text)
    return bool(_PLAIN.fullmatch(name)) and _may_name(line) and not caption_length(lines, index)


def _may_name(line: LogicalLine) -> bool:
    text = line.text
    return not (
        line.tabbed
        or is_table(line)
        or find_marker(text)
        or is_issuer(text)
        or tails.is_contact(text)
        or tails.names_attachment(text)
        or _CONTINUES.match(text)
        or says_something(text)
    )


def _names_text(lines: Sequence[LogicalLine], index: int, headings: Sequence[int]) -> bool:
    """Whether a sentence, a list or a table follows right below."""
    if index + 1 >= len(lines) or lines[index + 1].spans[0].start in headings:
        return False
    below = lines[index + 1]
    prose = ends_sentence(below.text) and len(below.text) >= _SHORTEST_TEXT
    listed = POINT.match(below.text) or find_marker(below.text) is not None or tails.reaches(below.text)
    return prose or below.text.endswith(("：", ":")) or is_table(below) or bool(listed)
