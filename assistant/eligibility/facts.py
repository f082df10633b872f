"""Facts on the wire: read into typed values, or refused with the name of the fact and what to change."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from itertools import chain
from typing import Any, NoReturn, TypeAlias

from assistant.domain.documents import DateRange
from assistant.domain.eligibility import FactSpec
from assistant.eligibility.cue_finding import Openings
from assistant.eligibility.phrases import say
from assistant.eligibility.scheme_file import FactEntry, Option
from assistant.errors import InvalidFact

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_SPELL = range(1, 601)
"""No spell that counts lasts longer, in months."""


class State(Enum):
    """What an applicant says instead of a value."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; None is what the applicant left open, an open ``end`` means until today.

    ``months`` is how long it lasted, where that was told without both days (停产14个月，2024年3月复产).
    """

    kind: str | None
    grade: str | None
    days: DateRange | None
    end: DateRange | None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry in a list; ``removed`` is None while it stands, and where it is ``out`` since an untold day."""

    listed: DateRange | None
    removed: DateRange | None
    out: bool = False


@dataclass(frozen=True, slots=True)
class RoughDay:
    """A day of which only the month or the year is told."""

    days: DateRange


Value: TypeAlias = (
    bool | int | float | str | date | RoughDay | Mapping[int, float] | tuple[Event, ...] | Listing | State
)
Values: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One declared fact, ready to read values.

    Attributes:
        options: Every accepted name of an option → its value; ``kinds`` and ``grades`` likewise.
        ranks: Place of each value on the scale of the fact (of its grades, for events), lowest 0.
        labels: Value → label, for options, kinds and grades.
    """

    entry: FactEntry
    spec: FactSpec
    options: Mapping[str, str]
    kinds: Mapping[str, str]
    grades: Mapping[str, str]
    ranks: Mapping[str, int]
    labels: Mapping[str, str]

    @property
    def name(self) -> str:
        """The key on the wire."""
        return self.entry.name

    @cached_property
    def openings(self) -> Openings:
        """What the words that tell of the fact unasked begin with."""
        cues, subject = self.entry.cues, self.entry.subject
        words = (cues.about, cues.names, cues.yes, cues.no, cues.yes_in_year, cues.no_in_year)
        return Openings(chain(*words, subject.words if subject is not None else ()))

    def parse(self, raw: Any) -> Value:
        """Read a wire value.

        Raises:
            InvalidFact: The value has the wrong type, form or range.
        """
        if raw is None:
            return State.UNKNOWN
        if isinstance(raw, Mapping) and "state" in raw:
            if dict(raw) != {"state": "not_applicable"}:
                self._refuse("fact_state", raw)
            return State.NOT_APPLICABLE
        return _READERS[self.entry.type](self, raw)

    def label_of(self, value: str) -> str:
        """The Chinese label of an option, kind or grade."""
        return self.labels.get(value, value)

    def _refuse(self, key: str, raw: Any, **more: Any) -> NoReturn:
        text = say(key, label=self.entry.label, fact=self.name, value=_shown(raw), **more)
        raise InvalidFact(text, field=self.name)


def make_fact(entry: FactEntry, scales: Mapping[str, Sequence[Option]]) -> Fact:
    """Join a declared fact with the scales that it names."""
    options = tuple(entry.options) or tuple(scales.get(entry.scale or "", ()))
    grades = tuple(scales.get(entry.grades or "", ()))
    spec = FactSpec(
        name=entry.name,
        label=entry.label,
        type=entry.type,
        question=entry.question,
        unit=entry.unit,
        options=_pairs(options),
        kinds=_pairs(entry.kinds),
        grades=_pairs(grades),
        minimum=entry.minimum,
        maximum=entry.maximum,
        where=entry.where,
    )
    scale = grades if entry.type == "events" else options
    return Fact(
        entry=entry,
        spec=spec,
        options=_names(options),
        kinds=_names(entry.kinds),
        grades=_names(grades),
        ranks={option.value: rank for rank, option in enumerate(scale)},
        labels={option.value: option.label for option in (*options, *entry.kinds, *grades)},
    )


def parse_facts(
    facts: Mapping[str, Fact], raw: Mapping[str, Any], *, strict: bool = True
) -> dict[str, Value]:
    """Read all wire values; with ``strict`` a name that is not declared is refused, otherwise left out.

    Raises:
        InvalidFact: A name is unknown or a value cannot be used.
    """
    if not isinstance(raw, Mapping):
        raise InvalidFact(say("facts_not_object"), field="facts")
    values: dict[str, Value] = {}
    for name in raw:
        if name in facts:
            values[name] = facts[name].parse(raw[name])
        elif strict:
            known = say("list_separator").join(sorted(facts))
            raise InvalidFact(say("fact_unknown", fact=_shown(name), known=known), field=str(name)[:60])
    return values


def _pairs(options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    return tuple((option.value, option.label) for option in options)


def _names(options: Sequence[Option]) -> dict[str, str]:
    return {
        name: option.value for option in options for name in (option.value, option.label, *option.aliases)
    }


def _shown(raw: Any) -> str:
    text = str(raw)
    return text if len(text) <= 60 else text[:57] + "…"


def _boolean(fact: Fact, raw: Any) -> Value:
    if not isinstance(raw, bool):
        fact._refuse("fact_boolean", raw)
    return raw


def _number(fact: Fact, raw: Any) -> int | float:
    unit = fact.entry.unit or ""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        fact._refuse("fact_number", raw, unit=unit)
    low, high = fact.entry.minimum, fact.entry.maximum
    if (low is not None and raw < low) or (high is not None and raw > high):
        fact._refuse("fact_range", raw, unit=unit, low=_bound(low), high=_bound(high))
    return raw


def _bound(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def _date(fact: Fact, raw: Any) -> Value:
    days = _days(raw)
    if days is None:
        fact._refuse("fact_date", raw)
    return days.earliest if days.earliest == days.latest else RoughDay(days)


def _enum(fact: Fact, raw: Any) -> Value:
    value = fact.options.get(raw) if isinstance(raw, str) else None
    if value is None:
        fact._refuse("fact_enum", raw, options=_choices(fact.spec.options))
    return value


def _choices(options: Sequence[tuple[str, str]]) -> str:
    return say("list_separator").join(
        f"{value}（{label}）" if value != label else value for value, label in options
    )


def _series(fact: Fact, raw: Any) -> Value:
    if not isinstance(raw, Mapping):
        fact._refuse("fact_series", raw)
    series: dict[int, float] = {}
    for year, figure in raw.items():
        if not _YEAR.fullmatch(str(year)):
            fact._refuse("fact_series", raw)
        if figure is not None:
            series[int(str(year))] = _number(fact, figure)
    return dict(sorted(series.items()))


def _events(fact: Fact, raw: Any) -> Value:
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        fact._refuse("fact_events", raw)
    return tuple(_event(fact, item) for item in raw)


def _event(fact: Fact, raw: Any) -> Event:
    if not isinstance(raw, Mapping) or not set(raw) <= {"kind", "grade", "date", "end", "months"}:
        fact._refuse("fact_event", raw)
    days, end = _day_range(fact, raw.get("date")), _day_range(fact, raw.get("end"))
    if days and end and end.latest < days.earliest:
        fact._refuse("fact_order", raw)
    kind = _choice(fact, raw.get("kind"), fact.kinds, fact.spec.kinds, "fact_kind")
    grade = _choice(fact, raw.get("grade"), fact.grades, fact.spec.grades, "fact_grade")
    return Event(kind, grade, days, end, _months(fact, raw))


def _months(fact: Fact, raw: Mapping[str, Any]) -> int | None:
    """How many months an event lasted; None where that is not told."""
    months = raw.get("months")
    if months is not None and (
        isinstance(months, bool) or not isinstance(months, int) or months not in _SPELL
    ):
        fact._refuse("fact_event_months", months, low=_SPELL.start, high=_SPELL[-1])
    return months


def _choice(
    fact: Fact, raw: Any, names: Mapping[str, str], options: Sequence[tuple[str, str]], key: str
) -> str | None:
    if raw is None or not names:
        return None
    if not isinstance(raw, str) or raw not in names:
        fact._refuse(key, raw, options=_choices(options))
    return names[raw]


def _listing(fact: Fact, raw: Any) -> Value:
    if raw is False:
        return False
    if not isinstance(raw, Mapping) or not set(raw) <= {"listed_on", "removed_on", "removed"}:
        fact._refuse("fact_listing", raw)
    if not isinstance(raw.get("removed", False), bool):
        fact._refuse("fact_listing", raw)
    listed, removed = _day_range(fact, raw.get("listed_on")), _day_range(fact, raw.get("removed_on"))
    if listed and removed and removed.latest < listed.earliest:
        fact._refuse("fact_order", raw)
    return Listing(listed, removed, out=removed is None and bool(raw.get("removed")))


def _day_range(fact: Fact, raw: Any) -> DateRange | None:
    if raw is None:
        return None
    days = _days(raw)
    if days is None:
        fact._refuse("fact_event_date", raw)
    return days


def _days(raw: Any) -> DateRange | None:
    """The days that ``2025-06-14``, ``2025-06`` or ``2025`` may mean; None when it is no date."""
    if isinstance(raw, date):
        return DateRange(raw, raw)
    found = _DATE.fullmatch(raw) if isinstance(raw, str) else None
    if found is None or not _YEAR.fullmatch(found[1]):
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    try:
        first = date(year, month, day)
    except ValueError:
        return None
    if found[3]:
        return DateRange(first, first)
    after = date(year + 1, 1, 1) if not found[2] or month == 12 else date(year, month + 1, 1)
    return DateRange(first, after - timedelta(days=1))


_READERS: Mapping[str, Callable[[Fact, Any], Value]] = {
    "boolean": _boolean,
    "number": _number,
    "date": _date,
    "enum": _enum,
    "series": _series,
    "events": _events,
    "listing": _listing,
}
