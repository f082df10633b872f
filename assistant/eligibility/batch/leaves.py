"""Tests of one or several facts on whole columns: numbers and days compared as arrays, else value by value.

What has few distinct values (yes and no, options, listings, spells) is handed to the scalar engine once for
each of them, and its outcome scattered over the applicants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.eligibility.batch import events, yearly
from assistant.eligibility.batch.columns import (
    ABSENT,
    FIRST,
    TOLD_NOT_APPLICABLE,
    TOLD_UNKNOWN,
    Column,
    Table,
)
from assistant.eligibility.batch.kleene import (
    CODE_OF,
    JUDGEMENT,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Codes,
    Findings,
    Mask,
    compared,
    plain,
)
from assistant.eligibility.evaluate import Case, evaluate
from assistant.eligibility.facts import RoughDay
from assistant.eligibility.forms import Compare, Judgement, NoEvent, OnDate, Series, ThisYear

_MOST_EXACT = 2**53
"""Whole numbers beyond it are not all floats."""


def judge_leaf(test: Any, table: Table) -> Findings:
    """What a test without parts finds of every applicant."""
    if isinstance(test, Judgement):
        return plain(np.full(table.count, JUDGEMENT, dtype=np.uint8))
    if isinstance(test, Compare) and test.plus:
        return _sum(test, table)
    if isinstance(test, NoEvent):
        return events.no_event(test, table)
    return _by_value(test, table)


def _by_value(test: Any, table: Table) -> Findings:
    """Findings of a test that reads one fact: found for each distinct value, then scattered."""
    column = table.column(test.fact)
    outcome = np.full(len(column.values), UNKNOWN, dtype=np.uint8)
    outcome[TOLD_NOT_APPLICABLE] = NOT_APPLICABLE
    confirm, lacking = (np.zeros(len(outcome), dtype=np.bool_) for _ in range(2))
    lacking[[ABSENT, TOLD_UNKNOWN]] = True
    found = _FOUND.get(type(test), _one_by_one)(test, table, column)
    outcome[FIRST:], confirm[FIRST:], lacking[FIRST:] = found
    codes = column.codes
    return plain(outcome[codes], [(test.fact, lacking[codes])], confirm[codes])


_Found = tuple[Codes, Mask, Mask]
"""Outcome, whether to confirm, whether the fact is incomplete: for each distinct value."""


def _decided(holds: Mask) -> _Found:
    none = np.zeros(len(holds), dtype=np.bool_)
    return np.where(holds, MET, NOT_MET).astype(np.uint8), none, none


def _one_by_one(test: Any, table: Table, column: Column) -> _Found:
    findings = [
        evaluate(test, Case(table.facts, {test.fact: value}, table.as_of))
        for value in column.values[FIRST:]
        if value is not None
    ]
    return (
        np.array([CODE_OF[finding.outcome] for finding in findings], dtype=np.uint8),
        np.array([finding.confirm for finding in findings], dtype=np.bool_),
        np.array([bool(finding.missing) for finding in findings], dtype=np.bool_),
    )


def _compare(test: Compare, table: Table, column: Column) -> _Found:
    values = column.values[FIRST:]
    if any(isinstance(value, int) and abs(value) > _MOST_EXACT for value in values):
        return _one_by_one(test, table, column)
    return _decided(compared(test.op, np.array(values, dtype=np.float64), test.value))


def _on_date(test: OnDate, table: Table, column: Column) -> _Found:
    if any(isinstance(value, RoughDay) for value in column.values[FIRST:]):
        return _one_by_one(test, table, column)
    days = np.array([value.toordinal() for value in column.values[FIRST:]], dtype=np.int64)  # type: ignore[union-attr]
    return _decided(compared(test.op, days, test.value.toordinal()))


def _this_year(test: ThisYear, table: Table, column: Column) -> _Found:
    if any(isinstance(value, RoughDay) for value in column.values[FIRST:]):
        return _one_by_one(test, table, column)
    years = np.array([value.year for value in column.values[FIRST:]], dtype=np.int64)  # type: ignore[union-attr]
    return _decided(years == table.as_of.year)


def _series(test: Series, table: Table, column: Column) -> _Found:
    return yearly.series(test, column.values[FIRST:], table.as_of)


_FOUND: dict[type, Callable[[Any, Table, Column], _Found]] = {
    Compare: _compare,
    OnDate: _on_date,
    ThisYear: _this_year,
    Series: _series,
}


def _sum(test: Compare, table: Table) -> Findings:
    """The sum of several numbers: what is told may already exceed an upper limit or reach a lower one."""
    names = (test.fact, *test.plus)
    figures, told = zip(*(_figures(table.column(name)) for name in names), strict=True)
    # The same addition as in the scalar engine, number by number: a sum in another order can differ in its last digit.
    total = np.array([sum(row) for row in zip(*(f.tolist() for f in figures), strict=True)], dtype=np.float64)
    holds = compared(test.op, total.reshape(table.count), test.value)
    settled = holds if test.op in (">", ">=") else ~holds if test.op in ("<", "<=") else np.zeros_like(holds)
    open_ = ~np.logical_and.reduce(told) & ~settled
    outcome = np.where(open_, UNKNOWN, np.where(holds, MET, NOT_MET)).astype(np.uint8)
    return Findings(
        outcome=outcome,
        confirm=np.zeros(table.count, dtype=np.bool_),
        begun=open_ & np.logical_or.reduce(told),
        missing=tuple((name, open_ & ~known) for name, known in zip(names, told, strict=True)),
    )


def _figures(column: Column) -> tuple[NDArray[np.float64], Mask]:
    """Figures of the applicants, 0 where none is told, and who told one."""
    figures = np.array([value if _is_figure(value) else 0 for value in column.values], dtype=np.float64)
    told = np.array([_is_figure(value) for value in column.values], dtype=np.bool_)
    return figures[column.codes], told[column.codes]


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float)
