"""The next question with replies that fill the form when they are tapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain.answers import Language
from assistant.domain.eligibility import FactSpec
from assistant.eligibility.engine import Checker
from assistant.eligibility.questions import Asked
from assistant.service.workbench.eligibility.choices import Choice
from assistant.service.workbench.eligibility.filling import UNKNOWN, field_of
from assistant.service.workbench.eligibility.form import spec_on
from assistant.wording import say

_Fill = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A button: its words, and by fact what it puts into the form."""

    label: str
    fill: _Fill


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next.

    Attributes:
        replies: Answers of one tap.
        fields: Facts to fill by hand where no button says it all.
        told: Whether part of it is told already, so that the fields are what remains.
    """

    text: str
    where: tuple[str, ...]
    replies: tuple[Reply, ...]
    fields: tuple[FactSpec, ...]
    told: bool


def next_question(
    checker: Checker, choice: Choice, facts: Mapping[str, Any], as_of: date, language: Language = "zh"
) -> Question | None:
    """The question that settles most of what is open; None when no answer would help.

    Raises:
        InvalidFact: A fact cannot be used; hand over what ``read_form`` found usable.
    """
    asked = checker.ask_next(facts, as_of, [scheme.id for scheme in choice.schemes])
    if asked is None:
        return None
    specs = tuple(spec_on(choice.schemes, name, as_of) for name in _in_order(choice, asked))
    single = specs[0] if len(specs) == 1 else None
    return Question(
        text=asked.question,
        where=tuple(dict.fromkeys(spec.where for spec in specs if spec.where)),
        replies=_of_fact(single, language) if single else _of_group(choice, asked, language),
        fields=() if single and single.type in ("boolean", "enum") else specs,
        told=any(name in facts for name in asked.facts),
    )


def _in_order(choice: Choice, asked: Asked) -> list[str]:
    return [name for name in choice.facts if name in asked.facts]


def _of_fact(spec: FactSpec, language: Language) -> tuple[Reply, ...]:
    if spec.type == "boolean":
        offered = [("check_yes", {"choice": "=yes"}), ("check_no", {"choice": "=no"})]
    elif spec.type in ("events", "listing"):
        offered = [(f"check_{spec.type}_none", {"choice": "=none"})]
    else:
        offered = []
    replies = [Reply(_say(language, key), {spec.name: field}) for key, field in offered]
    replies += [Reply(label, {spec.name: {"choice": f"={value}"}}) for value, label in spec.options]
    return (*replies, _not_known((spec.name,), language))


def _of_group(choice: Choice, asked: Asked, language: Language) -> tuple[Reply, ...]:
    group = next((g for scheme in choice.schemes for g in scheme.groups if g.id == asked.name), None)
    sides = (("check_all_yes", group.on_yes), ("check_all_no", group.on_no)) if group else ()
    fills = [(key, _fill(choice, asked, told)) for key, told in sides]
    return (
        *(Reply(_say(language, key), fill) for key, fill in fills if fill),
        _not_known(asked.facts, language),
    )


def _fill(choice: Choice, asked: Asked, told: Mapping[str, Any]) -> _Fill:
    """What a plain answer says of the facts still asked for; what is told already stays."""
    facts = choice.facts
    return {name: field_of(facts[name].spec, told[name]) for name in asked.facts if name in told}


def _not_known(names: tuple[str, ...], language: Language) -> Reply:
    return Reply(_say(language, "check_unknown"), {name: {"choice": UNKNOWN} for name in names})


def _say(language: Language, key: str) -> str:
    return say(f"workbench.{language}", key)
