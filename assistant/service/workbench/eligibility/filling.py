"""What stands in the form, as the checker reads it: fields ⇄ facts on the wire.

A field comes from the browser as flat text: ``{"choice": "=yes"}``, ``{"text": "8200"}``,
``{"year:2022": "8200"}``, ``{"choice": "=some", "rows": [{"kind": "…", "date": "2025-06"}]}``.
``choice`` is empty (not filled), ``?`` (not known) or ``=`` with the value chosen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from assistant.domain.answers import Language
from assistant.service.wire.scheme_shapes import FactOut
from assistant.wording import say

Field = Mapping[str, Any]
UNKNOWN = "?"
_MOST_ROWS, _MOST_CHARACTERS = 20, 40
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_DAY = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?|\s*年)?")
_YEAR_PART = "year:"


@dataclass(frozen=True, slots=True)
class Filled:
    """The facts that can be used, and by name why another field cannot."""

    facts: Mapping[str, Any]
    problems: Mapping[str, str]


class _Unusable(ValueError):
    """A value that the reader of the form must put right; the message says how."""


def read_form(facts: Mapping[str, FactOut], fields: Any, language: Language = "zh") -> Filled:
    """Read all fields; one that cannot be used keeps its message and spoils no other.

    Fields of facts that are not in ``facts`` are passed over: they belong to another scheme.
    """
    told: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, fact in facts.items():
        field = fields.get(name) if isinstance(fields, Mapping) else None
        if not isinstance(field, Mapping):
            continue
        try:
            value = _READERS[fact.type](fact, field, partial(say, f"workbench.{language}"))
            if value is not _NOTHING:
                told[name] = value
        except _Unusable as trouble:
            problems[name] = str(trouble)
    return Filled(told, problems)


def without_refused(filled: Filled, fact: FactOut, language: Language = "zh") -> Filled:
    """The same without a fact that the assistant refuses, which is told at its field."""
    key = "check_bad_order" if fact.type in ("events", "listing") else "check_bad_value"
    told = {name: value for name, value in filled.facts.items() if name != fact.name}
    return Filled(told, {**filled.problems, fact.name: say(f"workbench.{language}", key)})


def field_of(spec: FactOut, value: Any) -> dict[str, Any]:
    """The field as it stands in the form when the fact has this value on the wire."""
    if value is None:
        return {"choice": UNKNOWN}
    if isinstance(value, bool) and spec.type == "boolean":
        return {"choice": "=yes" if value else "=no"}
    if spec.type == "enum":
        return {"choice": f"={value}"}
    if spec.type == "series" and isinstance(value, Mapping):
        return {f"{_YEAR_PART}{year}": f"{figure:g}" for year, figure in value.items()}
    if spec.type == "events":
        return {"choice": "=some", "rows": [_without_none(row) for row in value]} if value else _NONE
    if spec.type == "listing":
        return {"choice": "=some", **_without_none(value)} if value else _NONE
    return {"text": f"{value:g}" if isinstance(value, int | float) else str(value)}


_NONE: dict[str, Any] = {"choice": "=none"}
_NOTHING = object()
_Say = Callable[..., str]


def _without_none(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(part) for key, part in row.items() if part is not None}


def _boolean(spec: FactOut, field: Field, say: _Say) -> Any:
    return {"=yes": True, "=no": False, UNKNOWN: None}.get(_text(field, "choice"), _NOTHING)


def _enum(spec: FactOut, field: Field, say: _Say) -> Any:
    choice = _text(field, "choice")
    if choice == UNKNOWN:
        return None
    return choice[1:] if choice.startswith("=") else _NOTHING


def _number(spec: FactOut, field: Field, say: _Say) -> Any:
    if _text(field, "choice") == UNKNOWN:
        return None
    typed = _text(field, "text")
    return _figure(spec, typed, say) if typed else _NOTHING


def _figure(spec: FactOut, typed: str, say: _Say) -> int | float:
    """The number typed; separators and the unit of the field itself may stand."""
    unit = unicodedata.normalize("NFKC", spec.unit or "")
    plain = typed.replace(",", "").replace(" ", "").replace("−", "-").removesuffix(unit or "\0")
    if not _NUMBER.fullmatch(plain):
        raise _Unusable(say("check_bad_number", value=typed, unit=_in_unit(spec, say)))
    number = float(plain)
    low, high = spec.range["minimum"], spec.range["maximum"]
    if (low is not None and number < low) or (high is not None and number > high):
        key = (
            "check_bad_range"
            if None not in (low, high)
            else "check_bad_low"
            if high is None
            else "check_bad_high"
        )
        bounds = {"low": "" if low is None else f"{low:g}", "high": "" if high is None else f"{high:g}"}
        raise _Unusable(say(key, value=typed, unit=spec.unit or "", **bounds))
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _in_unit(spec: FactOut, say: _Say) -> str:
    return say("check_in_unit", unit=spec.unit) if spec.unit else ""


def _date(spec: FactOut, field: Field, say: _Say) -> Any:
    if _text(field, "choice") == UNKNOWN:
        return None
    typed = _text(field, "text")
    if not typed:
        return _NOTHING
    day = _day(typed, say)
    if len(day) < len("2025-06-14"):
        raise _Unusable(say("check_bad_day", value=typed))
    return day


def _day(typed: str, say: _Say) -> str:
    """A day, month or year as ``2025-06-14``, ``2025-06`` or ``2025``."""
    found = _DAY.fullmatch(typed)
    if found is None:
        raise _Unusable(say("check_bad_day", value=typed))
    year, month, day = (part and int(part) for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise _Unusable(say("check_bad_day", value=typed)) from None
    return "-".join(f"{part:02}" for part in (year, month, day) if part)


def _series(spec: FactOut, field: Field, say: _Say) -> Any:
    if _text(field, "choice") == UNKNOWN:
        return None
    typed = {key[len(_YEAR_PART) :]: _text(field, key) for key in field if str(key).startswith(_YEAR_PART)}
    figures = {year: _figure(spec, text, say) for year, text in sorted(typed.items()) if text}
    return figures or _NOTHING


def _events(spec: FactOut, field: Field, say: _Say) -> Any:
    choice = _text(field, "choice")
    if choice != "=some":
        return {"=none": [], UNKNOWN: None}.get(choice, _NOTHING)
    rows = field.get("rows")
    usable = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    if len(usable) > _MOST_ROWS:
        raise _Unusable(say("check_bad_rows", most=_MOST_ROWS))
    events = [_event(row, say) for row in usable]
    # Rows left empty say no more than that there was something; one of them says it.
    return [event for event in events if event] or [{}]


def _event(row: Field, say: _Say) -> dict[str, str]:
    named = {key: _text(row, key) for key in ("kind", "grade")}
    days = {key: _day(_text(row, key), say) for key in ("date", "end") if _text(row, key)}
    return {**{key: value for key, value in named.items() if value}, **days}


def _listing(spec: FactOut, field: Field, say: _Say) -> Any:
    choice = _text(field, "choice")
    if choice != "=some":
        return {"=none": False, UNKNOWN: None}.get(choice, _NOTHING)
    days = {key: _text(field, key) for key in ("listed_on", "removed_on")}
    return {key: _day(text, say) if text else None for key, text in days.items()}


def _text(field: Field, key: str) -> str:
    """What was typed, in half-width characters, without blanks around it, and not endless."""
    typed = field.get(key)
    return unicodedata.normalize("NFKC", typed).strip()[:_MOST_CHARACTERS] if isinstance(typed, str) else ""


_READERS: Mapping[str, Callable[[FactOut, Field, _Say], Any]] = {
    "boolean": _boolean,
    "number": _number,
    "date": _date,
    "enum": _enum,
    "series": _series,
    "events": _events,
    "listing": _listing,
}
