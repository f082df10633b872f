"""Comparator words of official Chinese and the operator that each of them stands for."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Literal

Operator = Literal[">", ">=", "<", "<=", "="]

COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}

_WORDS: dict[Operator, tuple[str, ...]] = {
    ">": ("超过", "大于", "高于", "多于", "以外"),
    ">=": ("不少于", "不低于", "不小于", "不短于", "以上", "至少", "达到", "届满"),
    "<": ("少于", "低于", "小于", "不足", "不满"),
    "<=": (
        "不得超过",
        "不超过",
        "不多于",
        "不高于",
        "不大于",
        "不得多于",
        "以下",
        "以内",
        "至多",
        "前",
        "内",
    ),
    "=": ("等于", "恰为"),
}

_BY_LENGTH = sorted(
    ((word, op) for op, words in _WORDS.items() for word in words), key=lambda pair: (-len(pair[0]), pair[0])
)


def operator_of(words: str) -> Operator | None:
    """Operator that a wording stands for, by its longest comparator word; None when it holds none.

    Source: Civil Code, article 1259: 以上, 以下, 以内 and 届满 include the number, 不满, 超过 and
    以外 do not. 前, 之前 and 内 are not listed there; reading them as included is a drafting convention.

    >>> operator_of("超过"), operator_of("不得超过"), operator_of("较大及以上"), operator_of("之前")
    ('>', '<=', '>=', '<=')
    """
    return next((op for word, op in _BY_LENGTH if word in words), None)
