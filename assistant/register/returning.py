"""Limits that return: every year, half-year, quarter and month."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.register.limits import HOUR, NUMBER, REMARK, WORD, Term
from assistant.text.numerals import parse_numeral

_DAY = rf"{NUMBER}\s*[日号]"
_IN_YEAR = (
    rf"(?:(?:第?[一二三四1-4]\s*季度(?:末|底)?|[上下]半年(?:末|底)?)|"
    rf"{NUMBER}\s*月(?:份)?的?\s*(?:[上中下]旬|底|末|{_DAY})|年?[底末])"
)
_DATED = re.compile(rf"\s*的?(?:\s*当年)?\s*{_IN_YEAR}{REMARK}{HOUR}\s*{WORD}")
_SEVERAL = re.compile(rf"(?:\s*的?{NUMBER}\s*月(?:份)?\s*(?:{_DAY}|底|末)?\s*[、和及或])+")
_YEARLY = re.compile(
    r"每年度?(?!均|产|保持|降低|增长|增加|提高|递增|达到|不低于|不少于|节约|"
    # How many or how much at the most is no duty that falls due: 每年推荐不超过5家.
    r"[^，,。；;]{0,8}(?:不超过|不多于|不高于|最多|至多|最高)\s*(?:\d|[一二两三四五六七八九十]))|"
    r"每个?年度|每一年|一年一[次度报]"
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
_MONTH = re.compile(
    rf"(?P<month>{NUMBER})\s*月(?:份)?的?\s*(?:(?P<day>{NUMBER})\s*[日号]|(?P<end>[上中下]旬|底|末))"
)
_TENS = {"上旬": 10, "中旬": 20}
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


def month_and_day(words: str) -> tuple[int | None, int | None]:
    """Month and day of a limit that returns every year; no day at the end of a month, neither for several days.

    >>> month_and_day("每年三月底"), month_and_day("每年4月20日"), month_and_day("每年6月1日和12月1日")
    ((3, None), (4, 20), (None, None))
    """
    found = list(_MONTH.finditer(words))
    if len(found) != 1:
        return None, None
    month = parse_numeral(found[0].group("month")) or 0
    day = parse_numeral(found[0].group("day")) if found[0].group("day") else _TENS.get(found[0].group("end"))
    fits = 1 <= month <= 12 and (day is None or 1 <= day <= 31)
    return (month, day) if fits else (None, None)
