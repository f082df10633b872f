"""What was published and removed, act by act; what stands under each id follows from the acts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import StoreError
from assistant.wording import say


class Act(BaseModel):
    """One publication or removal.

    Attributes:
        id: Tells the act apart for ever.
        at: The moment in UTC, without time zone.
        by: Who did it: digest of an admin key, or ``cli``.
        folder: Where the store keeps the file; empty for a removal.
        relation: What the admin confirmed, as ``version_of:ID`` or ``newer_round_of:ID``; or empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    at: datetime
    by: str
    action: Literal["publish", "remove"]
    document_id: str = Field(min_length=1)
    version: str = ""
    folder: str = Field(default="", pattern=r"^[0-9a-f]*$")
    title: str = ""
    note: str = ""
    relation: str = ""


class Shelf(BaseModel):
    """All acts, oldest first; a new shelf is made for each further one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    acts: tuple[Act, ...] = ()

    def after(self, act: Act) -> Shelf:
        """The shelf with one more act."""
        return Shelf(acts=(*self.acts, act))

    @property
    def current(self) -> dict[str, Act]:
        """The act that holds for each id that was ever touched: the last one."""
        return {act.document_id: act for act in self.acts}

    @property
    def folders(self) -> frozenset[str]:
        """Every folder that some version lies in."""
        return frozenset(act.folder for act in self.acts if act.folder)

    def editions(self, document_id: str) -> tuple[Act, ...]:
        """The publications under an id, one a version, the last of each, in the order of their first."""
        found: dict[str, Act] = {}
        for act in self.acts:
            if act.document_id == document_id and act.action == "publish":
                found[act.version] = act
        return tuple(found.values())


def shelf_of(text: str, place: object) -> Shelf:
    """The shelf written as ``text``.

    Raises:
        StoreError: It is no shelf of a format that is known.
    """
    try:
        return Shelf.model_validate_json(text)
    except ValidationError as error:
        reason = error.errors(include_url=False, include_input=False)[0]["msg"]
        raise StoreError(say("publishing", "shelf_broken", path=place, reason=reason)) from error


def text_of(shelf: Shelf) -> str:
    """The shelf as it is written."""
    return (
        json.dumps(shelf.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, indent=1) + "\n"
    )


def ids(acts: Iterable[Act]) -> frozenset[str]:
    """The ids of the acts."""
    return frozenset(act.id for act in acts)
