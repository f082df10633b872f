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
_FORBIDDEN = re.compile(r"(?:不得|严禁|不予|禁止|不能|不可)([^，。；：]{1,40})")
_SOFT = re.compile(r"原则上|鼓励|优先|自愿|择优")
_DEMANDS = re.compile(r"应当|应|须|需|必须|要求")
_ASKS_WHAT = re.compile(r"什么|啥|哪|怎么|咋|多少|几|谁|多久|how|what|which|who|when", re.IGNORECASE)
_LIFTED = re.compile(
    r"移出|移除|撤下|摘掉|取消了|解除|整改完|改好|整改到位|已经改|恢复|没有|没得|不是|从未|未曾|补交|补报|removed|lifted|rectified",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(r"且未|除外|但是|但有|另有规定")
_TELLS_FACT = re.compile(
    r"出过|发生过|出了|发生了|有过|成立|刚满|才满|停产|停了|亏|年前|以前|去年|前年|上个?月|我们(?:公司|厂|企业)?(?:有|是|的)|过去|开了|办了"
)
_PUTS_FORWARD = re.compile(
    r"(?:是|为|要|需要|公示|期|限|只有|一共|[改变缩压减降短延长]到?成?|到|至|够)(?:不是)?\s*$"
)
_WITHIN = re.compile(r"\s*(?:之内|以内|内|里)")


def premise_correction(context: Context, passage: str) -> str | None:
    """``premise_right`` or ``premise_wrong`` with the text's value, when the question puts a figure forward."""
    question = context.question
    if not (question.premise or question.polar) or _TELLS_FACT.search(question.folded):
        return None
    asked = find_durations(question.folded)
    if asked and (question.premise or _PUTS_FORWARD.search(question.folded[: asked[0].start])):
        return _compare_spans(context, asked[0].value, passage)
    if asked:
        within = _WITHIN.match(question.folded, asked[0].end)
        return _compare_limits(context, asked[0].value, passage) if within else None
    return _compare_counts(context, passage)


def _compare_spans(context: Context, asked: Duration, passage: str) -> str | None:
    # 近三年 looks back over the applicant's record; it is no length of a procedure.
    held = [
        f for f in find_durations(passage) if not passage[: f.start].rstrip().endswith(("近", "最近", "前"))
    ]
    values = {found.value for found in held}
    if not held or len(values) > 2:
        return None
    if asked in values:
        return context.say("premise_right", value=next(f.text for f in held if f.value == asked))
    comparable = [f for f in held if _comparable(asked, f.value)]
    return context.say("premise_wrong", value=comparable[0].text) if comparable else None


def _compare_limits(context: Context, asked: Duration, passage: str) -> str | None:
    """Whether what is to be done within one span (40 个工作日内报行吗) is too late for the one span of a passage."""
    held = {f.value: f.text for f in find_durations(passage)}
    limits = [value for value in held if value.unit == asked.unit]
    if len(limits) != 1 or asked.amount <= limits[0].amount:
        return None
    return context.say("premise_wrong", value=held[limits[0]])


def _comparable(asked: Duration, held: Duration) -> bool:
    days = ("日", "工作日")
    return asked.unit == held.unit or (asked.unit in days and held.unit in days)


_BOUND = re.compile(r"(不少于|不低于|不超过|不得超过|不高于|超过|高于|大于|多于|至少|最多|达到)\s*$")
_STRICT = ("超过", "高于", "大于", "多于")
_EXACTLY = re.compile(r"正好|刚好|恰好|整好|整整|exactly|just", re.IGNORECASE)


def _compare_counts(context: Context, passage: str) -> str | None:
    """The figure put forward against the one figure of its unit in the passage, with the word that bounds it."""
    question = context.question
    asked = [q for q in find_quantities(question.folded) if q.unit or q.value >= Decimal(1000)]
    if not asked:
        return None
    held = [
        q for q in find_quantities(passage) if q.unit == asked[0].unit or (not q.unit and not asked[0].unit)
    ]
    if len({q.value for q in held}) != 1:
        return None
    bound = _BOUND.search(passage[: held[0].start])
    value = (bound.group(1) if bound else "") + held[0].text
    same = held[0].value == asked[0].value
    if not bound or bound.group(1) in question.folded:
        return context.say("premise_right" if same else "premise_wrong", value=value)
    if same and bound.group(1) in _STRICT:
        return context.say("no_strict", value=value)
    if question.premise or (same and not _EXACTLY.search(question.folded)):
        return context.say("premise_bound" if same else "premise_wrong", value=value)
    return None


def deontic_opening(context: Context, passage: str) -> str | None:
    """Yes or no in front of a clause that permits, forbids or demands what was asked."""
    question = context.question
    if not question.polar or question.premise or _ASKS_WHAT.search(question.folded):
        return None
    if _ASKS_DUTY.search(question.folded):
        soft = _SOFT.search(passage)
        if soft:
            return context.say("no_not_required", word=soft.group(0))
        return context.say("yes_need") if _DEMANDS.search(passage) and not _FORBIDS.search(passage) else None
    if (
        _ASKS_PERMISSION.search(question.folded)
        and _forbids_it(context, passage)
        and not _is_cured(question.folded, passage)
    ):
        return context.say("no_cannot")
    return None


def _forbids_it(context: Context, passage: str) -> bool:
    """Whether what a clause forbids is what was asked: a bar on applying anew says nothing of a plaque on the wall."""
    question = context.question
    said = {question.folded[n : n + 2] for n in range(len(question.folded) - 1)}
    words = said | {term[n : n + 2] for term in question.terms for n in range(len(term) - 1)}
    return any(
        any(act[1][n : n + 2] in words for n in range(len(act[1]) - 1))
        for act in _FORBIDDEN.finditer(passage)
    )


def _is_cured(asked: str, passage: str) -> bool:
    """Whether the bar may not apply: the asker says it is lifted, or the clause itself makes an exception."""
    return bool(_LIFTED.search(asked) or _EXCEPTS.search(passage))
