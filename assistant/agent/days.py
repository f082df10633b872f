"""Which day a question means."""

from __future__ import annotations

import calendar
import re
from datetime import date

from assistant.agent.speaking import asks
from assistant.agent.understanding.lexicon import Cues
from assistant.agent.understanding.question import Question
from assistant.domain.dialogue import DialogueState
from assistant.text.dates import find_dates
from assistant.text.numerals import parse_numeral

_ON_THAT_DAY = 24


def day_meant(question: Question, rules: Cues, as_of: date, state: DialogueState) -> date:
    """The day on which the rules are asked for: one that the question names (当时按哪个办法), else the day of asking.

    After a check, a short question that names a later day (那2027年1月1日呢) asks how it would come out then.
    """
    days = question.dates or months_named(question.folded, as_of)
    later = len(days) == 1 and days[0] > as_of
    if state.checking and later and len(question.folded) <= _ON_THAT_DAY and asks(question.folded):
        return days[0]
    if len(days) != 1 or question.asks & {"date", "period"}:
        return as_of
    return days[0] if any(rules.hits(part) for part in _dated_parts(question.folded, as_of)) else as_of


_APPLIES_THEN = re.compile(
    r"(?:份|底|的时候|那时|时|以后|之后|后)?(?:我们|我厂|我司|咱们?|公司|企业)?(?:再|还|就|去|来|又)*(?:(?:想|要|打算|准备|再|才)(?:去|来)?(?:报|申报|申请|参评)|能|可以|可不可以)"
)
_ASKS_OF_NOW = re.compile(r"现在|目前|今天|如今|眼下|今年还|\bnow\b|\btoday\b")
_APPLIED = re.compile(
    r"(?:申请|申报|报|参评|评)(?:过|了)|没(?:通过|评上|过)|未(?:通过|获)|(?:申请|申报|评上?)的"
)


def day_of_applying(question: Question, may_apply: Cues, as_of: date) -> date | None:
    """The day on which one wants to apply (2022年6月出过事故，2027年4月能报吗); None where none is named.

    Of a month it is the last day. Days in other parts tell when something happened.
    """
    found = []
    if _ASKS_OF_NOW.search(question.folded):
        return None
    for part in _PART.split(question.folded):
        if not may_apply.hits(part) or _APPLIED.search(part):
            continue
        spans = [(day.value, day.end) for day in find_dates(part)]
        spans += [(day, end) for day, end in _months_with_ends(part, as_of) if not spans]
        found += [day for day, end in spans if _APPLIES_THEN.match(part, end)]
    return found[0] if len(found) == 1 else None


_HANDS_IN = re.compile(
    r"来得及|来不来得及|赶得[上及]|赶不赶得上|(?:[交报送寄传填]|推荐|申请).{0,12}(?:行|可以|要得|晚|迟)|\b(?:in time|too late)\b"
)


def hands_in_on_a_day(question: Question) -> bool:
    """Whether it is asked if something may be handed in on a day that the question names (6月20号交来得及吗)."""
    if takes_in_on_a_day(question):
        return True
    named = bool(question.dates or question.month_days)
    return named and question.polar and bool(_HANDS_IN.search(question.folded))


_TAKES_IN = re.compile(
    r"(?:申报|上报|填报|上传|提交|报|交)[^，,。]{0,6}(?:还|也)?(?:算数|算不算|有效|作数|来得及)"
)


def takes_in_on_a_day(question: Question) -> bool:
    """Whether it is asked if something handed in still counts (今天报还算数不)."""
    return bool(_TAKES_IN.search(question.folded))


_DAY_ALONE = re.compile(
    r"(?<![\d月.])(\d{1,2})[号日](?![文楼线那办厅份])(?!公告)|\bthe (\d{1,2})(?:st|nd|rd|th)\b"
)


def names_day(question: Question, day: date) -> bool | None:
    """Whether a question names this day, in full, without its year or by its number alone; None where it names none.

    A day without its year on which something is to be handed in may be one of another year.
    """
    if question.dates:
        return day in question.dates
    if hands_in_on_a_day(question):
        return None
    if question.month_days:
        return (day.month, day.day) in question.month_days
    named = [match[1] or match[2] for match in _DAY_ALONE.finditer(question.folded)]
    return str(day.day) in named if named and question.from_state else None


_PART = re.compile(r"[，,。；;！!？?\n]")
_BARE = 18


def _dated_parts(folded: str, as_of: date) -> list[str]:
    """The parts of a question that name a day or month; one that names nothing else goes on in the next.

    A day in a part of its own tells when something happened (我们2025年11月建成，今年按哪个).
    """
    parts = [part for part in _PART.split(folded) if part.strip()]
    found = []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if find_dates(part) or months_named(part, as_of):
            bare = len(part) <= _BARE and not re.search(r"[了过刚]|成立|创成|建成|获|评上|拿到", part)
            found.append(f"{part} {following}" if bare else part)
    return found


_MONTHS = tuple(name.lower() for name in calendar.month_name)
_MONTH = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*年|(?P<relative>前年|去年|今年|本年|明年|后年)的?)\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?!\s*(?:\d|[一二三四五六七八九十]))"
    rf"|(?P<name>{'|'.join(_MONTHS[1:])}),?\s+(?:of\s+)?(?P<named_year>(?:19|20)\d{{2}})"
)
_YEARS_AWAY = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}


def months_named(folded: str, as_of: date) -> tuple[date, ...]:
    """The last day of each month that a text names with its year and without a day.

    >>> months_named("2027年3月还有效吗", date(2026, 11, 20)), months_named("明年三月", date(2026, 11, 20))
    ((datetime.date(2027, 3, 31),), (datetime.date(2027, 3, 31),))
    >>> months_named("2027年3月1日", date(2026, 11, 20))
    ()
    """
    return tuple(dict.fromkeys(day for day, _ in _months_with_ends(folded, as_of)))


def days_and_months(folded: str, as_of: date) -> list[tuple[date, int, int]]:
    """The days that a text names, and the last day of each month, year's end or today, each with its place.

    >>> days_and_months("2026年1月10号来问", date(2026, 11, 20)), days_and_months("明年年底", date(2026, 11, 20))
    ([(datetime.date(2026, 1, 10), 0, 10)], [(datetime.date(2027, 12, 31), 0, 4)])
    """
    found = [(day.value, day.start, day.end) for day in find_dates(folded)]
    if folded.isascii():
        return found
    for match in _RELATIVE_DAY.finditer(folded):
        month, day = parse_numeral(match["month"] or "") or 12, parse_numeral(match["day"] or "") or 0
        year = as_of.year + _YEARS_AWAY[match["relative"]]
        if 1 <= month <= 12 and day <= calendar.monthrange(year, month)[1]:
            last = day or calendar.monthrange(year, month)[1]
            found.append((date(year, month, last), match.start(), match.end()))
    for match in _MONTH.finditer(folded):
        if not any(start < match.end() and match.start() < end for _, start, end in found):
            found += [
                (day, match.start(), match.end()) for day, _ in _months_with_ends(match.group(0), as_of)
            ]
    return sorted(found, key=lambda one: one[1])


_RELATIVE_DAY = re.compile(
    r"(?P<relative>前年|去年|今年|本年|明年|后年)的?(?:(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|年?底|年末)"
)


def _months_with_ends(folded: str, as_of: date) -> list[tuple[date, int]]:
    """The last day of each month named, and the place behind its name."""
    found = []
    for match in _MONTH.finditer(folded):
        if match["name"]:
            year, month = int(match["named_year"]), _MONTHS.index(match["name"])
        else:
            year = int(match["year"]) if match["year"] else as_of.year + _YEARS_AWAY[match["relative"]]
            month = parse_numeral(match["month"]) or 0
        if 1 <= month <= 12:
            found.append((date(year, month, calendar.monthrange(year, month)[1]), match.end()))
    return found


_MONTH_ALONE = re.compile(
    rf"(?<![\d年])(?P<month>\d{{1,2}}|十[一二]?|[一二三四五六七八九])月份?(?!\s*(?:\d|[一二三四五六七八九十]))"
    rf"|(?:\b(?:in|during) )(?P<name>{'|'.join(_MONTHS[1:])})\b(?!,? (?:of )?\d)|(?P<next>下个?月|next month)"
)


def month_places(folded: str, as_of: date) -> list[tuple[date, int, int]]:
    """The first day of each month that a text names, with its place; one without a year is of the year of ``as_of``.

    >>> month_places("2025年12月还能报吗", date(2026, 1, 5)), month_places("can we apply in november", date(2025, 11, 15))
    ([(datetime.date(2025, 12, 1), 0, 8)], [(datetime.date(2025, 11, 1), 13, 24)])
    """
    found = [
        (day.replace(day=1), match.start(), match.end())
        for match in _MONTH.finditer(folded)
        for day, _ in _months_with_ends(match.group(0), as_of)
    ]
    for match in _MONTH_ALONE.finditer(folded):
        if match["next"]:
            found.append((_next_month(as_of), match.start(), match.end()))
            continue
        named = match["name"]
        month = _MONTHS.index(named) if named else parse_numeral(match["month"]) or 0
        if 1 <= month <= _MONTHS_A_YEAR and not any(
            s < match.end() and match.start() < e for _, s, e in found
        ):
            found.append((date(as_of.year, month, 1), match.start(), match.end()))
    return sorted(found, key=lambda one: one[1])


def _next_month(day: date) -> date:
    """The first day of the month behind."""
    return date(day.year + day.month // _MONTHS_A_YEAR, day.month % _MONTHS_A_YEAR + 1, 1)


_MONTHS_A_YEAR = 12
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
