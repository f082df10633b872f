"""Evaluate: score what was generated, without asking anything again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from eval.catalogue import DECIDING
from eval.generate import Record
from eval.metrics.citations import citation_precision, citation_recall, markers_resolve
from eval.metrics.figures import invented
from eval.metrics.key_facts import forbidden, says_key_facts
from eval.metrics.latency import length
from eval.metrics.ranking import NAMES, rankings
from eval.metrics.refusals import refuses
from eval.metrics.verdicts import criteria_right, verdict_right
from eval.units import Case, Item, Suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one item came out.

    Attributes:
        cluster: Items of one cluster (dialogue, series) are not independent of each other.
        values: Metrics that apply to the item, by name.
        refusal: Whether it should be refused, and whether it was; None where that is open.
    """

    id: str
    set: str
    split: str
    intent: str
    role: str
    language: str
    documents: tuple[str, ...]
    cluster: str
    series: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    refusal: tuple[bool, bool] | None = None
    forbidden: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""

    @property
    def failed(self) -> bool:
        """Whether anything is wrong with the item."""
        low = any(value < 1 for name, value in self.values.items() if name in DECIDING)
        return bool(low or self.forbidden or self.error)

    @property
    def faults(self) -> tuple[str, ...]:
        """The names of what is wrong."""
        low = tuple(name for name, value in self.values.items() if name in DECIDING and value < 1)
        return (*low, *(("forbidden",) if self.forbidden else ()), *(("error",) if self.error else ()))


def evaluate(suite: Suite, records: Mapping[str, Record]) -> list[Score]:
    """Scores of a dataset, in its order; items without a record have none."""
    pairs = [(part, records[part.id]) for part in suite.scored if part.id in records]
    ranked = rankings(
        {
            item.id: (item.gold, record.hits)
            for item, record in pairs
            if isinstance(item, Item) and not item.dialogue and not record.error
        }
    )
    return [_score(suite.name, part, record, ranked.get(part.id, {})) for part, record in pairs]


def _score(name: str, part: Item | Case, record: Record, ranked: Mapping[str, float]) -> Score:
    score = _blank(name, part, record)
    if record.error:
        return replace(score, error=record.error, values=_nothing(part))
    if isinstance(part, Case):
        return _score_case(score, part, record)
    if part.searched:
        return replace(score, values=dict(ranked))
    return _score_item(score, part, record, ranked)


def _blank(name: str, part: Item | Case, record: Record) -> Score:
    return Score(
        id=part.id,
        set=name,
        split=part.split,
        intent=part.intent if isinstance(part, Item) else "eligibility",
        role=part.role,
        language=part.language,
        documents=part.documents if isinstance(part, Item) else (),
        cluster=(part.dialogue or part.series or part.id) if isinstance(part, Item) else part.id,
        series=part.series if isinstance(part, Item) else None,
        seconds=record.seconds,
    )


def _score_item(score: Score, item: Item, record: Record, ranked: Mapping[str, float]) -> Score:
    answer = record.answer or {}
    prose, citations = str(answer["answer"]), answer["citations"]
    codes = {notice["code"] for notice in answer.get("notices", ())}
    recall = citation_recall(item.gold, citations)
    fabricated = tuple(
        invented(
            prose, sources(" ".join((*item.earlier, item.question)), answer), item.as_of, _counts(answer)
        )
    )
    values = {
        "kind_right": float(answer["kind"] in kinds_of(item)),
        **ranked,
        "cited": None if recall is None else float(recall == 1),
        "citation_recall": recall,
        "citation_precision": citation_precision(item.gold, citations),
        "markers": markers_resolve(prose, citations),
        "key_facts": says_key_facts(item.key_facts, said_text(answer)),
        "notices": float(set(item.notices) <= codes) if item.notices else None,
        "verdict": _verdict(item, answer.get("eligibility")),
        "figures_faithful": float(not fabricated),
        "length": float(length(prose)),
    }
    should = item.refusal
    at_the_edge = item.expect is not None
    found = replace(
        score,
        values={key: value for key, value in values.items() if value is not None},
        refusal=None if should is None else (should, refuses(answer, at_the_edge=at_the_edge)),
        forbidden=tuple(forbidden(item.must_not, prose)),
        invented=fabricated,
    )
    if item.series is None:
        return found
    timely = not found.forbidden and all(
        found.values.get(key, 1) == 1 for key in ("kind_right", "key_facts", "notices", "figures_faithful")
    )
    return replace(found, values={**found.values, "time_right": float(timely)})


def _score_case(score: Score, case: Case, record: Record) -> Score:
    # A target that cannot check has no report: it is wrong, not left out, or the tables would flatter it.
    values: dict[str, float | None] = {
        "verdict": verdict_right(case.verdicts, case.scheme, record.report),
        "criteria": criteria_right(case.criteria, record.report),
    }
    if record.answer is not None:
        prose = str(record.answer["answer"])
        made = tuple(
            invented(prose, sources(case.question, record.answer), case.as_of, _counts(record.answer))
        )
        values |= {"figures_faithful": float(not made), "length": float(length(prose))}
        score = replace(score, invented=made)
    return replace(score, values={key: value for key, value in values.items() if value is not None})


def _nothing(part: Item | Case) -> dict[str, float]:
    """An item without an answer has nothing right."""
    if isinstance(part, Case):
        return {"verdict": 0.0, **({"criteria": 0.0} if part.criteria else {})}
    if part.searched:
        return dict.fromkeys(NAMES.values(), 0.0)
    values = {"kind_right": 0.0}
    if part.gold:
        values |= {"cited": 0.0, "citation_recall": 0.0}
    if part.key_facts:
        values["key_facts"] = 0.0
    if part.notices:
        values["notices"] = 0.0
    if part.series:
        values["time_right"] = 0.0
    return values


def kinds_of(item: Item) -> set[str]:
    """Acceptable kinds as on the wire: not found is an answer that says so, declining any reply but a report."""
    found = set(item.kinds)
    if "not_found" in found:
        found |= {"answer"}
    if "declined" in found:
        found |= {"answer", "out_of_scope", "help"}
    return found


def _verdict(item: Item, report: Mapping[str, Any] | None) -> float | None:
    """Whether the checker came to an acceptable verdict; None where no check is expected."""
    if not item.verdicts or (report is None and "answer" in item.kinds):
        return None
    return verdict_right(item.verdicts, item.scheme, report)


def said_text(answer: Mapping[str, Any]) -> str:
    """All that the reader sees: the answer, its quotes, its notices."""
    quotes = " ".join(c["quote"] for c in answer["citations"])
    notices = " ".join(n["text"] for n in answer.get("notices", ()))
    return f"{answer['answer']} {quotes} {notices}"


def sources(question: str, answer: Mapping[str, Any]) -> list[str]:
    """All that may account for a figure: what was asked, now and before, what is cited, the report."""
    found = [question]
    for citation in answer["citations"]:
        found += [
            citation["quote"],
            citation.get("document_title") or "",
            citation.get("document_number") or "",
            citation.get("clause_label") or "",
        ]
    report = answer.get("eligibility")
    if report:
        found.append(json.dumps(report, ensure_ascii=False, default=str))
    return found


def _counts(answer: Mapping[str, Any]) -> Iterable[int]:
    report = answer.get("eligibility") or {}
    sizes = (len(answer["citations"]), len(report.get("missing_facts", ())), len(report.get("criteria", ())))
    return range(max(sizes) + 1)


def pooled(scores: Mapping[str, Sequence[Score]]) -> list[Score]:
    """The scores of all datasets together, in order."""
    return [score for group in scores.values() for score in group]
