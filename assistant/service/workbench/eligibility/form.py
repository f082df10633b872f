"""The form of a choice: facts in sections, what decides before what does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.answers import Language
from assistant.domain.eligibility import FactSpec
from assistant.eligibility.questions import asking_spec
from assistant.eligibility.scheme_file import Group
from assistant.eligibility.schemes import Scheme
from assistant.service.workbench.eligibility.choices import Choice
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that stand together under a title; ``question`` is what asks for all of them at once."""

    title: str
    question: str
    facts: tuple[FactSpec, ...]


def sections(choice: Choice, as_of: date, language: Language = "zh") -> tuple[Section, ...]:
    """Every fact of the choice once: groups, other facts that decide, facts that do not.

    An overview leaves out what decides nothing.
    """
    placed: set[str] = set()
    found = list(_groups(choice, as_of, placed))
    for scheme in choice.schemes:
        deciding = [name for name in _deciding(scheme) if name not in placed]
        title = say(f"workbench.{language}", "check_more")
        named = f"{title} · {scheme.name}" if choice.overview else title
        found += _section(choice, deciding, as_of, placed, named)
    if not choice.overview:
        rest = [name for name in choice.facts if name not in placed]
        found += _section(choice, rest, as_of, placed, say(f"workbench.{language}", "check_aside"))
    return tuple(found)


def spec_on(schemes: Iterable[Scheme], name: str, as_of: date) -> FactSpec:
    """A fact as it is asked on the day; the years are those that any of the schemes asks for."""
    specs = [asking_spec(scheme, name, {}, as_of) for scheme in schemes if name in scheme.facts]
    years = tuple(sorted({year for spec in specs for year in spec.years}))
    return replace(specs[0], years=years)


def _groups(choice: Choice, as_of: date, placed: set[str]) -> Iterator[Section]:
    for scheme in choice.schemes:
        deciding = set(_deciding(scheme))
        for group in scheme.groups:
            names = [name for name in group.facts if name not in placed and name in deciding]
            if len(names) > 1:
                title = _title(scheme, group)
                yield from _section(choice, names, as_of, placed, title, group.question)


def _section(
    choice: Choice, names: Sequence[str], as_of: date, placed: set[str], title: str, question: str = ""
) -> list[Section]:
    if not names:
        return []
    placed.update(names)
    return [Section(title, question, tuple(spec_on(choice.schemes, name, as_of) for name in names))]


def _title(scheme: Scheme, group: Group) -> str:
    """The label of the one criterion that reads all facts of the group, or the labels of its facts."""
    wanted = set(group.facts)
    covering = [c for c in scheme.criteria if c.decides and wanted <= set(c.fact_names)]
    if covering:
        return min(covering, key=lambda criterion: len(criterion.fact_names)).entry.label
    return "、".join(scheme.facts[name].spec.label for name in group.facts)


def _deciding(scheme: Scheme) -> tuple[str, ...]:
    """Facts on which the verdict hangs, in the order of the rules."""
    return tuple(dict.fromkeys(n for c in scheme.criteria if c.decides for n in c.fact_names))
