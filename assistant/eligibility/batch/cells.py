"""Cells of a sheet, read into facts as they go over the wire; one that cannot be read says what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, Literal

from assistant.domain.eligibility import FactType
from assistant.eligibility.batch.days import day_text
from assistant.eligibility.batch.words import enumerated, folded, money_units, phrase, word_set
from assistant.eligibility.facts import Fact

NOT_APPLICABLE: Mapping[str, str] = {"state": "not_applicable"}
_FIGURE = re.compile(
    r"(?P<currency>[¥$])?(?P<figure>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d{1,2})?|[-+]?\.\d+)"
    r"(?P<unit>[^\d.,].*)?"
)
Shares = Literal["percent", "share", "mixed"]


class Blank(Enum):
    """What a cell says that holds nothing."""

    BLANK = "blank"


BLANK = Blank.BLANK


class BadCell(ValueError):
    """A cell cannot be used; the message says what is wrong and what to write."""

    def __init__(self, key: str, /, **variables: Any) -> None:
        shown = {name: shortened(value) for name, value in variables.items()}
        super().__init__(phrase("bad", key, **shown))
        self.place = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How the figures of a column are meant.

    Attributes:
        factor: What one unit of the column is in units of the fact.
        shares: Whether bare figures of a percentage are percent, shares of one, or some of each.
    """

    factor: Decimal = Decimal(1)
    shares: Shares = "percent"


PLAIN = Measure()


def shortened(value: object) -> str:
    """A value as it is shown in a message."""
    text = str(value)
    return text if len(text) <= 40 else text[:38] + "…"


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing but white space."""
    if cell is None or cell == "":
        return True
    return isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\u200b\ufeff'")


def is_example(row: Sequence[object]) -> bool:
    """Whether a row is the example of the template: its first words say so, with a colon or bracket."""
    first = next((cell for cell in row if not is_blank(cell)), "")
    if not isinstance(first, str) or first.isalnum():
        return False
    return folded(first[:8]).startswith(tuple(word_set("cells", "example")))


def read_cell(fact: Fact, cell: object, measure: Measure = PLAIN) -> Any:
    """The wire value of one cell of a fact of one column, ``BLANK`` when nothing is told.

    Raises:
        BadCell: It cannot be read.
    """
    if is_blank(cell):
        return BLANK
    if isinstance(cell, str) and "\ufffd" in cell:
        raise BadCell("undecodable", value=cell)
    state = _state(cell)
    return _READERS[fact.entry.type](fact, cell, measure) if state is BLANK else state


def _state(cell: object) -> Any:
    text = text_of(cell)
    if text in word_set("cells", "unknown"):
        return None
    return NOT_APPLICABLE if text in word_set("cells", "not_applicable") else BLANK


def text_of(cell: object) -> str:
    """A cell as it is compared; the apostrophe by which sheets mark text is no part of it."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return folded(str(cell)).removeprefix("'")


def _boolean(fact: Fact, cell: object, measure: Measure) -> bool:
    text = text_of(cell)
    if text in word_set("cells", "yes"):
        return True
    if text in word_set("cells", "no"):
        return False
    raise BadCell("boolean", value=cell)


def _number(fact: Fact, cell: object, measure: Measure) -> float:
    unit = fact.entry.unit or ""
    found = _FIGURE.fullmatch(text_of(cell)) if not isinstance(cell, bool) else None
    if found is None:
        raise BadCell("number", value=cell, unit=unit)
    try:
        figure = Decimal(found["figure"].replace(",", ""))
    except InvalidOperation as error:
        raise BadCell("number", value=cell, unit=unit) from error
    value = _converted(fact, figure, found["unit"] or "", measure, cell)
    _check_range(fact, value, cell)
    return value


def _converted(fact: Fact, figure: Decimal, given: str, measure: Measure, cell: object) -> float:
    unit = fact.entry.unit or ""
    if given:
        factor = factor_between(given, unit)
        if factor is None:
            raise BadCell("unit", value=cell, given=given, unit=unit)
        return exact(figure * factor)
    if unit == "%" and measure.shares != "percent" and 0 < figure <= 1:
        if measure.shares == "share":
            return exact(figure * 100)
        if figure < 1:
            raise BadCell("share", value=f"{figure.normalize():f}", percent=f"{(figure * 100).normalize():f}")
    return exact(figure * measure.factor)


def factor_between(given: str, unit: str) -> Decimal | None:
    """What one ``given`` is in ``unit``s; None when they do not measure the same.

    >>> factor_between("亿元", "万元"), factor_between("家", "家"), factor_between("吨", "万元")
    (Decimal('10000'), Decimal('1'), None)
    """
    known, left, right = money_units(), folded(given), folded(unit)
    if left == right:
        return Decimal(1)
    return Decimal(known[left]) / Decimal(known[right]) if left in known and right in known else None


def exact(value: Decimal) -> float:
    """A whole number where it is one, else the nearest float."""
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def _check_range(fact: Fact, value: float, cell: object) -> None:
    low, high = fact.entry.minimum, fact.entry.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = ("…" if bound is None else f"{bound:g}" for bound in (low, high))
        raise BadCell(
            "range", value=cell, unit=fact.entry.unit or "", **dict(zip(("low", "high"), bounds, strict=True))
        )


def _date(fact: Fact, cell: object, measure: Measure) -> str:
    text = day_text(cell)
    if text is None or len(text) != 10:
        raise BadCell("date", value=cell)
    return text


def any_day(cell: object) -> str | None:
    """A day, month or year; None for a blank cell and one that says it is not known.

    Raises:
        BadCell: It is something else.
    """
    if is_blank(cell) or _state(cell) is None:
        return None
    text = day_text(cell)
    if text is None:
        raise BadCell("event_date", value=cell)
    return text


def _enum(fact: Fact, cell: object, measure: Measure) -> str:
    value = folded_names(tuple(fact.options.items())).get(text_of(cell))
    if value is not None:
        return value
    raise BadCell("enum", value=cell, options=enumerated([label for _, label in fact.spec.options]))


@cache
def folded_names(names: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Names of options, kinds or grades as they are compared, with the values they stand for."""
    return {folded(name): value for name, value in reversed(names)}


_READERS: Mapping[FactType, Callable[[Fact, object, Measure], Any]] = {
    "boolean": _boolean,
    "number": _number,
    "series": _number,
    "date": _date,
    "enum": _enum,
}
