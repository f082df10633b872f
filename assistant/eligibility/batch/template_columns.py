"""The columns of the sheet to fill in: one a fact, a year of a series, a day of a listing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.words import enumerated, listed, phrase
from assistant.eligibility.facts import Fact
from assistant.eligibility.questions import asking_spec


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """One column of the template.

    Attributes:
        choices: What may be chosen from a list; empty where anything may be written.
        example: What the example row says.
        comment: The question and where its answer is found.
        fill: What to write, in a few words.
        clauses: Where the criteria stand that read it.
    """

    title: str
    choices: tuple[str, ...] = ()
    example: str | float = ""
    comment: str = ""
    fill: str = ""
    where: str = ""
    clauses: tuple[str, ...] = ()


def template_columns(frame: Frame) -> list[TemplateColumn]:
    """The columns of a scheme on a day: who it is, then the facts in the order of the rules."""
    facts = [column for fact in frame.scheme.facts.values() for column in _of_fact(frame, fact)]
    return [*_identity(frame), *facts]


def event_titles() -> list[str]:
    """Headers of the sheet of events."""
    return [str(title) for title in listed("template", "event_columns").values()]


def event_facts(frame: Frame) -> list[Fact]:
    """The facts that the sheet of events takes."""
    return [fact for fact in frame.scheme.facts.values() if fact.entry.type == "events"]


def _identity(frame: Frame) -> Iterator[TemplateColumn]:
    name, code, district = listed("template", "identity")
    called = listed("template", "identity_codes").get(frame.scheme.applicant, name)
    yield TemplateColumn(title=called, example=phrase("template", "example_name"))
    yield TemplateColumn(title=code, example=phrase("template", "example_code"))
    yield TemplateColumn(title=district, example=phrase("template", "example_district"))


def _of_fact(frame: Frame, fact: Fact) -> Iterator[TemplateColumn]:
    spec = asking_spec(frame.scheme, fact.name, {}, frame.as_of)
    where = phrase("template", "where", where=spec.where) if spec.where else ""
    comment = "\n".join(filter(None, (spec.question, where)))
    clauses, label, unit = _clauses(frame, fact.name), fact.entry.label, fact.entry.unit or ""
    for title, choices, example in _cells(fact, spec.years, frame.as_of):
        yield TemplateColumn(
            title=phrase("template", "with_unit", label=title, unit=unit) if unit else title,
            choices=choices,
            example=example,
            comment=comment,
            fill=_fill(fact)
            if title == label or fact.entry.type == "series"
            else phrase("template", "fill", "date"),
            where=spec.where,
            clauses=clauses,
        )


def _cells(
    fact: Fact, years: tuple[int, ...], as_of: date
) -> Iterator[tuple[str, tuple[str, ...], str | float]]:
    """Titles, choices and examples of the columns of a fact."""
    label, kind = fact.entry.label, fact.entry.type
    states = tuple(phrase("template", key) for key in ("unknown", "not_applicable"))
    yes, no, none, some = (phrase("template", key) for key in ("yes", "no", "none", "some"))
    if kind == "boolean":
        yield label, (yes, no, *states), yes
    elif kind == "enum":
        labels = tuple(option for _, option in fact.spec.options)
        yield label, (*labels, *states), labels[0]
    elif kind == "events":
        yield label, (none, some, *states), none
    elif kind == "listing":
        yield label, (no, yes, *states), no
        yield phrase("template", "listed", label=label), (), ""
        yield phrase("template", "removed", label=label), (), ""
    elif kind == "series":
        for year in years:
            yield phrase("template", "year", year=year, label=label), (), 8000
    else:
        yield label, (), as_of.replace(month=1, day=1).isoformat() if kind == "date" else 60


def _fill(fact: Fact) -> str:
    options = enumerated([label for _, label in fact.spec.options])
    return phrase("template", "fill", fact.entry.type, unit=fact.entry.unit or "", options=options)


def _clauses(frame: Frame, name: str) -> tuple[str, ...]:
    places = frame.places()
    read = (c.entry.id for c in frame.scheme.criteria if name in c.fact_names)
    return tuple(dict.fromkeys(places[entry_id] for entry_id in read))
