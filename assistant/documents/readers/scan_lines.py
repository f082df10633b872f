"""What Tesseract saw, as lines with their confidence and their places in points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents.readers.layout import Line

_LEAST_CONFIDENCE = 0.3
_POINTS_A_PIXEL = 72 / 200
_NO_WORD = re.compile(r"[^\w\u4e00-\u9fff]*")
_HAN = r"[\u3400-\u9fff]"
# What Tesseract takes for another sign that looks like it, where official Chinese leaves no choice.
_LOOK_ALIKE: tuple[tuple[re.Pattern[str], str], ...] = (
    # 一、 and （一） at the head of a line
    (re.compile(r"^([（(]?)[—–－\-_]{1,2}(?=[、，)）])"), r"\1一"),
    # （一） at the head of a line
    (re.compile(r"^[《〈<【\[{｛]([一二三四五六七八九十]{1,3}|\d{1,2})(?=[）)])"), r"（\1"),
    (re.compile(r"^([（(](?:[一二三四五六七八九十]{1,3}|\d{1,2}))[》〉>】\]}｝]"), r"\1）"),
    # 2. at the head of a line
    (re.compile(r"^(\d{1,2})[》〉]"), r"\1."),
    # a dash within a number: GB/T 36132—2018
    (re.compile(r"(?<=[0-9A-Za-z])一(?=[0-9A-Za-z])"), "—"),
    # the year of an official number: 〔2026〕18号
    (re.compile(r"[\[【〔（(［]\s*((?:19|20)\d\d)\s*[\]】〕）)］](?=\s*第?\s*\d+\s*号)"), r"〔\1〕"),
    # marks of half width beside Chinese
    (re.compile(rf"\((?=[^()]*{_HAN})|(?<={_HAN})\("), "（"),
    (re.compile(rf"(?<={_HAN})\)|\)(?=[{_HAN[1:-1]}，。；：、]|$)"), "）"),
    (re.compile(rf"(?<={_HAN}),"), "，"),
    (re.compile(rf"(?<={_HAN});"), "；"),
    (re.compile(rf"(?<={_HAN}):"), "："),
)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    confidence: float
    left: int
    top: int
    width: int
    height: int


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
    return _Word(fields[11].strip(), min(max(float(fields[10]) / 100, 0.0), 1.0), left, top, width, height)


def _line(words: Sequence[_Word]) -> Line | None:
    text = _joined(words)
    if re.search(_HAN, text):
        for pattern, meant in _LOOK_ALIKE:
            text = pattern.sub(meant, text)
    length = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / length
    if _NO_WORD.fullmatch(text) and (confidence < 0.8 or len(text) < 2):
        return None
    if confidence < _LEAST_CONFIDENCE and len(text) < 4:
        return None
    return Line(
        text=text,
        left=min(word.left for word in words) * _POINTS_A_PIXEL,
        right=max(word.left + word.width for word in words) * _POINTS_A_PIXEL,
        top=min(word.top for word in words) * _POINTS_A_PIXEL,
        bottom=max(word.top + word.height for word in words) * _POINTS_A_PIXEL,
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
