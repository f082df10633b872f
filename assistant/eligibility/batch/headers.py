"""Headers of a sheet: which column tells what, in Chinese, in English or by the names of facts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from assistant.eligibility.batch.cells import Measure, factor_between, shortened
from assistant.eligibility.batch.words import (
    column_words,
    enumerated,
    folded,
    header_key,
    money_units,
    phrase,
)
from assistant.eligibility.facts import Fact

Role: TypeAlias = Literal["value", "listed_on", "removed_on"] | int
"""What a column of a fact holds: its value, a day of a listing, or the figure of a year."""

_YEAR = re.compile(r"((?:19|20|21)\d{2})(?:年度?)?")
_UNIT = re.compile(r"\(([^()]*)\)")
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A column of a fact."""

    column: int
    role: Role
    measure: Measure = field(default_factory=Measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What the columns of a sheet tell.

    Attributes:
        places: The columns of each fact, in the order of the sheet.
        code: The column of the credit code, or None; ``name`` that of the applicant's name.
        warnings: What is doubtful about the headers.
    """

    headers: tuple[str, ...]
    places: Mapping[str, tuple[Place, ...]]
    code: int | None = None
    name: int | None = None
    warnings: tuple[str, ...] = ()


class HeaderReader:
    """Knows every name that a column of a scheme may have."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._names = {header_key(name): fact for fact in facts.values() for name in _names_of(fact)}

    @property
    def labels(self) -> list[str]:
        """Labels of the facts, in the order of the rules."""
        return [fact.entry.label for fact in self._facts.values()]

    def count(self, headers: Sequence[object]) -> int:
        """How many cells of a row would be headers of facts."""
        return sum(self._find(str(cell)) is not None for cell in headers if cell not in (None, ""))

    def bind(self, headers: Sequence[object]) -> Binding:
        """What the columns under these headers tell, with all that is doubtful about them."""
        titles = tuple("" if cell is None else str(cell).strip() for cell in headers)
        places: dict[str, list[Place]] = {}
        warnings: list[str] = []
        for column, title in enumerate(titles):
            found = self._find(title)
            if found:
                place = _place(found[0], column, title, found[1], warnings)
                if place:
                    places.setdefault(found[0].name, []).append(place)
            elif title and not _is_identity(title):
                self._advise(title, warnings)
        _tell_doubled(places, titles, self._facts, warnings)
        self._tell_missing(places, warnings)
        return Binding(
            headers=titles,
            places={name: tuple(found) for name, found in places.items()},
            code=_identity(titles, "code"),
            name=_identity(titles, "name"),
            warnings=tuple(warnings),
        )

    def _find(self, title: str) -> tuple[Fact, Role] | None:
        """The fact that a title names and what its column holds; a series without a year has the role value."""
        text = folded(title)
        plain = _UNIT.sub(_kept_bracket, text)
        for candidate in dict.fromkeys((text, plain, text.split("(")[0])):
            fact = self._names.get(header_key(candidate))
            if fact:
                return fact, "value"
            parted = self._parted(candidate)
            if parted:
                return parted
        return None

    def _parted(self, text: str) -> tuple[Fact, Role] | None:
        year = _YEAR.search(text)
        if year:
            rest = text[: year.start()] + text[year.end() :]
            fact = self._names.get(header_key(re.sub(r"^的|[(),，]", "", rest)))
            if fact and fact.entry.type == "series":
                return fact, int(year[1])
        key = header_key(re.sub(r"[()]", "", text))
        roles: tuple[Literal["listed_on", "removed_on"], ...] = ("listed_on", "removed_on")
        for role in roles:
            for ending in column_words(role):
                fact = self._names.get(key.removesuffix(ending)) if key.endswith(ending) else None
                if fact and fact.entry.type == "listing":
                    return fact, role
        return None

    def _advise(self, title: str, warnings: list[str]) -> None:
        near = difflib.get_close_matches(header_key(title), self._names, n=1, cutoff=0.75)
        advice = phrase("sheet", "perhaps", label=self._names[near[0]].entry.label) if near else ""
        if near or _looks_like_a_measure(title):
            warnings.append(phrase("sheet", "unknown_column", column=shortened(title), advice=advice))

    def _tell_missing(self, places: Mapping[str, object], warnings: list[str]) -> None:
        labels = [fact.entry.label for name, fact in self._facts.items() if name not in places]
        if labels:
            more = "…" if len(labels) > _MOST_NAMED else ""
            warnings.append(phrase("sheet", "missing", labels=enumerated(labels[:_MOST_NAMED]) + more))


def _names_of(fact: Fact) -> Iterable[str]:
    yield from (fact.name, fact.entry.label)
    if fact.entry.event_name:
        yield fact.entry.event_name


def _kept_bracket(found: re.Match[str]) -> str:
    """Brackets around a unit go; a year in them stays."""
    year = _YEAR.search(found[1])
    return year[0] if year else ""


def _place(fact: Fact, column: int, title: str, role: Role, warnings: list[str]) -> Place | None:
    if fact.entry.type == "series" and not isinstance(role, int):
        warnings.append(phrase("sheet", "no_year", column=shortened(title), label=fact.entry.label))
        return None
    if fact.entry.type not in ("number", "series"):
        return Place(column=column, role=role)
    given, unit = unit_of(title), fact.entry.unit or ""
    factor = factor_between(given, unit) if given else Decimal(1)
    if factor is None:
        warnings.append(phrase("sheet", "odd_unit", column=shortened(title), given=given, unit=unit))
        return None
    if not given and folded(unit) in money_units():
        warnings.append(phrase("sheet", "assumed_unit", column=shortened(title), unit=unit))
    return Place(column=column, role=role, measure=Measure(factor=factor))


def unit_of(title: str) -> str:
    """The unit that a header names in brackets, without a year beside it; empty when it names none.

    >>> unit_of("2022年产值（万元）"), unit_of("产值(2022年，亿元)"), unit_of("产值（2022年）")
    ('万元', '亿元', '')
    """
    found = _UNIT.findall(folded(title))
    texts = [re.sub(r"^(?:单位|unit)[:：]?", "", _YEAR.sub("", text).strip(",，:;")) for text in found]
    return next((text for text in reversed(texts) if text), "")


def _looks_like_a_measure(title: str) -> bool:
    """Whether a title that is not known speaks of a year or money, and so was perhaps meant for the rules."""
    return bool(_YEAR.search(title)) or unit_of(title) in money_units()


def _is_identity(title: str) -> bool:
    return any(header_key(title) in column_words(kind) for kind in ("code", "name"))


def _identity(titles: Sequence[str], kind: str) -> int | None:
    found = (column for column, title in enumerate(titles) if header_key(title) in column_words(kind))
    return next(found, None)


def _tell_doubled(
    places: Mapping[str, Sequence[Place]],
    titles: Sequence[str],
    facts: Mapping[str, Fact],
    warnings: list[str],
) -> None:
    for name, found in places.items():
        for role in dict.fromkeys(place.role for place in found):
            columns = [titles[place.column] for place in found if place.role == role]
            if len(columns) > 1:
                label = facts[name].entry.label
                warnings.append(
                    phrase("sheet", "doubled", label=label, count=len(columns), columns=enumerated(columns))
                )
