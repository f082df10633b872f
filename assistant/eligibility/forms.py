"""The closed vocabulary of tests in a rule file; a key that is not declared here is refused.

Longer than other modules: an official who wants to know what may be written finds all of it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.eligibility.comparators import Operator, operator_of

Words: TypeAlias = tuple[str, ...]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """Base of all parts of a rule file: frozen, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _agree(word: str, op: Operator) -> None:
    wanted = operator_of(word)
    if wanted is None:
        raise ValueError(
            f"word {word!r} holds no known comparator word; write it as printed, with 超过, 以上, 不少于 …"
        )
    if wanted != op:
        raise ValueError(
            f"word {word!r} means {wanted!r}, but the operator is {op!r}; correct the operator or the word"
        )


class Comparison(Entry):
    """A threshold as the text words it."""

    word: Text
    op: Operator
    value: float | int

    @model_validator(mode="after")
    def _word_agrees(self) -> Comparison:
        _agree(self.word, self.op)
        return self


class LookBack(Entry):
    """How long an event counts.

    Attributes:
        word: The window as printed (``近三年``).
        reading: ``both`` where the words can also be read as calendar years, ``rolling`` where they cannot.
        quote: Where the word stands when the criterion's own quote does not hold it.
    """

    word: Text
    years: Annotated[int, Field(ge=1, le=30)]
    reading: Literal["both", "rolling"] = "both"
    quote: str | None = None


class FormBase(Entry):
    """Base of the test forms."""


class Is(FormBase):
    """A true/false fact has the wanted value."""

    form: Literal["is"]
    fact: Name
    value: bool = True


class Present(FormBase):
    """A document (plan, system, target sheet) exists."""

    form: Literal["document"]
    fact: Name


class OneOf(FormBase):
    """An enumerated fact has one of the values; ``doubtful`` values leave it open for the authority."""

    form: Literal["one_of"]
    fact: Name
    values: Annotated[Words, Field(min_length=1)]
    doubtful: Words = ()


class Compare(FormBase, Comparison):
    """A number, or its sum with others of the same unit (``plus``), against a threshold."""

    form: Literal["compare"]
    fact: Name
    plus: tuple[Name, ...] = ()


class AtLeast(FormBase):
    """A value not below a step of a named scale."""

    form: Literal["at_least"]
    fact: Name
    scale: Name
    step: Text
    word: Text

    @model_validator(mode="after")
    def _word_agrees(self) -> AtLeast:
        _agree(self.word, ">=")
        return self


class OnDate(FormBase):
    """A date against a day."""

    form: Literal["date"]
    fact: Name
    word: Text
    op: Operator
    value: date

    @model_validator(mode="after")
    def _word_agrees(self) -> OnDate:
        _agree(self.word, self.op)
        return self


class ThisYear(FormBase):
    """A date lies in the calendar year of the day asked."""

    form: Literal["this_year"]
    fact: Name


class EventFilter(Entry):
    """Which events: kinds (none named: every kind), grade not below a step of the fact's scale."""

    kinds: Words = ()
    grade: str | None = None


class NoEvent(FormBase):
    """No event of the named kinds within the window.

    Attributes:
        only_doubtful: Whether such an event bars the applicant at all is open.
        word: The grade as printed (``较大及以上``); needed with ``grade``.
        doubtful: Events which the text may or may not mean: they leave the outcome open.
        floor: A date fact before which nothing counts (the day of establishment); not asked for.
        since: A date fact from which on events count; an event cannot be placed without it.
    """

    form: Literal["no_event"]
    fact: Name
    kinds: Words = ()
    grade: str | None = None
    word: str | None = None
    window: LookBack | None = None
    floor: Name | None = None
    since: Name | None = None
    doubtful: tuple[EventFilter, ...] = ()
    only_doubtful: bool = False

    @model_validator(mode="after")
    def _grade_is_worded(self) -> NoEvent:
        if (self.grade is None) != (self.word is None):
            raise ValueError("grade needs word, the grade as printed, and the reverse")
        return self


class NoSpell(FormBase):
    """No unbroken spell of at least so many months within the window; both end days count."""

    form: Literal["no_spell"]
    fact: Name
    months: Annotated[int, Field(ge=1)]
    word: Text
    window: LookBack | None = None

    @model_validator(mode="after")
    def _word_agrees(self) -> NoSpell:
        _agree(self.word, ">=")
        return self


class NotListed(FormBase):
    """Not on a list.

    Attributes:
        once_removed: ``clear``: removal ends it; ``open``: removed within the window leaves it open;
            ``counts``: having been listed within the window counts, removed or not.
    """

    form: Literal["not_listed"]
    fact: Name
    once_removed: Literal["clear", "open", "counts"] = "clear"
    window: LookBack | None = None

    @model_validator(mode="after")
    def _window_fits(self) -> NotListed:
        if (self.once_removed == "clear") != (self.window is None):
            raise ValueError("once_removed 'open' and 'counts' need a window, 'clear' has none")
        return self


class Count(FormBase, Comparison):
    """The number of events (of these kinds) against a threshold."""

    form: Literal["count"]
    fact: Name
    kinds: Words = ()


class Series(FormBase):
    """A yearly series.

    Attributes:
        years: The years that the round fixes, named in ``years_quotes`` (of the criterion's document).
        last: The full calendar years before the day asked.
        every: Each year against a threshold.
        falling: Each year below the year before.
        or_total: The text can also be read of the sum: readings that differ leave it open.
    """

    form: Literal["series"]
    fact: Name
    years: tuple[int, ...] = ()
    years_quotes: Words = ()
    last: Annotated[int, Field(ge=1)] | None = None
    every: Comparison | None = None
    above: float | int | None = None
    falling: bool = False
    or_total: bool = False

    @model_validator(mode="after")
    def _one_measure(self) -> Series:
        if (self.every is not None) + (self.above is not None) + self.falling != 1:
            raise ValueError("give exactly one of every (a printed word), above (no printed word), falling")
        if bool(self.years) == bool(self.last) or bool(self.years) != bool(self.years_quotes):
            raise ValueError("give either last, or years with the years_quotes that name them")
        return self

    def years_on(self, as_of: date) -> tuple[int, ...]:
        """The years asked for on a day, ascending."""
        return tuple(sorted(self.years)) or tuple(range(as_of.year - (self.last or 0), as_of.year))


class Judgement(FormBase):
    """What only the authority can judge."""

    form: Literal["judgement"]
    by: Text


class All(FormBase):
    """Every test holds."""

    form: Literal["all"]
    tests: Annotated[tuple[Test, ...], Field(min_length=1)]


class AnyOf(FormBase):
    """At least one test holds."""

    form: Literal["any"]
    tests: Annotated[tuple[Test, ...], Field(min_length=1)]


class First(FormBase):
    """The first test that the facts decide; where none is decided, a judgement among them, else the first."""

    form: Literal["first"]
    tests: Annotated[tuple[Test, ...], Field(min_length=2)]


class Not(FormBase):
    """The opposite of a test."""

    form: Literal["not"]
    test: Test


_PARTS = {"all": "tests", "any": "tests", "first": "tests", "not": "test"}
_SHORT = {"is": "fact", "document": "fact", "judgement": "by", **_PARTS}
_FORMS = (
    *(
        "is",
        "document",
        "one_of",
        "compare",
        "at_least",
        "date",
        "this_year",
        "no_event",
        "no_spell",
        "not_listed",
        "count",
    ),
    *("series", "judgement", "all", "any", "first", "not"),
)


def _unfold(raw: Any) -> Any:
    """Turn ``{is: has_plan}`` into ``{form: is, fact: has_plan}``."""
    if isinstance(raw, FormBase) or not isinstance(raw, Mapping):
        return raw
    if "form" in raw:
        return raw
    if len(raw) != 1:
        raise ValueError(
            f"a test is one of {', '.join(_FORMS)}, alone; got the keys {', '.join(map(str, raw))}"
        )
    form, body = next(iter(raw.items()))
    if form not in _FORMS:
        raise ValueError(f"unknown test {form!r}; use one of {', '.join(_FORMS)}")
    if form in _PARTS or not isinstance(body, Mapping):
        return {"form": form, _SHORT.get(form, "fact"): body}
    return {"form": form, **body}


Leaf: TypeAlias = (
    Is
    | Present
    | OneOf
    | Compare
    | AtLeast
    | OnDate
    | ThisYear
    | NoEvent
    | NoSpell
    | NotListed
    | Count
    | Series
    | Judgement
)
Test: TypeAlias = Annotated[
    Leaf | All | AnyOf | First | Not,
    Field(discriminator="form"),
    BeforeValidator(_unfold),
]


for _form in (All, AnyOf, First, Not):
    _form.model_rebuild()
