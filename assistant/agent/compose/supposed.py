"""What would change if a fact were otherwise; nothing of it is kept."""

from __future__ import annotations

from assistant.agent.compose.criteria import criterion_sentence, deciding
from assistant.agent.compose.eligibility import still_missing
from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context
from assistant.agent.draft import Block, Draft, DraftNotice, fixed, from_tool
from assistant.eligibility.comparison import Comparison
from assistant.eligibility.told import told


def what_if_draft(context: Context, comparison: Comparison) -> Draft:
    """The verdict as it would be, the criteria that change, and that nothing was changed by asking."""
    after = comparison.after
    facts = context.checker.scheme(after.scheme).facts
    words = context.say("list_more_separator").join(told(facts, context.supposed))
    key = "what_if" if after.verdict != comparison.before.verdict else "what_if_same"
    verdict = context.say(f"verdict_name_{after.verdict}")
    lead = context.say(key, facts=words, verdict=verdict, scheme=after.scheme_name)
    changed = [change.after for change in comparison.changes if deciding(change.after)]
    lines = bullets(criterion_sentence(context, criterion) for criterion in changed)
    blocks: list[Block] = [from_tool("lead", lead), *lines]
    if not lines:
        shown = [c for c in after.criteria if set(c.facts) & set(context.supposed)]
        blocks += bullets(criterion_sentence(context, criterion) for criterion in shown[:3])
    blocks += still_missing(context, after)
    blocks.append(fixed("text", context.say("what_if_kept")))
    return Draft(
        kind="eligibility",
        blocks=tuple(blocks),
        notices=tuple(DraftNotice(code=n.code, text=n.text) for n in after.notices),
        quick_replies=tuple(context.say(f"quick_{name}") for name in ("procedure", "deadline", "contact")),
        # The report beside the text is of the case that the text speaks of.
        report=after,
        scheme=after.scheme,
        asked=context.state.asked_fact,
    )
