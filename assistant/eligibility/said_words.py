"""Words and bare figures by which a message is read, from ``prompts/facts_reading.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant import wording
from assistant.text.numerals import parse_numeral

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_LONGEST = 24
"""Longer rows of numerals are no figure that anybody tells."""


@cache
def word_list(name: str) -> tuple[str, ...]:
    """A list of ``prompts/facts_reading.yaml``, longest word first."""
    listed: Iterable[str] = wording.words("facts_reading")[name]
    return tuple(sorted((str(word) for word in listed), key=lambda word: (-len(word), word)))


def relative(name: str) -> dict[str, int]:
    """A table of ``prompts/facts_reading.yaml``."""
    return dict(wording.words("facts_reading")[name])


@cache
def word_table(name: str) -> dict[str, str]:
    """A table of words of ``prompts/facts_reading.yaml``."""
    return {str(word): str(other) for word, other in wording.words("facts_reading")[name].items()}


def has_any(text: str, name: str) -> bool:
    """Whether the text holds a word of a list."""
    return any(word in text for word in word_list(name))


def figure(digits: str) -> float | None:
    """The number that digits or Chinese numerals write, also 三点二; None where they write none."""
    if len(digits) > _LONGEST:
        return None
    if "点" in digits:
        whole, _, part = digits.partition("点")
        figures = [figure(whole), *(figure(digit) for digit in part)]
        return None if None in figures else float(f"{figures[0]:g}." + "".join(f"{f:g}" for f in figures[1:]))
    if digits.lstrip("-")[:1].isdigit() and digits.lstrip("-")[:1].isascii():
        plain = digits.replace(",", "")
        return float(plain) if _PLAIN.fullmatch(plain) else None
    number = parse_numeral(digits)
    return None if number is None else float(number)
