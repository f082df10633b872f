"""Evaluate: score what was generated, without asking anything again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles
from typing import Any

from eval.generate import Generated
from eval.metrics.evidence import cites_right, forbidden, recall_at, says_key_facts
from eval.metrics.figures import invented


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one item came out; None where a metric does not apply."""

    id: str
    split: str
    intent: str
    kind_right: float
    recall_at_5: float | None
    cited: float | None
    key_facts: float | None
    notices: float | None
    verdict: float | None
    forbidden: tuple[str, ...]
    invented: tuple[str, ...]
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether anything is wrong with the item."""
        low = [
            m
            for m in (
                self.kind_right,
                self.recall_at_5,
                self.cited,
                self.key_facts,
                self.notices,
                self.verdict,
            )
            if m is not None and m < 1
        ]
        return bool(low or self.forbidden or self.invented)


def score(generated: Generated) -> Score:
    """Score one generated answer."""
    item, answer = generated.item, generated.answer
    said = said_text(answer)
    codes = {notice["code"] for notice in answer.get("notices", ())}
    return Score(
        id=item.id,
        split=item.split,
        intent=item.intent,
        kind_right=float(answer["kind"] in item.kinds),
        recall_at_5=recall_at(item, generated.hits, 5) if generated.hits or not _is_turn(item.id) else None,
        cited=cites_right(item, answer["citations"]),
        key_facts=says_key_facts(item, said),
        notices=float(set(item.notices) <= codes) if item.notices else None,
        verdict=_verdict(generated),
        forbidden=tuple(forbidden(item, str(answer["answer"]))),
        invented=tuple(invented(str(answer["answer"]), _sources(generated), item.as_of, _counts(answer))),
        seconds=generated.seconds,
    )


def _verdict(generated: Generated) -> float | None:
    """Whether the checker came to an acceptable verdict on the right scheme; None where no check is expected."""
    item, report = generated.item, generated.answer.get("eligibility")
    if not item.verdicts or (report is None and "answer" in item.kinds):
        return None
    if report is None:
        return 0.0
    return float(item.scheme in (None, report["scheme"]) and report["verdict"] in item.verdicts)


def said_text(answer: Any) -> str:
    """All that the reader sees: the answer, its quotes, its notices."""
    quotes = " ".join(c["quote"] for c in answer["citations"])
    notices = " ".join(n["text"] for n in answer.get("notices", ()))
    return f"{answer['answer']} {quotes} {notices}"


def _is_turn(item_id: str) -> bool:
    return "." in item_id


def _sources(generated: Generated) -> list[str]:
    answer = generated.answer
    found = [generated.item.question]
    for citation in answer["citations"]:
        found += [
            citation["quote"],
            citation["document_title"],
            citation["document_number"] or "",
            citation["clause_label"],
        ]
    report = answer.get("eligibility")
    if report:
        found.append(json.dumps(report, ensure_ascii=False, default=str))
    return found


def _counts(answer: Any) -> Iterable[int]:
    report = answer.get("eligibility") or {}
    return range(
        max(len(answer["citations"]), len(report.get("missing_facts", ())), len(report.get("criteria", ())))
        + 1
    )


def summary(scores: Sequence[Score]) -> dict[str, float]:
    """Means over the items to which each metric applies, counts, and latency percentiles in milliseconds."""
    times = sorted(s.seconds * 1000 for s in scores)
    cuts = quantiles(times, n=20) if len(times) > 1 else [*times, *times * 19]
    return {
        "items": float(len(scores)),
        "kind_right": _mean(s.kind_right for s in scores),
        "recall_at_5": _mean(s.recall_at_5 for s in scores),
        "cited": _mean(s.cited for s in scores),
        "key_facts": _mean(s.key_facts for s in scores),
        "notices": _mean(s.notices for s in scores),
        "verdict": _mean(s.verdict for s in scores),
        "all_right": _mean(float(not s.failed) for s in scores),
        "forbidden": float(sum(bool(s.forbidden) for s in scores)),
        "invented_figures": float(sum(len(s.invented) for s in scores)),
        "p50_ms": cuts[9],
        "p95_ms": cuts[18],
    }


def _mean(values: Iterable[float | None]) -> float:
    """Mean of the defined values; NaN where none is, for no score is not a zero."""
    defined = [v for v in values if v is not None]
    return fmean(defined) if defined else float("nan")
