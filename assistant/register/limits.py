"""What a limit in a sentence is, and the numerals, hours and words for 前 of which limits are made."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Literal, NamedTuple

from assistant.text.dates import Duration

Kind = Literal["date", "time_limit", "yearly"]

NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
HOUR = r"(?:\s*(?:下班|上午|下午|中午|晚上?)?\s*(?:\d{1,2}\s*(?:[时点](?:\d{1,2}分|整|半)?|[:：]\d{2}))?)?"
REMARK = r"(?:\s*[（(][^（）()]{1,12}[）)])?"
WORD = r"(?P<word>(?:系统|平台|通道|端口|入口)(?:将|自动|统一)*(?:关闭|停止)|停止(?:受理|申报|填报|报名)|(?:关闭|结束)(?=[，,。；;）)]|$)|之前|以前|前(?!款|项|置|期|述|提(?![交出供请醒报])|后|往|沿|景|瞻|\d)|截止|为止|止)"


class Term(NamedTuple):
    """A limit in a sentence.

    Attributes:
        last_day: For ``date``: the last day on which it is kept.
        word: The word that makes it a limit (前, 之前, 截止, 内, 公示, 每年).
        printed: Whether ``last_day`` stands in the text as a day; 年底 and 上旬 do not.
    """

    kind: Kind
    start: int
    end: int
    word: str
    last_day: date | None = None
    duration: Duration | None = None
    printed: bool = True


def day_of(year: int | None, month: int, day: int) -> date | None:
    """The day, or None where the calendar lacks it or the year is unknown."""
    if year is None or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def end_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
