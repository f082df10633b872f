"""Which day a question means."""

from __future__ import annotations

import re
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


_AHEAD = re.compile(r"开始|计划|准备|打算|将|预计|要是|如果|start")
_DONE = re.compile(r"[了过完]|已|started")


def day_named(question: Question, as_of: date) -> date | None:
    """The first day that a question names; one without a year is the last such day up to ``as_of``.

    Of what begins or is planned (12月25日开始公示) it is the next such day.
    """
    if question.dates:
        return question.dates[0]
    for month, day in question.month_days:
        ahead = bool(_AHEAD.search(question.folded)) and not _DONE.search(question.folded)
        for year in (as_of.year, as_of.year + 1) if ahead else (as_of.year, as_of.year - 1):
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            if (found >= as_of) if ahead else (found <= as_of):
                return found
    return None
