"""The unified social credit code of an organisation and its check character."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.eligibility.batch.words import folded

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
_ODD = 1_000
_TABLE = np.array([_VALUES.get(chr(code), _ODD) for code in range(256)], dtype=np.int64)
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def plain_code(cell: object) -> str:
    """A code without blanks, in capitals."""
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():
        return cell.upper()
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return folded("" if cell is None else str(cell)).removeprefix("'").upper()


def is_code(text: str) -> bool:
    """Whether the check character is right.

    Source: GB 32100-2015, 31 characters without I, O, S, V, Z; weights are powers of 3, modulo 31.

    >>> is_code(with_check("91500000100000001")), is_code("915000001000000010"), is_code("甲")
    (True, False, False)
    """
    return len(text) == 18 and set(text) <= set(_CHARACTERS) and with_check(text[:17]) == text


def valid_codes(texts: Sequence[str]) -> list[bool]:
    """As :func:`is_code`, of many at once."""
    values = np.full((len(texts), 18), _ODD, dtype=np.int64)
    for row, text in enumerate(texts):
        if len(text) == 18 and text.isascii():
            values[row] = _TABLE[np.frombuffer(text.encode(), dtype=np.uint8)]
    totals = values @ np.array([*_WEIGHTS, 1])
    return [bool(valid) for valid in (totals % 31 == 0) & (values < _ODD).all(axis=1)]


def with_check(front: str) -> str:
    """The first 17 characters with the check character that belongs to them."""
    total = sum(_VALUES[char] * weight for char, weight in zip(front, _WEIGHTS, strict=True))
    return front + _CHARACTERS[-total % 31]
