"""Yearly series on whole columns: a row a distinct series, a column a year asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.eligibility.batch.kleene import MET, NOT_MET, UNKNOWN, Codes, Mask, compared
from assistant.eligibility.forms import Series

Figures = NDArray[np.float64]


def series(test: Series, values: Sequence[Any], as_of: date) -> tuple[Codes, Mask, Mask]:
    """Outcome, whether to confirm and whether years are lacking, for each of ``m`` series: three of ``(m,)``."""
    years = test.years_on(as_of)
    figures = _figures(values, years)
    told = ~np.isnan(figures)
    holds = (
        _falls(figures, told)
        if test.falling
        else np.logical_and.reduce(_passes(test, figures) | ~told, axis=1)
    )
    lacks: Mask = ~np.logical_and.reduce(told, axis=1)
    open_ = lacks & (holds | test.or_total)
    # Sums as the scalar engine takes them: another order of addition can differ in the last digit.
    differs: Mask = np.zeros(len(values), dtype=np.bool_)
    if test.or_total:
        totals = np.array([_total(value, years) for value in values], dtype=np.float64)
        differs = ~open_ & (holds != _passes(test, totals))
    outcome = np.where(open_ | differs, UNKNOWN, np.where(holds, MET, NOT_MET)).astype(np.uint8)
    return outcome, differs, open_


def _figures(values: Sequence[Any], years: tuple[int, ...]) -> Figures:
    rows = [[value.get(year, np.nan) for year in years] for value in values]
    return np.array(rows, dtype=np.float64).reshape(len(values), len(years))


def _total(value: Mapping[int, float], years: tuple[int, ...]) -> float:
    return sum(value[year] for year in years if year in value)


def _passes(test: Series, figures: Figures) -> Mask:
    passed: Mask
    if test.every is not None:
        passed = compared(test.every.op, figures, test.every.value)
    elif test.above is not None:
        passed = figures > test.above
    else:
        passed = np.zeros_like(figures, dtype=np.bool_)
    return passed


def _falls(figures: Figures, told: Mask) -> Mask:
    """Whether each year told lies below the year told before it."""
    falls = np.ones(len(figures), dtype=np.bool_)
    before = np.full(len(figures), np.nan)
    for year in range(figures.shape[1]):
        known = told[:, year]
        falls &= ~known | np.isnan(before) | (figures[:, year] < before)
        before = np.where(known, figures[:, year], before)
    return falls
