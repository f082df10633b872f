"""Words on which a rule turns: dates, spans of time, figures, comparators, modal words, levels, references."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Literal, NamedTuple

from assistant.text.dates import find_dates, find_durations, find_month_days
from assistant.text.normalise import squeeze
from assistant.text.quantities import (
    find_emails,
    find_numbers_of_documents,
    find_phones,
    find_quantities,
    find_standards,
    find_urls,
)
from assistant.text.references import find_titles

SignalName = Literal["date", "time_limit", "figure", "comparator", "modal", "level", "reference"]

_PART_OF_YEAR = re.compile(
    r"(?<!\d)(?:\d{4}\s*年\s*)?(?:\d{1,2}\s*月\s*)(?:份|[上中下]旬|底|末|初)|(?<!\d)(?:19|20)\d{2}\s*年\s*"
    r"(?:度|\d{1,2}\s*月|年?底|末|初|[上下]半年)?"
)
_COMPARATOR = re.compile(
    r"不(?:得|应|能)?(?:少于|低于|小于|短于|超过|多于|高于|大于|晚于|迟于|早于)|超过|大于|高于|多于|少于|低于|小于|不足(?=[一-十\d])|不满"
    r"|至少|至多|最多|最低|及?以[上下内外]|达到(?=[\d一-十])|之[前后](?=[，。；通向将报提上完])"
)
_MODAL = re.compile(
    r"不得|不予|不再|不应|不宜|不能|严禁|禁止|应当|应该|必须|原则上|可以|优先|鼓励|支持(?=[^政力])|有权|免予|免于|择优"
    r"|参照|参考|为准"
    r"|(?<![供响相对效适反理])应(?![用急对链收力税邀])|(?<![必无])须(?!知)"
    r"|(?<![许认宁])可(?![靠行能持见观比再溯以控])|(?<![必急])需(?![求要])|(?<![主重概摘纪纲简需首])要(?![求素点件闻领])"
)
_LEVEL = re.compile(
    r"国家级|(?:特别重大|重大|较大|一般)(?=(?:及以上|以上|[^，。；]{0,12}事故))"
    r"|(?<![\u4e00-\u9fff])[省市州区县]级|(?:区县|乡镇|[省市州区县]|[A-Z]{1,5}\s?)级(?!别)"
)
_ATTACHMENT = re.compile(r"附件\s?\d+(?:\s?[、，和]\s?\d+)*")


class Signal(NamedTuple):
    """A signal as printed in ``text[start:end]``; two of one kind and value mean the same."""

    kind: SignalName
    value: Hashable
    start: int
    end: int


def find_signals(text: str) -> tuple[Signal, ...]:
    """Signals in order, none overlapping another; of two the one named first here stands.

    >>> [(s.kind, "自印发之日起应当在30日内报送不少于5家"[s.start:s.end])
    ...  for s in find_signals("自印发之日起应当在30日内报送不少于5家")]
    [('modal', '应当'), ('time_limit', '30日'), ('comparator', '不少于'), ('figure', '5家')]
    """
    kept: list[Signal] = []
    taken = [False] * len(text)
    for signal in _all(text):
        if not any(taken[signal.start : signal.end]):
            taken[signal.start : signal.end] = [True] * (signal.end - signal.start)
            kept.append(signal)
    return tuple(sorted(kept, key=lambda s: s.start))


def _all(text: str) -> Iterator[Signal]:
    for found in (
        *find_urls(text),
        *find_emails(text),
        *find_titles(text),
        *find_numbers_of_documents(text),
        *find_standards(text),
        *find_phones(text),
    ):
        yield Signal("reference", squeeze(found.text), found.start, found.end)
    yield from _matches("reference", _ATTACHMENT, text)
    for day in find_dates(text):
        yield Signal("date", day.value, day.start, day.end)
    for month_day in find_month_days(text):
        yield Signal("date", (month_day.month, month_day.day), month_day.start, month_day.end)
    yield from _matches("date", _PART_OF_YEAR, text)
    for span in find_durations(text):
        yield Signal("time_limit", span.value, span.start, span.end)
    yield from _matches("comparator", _COMPARATOR, text)
    for quantity in find_quantities(text):
        end = quantity.start + len(quantity.text)
        yield Signal("figure", (quantity.value, quantity.unit), quantity.start, end)
    yield from _matches("level", _LEVEL, text)
    yield from _matches("modal", _MODAL, text)


def _matches(kind: SignalName, pattern: re.Pattern[str], text: str) -> Iterator[Signal]:
    for match in pattern.finditer(text):
        yield Signal(kind, squeeze(match.group()), match.start(), match.end())
