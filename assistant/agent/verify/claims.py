"""What a sentence claims beyond figures: its quotations, its negations, and who must meet a deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.agent.draft import Sentence
from assistant.register.deadlines import Deadline
from assistant.text.dates import find_dates
from assistant.text.normalise import squeeze
from assistant.text.sentences import split_sentences

_NEGATION = re.compile(r"不得|不予|不再|不能|不可|不是|不应|不需|未|无|非|禁止|严禁|免|不")
_QUOTED = re.compile(r"“([^“”]{6,})”|「([^「」]{6,})」")
_APPLICANT = re.compile(
    r"企业|工厂|公司|申报单位|申请人|申报主体|园区|你单位|贵单位|\bapplicants?\b|\benterprises?\b|\bcompan(?:y|ies)\b|\bfactor(?:y|ies)\b"
)
_CLASSES = {
    "district": re.compile(r"区县|区\(县\)|区（县）|各区|各县|县（市|经信部门|属地|district|county"),
    "province": re.compile(r"省级|各省|自治区|province|provincial"),
    "evaluator": re.compile(r"第三方|评价机构|评估机构|服务机构|evaluat|agenc|third.party", re.IGNORECASE),
}


def quoted_phrases(text: str) -> list[str]:
    """Longer strings that a sentence puts in quotation marks: they claim to be verbatim."""
    return [a or b for a, b in _QUOTED.findall(text)]


def negation_dropped(text: str, quotes: Sequence[str]) -> bool:
    """Whether a sentence restates most of a quoted sentence but with other negations.

    A restatement that holds the quote verbatim cannot have lost one.
    """
    said = squeeze(text)
    for quote in quotes:
        for start, end in split_sentences(quote):
            source = squeeze(quote[start:end])
            if len(source) < 6 or source.rstrip("。；，：") in said:
                continue
            if (
                _shared(said, source) >= 0.75
                and _negations(said) != _negations(source)
                and len(said) <= 1.6 * len(source)
            ):
                return True
    return False


def deadline_misattributed(sentence: Sentence, deadlines: Sequence[Deadline]) -> bool:
    """Whether a date that binds another body is put to the applicant (or to a third body)."""
    days = {found.value for found in find_dates(sentence.text)}
    if not days:
        return False
    cited = {(e.document_id, e.clause_id) for e in sentence.evidence}
    for deadline in deadlines:
        if deadline.last_day not in days or (deadline.document_id, deadline.clause_id) not in cited:
            continue
        named = _CLASSES.get(deadline.binds or "")
        if (
            named is None
            or named.search(sentence.text)
            or (deadline.actor and deadline.actor in sentence.text)
        ):
            continue
        if _APPLICANT.search(sentence.text) or any(
            pattern.search(sentence.text) for name, pattern in _CLASSES.items() if name != deadline.binds
        ):
            return True
    return False


def _negations(text: str) -> int:
    return len(_NEGATION.findall(text))


def _shared(said: str, source: str) -> float:
    pairs = {source[i : i + 2] for i in range(len(source) - 1)}
    held = {said[i : i + 2] for i in range(len(said) - 1)}
    return len(pairs & held) / len(pairs) if pairs else 0.0
