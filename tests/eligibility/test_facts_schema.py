from __future__ import annotations

import json

from assistant.eligibility import Checker, facts_schema


def test_the_schema_names_every_fact_and_nothing_else(checker: Checker) -> None:
    for scheme in checker.schemes:
        schema = facts_schema(scheme)
        assert set(schema["properties"]) == set(scheme.facts)
        assert schema["additionalProperties"] is False
        assert json.loads(json.dumps(schema)) == schema


def test_every_fact_may_be_unknown_or_not_applicable(checker: Checker) -> None:
    for scheme in checker.schemes:
        for fact in facts_schema(scheme)["properties"].values():
            assert {"type": "null"} in fact["anyOf"] and len(fact["anyOf"]) == 3
            assert fact["title"] and fact["description"]


def test_a_share_carries_its_unit_and_range(checker: Checker) -> None:
    share = facts_schema(checker.scheme("cq-green-park"))["properties"]["industrial_value_added_share_pct"]
    assert share["x-unit"] == "%"
    assert share["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 100}
