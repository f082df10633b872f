"""JSON Schema of the facts of a scheme, as they go over the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.domain.eligibility import FactSpec
from assistant.eligibility.schemes import Scheme

Schema = dict[str, Any]
_DAY: Schema = {"type": "string", "format": "date"}
_DAY_OR_NULL: Schema = {"anyOf": [_DAY, {"type": "null"}]}
_MONTHS_OR_NULL: Schema = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 600}, {"type": "null"}]}
_NOT_APPLICABLE: Schema = {
    "type": "object",
    "properties": {"state": {"const": "not_applicable"}},
    "required": ["state"],
    "additionalProperties": False,
}


def facts_schema(scheme: Scheme) -> Schema:
    """JSON Schema (2020-12) of the ``facts`` object: every fact optional, ``null`` for 'not known'."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": scheme.id,
        "type": "object",
        "properties": {name: _fact(fact.spec) for name, fact in scheme.facts.items()},
        "additionalProperties": False,
    }


def _fact(spec: FactSpec) -> Schema:
    described = {"title": spec.label, "description": spec.question}
    if spec.unit:
        described["x-unit"] = spec.unit
    return {**described, "anyOf": [_TYPES[spec.type](spec), {"type": "null"}, _NOT_APPLICABLE]}


def _number(spec: FactSpec) -> Schema:
    bounds = {"minimum": spec.minimum, "maximum": spec.maximum}
    return {"type": "number", **{key: bound for key, bound in bounds.items() if bound is not None}}


def _series(spec: FactSpec) -> Schema:
    return {
        "type": "object",
        "patternProperties": {"^(19|20|21)[0-9]{2}$": _number(spec)},
        "additionalProperties": False,
    }


def _names(options: tuple[tuple[str, str], ...]) -> Schema:
    return {"enum": [value for value, _ in options], "x-labels": dict(options)}


def _events(spec: FactSpec) -> Schema:
    properties: Schema = {"date": _DAY_OR_NULL, "end": _DAY_OR_NULL, "months": _MONTHS_OR_NULL}
    if spec.kinds:
        properties["kind"] = _names(spec.kinds)
    if spec.grades:
        properties["grade"] = _names(spec.grades)
    return {
        "type": "array",
        "items": {"type": "object", "properties": properties, "additionalProperties": False},
    }


def _listing(spec: FactSpec) -> Schema:
    entry = {
        "type": "object",
        "properties": {
            "listed_on": _DAY_OR_NULL,
            "removed_on": _DAY_OR_NULL,
            "removed": {"type": "boolean"},
        },
        "additionalProperties": False,
    }
    return {"anyOf": [{"const": False}, entry]}


_TYPES: Mapping[str, Callable[[FactSpec], Schema]] = {
    "boolean": lambda spec: {"type": "boolean"},
    "number": _number,
    "date": lambda spec: _DAY,
    "enum": lambda spec: _names(spec.options),
    "series": _series,
    "events": _events,
    "listing": _listing,
}
