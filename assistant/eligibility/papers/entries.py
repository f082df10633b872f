"""What a scheme's file says of papers: which fact fills which field of a form, which columns a summary names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from assistant.domain.eligibility import Outcome
from assistant.eligibility.forms import Entry, Name, Text


class Quoted(Entry):
    """A verbatim quote and the clause where it stands."""

    document: Text
    clause: Text
    quote: Text


class FormFieldEntry(Entry):
    """One field of the form and where its content comes from.

    Attributes:
        label: As printed, without its unit; ``group`` what stands above or beside it.
        fact: The fact that fills it; ``year`` the year of a yearly one.
        criterion: The criterion by whose outcome a box is ticked; ``ticks`` names the box of each outcome.
    """

    label: Text
    group: str = ""
    fact: Name | None = None
    year: int | None = None
    criterion: str | None = None
    ticks: Mapping[Outcome, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_source(self) -> FormFieldEntry:
        if (self.fact is None) == (self.criterion is None):
            raise ValueError("a field is filled by a fact or by a criterion, exactly one of them")
        if (self.criterion is None) != (not self.ticks):
            raise ValueError("ticks go with a criterion: name the box of each outcome")
        return self


class FormEntry(Entry):
    """The form attached to a document, and what fills its fields."""

    document: Text
    clause: Text
    fields: tuple[FormFieldEntry, ...] = ()


class ColumnEntry(Entry):
    """A column that a document asks the recommending office to fill."""

    name: Text
    source: Quoted


class RecommendationEntry(Entry):
    """The summary sheet that a document names, and the columns that its text speaks of."""

    source: Quoted
    columns: Annotated[tuple[ColumnEntry, ...], Field(max_length=30)] = ()
