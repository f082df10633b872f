"""Answers of a run in the formats of ragas, DeepEval and GOV.UK Chat's evaluation; one question a sample.

Turns of dialogues are left out (the single-turn formats have no place for what was said before), checks of facts too.
A reference answer is put together from the evidence and the first wording of each key fact.

Sources of the field names, as of November 2026:

* ragas ``SingleTurnSample`` (src/ragas/dataset_schema.py, commit 01b7cac0): JSONL for ``EvaluationDataset.from_jsonl``;
* DeepEval ``LLMTestCase`` (deepeval/test_case/llm_test_case.py, commit 00eb8271): a JSON array for
  ``EvaluationDataset.add_test_cases_from_json_file``, whose default keys are the snake-case names;
* alphagov/govuk-chat-evaluation, task ``rag_answers`` with ``generate: false`` (data/README.md, commit 0385851c): JSONL.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.generate import Record
from eval.units import Item, Suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One question with its answer, what was retrieved, and what was expected."""

    item: Item
    record: Record

    @property
    def answer(self) -> str:
        """The answer as read."""
        return str((self.record.answer or {})["answer"])

    @property
    def contexts(self) -> list[str]:
        """What was retrieved, or else cited: the passages that the answer rests on."""
        found = [str(hit["text"]) for hit in self.record.hits]
        return found or [str(citation["quote"]) for citation in (self.record.answer or {})["citations"]]

    @property
    def evidence(self) -> list[str]:
        """The first quote of each gold group."""
        return [group[0].quote for group in self.item.gold]

    @property
    def reference(self) -> str:
        """A reference answer: the evidence, and each key fact that it does not say."""
        said = "；".join(self.evidence)
        return "；".join(
            [*self.evidence, *(g[0] for g in self.item.key_facts if not any(f in said for f in g))]
        )


def samples(suites: Sequence[Suite], records: Mapping[str, Mapping[str, Record]]) -> list[Sample]:
    """Every single question that was answered, in the order of the datasets."""
    return [
        Sample(item=part, record=found)
        for suite in suites
        for part in suite.scored
        if isinstance(part, Item) and not part.dialogue
        if (found := records[suite.name].get(part.id)) and found.answer is not None
    ]


def ragas(found: Sequence[Sample]) -> str:
    """JSONL of ``SingleTurnSample``; fields of other names would be refused, so ids are left out."""
    rows = [
        {
            "user_input": sample.item.question,
            "retrieved_contexts": sample.contexts,
            "reference_contexts": sample.evidence or None,
            "response": sample.answer,
            "reference": sample.reference or None,
        }
        for sample in found
    ]
    return _lines({key: value for key, value in row.items() if value is not None} for row in rows)


def deepeval(found: Sequence[Sample]) -> str:
    """A JSON array of ``LLMTestCase``."""
    rows = [
        {
            "input": sample.item.question,
            "actual_output": sample.answer,
            "expected_output": sample.reference or None,
            "context": sample.evidence or None,
            "retrieval_context": sample.contexts,
            "name": sample.item.id,
            "tags": [sample.item.intent, sample.item.role],
            "completion_time": round(sample.record.seconds, 4),
        }
        for sample in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def govuk(found: Sequence[Sample]) -> str:
    """JSONL of the ``rag_answers`` task."""
    return _lines(
        {
            "question": sample.item.question,
            "ideal_answer": sample.reference,
            "llm_answer": sample.answer,
            "structured_contexts": [
                _context(citation) for citation in (sample.record.answer or {})["citations"]
            ],
            "id": sample.item.id,
        }
        for sample in found
    )


WRITERS = {"ragas": ragas, "deepeval": deepeval, "govuk": govuk}


def _context(citation: Mapping[str, Any]) -> dict[str, Any]:
    label = citation.get("clause_label") or ""
    return {
        "exact_path": citation.get("url") or f"/documents/{citation['document_id']}",
        "title": citation.get("document_title") or citation["document_id"],
        "heading_hierarchy": [label] if label else None,
        "description": citation.get("document_number") or "",
        "html_content": citation["quote"],
    }


def _lines(rows: Iterator[dict[str, Any]] | Any) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
