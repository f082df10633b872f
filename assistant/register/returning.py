"""Limits that return: every year, half-year, quarter and month."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.register.limits import HOUR, NUMBER, REMARK, WORD, Term

_DAY = rf"{NUMBER}\s*[日号]"
_IN_YEAR = (
    rf"(?:(?:第?[一二三四1-4]\s*季度(?:末|底)?|[上下]半年(?:末|底)?)|"
    rf"{NUMBER}\s*月(?:份)?的?\s*(?:[上中下]旬|底|末|{_DAY})|年?[底末])"
)
_DATED = re.compile(rf"\s*的?(?:\s*当年)?\s*{_IN_YEAR}{REMARK}{HOUR}\s*{WORD}")
_SEVERAL = re.compile(rf"(?:\s*的?{NUMBER}\s*月(?:份)?\s*(?:{_DAY}|底|末)?\s*[、和及或])+")
_YEARLY = re.compile(
    r"每年度?(?!均|产|保持|降低|增长|增加|提高|递增|达到|不低于|不少于|节约)|每个?年度|每一年|一年一[次度报]"
)
_PLACE = r"(?:首月|末月|首个月|(?:的)?(?:第[一二三]|最后一|首|末)个?月|末|底|初|结束后|终了后)"
_RETURNING = re.compile(
    rf"(?:每个?季度?|每个?月|每半年|按季度?|逐月|按月)(?:度)?[（(]?[季月]?[）)]?{_PLACE}?(?:的)?[（(]?"
    rf"(?:\s*(?:次[年月]\s*)?(?:{NUMBER}\s*月\s*)?{_DAY}\s*[、和及或]?)*\s*{WORD}"
)
_NEXT = re.compile(
    rf"(?:(?:次|下)个?月|(?:次|下)一?个?季度?{_PLACE})(?:份)?的?\s*(?:{_DAY}|[上中下]旬|底|末|初)?{REMARK}{HOUR}\s*{WORD}"
)
_RECURRING = re.compile(
    r"(?:每年度?|每个?年度|逐年|每一?年|[评考]价?年度|次年|翌年|下一?年度?)[^，。；]{0,6}$"
)
_ONCE = re.compile(r"20\d{2}\s*年")


def yearly(text: str) -> Iterator[Term]:
    """Duties of every year, with their day where one is named: 每年, 每年1月底前, 每年6月20日和12月20日前."""
    for match in _YEARLY.finditer(text):
        several = _SEVERAL.match(text, match.end())
        day = _DATED.match(text, several.end() if several else match.end())
        if day:
            yield Term("yearly", match.start(), day.end(), day.group("word"))
        else:
            yield Term("yearly", match.start(), match.end(), match.group(0))


def within_the_year(text: str) -> Iterator[Term]:
    """Days that return within the year: 每月10日前, 每季度末月25日前, 次月底前, 每半年（7月15日、次年1月15日前）."""
    for pattern in (_RETURNING, _NEXT):
        for match in pattern.finditer(text):
            yield Term("yearly", match.start(), match.end(), match.group("word"))


def recurs(before: str, year: str | None, relative: str | None) -> bool:
    """Whether a day without a year returns, being told of by what stands before it in its sentence.

    So do 每年…于次年1月底前 and 每年抽查，并于当年12月底前; 今年 and a year of the calendar speak of one day.
    """
    if relative in ("次年", "翌年") or _RECURRING.search(before):
        return True
    every = list(_YEARLY.finditer(before))
    once = year or relative in ("今年", "本年", "本年度") or (every and _ONCE.search(before, every[-1].end()))
    return bool(every) and not once
