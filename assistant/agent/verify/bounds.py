"""Words that bound a figure or a day: 超过, 不少于, 以上, 以内, 前, 后. A figure without its bound is another rule."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOT = r"(?:不得|不应|不能|不可|不宜|不|未|没有|没)"
_BEFORE_WORDS = {
    ">": r"超过|超出|高于|大于|多于|exceed(?:s|ing)?|more than|over|above|greater than|higher than",
    ">=": r"至少|最少|达到|不少于|达|at least|no (?:less|fewer) than|not (?:less|fewer) than|minimum of",
    "<": r"低于|小于|少于|不足|不满|不到|less than|fewer than|under|below|lower than",
    "<=": r"至多|最多|最高|up to|at most|no more than|not more than|maximum of",
}
_FLIPPED = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_BEFORE = [
    (
        sign,
        re.compile(
            rf"(?P<no>{_NOT}|\bnot |n't )?\s*(?:{words})\s*(?:了|为|人民币|每年|RMB|the)?\s*[“\"（(]?\s*$",
            re.IGNORECASE,
        ),
    )
    for sign, words in _BEFORE_WORDS.items()
]
_AFTER = (
    (">=", re.compile(r"^\s*(?:（[^（）]{1,6}）)?(?:及|或|和)?以上|^ or (?:more|above)")),
    ("<=", re.compile(r"^\s*(?:（[^（）]{1,6}）)?(?:及|或|和)?以下|^ or (?:less|fewer|below)")),
    ("within", re.compile(r"^\s*(?:（[^（）]{1,6}）)?(?:以内|之内|内(?!容|部|资|生|外|涵|设|控))")),
    (
        "before",
        re.compile(
            r"^\s*(?:（[^（）]{1,8}）)?(?:以前|之前|前(?!者|期|提(?![交出供请醒报前])|述|款|沿|后|往|来)|截止|为止|止)"
        ),
    ),
    (
        "after",
        re.compile(r"^\s*(?:（[^（）]{1,8}）)?(?:以后|之后|过后|后(?!者|续|期|果|的?第|补)|起(?!草|诉|点))"),
    ),
)
_DAY_BEFORE = (
    (
        "before",
        re.compile(
            r"(?:截止(?:日期|时间|日)?(?:为|是|到|至|于)?|不[晚迟]于|[早先]于|至|延[长期迟]?至|\bby|\bbefore|\buntil|\bno later than|not later than|\bdeadline is(?: on)?)\s*[：:]?\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "after",
        re.compile(r"(?:晚于|迟于|\bafter|\bfrom|\bsince|\bas of|\bstarting(?: on)?)\s*$", re.IGNORECASE),
    ),
)
_HOUR = re.compile(r"^\s*(?:上午|下午|当日)?\s*\d{1,2}(?:[:：]\d{2}|[时点](?:整|\d{1,2}分)?)")
_NEXT_CELL = re.compile(r"(?:\s*\d{1,2}[:：]\d{2})?[\s|｜]+")
_WITHIN = re.compile(r"\bwithin\s*(?:the\s*)?$", re.IGNORECASE)
_DAYS = frozenset({"date", "month_day", "year_month", "month_part", "year_part"})
_SPANS = frozenset({"span", "vague"})
_REACH = 24


def find_bounds(text: str, figures: Iterable[tuple[str, str, int, int]]) -> set[tuple[str, str]]:
    """Bounds of the figures of a text, as values of kind ``bound``: sign, kind and form of the figure.

    >>> find_bounds("不得超过15项", [("quantity", "15 项", 4, 7)])
    {('bound', '<= quantity 15 项')}
    """
    found: set[tuple[str, str]] = set()
    last, carried = 0, ""
    for kind, form, start, end in sorted(figures, key=lambda figure: figure[2]):
        sign = _sign(kind, text[max(0, start - _REACH) : start], text[end : end + _REACH])
        if kind in _DAYS:
            # Days of one row share the word in front of the first: 提交截止 4月30日 9月15日.
            sign = sign or (carried if carried and _NEXT_CELL.fullmatch(text[last:start]) else "")
            last, carried = max(last, end), sign
        if sign:
            found.add(("bound", f"{sign} {kind} {form}"))
    return found


def _sign(kind: str, before: str, after: str) -> str:
    if kind in _DAYS:
        return _day_sign(before, after)
    if kind not in _SPANS and kind != "quantity":
        return ""
    for sign, pattern in _BEFORE:
        match = pattern.search(before)
        if match:
            return _FLIPPED[sign] if match.group("no") else sign
    if kind in _SPANS and _WITHIN.search(before):
        return "within"
    for sign, pattern in _AFTER:
        if pattern.search(after) and (kind in _SPANS or sign in (">=", "<=", "within")):
            return "<=" if sign == "within" and kind == "quantity" else sign
    return ""


def _day_sign(before: str, after: str) -> str:
    after = _HOUR.sub("", after)
    for sign, pattern in _AFTER:
        if sign in ("before", "after") and pattern.search(after):
            return sign
    for sign, pattern in _DAY_BEFORE:
        if pattern.search(before):
            return sign
    return ""
