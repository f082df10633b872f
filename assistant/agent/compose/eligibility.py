"""The checker's report in words: verdict first, then what fails, what is open, and what only the authority judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.agent.acts import asks_what_is_missing, asks_when_over, asks_why
from assistant.agent.compose.criteria import criterion_sentence, deciding, proof, values_of
from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context
from assistant.agent.draft import Block, Draft, DraftNotice, Sentence, block, fixed, from_tool
from assistant.agent.schemes import ALL
from assistant.agent.speaking import asks
from assistant.agent.verdict_asked import asks_for_the_verdict
from assistant.domain.answers import Derived
from assistant.domain.eligibility import CriterionResult, Report
from assistant.eligibility.message import corrects
from assistant.eligibility.told import told

_SHOWN_JUDGEMENTS = 8
_SHOWN_BESIDE = 2
_MEASURED = ("number", "series", "date")
_FEW = 2
"""So many conditions at most are shown as met where their facts were just told."""


def eligibility_draft(context: Context, report: Report) -> Draft:
    """The report as a draft; the report itself travels with it."""
    blocks: list[Block] = []
    if context.as_of != context.asked_on:
        blocks.append(from_tool("text", context.say("checked_on", day=context.as_of)))
    blocks += [_verdict(context, report), *_when_again(context, report), *understood(context)]
    blocks += _results(context, report)
    failed = [c for c in report.criteria if c.outcome == "not_met" and deciding(c)]
    blocks += bullets(criterion_sentence(context, criterion) for criterion in failed)
    blocks += bullets(
        criterion_sentence(context, criterion)
        for criterion in _each_once((*_no_longer(context, report), *_measured(context, report)))
    )
    blocks += _beside_the_verdict(context, report)
    blocks += still_missing(context, report)
    blocks += _unsure(context, report)
    blocks += _touched(context, report)
    if not _is_under_way(context, report):
        blocks += _judgements(context, report)
        blocks += _window(context, report)
    back = context.doubtful[0].name if context.doubtful and report.verdict != "not_eligible" else None
    if report.next_question and report.verdict != "not_eligible" and back is None:
        blocks.append(from_tool("text", context.say("next_question", question=report.next_question)))
    notices = tuple(DraftNotice(code=n.code, text=n.text) for n in report.notices)
    return Draft(
        kind="eligibility",
        blocks=tuple(blocks),
        notices=notices,
        quick_replies=answer_replies(context, back, [report]) if back else _replies(context, report),
        report=report,
        asked=back,
    )


def _when_again(context: Context, report: Report) -> list[Block]:
    """From which day on what fails now fails no more, where that is asked."""
    failed = [c for c in report.criteria if c.outcome == "not_met" and deciding(c)]
    if not failed or not context.lexicon.when_again.hits(context.question.folded):
        return []
    lasting = [c for c in failed if c.clears_on is None]
    if lasting:
        labels = context.say("list_separator").join(c.label for c in lasting[:3])
        return [from_tool("text", context.say("clears_never", labels=labels))]
    day = max(c.clears_on for c in failed if c.clears_on is not None)
    return [from_tool("text", context.say("clears_all", day=day))]


def _is_under_way(context: Context, report: Report) -> bool:
    """Whether one answer more came in: what only the authority judges and the window were said at the start."""
    return (
        context.state.checking
        and context.state.scheme == report.scheme
        and report.verdict == "needs_information"
        and not asks_why(context)
    )


def understood(context: Context) -> list[Block]:
    """What was understood of this message, so that a wrong reading can be corrected, and what was too vague."""
    asked_back = [
        from_tool(
            "text",
            context.say(
                f"doubtful_{item.kind}",
                words=item.words,
                label=item.label,
                unit=item.unit,
            ),
        )
        for item in context.doubtful
    ]
    return [*_read_back(context), *asked_back]


def _read_back(context: Context) -> list[Block]:
    if not context.facts_read:
        return []
    facts = {
        name: fact
        for scheme in context.checker.schemes
        if context.scheme in (ALL, scheme.id)
        for name, fact in scheme.facts.items()
    }
    words = told(facts, context.facts_read)
    if not words:
        return []
    listed = context.say("list_more_separator").join(words)
    return [from_tool("text", context.say("understood", facts=listed))]


def _results(context: Context, report: Report) -> list[Block]:
    """Results beside the verdict, for example a grade."""
    lines = [
        Sentence(
            text=context.say("named_result", name=result.name, value=result.value),
            evidence=(proof(result.citation),),
            derived=(
                Derived(
                    value=f"{result.name} {result.value}",
                    document_id=result.citation.document_id,
                    clause_id=result.citation.clause_id,
                    calculation="checker",
                ),
            ),
        )
        for result in report.results
        if result.citation is not None
    ]
    return bullets(lines)


def _verdict(context: Context, report: Report) -> Block:
    name = report.scheme_name or report.scheme
    failed = [c for c in report.criteria if c.outcome == "not_met" and deciding(c)]
    met = [c for c in report.criteria if c.outcome == "met" and deciding(c)]
    shown = failed or [c for c in report.criteria if deciding(c) and c.outcome == "unknown"] or met
    proofs = tuple(dict.fromkeys(proof(c.citation) for c in shown[:3]))
    count = len(failed) or len(report.missing_facts)
    key = f"verdict_{report.verdict}"
    risky = _risky(context, report)
    labels = context.say("list_separator").join(c.label for c in risky[:3])
    if risky:
        key = "verdict_at_risk" if count else "verdict_at_risk_alone"
        proofs = tuple(dict.fromkeys(proof(c.citation) for c in (*risky, *shown)[:3]))
    elif report.verdict == "needs_information" and not count:
        key = "verdict_newer_round" if report.newer_rounds else "verdict_needs_confirmation"
    proofs = (*proofs, *(proof(citation) for citation in report.newer_rounds))
    named = (report.scheme_name, *(c.label for c in risky))
    values = values_of([*risky, *shown], count, len(met), *filter(None, named))
    lines = [
        Sentence(
            text=context.say(key, scheme=name, count=count, labels=labels), evidence=proofs, derived=values
        )
    ]
    if met and not failed:
        lines.append(
            Sentence(
                text=context.say("verdict_met", count=len(met)),
                evidence=(proof(met[0].citation),),
                derived=values,
            )
        )
    return block("lead", *lines)


def _risky(context: Context, report: Report) -> list[CriterionResult]:
    """Criteria left open by something told that may fail them: they are named before all else."""
    if report.verdict != "needs_information":
        return []
    facts = context.checker.scheme(report.scheme).facts
    return [
        c
        for c in report.criteria
        if c.outcome == "unknown"
        and deciding(c)
        and any(
            (_is_against(value) or _is_loss(value))
            and (facts[name].entry.event_name or facts[name].entry.label) in c.why
            for name, value in c.facts.items()
        )
    ]


def still_missing(context: Context, report: Report) -> list[Block]:
    """Everything that is still to be told, where that is asked for."""
    if not asks_what_is_missing(context) or not report.missing_facts:
        return []
    listed = context.say("list_more_separator").join(spec.label for spec in report.missing_facts)
    return [from_tool("text", context.say("still_missing", facts=listed))]


def _each_once(criteria: Sequence[CriterionResult]) -> list[CriterionResult]:
    return list({criterion.id: criterion for criterion in criteria}.values())


def _measured(context: Context, report: Report) -> list[CriterionResult]:
    """Criteria that figures or days of this message meet: who tells a figure sees what it is measured by."""
    kinds = {name: fact.entry.type for name, fact in context.checker.scheme(report.scheme).facts.items()}
    told = {name for name in context.facts_read if kinds.get(name) in _MEASURED}
    met = [c for c in report.criteria if c.outcome == "met" and deciding(c) and told & set(c.facts)]
    return met if len(met) <= _FEW else []


def _no_longer(context: Context, report: Report) -> list[CriterionResult]:
    """Criteria that an event or entry told no longer fails, where that is asked (过了没) or its day is put right.

    Who asks whether the time of what was told before is over means that.
    """
    folded = context.question.folded
    over = asks_when_over(context)
    judged = bool(context.lexicon.judged.hits(folded))
    if not (over or corrects(folded) or judged or context.question.polar):
        return []
    # Who only asks for the outcome of what was told before is shown what of that it rests on.
    before = (over or judged or asks_for_the_verdict(context)) and not context.facts_read
    told_of = context.facts if before else context.facts_read
    against = {name for name, value in told_of.items() if _is_against(value)}
    met = [c for c in report.criteria if c.outcome == "met" and deciding(c) and against & set(c.facts)]
    # Who tells little and asks whether it matters (整改完了，碍事不) is shown what it is measured by.
    of_told = [
        c for c in report.criteria if c.outcome == "met" and deciding(c) and set(told_of) & set(c.facts)
    ]
    if not met and (len(of_told) <= _FEW or report.verdict == "formally_eligible") and asks(folded):
        met = of_told
    return met


def _beside_the_verdict(context: Context, report: Report) -> list[Block]:
    """What this message tells against a wish of the text (原则上) or a rule beside the conditions: said, decides nothing."""
    lines = []
    for criterion in report.criteria:
        own = {n: v for n, v in context.facts_read.items() if n in criterion.facts}
        if not own or deciding(criterion):
            continue
        unmet = criterion.modality == "in_principle" and criterion.outcome == "not_met"
        if unmet or (criterion.outcome == "unknown" and any(_is_against(value) for value in own.values())):
            hint = next(
                (hint for hint in report.hints if criterion.label in hint and criterion.why in hint), ""
            )
            line = criterion_sentence(context, criterion)
            lines.append(replace(line, text=hint) if hint and context.question.language == "zh" else line)
    return bullets(lines[:_SHOWN_BESIDE])


def _unsure(context: Context, report: Report) -> list[Block]:
    """Criteria whose facts are told but whose reading is open."""
    missing = {spec.name for spec in report.missing_facts}
    needs = {c.entry.id: set(c.fact_names) for c in context.checker.scheme(report.scheme).criteria}
    open_ones = [
        c
        for c in report.criteria
        if c.outcome == "unknown"
        and deciding(c)
        and c.facts
        and (not missing & needs.get(c.id, set()) or any(_is_against(value) for value in c.facts.values()))
    ]
    return bullets(criterion_sentence(context, criterion) for criterion in open_ones[:4])


def _touched(context: Context, report: Report) -> list[Block]:
    """Conditions still open of which a question told something: who asks with one circumstance sees the clause on it."""
    if context.state.checking or report.verdict != "needs_information" or not asks(context.question.folded):
        return []
    own = [
        c
        for c in report.criteria
        if c.outcome == "unknown"
        and deciding(c)
        and any(
            name in c.facts and not _is_against(value) and not isinstance(value, list | Mapping)
            for name, value in context.facts_read.items()
        )
    ]
    missing = {spec.name for spec in report.missing_facts}
    needs = {c.entry.id: set(c.fact_names) for c in context.checker.scheme(report.scheme).criteria}
    own = [c for c in own if missing & needs.get(c.id, set())]
    return bullets(criterion_sentence(context, c) for c in own) if len(own) <= _FEW_TOUCHED else []


_FEW_TOUCHED = 2


def _is_against(value: object) -> bool:
    """Whether a fact tells of something that happened or of an entry in a list."""
    return bool(value) and (isinstance(value, list) or (isinstance(value, Mapping) and "listed_on" in value))


def _is_loss(value: object) -> bool:
    """Whether figures by year hold a loss."""
    figures = value.values() if isinstance(value, Mapping) else ()
    return any(isinstance(figure, int | float) and figure < 0 for figure in figures)


def _judgements(context: Context, report: Report) -> list[Block]:
    if report.verdict == "not_eligible":
        return []
    judged = [c for c in report.criteria if c.outcome == "judgement" and deciding(c)]
    if not judged:
        return []
    lines = [
        Sentence(
            text=context.say(
                "verdict_item", label=c.citation.clause_label, quote=c.citation.quote.rstrip("；;。")
            ),
            evidence=(proof(c.citation),),
        )
        for c in judged[:_SHOWN_JUDGEMENTS]
    ]
    return [fixed("heading", context.say("verdict_judgement")), *bullets(lines)]


def _window(context: Context, report: Report) -> list[Block]:
    window = report.window
    if window.citation is None or window.last_day is None:
        return [fixed("text", context.say("window_none"))]
    key = "window_closed" if window.status == "closed" else "window_open"
    binds = context.say(f"binds_{window.binds or 'authority'}")
    text = context.say(key, day=window.last_day, binds=binds)
    value = Derived(
        value=str(window.last_day),
        document_id=window.citation.document_id,
        clause_id=window.citation.clause_id,
        calculation="window",
    )
    return [block("text", Sentence(text=text, evidence=(proof(window.citation),), derived=(value,)))]


def _replies(context: Context, report: Report) -> tuple[str, ...]:
    if report.verdict == "not_eligible":
        return tuple(context.say(f"quick_{name}") for name in ("deadline", "procedure", "contact"))
    if not report.next_question:
        return tuple(context.say(f"quick_{name}") for name in ("procedure", "material", "contact"))
    return answer_replies(context, report.next_fact, [report])


def answer_replies(context: Context, asked: str | None, reports: Sequence[Report]) -> tuple[str, ...]:
    """What the user may tap in answer to the question asked."""
    if asked is None:
        return tuple(context.say(f"quick_{name}") for name in ("procedure", "deadline", "contact"))
    spec = next((s for r in reports for s in r.missing_facts if s.name == asked), None)
    group = next((g for s in context.checker.schemes for g in s.groups if g.id == asked), None)
    if group is not None and not group.on_yes:
        return tuple(context.say(f"quick_{name}") for name in ("none", "unknown"))
    if spec is None:
        return tuple(context.say(f"quick_{name}") for name in ("yes", "no", "unknown"))
    if spec.type == "enum":
        return (*(label for _, label in spec.options[:4]), context.say("quick_unknown"))
    if spec.type == "events" and context.facts.get(asked):
        return (context.say("quick_unknown"),)
    if spec.type == "events" and any(item.name == asked for item in context.doubtful):
        return tuple(context.say(f"quick_{name}") for name in ("none", "unknown"))
    if spec.type in ("boolean", "events", "listing"):
        return tuple(context.say(f"quick_{name}") for name in ("yes", "no", "unknown"))
    return (context.say("quick_unknown"),)
