"""Amounts said in a message: money in 万 and 亿, shares, counts; bounds and estimates apart."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from assistant.eligibility.said_times import find_times
from assistant.eligibility.said_words import figure, word_list

AMOUNT = re.compile(
    r"(?<![\d.a-z])(-?\d+(?:,\d{3})*(?:\.\d+)?|[零一二两俩三仨四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?)\s*"
    r"(?:个(?=亿|千万|百万|万))?(亿|千万|百万|万|w(?![a-z])|%|个点|per ?cent\b|million|billion|bn\b|mn\b)?(?:(?<=[亿万])([一二三四五六七八九1-9])(?![\d.十百千万亿家个项条年月日]))?\s*(元|块|yuan|rmb|cny)?(?:(?<=亿)|(?!\d))(?![年月日号.])"
)
_ROUGH_REST = re.compile(
    r"(?:\d+|[零一二两三四五六七八九十百千几]+)(?:多|几|来)?(?:千|百)?(?:多|几|来)(?:千|百)?万"
)
_CURRENCY = re.compile(r"(?:\brmb|\bcny|[¥￥])\s*$")
_ROUGH = re.compile(
    r"(?:\d+|[一二两三四五六七八九十百千几]+)(?:多|几|来)(?:个)?(?:亿|千万|百万|万|%)元?|[上近约大]?(?:几|数)(?:十|百|千)?(?:亿|万)元?"
)
_TENTHS = re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九])?(?!立|本|果|员|功|为|效|熟|品)")
_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?|\d+(?:\.\d+)?)")
_COUNTERS = frozenset("家个项条次起座处")
_SCALES = {"亿": 10_000.0, "千万": 1_000.0, "百万": 100.0, "万": 1.0}
_SCALES |= {"w": 1.0, "billion": 100_000.0, "bn": 100_000.0, "million": 100.0, "mn": 100.0}


class Amount(NamedTuple):
    """A figure said: in units of ten thousand where it is money, and its place."""

    value: float
    unit: str
    start: int
    end: int


def find_amounts(text: str, as_of: date) -> list[Amount]:
    """Exact figures of a text; a loss is negative."""
    taken = find_times(text, as_of)
    found = []
    for match in AMOUNT.finditer(text):
        if any(when.start < match.end() and match.start() < when.end for when in taken) or _is_vague(
            text, match
        ):
            continue
        value = figure(match[1])
        counted = match[1][-1] in "俩仨" or text[match.end() : match.end() + 1] in _COUNTERS
        counted = (counted and match[1] != "一") or text[match.end() : match.end() + 1] == "项"
        told = match[2] or match[4] or match[1][-1].isdigit() or "点" in match[1] or counted
        if value is not None and told:
            found.append(_amount(text, match, value))
    found = _in_one(found, text)
    for match in _PERCENT.finditer(text):
        value = figure(match[1])
        if value is not None and not _is_vague(text, match):
            found.append(Amount(value, "%", match.start(), match.end()))
    for match in _TENTHS.finditer(text):
        tens, ones = (figure(digit) or 0 if digit else 0 for digit in match.groups())
        if not _is_vague(text, match):
            found.append(Amount(10 * tens + ones, "%", match.start(), match.end()))
    for word in word_list("half"):
        found += [Amount(50.0, "%", match.start(), match.end()) for match in re.finditer(word, text)]
    return sorted(found, key=lambda amount: amount.start)


def _in_one(found: list[Amount], text: str) -> list[Amount]:
    """Amounts said in two scales (一亿一千五百万) as one."""
    joined: list[Amount] = []
    for amount in found:
        last = joined[-1] if joined else None
        between = text[last.end : amount.start] if last is not None else ""
        if (
            last is not None
            and between in ("", "零", "又")
            and text[last.end - 1] == "亿"
            and amount.unit == "万元"
        ):
            joined[-1] = Amount(
                last.value + abs(amount.value) * (-1 if last.value < 0 else 1), "万元", last.start, amount.end
            )
        else:
            joined.append(amount)
    return joined


def find_vague(text: str, as_of: date) -> list[str]:
    """Bounds and estimates of a text as said (六千多万, 大约8000万): they name no figure."""
    taken = find_times(text, as_of)
    found = []
    for match in [p for pattern in (AMOUNT, _ROUGH, _PERCENT, _TENTHS) for p in pattern.finditer(text)]:
        timed = any(when.start < match.end() and match.start() < when.end for when in taken)
        figure = match.re in (_PERCENT, _TENTHS) or (match.re is AMOUNT and (match[2] or match[4]))
        if not timed and (match.re is _ROUGH or (figure and _is_vague(text, match))):
            found.append(match[0].strip())
    return list(dict.fromkeys(found))


def _is_vague(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    if before.endswith("总数"):
        # 总数12项 names a total; 数十项 no figure.
        before = before[:-1]
    if match.re is AMOUNT and match[2] == "亿" and _ROUGH_REST.match(after):
        # 一亿三千多万: the rest of the one figure is rough.
        return True
    return before.endswith(word_list("vague_before")) or after.startswith(word_list("vague_after"))


def _amount(text: str, match: re.Match[str], value: float) -> Amount:
    said_before = _CURRENCY.sub("", text[: match.start()].rstrip()).rstrip()
    lost = said_before.endswith(word_list("loss_words"))
    signed = -abs(value) if lost else value
    if match[2] in _SCALES:
        # 三亿二: the digit behind a scale counts tenths of it.
        tenths = (figure(match[3]) or 0) / 10 if match[3] else 0
        signed += -tenths if signed < 0 else tenths
        return Amount(round(signed * _SCALES[match[2]], 6), "万元", match.start(), match.end())
    if match[4] or _CURRENCY.search(text[: match.start()].rstrip()):
        return Amount(signed / 10_000, "万元", match.start(), match.end())
    return Amount(signed, "%" if match[2] else "", match.start(), match.end())
