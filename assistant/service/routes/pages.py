"""Pages for people: start, documents, source viewer, API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from assistant.assembly import ZONE
from assistant.documents.compare import compare_documents
from assistant.documents.editions import Edition
from assistant.errors import InvalidInput
from assistant.service.pages.comparing import compared
from assistant.service.pages.picture import picture_of
from assistant.service.pages.rendering import DEMO_POLICY, REPORT_POLICY, VIEWER_POLICY, page
from assistant.service.pages.viewing import view
from assistant.service.state import AssistantDep, DayDep
from assistant.service.wire.documents import summary_out
from assistant.wording import say

router = APIRouter(include_in_schema=False)

Lang = Annotated[Literal["zh", "en"], Query(description="Language of the page's own words.")]


@router.get("/")
def start(request: Request, assistant: AssistantDep, day: DayDep, lang: Lang = "zh") -> HTMLResponse:
    """The chat in a page as a platform has it, and where else to go."""
    library = assistant.library
    return page(
        "start.html",
        lang,
        headers={"content-security-policy": DEMO_POLICY},
        tell=partial(say, f"demo.{lang}"),
        workbench=assistant.settings.workbench,
        listed=[summary_out(document, library, day, lang) for document in library.documents[:8]],
        address=str(request.base_url),
    )


@router.get("/favicon.ico")
def icon() -> RedirectResponse:
    """Where browsers look for an icon unasked."""
    return RedirectResponse("/assets/icon.svg", 308)


@router.get("/quality")
def quality(assistant: AssistantDep, lang: Lang = "zh") -> Response:
    """The newest evaluation report of the data directory; without one, how it is made."""
    report = assistant.settings.data_dir / "reports" / "latest.html"
    if not report.is_file():
        return page("quality.html", lang)
    return FileResponse(report, headers={"content-security-policy": REPORT_POLICY})


@router.get("/documents")
def documents(assistant: AssistantDep, day: DayDep, lang: Lang = "zh") -> HTMLResponse:
    """Every document with its status."""
    library = assistant.library
    listed = [summary_out(document, library, day, lang) for document in library.documents]
    return page("documents.html", lang, as_of=day, listed=listed, problems=library.problems)


# Before /documents/{document_id}, which would take it for an id.
@router.get("/documents/compare")
def compare(
    assistant: AssistantDep,
    day: DayDep,
    lang: Lang = "zh",
    left: Annotated[str, Query(max_length=200)] = "",
    right: Annotated[str, Query(max_length=200)] = "",
    subject: Annotated[str, Query(max_length=4000)] = "",
) -> HTMLResponse:
    """Two documents side by side; without both of them the form to choose."""
    library, found, trouble = assistant.library, None, ""
    for document_id in filter(None, (left, right)):
        library.document(document_id)
    try:
        if left and right:
            found = compare_documents(library, left, right, subject, day)
    except InvalidInput as error:
        trouble = str(error)
    return page(
        "compare.html",
        lang,
        status=422 if trouble else 200,
        tell=partial(say, f"compare.{lang}"),
        view=compared(found, library, lang) if found else None,
        listed=[summary_out(document, library, day, lang) for document in library.documents],
        left=left,
        right=right,
        subject=subject,
        trouble=trouble,
        as_of=day,
    )


@router.get("/documents/{document_id}")
def document(
    document_id: str,
    assistant: AssistantDep,
    day: DayDep,
    lang: Lang = "zh",
    quote: Annotated[str, Query(max_length=4000)] = "",
    clause: Annotated[str, Query(max_length=200)] = "",
    version: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """The source viewer: the text by clause, with an anchor at each and the quote marked."""
    speak = partial(say, f"pages.{lang}")
    version = version or assistant.library.plainly_cited(document_id)
    library = assistant.library.as_it_was(document_id, version) if version else assistant.library
    shown = view(
        library.document(document_id),
        library,
        day,
        say=speak,
        language=lang,
        quote=quote,
        clause_id=clause,
    )
    editions = [(edition, _day_of(edition)) for edition in library.versions(document_id)]
    told = partial(say, f"viewer.{lang}")
    return page(
        "document.html",
        lang,
        headers={"content-security-policy": VIEWER_POLICY},
        tell=told,
        picture=picture_of(shown.document, library, day, say=told, language=lang),
        view=shown,
        as_of=day,
        quote=quote,
        version=version,
        editions=editions,
    )


def _day_of(edition: Edition) -> date | None:
    """The day on which it was published, in the zone of the policies."""
    moment = edition.published_at
    return moment.replace(tzinfo=UTC).astimezone(ZONE).date() if moment else None


@router.get("/docs")
def docs(request: Request, lang: Lang = "zh") -> HTMLResponse:
    """The API with examples, from its own description; without the usual script from another host."""
    description = request.app.openapi()
    subjects: dict[str, list[Call]] = {}
    for call in _calls(description):
        subjects.setdefault(call.subject, []).append(call)
    return page("docs.html", lang, subjects=subjects)


class Call(NamedTuple):
    """One call of the API as the page shows it."""

    subject: str
    verb: str
    path: str
    summary: str
    parameters: Sequence[Mapping[str, Any]]
    request: str
    reply: str


def _calls(description: Mapping[str, Any]) -> Iterator[Call]:
    for path, verbs in description["paths"].items():
        for verb, call in verbs.items():
            parameters = [
                {"name": p["name"], "description": p.get("description", "")}
                for p in call.get("parameters", ())
            ]
            yield Call(
                subject=call.get("tags", ["-"])[0],
                verb=verb.upper(),
                path=path,
                summary=call.get("summary", ""),
                parameters=parameters,
                request=_example(call.get("requestBody", {})),
                reply=_example(call["responses"].get("200") or call["responses"].get("201", {})),
            )


def _example(part: Mapping[str, Any]) -> str:
    for content in part.get("content", {}).values():
        if "example" in content:
            return json.dumps(content["example"], ensure_ascii=False, indent=2)
    return ""
