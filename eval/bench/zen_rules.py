"""The rules of a scheme as a decision of zen-engine, generated from the same trees with guards for what is not told.

Only the forms that its expressions can hold without help of the host: yes and no, options, events without window.
"""

from __future__ import annotations

import json
from typing import Any

from assistant.eligibility import Scheme
from assistant.eligibility.forms import All, AnyOf, Is, Judgement, NoEvent, Not, OneOf, Present, Test


def decision_of(scheme: Scheme) -> str:
    """The decision as JSON: a number for each criterion (0 fails, 1 open, 2 holds) and the least of the deciding ones.

    Raises:
        ValueError: A rule of the scheme has a form that is not translated.
    """
    keys = {criterion.entry.id: f"c{number}" for number, criterion in enumerate(scheme.criteria)}
    expressions = []
    for criterion in scheme.criteria:
        value, applies = expression(criterion.entry.test), criterion.entry.applies_when
        if applies is not None:
            scope = expression(applies)
            value = f"({scope}) == 0 ? 2 : (({scope}) == 1 ? 1 : ({value}))"
        expressions.append({"id": keys[criterion.entry.id], "key": keys[criterion.entry.id], "value": value})
    deciding = ", ".join(f"$.{keys[c.entry.id]}" for c in scheme.criteria if c.decides)
    expressions.append({"id": "verdict", "key": "verdict", "value": f"min([{deciding}])"})
    return json.dumps({"nodes": _nodes(expressions), "edges": _edges()})


def expression(test: Test) -> str:
    """A test in zen's language.

    Raises:
        ValueError: It has no translation.
    """
    if isinstance(test, Judgement):
        return "2"
    if isinstance(test, All | AnyOf):
        parts = ", ".join(expression(part) for part in test.tests)
        return f"{'min' if isinstance(test, All) else 'max'}([{parts}])"
    if isinstance(test, Not):
        return f"2 - ({expression(test.test)})"
    if isinstance(test, Is | Present):
        wanted = str(test.value if isinstance(test, Is) else True).lower()
        return f"{test.fact} == null ? 1 : ({test.fact} == {wanted} ? 2 : 0)"
    if isinstance(test, OneOf) and not test.doubtful:
        return f"{test.fact} == null ? 1 : ({test.fact} in {json.dumps(test.values)} ? 2 : 0)"
    if isinstance(test, NoEvent) and not (test.window or test.kinds or test.grade or test.since):
        found = 1 if test.only_doubtful else 0
        return f"{test.fact} == null ? 1 : (len({test.fact}) == 0 ? 2 : {found})"
    raise ValueError(f"no translation of the form {test.form!r}")


def _nodes(expressions: list[dict[str, str]]) -> list[dict[str, Any]]:
    place = {"x": 0, "y": 0}
    return [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "position": place,
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]


def _edges() -> list[dict[str, str]]:
    return [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
