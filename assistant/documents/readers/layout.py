"""What a page shows, in reading order: lines of text and ruled tables with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents.readers.drafting import DraftCell

_ADDRESS = re.compile(r"(?:[\w.+-]+@[\w.-]*|(?:https?://|www\.)[!-~]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line of text; ``confidence`` 0 to 1 where it was recognised from a picture."""

    text: str
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table.

    Attributes:
        columns: Places of the upright borders, ascending.
        rows: How many rows there are.
        cells: By row, then column; a merged cell stands once.
    """

    columns: tuple[float, ...]
    rows: int
    cells: tuple[DraftCell, ...]
    left: float
    right: float
    top: float
    bottom: float


Block = Line | Grid


def join_texts(pieces: Sequence[str]) -> str:
    """Join the lines of a cell: a blank only between Latin words.

    >>> join_texts(["用地集约化、原", "料无害化", "ISO", "14001"])
    '用地集约化、原料无害化ISO 14001'
    """
    text = ""
    for piece in pieces:
        stripped = piece.strip()
        latin = bool(text and stripped) and re.fullmatch(r"[!-~]{2}", text[-1] + stripped[0])
        gap = bool(latin) and not _ADDRESS.search(text)
        text += (" " if gap else "") + stripped
    return text
