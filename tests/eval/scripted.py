"""A target that says what a script tells it, and items to ask it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from eval.errors import TargetDown, TargetError
from eval.units import Case, Expected, Gold, Item

DAY = date(2026, 11, 20)
QUOTE = "在官网公示5个工作日"
ITEM = Item(
    id="i0",
    question="公示几天？",
    language="zh",
    role="enterprise",
    intent="procedure",
    as_of=DAY,
    kinds=("answer",),
    gold=((Gold(document_id="d1", quote=QUOTE),),),
    key_facts=(("5个工作日", "五个工作日"),),
    must_not=("30个工作日",),
    notices=("round_closed",),
    split="tune",
)
CASE = Case(
    id="c0",
    scheme="s1",
    as_of=DAY,
    facts={"output": 5000},
    text="",
    verdicts=("not_eligible",),
    criteria=(Expected(quote="年产值超过5000万", outcome="not_met"),),
    split="tune",
)


def items(count: int, **changes: Any) -> tuple[Item, ...]:
    """Items i0, i1 … with own questions."""
    return tuple(replace(ITEM, id=f"i{n}", question=f"公示几天？第{n}问", **changes) for n in range(count))


def answer(text: str = "公示 **5** 个工作日。[1]", **changes: Any) -> dict[str, Any]:
    """A right answer to the item, as on the wire."""
    citation = {
        "index": 1,
        "document_id": "d1",
        "document_title": "办法",
        "document_number": "渝发〔2024〕4号",
        "clause_label": "第十一条",
        "quote": QUOTE,
        "url": "/documents/d1#art11",
    }
    notice = {"code": "round_closed", "text": "该年度申报已结束", "citation": 1}
    return {
        "answer": text,
        "kind": "answer",
        "citations": [citation],
        "eligibility": None,
        "notices": [notice],
        **changes,
    }


def report(verdict: str = "not_eligible", outcome: str = "not_met") -> dict[str, Any]:
    """A report on the case."""
    criterion = {
        "id": "output",
        "outcome": outcome,
        "citation": {"document_id": "d1", "quote": "列入培育库的企业年产值超过5000万"},
    }
    return {"scheme": "s1", "verdict": verdict, "criteria": [criterion]}


class Scripted:
    """Answers by item question; ``fails`` raise, ``down_after`` questions nobody answers any more."""

    def __init__(
        self,
        said: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        fails: Sequence[str] = (),
        down_after: int | None = None,
        corpus: str = "c1",
    ) -> None:
        self.asked: list[str] = []
        self.sessions: list[str | None] = []
        self._said = said or {}
        self._fails = fails
        self._down_after = down_after
        self._corpus = corpus
        self._lock = threading.Lock()

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        with self._lock:
            self.asked.append(question)
            self.sessions.append(session_id)
            if self._down_after is not None and len(self.asked) > self._down_after:
                raise TargetDown("GET http://x: nobody answers")
        if question in self._fails:
            raise TargetError("POST http://x/api/v1/ask: no answer within 1 s")
        return {**answer(), **self._said.get(question, {}), "session_id": session_id or f"s{len(self.asked)}"}

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        return [{"document_id": "d2", "text": "别的"}, {"document_id": "d1", "text": f"拟认定名单{QUOTE}。"}]

    def check(self, scheme: str, facts: Mapping[str, Any], *, as_of: date) -> Mapping[str, Any] | None:
        return report()

    def versions(self) -> Mapping[str, str]:
        return {"target": "scripted", "corpus": self._corpus, "rules": "r1", "embedder": "e1", "llm": "none"}
