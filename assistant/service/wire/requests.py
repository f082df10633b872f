"""What callers send. Unknown fields are refused: a misspelt ``as_of`` would answer for the wrong day."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.feedback import Reason, Thumb


class Request(BaseModel):
    """Base of all request bodies."""

    model_config = ConfigDict(extra="forbid")


class Dated(Request):
    """A request that may say the day on which it asks."""

    as_of: str | None = Field(
        None,
        description="The day on which the question is asked, YYYY-MM-DD; null is today in Asia/Shanghai.",
        json_schema_extra={"format": "date"},
        examples=["2026-03-01"],
    )


class AskRequest(Dated):
    """A question, perhaps within a conversation."""

    question: str = Field(
        description="The user's words, Chinese or English, 1 to 2,000 characters.",
        json_schema_extra={"minLength": 1, "maxLength": 2000},
        examples=["申报截止到哪天？"],
    )
    session_id: str | None = Field(None, description="Continue a conversation; null or absent starts one.")
    language: Literal["zh", "en"] | None = Field(
        None, description="Language of the assistant's own words; null follows the question."
    )


class SearchRequest(Dated):
    """A search for clauses."""

    query: str = Field(
        description="What to look for.",
        json_schema_extra={"minLength": 1, "maxLength": 2000},
        examples=["公示时间"],
    )
    limit: int = Field(10, description="At most so many clauses, 1 to 50.", examples=[5])
    document_id: str | None = Field(None, description="Search this document only.")


class CheckRequest(Dated):
    """What an applicant tells about itself; the facts of a scheme are listed at GET /api/v1/schemes/{id}."""

    facts: dict[str, Any] = Field(
        description=(
            'Facts by name. Absent: not asked; null: not known; {"state": "not_applicable"} where it does '
            "not apply."
        ),
        examples=[{}],
    )


class CheckAllRequest(CheckRequest):
    """The same for several schemes at once."""

    schemes: list[str] | None = Field(
        default=None, max_length=100, description="Ids of the schemes to check; null or absent: all."
    )


class FeedbackRequest(Request):
    """Whether an answer was of use."""

    answer_id: str = Field(
        min_length=1,
        max_length=64,
        description="The answer, by the id it came with.",
        examples=["83ddb701fedf4087af6eceeea999878f"],
    )
    thumb: Thumb = Field(description="up: of use; down: not.")
    reasons: list[Reason] = Field(
        default_factory=list,
        max_length=16,
        description="Why not: wrong, outdated, incomplete, wrong_citation.",
    )
    remark: str | None = Field(
        None,
        max_length=2000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
        description="In the reader's own words; kept with personal data masked.",
    )
