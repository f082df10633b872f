"""What Tesseract saw, as lines with their confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents.readers.layout import Line

_POINTS_A_PIXEL = 72 / 300
_LEAST_CONFIDENCE = 0.3
_NO_WORD = re.compile(r"[^\w\u4e00-\u9fff]*")
# A numeral one at the head of a line looks like a dash: —、 is 一、 and （—） is （一）.
_DASH_FOR_ONE = re.compile(r"^([（(]?)[—–－\-_]{1,2}(?=[、，)）])")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int


def lines_of(tsv: str) -> list[Line]:
    """Lines from Tesseract's table of words, in its order; specks that it took for signs are dropped."""
    lines: dict[tuple[str, ...], list[_Word]] = {}
    for row in tsv.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) == 12 and fields[0] == "5" and fields[11].strip():
            lines.setdefault(tuple(fields[1:5]), []).append(_word(fields))
    return [line for line in map(_line, lines.values()) if line]


def mean_confidence(lines: Sequence[Line]) -> float:
    """Mean confidence over the characters of all lines, 0 to 1."""
    total = sum(len(line.text) for line in lines)
    return sum((line.confidence or 0) * len(line.text) for line in lines) / total if total else 0.0


def _word(fields: Sequence[str]) -> _Word:
    left, top, width, height = (int(x) for x in fields[6:10])
    confidence = min(max(float(fields[10]) / 100, 0.0), 1.0)
    return _Word(fields[11].strip(), confidence, left, top, left + width, top + height)


def _line(words: Sequence[_Word]) -> Line | None:
    text = _DASH_FOR_ONE.sub(r"\1一", _joined(words))
    length = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / length
    if _NO_WORD.fullmatch(text) and (confidence < 0.8 or len(text) < 2):
        return None
    if confidence < _LEAST_CONFIDENCE and len(text) < 4:
        return None
    return Line(
        text=text,
        left=min(w.left for w in words) * _POINTS_A_PIXEL,
        right=max(w.right for w in words) * _POINTS_A_PIXEL,
        top=min(w.top for w in words) * _POINTS_A_PIXEL,
        bottom=max(w.bottom for w in words) * _POINTS_A_PIXEL,
        confidence=round(confidence, 3),
    )


def _joined(words: Sequence[_Word]) -> str:
    """Words without blanks but between Latin ones, as Chinese is written."""
    text = ""
    for word in words:
        latin = bool(text) and text[-1].isascii() and word.text[0].isascii()
        gap = latin and (text[-1].isalnum() or text[-1] in ".,:;") and word.text[0].isalnum()
        text += (" " if gap else "") + word.text
    return text
