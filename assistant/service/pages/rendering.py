"""Templates and the headers that keep the pages to themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from assistant.domain.answers import Language
from assistant.service.pages.viewing import contents_label
from assistant.wording import say

FOLDER = Path(__file__).resolve().parent
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
DEMO_POLICY = f"{_POLICY}; script-src 'self'; connect-src 'self'"
"""The page at / embeds the chat, as a platform does."""

VIEWER_POLICY = f"{_POLICY}; script-src 'self'"
"""The source viewer copies citations, which no page can do without a script; it reads well without."""

REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
"""An evaluation report is one file with its styles inside; no script runs in it."""


def page(
    template: str,
    language: Language,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A rendered page under a policy that lets in neither scripts nor other hosts."""
    speak = partial(say, f"pages.{language}")
    html = _environment().get_template(template).render(say=speak, language=language, **values)
    return HTMLResponse(html, status, {"content-security-policy": _POLICY, **(headers or {})})


def error_page(problem: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A problem document as a page."""
    return page("error.html", "zh", status=problem["status"], headers=headers, problem=problem)


def templates(folder: Path) -> Environment:
    """The templates of a folder: all values escaped, a missing variable an error."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _environment() -> Environment:
    environment = templates(FOLDER)
    environment.filters["contents_label"] = contents_label
    return environment
