"""The last question as of another day: 要是明年3月来问呢, 倒回到2026年1月10号，你的说法变不变."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.agent.context import Context
from assistant.agent.days import days_and_months
from assistant.agent.draft import Draft, fixed
from assistant.agent.talking import Talking, any_of
from assistant.domain.dialogue import DialogueState
from assistant.eligibility.said_times import find_times
from assistant.text.normalise import fold
from assistant.wording import words

_LONGEST, _LONGEST_ENGLISH = 40, 110


@dataclass(frozen=True, slots=True)
class AnotherDay:
    """Tells messages that ask the last question as of another day.

    Attributes:
        asking: Words around the day that only say that it is asked of it.
        supposes: What asks, or supposes a day.
        talking: What names a matter.
    """

    asking: re.Pattern[str]
    supposes: re.Pattern[str]
    talking: Talking

    def named(self, text: str, state: DialogueState, as_of: date) -> date | None:
        """The one day, or last day of a month, that a message names beside no matter; None where it is no such message."""
        folded = fold(text)
        if not state.last_question or state.asked_fact or not self.supposes.search(folded):
            return None
        if len(folded) > (_LONGEST_ENGLISH if folded.isascii() else _LONGEST):
            return None
        found = days_and_months(folded, as_of) or _in_english(folded, as_of)
        if len(found) != 1:
            return None
        day, start, end = found[0]
        rest = self.asking.sub(" ", f"{folded[:start]} {folded[end:]}")
        return None if self.talking.names_a_matter(rest) else day


def _in_english(folded: str, as_of: date) -> list[tuple[date, int, int]]:
    """The days and months that an English text names, each with its place."""
    found = []
    for when in find_times(folded, as_of) if folded.isascii() else ():
        year, month, *days = (*map(int, when.wire.split("-")), 0)[:3]
        if month:
            last = days[0] if days and days[0] else calendar.monthrange(year, month)[1]
            found.append((date(year, month, last), when.start, when.end))
    return found


def load_another_day(talking: Talking) -> AnotherDay:
    """The words of ``prompts/talking.yaml``."""
    said = words("talking")
    return AnotherDay(any_of(said["asking_of_a_day"]), any_of(said["supposes_a_day"]), talking)


def said_of_the_day(context: Context, draft: Draft) -> Draft:
    """A draft that says first of which day it speaks, where that is another than the day of asking."""
    if draft.kind != "answer" or context.as_of == context.asked_on:
        return draft
    return replace(
        draft, blocks=(fixed("text", context.say("told_of_day", day=context.as_of)), *draft.blocks)
    )
