"""What is written into the fields of a form: from facts, or from what the applicant types beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from assistant.documents.form_fields import FormField
from assistant.eligibility.batch.cells import factor_between
from assistant.eligibility.batch.codes import is_code, plain_code
from assistant.eligibility.batch.days import day_text
from assistant.eligibility.batch.words import column_words, enumerated, header_key
from assistant.eligibility.facts import Fact, Listing, RoughDay, State, Value
from assistant.eligibility.happenings import day_of
from assistant.eligibility.papers.phrases import day_words, phrase
from assistant.eligibility.papers.slots import Slot, boxed_options
from assistant.eligibility.told import told
from assistant.errors import InvalidInput

Typed: TypeAlias = Any
"""What may be typed into a field: text, a number, true or false, or of options a list."""

MOST_CHARACTERS = 1000
_NOT_FOR_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def plain_text(text: str) -> str:
    r"""Text as a document can hold it: line ends alike, no control characters.

    >>> plain_text("甲\r\n乙\x00丙")
    '甲\n乙丙'
    """
    return _NOT_FOR_XML.sub("", _BREAKS.sub("\n", text)).strip()


def typed_text(name: str, raw: str, warnings: list[str], limit: int = MOST_CHARACTERS) -> str:
    """What was typed as it is written; adds a warning where characters had to go.

    Raises:
        InvalidInput: It is too long.
    """
    if len(raw) > limit:
        raise InvalidInput(
            phrase("form", "too_long", name=shown(name), length=len(raw), limit=limit), field=name[:60]
        )
    if _NOT_FOR_XML.search(_BREAKS.sub("\n", raw)):
        warnings.append(phrase("form", "cleaned", name=name))
    return plain_text(raw)


def shown(text: str) -> str:
    """A text as it is shown in a message."""
    return text if len(text) <= 40 else f"{text[:38]}…"


def from_fact(field: FormField, fact: Fact, value: Value, year: int | None) -> tuple[str, tuple[str, ...]]:
    """What a fact writes into a field, and the boxes that it ticks; nothing where it is not known."""
    if isinstance(value, State):
        known = value is State.NOT_APPLICABLE and not field.options
        return (_said(fact, {"state": "not_applicable"}) if known else "", ())
    if field.options:
        return "", _boxes(field, fact, value)
    if isinstance(value, Mapping):
        figure = value.get(year or 0)
        return ("" if figure is None else _figure(figure, fact, field)), ()
    if isinstance(value, bool):
        return _said(fact, value), ()
    if isinstance(value, int | float):
        return _figure(value, fact, field), ()
    if isinstance(value, date):
        return day_words(value), ()
    if isinstance(value, RoughDay):
        return day_of(value.days), ()
    return (fact.label_of(value) if isinstance(value, str) else "", ())


def _boxes(field: FormField, fact: Fact, value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        label = fact.label_of(value)
        return (label,) if label in field.options else ()
    holds = True if isinstance(value, Listing) else bool(value)
    return (field.options[0],) if holds else field.options[1:2]


def _said(fact: Fact, raw: object) -> str:
    line = told({fact.name: fact}, {fact.name: raw})[0]
    return line.removeprefix(f"{fact.entry.label}：")


def _figure(number: float, fact: Fact, field: FormField) -> str:
    """A figure in the unit printed; where none is printed, with that of the fact."""
    unit = fact.entry.unit or ""
    factor = factor_between(unit, field.unit) if field.unit else Decimal(1)
    figure = Decimal(f"{number or 0:.15g}") * (factor or 1)
    text = f"{figure:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if field.unit else f"{text}{unit}"


def from_typed(slot: Slot, raw: Typed, warnings: list[str]) -> tuple[str, tuple[str, ...]]:
    """What was typed into a field, and the boxes ticked.

    Raises:
        InvalidInput: It is no text where text is asked for, too long, or none of the options.
    """
    parts = raw if isinstance(raw, list) and slot.field.options else [raw]
    if not all(isinstance(part, str | int) or _is_figure(part) for part in parts):
        raise InvalidInput(phrase("form", "not_text", name=slot.key), field=slot.key)
    if slot.field.options:
        return "", _typed_boxes(slot, raw)
    if isinstance(raw, float):
        raw = f"{raw:.15g}"
    text = typed_text(slot.key, str(raw), warnings)
    if not text:
        return "", ()
    if slot.field.kind == "number":
        return _typed_number(slot, text, warnings), ()
    if slot.field.kind == "date":
        return _typed_day(slot, text, warnings), ()
    if header_key(slot.field.label) in column_words("code") and not is_code(plain_code(text)):
        warnings.append(phrase("form", "bad_code", name=slot.key, value=shown(text)))
    return text, ()


def _is_figure(raw: Any) -> bool:
    return isinstance(raw, float) and math.isfinite(raw)


def _typed_boxes(slot: Slot, raw: Typed) -> tuple[str, ...]:
    text = slot.cell.text if slot.cell else ""
    options = boxed_options(text, slot.field.options) if text else slot.field.options
    if isinstance(raw, bool) and slot.field.kind == "tick":
        return (options[0],) if raw else tuple(options[1:2])
    parts = raw if isinstance(raw, list) else [raw]
    wanted = [str(part).strip() for part in parts if str(part).strip()]
    strange = [word for word in wanted if word not in options]
    if strange:
        message = phrase(
            "form", "not_a_choice", name=slot.key, value=shown(strange[0]), options=enumerated(options)
        )
        raise InvalidInput(message, field=slot.key)
    if slot.field.kind == "tick" and len(set(wanted)) > 1:
        raise InvalidInput(phrase("form", "one_choice", name=slot.key, count=len(wanted)), field=slot.key)
    return tuple(wanted)


def _typed_number(slot: Slot, text: str, warnings: list[str]) -> str:
    unit = slot.field.unit
    bare = text.removesuffix(unit).strip() if unit else text
    try:
        figure = Decimal(bare.replace(",", "").replace("，", ""))
        if not figure.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        if unit:
            warnings.append(phrase("form", "not_a_number", name=slot.key, value=shown(text), unit=unit))
        return text
    if not unit:
        warnings.append(phrase("form", "no_unit", name=slot.key))
    return bare


def _typed_day(slot: Slot, text: str, warnings: list[str]) -> str:
    day = day_text(text)
    if day is None:
        warnings.append(phrase("form", "not_a_day", name=slot.key, value=shown(text)))
        return text
    parts = [int(part) for part in day.split("-")]
    return day_words(date(*parts)) if len(parts) == 3 else text
