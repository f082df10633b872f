"""Ruled tables of a page: from ruled lines to cells, merged ones included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from assistant.documents.readers.pdf_glyphs import Rule

_NEAR = 3.0
_MOST_LINES = 400
"""So many borders one way are a drawing, and no table for readers."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its place in the grid, how far it reaches, and its borders on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table without its words."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    boxes: tuple[Box, ...]


def ruled_tables(levels: Sequence[Rule], uprights: Sequence[Rule]) -> list[Ruled]:
    """Tables with at least two columns, from the top down; one row may be the rest of a table above."""
    across, down = _merged(levels), _merged(uprights)
    if not (1 <= len(down) <= _MOST_LINES and 2 <= len(across) <= _MOST_LINES):
        return []
    tables = [_table(*part) for part in _connected(across, down)]
    return sorted((t for t in tables if t), key=lambda t: (t.rows[0], t.columns[0]))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules in one line with no gap between them as one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / _NEAR), r.start)):
        for index in range(len(merged) - 1, max(len(merged) - 30, -1), -1):
            other = merged[index]
            if (
                abs(other.at - rule.at) < _NEAR
                and rule.start <= other.end + _NEAR
                and other.start <= rule.end + _NEAR
            ):
                merged[index] = Rule(other.at, min(other.start, rule.start), max(other.end, rule.end))
                break
        else:
            merged.append(rule)
    return merged


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, table by table."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for (i, level), (j, upright) in product(enumerate(across), enumerate(down, start=len(across))):
        if _touch(level, upright):
            parent[root(i)] = root(j)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*across, *down)):
        parts.setdefault(root(i), ([], []))[i >= len(across)].append(rule)
    return [part for part in parts.values() if part[0] and part[1]]


def _touch(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _NEAR <= upright.at <= level.end + _NEAR
        and upright.start - _NEAR <= level.at <= upright.end + _NEAR
    )


def _table(across: Sequence[Rule], down: Sequence[Rule]) -> Ruled | None:
    ys = _places([r.at for r in across])
    xs = _places([r.at for r in down])
    # A table may be open at its sides: the level rules then tell how far it reaches.
    left, right = min(r.start for r in across), max(r.end for r in across)
    if xs[0] - left > 8:
        xs = [left, *xs]
        down = [*down, Rule(left, ys[0], ys[-1])]
    if right - xs[-1] > 8:
        xs = [*xs, right]
        down = [*down, Rule(right, ys[0], ys[-1])]
    if len(xs) < 3 or len(ys) < 2:
        return None
    boxes = _boxes(xs, ys, across, down)
    if len({box.column for box in boxes}) < 2:
        return None
    return Ruled(tuple(xs), tuple(ys), tuple(boxes))


def _places(values: Sequence[float]) -> list[float]:
    """Different places, ascending; borders drawn twice count once."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _boxes(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> list[Box]:
    """Cells between the borders; where a border is missing, the cells on its sides are one."""
    borders = _Borders(xs, ys, _by_place(across, ys), _by_place(down, xs))
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    boxes: list[Box] = []
    for row, column in product(range(rows), range(columns)):
        if (row, column) in taken:
            continue
        wide = 1
        while (
            column + wide < columns
            and (row, column + wide) not in taken
            and not borders.left_of(row, column + wide)
        ):
            wide += 1
        high = 1
        while row + high < rows and borders.may_grow(row + high, range(column, column + wide), taken):
            high += 1
        taken.update(product(range(row, row + high), range(column, column + wide)))
        boxes.append(Box(row, column, high, wide, xs[column], ys[row], xs[column + wide], ys[row + high]))
    return boxes


@dataclass(frozen=True, slots=True)
class _Borders:
    """Which borders of which cells are ruled; rules by the index of their place."""

    xs: Sequence[float]
    ys: Sequence[float]
    across: Sequence[Sequence[Rule]]
    down: Sequence[Sequence[Rule]]

    def left_of(self, row: int, column: int) -> bool:
        return _drawn(self.down[column], self.ys[row], self.ys[row + 1])

    def above(self, row: int, column: int) -> bool:
        return _drawn(self.across[row], self.xs[column], self.xs[column + 1])

    def may_grow(self, row: int, cells: range, taken: set[tuple[int, int]]) -> bool:
        """Whether a cell reaches into the row: nothing is ruled above it nor inside it."""
        return not any(
            (row, c) in taken or self.above(row, c) or (c > cells.start and self.left_of(row, c))
            for c in cells
        )


def _by_place(rules: Sequence[Rule], places: Sequence[float]) -> list[list[Rule]]:
    return [[rule for rule in rules if abs(rule.at - place) <= _NEAR] for place in places]


def _drawn(rules: Sequence[Rule], start: float, end: float) -> bool:
    """Whether a border is ruled along most of a stretch."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= 0.6 * (end - start)
