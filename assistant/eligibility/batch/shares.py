"""Percentages: whether the bare figures of a column are percent (55) or shares of one (0.55)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.eligibility.batch.cells import Shares, text_of
from assistant.eligibility.batch.sheets import Row

_FEWEST_SHARES = 3
"""So many shares and nothing above one make a habit; fewer may be small percentages."""


def look_for_shares(rows: Iterable[Row], columns: Sequence[int]) -> Mapping[int, Shares]:
    """What the bare figures of these columns are, from a look through all rows."""
    below, above = dict.fromkeys(columns, 0), dict.fromkeys(columns, 0)
    for row in rows:
        for column in columns:
            try:
                figure = float(text_of(row[column]))
            except ValueError:
                continue
            below[column] += 0 < figure < 1
            above[column] += figure > 1
    return {column: _shares(below[column], above[column]) for column in columns}


def _shares(below: int, above: int) -> Shares:
    if not below:
        return "percent"
    return "share" if not above and below >= _FEWEST_SHARES else "mixed"
