"""The tools: each a name, the shape of its arguments, the shape of its result and a function between them.

Nothing here knows the protocol; results have the shapes of the HTTP API, or less where a chat model could not
hold them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from assistant.assembly import Assistant, read_day
from assistant.service.mcp import shapes
from assistant.service.routes.schemes import check_all
from assistant.service.wire.answers import AnswerOut, answer_out
from assistant.service.wire.citations import SearchOut, search_out
from assistant.service.wire.comparison import ComparisonOut, comparison_out
from assistant.service.wire.eligibility import ReportOut, report_out
from assistant.service.wire.register import ContactsOut, DeadlinesOut, contacts_out, deadlines_out
from assistant.service.wire.requests import AskRequest, CheckAllRequest, Request, SearchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTool:
    """One tool; ``repeats`` says that the same arguments give the same result."""

    name: str
    takes: type[Request]
    gives: type[BaseModel]
    run: Callable[[Assistant, Any], BaseModel]
    repeats: bool = True


def ask_policy(assistant: Assistant, asked: AskRequest) -> AnswerOut:
    """One answer, within a conversation where one is given."""
    answer = assistant.ask(
        asked.question, session_id=asked.session_id, as_of=asked.as_of, language=asked.language
    )
    return answer_out(answer, assistant.library)


def search_policy(assistant: Assistant, asked: SearchRequest) -> SearchOut:
    """Ranked clauses."""
    day = read_day(asked.as_of)
    found = assistant.search(asked.query, limit=asked.limit, document_id=asked.document_id, as_of=day)
    return search_out(asked.query, day, found, assistant.library)


def get_clause(assistant: Assistant, asked: shapes.ClauseRequest) -> shapes.ClauseOnDay:
    """One clause, whole."""
    day = read_day(asked.as_of)
    return shapes.clause_on_day(assistant.library, asked.document_id, asked.clause_id, day)


def list_schemes(assistant: Assistant, asked: shapes.SchemesRequest) -> shapes.SchemesWithFacts:
    """What can be applied for, and what to ask an applicant."""
    return shapes.schemes_with_facts(assistant, asked.scheme_id, read_day(asked.as_of))


def check_eligibility(assistant: Assistant, asked: shapes.SchemeCheckRequest) -> ReportOut:
    """The checker's verdict, clause by clause."""
    return report_out(assistant.check(asked.scheme_id, asked.facts, asked.as_of), assistant.library)


def what_can_i_apply_for(assistant: Assistant, asked: shapes.FactsRequest) -> shapes.Prospects:
    """How the applicant stands with every scheme."""
    every = CheckAllRequest(facts=asked.facts, as_of=asked.as_of)
    return shapes.prospects(check_all(every, assistant))


def list_deadlines(assistant: Assistant, asked: shapes.RegisterRequest) -> DeadlinesOut:
    """Dates and time limits, with whom they bind."""
    return deadlines_out(assistant.register, assistant.library, read_day(asked.as_of), asked.document_id)


def list_contacts(assistant: Assistant, asked: shapes.RegisterRequest) -> ContactsOut:
    """Whom to turn to, as printed."""
    return contacts_out(assistant.register, assistant.library, read_day(asked.as_of), asked.document_id)


def compare_documents(assistant: Assistant, asked: shapes.CompareRequest) -> ComparisonOut:
    """Two documents, provision by provision."""
    found = assistant.agent.tools.compare_documents(
        asked.left, asked.right, subject=asked.subject, as_of=read_day(asked.as_of)
    )
    return comparison_out(found, assistant.library)


def _tool(
    run: Callable[[Assistant, Any], BaseModel],
    takes: type[Request],
    gives: type[BaseModel],
    *,
    repeats: bool = True,
) -> PolicyTool:
    return PolicyTool(name=run.__name__, takes=takes, gives=gives, run=run, repeats=repeats)


TOOLS: tuple[PolicyTool, ...] = (
    _tool(ask_policy, AskRequest, AnswerOut, repeats=False),
    _tool(search_policy, SearchRequest, SearchOut),
    _tool(get_clause, shapes.ClauseRequest, shapes.ClauseOnDay),
    _tool(list_schemes, shapes.SchemesRequest, shapes.SchemesWithFacts),
    _tool(check_eligibility, shapes.SchemeCheckRequest, ReportOut),
    _tool(what_can_i_apply_for, shapes.FactsRequest, shapes.Prospects),
    _tool(list_deadlines, shapes.RegisterRequest, DeadlinesOut),
    _tool(list_contacts, shapes.RegisterRequest, ContactsOut),
    _tool(compare_documents, shapes.CompareRequest, ComparisonOut),
)
