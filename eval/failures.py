"""Failed items in full: what was asked, what came, what was expected, and why it is wrong.

Only items for tuning are shown: whoever reads a held-out item can no longer tell skill from memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.evaluate import Score, kinds_of, said_text
from eval.generate import Record
from eval.metrics.key_facts import missing_facts
from eval.metrics.verdicts import wrong_criteria
from eval.units import Case, Item, Suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One failed item, in words.

    Attributes:
        why: Each fault in one line.
        expected: What a right answer shows, one line each.
    """

    id: str
    set: str
    asked: str
    answer: str
    expected: tuple[str, ...]
    why: tuple[str, ...]
    badness: float

    def lines(self) -> Iterator[tuple[str, str]]:
        """Labelled lines to print."""
        yield "问  ", self.asked
        yield "答  ", self.answer
        yield from (("应有", line) for line in self.expected)
        yield from (("缘由", line) for line in self.why)


def failures(
    suites: Sequence[Suite],
    records: Mapping[str, Mapping[str, Record]],
    scores: Mapping[str, Sequence[Score]],
) -> list[Failure]:
    """Every failed item for tuning, in the order of the datasets."""
    parts = {(suite.name, part.id): part for suite in suites for part in suite.scored}
    return [
        _failure(score, parts[name, score.id], records[name][score.id])
        for name, group in scores.items()
        for score in group
        if score.failed and score.split == "tune"
    ]


def worst(found: Sequence[Failure], count: int = 20) -> list[Failure]:
    """The failures with most wrong, worst first, ties by id."""
    return sorted(found, key=lambda failure: (-failure.badness, failure.id))[:count]


def _failure(score: Score, part: Item | Case, record: Record) -> Failure:
    low = sum(1 - value for name, value in score.values.items() if name in score.faults)
    # What misleads weighs more than what is missing.
    badness = low + 2 * len(score.forbidden) + 2 * len(score.invented) + 3 * bool(score.error)
    answer = record.answer or {}
    told = str(answer.get("answer", "")) if answer else str((record.report or {}).get("verdict", ""))
    return Failure(
        id=score.id,
        set=score.set,
        asked=_asked(part),
        answer=f"({answer['kind']}) {told}" if answer else told or record.error or _found(record),
        expected=tuple(_expected(part)),
        why=tuple(_why(score, part, record)),
        badness=badness,
    )


def _found(record: Record) -> str:
    return "；".join(f"{hit['document_id']}「{str(hit['text'])[:40]}」" for hit in record.hits[:5])


def _asked(part: Item | Case) -> str:
    if isinstance(part, Item):
        return f"{part.question} （{part.as_of}）"
    told = part.text or ", ".join(f"{name}={value}" for name, value in (part.facts or {}).items())
    return f"{part.scheme}: {told} （{part.as_of}）"


def _expected(part: Item | Case) -> Iterator[str]:
    if isinstance(part, Case):
        yield f"结论：{' / '.join(part.verdicts)}"
        yield from (f"「{one.quote}」：{one.outcome}" for one in part.criteria)
        return
    if not part.searched:
        yield f"答复类型：{' / '.join(part.kinds)}"
    for group in part.gold:
        yield " / ".join(f"「{gold.quote}」{gold.document_id}" for gold in group)
    yield from ("说出：" + " / ".join(group[:6]) for group in part.key_facts)
    if part.must_not:
        yield f"不说：{' / '.join(part.must_not)}"
    if part.notices:
        yield f"提示：{'、'.join(part.notices)}"


def _why(score: Score, part: Item | Case, record: Record) -> Iterator[str]:
    if score.error:
        yield f"没有答复：{score.error}"
        return
    told = _TOLD if isinstance(part, Item) else _TOLD_OF_CASES
    for name in score.faults:
        if name in told:
            yield from told[name](score, part, record)


def _kind(_: Score, item: Any, record: Record) -> list[str]:
    return [f"答复类型是 {(record.answer or {})['kind']}，应为 {' / '.join(sorted(kinds_of(item)))}"]


def _key_facts(_: Score, item: Any, record: Record) -> list[str]:
    lacking = missing_facts(item.key_facts, said_text(record.answer or {}))
    return [f"没有说出：{' / '.join(group[:6])}" for group in lacking]


def _notices(_: Score, item: Any, record: Record) -> list[str]:
    there = {notice["code"] for notice in (record.answer or {}).get("notices", ())}
    return [f"缺少提示：{'、'.join(sorted(set(item.notices) - there))}"]


def _verdict(_: Score, part: Any, record: Record) -> list[str]:
    report = record.report or (record.answer or {}).get("eligibility") or {}
    return [_verdict_told(report)]


def _verdict_told(report: Mapping[str, Any]) -> str:
    return f"结论是 {report['verdict']}（{report['scheme']}）" if report else "没有作出结论"


def _criteria(_: Score, case: Any, record: Record) -> list[str]:
    return [
        f"「{one.quote}」：{' / '.join(outcomes) or '报告中没有这一条'}，应为 {one.outcome}"
        for one, outcomes in wrong_criteria(case.criteria, record.report)
    ]


_Told = Callable[[Score, Any, Record], list[str]]
_ALWAYS: dict[str, _Told] = {
    "figures_faithful": lambda score, *_: [f"数字没有来源：{'、'.join(score.invented)}"],
    "verdict": _verdict,
}
_TOLD: dict[str, _Told] = {
    **_ALWAYS,
    "kind_right": _kind,
    "recall_at_5": lambda s, *_: [f"检索前五条只含依据的 {s.values['recall_at_5']:.0%}"],
    "cited": lambda s, *_: [f"只引用了依据的 {s.values['citation_recall']:.0%}"],
    "key_facts": _key_facts,
    "notices": _notices,
    "markers": lambda *_: ["有标号没有对应的引文"],
    "forbidden": lambda score, *_: [f"说了不该说的：{'、'.join(score.forbidden)}"],
}
_TOLD_OF_CASES: dict[str, _Told] = {**_ALWAYS, "criteria": _criteria}
