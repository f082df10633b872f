"""Yes or no, said only where a clause decides it."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.agent.context import Context
from assistant.text.dates import Duration, find_durations
from assistant.text.quantities import find_quantities

_ASKS_PERMISSION = re.compile(
    r"能不能|可不可以|可以.{0,14}[吗么]|能.{0,14}[吗么]|能否|可否|行不行|还能|允许|\bcan\b|\bmay\b|allowed",
    re.IGNORECASE,
)
_ASKS_DUTY = re.compile(
    r"要不要|需不需要|用不用|必须|一定要|是否需要|需要.{0,16}[吗么]|要.{0,12}[吗么]|非得|硬性|强制|\bmust\b|\bneed\b|required|mandatory",
    re.IGNORECASE,
)
_FORBIDS = re.compile(r"不得|严禁|不予|禁止|不能|不可")
_SOFT = re.compile(r"原则上|鼓励|优先|自愿|择优")
_DEMANDS = re.compile(r"应当|应|须|需|必须|要求")
_TELLS_FACT = re.compile(r"出过|发生过|出了|发生了|我们(?:公司|厂|企业)?(?:有|是|的)")


def premise_correction(context: Context, passage: str) -> str | None:
    """``premise_right`` or ``premise_wrong`` with the text's value, when the question puts a figure forward."""
    question = context.question
    if not (question.premise or question.polar) or _TELLS_FACT.search(question.folded):
        return None
    asked = find_durations(question.folded)
    if asked:
        return _compare_spans(context, asked[0].value, passage)
    return _compare_counts(context, passage) if question.premise else None


def _compare_spans(context: Context, asked: Duration, passage: str) -> str | None:
    held = find_durations(passage)
    values = {found.value for found in held}
    if not held or len(values) > 2:
        return None
    if asked in values:
        return context.say("premise_right", value=next(f.text for f in held if f.value == asked))
    comparable = [f for f in held if _comparable(asked, f.value)]
    return context.say("premise_wrong", value=comparable[0].text) if comparable else None


def _comparable(asked: Duration, held: Duration) -> bool:
    days = ("日", "工作日")
    return asked.unit == held.unit or (asked.unit in days and held.unit in days)


def _compare_counts(context: Context, passage: str) -> str | None:
    asked = [q for q in find_quantities(context.question.folded) if q.unit or q.value >= Decimal(1000)]
    if not asked:
        return None
    held = [
        q for q in find_quantities(passage) if q.unit == asked[0].unit or (not q.unit and not asked[0].unit)
    ]
    if len({q.value for q in held}) != 1:
        return None
    key = "premise_right" if held[0].value == asked[0].value else "premise_wrong"
    return context.say(key, value=held[0].text)


def deontic_opening(context: Context, passage: str) -> str | None:
    """Yes or no in front of a clause that permits, forbids or demands what was asked."""
    question = context.question
    if not question.polar or question.premise:
        return None
    if _ASKS_DUTY.search(question.folded):
        soft = _SOFT.search(passage)
        if soft:
            return context.say("no_not_required", word=soft.group(0))
        return context.say("yes_need") if _DEMANDS.search(passage) and not _FORBIDS.search(passage) else None
    if _ASKS_PERMISSION.search(question.folded) and _FORBIDS.search(passage):
        return context.say("no_cannot")
    return None
