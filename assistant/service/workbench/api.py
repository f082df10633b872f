"""All that the workbench knows of the assistant: its public HTTP interface, typed.

Within the process of the assistant the same calls take the short way, application to application, through the same
limits and errors; a workbench of its own process sends them over the network. There is one code path for both.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError
from starlette.types import ASGIApp

from assistant.domain.answers import Language
from assistant.errors import ApiRefused, ApiSilent
from assistant.service.wire.answers import AnswerOut
from assistant.service.wire.scheme_shapes import CheckAllOut, SchemeOut, SchemesOut
from assistant.wording import say

log = logging.getLogger(__name__)

Shape = TypeVar("Shape", bound=BaseModel)
_SECONDS = httpx.Timeout(90, connect=5)
_MOST_KEPT = 64


class Shelf(BaseModel):
    """The list of documents, as far as the page around the tabs wants it."""

    as_of: date
    publishing: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    """For whom a call is made: limits are counted for the visitor, not for the workbench.

    Attributes:
        address: Where the request to the workbench came from.
        forwarded: What proxies before it wrote into X-Forwarded-For.
    """

    address: str
    forwarded: str = ""


def visitor_of(request: Any) -> Visitor | None:
    """The visitor behind a request as Gradio hands it over; None where there is none."""
    client = getattr(request, "client", None)
    if client is None:
        return None
    return Visitor(str(client.host), str(request.headers.get("x-forwarded-for", "")))


@dataclass(frozen=True, slots=True)
class Api:
    """The interface, for one visitor or for nobody in particular."""

    client: httpx.AsyncClient
    visitor: Visitor | None = None
    kept: dict[tuple[str, date, str], SchemeOut] = field(default_factory=dict)

    def seen_by(self, request: Any) -> Api:
        """The same interface, called for the visitor of a request."""
        return replace(self, visitor=visitor_of(request))

    async def ask(
        self, question: str, *, session_id: str | None, as_of: str | None, language: Language | None
    ) -> AnswerOut:
        """One answer.

        Raises:
            ApiRefused: The question cannot be answered as sent; ``unknown_session`` when the session has expired.
            ApiSilent: No answer came.
        """
        body = {"question": question, "session_id": session_id, "as_of": as_of, "language": language}
        return await self._call(AnswerOut, "POST", "/api/v1/ask", body)

    async def schemes(self, as_of: str | None = None) -> SchemesOut:
        """Every scheme on a day, today when None; says which day that is.

        Raises:
            ApiRefused: ``invalid_date``, the day is none of the calendar.
            ApiSilent: No answer came.
        """
        return await self._call(SchemesOut, "GET", "/api/v1/schemes", query={"as_of": as_of or ""})

    async def scheme(self, scheme_id: str, as_of: date, rules_version: str) -> SchemeOut:
        """One scheme with its criteria and facts; kept as long as the rules stay the same.

        Raises:
            ApiRefused: ``unknown_scheme``.
            ApiSilent: No answer came.
        """
        key = (scheme_id, as_of, rules_version)
        if key not in self.kept:
            path, query = f"/api/v1/schemes/{scheme_id}", {"as_of": as_of.isoformat()}
            found = await self._call(SchemeOut, "GET", path, query=query)
            while len(self.kept) >= _MOST_KEPT:
                self.kept.pop(next(iter(self.kept)))
            self.kept[key] = found
        return self.kept[key]

    async def check(self, scheme_ids: Sequence[str], facts: Mapping[str, Any], as_of: date) -> CheckAllOut:
        """One report for each of the schemes, and the question that settles most.

        Raises:
            ApiRefused: ``invalid_fact``, ``field`` names the fact; ``unknown_scheme``.
            ApiSilent: No answer came.
        """
        body = {"schemes": list(scheme_ids), "facts": dict(facts), "as_of": as_of.isoformat()}
        return await self._call(CheckAllOut, "POST", "/api/v1/schemes/check", body)

    async def shelf(self) -> Shelf:
        """Which day it is, and whether documents can be published.

        Raises:
            ApiRefused: The assistant is starting, or asked too often.
            ApiSilent: No answer came.
        """
        return await self._call(Shelf, "GET", "/api/v1/documents")

    async def _call(
        self,
        shape: type[Shape],
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Shape:
        reply = await self._send(method, path, body, query)
        if reply.is_error:
            raise _refusal(reply)
        try:
            return shape.model_validate_json(reply.content)
        except ValidationError as error:
            # Another version of the assistant, or no assistant at all.
            log.error("api %s: %s fields are not as expected", path, error.error_count())
            raise ApiSilent(_silence()) from error

    async def _send(
        self, method: str, path: str, body: Mapping[str, Any] | None, query: Mapping[str, str] | None
    ) -> httpx.Response:
        asked = {name: value for name, value in (query or {}).items() if value}
        extensions = {"visitor": self.visitor} if self.visitor else {}
        try:
            return await self.client.request(
                method, path, json=body, params=asked, headers=_on_behalf(self.visitor), extensions=extensions
            )
        except httpx.TransportError as error:
            log.warning("api %s: %s", path, type(error).__name__)
            raise ApiSilent(_silence()) from error


def api_at(address: str) -> Api:
    """The interface of an assistant elsewhere.

    Args:
        address: Scheme, host and port, perhaps a path before ``/api``.
    """
    return Api(httpx.AsyncClient(base_url=address, timeout=_SECONDS, trust_env=False))


def api_of(app: ASGIApp) -> Api:
    """The interface of the application in the same process."""
    client = httpx.AsyncClient(transport=_Within(app), base_url="http://workbench", timeout=_SECONDS)
    return Api(client)


class _Within(httpx.AsyncBaseTransport):
    """Hands a request to the application as if the visitor had sent it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        visitor: Visitor | None = request.extensions.get("visitor")
        if visitor:
            request.headers.pop("x-forwarded-for", None)
            if visitor.forwarded:
                request.headers["x-forwarded-for"] = visitor.forwarded
        client = (visitor.address if visitor else "127.0.0.1", 0)
        way = httpx.ASGITransport(self._app, raise_app_exceptions=False, client=client)
        return await way.handle_async_request(request)


def _on_behalf(visitor: Visitor | None) -> dict[str, str]:
    if visitor is None:
        return {}
    return {"x-forwarded-for": ", ".join(filter(None, (visitor.forwarded, visitor.address)))}


def _silence() -> str:
    return say("workbench.zh", "api_silent")


def _refusal(reply: httpx.Response) -> ApiRefused | ApiSilent:
    problem = _problem(reply)
    if "code" not in problem:
        log.warning("api %s: status %s without a problem document", reply.request.url.path, reply.status_code)
        return ApiSilent(_silence())
    return ApiRefused(
        str(problem.get("detail", "")), refusal=str(problem["code"]), field=problem.get("field")
    )


def _problem(reply: httpx.Response) -> Mapping[str, Any]:
    """The problem document of a reply; empty where it is none."""
    if "json" not in reply.headers.get("content-type", ""):
        return {}
    try:
        found = reply.json()
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}
