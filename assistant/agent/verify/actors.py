"""Who must meet a deadline: the body in subject position beside a date, against the one that the register names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.agent.draft import Sentence
from assistant.agent.verify.english import find_english
from assistant.register.deadlines import Deadline
from assistant.text.dates import find_dates, find_month_days

_CLASSES = {
    "applicant": re.compile(
        r"企业|工厂|公司|厂家|申报(?:单位|主体|者|人)|申请(?:人|单位|者)|园区|你|您|贵单位|贵司|我们"
        r"|\bapplicants?\b|\benterprises?\b|\bcompan(?:y|ies)\b|\bfactor(?:y|ies)\b|\bfirms?\b|\bparks?\b|\byou\b",
        re.IGNORECASE,
    ),
    "district": re.compile(
        r"区县|区\(县\)|区（县）|各区|各县|县（市|县级|属地|district|county|counties", re.IGNORECASE
    ),
    "province": re.compile(r"省级|各省|自治区|省（区|province|provincial", re.IGNORECASE),
    "evaluator": re.compile(
        r"第三方|评价机构|评估机构|服务机构|evaluat(?:or|ion bod)|agenc|third.party", re.IGNORECASE
    ),
}
_SAME = {"title_holder": "applicant"}
_NO_SUBJECT = re.compile(
    r"(?:通过|经由?|向|至|(?<!申)报|给|与|同|为|对|到|组织|推荐|指导|审核|不是|并非|而非|不包括|所在|[^的]地|\bto|\bthrough|\bvia|\bwith|\bthe"
    r"|\brecommends?|\bof|\bnot|\bfrom|\breviews?|\bthan)\s*(?:各|本|该|相关|辖区内?|本地区|the|your|an?)?\s*$",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[。；;！!？?\n]")
_COMMAS = re.compile(r"[，,：:（）()]|——")


class _Day(NamedTuple):
    month: int
    day: int
    year: int | None
    start: int
    end: int


def deadline_misattributed(sentence: Sentence, deadlines: Sequence[Deadline]) -> bool:
    """Whether a date that binds one body is put to another: by its subject, not by a body named as a means."""
    text = sentence.text.replace("*", "")
    cited = {(e.document_id, e.clause_id) for e in sentence.evidence}
    bound = [d for d in deadlines if d.last_day is not None and (d.document_id, d.clause_id) in cited]
    if not bound:
        return False
    quoted = [e.quote for e in sentence.evidence]
    for day in _days(text):
        meant = [d for d in bound if _is(day, d)]
        if meant and not _verbatim(text, day, quoted) and not any(_agrees(text, day, d) for d in meant):
            return True
    return False


def deadline_unattributed(sentence: Sentence, deadlines: Sequence[Deadline]) -> bool:
    """Whether a date that binds somebody stands in a sentence that names nobody."""
    text = sentence.text.replace("*", "")
    cited = {(e.document_id, e.clause_id) for e in sentence.evidence}
    bound = [d for d in deadlines if d.last_day and d.binds and (d.document_id, d.clause_id) in cited]
    return any(
        _is(day, deadline) and _subject(text, day, deadline.actor) is None
        for day in _days(text)
        for deadline in bound
    )


def _agrees(text: str, day: _Day, deadline: Deadline) -> bool:
    subject = _subject(text, day, deadline.actor)
    if subject is None or subject == "printed":
        return True
    binds = _SAME.get(deadline.binds or "", deadline.binds)
    return binds is None or subject == binds


def _is(day: _Day, deadline: Deadline) -> bool:
    last = deadline.last_day
    return (
        last is not None and (last.month, last.day) == (day.month, day.day) and day.year in (None, last.year)
    )


def _verbatim(text: str, day: _Day, quotes: Sequence[str]) -> bool:
    """Whether the part of the sentence around a date is a piece of a quote: then its subject is the text's."""
    start, end = _clause_around(text, day)
    piece = re.sub(r"\s", "", text[start:end]).strip("。；;")
    return len(piece) >= 12 and any(piece in re.sub(r"[\s*]", "", quote) for quote in quotes)


def _days(text: str) -> Iterator[_Day]:
    for found in find_dates(text):
        yield _Day(found.value.month, found.value.day, found.value.year, found.start, found.end)
    for short in find_month_days(text):
        yield _Day(short.month, short.day, None, short.start, short.end)
    for span in find_english(text):
        parts = span.form.split("-")
        if span.kind == "date":
            yield _Day(int(parts[1]), int(parts[2]), int(parts[0]), span.start, span.end)
        elif span.kind == "month_day":
            yield _Day(int(parts[0]), int(parts[1]), None, span.start, span.end)


def _clause_around(text: str, day: _Day) -> tuple[int, int]:
    stops = [m.end() for m in _STOPS.finditer(text) if m.end() <= day.start]
    after = _STOPS.search(text, day.end)
    return (stops[-1] if stops else 0), (after.start() if after else len(text))


def _subject(text: str, day: _Day, printed: str) -> str | None:
    """The class of the subject that stands nearest: in front of the date, part by part; else behind it."""
    start, end = _clause_around(text, day)
    for part in reversed(_COMMAS.split(text[start : day.start])):
        if found := _first(part, printed):
            return found
    for part in _COMMAS.split(text[day.end : end]):
        if found := _first(part, printed):
            return found
    return None


def _first(part: str, printed: str) -> str | None:
    """The first body of a part that is no object or means; ``printed`` where it is the register's own words."""
    found = [
        (match.start(), -len(match.group(0)), name)
        for name, pattern in _CLASSES.items()
        for match in pattern.finditer(part)
        if not _NO_SUBJECT.search(part[: match.start()])
    ]
    if printed and printed in part and not _NO_SUBJECT.search(part[: part.index(printed)]):
        found.append((part.index(printed), -99, "printed"))
    return min(found)[2] if found else None
