"""The next question with replies that fill the form when they are tapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.answers import Language
from assistant.service.wire.scheme_shapes import CheckAllOut, FactOut, SchemeOut
from assistant.service.workbench.eligibility.filling import UNKNOWN, field_of
from assistant.service.workbench.eligibility.form import facts_of
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
    fields: tuple[FactOut, ...]
    told: bool


def next_question(
    found: CheckAllOut, schemes: Sequence[SchemeOut], facts: Mapping[str, Any], language: Language = "zh"
) -> Question | None:
    """The question that settles most of what is open; None when no answer would help."""
    if found.next_question is None:
        return None
    every = facts_of(schemes)
    asked = {name: fact for name, fact in every.items() if name in found.next_facts}
    single = next(iter(asked.values())) if len(asked) == 1 else None
    return Question(
        text=found.next_question,
        where=tuple(dict.fromkeys(fact.where for fact in asked.values() if fact.where)),
        replies=_of_fact(single, language) if single else _of_group(found, schemes, asked, language),
        fields=() if single and single.type in ("boolean", "enum") else tuple(asked.values()),
        told=any(name in facts for name in asked),
    )


def _of_fact(fact: FactOut, language: Language) -> tuple[Reply, ...]:
    if fact.type == "boolean":
        offered = [("check_yes", {"choice": "=yes"}), ("check_no", {"choice": "=no"})]
    elif fact.type in ("events", "listing"):
        offered = [(f"check_{fact.type}_none", {"choice": "=none"})]
    else:
        offered = []
    replies = [Reply(_say(language, key), {fact.name: field}) for key, field in offered]
    replies += [
        Reply(option["label"], {fact.name: {"choice": f"={option['value']}"}}) for option in fact.options
    ]
    return (*replies, _not_known([fact.name], language))


def _of_group(
    found: CheckAllOut, schemes: Sequence[SchemeOut], asked: Mapping[str, FactOut], language: Language
) -> tuple[Reply, ...]:
    group = next((g for scheme in schemes for g in scheme.groups if g.id == found.next_fact), None)
    sides = (("check_all_yes", group.on_yes), ("check_all_no", group.on_no)) if group else ()
    fills = [(key, _fill(asked, told)) for key, told in sides]
    return (*(Reply(_say(language, key), fill) for key, fill in fills if fill), _not_known(asked, language))


def _fill(asked: Mapping[str, FactOut], told: Mapping[str, Any]) -> _Fill:
    """What a plain answer says of the facts still asked for; what is told already stays."""
    return {name: field_of(asked[name], told[name]) for name in asked if name in told}


def _not_known(names: Sequence[str] | Mapping[str, FactOut], language: Language) -> Reply:
    return Reply(_say(language, "check_unknown"), {name: {"choice": UNKNOWN} for name in names})


def _say(language: Language, key: str) -> str:
    return say(f"workbench.{language}", key)
