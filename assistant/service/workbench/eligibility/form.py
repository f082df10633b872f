"""The form of a choice: facts in sections, what decides before what does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.answers import Language
from assistant.service.wire.scheme_shapes import FactOut, GroupOut, SchemeOut
from assistant.service.workbench.eligibility.verdict import decides
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that stand together under a title; ``question`` is what asks for all of them at once."""

    title: str
    question: str
    facts: tuple[FactOut, ...]


def facts_of(schemes: Iterable[SchemeOut]) -> Mapping[str, FactOut]:
    """All facts that these schemes ask for; the years are those that any of them asks for."""
    found: dict[str, FactOut] = {}
    for scheme in schemes:
        for fact in scheme.facts:
            years = sorted({*fact.years, *(found[fact.name].years if fact.name in found else ())})
            found[fact.name] = found.get(fact.name, fact).model_copy(update={"years": years})
    return found


def sections(
    schemes: Sequence[SchemeOut], language: Language = "zh", *, overview: bool
) -> tuple[Section, ...]:
    """Every fact of the schemes once: groups, other facts that decide, facts that do not.

    An overview leaves out what decides nothing.
    """
    facts = facts_of(schemes)
    placed: set[str] = set()
    found = list(_groups(schemes, facts, placed))
    for scheme in schemes:
        names = [name for name in _deciding(scheme) if name not in placed]
        title = say(f"workbench.{language}", "check_more")
        found += _section(facts, names, placed, f"{title} · {scheme.name}" if overview else title)
    if not overview:
        rest = [name for name in facts if name not in placed]
        found += _section(facts, rest, placed, say(f"workbench.{language}", "check_aside"))
    return tuple(found)


def _groups(
    schemes: Sequence[SchemeOut], facts: Mapping[str, FactOut], placed: set[str]
) -> Iterator[Section]:
    for scheme in schemes:
        deciding = set(_deciding(scheme))
        for group in scheme.groups:
            names = [name for name in group.facts if name not in placed and name in deciding]
            if len(names) > 1:
                yield from _section(facts, names, placed, _title(scheme, group, facts), group.question)


def _section(
    facts: Mapping[str, FactOut], names: Sequence[str], placed: set[str], title: str, question: str = ""
) -> list[Section]:
    if not names:
        return []
    placed.update(names)
    return [Section(title, question, tuple(facts[name] for name in names))]


def _title(scheme: SchemeOut, group: GroupOut, facts: Mapping[str, FactOut]) -> str:
    """The label of the one criterion that reads all facts of the group, or the labels of its facts."""
    wanted = set(group.facts)
    covering = [rule for rule in scheme.criteria if decides(rule) and wanted <= set(rule.facts)]
    if covering:
        return min(covering, key=lambda rule: len(rule.facts)).label
    return "、".join(facts[name].label for name in group.facts)


def _deciding(scheme: SchemeOut) -> tuple[str, ...]:
    """Facts on which the verdict hangs, in the order of the rules."""
    return tuple(dict.fromkeys(name for rule in scheme.criteria if decides(rule) for name in rule.facts))
