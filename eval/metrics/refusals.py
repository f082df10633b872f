"""Refusal precision and recall: who declines what it cannot know, and only that.

A reply refuses when its kind is ``out_of_scope`` or ``help``, or when its first sentence says that the documents do
not tell or that it will not. The first sentence counts only where the dataset says what to ``expect`` of a question at
the edge (near-misses and look-alikes both), for elsewhere 没有规定 may be the right answer. Over these items:

* recall: share of the items to be refused that were refused;
* precision: share of the refusals that were right.

Source: Rajpurkar, Jia and Liang, Know What You Don't Know: Unanswerable Questions for SQuAD, ACL 2018; precision and
recall of the no-answer class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_DECLINING = ("out_of_scope", "help")
_NOT_TOLD = re.compile(
    r"(?:没有|没|并未|未曾|未|无|不)(?:直接|另行|明确|具体|单独|专门)?(?:针对|规定|写明|说明|提及|提到|提供|载明|明确|列出|给出|涉及|收录|约定|公布|说|写|定|找到|查到|包含|含|收|提|列|说|作|记载)"
    r"|没有(?:这|关于|有关|相关)|不在(?:现有|本|所收)?(?:的)?(?:政策)?(?:文件|材料)|(?:无法|不能|不会)(?:保证|承诺|确定|判断|提供|帮|协助|告知|给出)|查不到|找不到"
    r"|do(?:es)? not (?:say|state|mention|give|contain|set|fix|specify|tell|cover)|no (?:document|provision|clause)|not (?:found|stated|covered)|cannot",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？\n]|(?<=[a-z])\.(?=\s|$)")


def refuses(answer: Mapping[str, Any], *, at_the_edge: bool = True) -> bool:
    """Whether a reply gives nothing of the documents, or (``at_the_edge``) says first that they do not tell."""
    if answer["kind"] in _DECLINING:
        return True
    if answer["kind"] != "answer" or not at_the_edge:
        return False
    opening = _SENTENCE_END.split(str(answer["answer"]).strip(), maxsplit=1)[0]
    return bool(_NOT_TOLD.search(opening))


def precision_recall(pairs: Iterable[tuple[bool, bool]]) -> tuple[float, float]:
    """Precision and recall of (should refuse, did refuse) pairs; NaN where nothing was or should be refused.

    >>> precision_recall([(True, True), (True, False), (False, True), (False, False)])
    (0.5, 0.5)
    """
    both = list(pairs)
    right = sum(should and did for should, did in both)
    did_refuse, should_refuse = sum(did for _, did in both), sum(should for should, _ in both)
    nan = float("nan")
    return (right / did_refuse if did_refuse else nan, right / should_refuse if should_refuse else nan)
