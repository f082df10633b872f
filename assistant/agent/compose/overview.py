"""What can I apply for: every scheme on the facts told, and the one question that settles most of them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.agent.compose.criteria import count_of, deciding, proof
from assistant.agent.compose.eligibility import answer_replies, understood
from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context
from assistant.agent.draft import Block, Draft, DraftNotice, Sentence, fixed, from_tool
from assistant.agent.schemes import ALL, schemes_for
from assistant.domain.answers import Derived
from assistant.domain.eligibility import Report

_ORDER = ("formally_eligible", "needs_information", "not_eligible")


def overview_draft(context: Context) -> Draft:
    """One line a scheme, best prospects first, then the next question."""
    reports = _reports(context)
    wanted = [r.scheme for r in reports if r.verdict == "needs_information"]
    asked = context.checker.ask_next(_known(context), context.as_of, wanted)
    blocks: list[Block] = [
        from_tool("lead", context.say("overview_lead", count=len(reports))),
        *understood(context),
        *bullets(_line(context, report) for report in reports),
        fixed("text", context.say("overview_caution")),
    ]
    if asked is not None:
        blocks.append(from_tool("text", context.say("next_question", question=asked.question)))
    best = reports[0] if reports else None
    return Draft(
        kind="eligibility",
        blocks=tuple(blocks),
        notices=_notices(reports),
        quick_replies=answer_replies(context, asked.name if asked else None, reports),
        report=best,
        scheme=ALL,
        asked=asked.name if asked else None,
    )


def _reports(context: Context) -> list[Report]:
    wanted = {scheme.id for scheme in schemes_for(context)}
    reports = [r for r in context.checker.check_all(_known(context), context.as_of) if r.scheme in wanted]
    order = {"open": 0, "not_yet_open": 1, "not_in_corpus": 2, "closed": 3}
    return sorted(reports, key=lambda r: (_ORDER.index(r.verdict), order[r.window.status], r.scheme))


def _known(context: Context) -> dict[str, object]:
    names = {name for scheme in context.checker.schemes for name in scheme.facts}
    return {name: value for name, value in context.facts.items() if name in names}


def _line(context: Context, report: Report) -> Sentence:
    failed = [c for c in report.criteria if c.outcome == "not_met" and deciding(c)]
    shown = failed or [c for c in report.criteria if deciding(c)]
    count = count_of(report)
    key = f"overview_{report.verdict}"
    if report.verdict == "needs_information" and not report.missing_facts:
        key = "overview_newer_round" if report.newer_rounds else "overview_needs_confirmation"
    reason = context.say("list_separator").join(c.label for c in failed[:3])
    text = context.say(key, scheme=report.scheme_name, count=count, reason=reason) + _window(context, report)
    proofs = [proof(c.citation) for c in shown[:2]]
    if report.window.citation is not None and report.window.last_day is not None:
        proofs.append(proof(report.window.citation))
    source = shown[0].citation
    values = [count, report.scheme_name, reason, report.window.last_day, *(c.label for c in failed[:3])]
    derived = tuple(
        Derived(
            value=str(v), document_id=source.document_id, clause_id=source.clause_id, calculation="checker"
        )
        for v in values
        if v not in (None, "")
    )
    return Sentence(text=text, evidence=tuple(dict.fromkeys(proofs)), derived=derived)


def _window(context: Context, report: Report) -> str:
    window = report.window
    if window.last_day is None:
        return context.say("overview_window_none")
    key = "overview_closed" if window.status == "closed" else "overview_open"
    return context.say(key, day=window.last_day, binds=context.say(f"binds_{window.binds or 'authority'}"))


def _notices(reports: Sequence[Report]) -> tuple[DraftNotice, ...]:
    """Validity of what the schemes rest on; what only one scheme's report must say stays with it."""
    kept = ("document_expired", "document_repealed", "round_closed", "not_yet_effective")
    found = {(n.code, n.text): n for r in reports for n in r.notices if n.code in kept}
    return tuple(DraftNotice(code=n.code, text=n.text) for n in found.values())


def is_overview(context: Context) -> bool:
    """Whether every scheme is to be checked."""
    return context.scheme == ALL
