"""Answers to look at as lines of an evaluation dataset, for a person to add what a right answer must show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.domain.feedback import Review


def dataset_lines(reviews: Iterable[Review]) -> Iterator[str]:
    """One JSON object a line, each question once: the first that comes of those asked in the same words on one day.

    ``kind``, ``gold`` and ``key_facts`` are left empty for a person to fill in; ``review`` says why the line is there.
    """
    seen = set()
    for review in reviews:
        answer = review.answer
        asked = (answer.question, answer.as_of, review.earlier[-1:])
        if asked not in seen:
            seen.add(asked)
            yield json.dumps(dataset_row(review), ensure_ascii=False) + "\n"


def dataset_row(review: Review) -> dict[str, Any]:
    """One item as the evaluation reads it."""
    answer, feedback = review.answer, review.feedback
    return {
        "id": f"feedback-{answer.id[:12]}",
        "question": answer.question,
        "language": answer.language,
        "role": "visitor",
        "intent": "none",
        "as_of": answer.as_of.isoformat(),
        "kind": [],
        "gold": [],
        "key_facts": [],
        "must_not": [],
        "notices": [],
        "split": "tune",
        "review": {
            "answer_id": answer.id,
            "why": list(review.why),
            "earlier": list(review.earlier),
            "reasons": list(feedback.reasons) if feedback else [],
            "remark": feedback.remark if feedback else "",
            "kind": answer.kind,
            "engine": answer.engine,
            "cited": list(answer.clause_keys),
            "corpus_version": answer.corpus_version,
            "rules_version": answer.rules_version,
            "asked_at": f"{answer.asked_at.isoformat(timespec='seconds')}Z",
        },
    }
