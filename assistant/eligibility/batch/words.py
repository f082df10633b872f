"""The words of sheets, kept in ``prompts/batch.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from assistant.wording import words

_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")


def phrase(*path: str, **variables: Any) -> str:
    """A sentence of ``prompts/batch.yaml`` with its variables filled in.

    Raises:
        KeyError: No such sentence, or a variable is missing.
    """
    found: Any = words("batch")
    for key in path:
        found = found[key]
    return str(found).format(**variables)


def listed(*path: str) -> Any:
    """A list or mapping of ``prompts/batch.yaml`` as it stands."""
    found: Any = words("batch")
    for key in path:
        found = found[key]
    return found


def folded(text: str) -> str:
    """Text as it is compared: full width made half, no blanks, lower case.

    >>> folded(" ８０００ 万元（TRUE） ")
    '8000万元(true)'
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


@cache
def word_set(*path: str) -> frozenset[str]:
    """The words of a list, folded."""
    return frozenset(folded(str(word)) for word in listed(*path))


@cache
def column_words(kind: str) -> frozenset[str]:
    """What a column that is no fact may be called, folded, with ``_`` for blanks."""
    return frozenset(header_key(word) for word in listed("columns", kind))


@cache
def money_units() -> Mapping[str, int]:
    """Units of money, folded, in yuan."""
    return {folded(str(unit)): int(value) for unit, value in listed("money").items()}


def header_key(text: str) -> str:
    """A header as it is compared: as :func:`folded`, without marks that only part its words.

    >>> header_key("Has Long-Term Plan") == header_key("has_long_term_plan")
    True
    """
    return re.sub(r"[_\-.:·/*]+", "", folded(text))


def enumerated(parts: Sequence[str]) -> str:
    """Words in a row as Chinese lists them."""
    return "、".join(parts)
