"""Renders the templates of the tab in the language of the page."""

from __future__ import annotations

import json
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.domain.answers import Language
from assistant.service.pages.addresses import quote_url
from assistant.service.wire.citations import CitationOut
from assistant.wording import say

_FOLDER = Path(__file__).resolve().parent


def render(template: str, language: Language, as_of: date, **values: Any) -> str:
    """One part of the tab as HTML; links open the source as it stood on ``as_of``."""

    def open_url(citation: CitationOut) -> str:
        return quote_url(citation.url, citation.clause_id, citation.quote, as_of, language)

    return (
        _environment()
        .get_template(template)
        .render(
            say=partial(say, f"workbench.{language}"),
            language=language,
            as_of=as_of,
            open_url=open_url,
            as_json=lambda value: json.dumps(value, ensure_ascii=False),
            **values,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
