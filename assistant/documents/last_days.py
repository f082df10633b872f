"""The last days of a round: by when somebody must act on an application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from assistant.domain.documents import Clause
from assistant.text.dates import find_dates, find_month_days

_BEHIND = re.compile(
    r"^\s*(?:[上下]午)?(?:\d{1,2}\s*(?:[:：]\s*\d{2}|[时点](?:\d{1,2}分|整)?)\s*)?(?:[（(].{1,12}[）)])?\s*(?:之前|以前|前|截止|止|为止)"
)
_AHEAD = re.compile(r"(?:截止(?:日期|时间)?|截至|[至到]|不迟于|不晚于)\s*[为是：:]?\s*$")
_RANGE_AHEAD = re.compile(r"[-—–~～]+\s*$")
_EVERY = re.compile(r"(?:每|逐|次|翌|上|去)一?年度?[^，。；]{0,4}$|(?:年|自)\s*$")
_ACT = re.compile(
    r"申报|申请|报名|填[报写]|提交|递交|提出|报送|上报|报(?=[至到我市省区县州厅局部委])|推荐|初[审核]|审[核查]|核查|受理|征集|"
    r"登录|上传|补[录报正充]|更新|送|寄|发(?=[送至到给])|汇总|自查|自评|评[审选]|复[核审评]|截[止至]"
)
# When something is to be built, bought or to have happened says what may be applied for, not until when.
_CONDITION = re.compile(
    r"(?:建成|投[用产运]|完工|竣工|开工|达产|购置|购买|发生|取得|获得|实施|施行|执行|成立|注册|登记|入库|入统|投入|签订|开具|"
    r"出厂|出生)(?P<when>(?:的?(?:时间|日期))?\s*[为是于在：:]*\s*$)?"
)
_SPAN = re.compile(r"(?:研究|执行|资助|建设|实施|合同|统计|评价|报告|项目)(?:起止|期限?|周期|时间)[^，,]*$")
_QUALIFIES = re.compile(r"^(?:期间)?的")
# What follows an application or stands beside it: its round may be over long before.
_BESIDE = re.compile(r"总结|拨付|兑现|整改|验收")
_HALF_YEAR = 6


class _Day(NamedTuple):
    value: date
    start: int
    end: int


def last_days_in(
    clause: Clause, sentence: str, signed: date | None, round_year: int | None
) -> Iterator[date]:
    """The days of a sentence by which one must act on an application.

    Args:
        clause: In which the sentence stands; its headings may name the act.
        sentence: To read.
        signed: Day of the signature; a day without a year is the next one from then on.
        round_year: Year of the round, None in a standing text, where a day without a year returns yearly.
    """
    for day in _days(sentence, signed, round_year):
        before, after = sentence[: day.start], sentence[day.end :]
        ends = bool(_BEHIND.match(after) or _AHEAD.search(before) or _ends_range(sentence, day))
        if ends and _is_to_apply(clause, before, after):
            yield day.value


def _days(sentence: str, signed: date | None, round_year: int | None) -> Iterator[_Day]:
    full = [_Day(found.value, found.start, found.end) for found in find_dates(sentence)]
    if round_year is not None:
        full += _without_year(sentence, signed, round_year)
    yield from sorted(full, key=lambda day: day.start)


def _without_year(sentence: str, signed: date | None, round_year: int) -> Iterator[_Day]:
    """Days without a year, in the year printed last before them, else in that of the text."""
    for found in find_month_days(sentence):
        before = sentence[: found.start]
        printed = re.findall(r"(20\d{2})\s*年\s*\d{1,2}\s*月", before)
        if _EVERY.search(before):
            continue
        year = int(printed[-1]) if printed else signed.year if signed else round_year
        if signed and not printed and signed.month - found.month >= _HALF_YEAR:
            year += 1
        try:
            yield _Day(date(year, found.month, found.day), found.start, found.end)
        except ValueError:
            continue


def _ends_range(sentence: str, day: _Day) -> bool:
    """Whether a dash joins the day to one before it: 8月5日—8月25日."""
    before = sentence[: day.start]
    dash = _RANGE_AHEAD.search(before)
    return dash is not None and bool(re.search(r"\d\s*[日号]?\s*$", before[: dash.start()]))


def _is_to_apply(clause: Clause, before: str, after: str) -> bool:
    """Whether the day is one for applying, recommending or reviewing, and no part of a condition."""
    rest = _BEHIND.sub("", after)
    behind = re.split(r"[，,；;。]", rest, maxsplit=1)[0]
    ahead = re.split(r"[；;。]", before)[-1]
    act, condition = _ACT.search(behind), _CONDITION.search(behind)
    if condition and (act is None or condition.start() < act.start()):
        return False
    dated = any(found.group("when") is not None for found in _CONDITION.finditer(ahead))
    if dated or _SPAN.search(ahead) or _QUALIFIES.match(rest) or _BESIDE.search(ahead + behind):
        return False
    return bool(act or _ACT.search(before + after) or any(map(_ACT.search, (*clause.path, clause.caption))))
