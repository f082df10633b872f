"""Which day a question means."""

from __future__ import annotations

from datetime import date

from assistant.agent.speaking import asks
from assistant.agent.understanding.lexicon import Cues
from assistant.agent.understanding.question import Question
from assistant.domain.dialogue import DialogueState

_ON_THAT_DAY = 24


def day_meant(question: Question, rules: Cues, as_of: date, state: DialogueState) -> date:
    """The day on which the rules are asked for: one that the question names (当时按哪个办法), else the day of asking.

    After a check, a short question that names a later day (那2027年1月1日呢) asks how it would come out then.
    """
    later = len(question.dates) == 1 and question.dates[0] > as_of
    if state.checking and later and len(question.folded) <= _ON_THAT_DAY and asks(question.folded):
        return question.dates[0]
    if len(question.dates) == 1 and rules.hits(question.folded) and not question.asks & {"date", "period"}:
        return question.dates[0]
    return as_of


def day_named(question: Question, as_of: date) -> date | None:
    """The first day that a question names; one without a year is the last such day up to ``as_of``."""
    if question.dates:
        return question.dates[0]
    for month, day in question.month_days:
        for year in (as_of.year, as_of.year - 1):
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            if found <= as_of:
                return found
    return None
