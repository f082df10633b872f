"""A day put right, or another asked of, by month and day alone (日期写错了，是10月30日): of the year told before."""

from __future__ import annotations

import re
from datetime import date

from assistant.domain.dialogue import DialogueState
from assistant.eligibility.message import corrects
from assistant.text.dates import find_dates, find_month_days
from assistant.text.normalise import fold

_MONTH_DAY = re.compile(r"(?<![\d年])(?<!年 )(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_DAY = re.compile(r"(?<![\d月])(?P<day>\d{1,2})[日号](?!文)")
_YEAR = re.compile(r"(?:19|20)\d{2}|(?<!\d)\d{2}年|[去前今明后本]年")
_BRIEF = 30
_INSTEAD = re.compile(r"(?:那|那么)?(?:换成|改成|改为|换到|如果是?|要是|假如是?|若是?)(?=[^，。？?,]{0,4}\d)")


def asks_instead(folded: str) -> re.Match[str] | None:
    """What opens a message that asks of another day in place of the one told (换成9月26日开始公示呢)."""
    return _INSTEAD.match(folded)


def in_the_year_told(text: str, state: DialogueState) -> str:
    """The message with the year of the day told before, where it puts that day right or asks of another in its place
    and names no year of its own.
    """
    folded = fold(text)
    named = find_dates(state.last_said)
    told = state.day_told or (named[0].value.isoformat() if len(named) == 1 else "")
    if not told or len(folded) > _BRIEF or not (corrects(folded) or asks_instead(folded)):
        return text
    if find_dates(folded) or _YEAR.search(folded):
        return text
    before = date.fromisoformat(told)
    found = list(_MONTH_DAY.finditer(text))
    if len(find_month_days(folded)) != len(found) or not found:
        found = list(_DAY.finditer(text)) if not find_month_days(folded) else []
    right = found[-1] if found else None
    if right is None:
        return text
    month = int(right.groupdict().get("month") or before.month)
    try:
        date(before.year, month, int(right["day"]))
    except ValueError:
        return text
    return f"{text[: right.start()]}{before.year}年{month}月{int(right['day'])}日{text[right.end() :]}"
