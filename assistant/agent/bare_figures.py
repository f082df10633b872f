"""Figures told without their matter: of the one fact with that unit, of a year told before, on top of a count told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.agent.context import Context
from assistant.agent.speaking import asks
from assistant.agent.verdict_asked import cue, wants_the_verdict
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.message import Part, corrects, split_message
from assistant.eligibility.said_amounts import Amount
from assistant.eligibility.schemes import Scheme
from assistant.text.numerals import parse_numeral

_YEAR = re.compile(r"(?<![\d.])(?:20)?([0-4]\d)年")


def bare_figure(context: Context, scheme: Scheme) -> Mapping[str, Any]:
    """What a figure without its matter tells in a conversation about a scheme; nothing where two facts fit."""
    state = context.state
    if scheme.id not in (state.scheme, state.checked):
        return {}
    parts = [
        part
        for part in split_message(context.question.raw)
        if part.states and not asks(part.text) and not wants_the_verdict(context, part.text)
    ]
    told = [(part, amount) for part in parts for amount in part.amounts(context.as_of)]
    with_unit = [(part, amount) for part, amount in told if amount.unit]
    if len(with_unit) == 1:
        part, amount = with_unit[0]
        return _of_a_year_told(context, scheme, part, amount) or _of_its_unit(context, scheme, part, amount)
    return _added_to_the_count(context, scheme, *told[0]) if len(told) == 1 else {}


def _of_its_unit(context: Context, scheme: Scheme, part: Part, amount: Amount) -> Mapping[str, Any]:
    """The one fact of the scheme that is counted in the unit (占比要超过多少 … 我们只有四成七).

    绿化率35% and 今年增长12% are of a matter of their own.
    """
    facts = [
        fact
        for fact in scheme.facts.values()
        if fact.entry.type in ("number", "series") and fact.entry.unit == amount.unit
    ]
    if len(facts) != 1 or not _says_little(part.text[: amount.start], part.text[amount.end :]):
        return {}
    name, about = facts[0].name, facts[0].entry.cues.about
    for other in split_message(context.question.raw):
        # 绿化面积嘛，大概35%: what the figure is of may stand in the part before it.
        of_it = other.text == part.text or other.match(about) or _says_little(other.text)
        if not (of_it or wants_the_verdict(context, other.text)):
            return {}
    if name in context.state.facts and not corrects(context.question.folded):
        return {}
    found = read_facts(part.text, scheme, context.as_of, name)
    return {name: found[name]} if name in found else {}


def _of_a_year_told(context: Context, scheme: Scheme, part: Part, amount: Amount) -> Mapping[str, Any]:
    """The figure of a year of which one fact in that unit was told (21年是亏了385万)."""
    years = {f"20{short}" for short in _YEAR.findall(part.text)}
    fitting = [
        name
        for name, value in context.state.facts.items()
        if name in scheme.facts
        and scheme.facts[name].entry.type == "series"
        and scheme.facts[name].entry.unit == amount.unit
        and isinstance(value, Mapping)
        and years & set(value)
    ]
    about = {name for name, fact in scheme.facts.items() if part.match(fact.entry.cues.about)}
    rest = _YEAR.sub("", f"{part.text[: amount.start]} {part.text[amount.end :]}")
    named = [n for n in fitting if n in about] or (fitting if not about and _says_little(rest) else [])
    if len(years) != 1 or len(named) != 1:
        return {}
    # A figure told is only put right in words that do so, or by a loss, which speaks against its teller.
    right = corrects(context.question.folded) or amount.value < 0
    return {named[0]: dict.fromkeys(years, amount.value)} if right else {}


def _says_little(*texts: str) -> bool:
    """Whether texts beside a figure say nothing of their own (我们园只做得到)."""
    return not any(re.search(r"\w", cue("bare_beside").sub("", text)) for text in texts)


def _added_to_the_count(context: Context, scheme: Scheme, part: Part, amount: Amount) -> Mapping[str, Any]:
    """The one count told, with what comes on top of it (本部做了8个项目 … 分公司那9个也是同一法人的)."""
    facts = {n: scheme.facts[n] for n in context.state.facts if n in scheme.facts}
    counts = [
        name
        for name, fact in facts.items()
        if fact.entry.type == "number" and (fact.entry.unit or "%") in cue("counted").pattern
    ]
    on_top = cue("on_top").search(context.question.folded)
    counted = cue("counted").match(part.text[amount.end :])
    if len(counts) != 1 or not on_top or not counted or part.times(context.as_of):
        return {}
    if cue("not_yet").search(context.question.folded) or not _of_the_same(context, scheme, counts[0], part):
        return {}
    if any(part.match(fact.entry.cues.about) for name, fact in scheme.facts.items() if name not in counts):
        return {}
    total = context.state.facts[counts[0]] + amount.value
    return {counts[0]: int(total) if total == int(total) else total}


def _of_the_same(context: Context, scheme: Scheme, name: str, part: Part) -> bool:
    """Whether what comes on top is said to be of the same matter, or follows right on the count and names none."""
    if cue("same").search(context.question.folded) or part.match(scheme.facts[name].entry.cues.about):
        return True
    counted = cue("counted").sub("", cue("on_top").sub("", part.text))
    alone = _says_little(re.sub(r"\d+|[一二两三四五六七八九十]", "", counted))
    return alone and name in read_facts(context.state.last_said, scheme, context.as_of)


def one_more(context: Context, scheme: Scheme, text: str) -> Mapping[str, Any]:
    """A count told, with what the text supposes on top of it (再接一个园区呢)."""
    match = cue("one_more").search(text)
    number = parse_numeral(match["number"]) if match else None
    if match is None or number is None:
        return {}
    counts = [
        name
        for name, value in context.state.facts.items()
        if name in scheme.facts
        and scheme.facts[name].entry.type == "number"
        and isinstance(value, int | float)
    ]
    parts = split_message(match["what"])
    named = [n for n in counts if any(part.match(scheme.facts[n].entry.cues.about) for part in parts)]
    chosen = named or (counts if not parts else [])
    return {chosen[0]: context.state.facts[chosen[0]] + number} if len(chosen) == 1 else {}


def supposed_figure(context: Context, scheme: Scheme, text: str) -> Mapping[str, Any]:
    """The one figure told in this unit, as the text supposes it to be (要是按5200万算呢)."""
    amounts = [a for part in split_message(text, sure=True) for a in part.amounts(context.as_of) if a.unit]
    if len(amounts) != 1:
        return {}
    told = {
        name: value
        for name, value in context.state.facts.items()
        if name in scheme.facts and scheme.facts[name].entry.unit == amounts[0].unit and value
    }
    if len(told) != 1:
        return {}
    name, before = next(iter(told.items()))
    if not isinstance(before, Mapping):
        return {name: amounts[0].value}
    return {name: dict.fromkeys(before, amounts[0].value)} if len(before) == 1 else {}
