"""The assistant behind the routes, and parameters that many of them share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from assistant.assembly import Assistant, read_day


def get_assistant(request: Request) -> Assistant:
    """The assistant that the application was built around."""
    return cast(Assistant, request.app.state.assistant)


def get_day(
    as_of: Annotated[
        str | None,
        Query(description="The day on which the question is asked, YYYY-MM-DD; today when absent."),
    ] = None,
) -> date:
    """The day of the query string, or today."""
    return read_day(as_of or None)


AssistantDep = Annotated[Assistant, Depends(get_assistant)]
DayDep = Annotated[date, Depends(get_day)]
