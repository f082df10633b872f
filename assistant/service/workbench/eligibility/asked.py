"""What the page of the tab sends, read with care, and what the assistant says of it: anyone may send anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain.answers import Language
from assistant.errors import ApiRefused
from assistant.service.wire.scheme_shapes import CheckAllOut, FactOut, SchemeOut, SchemesOut
from assistant.service.workbench.api import Api
from assistant.service.workbench.eligibility.choices import Choice, chosen
from assistant.service.workbench.eligibility.filling import Filled, read_form, without_refused
from assistant.service.workbench.eligibility.form import facts_of
from assistant.wording import say

_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One look at the tab.

    Attributes:
        listed: The schemes on the day; on today's where ``day_problem`` says what is wrong with the one sent.
        choice: What was picked; None where there are no schemes.
        schemes: The schemes of the choice with all that a form needs.
    """

    api: Api
    sent: Mapping[str, Any]
    language: Language
    listed: SchemesOut
    day_problem: str
    choice: Choice | None
    schemes: tuple[SchemeOut, ...]

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.listed.as_of

    @property
    def facts(self) -> Mapping[str, FactOut]:
        """All facts that the choice asks for."""
        return facts_of(self.schemes)

    def say(self, key: str, **values: Any) -> str:
        """A sentence of the page in its language."""
        return say(f"workbench.{self.language}", key, **values)

    def filled(self, part: str = "fields") -> Filled:
        """The form as it was sent."""
        return read_form(self.facts, self.sent.get(part), self.language)


async def read_asked(api: Api, sent: Any) -> Asked:
    """Ask for what the page needs before any fact is looked at.

    Raises:
        ApiSilent: The assistant does not answer.
    """
    parts: Mapping[str, Any] = sent if isinstance(sent, Mapping) else {}
    listed, trouble = await _on_day(api, parts.get("day"))
    choice = chosen(listed, parts.get("choice"))
    ids: Sequence[str] = choice.ids if choice else ()
    schemes = [await api.scheme(name, listed.as_of, listed.rules_version) for name in ids]
    return Asked(
        api=api,
        sent=parts,
        language="en" if parts.get("language") == "en" else "zh",
        listed=listed,
        day_problem=trouble,
        choice=choice,
        schemes=tuple(schemes),
    )


async def judged(asked: Asked, filled: Filled, day: date | None = None) -> tuple[CheckAllOut, Filled]:
    """The reports on what was filled in, without the facts that the assistant refuses one by one.

    Raises:
        ApiRefused: The day cannot be used.
        ApiSilent: The assistant does not answer.
    """
    ids = [scheme.id for scheme in asked.schemes]
    while True:
        try:
            return await asked.api.check(ids, filled.facts, day or asked.day), filled
        except ApiRefused as refused:
            name = refused.field or ""
            if refused.refusal != "invalid_fact" or name not in filled.facts:
                raise
            filled = without_refused(filled, asked.facts[name], asked.language)


async def day_sent(api: Api, value: Any) -> date:
    """The day that was typed, read as the assistant reads it; today when empty.

    Raises:
        ApiRefused: It is no day of the calendar.
        ApiSilent: The assistant does not answer.
    """
    return (await api.schemes(_typed(value))).as_of


async def _on_day(api: Api, value: Any) -> tuple[SchemesOut, str]:
    try:
        return await api.schemes(_typed(value)), ""
    except ApiRefused as refused:
        if refused.refusal != "invalid_date":
            raise
        return await api.schemes(), str(refused)


def _typed(value: Any) -> str | None:
    return str(value)[:_MOST_CHARACTERS] if value else None
