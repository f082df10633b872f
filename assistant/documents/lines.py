"""Lines as they are printed and as they are meant: what stands between two line ends, and paragraphs.

A printed line is what stands between two line ends. A logical line is a paragraph, a heading or a
cell, made of one or more printed lines: ``joining`` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.documents import Span

TERMINAL = "。！？；：!?;:"
_BLANK = re.compile(r"[\s\u200b\u200c\u200d\ufeff\u3000\u00a0]+")
_EMPHASIS = re.compile(r"\*\*|__|^#{1,6}\s*|^>\s*")
_ADDRESS_TAIL = re.compile(r"(?:[\w.+-]+@[\w.-]*|(?:https?://|www\.)[!-~]*)$")
_DATE_LINE = re.compile(
    r"^[（(]?\s*(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*[月./-]\s*"
    r"[\d一二三四五六七八九十]{1,3}\s*日?\s*[）)]?$"
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A non-blank line of the file: its text without surrounding blanks, and where it stands.

    ``indent`` is the width of the blanks before it, in full-width characters.
    """

    span: Span
    text: str
    blank_before: int
    tabbed: bool
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """A paragraph, heading or cell: cleaned text and the printed pieces that make it up."""

    spans: tuple[Span, ...]
    text: str
    blank_before: int = 0
    tabbed: bool = False


def printed_lines(text: str) -> list[PrintedLine]:
    r"""Cut a text into its non-blank lines.

    >>> [line.text for line in printed_lines(" 甲\n\n乙 ")]
    ['甲', '乙']
    """
    lines: list[PrintedLine] = []
    blanks = 0
    start = 0
    for raw in re.split(r"[\n\f\v]", text):
        stripped = raw.strip(" \t\r\u3000\u00a0\u200b\ufeff")
        if stripped and not _BLANK.fullmatch(stripped):
            offset = start + raw.index(stripped)
            tabbed = raw.startswith("\t")
            indent = width(raw[: raw.index(stripped)])
            lines.append(PrintedLine(Span(offset, offset + len(stripped)), stripped, blanks, tabbed, indent))
            blanks = 0
        else:
            blanks += 1
        start += len(raw) + 1
    return lines


def clean(piece: str) -> str:
    """One printed piece without emphasis marks, heading marks and runs of blanks.

    >>> clean("## **B级**  工厂")
    'B级 工厂'
    """
    return _BLANK.sub(" ", _EMPHASIS.sub("", piece)).strip()


def join_pieces(pieces: Sequence[str]) -> str:
    """Join the cleaned pieces of one sentence; a blank only between two Latin words.

    >>> join_pieces(["用地集约化、原", "料无害化"]), join_pieces(["green", "factory"])
    ('用地集约化、原料无害化', 'green factory')
    >>> join_pieces(["邮箱：gf@city.exam", "ple"])
    '邮箱：gf@city.example'
    """
    text = ""
    for piece in pieces:
        cleaned = clean(piece)
        gap = bool(text and cleaned) and text[-1].isascii() and cleaned[0].isascii()
        gap = gap and (text[-1].isalnum() and cleaned[0].isalnum()) and not _ADDRESS_TAIL.search(text)
        text += (" " if gap else "") + cleaned
    return text


def width(text: str) -> float:
    """Printed width in full-width characters (a Latin character counts one half)."""
    return sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’—…" else 1.0 for c in text)


def ends_sentence(text: str) -> bool:
    """Whether the text closes with a mark that ends a sentence or clause."""
    stripped = text.rstrip("”’」』）)》 *")
    return bool(stripped) and stripped[-1] in TERMINAL


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a day.

    >>> is_date_line("2024 年 2 月 5 日"), is_date_line("于2024年2月5日前")
    (True, False)
    """
    return bool(_DATE_LINE.match(text.strip()))
