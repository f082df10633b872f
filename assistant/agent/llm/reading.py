"""What a model is given to read: the rules, the question, and the clauses that the tools found already."""

from __future__ import annotations

from assistant.agent.compose.notices import cited
from assistant.agent.context import Context
from assistant.agent.draft import Draft
from assistant.agent.llm.toolset import report_data
from assistant.wording import say, words

_CLAUSES, _TEXT, _CRITERIA = 8, 700, 30


def instructions(context: Context, *, tools: bool) -> str:
    """The system prompt."""
    language = words("llm")["english" if context.question.language == "en" else "chinese"]
    rules = say("llm", "system", as_of=context.as_of, language=language)
    return f"{rules}\n{say('llm', 'tools' if tools else 'lines')}"


def request(context: Context, draft: Draft) -> str:
    """The user's question with what is known of the conversation and the first findings."""
    state = context.state
    parts = [say("llm", "question", question=context.question.raw)]
    if state.turns and state.last_question:
        parts.append(say("llm", "conversation", last=state.last_question))
    if context.facts:
        parts.append(say("llm", "facts", facts=dict(context.facts)))
    clauses = _clauses(context, draft)
    if clauses:
        parts.append(say("llm", "materials", clauses="\n".join(clauses)))
    if draft.report is not None:
        data = report_data(draft.report)
        listed = "\n".join(
            f"- [{c['document_id']}#{c['clause_id']}] {c['label']}：{c['outcome']}，{c['why']}（{c['quote']}）"
            for c in data["criteria"][:_CRITERIA]
        )
        parts.append(say("llm", "report", verdict=data["verdict"], criteria=listed))
    return "\n\n".join(parts)


def _clauses(context: Context, draft: Draft) -> list[str]:
    """Clauses of the tools' own draft first, then the best found."""
    keys = [(e.document_id, e.clause_id) for e in cited(draft)]
    keys += [r.facet.key for r in context.ranked[:_CLAUSES]]
    found = []
    for document_id, clause_id in list(dict.fromkeys(keys))[:_CLAUSES]:
        clause = context.clause(document_id, clause_id)
        found.append(
            say(
                "llm",
                "clause",
                document_id=document_id,
                clause_id=clause_id,
                title=context.name(document_id),
                label=clause.label,
                status=context.status(document_id),
                text=clause.text[:_TEXT],
            )
        )
    return found
