"""How a message is spoken: asked or stated, of one's own case or of the rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_PERSONAL = (
    "我",
    "咱",
    "本公司",
    "本企业",
    "本厂",
    "我司",
    "贵",
    "这家",
    "这种情况",
    "这样的情况",
    "这个厂",
    "这个企业",
    "这个公司",
    "we ",
    "our ",
    "us ",
    "my ",
    "i ",
    "this one",
    "this plant",
    "this company",
    "this factory",
)
_QUESTION = re.compile(
    r"[?？]|什么|啥|哪(?!怕)|怎么|怎样|咋|如何|多少|(?<![十百千万好数])几[个天年级份位家项页次条款月]|谁|多久|(?:按|算|归|找|是|看|用|以)[^，,。]{1,10}还是(?:按|算|归|找|是|看|用|以)|能否|可否|能不能|可不可以|会不会|是不是|够不够|还能|"
    r"(?!(?<=现)在不在)(?<!不)(?!还没还)([\u4e00-\u9fff])[不没]\1|[吗呢嘛么吧没不]$|换个话题|(?:^|[.!;,]\s*)(?:and |so |but )?(?:how|what|when|who|where|which|why|can|could|may|do|does|is|are|will|would)\b"
    r"|(?:^|[.!;,]\s*)(?:please )?(?:give me|list|name|show me|tell me) (?:all|every|each|the|what|which|how|when|who)\b|(?:列出|列一下|列举|告诉我)[^，,。?？]{0,6}(?:所有|全部|每一?[条种个])"
)
_NOTHING_AT_ALL = re.compile(
    r"没(?:有|得)?几[家个样条户](?!吗|么|呢)|(?:啥子?|什么|哪[个家样类条项])[^，,。?？]{0,6}?[都也](?=[没不未无](?!是|能不能|可以)|(?:行|可以|成|好|要得)(?:[，,。]|$))"
)
"""A denial of everything (啥事故都没有) asks nothing."""
_DONE_NOW = re.compile(r"(?:可|但|可是|但是|不过|我们|现在|后来)*(?:已经|早就|早已|已|都)[^?？]*了呢$")
_SET_AGAINST = re.compile(
    r"(?!那|如果|要是|假如|万一|换成)[^，,。?？]+在[^，,。?？]+[，,][^，,。?？]+在[^，,。?？]+呢"
)
_STATES = re.compile(r"没|不|有|是|了|过|已|都|也|\d|\b(?:is|are|was|were|have|has|had|not|no)\b")
_ASKS_WHAT = re.compile(r"什么|啥|哪(?!怕)|多少|几|怎么|咋|\b(?:what|which|how|who|when|where)\b")


def is_personal(folded: str) -> bool:
    """Whether the asker speaks of the own enterprise or park."""
    return any(word in f"{folded} " for word in _PERSONAL)


@lru_cache(maxsize=256)
def asks(folded: str) -> bool:
    """Whether a message asks something, rather than states it; 已经移出来了呢 and 产线在甲地，注册在乙地呢 state."""
    folded = folded[:-1] if _DONE_NOW.match(folded) or _SET_AGAINST.fullmatch(folded) else folded
    return bool(_QUESTION.search(_NOTHING_AT_ALL.sub("", folded)))


def states(folded: str) -> bool:
    """Whether a message that asks nothing affirms or denies something, rather than names a subject (申报材料)."""
    return not asks(folded) and bool(_STATES.search(folded))


def asks_what(folded: str) -> bool:
    """Whether a message asks what, which or how, rather than whether."""
    return bool(_ASKS_WHAT.search(folded))


def tells_a_case(facts: Mapping[str, Any]) -> bool:
    """Whether facts are so definite that nobody asks of a rule in such words: a dated event, figures of a year."""
    return any(_is_definite(value) for value in facts.values())


def _is_definite(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, list) and any(isinstance(e, Mapping) and e.get("date") for e in value)
