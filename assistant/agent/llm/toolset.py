"""The tools as a model calls them: LangChain tools over the typed functions, bound to one turn."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Annotated, Any

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

from assistant.agent.context import Context
from assistant.agent.tools import ClauseText, Toolbox
from assistant.domain.comparison import Pair
from assistant.domain.eligibility import Report
from assistant.eligibility.facts_from_text import read_facts
from assistant.errors import AssistantError, InvalidFact
from assistant.register.contacts import Contact
from assistant.register.deadlines import Deadline
from assistant.text.normalise import squeezed
from assistant.wording import say, words

WRITE = "write_answer"
_TEXT, _ROWS = 600, 40
_PLAIN = frozenset({"boolean", "enum"})

DocumentId = Annotated[str, Field(description="文件编号 document_id")]
ClauseId = Annotated[str, Field(description="条款编号 clause_id")]


class ToldFact(BaseModel):
    """A fact of the applicant, as the user told it."""

    name: str = Field(description="事实名称，取自该事项的 facts")
    value: Any = Field(description="取值")
    said: str = Field(description="用户原话中说到这一点的几个字，逐字照抄")


class SourceIn(BaseModel):
    """Where a sentence stands."""

    document_id: DocumentId
    clause_id: ClauseId
    quote: str = Field(default="", description="条款中的原文片段，逐字照抄")


class ClaimIn(BaseModel):
    """One sentence with its sources."""

    text: str = Field(description="一句话")
    sources: list[SourceIn]


@dataclass(slots=True)
class Ledger:
    """What the tools returned in one turn that the answer must show: the checker's report, and the facts given."""

    report: Report | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    read: Mapping[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def make_tools(toolbox: Toolbox, context: Context, ledger: Ledger) -> list[BaseTool]:
    """The tools of one turn; ``write_answer`` is read by the editor and never runs."""
    as_of = context.as_of

    def search_policy(query: str, document_id: str | None = None, limit: int = 6) -> str:
        return _data(
            [
                _clause(c)
                for c in toolbox.search_policy(query, as_of=as_of, document_id=document_id, limit=limit)
            ]
        )

    def get_clause(document_id: DocumentId, clause_id: ClauseId) -> str:
        return _data(_clause(toolbox.get_clause(document_id, clause_id, as_of=as_of)))

    def check_eligibility(scheme_id: str, facts: list[ToldFact] | None = None) -> str:
        read = _grounded(toolbox, context, scheme_id, facts or [])
        asked_for = toolbox.checker.scheme(scheme_id).facts
        known = {**{n: v for n, v in context.state.facts.items() if n in asked_for}, **read}
        report = toolbox.check_eligibility(scheme_id, known, as_of=as_of)
        with ledger.lock:
            ledger.report, ledger.facts, ledger.read = report, known, read
        return _data(report_data(report))

    def list_deadlines(document_id: str | None = None) -> str:
        return _data([_deadline(d) for d in toolbox.list_deadlines(document_id=document_id)[:_ROWS]])

    def list_contacts(document_id: str | None = None) -> str:
        return _data([_contact(c) for c in toolbox.list_contacts(document_id=document_id)[:_ROWS]])

    def compare_documents(left: DocumentId, right: DocumentId, subject: str | None = None) -> str:
        found = toolbox.compare_documents(left, right, subject=subject, as_of=as_of)
        return _data([_pair(pair) for pair in found.pairs if pair.kind != "same"][:_ROWS])

    def write_answer(claims: list[ClaimIn]) -> str:
        return ""

    made: list[Callable[..., str]] = [
        search_policy,
        get_clause,
        check_eligibility,
        list_deadlines,
        list_contacts,
        compare_documents,
        write_answer,
    ]
    return [_tool(function, toolbox) for function in made]


def report_data(report: Report) -> dict[str, Any]:
    """What a model is told of a report."""
    return {
        "scheme": report.scheme,
        "verdict": report.verdict,
        "criteria": [
            {
                "label": c.label,
                "outcome": c.outcome,
                "why": c.why,
                "document_id": c.citation.document_id,
                "clause_id": c.citation.clause_id,
                "quote": c.citation.quote,
            }
            for c in report.criteria
            if c.role in ("condition", "exclusion")
        ],
        "next_question": report.next_question,
        "hints": list(report.hints),
    }


def _tool(function: Callable[..., str], toolbox: Toolbox) -> BaseTool:
    name = function.__name__
    description = str(words("llm")["descriptions"][name])
    if name == "check_eligibility":
        listed = "；".join(f"{s.id}（{s.name}）" for s in toolbox.list_schemes())
        description = f"{description} 事项：{listed}"
    return StructuredTool.from_function(function, name=name, description=description)


def _grounded(toolbox: Toolbox, context: Context, scheme_id: str, facts: list[ToldFact]) -> dict[str, Any]:
    """Facts that the user told: read by the checker's own reader, or plain ones beside their very words.

    Raises:
        UnknownScheme: There is no such scheme.
        InvalidFact: A fact is unknown, or the user did not say it.
    """
    scheme = toolbox.checker.scheme(scheme_id)
    question = squeezed(context.question.raw)
    read: dict[str, Any] = dict(read_facts(context.question.raw, scheme, context.as_of, None))
    for fact in facts:
        if fact.name not in scheme.facts:
            raise InvalidFact(
                f"事项 {scheme_id} 没有事实 {fact.name}：可用 {'、'.join(scheme.facts)}。", field=fact.name
            )
        if fact.name in read:
            continue
        said = squeezed(fact.said)
        if not said or said not in question:
            raise InvalidFact(f"用户没有说过“{fact.said}”：{fact.name} 不能填。", field=fact.name)
        told = read_facts(fact.said, scheme, context.as_of, fact.name)
        if fact.name in told:
            read[fact.name] = told[fact.name]
        elif scheme.facts[fact.name].spec.type in _PLAIN and fact.value is not None:
            read[fact.name] = fact.value
        else:
            raise InvalidFact(f"从“{fact.said}”读不出 {fact.name}：请向用户问清楚。", field=fact.name)
    return read


def _clause(clause: ClauseText) -> dict[str, Any]:
    return {**asdict(clause), "path": list(clause.path), "text": clause.text[:_TEXT]}


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "document_id": deadline.document_id,
        "clause_id": deadline.clause_id,
        "quote": deadline.quote,
        "last_day": str(deadline.last_day) if deadline.last_day else None,
        "binds": deadline.binds,
        "actor": deadline.actor,
    }


def _contact(contact: Contact) -> dict[str, Any]:
    shown = {k: v for k, v in asdict(contact).items() if v and k not in ("also", "footer")}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in shown.items()}


def _data(found: Any) -> str:
    return say("llm", "tool_data", data=json.dumps(found, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def refused_call(error: AssistantError) -> str:
    """What a model is told of a call that could not be answered."""
    return say("llm", "tool_error", reason=str(error))


def _pair(pair: Pair) -> dict[str, Any]:
    sides = {"left": pair.left, "right": pair.right}
    shown: dict[str, Any] = {"kind": pair.kind}
    for name, side in sides.items():
        if side is not None:
            shown[name] = {
                "document_id": side.citation.document_id,
                "clause_id": side.citation.clause_id,
                "quote": side.citation.quote[:_TEXT],
            }
    return shown
