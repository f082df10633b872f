"""Where other pages find the chat: the script, and a page of its own for frames."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Template

from assistant.service.pages.rendering import templates
from assistant.service.widget.script import script
from assistant.wording import say

router = APIRouter(include_in_schema=False)

_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
Text = Annotated[str, Query(max_length=200)]


@router.get("/widget.js")
def widget_script(
    accept_encoding: Annotated[str, Header()] = "", if_none_match: Annotated[str, Header()] = ""
) -> Response:
    """The script; a page that asks again is told whether it has changed."""
    made = script()
    headers = {
        "etag": made.etag,
        "cache-control": "public, max-age=300",
        "vary": "Accept-Encoding",
        "cross-origin-resource-policy": "cross-origin",
    }
    if made.etag in if_none_match:
        return Response(status_code=304, headers=headers)
    packed = "gzip" in accept_encoding
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(
        made.packed if packed else made.plain, headers=headers, media_type="text/javascript; charset=utf-8"
    )


@router.get("/widget")
def widget_page(
    request: Request,
    lang: Literal["zh", "en"] = "zh",
    colour: Text = "",
    greeting: Text = "",
    scheme: Text = "",
    theme: Text = "",
) -> HTMLResponse:
    """The chat filling a page, for frames on the origins that the operator allows."""
    options = {"colour": colour, "greeting": greeting, "scheme": scheme, "theme": theme}
    html = _template().render(
        lang=say(f"widget.{lang}", "lang"),
        title=say(f"widget.{lang}", "title"),
        language=lang,
        options={name: value for name, value in options.items() if value},
    )
    ancestors = " ".join(("'self'", *request.app.state.origins))
    return HTMLResponse(html, headers={"content-security-policy": f"{_POLICY}frame-ancestors {ancestors}"})


@cache
def _template() -> Template:
    return templates(Path(__file__).resolve().parent).get_template("frame.html")
