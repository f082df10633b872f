"""A figure that a question puts forward against the one of a text, with the word that bounds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from assistant.agent.compose.lists import specific_concepts
from assistant.agent.context import Context
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral
from assistant.text.quantities import Quantity, find_quantities

_YEAR = re.compile(r"(?:19|20)\d{2}$")
_AND_LESS = ("及以下", "以下", "以内", "（含）以下")
_MOST = ("≤", "不大于", "不超过", "不得超过", "不高于", "最多", *_AND_LESS)
_LEAST = ("≥", "不小于", "不少于", "不低于", "至少", "达到")
_STRICT = ("超过", "高于", "大于", "多于", ">", "＞")
_AND_MORE = ("及以上", "以上", "（含）以上")
_BOUND = re.compile(
    rf"({'|'.join(sorted(({*_MOST, *_LEAST, *_STRICT}) - {*_AND_LESS}, key=len, reverse=True))})\s*$"
)
_BEHIND = re.compile(
    rf"\s*(?:标准煤|人民币|立方米?|平方米?|[（(]含[）)])?\s*({'|'.join((*_AND_MORE, *_AND_LESS))})(?!的[^，。；,;]{{0,4}}比例)"
)
_EXACTLY = re.compile(r"正好|刚好|恰好|整好|整整|exactly|just", re.IGNORECASE)
_MEASURED = ("%", "元")
_OWN_AMOUNTS = frozenset({*_MEASURED, "吨", "平方米", "米", "小时", "亩", "公里", "千瓦", "兆瓦", "人"})
"""What a firm tells of itself as often as of a rule."""
_NO_COUNT = re.compile(r"\s*(?:工作日|月|年|日|天)")
_MORE_THAN = re.compile(r"过半|超半|多于|大于|高于|more than|over ", re.IGNORECASE)
_SHARES = re.compile(
    r"一半|过半|半数|对半|五五开|([1-9]|[一二三四五六七八九])成(?!立|为|员|果|功|本|长|都|渝|绩)|\bhalf\b"
)
_MAY = re.compile(r"可以|能|行不行|够")


def compare_counts(context: Context, passage: str, *, bounded: bool = False) -> str | None:
    """The figure put forward against the one figure of its unit in the passage, with the word that bounds it.

    Args:
        context: The question.
        passage: What answers.
        bounded: Only an amount against a bound of its unit.
    """
    asked = figures_put_forward(context.question.folded)
    if not asked:
        return None
    value, unit = asked[0]
    found = [q for q in find_quantities(passage) if not _NO_COUNT.match(passage, q.end)]
    held = [q for q in found if unit_of(q) == unit] or (
        [q for q in found if q.unit and q.unit not in _MEASURED] if unit == "个" else []
    )
    if len({q.value for q in held}) != 1:
        return None
    bound = bound_of(passage, held[0])
    if bound is None:
        return None if bounded else _compare_unbounded(context, value, unit, held[0])
    if bounded and (unit not in _MEASURED or context.question.premise):
        return None
    told = _part_around(passage, held[0])
    if unit in _MEASURED and (
        is_negated(passage, held[0])
        or _PREFERS.search(told)
        or not is_same_measure(context, passage, held[0])
    ):
        return None
    return _compare_bounded(context, value, held[0], bound)


def unit_of(quantity: Quantity) -> str:
    """The unit of a figure; one in 万 or 亿 without a unit is money."""
    return quantity.unit or ("元" if _SCALED.search(quantity.text) else "")


def is_negated(passage: str, figure: Quantity) -> bool:
    """Whether a text denies what a figure bounds (未受到单次20万元以上的罚款): it is then a bar."""
    return bool(_DENIES.search(_SEGMENT.split(passage[: figure.start])[-1]))


def is_same_measure(context: Context, passage: str, figure: Quantity) -> bool:
    """Whether the question's figure measures what the text's does: a share of power is none of value added.

    They share a pair of characters of what stands right before or behind the figure, general words of measuring
    aside, or the question an official word of it; behind the figure one character will do (罚了18万, 20万元以上罚款).
    """
    before = _BOUND.sub("", _SEGMENT.split(passage[: figure.start])[-1])[-_NEAR:]
    behind = _SEGMENT.split(_BEHIND.sub("", passage[figure.end :], count=1))[0][:_NEAR]
    question = context.question
    # Of the official words those of the matter: 工业园区 shares 工业 with 工业增加值 and measures nothing.
    terms = [fold(term) for group in specific_concepts(context) for term in group]
    asked = " ".join((question.content, *terms))
    for words in (fold(before), fold(behind)):
        plain = _GENERAL.sub(" ", words)
        if any(" " not in pair and pair in asked for pair in map("".join, pairwise(plain))):
            return True
    return any(c in question.folded for c in _GENERAL.sub("", fold(behind)) if c in _VERBS)


_SEGMENT = re.compile(r"[，。；：、,;:（）()\s]")
_DENIES = re.compile(r"未|没有?|无(?!论|害)|不存在|不得有")
_PREFERS = re.compile(r"优先|鼓励|择优")
_GENERAL = re.compile(
    r"占比|比例|比重|份额|金额|总额|数额|数量|合计|累计|单次|上年度?|本年度?|年度|企业|园区|项目|单位|以上|以下|达到?|超过|不|低|高|于|少|的|在|为|[\d.%〇一二三四五六七八九十百千万亿元]"
)
_VERBS = frozenset("罚奖补亏")
_NEAR = 14


def _part_around(passage: str, figure: Quantity) -> str:
    """The sentence of a passage in which a figure stands."""
    start = max(passage.rfind(mark, 0, figure.start) for mark in "。；;\n") + 1
    ends = [place for mark in "。；;\n" if (place := passage.find(mark, figure.end)) >= 0]
    return passage[start : min(ends, default=len(passage))]


def _compare_unbounded(context: Context, value: Decimal, unit: str, held: Quantity) -> str | None:
    """A figure against one that nothing bounds: right or wrong, where it is put forward as that figure."""
    question = context.question
    if held.unit != unit or (unit == "个" and not question.premise):
        return None
    if unit in _OWN_AMOUNTS and not (question.premise or _STATES_AMOUNT.search(question.folded)):
        # 设备投资260万元 tells the asker's own amount; no other amount of the text puts it right.
        return None
    return context.say("premise_right" if held.value == value else "premise_wrong", value=held.text)


def _compare_bounded(context: Context, value: Decimal, held: Quantity, bound: Bound) -> str | None:
    question, said, same = context.question, bound.said, held.value == value
    over = bound.word in _STRICT and _MORE_THAN.search(question.folded)
    if over and same and not question.premise and _MAY.search(question.folded):
        return context.say("bound_met", value=said)
    if over or bound.word in question.folded:
        return context.say("premise_right" if same else "premise_wrong", value=said)
    if same and bound.word in _STRICT:
        return context.say("no_strict", value=said)
    if question.premise:
        return context.say("premise_bound" if same else "premise_wrong", value=said)
    if breaks(bound.word, value, held.value):
        return context.say("no_strict", value=said)
    if bound.word in _MOST:
        return context.say("within_bound", value=said)
    if not same and held.unit in _MEASURED:
        return context.say("bound_met", value=said)
    return context.say("premise_bound", value=said) if same and not _EXACTLY.search(question.folded) else None


_STATES_AMOUNT = re.compile(
    r"(?:是|为|奖励?|补[助贴]?|给|共|有|到|收|拿|得|领|罚|占)[^，。？?\d一二三四五六七八九十百,]{0,4}[\d一二三四五六七八九十百一半]"
)


class Bound(NamedTuple):
    """What bounds a figure of a text, and both as they are printed."""

    word: str
    said: str


def bound_of(passage: str, figure: Quantity) -> Bound | None:
    """The word before a figure that bounds it (不超过3%), or behind it (5亿元以上)."""
    if before := _BOUND.search(passage[: figure.start]):
        return Bound(before.group(1), before.group(1) + figure.text)
    behind = _BEHIND.match(passage, figure.end)
    return Bound(behind.group(1), figure.text + behind.group(1)) if behind else None


def figures_put_forward(folded: str) -> list[tuple[Decimal, str]]:
    """The figures that a question puts forward, with their units; the number of a year is none."""
    figures = [
        (q.value, unit_of(q))
        for q in find_quantities(folded)
        if (q.unit or q.value >= Decimal(1000)) and not (not q.unit and _YEAR.match(q.text))
    ]
    shares = [
        Decimal(50) if not match[1] else Decimal((parse_numeral(match[1]) or 0) * 10)
        for match in _SHARES.finditer(folded)
    ]
    return figures or [(share, "%") for share in shares]


_SCALED = re.compile(r"\d\s*[万亿]$")
"""4.2亿 and 18万 without a unit are money where a text holds money."""


def breaks(bound: str, value: Decimal, limit: Decimal) -> bool:
    """Whether a figure breaks a bound, given as the word before its limit."""
    if bound in _MOST:
        return value > limit
    return value <= limit if bound in _STRICT else value < limit


def compare_row(context: Context, cells: Sequence[tuple[str, str]]) -> str | None:
    """A figure that a yes/no question puts forward against the one bound of a row, or that of the column it names.

    Args:
        context: The question.
        cells: Of the row, each with the name of its column (准入值, ≥30).
    """
    question = context.question
    asked = figures_put_forward(question.folded)
    if not question.polar or question.premise or len(asked) != 1:
        return None
    value, unit = asked[0]
    held = [
        (name, q, bound)
        for name, text in cells
        for q in find_quantities(text)
        if (bound := bound_of(text, q))
    ]
    named = [found for found in held if found[0] and fold(found[0]) in question.folded]
    if len(named or held) != 1:
        return None
    name, figure, bound = (named or held)[0]
    units = {
        figure.unit,
        *(mark for mark in _MEASURED if mark in name or any(text == mark for _, text in cells)),
    }
    if unit not in units:
        return None
    label = fold(" ".join((name, *(text for _, text in cells[:2]))))
    pairs = map("".join, pairwise(_GENERAL.sub(" ", label)))
    if not any(" " not in pair and pair in question.folded for pair in pairs):
        return None
    key = "no_strict" if breaks(bound.word, value, figure.value) else "bound_met"
    return context.say(key, value=bound.said)
