"""Checks a rule against itself: facts exist and fit, words and numbers stand in the quote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assistant.eligibility.comparators import operator_of
from assistant.eligibility.facts import Fact
from assistant.eligibility.forms import (
    AtLeast,
    Compare,
    Count,
    EventFilter,
    Is,
    Judgement,
    NoEvent,
    NoSpell,
    NotListed,
    OnDate,
    OneOf,
    Present,
    Series,
    Test,
    ThisYear,
)
from assistant.eligibility.scheme_file import CriterionEntry
from assistant.eligibility.tree import leaves
from assistant.text.normalise import squeeze
from assistant.text.numerals import to_chinese

_TYPES: Mapping[type, str] = {
    Is: "boolean",
    Present: "boolean",
    OneOf: "enum",
    AtLeast: "enum",
    Compare: "number",
    OnDate: "date",
    ThisYear: "date",
    NoEvent: "events",
    NoSpell: "events",
    Count: "events",
    NotListed: "listing",
    Series: "series",
}
_SOFT = "原则上"
_FORBIDDING = ("不得", "取消", "撤销", "移除", "移出", "不予", "禁止", "严禁", "降级", "黑名单")


def forbids(text: str) -> bool:
    """Whether a sentence uses a word that forbids, withdraws or refuses.

    >>> forbids("三年内不得重新申报。"), forbids("每年认定一次。")
    (True, False)
    """
    squeezed = squeeze(text)
    return any(word in squeezed for word in _FORBIDDING)


def lint_criterion(
    entry: CriterionEntry, facts: Mapping[str, Fact], in_document: Callable[[str], bool]
) -> None:
    """Check one criterion; ``in_document`` says whether a further quote stands in its document.

    Raises:
        ValueError: A fact is not declared or does not fit, or a word or number is not in the quote.
    """
    quote = squeeze(entry.source.quote)
    if _SOFT in quote and entry.modality == "mandatory":
        raise ValueError(f"the quote says {_SOFT}, so modality is in_principle, not mandatory")
    if entry.open_tail is not None and squeeze(entry.open_tail) not in quote:
        raise ValueError(
            f"open_tail {entry.open_tail!r} is not in the quote; copy it verbatim or leave it out"
        )
    for test in (entry.test, entry.applies_when):
        if test is not None:
            lint_facts(test, facts)
    for leaf in leaves(entry.test):
        _lint_words(leaf, quote, in_document)


def lint_facts(test: Test, facts: Mapping[str, Fact]) -> None:
    """Check that every fact of a test is declared, of the right type, with the values named.

    Raises:
        ValueError: One of them is not.
    """
    for leaf in leaves(test):
        if not isinstance(leaf, Judgement):
            _lint_fact(leaf, facts)


def _lint_fact(leaf: Any, facts: Mapping[str, Fact]) -> None:
    fact = facts.get(leaf.fact)
    if fact is None:
        raise ValueError(f"the fact {leaf.fact!r} is not declared; declare it under facts with a question")
    wanted = _TYPES[type(leaf)]
    if fact.entry.type != wanted:
        raise ValueError(f"{leaf.form} reads a fact of type {wanted}, but {leaf.fact!r} is {fact.entry.type}")
    for name in getattr(leaf, "plus", ()):
        other = facts.get(name)
        if other is None or other.entry.type != "number" or other.entry.unit != fact.entry.unit:
            raise ValueError(f"plus {name!r} is not a declared number of the unit of {leaf.fact!r}")
        if (other.entry.minimum or 0) < 0 or other.entry.minimum is None:
            raise ValueError(f"plus {name!r} needs minimum: 0, since sums of negative numbers settle nothing")
    for name, values in _values(leaf).items():
        known = {"options": fact.options, "kinds": fact.kinds, "ranks": fact.ranks}[name]
        strange = [value for value in values if value not in known]
        if strange:
            raise ValueError(f"{leaf.fact!r} has no value {strange[0]!r}; it has {', '.join(sorted(known))}")
    for limit in ("floor", "since"):
        day = getattr(leaf, limit, None)
        if day is not None and (day not in facts or facts[day].entry.type != "date"):
            raise ValueError(f"{limit} {day!r} is not a declared date")


def _values(leaf: Any) -> dict[str, Iterable[str]]:
    if isinstance(leaf, OneOf):
        return {"options": (*leaf.values, *leaf.doubtful)}
    if isinstance(leaf, AtLeast):
        return {"ranks": (leaf.step,)}
    if isinstance(leaf, NoEvent):
        filters: tuple[NoEvent | EventFilter, ...] = (leaf, *leaf.doubtful)
        kinds = [kind for each in filters for kind in each.kinds]
        return {"kinds": kinds, "ranks": [each.grade for each in filters if each.grade]}
    return {"kinds": leaf.kinds} if isinstance(leaf, Count) else {}


def _lint_words(leaf: Any, quote: str, in_document: Callable[[str], bool]) -> None:
    compared: Any = leaf.every if isinstance(leaf, Series) else leaf
    word = getattr(compared, "word", None)
    if word is not None and squeeze(word) not in quote:
        raise ValueError(f"word {word!r} is not in the quote; copy it as printed")
    if isinstance(leaf, NoEvent) and word is not None and operator_of(word) not in (None, ">="):
        raise ValueError(f"word {word!r} does not mean this grade and above")
    number = getattr(compared, "months", None) or getattr(compared, "value", None)
    if isinstance(number, int | float) and not isinstance(number, bool):
        _lint_number(number, quote)
    window = getattr(leaf, "window", None)
    if window is not None:
        _lint_window(window, quote, in_document)
    if isinstance(leaf, Series):
        _lint_years(leaf, in_document)


def _lint_number(number: float, quote: str) -> None:
    if not any(figure in quote for figure in _figures(number)):
        raise ValueError(f"the number {number:g} is not in the quote; take the number of the text")


def _figures(number: float) -> tuple[str, ...]:
    plain = f"{number:.15g}"
    return (plain, to_chinese(int(number))) if number == int(number) and number > 0 else (plain,)


def _lint_window(window: Any, quote: str, in_document: Callable[[str], bool]) -> None:
    place = quote if window.quote is None else squeeze(window.quote)
    if squeeze(window.word) not in place:
        raise ValueError(f"window word {window.word!r} is not in the quote; name the quote that holds it")
    if window.quote is not None and not in_document(window.quote):
        raise ValueError(f"window quote {window.quote!r} is not in the document; copy it verbatim")
    if not any(figure in window.word for figure in _figures(window.years)):
        raise ValueError(f"window word {window.word!r} does not say {window.years} years")


def _lint_years(leaf: Series, in_document: Callable[[str], bool]) -> None:
    for quote in leaf.years_quotes:
        if not in_document(quote):
            raise ValueError(f"years quote {quote!r} is not in the document; copy it verbatim")
    named = " ".join(leaf.years_quotes)
    lacking = [year for year in leaf.years if str(year) not in named]
    if lacking:
        raise ValueError(f"no quote of years_quotes names {lacking[0]}")
