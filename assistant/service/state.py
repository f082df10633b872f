"""The assistant behind the routes, and parameters that many of them share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from assistant.assembly import Assistant, read_day
from assistant.holder import Holder


def get_holder(request: Request) -> Holder:
    """What holds the assistant of the application, and exchanges it."""
    return cast(Holder, request.app.state.holder)


async def get_assistant(request: Request) -> AsyncIterator[Assistant]:
    """The assistant that answers when the request comes; it stays open until the reply is sent."""
    with get_holder(request).using() as assistant:
        yield assistant


def get_day(
    as_of: Annotated[
        str | None,
        Query(description="The day on which the question is asked, YYYY-MM-DD; today when absent."),
    ] = None,
) -> date:
    """The day of the query string, or today."""
    return read_day(as_of or None)


HolderDep = Annotated[Holder, Depends(get_holder)]
AssistantDep = Annotated[Assistant, Depends(get_assistant)]
DayDep = Annotated[date, Depends(get_day)]
