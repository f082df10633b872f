"""An answer as a card: text with markers that open their source, notices, verdict, sources."""

from __future__ import annotations

import html
import re
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from assistant.domain.answers import Language
from assistant.domain.feedback import Reason
from assistant.service.pages.addresses import quote_url
from assistant.service.wire.answers import AnswerOut
from assistant.service.wire.citations import CitationOut
from assistant.service.wire.eligibility import CriterionOut, ReportOut
from assistant.text.titles import short_title
from assistant.wording import say

_FOLDER = Path(__file__).resolve().parent
_MARKER = re.compile(r"\[(\d+)\]")
_DECIDING = ("condition", "exclusion")


def answer_card(answer: AnswerOut, note: str = "") -> str:
    """The answer as HTML."""
    language = answer.language
    by_index = {citation.index: citation for citation in answer.citations}

    def open_url(citation: CitationOut) -> str:
        return quote_url(citation.url, citation.clause_id, citation.quote, answer.as_of, language)

    return _render(
        "answer.html",
        language,
        answer=answer,
        note=note,
        text=_linked(answer.answer, {index: open_url(c) for index, c in by_index.items()}),
        open_url=open_url,
        by_index=by_index,
        short=lambda c: short_title(c.document_title),
        criteria=_deciding(answer.eligibility),
        others=_others(answer.eligibility),
        reasons=get_args(Reason),
    )


def question_card(question: str) -> str:
    """The user's words, verbatim."""
    return f'<div class="asked">{html.escape(question)}</div>'


def error_card(message: str, language: Language) -> str:
    """Why there is no answer, and what to change."""
    return _render("error.html", language, message=message)


def header(language: Language) -> str:
    """What stands above the conversation."""
    return _render("header.html", language)


def _linked(markdown: str, urls: dict[int, str]) -> str:
    """Markdown as HTML, raw HTML shown as text, each marker a link."""

    def link(match: re.Match[str]) -> str:
        url = urls.get(int(match[1]))
        if url is None:
            return match[0]
        return f'<a class="ref" href="{html.escape(url)}" target="_blank" rel="noopener">{match[1]}</a>'

    return _MARKER.sub(link, _markdown().render(markdown)).replace(
        '<a href="http', '<a target="_blank" href="http'
    )


@cache
def _markdown() -> MarkdownIt:
    # No images: they would be asked for at other hosts.
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")


def _deciding(report: ReportOut | None) -> list[CriterionOut]:
    """Criteria on which the verdict hangs, those that fail first, then open, judged, met."""
    order = ("not_met", "unknown", "judgement", "met", "not_applicable")
    found = [c for c in (report.criteria if report else ()) if _decides(c)]
    return sorted(found, key=lambda criterion: order.index(criterion.outcome))


def _others(report: ReportOut | None) -> list[CriterionOut]:
    return [c for c in (report.criteria if report else ()) if not _decides(c)]


def _decides(criterion: CriterionOut) -> bool:
    return criterion.role in _DECIDING and criterion.modality == "mandatory"


def _render(template: str, language: Language, **values: Any) -> str:
    speak = partial(say, f"workbench.{language}")
    return _environment().get_template(template).render(say=speak, language=language, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
